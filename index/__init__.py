"""Chunks become searchable; a query becomes ranked passages."""

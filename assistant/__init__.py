"""Passages become an answer, a draft, a check: the façade, the command line and the pages."""

"""Answer from whole tables: read them, link a question to them, work on their rows."""

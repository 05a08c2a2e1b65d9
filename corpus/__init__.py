"""A file becomes clean text, its facts, its sections and its chunks."""

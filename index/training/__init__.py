"""Train the built-in embedding model: ``python -m index.training DATA``; see index/model/README.md."""

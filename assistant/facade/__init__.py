"""What can be asked of an office's library, by room: documents, questions, drafts, checks, administration."""

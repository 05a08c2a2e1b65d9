"""The words given to a language model, and the genres of documents: data files, read by assistant.prompting."""

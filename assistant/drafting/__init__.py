"""Draft documents: a request becomes an outline with evidence, the outline a text in which each sentence is cited."""

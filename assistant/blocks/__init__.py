"""Blocks: the pieces of a paper that answer by themselves how something was done, or which ones there are."""

"""The commands of the command line: thin over the façade, one module for what belongs together."""

"""The pages of the web application: one module a page, its handlers thin over the façade."""

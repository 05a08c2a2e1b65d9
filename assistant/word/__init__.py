"""Write drafts as Word files in the layout of GB/T 9704-2012, or in a bureau's own template."""

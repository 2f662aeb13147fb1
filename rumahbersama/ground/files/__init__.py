"""Photos and documents that people send: checked, stripped, kept, and served only through a permission check."""

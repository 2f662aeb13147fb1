"""Minutes of a meeting: what is said and agreed, written by several at once, and the papers made of it."""

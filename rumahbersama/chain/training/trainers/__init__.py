"""Who teaches, with or without an account: the personal link, and the page behind it."""

"""Tables coming in, on pages: send, say what columns mean, decide matches, look, store, undo."""

"""Tables coming in: check, preview, row errors, commit, undo."""

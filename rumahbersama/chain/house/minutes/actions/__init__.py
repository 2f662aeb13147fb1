"""Changes to minutes: texts, outcomes, promises, closing; each checked, in one piece, with its record."""

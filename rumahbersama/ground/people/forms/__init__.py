"""Forms: parse and clean, never save."""

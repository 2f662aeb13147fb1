"""Pages of what was passed upward."""

"""What people type about surveys; nothing is saved here."""

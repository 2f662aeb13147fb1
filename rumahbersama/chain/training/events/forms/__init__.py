"""What people type about events; nothing is saved here."""

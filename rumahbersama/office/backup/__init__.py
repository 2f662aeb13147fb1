"""Backups of the installation: made, recorded, tried, and put back."""

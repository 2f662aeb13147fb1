"""Speeds, measured against their peers in the same run (`make bench`)."""

"""Meetings of a kecamatan: who comes, what is on the agenda."""

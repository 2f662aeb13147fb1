"""What the kecamatan has in a month: one calendar that every room fills."""

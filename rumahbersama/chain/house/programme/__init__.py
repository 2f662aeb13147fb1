"""The yearly programme of guidance and supervision of a kecamatan."""

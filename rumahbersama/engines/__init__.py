"""Hard engines in plain Python: data in, data out, no Django."""

"""AGREE: what a kecamatan takes up together, from a problem to what was agreed about it."""

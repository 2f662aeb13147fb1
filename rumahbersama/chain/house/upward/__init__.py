"""What a kecamatan cannot solve itself: passed to the kabupaten, assigned, answered, and back again."""

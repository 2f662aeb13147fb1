"""What a kecamatan passes to its kabupaten, and what comes back."""

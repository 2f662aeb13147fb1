"""GUIDE AND WATCH: the visits of a kecamatan to its villages, what it notes there and recommends."""

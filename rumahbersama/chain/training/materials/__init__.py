"""Materials: what is taught with, per subject of a curriculum, in versions, read online and without a network."""

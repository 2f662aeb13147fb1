"""Home: the place one is responsible for, and what needs doing today."""

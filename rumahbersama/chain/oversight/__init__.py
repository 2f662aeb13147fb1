"""GUIDE AND WATCH: visits to villages, what is noted there, and what is recommended."""

"""Voiced needs: what people ask for, beside what the standards compute."""

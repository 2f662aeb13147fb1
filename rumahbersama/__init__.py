"""Rumah Bersama: from the classroom to the outcome."""

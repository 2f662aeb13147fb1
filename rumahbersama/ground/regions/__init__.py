"""Wilayah: codes and borders in time."""

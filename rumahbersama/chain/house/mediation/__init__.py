"""Mediation and order: cases between parties, for the camat and the Kasi Trantib."""

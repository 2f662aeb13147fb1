"""Notes of guidance (catatan pembinaan) and recommendations to a village: replied to, confirmed, re-checked."""

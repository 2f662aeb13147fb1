"""What changed after a training: behaviour told by two colleagues, superior and alumnus; service; empowerment."""

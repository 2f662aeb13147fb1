"""RTL: what each participant plans for after the training, and what becomes of it as a commitment of a post."""

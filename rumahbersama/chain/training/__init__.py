"""Learning: programmes, events and what people promise there."""

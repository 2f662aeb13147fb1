"""Pages of presence: lists, occasions, the hall, the tap list, the phone, and what is printed."""

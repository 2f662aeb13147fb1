"""What to do first at a place: what is short, for how many people, how sure that is, and why it ranks there."""

"""Questions in versions, rounds in which they are asked, and what was answered."""

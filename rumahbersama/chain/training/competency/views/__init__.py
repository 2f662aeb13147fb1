"""Pages of competency: standards, people, candidates."""

"""What is taught: curricula with their subjects, hours and outcomes."""

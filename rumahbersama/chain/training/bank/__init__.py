"""Question banks: questions with their versions, brought in from other programs and given out again."""

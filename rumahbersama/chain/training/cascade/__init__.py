"""The cascade as data: who was trained, who taught afterwards, what is covered, and the transcript of a person."""

"""Problems: what somebody suffers from, with its evidence, causes, scores, and what became of it."""

"""A room of the tests alone, whose one migration stops halfway when it is asked to."""

"""Changes of seats and people. Each holds the event first, then persons in their order: no seat is given twice."""

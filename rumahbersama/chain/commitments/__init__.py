"""Who does what by when, the steps, the proof: the promises that run through the whole chain."""

"""Tests of an event: a blueprint, opening and closing, answers, results."""

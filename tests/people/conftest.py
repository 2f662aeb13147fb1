"""Fixtures of the people tests."""

from datetime import date

import pytest
from django.core.cache import cache

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Rate limits start anew in each test."""
    cache.clear()

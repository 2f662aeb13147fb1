"""The two kecamatan of meetings, on a Monday in March."""

from tests.meetings.conftest import as_, house, made

__all__ = ["as_", "house", "made"]

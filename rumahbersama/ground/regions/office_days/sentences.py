"""Weekdays in words."""

from django.utils.translation import gettext as _

from rumahbersama.ground.regions.office_days.forms import WEEKDAYS


def weekdays_in_words(weekdays: str) -> str:
    """Return "Senin sampai Jumat" for "12345", and a list where the days do not follow each other."""
    names = dict(WEEKDAYS)
    found = [str(names[each]) for each in weekdays]
    if len(found) > 2 and weekdays in "1234567":
        return _("{first} sampai {last}").format(first=found[0], last=found[-1])
    return ", ".join(found)

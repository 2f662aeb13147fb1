"""Which period comes next and has not been added, so that figures can be entered from its first day."""

from datetime import date, timedelta

from rumahbersama.chain.needs.entry.queries import thresholds_on
from rumahbersama.chain.needs.models import Period
from rumahbersama.chain.needs.queries import all_periods, asked_now

LETTERS = {Period.Kind.SEMESTER: "S", Period.Kind.QUARTER: "Q", Period.Kind.MONTH: "M"}
BEFORE = "days-before-period"


def missing_periods(*, today: date) -> list[tuple[Period, str]]:
    """Return the periods that end soon or have ended, each with the code of the next one that is not there.

    Only kinds in which figures are asked; how soon is dated reference data. Two queries.

    Source: project decision, docs/adr/0042-each-in-its-own-period.md.
    """
    known = all_periods()
    asked = [each for each in known if getattr(each, "asked", 0)]
    days = timedelta(days=int(thresholds_on(today).get(BEFORE, 0)))
    soon = [each for each in asked_now(today=today, periods=asked).values() if each.ends_on - days <= today]
    codes = {each.code for each in known}
    return [(each, code) for each in soon if (code := code_after(each)) not in codes]


def code_after(period: Period) -> str:
    """Return the code of the period of the same kind that begins when this one ends."""
    begins, letter = period.ends_on, LETTERS.get(Period.Kind(period.kind))
    if letter is None:
        return str(begins.year)
    months = (period.ends_on.year - period.starts_on.year) * 12 + period.ends_on.month - period.starts_on.month
    return f"{begins.year}-{letter}{(begins.month - 1) // months + 1}"

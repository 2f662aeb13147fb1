"""Editions whose date and legal basis are known by their number (``data/editions.yaml``). Pure but for the file."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("data") / "editions.yaml"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True)
class KnownEdition:
    """One decree that publishes a list of codes."""

    number: str
    legal_basis: str
    valid_from: date


@lru_cache(maxsize=1)
def known_editions() -> tuple[KnownEdition, ...]:
    """Return the known editions, oldest first."""
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(sorted((KnownEdition(**entry) for entry in entries), key=lambda edition: edition.valid_from))


def by_number(number: str) -> KnownEdition | None:
    """Return the known edition of this number ("300.2.2-2138/2025"), or None."""
    wanted = number.replace(" ", "").lower()
    return next((edition for edition in known_editions() if edition.number.lower() == wanted), None)


def by_file_name(name: str) -> KnownEdition | None:
    """Return the known edition in force in the year that a file's name carries, or None.

    A year after the newest known edition names none: it is probably a newer list than this program knows.
    """
    years = [int(year) for year in _YEAR.findall(Path(name).name)]
    known = known_editions()
    if not years or years[-1] > known[-1].valid_from.year:
        return None
    return next((edition for edition in reversed(known) if edition.valid_from.year <= years[-1]), None)

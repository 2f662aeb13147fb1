"""What every room shares: the refusal, and the shape of a finding."""

from dataclasses import dataclass


class Refusal(Exception):
    """An expected failure: its text is a sentence for the user, saying what and how to mend it.

    Views turn it into a form error (422), the command line into exit code 2. Rooms subclass it in their own
    ``rules.py``.
    """


@dataclass(frozen=True)
class Finding:
    """One thing wrong with something that came in, at a named spot.

    Attributes:
        row: row number as the person sees it in the sheet (header is row 1), or 0 for the whole file.
        column: the column's heading as it stands in the file, or "".
        value: the offending text, shortened.
        rule: what should hold, one sentence.
        remedy: how to mend it, one sentence.
    """

    row: int
    column: str
    value: str
    rule: str
    remedy: str

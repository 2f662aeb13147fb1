"""What a workbook said, carried through the page on which it is looked at: signed, so nothing is stored before."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from rumahbersama.workshop.surveys.rules import Asked, SurveyRefusal
from rumahbersama.workshop.surveys.xlsform.reading import Read

SALT = "surveys.xlsform"
HOUR = 3600


def packed(read: Read, *, place: str, account: int) -> str:
    """Return title, code and questions as signed text for this account and place."""
    told = {"title": read.title, "code": read.code, "place": place, "account": account}
    questions = [
        {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(asked).items()}
        for asked in read.questions
    ]
    return signing.dumps(told | {"questions": questions}, salt=SALT, compress=True)


def unpacked(text: str, *, account: int) -> tuple[dict[str, Any], list[Asked]]:
    """Return what was packed.

    Raises:
        SurveyRefusal: older than an hour, changed, or another account's.
    """
    try:
        told = signing.loads(text, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        told = {}
    if told.get("account") != account:
        raise SurveyRefusal(_("Pratinjau ini sudah kedaluwarsa. Unggah lagi buku kerjanya."))
    return told, [_asked(row) for row in told["questions"]]


def _asked(row: dict[str, Any]) -> Asked:
    numbers = {name: Decimal(row[name]) for name in ("minimum", "maximum", "weight") if row[name] is not None}
    return Asked(**(row | numbers | {"options": tuple((name, label) for name, label in row["options"])}))

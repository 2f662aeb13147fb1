"""The road of a paper, what its number is made of, and what its public code looks like.

Source: project decision, docs/adr/0021-papers.md; the road and "the number at signing, never at draft": DESIGN
section 4 (papers). The text of the rules on tata naskah dinas was not at hand: patterns and groups are editable data.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

DRAFT, INITIALS, SIGNED, NUMBERED, SENT = "draft", "initials", "signed", "numbered", "sent"
CANCELLED, REPLACED = "cancelled", "replaced"
UNFINISHED = (DRAFT, INITIALS)
IN_FORCE = (SIGNED, NUMBERED, SENT)
FINISHED = (*IN_FORCE, REPLACED)
# Letters and digits that nobody mistakes for another when reading them from paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH, CODE_GROUP = 12, 4
CLASSIFICATION = re.compile(r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,19}\Z")
PARTS = ("{klasifikasi}", "{urut}", "{kantor}", "{bulan}", "{tahun}")
NEEDED_PARTS = ("{klasifikasi}", "{urut}")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
HIGHEST_NUMBER = 99_999
MOST_INITIALS = 6


class PaperRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a paper, and how to mend it."""


def new_code() -> str:
    """Return a public code that nobody guesses: twelve of 32 letters, 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """Return a code as it is printed: ``ABCD-EFGH-JKLM``."""
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


def typed_code(text: str) -> str:
    """Return the code that somebody typed, "" where it can be none. Case, spaces and dashes do not matter."""
    code = re.sub(r"[\s\-–.]", "", text[:60]).upper()
    return code if len(code) == CODE_LENGTH and all(letter in ALPHABET for letter in code) else ""


def check_pattern(pattern: str) -> None:
    """Refuse a pattern of numbers in which two numbers could look the same.

    Raises:
        PaperRefusal: a part is missing or unknown.
    """
    for part in NEEDED_PARTS:
        if part not in pattern:
            raise PaperRefusal(_("Pola nomor harus memuat {part}.").format(part=part))
    left = pattern
    for part in PARTS:
        left = left.replace(part, "")
    if "{" in left or "}" in left:
        raise PaperRefusal(_("Pola nomor hanya mengenal {parts}.").format(parts=", ".join(PARTS)))


def number_text(*, pattern: str, classification: str, sequence: int, office: str, day: date) -> str:
    """Return the number as it stands on the paper, e.g. ``400.10/012/Kec.MJ/2026``."""
    values = {
        "{klasifikasi}": classification,
        "{urut}": f"{sequence:03d}",
        "{kantor}": office,
        "{bulan}": ROMAN[day.month - 1],
        "{tahun}": str(day.year),
    }
    return re.sub(r"\{[a-z]+\}", lambda found: values.get(found[0], found[0]), pattern)


def check_classification(code: str) -> None:
    """Refuse a klasifikasi that cannot stand in a number.

    Raises:
        PaperRefusal: empty, too long, or of other letters.
    """
    if not CLASSIFICATION.match(code):
        raise PaperRefusal(_("Isi kode klasifikasi dengan angka, huruf, dan titik, misalnya 400.10."))


def check_signing(*, state: str, initials_left: int) -> None:
    """Refuse to sign what is not ready.

    Raises:
        PaperRefusal: still a draft, initials are missing, or signed already.
    """
    if state == DRAFT:
        raise PaperRefusal(_("Surat ini masih konsep. Ajukan dulu, lalu tanda tangani."))
    if state != INITIALS:
        raise PaperRefusal(_("Surat ini sudah berubah keadaan. Muat ulang halamannya, lalu periksa."))
    if initials_left:
        raise PaperRefusal(_("Masih ada paraf yang belum dibubuhkan. Selesaikan paraf dulu."))


def check_complete(gaps: Sequence[str]) -> None:
    """Refuse to put up a draft in which something is left to be filled in.

    Raises:
        PaperRefusal: what is missing.
    """
    if gaps:
        words = _("Surat ini belum lengkap. Buka Ubah, lalu isi tanda [Lengkapi …] untuk: {what}.")
        raise PaperRefusal(words.format(what=", ".join(gaps)))


def check_state(*, state: str, among: tuple[str, ...]) -> None:
    """Refuse what does not fit where the paper stands.

    Raises:
        PaperRefusal: it moved on meanwhile.
    """
    if state not in among:
        raise PaperRefusal(_("Surat ini sudah berubah keadaan. Muat ulang halamannya, lalu periksa."))


def check_reason(reason: str, *, what: str) -> str:
    """Return a reason without its margins.

    Raises:
        PaperRefusal: none was given; ``what`` says which one.
    """
    if not reason.strip():
        raise PaperRefusal(what)
    return reason.strip()[:500]

"""What a voiced need must be, and when two of them may be the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.intake.matching import plain_name

SHORTEST, LONGEST = 8, 500
LONGEST_HAMLET, LONGEST_SOURCE = 80, 200
MOST_PEOPLE = 3_000_000
EARLIEST = date(2000, 1, 1)
# Likeness of two texts that is enough by itself, at one place and in two; and enough with another reason.
SURE, SURE_ELSEWHERE, MAYBE = 75, 88, 55
NEAR_DAYS = 60
SAME_WORD = 85

# Words in which every proposal is put and which say nothing about what it asks for.
_PHRASES = re.compile(
    r"ADA(NYA)?|AGAR|ATAU|BAGI|BARU|BUTUH|DAN|DARI|DENGAN|DESA|DI|DUKUH|DUSUN|HARAP|INI|KAMI|KE|KELURAHAN|KURANG|LAGI|"
    r"LINGKUNGAN|MASIH|MEMBUTUHKAN|MEMINTA|MINTA|MOHON|PADA|PARA|PEMBANGUNAN|PENAMBAHAN|PENGADAAN|PERLU|R[TW]|SATU|"
    r"SEBUAH|SEGERA|SUPAYA|TAMBAH(AN)?|TOLONG|UNIT|UNTUK|USUL(AN)?|WARGA|YANG"
)
_ROMAN = {
    "I": "1",
    "II": "2",
    "III": "3",
    "IV": "4",
    "V": "5",
    "VI": "6",
    "VII": "7",
    "VIII": "8",
    "IX": "9",
    "X": "10",
}
_KINDS_OF_HAMLET = frozenset({"DUSUN", "DUKUH", "LINGKUNGAN", "KAMPUNG", "JORONG", "RW", "RT"})


class VoiceRefusal(Refusal):
    """A sentence for the user: what cannot be done with a voiced need, and how to mend it."""


@dataclass(frozen=True)
class Said:
    """What two voices are compared by."""

    statement: str
    region: str
    hamlet: str
    service: int | None
    voiced_on: date
    source_kind: str


@dataclass(frozen=True)
class Alike:
    """How alike two voices are, 0 to 100, and the reasons in words, the strongest first."""

    score: int
    reasons: tuple[str, ...]


def plain_words(text: str) -> str:
    """Return what a statement asks for, without the phrases around it, for comparing.

    Source: project decision: lexical likeness offers, a person decides.
    """
    words = [_ROMAN.get(word, word) for word in plain_name(text).split()]
    telling = [word for word in words if not _PHRASES.fullmatch(word)]
    return " ".join(telling or words)


def plain_hamlet(text: str) -> str:
    """Return the name of a dusun without its title: "Dusun II" and "dsn. 2" both give "2".

    Source: project decision.
    """
    words = re.sub(r"\bDSN\b|\bDK\b|\bLINGK?\b", "DUSUN", plain_name(text)).split()
    return " ".join(_ROMAN.get(word, word) for word in words if word not in _KINDS_OF_HAMLET)


def likeness(one: str, other: str) -> int:
    """Return how alike two statements are, 0 to 100: half by the words they share, half by their letters in order.

    Source: project decision.
    """
    left, right = plain_words(one), plain_words(other)
    return round((_shared(left.split(), right.split()) + fuzz.token_sort_ratio(left, right)) / 2)


def _shared(left: list[str], right: list[str]) -> float:
    """Return the share of words in both, 0 to 100; a word misspelt a little is the same word."""
    if not left or not right:
        return 0.0
    both = sum(any(fuzz.ratio(word, each) >= SAME_WORD for each in right) for word in left)
    both += sum(any(fuzz.ratio(word, each) >= SAME_WORD for each in left) for word in right)
    return 100 * both / (len(left) + len(right))


def may_be_same(one: Said, other: Said) -> Alike | None:
    """Return why two voices of one kecamatan and service area may ask for the same thing; None where nothing says so.

    The words must be much alike, or rather alike at the same place or about the same service.

    Source: project decision: doubles are offered with their reasons and joined by a person, never by the program.
    """
    score = likeness(one.statement, other.statement)
    same_hamlet = one.region == other.region and plain_hamlet(one.hamlet) == plain_hamlet(other.hamlet) != ""
    same_service = one.service is not None and one.service == other.service
    same_place = one.region == other.region
    if score < MAYBE or (score < SURE and not (same_hamlet or (same_service and same_place))):
        return None
    if not same_place and score < SURE_ELSEWHERE:
        return None
    days = abs((one.voiced_on - other.voiced_on).days)
    reasons = [
        (True, _("kalimatnya mirip {score}%").format(score=score)),
        (same_hamlet, _("dusun yang sama")),
        (same_place and not same_hamlet, _("tempat yang sama")),
        (same_service, _("layanan yang sama")),
        (days <= NEAR_DAYS, _("tanggalnya berdekatan ({days} hari)").format(days=days)),
        (one.source_kind != other.source_kind, _("disuarakan lewat jalan lain")),
    ]
    bonus = 5 * same_hamlet + 3 * same_service + 2 * (days <= NEAR_DAYS)
    return Alike(score=min(100, score + bonus), reasons=tuple(text for holds, text in reasons if holds))


def check_statement(statement: str) -> None:
    """Refuse a statement too short to be understood.

    Source: project decision.
    """
    if len(statement.strip()) < SHORTEST:
        raise VoiceRefusal(
            _("Tulis usulannya dalam satu kalimat, misalnya: Posyandu Melati butuh timbangan bayi yang baru.")
        )


def check_date(voiced_on: date, *, today: date) -> None:
    """Refuse a day to come, and one before any record.

    Source: project decision.
    """
    if voiced_on > today:
        raise VoiceRefusal(_("Tanggal usulan belum tiba. Tulis hari ketika usulan itu disampaikan."))
    if voiced_on < EARLIEST:
        raise VoiceRefusal(_("Tanggal usulan terlalu lama. Periksa tahunnya."))


def check_people(count: int | None) -> None:
    """Refuse a number of people that cannot be.

    Source: project decision; the largest kecamatan have fewer people.
    """
    if count is not None and not 0 < count <= MOST_PEOPLE:
        raise VoiceRefusal(_("Jumlah orang harus lebih dari nol dan masuk akal. Kosongkan kalau tidak diketahui."))


def check_joint(joint: int, people: Sequence[int | None]) -> None:
    """Refuse a joint number below that of one of the joined voices, or above all of them together.

    Source: project decision: the same people may stand behind both, so the number is stated by a person.
    """
    known = [count for count in people if count is not None]
    if known and joint < max(known):
        raise VoiceRefusal(
            _("Jumlah bersama tidak boleh kurang dari {most}, jumlah orang salah satu usulannya.").format(
                most=max(known)
            )
        )
    if len(known) == len(people) and joint > sum(known):
        raise VoiceRefusal(_("Jumlah bersama tidak boleh lebih dari {sum}, jumlah semuanya.").format(sum=sum(known)))


def same_kecamatan(one: str, other: str) -> bool:
    """Tell whether two codes of kecamatan or desa lie in one kecamatan.

    Source: project decision: doubles are looked for and joined within a kecamatan.
    """
    return one.split(".")[:3] == other.split(".")[:3]

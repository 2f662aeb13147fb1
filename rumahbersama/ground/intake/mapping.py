"""What a heading means: remembered from last time, known to the room, or read from its words and period."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.ground.intake.matching import PlaceFinder, plain_name
from rumahbersama.ground.intake.numbers import digits_of
from rumahbersama.ground.intake.rules import (
    CODE,
    NAME,
    NUMBER,
    PARENT,
    PERIOD,
    SKIP,
    Column,
    Dataset,
    IntakeRefusal,
    Meaning,
)

# The columns that say which place and period a row is about; every dataset has them.
_IDENTIFYING = (
    Column(
        CODE,
        gettext_lazy("Kode wilayah"),
        CODE,
        ("kode", "kode wilayah", "kode desa", "kode kecamatan", "kode kemendagri", "kode desa kelurahan", "kodedesa"),
    ),
    Column(
        NAME,
        gettext_lazy("Nama wilayah"),
        NAME,
        ("nama", "nama wilayah", "desa", "nama desa", "namadesa", "kelurahan", "desa kelurahan", "nama kelurahan"),
    ),
    Column(
        PARENT,
        gettext_lazy("Nama wilayah induk"),
        PARENT,
        ("kecamatan", "nama kecamatan", "namakec", "kec", "induk", "nama induk", "wilayah induk"),
    ),
    Column(PERIOD, gettext_lazy("Periode"), PERIOD, ("periode", "tahun", "semester", "triwulan")),
)

_SPOILT_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{3,6}(?!\d)")


@dataclass(frozen=True)
class Proposal:
    """A proposed meaning; ``unknown_period`` holds a period in the heading that the room does not know."""

    meaning: Meaning | None
    unknown_period: str = ""


def columns_of(dataset: Dataset) -> list[Column]:
    """Return all columns a table of this dataset may have, the identifying ones first."""
    columns = dataset.columns()
    own = [column for column in columns if column.kind not in {CODE, NAME, PARENT, PERIOD}]
    more = {column.kind: column.aliases for column in columns}
    return [
        *(
            replace(each, aliases=(*each.aliases, *more.get(each.kind, ())))
            for each in _IDENTIFYING
            if each.kind != PERIOD or dataset.periods()
        ),
        *own,
    ]


def fingerprint(headings: Sequence[str]) -> str:
    """Return what a set of headings is remembered by, whatever their order and spelling."""
    return hashlib.sha256("\n".join(sorted(plain_name(each) for each in headings)).encode()).hexdigest()


class Meanings:
    """Knows what the headings of one dataset may mean."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.columns = {column.key: column for column in columns_of(dataset)}
        self.period_codes = {choice.code for choice in dataset.periods()}
        self.known: dict[str, str] = {}
        self._proposals: dict[str, Proposal] = {}
        for column in self.columns.values():
            for name in (column.key, str(column.label), *column.aliases):
                self.known.setdefault(plain_name(name), column.key)

    def recognises(self, heading: str) -> bool:
        """Tell whether a heading means something."""
        proposal = self.proposal(heading)
        return proposal.meaning is not None or bool(proposal.unknown_period)

    def proposal(self, heading: str) -> Proposal:
        """Return the meaning of one heading (remembered, for a room may read its database)."""
        if heading not in self._proposals:
            self._proposals[heading] = self._proposal(heading)
        return self._proposals[heading]

    def _proposal(self, heading: str) -> Proposal:
        own = self.dataset.propose(heading)
        if own is not None and own.key in self.columns:
            if own.period and own.period not in self.period_codes:
                return Proposal(None, unknown_period=own.period)
            return Proposal(own)
        plain = plain_name(heading)
        if plain in self.known:
            return Proposal(Meaning(self.known[plain]))
        spoilt = _SPOILT_YEAR.search(heading)
        return Proposal(None, unknown_period=spoilt[0]) if spoilt else self._with_period(plain.split())

    def _with_period(self, words: list[str]) -> Proposal:
        """Read "PENDUDUK 2019" or "2020 S1 PENDUDUK" as a column and a period."""
        for size in (1, 2, 3):
            for rest, period in ((words[:-size], words[-size:]), (words[size:], words[:size])):
                key = self.known.get(" ".join(rest)) if rest else None
                if key is None or not any(char.isdigit() for char in "".join(period)):
                    continue
                if self.columns[key].kind == CODE or not self.period_codes:
                    return Proposal(Meaning(key))
                code = self.dataset.period_of(" ".join(period))
                if code in self.period_codes and self.columns[key].periodic and code:
                    return Proposal(Meaning(key, code))
                return Proposal(None, unknown_period=" ".join(period))
        return Proposal(None)

    def proposals(
        self, headings: Sequence[str], samples: Sequence[Sequence[str]], *, place_code: str
    ) -> list[Proposal]:
        """Return a proposal per heading; where two headings claim one meaning, neither gets it.

        Among several columns of codes the one whose samples are codes at ``place_code`` wins.
        """
        found = [self.proposal(heading) if heading else Proposal(None) for heading in headings]
        codes = [at for at, each in enumerate(found) if each.meaning and each.meaning.key == CODE]
        if len(codes) > 1:
            finder = PlaceFinder(self.dataset.places(place_code), place_code=place_code)
            hits = {at: sum(digits_of(text) in finder.by_digits for text in samples[at]) for at in codes}
            winner = max(codes, key=lambda at: hits[at])
            found = [Proposal(None) if at in codes and at != winner else each for at, each in enumerate(found)]
        claimed = [each.meaning for each in found if each.meaning]
        found = [Proposal(None) if each.meaning and claimed.count(each.meaning) > 1 else each for each in found]
        if Meaning(NAME) not in claimed and claimed.count(Meaning(PARENT)) == 1:
            found = [Proposal(Meaning(NAME)) if each.meaning == Meaning(PARENT) else each for each in found]
        return found

    def refuse_bad(self, meanings: Sequence[Meaning | None], headings: Sequence[str]) -> None:
        """Refuse a mapping that cannot work, naming the headings concerned."""
        used: dict[Meaning, str] = {}
        for meaning, heading in zip(meanings, headings, strict=True):
            if meaning is None:
                continue
            if meaning.key not in self.columns:
                raise IntakeRefusal(_("Arti kolom “{heading}” tidak dikenal.").format(heading=heading))
            if meaning.period and meaning.period not in self.period_codes:
                raise IntakeRefusal(
                    _("Periode {period} untuk kolom “{heading}” tidak dikenal. Pilih periode dari daftar.").format(
                        period=meaning.period, heading=heading
                    )
                )
            if meaning in used:
                raise IntakeRefusal(
                    _("Kolom “{one}” dan “{two}” diberi arti yang sama. Lewati salah satunya.").format(
                        one=used[meaning], two=heading
                    )
                )
            used[meaning] = heading
        keys = {meaning.key for meaning in used}
        if not keys & {CODE, NAME, getattr(self.dataset, "place_from", NAME)}:
            raise IntakeRefusal(_("Pilih kolom yang berisi kode atau nama wilayah."))
        if all(self.columns[key].kind in {CODE, NAME, PARENT, PERIOD} for key in keys):
            raise IntakeRefusal(_("Pilih sedikitnya satu kolom yang berisi angka untuk disimpan."))


def remembered(saved: Mapping[str, Sequence[str]], headings: Sequence[str]) -> list[Meaning | None]:
    """Return the meanings saved by heading ({plain heading: [key, period]}) for these headings."""
    return [
        Meaning(*saved[plain]) if (plain := plain_name(heading)) in saved and saved[plain][0] != SKIP else None
        for heading in headings
    ]


__all__ = ["NUMBER", "Meanings", "Proposal", "columns_of", "fingerprint", "remembered"]

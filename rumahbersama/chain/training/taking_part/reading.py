"""What people type about places, kinds of office and seats, read as what they mean."""

import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from rumahbersama.chain.training.taking_part.models import AgencyKind
from rumahbersama.ground.intake.matching import plain_name
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import present
from rumahbersama.ground.regions.queries.search import find
from rumahbersama.ground.regions.rules import NATION_CODE, dotted, is_below_or_same

MOST_LINES = 3_000
_ANY = {"", "SEMUA", "SEMUA UNSUR", "ALL", "-"}


def region_of(text: str, *, codes: Iterable[str]) -> Region:
    """Return the place that a text names by its code ("71.01 Kabupaten Sungai") or name, inside ``codes``.

    Raises:
        ValidationError: none, several, or one outside.
    """
    text = " ".join(text.split())
    code = _code_in(text)
    allowed = list(codes)
    if code is not None:
        found = present().filter(code=code).first()
    else:
        hits = [hit for hit in find(text) if _inside(hit.region, allowed)]
        best = [hit.region for hit in hits if hits and hit.score == hits[0].score and hit.score >= 90]
        if len(best) > 1:
            raise forms.ValidationError(
                _("Ada beberapa wilayah bernama “%(text)s”. Tulis kodenya: %(codes)s."),
                params={"text": text[:60], "codes": "; ".join(f"{each.code} {each}" for each in best[:5])},
            )
        found = best[0] if best else None
    if found is None:
        raise forms.ValidationError(
            _("Wilayah “%(text)s” tidak ditemukan. Tulis kodenya, misalnya 12.71, atau nama lengkapnya."),
            params={"text": text[:60]},
        )
    if not _inside(found, allowed):
        raise forms.ValidationError(
            _("%(place)s di luar wilayah yang boleh Anda isi di sini."), params={"place": str(found)}
        )
    return found


def _code_in(text: str) -> str | None:
    if text.split(" ")[0] == NATION_CODE or text.casefold() == "indonesia":
        return NATION_CODE
    head = re.match(r"\d[\d.]*", text)
    return dotted(head[0].rstrip(".")) if head else None


def _inside(region: Region, codes: list[str]) -> bool:
    return any(is_below_or_same(region.code, code) for code in codes)


def kind_of(text: str) -> str | None:
    """Return the kind of office that a text names, by its word or code; None for none of them."""
    wanted = plain_name(text)
    for code, label in AgencyKind.choices:
        if wanted in (plain_name(str(label)), plain_name(code)):
            return code
    return None


def quota_lines(text: str, *, codes: list[str]) -> dict[tuple[Region, str], int]:
    """Return seats by place and kind from lines "place; kind; seats" (or with tabs, as a spreadsheet gives them).

    Raises:
        ValidationError: every line that cannot be read, with its number.
    """
    found: dict[tuple[Region, str], int] = {}
    problems: list[forms.ValidationError] = []
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise forms.ValidationError(_("Paling banyak %(most)s baris sekali simpan."), params={"most": MOST_LINES})
    known = _regions_of(line for _at, line in lines)
    for at, line in lines:
        try:
            place, kind, seats = _quota_line(line, known, codes)
            if (place, kind) in found:
                raise forms.ValidationError(_("tempat dan unsur ini sudah ada di baris lain"))
            found[place, kind] = seats
        except forms.ValidationError as problem:
            words = " ".join(problem.messages)
            problems.append(
                forms.ValidationError(
                    _("Baris %(at)s (%(line)s): %(words)s"), params={"at": at, "line": line[:50], "words": words}
                )
            )
    if problems:
        raise forms.ValidationError(problems[:20])
    return found


def _regions_of(lines: Iterable[str]) -> dict[str, Region]:
    """Return the regions whose code begins a line (one query)."""
    codes = {code for line in lines if (code := _code_in(_parts(line)[0]))}
    return {region.code: region for region in present().filter(code__in=codes)}


def _parts(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\t;|]", line)]


def _quota_line(line: str, known: dict[str, Region], codes: list[str]) -> tuple[Region, str, int]:
    parts = _parts(line)
    if len(parts) == 2:
        parts = [parts[0], "", parts[1]]
    if len(parts) != 3:
        raise forms.ValidationError(_("tulis tiga bagian: wilayah; unsur; jumlah kursi"))
    place = known.get(_code_in(parts[0]) or "-")
    if place is None or not _inside(place, codes):
        place = region_of(parts[0], codes=codes)
    kind = "" if plain_name(parts[1]) in _ANY else kind_of(parts[1])
    if kind is None:
        names = ", ".join(str(label) for label in AgencyKind.labels)
        raise forms.ValidationError(
            _("unsur “%(kind)s” tidak dikenal; tulis salah satu: %(names)s"),
            params={"kind": parts[1][:40], "names": names},
        )
    if not (parts[2].isascii() and parts[2].isdigit() and len(parts[2]) < 7):
        raise forms.ValidationError(_("jumlah kursi “%(text)s” bukan angka bulat"), params={"text": parts[2][:20]})
    return place, kind, int(parts[2])

"""Names as people type or paste them: one a line, from a spreadsheet or a message; every doubt is a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rumahbersama.ground.regions.rules import folded
from rumahbersama.workshop.presence.rules import MOST_LETTERS, MOST_NAMES

HEADINGS = {"NAMA", "NAMA LENGKAP", "NAMA PESERTA", "NO", "NOMOR", "NAME"}
NUMBER = re.compile(r"^\d{1,5}[.)]?$")
BULLET = re.compile(r"^(\d{1,5}[.)]|[-*•])\s+")
MOST_AGENCY = 160


@dataclass(frozen=True)
class Line:
    """One person who is expected. ``reference`` is the owner's own name for them, ``person`` a person's number."""

    name: str
    agency: str = ""
    reference: str = ""
    person: int | None = None

    @property
    def folded(self) -> tuple[str, str]:
        """Return name and agency for comparing."""
        return folded(self.name), folded(self.agency)


def read_names(text: str) -> tuple[list[Line], list[str]]:
    """Return the people of a pasted list, and one sentence for each line that must be mended.

    A line is "name", "name; agency" or cells of a spreadsheet (number, name, agency); a heading is left out.
    """
    lines: list[Line] = []
    problems: list[str] = []
    numbers: list[int] = []
    for number, row in enumerate(text.splitlines(), start=1):
        cells = _cells(row)
        if not cells or (not lines and folded(cells[0]) in HEADINGS):
            continue
        problem = _problem(number, cells)
        if problem:
            problems.append(problem)
            continue
        lines.append(Line(cells[0], ", ".join(cells[1:])))
        numbers.append(number)
    problems += doubles(lines, numbers)
    if len(lines) > MOST_NAMES:
        problems.append(_("Paling banyak {most} nama dalam satu daftar; bagilah per kelas.").format(most=MOST_NAMES))
    return lines, problems


def doubles(lines: Sequence[Line], numbers: Sequence[int] = ()) -> list[str]:
    """Return a sentence for each person who is on the list twice; ``numbers`` are their lines as typed."""
    first: dict[tuple[str, str], int] = {}
    told = []
    for place, line in enumerate(lines):
        number = numbers[place] if numbers else place + 1
        if line.folded in first:
            told.append(
                _(
                    "Baris {line}: “{name}” sudah ada di baris {first}. Hapus salah satu; kalau memang dua orang, "
                    "bedakan instansinya."
                ).format(line=number, name=line.name, first=first[line.folded])
            )
        first.setdefault(line.folded, number)
    return told


def _cells(row: str) -> list[str]:
    parts = row.split("\t") if "\t" in row else row.split(";")
    cells = [" ".join("".join(each if each.isprintable() else " " for each in part).split()) for part in parts]
    if len(cells) > 1 and NUMBER.match(cells[0]):
        cells = cells[1:]
    cells[0] = BULLET.sub("", cells[0])
    return [cell for cell in cells if cell] if cells[0] else (["", *cells[1:]] if any(cells) else [])


def _problem(number: int, cells: list[str]) -> str:
    name, agency = cells[0], ", ".join(cells[1:])
    if not any(letter.isalpha() for letter in name):
        return _("Baris {line}: “{text}” bukan nama. Tulis nama, lalu titik koma, lalu instansinya.").format(
            line=number, text=name[:30] or agency[:30]
        )
    if len(name) > MOST_LETTERS or len(agency) > MOST_AGENCY:
        return _(
            "Baris {line}: “{text}…” terlalu panjang (nama paling banyak {name} huruf, instansi {agency}). "
            "Singkatkan."
        ).format(line=number, text=name[:30], name=MOST_LETTERS, agency=MOST_AGENCY)
    return ""


def typed(lines: Sequence[Line]) -> str:
    """Return people as the text that ``read_names`` reads back."""
    return "\n".join(f"{line.name}; {line.agency}" if line.agency else line.name for line in lines)

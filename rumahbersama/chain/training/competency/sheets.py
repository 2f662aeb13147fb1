"""People and their gaps as headings and rows for CSV and XLSX; judgements, degrees and NIP are not exported."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.competency.queries import Profile
from rumahbersama.chain.training.competency.rules import BELOW, NOT_ASKED, REACHED, UNKNOWN


def state_names() -> dict[str, str]:
    """Return the states of a level in words."""
    return {
        BELOW: _("di bawah yang diminta"),
        UNKNOWN: _("belum diketahui"),
        REACHED: _("terpenuhi"),
        NOT_ASKED: _("tidak diminta"),
    }


def sheet_of(profiles: Iterable[Profile], *, unit: str, state: str) -> tuple[list[Any], list[list[Any]]]:
    """Return one row for each person and unit that the post asks for, narrowed to a unit and a state."""
    header = [_("Nama"), _("Jabatan"), _("Kode wilayah"), _("Wilayah"), _("Kompetensi"), _("Diminta"), _("Sekarang")]
    words, rows = state_names(), []
    for profile in profiles:
        post = profile.tenure.post if profile.tenure else None
        for line in profile.lines:
            if line.required is None or (unit and line.standard.code != unit) or (state and line.state != state):
                continue
            place = [post.title, post.region.code, str(post.region)] if post else ["", "", ""]
            level = "" if line.level is None else line.level
            gap = "" if line.gap is None else line.gap
            courses = "; ".join(course.curriculum.title for course in line.courses)
            row = [profile.person.name, *place, line.standard.title, line.required, level]
            rows.append([*row, gap, words[line.state], courses])
    return [*header, _("Kurang"), _("Keadaan"), _("Pelatihan yang disarankan")], rows

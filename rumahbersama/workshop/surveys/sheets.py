"""Results, answers and invitations as headings and rows of a file."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.workshop.surveys import links
from rumahbersama.workshop.surveys.actions.questionnaires import questions_of
from rumahbersama.workshop.surveys.forms.answers import answer_in_words
from rumahbersama.workshop.surveys.models import Response, Round
from rumahbersama.workshop.surveys.results import Figure, Results
from rumahbersama.workshop.surveys.rules import Asked

Sheet = tuple[list[Any], list[list[Any]]]


def results_sheet(found: Results) -> Sheet:
    """Return figures: one row per question, option and group; what is hidden says so."""
    header = [_("Bagian"), _("Nama kolom"), _("Pertanyaan"), _("Kelompok"), _("Menjawab"), _("Rata-rata")]
    header += [_("Pilihan"), _("Banyaknya"), _("Keterangan")]
    rows: list[list[Any]] = []
    for row in found.questions:
        for name, figure in ((_("Semua"), row.total), *row.groups.items()):
            rows += _figure_rows(row.asked, name or _("(tanpa kelompok)"), figure)
        rows += [
            [row.asked.group, row.asked.name, row.asked.label, _("Uraian"), "", "", "", "", t] for t in row.texts
        ]
    return header, rows


def _figure_rows(asked: Asked, name: str, figure: Figure) -> Iterable[list[Any]]:
    first = [asked.group, asked.name, asked.label, name]
    if figure.is_hidden:
        return [[*first, "", "", "", "", _("tidak ditampilkan, terlalu sedikit jawaban")]]
    mean = None if figure.mean is None else round(figure.mean, 3)
    words = dict(asked.options)
    if not figure.counts:
        return [[*first, figure.n, mean, "", "", ""]]
    return [[*first, figure.n, mean, words[option], count, ""] for option, count in figure.counts]


def answers_sheet(survey: Round) -> Sheet:
    """Return the answers of a round with names, one row each (two queries)."""
    questions = [asked for asked in questions_of(survey.version) if asked.is_answered]
    header = [_("Nama"), _("Peran"), _("Kelompok"), _("Yang dinilai"), _("Waktu")]
    rows = Response.objects.filter(round=survey).select_related("invitation").order_by("at", "pk")
    return [*header, *(asked.label for asked in questions)], [
        [
            row.invitation.name if row.invitation else "",
            row.role,
            row.group,
            row.about,
            timezone.localtime(row.at).isoformat(timespec="minutes") if row.at else "",
            *(answer_in_words(asked, row.answers.get(asked.name)) for asked in questions),
        ]
        for row in rows
    ]


def invitations_sheet(survey: Round, *, base: str) -> Sheet:
    """Return the invitations with their links and a text to send, for mail merge."""
    header = [_("Nama"), _("Peran"), _("Kelompok"), _("Yang dinilai"), _("Sudah menjawab"), _("Tautan"), _("Pesan")]
    return header, [
        [
            row.name,
            row.role,
            row.group,
            row.about,
            row.answered_on.isoformat() if row.answered_on else "",
            links.link_of(row.token, base=base) if row.answered_on is None else "",
            links.text_for_one(survey, row, base=base) if row.answered_on is None else "",
        ]
        for row in survey.invitations.all()
    ]

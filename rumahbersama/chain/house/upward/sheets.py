"""The list of what was passed upward as headings and rows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rumahbersama.chain.house.upward.models import Referral, Step
from rumahbersama.chain.house.upward.rules import ANSWERED


def sheet_of(rows: QuerySet[Referral]) -> tuple[list[Any], list[list[Any]]]:
    """Return what was passed upward as headings and rows, in order, with the answers that stand (two queries)."""
    header = [_("Nomor"), _("Masalah"), _("Kode wilayah"), _("Kecamatan"), _("Diteruskan"), _("Keadaan")]
    header += [_("Kantor yang menjawab"), _("Ditunggu sampai"), _("Dijawab"), _("Tahun rencana"), _("Isi jawaban")]
    header += [_("Berpindah kantor"), _("Pertanyaan kepada kecamatan")]
    found = list(rows)
    answered = [row.pk for row in found if row.state in ANSWERED]  # an answer may have been taken back
    steps = Step.objects.filter(referral__in=answered, kind__in=ANSWERED)
    answers = dict(steps.values_list("referral", "text"))
    return header, [_row(each, answers.get(each.pk, "")) for each in found]


def _row(row: Referral, answer: str) -> list[Any]:
    problem = row.problem
    return [
        *(problem.numbered, problem.statement, problem.kecamatan.code, str(problem.kecamatan), row.passed_on),
        *(row.get_state_display(), row.office_name, row.due_on, row.answered_on, row.plan_year, answer),
        *(row.handovers, row.questions),
    ]

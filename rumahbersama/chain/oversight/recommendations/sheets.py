"""The list of notes and recommendations as headings and rows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.reference import rule_on


def sheet_of(rows: QuerySet[Recommendation], *, today: date) -> tuple[list[Any], list[list[Any]]]:
    """Return them as headings and rows, in their order (one query)."""
    header = [_("Nomor"), _("Desa"), _("Jenis"), _("Yang dilihat"), _("Dasar hukum"), _("Cara membenahi")]
    header += [_("Tingkat"), _("Tenggat"), _("Keadaan"), _("Tenggat tanggapan"), _("Tanpa tanggapan desa")]
    header += [_("Dikonfirmasi"), _("Laporan"), _("Selesai pada"), _("Ditulis"), _("Penulis")]
    rule = rule_on(today)
    return header, [
        [
            row.numbered,
            str(row.village),
            row.get_kind_display(),
            row.what,
            row.legal_basis,
            row.remedy,
            rule.severity(row.severity).name,
            row.due_on,
            row.get_state_display(),
            row.reply_due_on,
            _("ya") if row.is_unanswered(today) else "",
            timezone.localdate(row.confirmed_at) if row.confirmed_at else None,
            str(row.report or ""),
            row.closed_on,
            timezone.localdate(row.entered_at),
            row.as_post,
        ]
        for row in rows
    ]

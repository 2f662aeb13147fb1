"""Taking a case or a report for a change: locked, as it was seen, and with its changes counted."""

from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation.models import Case, Report
from rumahbersama.chain.house.mediation.rules import MediationRefusal, check_waiting


def locked(case: Case) -> Case:
    """Return a case, held for this transaction."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("kecamatan")
    return rows.get(pk=case.pk)


def held(case: Case, *, seen: int) -> Case:
    """Return a case, held for this transaction, as it was seen.

    Raises:
        MediationRefusal: somebody changed it since version ``seen``.
    """
    fresh = locked(case)
    if fresh.version != seen:
        raise MediationRefusal(
            _("Perkara ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def held_report(report: Report, *, seen: int) -> Report:
    """Return a report that still waits, held for this transaction, as it was seen.

    Raises:
        MediationRefusal: it was answered, withdrawn, or added to since version ``seen``.
    """
    rows = Report.objects.select_for_update(of=("self",)).select_related("kecamatan", "place")
    fresh = rows.get(pk=report.pk)
    check_waiting(fresh.state)
    if fresh.version != seen:
        raise MediationRefusal(
            _("Pelapornya baru saja menambah keterangan. Baca dulu laporannya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def save(row: Case | Report) -> None:
    """Keep a changed case or report as its next version."""
    row.version += 1
    row.save()

"""Taking a case for a change: locked, as it was seen, and with its changes counted."""

from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation.models import Case
from rumahbersama.chain.house.mediation.rules import MediationRefusal


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


def save(case: Case) -> None:
    """Keep a changed case as its next version."""
    case.version += 1
    case.save()

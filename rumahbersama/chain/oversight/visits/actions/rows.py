"""Taking a visit for a change: locked, as it was seen, and with its changes counted."""

from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.rules import VisitRefusal


def locked(visit: Visit) -> Visit:
    """Return a visit, held for this transaction."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("region__parent", "checklist__questionnaire")
    return rows.get(pk=visit.pk)


def held(visit: Visit, *, seen: int) -> Visit:
    """Return a visit, held for this transaction, as it was seen.

    Raises:
        VisitRefusal: somebody changed it since version ``seen``.
    """
    fresh = locked(visit)
    if fresh.version != seen:
        raise VisitRefusal(
            _("Kunjungan ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def save(visit: Visit) -> None:
    """Store a visit as its next version."""
    visit.version += 1
    visit.save()

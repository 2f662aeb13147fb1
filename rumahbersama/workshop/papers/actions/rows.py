"""Taking a paper for a change: locked, as it was seen, and with its changes counted."""

from django.utils.translation import gettext as _

from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.rules import PaperRefusal


def locked(paper: Paper) -> Paper:
    """Return a paper, held for this transaction."""
    rows = Paper.objects.select_for_update(of=("self",)).select_related(
        "office", "region", "signer_post__region", "on_behalf__region", "replaces"
    )
    return rows.get(pk=paper.pk)


def held(paper: Paper, *, seen: int) -> Paper:
    """Return a paper, held for this transaction, as it was seen.

    Raises:
        PaperRefusal: somebody changed it since version ``seen``.
    """
    fresh = locked(paper)
    if fresh.version != seen:
        raise PaperRefusal(
            _("Surat ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def save(row: Paper) -> None:
    """Store a paper and count the change."""
    row.version += 1
    row.save()

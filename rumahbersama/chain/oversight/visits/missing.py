"""What a visit still lacks, in sentences: told all at once wherever it is signed, closed or sent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.oversight.visits.models import Signature
from rumahbersama.chain.oversight.visits.queries import Sheet


def missing_of(sheet: Sheet, signatures: Sequence[Signature] | None = None) -> list[str]:
    """Return what is not written yet, and not signed; without ``signatures`` only what is not written."""
    found, count = [], len(sheet.outcome.open)
    if count:
        text = ngettext("{n} pertanyaan belum dijawab.", "{n} pertanyaan belum dijawab.", count)
        found.append(text.format(n=count))
    if not sheet.report:
        found.append(_("Catatan kunjungan belum ditulis."))
    if signatures is not None and not signatures:
        found.append(_("Berita acara belum ditandatangani."))
    return found

"""What competency tells the others through the registry."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from rumahbersama.chain.training.competency import recording
from rumahbersama.chain.training.competency.models import Standard
from rumahbersama.ground.core.registry import AuditEntity


def names_of(codes: Collection[str]) -> dict[str, str]:
    """Return the titles of units, the newest edition's (one query)."""
    rows = Standard.objects.filter(code__in=codes).order_by("valid_from")
    return dict(rows.values_list("code", "title"))


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of standards and people."""
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.STANDARD, _("Standar kompetensi"), fields, values, names_of)
    yield AuditEntity(recording.JUDGEMENT, _("Penilaian kompetensi"), fields)
    yield AuditEntity(recording.QUALIFICATION, _("Pendidikan seseorang"), fields)

"""What passing tells the others through the registry."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rumahbersama.chain.training.events.queries import names_of as names_of_events
from rumahbersama.chain.training.passing import recording
from rumahbersama.chain.training.passing.table import MarksTable
from rumahbersama.chain.training.taking_part.recording import names_of as names_of_people
from rumahbersama.ground.core.registry import AuditEntity
from rumahbersama.ground.intake.rules import Dataset


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of rules and decisions."""
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.RULE, _("Aturan kelulusan"), fields, values, names_of_events)
    yield AuditEntity(recording.PERSON, _("Kelulusan peserta"), fields, values, names_of_people)


def datasets() -> list[Dataset]:
    """Return the table of marks."""
    return [MarksTable()]

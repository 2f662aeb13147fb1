"""How Django knows this room."""

from collections.abc import Iterable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core import registry


class IntakeConfig(AppConfig):
    """Tables coming in: check, preview, row errors, commit, undo."""

    name = "rumahbersama.ground.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the jobs and name what the record holds."""
        from rumahbersama.ground.intake import tasks  # noqa: F401 - registers the kinds of job

        registry.history_labels.fill(_labels)


def _labels() -> Iterable[registry.AuditEntity]:
    return [registry.AuditEntity("intake.match", str(_("Padanan wilayah")), {"matched_code": str(_("Kode wilayah"))})]

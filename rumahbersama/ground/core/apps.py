"""How Django knows this room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The page shell, components, formats, background jobs and the registry."""

    name = "rumahbersama.ground.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell ``/readyz`` and ``rumah doctor`` about the database and the worker."""
        from rumahbersama.ground.core import database, health, registry, translations

        registry.doctor_checks.fill(database.checks, order=10)
        registry.doctor_checks.fill(health.ready_checks, order=20)
        registry.thorough_checks.fill(translations.checks, order=40)

"""How Django knows this room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The record of who changed what, when, and on whose behalf."""

    name = "rumahbersama.ground.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the triggers again after every migrate (why a signal: see ``triggers.py``) and have them checked."""
        from rumahbersama.ground.audit import triggers
        from rumahbersama.ground.core import registry

        registry.doctor_checks.fill(triggers.checks, order=30)
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="audit.triggers")

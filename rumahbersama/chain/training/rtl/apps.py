"""How Django knows follow-up plans, and what they give to the others."""

from django.apps import AppConfig


class RtlConfig(AppConfig):
    """Follow-up plans of those who took part, until and after they are commitments."""

    name = "rumahbersama.chain.training.rtl"
    label = "training_rtl"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.rtl import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=37)
        registry.history_labels.fill(hooks.history_labels)
        registry.chores.fill(hooks.chores)

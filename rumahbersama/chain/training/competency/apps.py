"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class CompetencyConfig(AppConfig):
    """Standards, evidence, gaps, candidates for a post."""

    name = "rumahbersama.chain.training.competency"
    label = "training_competency"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.competency import hooks
        from rumahbersama.ground.core import registry

        registry.history_labels.fill(hooks.history_labels)

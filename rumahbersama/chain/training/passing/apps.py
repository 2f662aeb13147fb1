"""How Django knows who passes, and what it gives to the others."""

from django.apps import AppConfig


class PassingConfig(AppConfig):
    """Rules, marks, decisions, certificates."""

    name = "rumahbersama.chain.training.passing"
    label = "training_passing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.passing import hooks
        from rumahbersama.ground.core import registry

        registry.history_labels.fill(hooks.history_labels)
        registry.datasets.fill(hooks.datasets, order=71)

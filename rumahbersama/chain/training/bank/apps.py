"""How Django knows question banks, and what they give to the others."""

from django.apps import AppConfig


class BankConfig(AppConfig):
    """Questions with their versions."""

    name = "rumahbersama.chain.training.bank"
    label = "training_bank"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.bank import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=45)
        registry.search.fill(hooks.search, order=56)
        registry.history_labels.fill(hooks.history_labels)

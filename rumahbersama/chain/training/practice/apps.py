"""How Django knows practice copies, and what they give to the others."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The practice copies of classes."""

    name = "rumahbersama.chain.training.practice"
    label = "training_practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.practice import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=38)
        registry.thorough_checks.fill(hooks.thorough_checks)

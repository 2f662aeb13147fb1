"""How Django knows what comes after a training, and what it gives to the others."""

from django.apps import AppConfig


class AfterConfig(AppConfig):
    """Behaviour, service and empowerment some months after a training."""

    name = "rumahbersama.chain.training.after"
    label = "training_after"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.after import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=38)
        registry.survey_subjects.fill(hooks.survey_subjects)

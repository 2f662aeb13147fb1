"""How Django knows presence and evaluation of classes, and what they give to the others."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """Who was in a class, and what they thought of it."""

    name = "rumahbersama.chain.training.hall"
    label = "training_hall"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.hall import hooks
        from rumahbersama.ground.core import registry

        registry.presence_owners.fill(hooks.presence_owners)
        registry.survey_subjects.fill(hooks.survey_subjects)

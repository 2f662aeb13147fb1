"""How Django knows materials, and what they give to the others."""

from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    """Slides, handouts, exercises and trainer's guides, in versions."""

    name = "rumahbersama.chain.training.materials"
    label = "training_materials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.training.materials import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=37)
        registry.search.fill(hooks.search, order=52)
        registry.history_labels.fill(hooks.history_labels)

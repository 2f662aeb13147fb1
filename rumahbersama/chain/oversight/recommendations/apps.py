"""How Django knows notes and recommendations, and what they give to the others."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    """What a kecamatan notes in its villages, recommends, and sees mended."""

    name = "rumahbersama.chain.oversight.recommendations"
    label = "recommendations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.oversight.recommendations import documents, hooks
        from rumahbersama.ground.core import registry

        registry.navigation.fill(hooks.navigation, order=49)
        registry.home_tasks.fill(hooks.home_tasks, order=18)
        registry.search.fill(hooks.search, order=47)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.evidence.fill(hooks.evidence)
        registry.paper_kinds.fill(documents.kinds)
        registry.paper_subjects.fill(hooks.paper_subjects)
        registry.visit_notes.fill(hooks.visit_notes)
        registry.village_history.fill(hooks.place_history)

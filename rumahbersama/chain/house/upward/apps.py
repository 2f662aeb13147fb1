"""How Django knows what goes upward, and what it gives to the others."""

from django.apps import AppConfig


class UpwardConfig(AppConfig):
    """What a kecamatan passes to its kabupaten, and what comes back."""

    name = "rumahbersama.chain.house.upward"
    label = "upward"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.house.upward import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=16)
        registry.search.fill(hooks.search, order=46)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.problem_links.fill(hooks.problem_links, order=10)
        registry.problem_moved.fill(hooks.problem_moved)
        registry.agenda_proposals.fill(hooks.agenda_proposals)
        registry.chores.fill(hooks.chores)

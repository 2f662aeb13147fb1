"""How Django knows meetings, and what they give to the others."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """When the kecamatan meets, who comes, and about what."""

    name = "rumahbersama.chain.house.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.house.meetings import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=12)
        registry.search.fill(hooks.search, order=45)
        registry.problem_links.fill(hooks.problem_links, order=20)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.paper_subjects.fill(hooks.paper_subjects)
        registry.paper_warnings.fill(hooks.paper_warnings)
        registry.presence_owners.fill(hooks.presence_owners)
        registry.chores.fill(hooks.chores)
        registry.calendar_items.fill(hooks.calendar_items, order=10)

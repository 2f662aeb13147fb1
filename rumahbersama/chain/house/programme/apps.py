"""How Django knows the programme, and what it gives to the others."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """What a kecamatan means to do in a year, and how far it is."""

    name = "rumahbersama.chain.house.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.house.programme import hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=18)
        registry.search.fill(hooks.search, order=47)
        registry.history_labels.fill(hooks.history_labels)
        registry.handover_items.fill(hooks.handover_items)
        registry.village_history.fill(hooks.village_history)
        registry.calendar_items.fill(hooks.calendar_items, order=15)

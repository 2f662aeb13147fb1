"""How Django knows this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The front desk: home, search, uploads, history, administration."""

    name = "rumahbersama.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the desks into the menu, and the health of the installation on its keeper's home page."""
        from rumahbersama.ground.core import registry
        from rumahbersama.office.administration import checks, tasks
        from rumahbersama.office.backup import checks as backup
        from rumahbersama.office.home import navigation
        from rumahbersama.office.uploads import hooks as uploads

        registry.navigation.fill(navigation.home_item, order=10)
        registry.navigation.fill(navigation.search_item, order=30)
        registry.navigation.fill(uploads.item, order=70)
        registry.navigation.fill(navigation.history_item, order=80)
        registry.navigation.fill(navigation.administration_item, order=90)
        registry.home_tasks.fill(uploads.tasks, order=60)
        registry.home_tasks.fill(tasks.tasks, order=90)
        registry.thorough_checks.fill(backup.checks, order=10)
        registry.thorough_checks.fill(checks.clock, order=20)

"""How Django knows the calendar."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """What a kecamatan has on which day; it asks the registry and gives nothing to it."""

    name = "rumahbersama.chain.house.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"

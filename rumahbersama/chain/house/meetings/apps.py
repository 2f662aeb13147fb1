"""How Django knows meetings, and what they give to the others."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """When the kecamatan meets, who comes, and about what."""

    name = "rumahbersama.chain.house.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

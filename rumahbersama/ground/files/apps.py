"""How Django knows this room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Photos and documents: checked, stripped, served through a permission check."""

    name = "rumahbersama.ground.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

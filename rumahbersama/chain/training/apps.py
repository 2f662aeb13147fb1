"""How Django knows this room, and what it gives to the others."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Learning: programmes, events, classes, who takes part, and what they promise."""

    name = "rumahbersama.chain.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"

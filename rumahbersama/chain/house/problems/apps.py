"""How Django knows problems, and what they give to the others."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """What a kecamatan has to solve, ranked by those who work there."""

    name = "rumahbersama.chain.house.problems"
    label = "problems"
    default_auto_field = "django.db.models.BigAutoField"

"""How Django knows checklists."""

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    """What is looked at on a visit, with the law behind it and what to do about a "no"."""

    name = "rumahbersama.chain.oversight.checklists"
    label = "checklists"

"""How Django knows mediation, and what it gives to the others."""

from django.apps import AppConfig


class MediationConfig(AppConfig):
    """Cases between parties, seen by the camat, the Kasi Trantib and the parties alone."""

    name = "rumahbersama.chain.house.mediation"
    label = "mediation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registry; evidence, calendar and hand-over are left out on purpose (ADR 0037)."""
        from rumahbersama.chain.house.mediation import documents, hooks
        from rumahbersama.ground.core import registry

        registry.home_tasks.fill(hooks.home_tasks, order=16)
        registry.search.fill(hooks.search, order=46)
        registry.history_labels.fill(hooks.history_labels)
        registry.problem_links.fill(hooks.problem_links, order=90)
        registry.house_notes.fill(hooks.house_notes)
        registry.sealed_rows.fill(hooks.sealed_rows)
        registry.paper_kinds.fill(documents.kinds, order=60)
        registry.paper_subjects.fill(hooks.paper_subjects)

"""How Django knows this room, and what it gives to the others."""

from importlib import import_module

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """SEE: indicators, supply, standards, observations and the gap."""

    name = "rumahbersama.chain.needs"
    label = "needs"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Find the models of the folders inside this room too."""
        super().import_models()
        import_module("rumahbersama.chain.needs.entry.models")
        import_module("rumahbersama.chain.needs.facilities.models")
        import_module("rumahbersama.chain.needs.spm.models")
        import_module("rumahbersama.chain.needs.voices.models")

    def ready(self) -> None:
        """Fill the registry."""
        from rumahbersama.chain.needs import control, figures, hooks, risks
        from rumahbersama.chain.needs.facilities import hooks as facilities
        from rumahbersama.chain.needs.priorities import hooks as priorities
        from rumahbersama.chain.needs.spm import evidence as spm_lines
        from rumahbersama.chain.needs.spm import hooks as spm
        from rumahbersama.chain.needs.voices import hooks as voices
        from rumahbersama.ground.core import registry

        registry.navigation.fill(hooks.navigation, order=45)
        registry.home_tasks.fill(hooks.home_tasks, order=20)
        registry.search.fill(hooks.search, order=40)
        registry.history_labels.fill(hooks.history_labels)
        registry.datasets.fill(hooks.datasets)
        registry.search.fill(facilities.search, order=42)
        registry.history_labels.fill(facilities.history_labels)
        registry.datasets.fill(facilities.datasets, order=55)
        registry.control_sums.fill(facilities.control_sums)
        registry.home_tasks.fill(voices.home_tasks, order=25)
        registry.home_tasks.fill(spm.home_tasks, order=30)
        registry.search.fill(voices.search, order=44)
        registry.history_labels.fill(voices.history_labels)
        registry.datasets.fill(voices.datasets, order=60)
        registry.regions_changed.fill(hooks.regions_changed)
        registry.control_sums.fill(control.control_sums)
        registry.risk_reasons.fill(risks.risk_reasons, order=10)
        registry.evidence.fill(priorities.evidence)
        registry.evidence.fill(figures.evidence)
        registry.evidence.fill(voices.evidence)
        registry.evidence.fill(facilities.evidence)
        registry.evidence.fill(spm_lines.evidence)

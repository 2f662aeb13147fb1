"""How Django knows the tests of events."""

from django.apps import AppConfig


class TestsConfig(AppConfig):
    """Pre- and post-test of an event, from one blueprint."""

    name = "rumahbersama.chain.training.tests"
    label = "training_tests"
    default_auto_field = "django.db.models.BigAutoField"

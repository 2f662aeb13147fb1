"""Settings with the slow room."""

from rumahbersama.settings import *

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.migrations.slow"]  # noqa: F405

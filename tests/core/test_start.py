"""How little a start of the program brings: each command, each worker and each office laptop pays for it."""

import subprocess
import sys

from tests.installation import CHECKOUT

HEAVY = {"babel", "hypothesis", "numpy", "openpyxl", "requests", "shapely", "weasyprint"}
START = f"""
import sys, django
django.setup()
import rumahbersama.urls
print(sorted({HEAVY!r} & set(sys.modules)))
"""


def test_what_is_heavy_is_imported_only_where_it_is_used(tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "rumahbersama.settings", "RUMAH_DATA": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", START], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout == "[]\n"

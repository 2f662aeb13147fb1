"""Ask for indicators that are there already in the kind of period that the reference names; new ones begin with it."""

from pathlib import Path

import yaml
from django.db import migrations

REFERENCE = Path(__file__).parents[1] / "data" / "reference.yaml"


def fill(apps, schema_editor):
    """Take the kind from the reference, where it names one."""
    indicators = apps.get_model("needs", "Indicator").objects
    if not indicators.exists():
        return
    for row in yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))["indicators"]:
        if "each" in row:
            indicators.filter(code=row["code"]).update(asked_each=row["each"])


class Migration(migrations.Migration):

    dependencies = [
        ("needs", "0013_asked_each"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

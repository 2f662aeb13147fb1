"""Tell of the indicators that are there already which other form asks for them; what an office wrote stays."""

from pathlib import Path

import yaml
from django.db import migrations

NEEDS = Path(__file__).parents[1]


def fill(apps, schema_editor):
    """Fill the two fields where both are empty."""
    indicators = apps.get_model("needs", "Indicator").objects.filter(replaces="", replaces_origin="")
    if not indicators.exists():
        return
    rows = yaml.safe_load((NEEDS / "data" / "reference.yaml").read_text(encoding="utf-8"))["indicators"]
    for row in rows:
        if "replaces" in row:
            indicators.filter(code=row["code"]).update(
                replaces=row["replaces"], replaces_origin=row["replaces_origin"]
            )
    minimum = yaml.safe_load((NEEDS / "spm" / "data" / "spm.yaml").read_text(encoding="utf-8"))
    indicators.filter(code__startswith="spm-", source="Laporan penerapan SPM kabupaten/kota").update(
        replaces=minimum["replaces"], replaces_origin=minimum["replaces_origin"]
    )


class Migration(migrations.Migration):

    dependencies = [
        ("needs", "0011_replaces_origin"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

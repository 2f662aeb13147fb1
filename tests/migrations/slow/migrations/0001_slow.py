"""Makes two tables, fills them, and changes one; waits to be killed where it is asked to."""

import os
import time
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


def wait_here_once(_apps, _schema_editor):
    marker = Path(os.environ["SLOW_MARKER"])
    if os.environ["SLOW_MOMENT"] == "halfway" and not marker.exists():
        marker.touch()
        time.sleep(300)


def fill(apps, _schema_editor):
    apps.get_model("slow", "Kind").objects.bulk_create(apps.get_model("slow", "Kind")(name=str(n)) for n in range(5))


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel("Kind", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))]),
        migrations.RunPython(fill),
        migrations.RunPython(wait_here_once),
        migrations.AddField("Kind", "number", models.IntegerField(default=0)),
        migrations.CreateModel(
            "Thing",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("kind", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="slow.kind")),
            ],
        ),
    ]

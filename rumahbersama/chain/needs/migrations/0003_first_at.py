"""Values that are there already came in first when they were last entered, as far as is known."""

from django.db import migrations
from django.db.models import F


def fill(apps, _schema_editor):
    apps.get_model("needs", "Observation").objects.filter(first_at=None).update(first_at=F("entered_at"))


class Migration(migrations.Migration):
    dependencies = [("needs", "0002_entry_and_trust")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

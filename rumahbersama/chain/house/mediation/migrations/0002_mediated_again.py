"""A case that is mediated again is neither agreed nor handed to anybody: earlier versions left both standing."""

from typing import Any

from django.db import migrations


def clear(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - Django gives them
    """Clear what no longer holds; when it was agreed and to whom it was handed stays in its decisions."""
    cases = apps.get_model("mediation", "Case").objects.using(schema_editor.connection.alias)
    cases.filter(state="mediating").update(agreed_on=None, handed_to="")


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("mediation", "0001_initial")]
    operations = [migrations.RunPython(clear, migrations.RunPython.noop)]

"""A promise of a meeting that is still held keeps the figure that closing would have named for it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q


def name_figures(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give each promise the first indicator that its problem carries, else the first number."""
    pledges = apps.get_model("minutes", "Pledge").objects
    evidence = apps.get_model("problems", "ProblemEvidence").objects
    for pledge in pledges.filter(commitment=None).exclude(item__problem=None).select_related("item"):
        problem = pledge.item.problem_id
        carried = evidence.filter(Q(problem=problem) | Q(problem__merged_into=problem)).exclude(value="")
        rows = sorted(carried.order_by("pk"), key=lambda row: not row.reference.startswith("angka:"))
        if rows:
            pledge.figure = rows[0]
            pledge.save(update_fields=["figure"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("minutes", "0002_target_of_a_promise")]
    operations = [migrations.RunPython(name_figures, migrations.RunPython.noop)]

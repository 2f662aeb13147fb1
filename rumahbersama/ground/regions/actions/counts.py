"""The counts of children and desa that pages show, made anew by SQL."""

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from rumahbersama.ground.regions.models import Level, Region


def refresh_counts() -> None:
    """Count children and desa of every region; five UPDATEs.

    Invented regions stay out of national counts (and real ones out of the demo's).
    """
    Region.objects.filter(level=Level.DESA).exclude(children_count=0, desa_count=0).update(
        children_count=0, desa_count=0
    )
    for level in (Level.KECAMATAN, Level.KABUPATEN, Level.PROVINCE, Level.NATION):
        children = Region.objects.filter(parent=OuterRef("pk"), gone_on=None).order_by()
        if level == Level.NATION:
            children = children.filter(invented=settings.DEMO)
        groups = children.values("parent")
        figure = Count("pk") if level == Level.KECAMATAN else Sum("desa_count")
        Region.objects.filter(level=level).update(
            children_count=Coalesce(
                Subquery(groups.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
            desa_count=Coalesce(Subquery(groups.annotate(n=figure).values("n"), output_field=IntegerField()), 0),
        )

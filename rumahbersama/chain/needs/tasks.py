"""Long work of this room: making all sums anew, kabupaten by kabupaten."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.sums import lock_kabupaten, resum
from rumahbersama.ground.core.jobs import job
from rumahbersama.ground.regions.models import Level, Region


@job("needs.resum")
def resum_everywhere(
    progress: Callable[[str, int, int], None],
    *,
    indicators: list[int] | None = None,
    kabupaten: list[str] | None = None,
) -> None:
    """Sum again, one short transaction a kabupaten, so that villages can go on writing meanwhile.

    Doing it twice gives the same sums, so a job taken up again after a crash does no harm.
    """
    codes = kabupaten or list(
        Region.objects.filter(level=Level.KABUPATEN, gone_on=None).order_by("code").values_list("code", flat=True)
    )
    for done, code in enumerate(codes, start=1):
        with transaction.atomic():
            lock_kabupaten([code])
            resum(kabupaten=[code], indicators=indicators)
        progress(_("Menghitung ulang"), done, len(codes))

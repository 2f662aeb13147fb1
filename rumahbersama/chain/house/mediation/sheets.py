"""The list of cases as headings and rows, for who handles them; no names and no causes leave the program."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahbersama.chain.house.mediation.models import Case


def sheet_of(cases: Iterable[Case]) -> tuple[list[Any], list[list[Any]]]:
    """Return cases as headings and rows, in their order."""
    header = [_("Nomor"), _("Jenis"), _("Judul"), _("Tempat"), _("Banyaknya pihak"), _("Keadaan")]
    header += [pgettext("case", "Diterima"), _("Disepakati"), _("Diperiksa lagi"), _("Diserahkan kepada")]
    return header, [
        [
            each.numbered,
            each.get_kind_display(),
            each.title,
            ", ".join(str(place) for place in each.places.all()),
            getattr(each, "named", None),
            each.get_state_display(),
            timezone.localdate(each.entered_at),
            each.agreed_on,
            each.check_on,
            each.handed_to,
        ]
        for each in cases
    ]

"""What presence comes to, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumahbersama.workshop.presence.models import Mark
from rumahbersama.workshop.presence.rules import CONFLICT, WAITING, Standing


def words_of(standing: Standing) -> str:
    """Return a standing in one or a few words."""
    if standing.state == CONFLICT:
        said = " / ".join(str(Mark.Says(says).label) for says in standing.says)
        return _("Bertentangan: {said}").format(said=said)
    if standing.state == WAITING:
        return _("Belum tercatat")
    return str(Mark.Says(standing.state).label)


def clock(at: datetime | None) -> str:
    """Return a time of the day as people write it: 08.14, in English 08:14."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local:%H}{'.' if get_language() == 'id' else ':'}{local:%M}"

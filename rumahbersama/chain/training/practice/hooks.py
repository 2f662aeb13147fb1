"""What practice copies tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.training.permissions import person_of
from rumahbersama.chain.training.practice import queries
from rumahbersama.ground.core.registry import DoctorCheck, HomeTask


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the open copies of one's classes (one query; none for an account without a person)."""
    person = person_of(user)
    if person is None:
        return
    for copy in queries.open_for(person, today=today):
        text = _("Salinan latihan terbuka: {klass}, {event}").format(klass=copy.klass, event=copy.klass.event)
        yield HomeTask(text=text, url=copy.get_absolute_url(), action=_("Masuk latihan"))


def thorough_checks() -> Iterator[DoctorCheck]:
    """Say how many copies are open, and which do not answer."""
    copies = list(queries.open_copies())
    name = _("Salinan latihan")
    troubled = [copy for copy in copies if copy.trouble]
    if troubled:
        text = "; ".join(f"{copy.klass}, {copy.klass.event}: {copy.trouble}" for copy in troubled)
        yield DoctorCheck(name=name, state="warn", text=text)
    elif copies:
        yield DoctorCheck(name=name, state="ok", text=_("{n} terbuka").format(n=len(copies)))

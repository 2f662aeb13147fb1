"""What question banks tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.training.bank import queries, recording
from rumahbersama.chain.training.bank.models import Bank
from rumahbersama.chain.training.bank.permissions import visible_banks
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, SearchHit
from rumahbersama.ground.people.permissions import scope_of, within
from rumahbersama.ground.people.roles import RUN_TRAINING


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the imports that wait to be looked at (one query, none for who runs no training)."""
    places = scope_of(user).places_for(RUN_TRAINING)
    if not places:
        return
    count = queries.waiting_imports(Bank.objects.filter(within(places)).values("pk"))
    if count:
        text = ngettext("{count} berkas soal menunggu diperiksa", "{count} berkas soal menunggu diperiksa", count)
        url = reverse("bank:list")
        yield HomeTask(text=text.format(count=count), url=url, action=_("Periksa"), tone="warn", count=count)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find banks in sight by their title; the questions are found on the page of their bank."""
    if scope_of(user).places_for(RUN_TRAINING):
        for bank in queries.found(banks=visible_banks(user), text=text):
            yield SearchHit(bank.title, bank.get_absolute_url(), _("Bank soal"), str(bank.region), 36)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of banks and questions."""
    fields, values = recording.fields(), recording.values()
    yield AuditEntity(recording.BANK, _("Bank soal"), fields, values, queries.names_of_banks)
    yield AuditEntity(recording.ITEM, _("Soal"), fields, values, queries.numbers_of_items)

"""What commitments tell the others through the registry."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.commitments import queries, recording, reminding
from rumahbersama.chain.commitments.permissions import get_commitment_to_view
from rumahbersama.chain.commitments.reminders import rule_on
from rumahbersama.chain.commitments.rules import ASKED, LONG_LATE, OPEN_STATES, Group
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.references import number_of
from rumahbersama.ground.core.registry import (
    AuditEntity,
    CalendarItem,
    Evidence,
    HandoverItem,
    HomeTask,
    NavigationItem,
    PlaceEvent,
    SearchHit,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import posts_held_by, scope_of
from rumahbersama.ground.people.roles import LEAD_PROMISES, VIEW_ROWS
from rumahbersama.ground.regions.models import Region


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the entry of the menu to everybody who holds a role."""
    if scope_of(getattr(request, "user", None)).places_for(VIEW_ROWS):
        yield NavigationItem(
            label=_("Komitmen"), short=_("Janji"), url=reverse("commitments:mine"), icon="list-checks"
        )


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name what my posts owe, and what waits for me to confirm (one query, none for who holds and leads nothing)."""
    led = scope_of(user).places_for(LEAD_PROMISES)
    if not led and getattr(user, "person_id", None) is None:
        return
    owed = queries.owed_by(posts_held_by(user), led, today=today)
    yield from _owed(owed)
    for code, count in zip(led, owed.long_late, strict=True):
        at_place = f"{scope_of(user).regions[code]}: " if len(led) > 1 else ""
        yield from _long_late(code, count, at_place, today)
    if owed.waiting:
        text = ngettext(
            "{count} komitmen menunggu pemeriksaan Anda", "{count} komitmen menunggu pemeriksaan Anda", owed.waiting
        ).format(count=owed.waiting)
        sentence = ngettext(
            "{count} komitmen dinyatakan selesai dan menunggu putusan Anda: terbukti atau dikembalikan.",
            "{count} komitmen dinyatakan selesai dan menunggu putusan Anda: terbukti atau dikembalikan.",
            owed.waiting,
        ).format(count=owed.waiting)
        url, told = reverse("commitments:reviews"), sentence if led else ""
        yield HomeTask(text, url, _("Periksa"), "warn", owed.waiting, decision=told, rank=50)


def _owed(owed: queries.Owed) -> Iterator[HomeTask]:
    mine = reverse("commitments:mine")
    if owed.late:
        text = ngettext("{count} janji Anda lewat tenggat", "{count} janji Anda lewat tenggat", owed.late)
        url = f"{mine}?kelompok={Group.LATE.value}"
        yield HomeTask(text=text.format(count=owed.late), url=url, action=_("Lapor"), tone="bad", count=owed.late)
    if owed.week:
        text = ngettext(
            "{count} janji Anda jatuh tempo minggu ini", "{count} janji Anda jatuh tempo minggu ini", owed.week
        )
        url = f"{mine}?kelompok={Group.WEEK.value}"
        yield HomeTask(text=text.format(count=owed.week), url=url, action=_("Lihat"), tone="warn", count=owed.week)
    if owed.asked:
        text = ngettext(
            "{count} janji Anda ditanyakan kemajuannya", "{count} janji Anda ditanyakan kemajuannya", owed.asked
        )
        url = f"{mine}?kelompok={ASKED}"
        yield HomeTask(text=text.format(count=owed.asked), url=url, action=_("Lapor"), tone="warn", count=owed.asked)


def _long_late(code: str, count: int, at_place: str, today: date) -> Iterator[HomeTask]:
    if count:
        text = at_place + ngettext(
            "{count} janji di tempat Anda terlambat {days} hari atau lebih",
            "{count} janji di tempat Anda terlambat {days} hari atau lebih",
            count,
        ).format(count=count, days=rule_on(today).escalate_after)
        url = f"{reverse('commitments:place', args=[code])}?kelompok={LONG_LATE}"
        sentence = at_place + ngettext(
            "{count} janji di tempat Anda terlambat {days} hari atau lebih: tegur, alihkan, atau hentikan.",
            "{count} janji di tempat Anda terlambat {days} hari atau lebih: tegur, alihkan, atau hentikan.",
            count,
        ).format(count=count, days=rule_on(today).escalate_after)
        yield HomeTask(text, url, _("Lihat"), "bad", count, decision=sentence, rank=20)


def chores(*, at: datetime) -> Iterator[str]:
    """Ask about promises, and send what was noted by mail."""
    yield f"reminders: {reminding.remind(at=at)}"
    yield f"mails: {reminding.send_mails(at=at)}"


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find commitments in sight by their words."""
    for row in queries.found(user=user, text=text):
        yield SearchHit(row.what, row.get_absolute_url(), _("Komitmen"), f"{row.post}, {row.region}", 32)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of a commitment."""
    yield AuditEntity(recording.ENTITY, _("Komitmen"), recording.fields(), recording.values(), queries.names_of)


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield what a post still owes, for who hands it over (one query)."""
    for row in queries.open_of_post(post):
        text = _("{what} (tenggat {day})").format(what=row.what, day=day(row.due_on))
        yield HandoverItem(text=text, url=row.get_absolute_url())


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Say how a promise stands ("komitmen:12"), to who may see it (two queries)."""
    wanted = number_of(reference, "komitmen")
    if wanted is None:
        return
    try:
        found = get_commitment_to_view(user, wanted)
    except (Http404, PermissionDenied):
        return
    sentence = _("{post} menjanjikan “{what}” dengan tenggat {due}: {state}.").format(
        post=found.post, what=found.what, due=day(found.due_on), state=found.get_state_display().lower()
    )
    yield Evidence(
        sentence=sentence,
        measure=found.measure,
        value="" if found.baseline is None else f"{found.baseline.normalize():f}",
        unit=found.unit,
        place_code=found.region.code,
        url=found.get_absolute_url(),
        period=day(found.promised_on),
        source=str(found.post),
    )


def village_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell what was promised for a village or by its posts, and what came of it, as far as in sight (one query)."""
    for row in queries.about(region, user=user, start=start, end=end):
        words = {"kind": "commitment", "label": _("Komitmen"), "url": row.get_absolute_url(), "who": str(row.post)}
        told = _("Dijanjikan: {what} (tenggat {due})").format(what=row.what, due=day(row.due_on))
        happened = [(row.promised_on, told, "")]
        if row.closed_on is not None:
            ended = f"{row.get_state_display()}: {row.what}"
            happened.append((row.closed_on, ended, row.dropped_because or row.outcome))
        for at, text, detail in happened:
            if (start is None or at >= start) and (end is None or at < end):
                yield PlaceEvent(at=at, text=text, detail=detail, **words)


def calendar_items(*, user: Any, region: Region, start: date, end: date) -> Iterator[CalendarItem]:  # noqa: ANN401
    """Yield what is due for a place and its posts, without what was dropped (one query)."""
    today, kind = timezone.localdate(), _("Komitmen")
    address = reverse("commitments:commitment", args=[0])  # once: a month holds hundreds
    for row in queries.due_between(region, user=user, start=start, end=end):
        state = "late" if row["state"] in OPEN_STATES and row["due_on"] < today else ""
        yield CalendarItem(
            key=f"komitmen-{row['key']}",
            kind="komitmen",
            kind_name=kind,
            title=row["what"],
            day=row["due_on"],
            url=address.replace("/0/", f"/{row['pk']}/"),
            place=row["region__name"],
            detail=row["post__title"],
            state=state or ("" if row["state"] in OPEN_STATES else "done"),
            icon="list-checks",
        )

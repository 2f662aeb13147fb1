"""Changes to RTL: save, send, give it a post (then it is a commitment); each with its record.

The lock is the row of the participation, taken before anything is read: two saves of one person stand in line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.rtl import queries, recording
from rumahbersama.chain.training.rtl.models import Checkpoint, Rtl
from rumahbersama.chain.training.rtl.permissions import takes_part
from rumahbersama.chain.training.rtl.rules import GRACE_DAYS, MONTHS, RtlRefusal, check_sent, months_after
from rumahbersama.ground.people.models import Post

SHOWN = ("event__region", "event__curriculum", "event__programme", "region", "klass", "person")


@dataclass(frozen=True)
class Writer:
    """Who writes, when. ``by`` is None for the personal link."""

    by: Any
    at: datetime
    today: date


@transaction.atomic
def save_rtl(*, row: Participation, facts: Mapping[str, Any], seen: int, who: Writer) -> Rtl:
    """Keep what was written so far; ``seen`` is the version the writer had before them, 0 for none.

    Raises:
        RtlRefusal: it is a commitment already, it changed meanwhile, or the person does not take part.
    """
    part = _locked(row)
    rtl = _rtl_of(part)
    if rtl is not None and rtl.commitment_id:
        raise RtlRefusal(_("RTL ini sudah menjadi komitmen. Perubahan selanjutnya ditulis di halaman komitmennya."))
    kept = {**facts, "steps": _as_json(facts["steps"])}
    if rtl is None:
        rtl = Rtl(participation=part, entered_by=who.by, changed_at=who.at, **kept)
        rtl.save()
        summary = _("RTL mulai ditulis: {event}")
        recording.write(rtl, None, by=who.by, at=who.at, verb="training_rtl.save_rtl", summary=summary)
        return rtl
    before = recording.facts_of(rtl)
    if all(_same(getattr(rtl, name), value) for name, value in kept.items()):
        return rtl  # a second click
    if rtl.version != seen:
        raise RtlRefusal(
            _("RTL ini baru saja diubah di tempat lain. Buka lagi halamannya, lalu ulangi perubahan Anda.")
        )
    if rtl.state == Rtl.State.SENT:
        check_sent(facts, today=rtl.sent_on or who.today)
    for name, value in kept.items():
        setattr(rtl, name, value)
    _save(rtl, who)
    summary = _("RTL diubah: {event}")
    recording.write(rtl, before, by=who.by, at=who.at, verb="training_rtl.save_rtl", summary=summary)
    return rtl


@transaction.atomic
def send_rtl(*, row: Participation, who: Writer) -> Rtl:
    """Send what was saved; where the person holds a post now it is a commitment at once. A second time: nothing.

    Raises:
        RtlRefusal: nothing was written, or something is missing.
        CommitmentRefusal: a deadline that cannot be.
    """
    part = _locked(row)
    rtl = _rtl_of(part)
    if rtl is None:
        raise RtlRefusal(_("Belum ada RTL yang ditulis. Isi dan simpan dulu."))
    if rtl.state == Rtl.State.SENT:
        return rtl
    check_sent(rtl.facts(), today=who.today)
    before = recording.facts_of(rtl)
    rtl.state, rtl.sent_on = Rtl.State.SENT, who.today
    post = queries.present_post_of(part.person_id, today=who.today)
    if post is not None:
        rtl.commitment = _promised(rtl, post, who)
    _save(rtl, who)
    summary = _("RTL dikirim: {event}")
    recording.write(rtl, before, by=who.by, at=who.at, verb="training_rtl.send_rtl", summary=summary)
    return rtl


@transaction.atomic
def give_post(*, row: Participation, post: Post, who: Writer) -> Rtl:
    """Say of which post a sent RTL is: it becomes that post's commitment. A second time: nothing.

    Raises:
        RtlRefusal: it was not sent, it is the commitment of another post, or the post is of another place.
    """
    part = _locked(row)
    rtl = _rtl_of(part)
    if rtl is None or rtl.state != Rtl.State.SENT:
        raise RtlRefusal(_("RTL ini belum dikirim penulisnya. Jabatannya dipilih sesudah itu."))
    if rtl.commitment is not None:
        if rtl.commitment.post_id == post.pk:
            return rtl
        raise RtlRefusal(_("RTL ini sudah menjadi komitmen jabatan {post}.").format(post=rtl.commitment.post))
    if not queries.posts_for(part).filter(pk=post.pk).exists():
        raise RtlRefusal(_("Jabatan itu bukan jabatan di {place}. Pilih dari daftar.").format(place=part.region))
    before = recording.facts_of(rtl)
    rtl.commitment = _promised(rtl, post, who)
    _save(rtl, who)
    summary = _("RTL menjadi komitmen: {event}")
    recording.write(rtl, before, by=who.by, at=who.at, verb="training_rtl.give_post", summary=summary)
    return rtl


def take_checkpoints(*, event: Event, months: int, day: date) -> int:
    """Note how it stands with everybody's RTL of an event; those noted before stay. Return how many were new."""
    rows = queries.states_now(queries.held_of(event), today=day)
    noted = Checkpoint.objects.filter(participation__event=event, months=months).count()
    Checkpoint.objects.bulk_create(
        [
            Checkpoint(participation_id=number, months=months, day=day, state=state, is_late=is_late)
            for number, state, is_late in rows
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    return Checkpoint.objects.filter(participation__event=event, months=months).count() - noted


def due_checkpoints(*, today: date) -> list[tuple[Event, int]]:
    """Return the events of which a state is to be noted now: its day has come, not long ago, and it is not noted."""
    oldest = months_after(today, -max(MONTHS)) - timedelta(days=GRACE_DAYS + 3)
    events = Event.objects.filter(ends_on__gte=oldest, ends_on__lt=today)
    events = events.exclude(state__in=(Event.State.DRAFT, Event.State.CANCELLED))
    noted = set(
        Checkpoint.objects.filter(participation__event__in=events)
        .order_by()
        .values_list("participation__event", "months")
        .distinct()
    )
    return [
        (event, months)
        for event in events
        for months in MONTHS
        if 0 <= (today - months_after(event.ends_on, months)).days <= GRACE_DAYS and (event.pk, months) not in noted
    ]


def _promised(rtl: Rtl, post: Post, who: Writer) -> Commitment:
    """Make an RTL the commitment of a post, with what it was written for."""
    part = rtl.participation
    event = part.event
    promise = Promise(
        what=rtl.activity,
        why=rtl.problem,
        post=post,
        region=queries.place_of(post),
        promised_on=rtl.sent_on or who.today,
        due_on=rtl.due_on or who.today,
        indicator=rtl.indicator,
        measure=rtl.measure,
        unit=rtl.unit,
        baseline=rtl.baseline,
        target=rtl.target,
        cost_rupiah=rtl.cost_rupiah,
        funding=rtl.funding,
        source_kind=Commitment.Source.RTL,
        source_url=event.get_absolute_url(),
        snapshot={
            "sentence": _("RTL dari {event}").format(event=event),
            "event": event.title,
            "event_key": event.key,
            "class": str(part.klass or ""),
            "curriculum": event.curriculum.title,
            "output": rtl.output,
            "baseline_period": rtl.baseline_period,
            "figure_url": rtl.figure_url,
            "partners": rtl.partners,
            "mentor": rtl.mentor,
            "read_on": (rtl.sent_on or who.today).isoformat(),
        },
        steps=rtl.step_rows,
    )
    return make_commitment(promise=promise, by=who.by, at=who.at)


def _locked(row: Participation) -> Participation:
    found = Participation.objects.select_for_update(of=("self",)).select_related(*SHOWN).get(pk=row.pk)
    if not takes_part(found):
        raise RtlRefusal(_("RTL hanya untuk peserta yang memegang kursi di kegiatan ini."))
    return found


def _rtl_of(part: Participation) -> Rtl | None:
    found = Rtl.objects.select_related("commitment__post").filter(participation=part).first()
    if found is not None:
        found.participation = part
    return found


def _save(rtl: Rtl, who: Writer) -> None:
    rtl.version += 1
    rtl.changed_at = who.at
    rtl.save()


def _as_json(steps: Any) -> list[list[str | None]]:  # noqa: ANN401 - rules.Steps
    return [[text, day.isoformat() if day else None] for text, day in steps]


def _same(kept: Any, new: Any) -> bool:  # noqa: ANN401
    return bool(kept == new)

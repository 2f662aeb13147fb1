"""Certificates of who passed: many at once in the background, revoked, replaced; one for a person and event."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation, Site
from rumahbersama.chain.training.passing import queries, recording
from rumahbersama.chain.training.passing.actions import locked
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.queries import KIND, subject_of
from rumahbersama.chain.training.passing.rules import PASSED, PassingRefusal
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.actions import Signing, Wording
from rumahbersama.workshop.papers.batches import Item, Order, go_on, issue_many, left_of
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.models import Batch, Paper
from rumahbersama.workshop.papers.numbering import Numbering

# Printed words are Indonesian whatever the language of the page.
PRINTED = "telah mengikuti kegiatan ini pada {days}{where} dan dinyatakan LULUS, dengan {jp} jam pelajaran (JP)."


@dataclass(frozen=True)
class Signature:
    """Who signs the certificates of an event, on which day, under which klasifikasi."""

    post: Post
    signed_on: date
    classification: str


def content_for(event: Event, person: Participation) -> dict[str, Any]:
    """Return what a certificate says of one person (two queries)."""
    return _content(person, _blocks(event, _sites(event)))


def _content(person: Participation, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    office = ", ".join(part for part in (person.title, person.agency or str(person.region)) if part)
    return {"to": [person.name, office], "blocks": blocks, "copies": []}


def _sites(event: Event) -> str:
    return "; ".join(Site.objects.filter(event=event).values_list("name", flat=True))


def _blocks(event: Event, sites: str) -> list[dict[str, Any]]:
    taught = queries.curriculum_of(event)
    days = long_day(event.starts_on)
    if event.ends_on != event.starts_on:
        days = f"{days} sampai {long_day(event.ends_on)}"
    text = PRINTED.format(days=days, where=f" di {sites}" if sites else "", jp=sum(jp for _title, jp in taught))
    rows = [[str(number), title, str(jp)] for number, (title, jp) in enumerate(taught, start=1)]
    blocks: list[dict[str, Any]] = [{"kind": "text", "text": text}]
    if rows:
        blocks.append({"kind": "annex", "text": "Mata ajar dan jam pelajaran"})
        blocks.append({"kind": "table", "columns": ["No.", "Mata ajar", "JP"], "rows": rows})
    return blocks


def _check_day(event: Event, signed_on: date, today: date) -> None:
    if not event.ends_on <= signed_on <= today:
        raise PassingRefusal(
            _("Tanggal sertifikat antara hari terakhir kegiatan ({last}) dan hari ini.").format(
                last=long_day(event.ends_on)
            )
        )


@transaction.atomic
def issue(*, event: Event, signature: Signature, by: Any, at: datetime, today: date) -> Batch:  # noqa: ANN401
    """Issue certificates to all who passed and have none, in the background; a second press returns the same work.

    Raises:
        Refusal: nobody is left, the day cannot be, the post is vacant, or PDF cannot be made here.
    """
    fresh = locked(event)
    for batch in queries.batches_of(fresh):
        if left_of(batch):
            return batch if batch.job is not None and not batch.job.is_over else go_on(batch=batch, by=by, at=at)
    _check_day(fresh, signature.signed_on, today)
    people = list(queries.passed_without(fresh))
    if not people:
        raise PassingRefusal(_("Semua yang lulus sudah mempunyai sertifikat."))
    return _issued(fresh, people, signature, by=by, at=at)


def _issued(
    event: Event,
    people: list[Participation],
    signature: Signature,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Batch:
    blocks = _blocks(event, _sites(event))
    order = Order(
        kind=KIND,
        region=event.region,
        subject=subject_of(event),
        title=f"Sertifikat {event.title}"[:200],
        signer_post=signature.post,
        signed_on=signature.signed_on,
        classification=signature.classification,
        agency=signature.post.agency,
    )
    items = [Item(row.key, event.title, _content(row, blocks)) for row in people]
    return issue_many(order=order, items=items, by=by, at=at)


@transaction.atomic
def revoke(*, paper: Paper, reason: str, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Revoke a certificate; its number stays taken and its public page says so with the reason."""
    return papers.cancel(paper=paper, reason=reason, by=by, at=at, seen=seen)


@transaction.atomic
def reissue(
    *,
    event: Event,
    person: Participation,
    paper: Paper,
    signature: Signature,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    today: date,
) -> Paper | Batch:
    """Issue another certificate in the place of one: the old number stays readable, and each names the other.

    One in force is replaced at once; after a revoked one a new one is made in the background.

    Raises:
        Refusal: the person did not pass, no reason, a day that cannot be, or another one is there already.
    """
    fresh = locked(event)
    if not reason.strip():
        raise PassingRefusal(_("Tulis alasan menerbitkannya lagi, misalnya nama yang salah tulis."))
    _check_day(fresh, signature.signed_on, today)
    if not Decision.objects.filter(participation=person, is_current=True, outcome=PASSED).exists():
        raise PassingRefusal(_("Orang ini tidak dinyatakan lulus, jadi tidak mendapat sertifikat."))
    if not paper.is_in_force:
        if queries.holders_of(fresh, [person.key]):
            raise PassingRefusal(_("Orang ini sudah memegang sertifikat lain untuk kegiatan ini."))
        made: Paper | Batch = _issued(fresh, [person], signature, by=by, at=at)
    else:
        made = _replaced(fresh, person, paper, signature, by=by, at=at)
    change = Change(recording.PERSON, person.key, None, {"certificate": "reissued"})
    summary = _("Sertifikat diterbitkan ulang: {event}")
    verb = "training_passing.reissue"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=reason.strip()[:500])
    return made


def _replaced(
    event: Event,
    person: Participation,
    paper: Paper,
    signature: Signature,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Paper:
    """Put a new one in the place of one in force; signed by the program's seal alone, as all certificates."""
    said: dict[str, Any] = {"by": by, "at": at}
    new = papers.replace(paper=paper, **said)
    wording = Wording(event.title, content_for(event, person), signature.post)
    new = papers.correct(paper=new, wording=wording, seen=new.version, **said)
    new = papers.put_up(paper=new, seen=new.version, **said)
    signing = Signing(signature.signed_on, Paper.Way.SEAL, Numbering(signature.classification))
    return papers.sign(paper=new, signing=signing, by=None, at=at, seen=new.version)

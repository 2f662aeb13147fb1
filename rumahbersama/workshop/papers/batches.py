"""Many papers of one kind in the background: each once, with its own number, code and sealed PDF.

The work is done in small transactions, so that others may write meanwhile; what is done stays done when the worker
dies, and the next worker goes on from there. The lock of the office and the constraint "one of a kind for a person
and a subject" keep two workers, or two clicks, from making anything twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core import jobs
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import numbering as numbers
from rumahbersama.workshop.papers import recording
from rumahbersama.workshop.papers.contents import PICTURES, clean, content_of
from rumahbersama.workshop.papers.kinds import kind_of
from rumahbersama.workshop.papers.models import Batch, BatchItem, Edition, Office, Paper, PaperFile
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.papers.offices import letterhead_of, office_for
from rumahbersama.workshop.papers.pdfs import check_can_make
from rumahbersama.workshop.papers.pictures import not_its_own
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED, PaperRefusal, check_classification
from rumahbersama.workshop.papers.sealing import made_pdf
from rumahbersama.workshop.papers.signers import frozen

KIND, ATTEMPTS, CHUNK, MOST_ITEMS = "papers.issue", 20, 20, 5_000


@dataclass(frozen=True)
class Item:
    """One paper of a batch. ``person_key`` names the person for this subject, once."""

    person_key: str
    title: str
    content: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """What all papers of a batch share."""

    kind: str
    region: Region
    subject: str
    title: str
    signer_post: Post
    signed_on: date
    classification: str = ""
    agency: str = ""
    on_behalf: Post | None = None


@transaction.atomic
def issue_many(*, order: Order, items: Sequence[Item], by: Any, at: datetime) -> Batch:  # noqa: ANN401
    """Begin to make many papers in the background; somebody who has one already gets no second.

    Raises:
        PaperRefusal: nobody to make one for, a person twice, a vacant post, or PDF cannot be made here.
    """
    check_can_make()
    which = kind_of(order.kind)
    if which.needs_number:
        check_classification(order.classification)
    _check_items(items)
    signer = frozen(order.signer_post, order.on_behalf, order.signed_on)
    batch = Batch.objects.create(
        kind=order.kind,
        office=office_for(order.region, order.agency),
        subject=order.subject[:120],
        title=clean(order.title)[:200],
        classification=order.classification,
        signer_post=order.signer_post,
        signer=signer,
        signed_on=order.signed_on,
        total=len(items),
        by=by if getattr(by, "pk", None) else None,
        at=at,
    )
    BatchItem.objects.bulk_create(
        [
            BatchItem(
                batch=batch,
                person_key=item.person_key,
                title=clean(item.title)[:300],
                content=content_of(item.content).as_json(),
            )
            for item in items
        ],
        batch_size=500,
    )
    _start(batch, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="papers.issue_many",
        summary=_("{count} surat diterbitkan sekaligus: {what}").format(count=len(items), what=batch.title),
        place_code=order.region.code,
    )
    return batch


def _check_items(items: Sequence[Item]) -> None:
    if not 0 < len(items) <= MOST_ITEMS:
        raise PaperRefusal(_("Pilih 1 sampai {most} orang.").format(most=MOST_ITEMS))
    seen: set[str] = set()
    for item in items:
        if not item.person_key or item.person_key in seen:
            raise PaperRefusal(_("“{title}” ada dua kali dalam daftar ini.").format(title=item.title[:80]))
        seen.add(item.person_key)
        if any(block.get("kind") == PICTURES for block in item.content.get("blocks", ())):
            raise not_its_own()  # each paper keeps pictures of its own, and many at once are given none


def _start(batch: Batch, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    account = by if getattr(by, "pk", None) else None
    batch.job = jobs.start(kind=KIND, title=batch.title, by=account, at=at, arguments={"number": batch.pk})
    batch.save(update_fields=["job"])


@transaction.atomic
def go_on(*, batch: Batch, by: Any, at: datetime) -> Batch:  # noqa: ANN401
    """Begin again what stopped before its end.

    Raises:
        PaperRefusal: it is at work still, or nothing is left to do.
    """
    fresh = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if fresh.job is not None and not fresh.job.is_over:
        raise PaperRefusal(_("Pekerjaan ini masih berjalan."))
    if not left_of(fresh):
        raise PaperRefusal(_("Semua surat dalam paket ini sudah jadi."))
    _start(fresh, by=by, at=at)
    return fresh


def left_of(batch: Batch) -> int:
    """Return how many papers of a batch are not yet made and sealed (two queries)."""
    return int(_waiting(batch).count() + _unsealed(batch).count())


def _waiting(batch: Batch) -> Any:  # noqa: ANN401 - a QuerySet of items
    held = Paper.objects.filter(
        Q(state__in=[*UNFINISHED, *IN_FORCE]) | Q(batch=batch),  # what was made and then cancelled is not made again
        kind=batch.kind,
        subject=batch.subject,
    )
    return BatchItem.objects.filter(batch=batch).exclude(
        person_key__in=held.exclude(person_key="").values("person_key")
    )


def _unsealed(batch: Batch) -> Any:  # noqa: ANN401 - a QuerySet of papers
    has = PaperFile.objects.filter(kind=PaperFile.Kind.SEALED, paper__batch=batch).values("paper")
    return Paper.objects.filter(batch=batch, state__in=IN_FORCE).exclude(pk__in=has)


@jobs.job(KIND, attempts=ATTEMPTS)
def run(progress: Callable[[str, int, int], None], *, number: int) -> str | None:
    """Make what is left of a batch; safe to start over at any moment."""
    batch = Batch.objects.select_related("office__region", "signer_post").get(pk=number)
    items = list(_waiting(batch))
    done = batch.total - len(items)
    for part in _parts(items):
        progress(_("Memberi nomor"), done, batch.total)
        _make_papers(batch, part, at=timezone.now())
        done += len(part)
    waiting = list(_unsealed(batch).select_related("office", "region", "signer_post__region", "on_behalf"))
    done = batch.total - len(waiting)
    for papers in _parts(waiting):
        progress(_("Membuat PDF bersegel"), done, batch.total)
        _seal(batch, papers)
        done += len(papers)
    progress(_("Membuat PDF bersegel"), batch.total, batch.total)
    return batch.get_absolute_url()


def _parts(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


@transaction.atomic
def _make_papers(batch: Batch, items: list[BatchItem], *, at: datetime) -> None:
    """Make the papers of some items with their numbers, leaving out who has one by now."""
    office = Office.objects.select_for_update(of=("self",)).select_related("region").get(pk=batch.office_id)
    free = set(_waiting(batch).filter(pk__in=[item.pk for item in items]).values_list("pk", flat=True))
    papers = Paper.objects.bulk_create([_paper(batch, office, item, at=at) for item in items if item.pk in free])
    if not papers:
        return
    if papers[0].kind_here.needs_number:
        numbering = Numbering(batch.classification)
        numbers.enter_many(papers=papers, numbering=numbering, day=batch.signed_on, at=at)
        for paper in papers:
            paper.state = Paper.State.NUMBERED
        Paper.objects.bulk_update(papers, ["number", "state"])
    Edition.objects.bulk_create(
        [
            Edition(paper=paper, number=1, title=paper.title, content=paper.content, by_name=str(batch), at=at)
            for paper in papers
        ]
    )
    changes = [recording.change_of(paper, None) for paper in papers]
    _record(batch, changes, _("{count} surat bernomor: {what}"), verb="papers.issue", at=at)


def _paper(batch: Batch, office: Office, item: BatchItem, *, at: datetime) -> Paper:
    kind = kind_of(batch.kind)
    return Paper(
        kind=batch.kind,
        is_private=kind.is_private,
        office=office,
        region=office.region,
        subject=batch.subject,
        person_key=item.person_key,
        batch=batch,
        title=item.title,
        content=item.content,
        signer_post=batch.signer_post,
        signer=batch.signer,
        letterhead=letterhead_of(office),
        state=Paper.State.SIGNED,
        way=Paper.Way.SEAL,
        signed_on=batch.signed_on,
        entered_by_id=batch.by_id,
        entered_at=at,
    )


def _seal(batch: Batch, papers: list[Paper]) -> None:
    """Make and keep the PDF of some papers; the files are made before the database is held."""
    at = timezone.now()
    made = [(paper, made_pdf(paper, at=at)) for paper in papers]
    with transaction.atomic():
        Office.objects.select_for_update(of=("self",)).get(pk=batch.office_id)
        free = set(_unsealed(batch).filter(pk__in=[paper.pk for paper in papers]).values_list("pk", flat=True))
        changes = []
        for paper, file in made:
            if paper.pk in free:
                kept = files.keep(file, place_code=paper.region.code, by=batch.by, at=at)
                files.attach(files=[kept], to=f"{recording.ENTITY}:{paper.pk}")
                PaperFile.objects.create(paper=paper, kind=PaperFile.Kind.SEALED, file=kept, at=at)
                changes.append(Change(recording.ENTITY, paper.key, None, {"file": kept.sha256}))
        if changes:
            _record(batch, changes, _("{count} PDF bersegel dibuat: {what}"), verb="papers.seal", at=at)


def _record(batch: Batch, changes: list[Change], summary: str, *, verb: str, at: datetime) -> None:
    record(
        by=batch.by,
        at=at,
        verb=verb,
        summary=summary.format(count=len(changes), what=batch.title),
        place_code=batch.office.region.code,
        changes=changes,
    )

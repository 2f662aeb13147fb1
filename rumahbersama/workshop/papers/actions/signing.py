"""From the signature on: sign, number, add files, send, cancel, replace."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.workshop.papers import numbering as numbers
from rumahbersama.workshop.papers import recording
from rumahbersama.workshop.papers.actions.drafting import draft
from rumahbersama.workshop.papers.actions.rows import held, locked, save
from rumahbersama.workshop.papers.models import Initial, Paper, PaperFile
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.papers.offices import letterhead_of
from rumahbersama.workshop.papers.pictures import copies_of, keep_pictures
from rumahbersama.workshop.papers.rules import (
    IN_FORCE,
    NUMBERED,
    SIGNED,
    UNFINISHED,
    PaperRefusal,
    check_reason,
    check_signing,
    check_state,
)
from rumahbersama.workshop.papers.signers import frozen_signer

State, Way = Paper.State, Paper.Way


@dataclass(frozen=True)
class Signing:
    """How a paper was signed. ``numbering`` None: the number comes later. ``proof``: the scan or the signed PDF."""

    signed_on: date
    way: str
    numbering: Numbering | None = None
    proof: files.Checked | None = None


@transaction.atomic
def sign(*, paper: Paper, signing: Signing, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Sign a paper, and give it its number; its signer and letterhead are frozen as of that day.

    Raises:
        PaperRefusal: not ready, the post is vacant, the number is taken, the proof is missing or of another kind.
    """
    fresh = held(paper, seen=seen)
    left = Initial.objects.filter(paper=fresh, at=None).count()
    check_signing(state=fresh.state, initials_left=left)
    _check_signing(fresh, signing, by=by, at=at)
    before = recording.facts_of(fresh)
    fresh.signer = frozen_signer(fresh, signing.signed_on)
    fresh.letterhead = letterhead_of(fresh.office)
    fresh.signed_on, fresh.way, fresh.state = signing.signed_on, signing.way, State.SIGNED
    more = {}
    if signing.proof is not None:
        more["file"] = _attach(fresh, signing.proof, kind=signing.way, by=by, at=at)
    if signing.numbering is not None and fresh.kind_here.needs_number:
        numbers.enter(paper=fresh, numbering=signing.numbering, day=signing.signed_on, at=at)
        fresh.state = State.NUMBERED
    old = [] if fresh.replaces is None else [_replaced(fresh.replaces)]
    if fresh.replaces is not None:
        fresh.person_key = fresh.replaces.person_key  # free now: the old one is no longer in force
    save(fresh)
    changes = [recording.change_of(fresh, before, **more), *old]
    recording.write(fresh, changes, by=by, at=at, verb="papers.sign", summary=_("Ditandatangani: {what}"))
    return fresh


def _check_signing(paper: Paper, signing: Signing, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    today = timezone.localdate(at)
    if signing.way not in Way.values:
        raise PaperRefusal(_("Pilih cara tanda tangannya."))
    if signing.signed_on > today:
        raise PaperRefusal(_("Tanggal tanda tangan belum tiba. Isi tanggal hari ini atau sebelumnya."))
    if signing.way == Way.CERTIFIED and (signing.proof is None or signing.proof.kind != "pdf"):
        raise PaperRefusal(_("Lampirkan PDF yang sudah bertanda tangan elektronik."))
    by_holder = getattr(by, "pk", None) is None or paper.signer_post_id in own_posts(by)
    if not by_holder and signing.proof is None:
        raise PaperRefusal(
            _("Anda bukan pemegang jabatan penanda tangan. Lampirkan pindaian atau PDF yang sudah ditandatangani.")
        )


def _replaced(old: Paper) -> Change:
    """Put a paper out of force, for the one that takes its place."""
    fresh = locked(old)
    check_state(state=fresh.state, among=IN_FORCE)
    before = recording.facts_of(fresh)
    fresh.state = State.REPLACED
    save(fresh)
    return recording.change_of(fresh, before)


@transaction.atomic
def give_number(*, paper: Paper, numbering: Numbering, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Give a signed paper its number.

    Raises:
        PaperRefusal: it is not signed, has a number, needs none, or the number is taken.
    """
    fresh = held(paper, seen=seen)
    check_state(state=fresh.state, among=(SIGNED,))
    if not fresh.kind_here.needs_number or fresh.signed_on is None:
        raise PaperRefusal(_("Jenis surat ini tidak memakai nomor."))
    before = recording.facts_of(fresh)
    numbers.enter(paper=fresh, numbering=numbering, day=fresh.signed_on, at=at)
    fresh.state = State.NUMBERED
    save(fresh)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="papers.give_number", summary=_("Diberi nomor: {what}"))
    return fresh


@transaction.atomic
def add_file(*, paper: Paper, kind: str, proof: files.Checked, by: Any, at: datetime) -> PaperFile:  # noqa: ANN401
    """Keep the scan of a signed paper, or the PDF that came back signed.

    Raises:
        PaperRefusal: not signed, or a picture where a PDF is needed.
    """
    fresh = locked(paper)
    check_state(state=fresh.state, among=IN_FORCE)
    if kind == PaperFile.Kind.CERTIFIED and proof.kind != "pdf":
        raise PaperRefusal(_("Lampirkan PDF yang sudah bertanda tangan elektronik."))
    before = recording.facts_of(fresh)
    digest = _attach(fresh, proof, kind=Way.CERTIFIED if kind == PaperFile.Kind.CERTIFIED else Way.WET, by=by, at=at)
    save(fresh)
    change = recording.change_of(fresh, before, file=digest)
    recording.write(fresh, [change], by=by, at=at, verb="papers.add_file", summary=_("Berkas dilampirkan: {what}"))
    return PaperFile.objects.get(paper=fresh, file__sha256=digest, kind=kind)


def _attach(paper: Paper, proof: files.Checked, *, kind: str, by: Any, at: datetime) -> str:  # noqa: ANN401
    """Keep a file of a paper; return its SHA-256."""
    which = PaperFile.Kind.CERTIFIED if kind == Way.CERTIFIED else PaperFile.Kind.SCAN
    kept = files.keep(proof, place_code=paper.region.code, by=by, at=at)
    if PaperFile.objects.filter(paper=paper, kind=which, file__sha256=kept.sha256).exists():
        files.remove(file=kept)  # sent twice
        return kept.sha256
    files.attach(files=[kept], to=f"{recording.ENTITY}:{paper.pk}")
    PaperFile.objects.create(paper=paper, kind=which, file=kept, at=at)
    return kept.sha256


@transaction.atomic
def send(*, paper: Paper, sent_on: date, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Say that a paper went out.

    Raises:
        PaperRefusal: no number yet, no scan of what was signed on paper, or a day that cannot be.
    """
    fresh = held(paper, seen=seen)
    needs_number = fresh.kind_here.needs_number
    if needs_number and fresh.state == SIGNED:
        raise PaperRefusal(_("Surat ini belum bernomor. Beri nomor dulu."))
    check_state(state=fresh.state, among=(NUMBERED,) if needs_number else (SIGNED,))
    proofs = (PaperFile.Kind.SCAN, PaperFile.Kind.CERTIFIED)
    has_proof = PaperFile.objects.filter(paper=fresh, kind__in=proofs).exists()
    if fresh.way != Way.SEAL and not has_proof:
        raise PaperRefusal(_("Lampirkan dulu pindaian surat yang sudah ditandatangani."))
    if fresh.signed_on is None or not fresh.signed_on <= sent_on <= timezone.localdate(at):
        raise PaperRefusal(_("Tanggal kirim harus antara tanggal tanda tangan dan hari ini."))
    before = recording.facts_of(fresh)
    fresh.state, fresh.sent_on = State.SENT, sent_on
    save(fresh)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="papers.send", summary=_("Dikirim: {what}"))
    return fresh


@transaction.atomic
def cancel(*, paper: Paper, reason: str, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Cancel a paper, with the reason; its number stays taken and its public page says so.

    The pictures of a signed one stay in it; those of one that was never signed go.

    Raises:
        PaperRefusal: no reason, cancelled or replaced already, or changed since version ``seen``.
    """
    why = check_reason(reason, what=_("Tulis alasan membatalkannya; alasan itu tampil di halaman pemeriksaan."))
    fresh = held(paper, seen=seen)
    check_state(state=fresh.state, among=(*UNFINISHED, *IN_FORCE))
    if fresh.is_unfinished:
        keep_pictures(fresh, (), (), by=by, at=at)
    before = recording.facts_of(fresh)
    fresh.state, fresh.cancelled_because, fresh.cancelled_on = State.CANCELLED, why, timezone.localdate(at)
    save(fresh)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="papers.cancel", summary=_("Dibatalkan: {what}"), reason=why)
    return fresh


@transaction.atomic
def replace(*, paper: Paper, by: Any, at: datetime) -> Paper:  # noqa: ANN401
    """Begin the draft that comes in the place of a signed paper; the old one stays in force until that is signed.

    Raises:
        PaperRefusal: it is not in force, or another draft is on its way already.
    """
    fresh = locked(paper)
    check_state(state=fresh.state, among=IN_FORCE)
    if fresh.replacements.exclude(state=State.CANCELLED).exists():
        raise PaperRefusal(_("Konsep penggantinya sudah ada. Buka konsep itu dari halaman surat ini."))
    rows = Initial.objects.filter(paper=fresh).select_related("post").order_by("order")
    return draft(
        kind=fresh.kind,
        region=fresh.region,
        agency=fresh.office.agency,
        subject=fresh.subject,
        title=fresh.title,
        content=fresh.content,
        signer_post=fresh.signer_post,
        on_behalf=fresh.on_behalf,
        initials=[row.post for row in rows],
        replaces=fresh,
        pictures=copies_of(fresh),
        by=by,
        at=at,
    )

"""The road of a paper: draft, correct, put up, initial or send back, sign, number, send, cancel, replace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import own_posts
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import numbering as numbers
from rumahbersama.workshop.papers import recording
from rumahbersama.workshop.papers.contents import clean, content_of
from rumahbersama.workshop.papers.kinds import kind_of
from rumahbersama.workshop.papers.models import Edition, Initial, Paper, PaperFile
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.papers.offices import letterhead_of, office_for
from rumahbersama.workshop.papers.rules import (
    DRAFT,
    IN_FORCE,
    INITIALS,
    MOST_INITIALS,
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


@transaction.atomic
def draft(
    *,
    kind: str,
    region: Region,
    title: str,
    content: dict[str, Any],
    signer_post: Post,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    subject: str = "",
    agency: str = "",
    on_behalf: Post | None = None,
    initials: Sequence[Post] = (),
    person_key: str = "",
    replaces: Paper | None = None,
) -> Paper:
    """Write the draft of a paper; it has no number.

    Args:
        kind: code of a registered kind.
        region: whose office writes it; with ``agency`` that agency of the place.
        title: what it is about ("Hal"), or the heading of a sheet.
        content: see ``contents.Content.as_json``.
        signer_post: the post that signs.
        by: who writes it.
        at: when.
        subject: what it belongs to, opaque text such as "training.event:KEY".
        agency: the agency of the post that writes, "" for the place itself.
        on_behalf: the post for which the signer signs (a.n.).
        initials: posts that put their paraf, in order.
        person_key: whom it is about, where a kind is given to a person once for a subject.
        replaces: the signed paper in whose place this one comes when it is signed.

    Raises:
        PaperRefusal: an unknown kind, no title, a part of the content that cannot be, or a second one for a person.
    """
    which, office = kind_of(kind), office_for(region, agency)
    found = content_of({"copies": office.copies.splitlines()} | content)
    if person_key and _is_there(kind, subject, person_key):
        raise PaperRefusal(_("{kind} untuk orang ini sudah ada.").format(kind=which.label))
    made = Paper(
        kind=kind,
        is_private=which.is_private,
        office=office,
        region=region,
        subject=subject[:120],
        person_key=person_key,
        title=_title(title),
        content=found.as_json(),
        signer_post=signer_post,
        on_behalf=_other(on_behalf, signer_post),
        replaces=replaces,
        entered_by=by if getattr(by, "pk", None) else None,
        entered_at=at,
    )
    made.save()
    _put_initials(made, initials)
    _keep_edition(made, by=by, at=at)
    more = {"replaces": replaces.number or replaces.title} if replaces else {}
    change = recording.change_of(made, None, **more)
    recording.write(made, [change], by=by, at=at, verb="draft", summary=_("Konsep dibuat: {what}"))
    return made


def _is_there(kind: str, subject: str, person_key: str) -> bool:
    rows = Paper.objects.filter(kind=kind, subject=subject, person_key=person_key)
    return rows.filter(state__in=[*UNFINISHED, *IN_FORCE]).exists()


@dataclass(frozen=True)
class Wording:
    """What may still change of a draft."""

    title: str
    content: dict[str, Any]
    signer_post: Post
    on_behalf: Post | None = None
    initials: Sequence[Post] = ()


@transaction.atomic
def correct(*, paper: Paper, wording: Wording, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Change a draft; the text it had is kept as an edition. Initials begin anew.

    Raises:
        PaperRefusal: signed already, changed since version ``seen``, or a part that cannot be.
    """
    fresh = _held(paper, seen=seen)
    check_state(state=fresh.state, among=UNFINISHED)
    before, text_before = recording.facts_of(fresh), (fresh.title, fresh.content)
    posts_before = list(Initial.objects.filter(paper=fresh).values_list("post", flat=True))
    fresh.title = _title(wording.title)
    fresh.content = content_of(fresh.content | wording.content).as_json()
    fresh.signer_post, fresh.on_behalf = wording.signer_post, _other(wording.on_behalf, wording.signer_post)
    is_new_text = (fresh.title, fresh.content) != text_before
    wanted = [post.pk for post in wording.initials]
    if not is_new_text and recording.facts_of(fresh) == before and wanted == posts_before:
        return fresh
    fresh.state, fresh.edition = State.DRAFT, fresh.edition + int(is_new_text)
    _save(fresh)
    _put_initials(fresh, wording.initials)
    if is_new_text:
        _keep_edition(fresh, by=by, at=at)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="correct", summary=_("Konsep diperbaiki: {what}"))
    return fresh


@transaction.atomic
def put_up(*, paper: Paper, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Put a draft up for its initials and its signature.

    Raises:
        PaperRefusal: no draft any more, or changed since version ``seen``.
    """
    fresh = _held(paper, seen=seen)
    check_state(state=fresh.state, among=(DRAFT,))
    return _moved(fresh, State.INITIALS, by=by, at=at, verb="put_up", summary=_("Diajukan: {what}"), returned="")


@transaction.atomic
def initial(*, paper: Paper, post: Post, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Put the paraf of a post.

    Raises:
        PaperRefusal: an earlier one is missing, it is there already, or the paper changed since version ``seen``.
    """
    fresh = _held(paper, seen=seen)
    check_state(state=fresh.state, among=(INITIALS,))
    waiting = Initial.objects.filter(paper=fresh, at=None).select_related("post").order_by("order").first()
    if waiting is None or waiting.post_id != post.pk:
        raise PaperRefusal(_("Belum giliran {post}, atau parafnya sudah ada.").format(post=post))
    waiting.at, waiting.by_name = at, _name_of(by)
    waiting.save(update_fields=["at", "by_name"])
    before = recording.facts_of(fresh)
    _save(fresh)
    change = recording.change_of(fresh, before, initials=str(post))
    recording.write(fresh, [change], by=by, at=at, verb="initial", summary=_("Diparaf: {what}"))
    return fresh


@transaction.atomic
def send_back(*, paper: Paper, reason: str, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Send a paper back to its writer, with the reason; initials begin anew.

    Raises:
        PaperRefusal: no reason, not put up, or changed since version ``seen``.
    """
    why = check_reason(reason, what=_("Tulis apa yang harus diperbaiki, supaya penulisnya tahu."))
    fresh = _held(paper, seen=seen)
    check_state(state=fresh.state, among=(INITIALS,))
    Initial.objects.filter(paper=fresh).update(at=None, by_name="")
    summary = _("Dikembalikan: {what}")
    return _moved(fresh, State.DRAFT, by=by, at=at, verb="send_back", summary=summary, returned=why, reason=why)


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
    fresh = _held(paper, seen=seen)
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
    _save(fresh)
    changes = [recording.change_of(fresh, before, **more), *old]
    recording.write(fresh, changes, by=by, at=at, verb="sign", summary=_("Ditandatangani: {what}"))
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
    fresh = _locked(old)
    check_state(state=fresh.state, among=IN_FORCE)
    before = recording.facts_of(fresh)
    fresh.state = State.REPLACED
    _save(fresh)
    return recording.change_of(fresh, before)


@transaction.atomic
def give_number(*, paper: Paper, numbering: Numbering, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Give a signed paper its number.

    Raises:
        PaperRefusal: it is not signed, has a number, needs none, or the number is taken.
    """
    fresh = _held(paper, seen=seen)
    check_state(state=fresh.state, among=(SIGNED,))
    if not fresh.kind_here.needs_number or fresh.signed_on is None:
        raise PaperRefusal(_("Jenis surat ini tidak memakai nomor."))
    before = recording.facts_of(fresh)
    numbers.enter(paper=fresh, numbering=numbering, day=fresh.signed_on, at=at)
    fresh.state = State.NUMBERED
    _save(fresh)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="give_number", summary=_("Diberi nomor: {what}"))
    return fresh


@transaction.atomic
def add_file(*, paper: Paper, kind: str, proof: files.Checked, by: Any, at: datetime) -> PaperFile:  # noqa: ANN401
    """Keep the scan of a signed paper, or the PDF that came back signed.

    Raises:
        PaperRefusal: not signed, or a picture where a PDF is needed.
    """
    fresh = _locked(paper)
    check_state(state=fresh.state, among=IN_FORCE)
    if kind == PaperFile.Kind.CERTIFIED and proof.kind != "pdf":
        raise PaperRefusal(_("Lampirkan PDF yang sudah bertanda tangan elektronik."))
    before = recording.facts_of(fresh)
    digest = _attach(fresh, proof, kind=Way.CERTIFIED if kind == PaperFile.Kind.CERTIFIED else Way.WET, by=by, at=at)
    _save(fresh)
    change = recording.change_of(fresh, before, file=digest)
    recording.write(fresh, [change], by=by, at=at, verb="add_file", summary=_("Berkas dilampirkan: {what}"))
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
    fresh = _held(paper, seen=seen)
    needs_number = fresh.kind_here.needs_number
    if needs_number and fresh.state == SIGNED:
        raise PaperRefusal(_("Surat ini belum bernomor. Beri nomor dulu."))
    check_state(state=fresh.state, among=(NUMBERED,) if needs_number else (SIGNED,))
    has_proof = PaperFile.objects.filter(paper=fresh).exclude(kind=PaperFile.Kind.SEALED).exists()
    if fresh.way != Way.SEAL and not has_proof:
        raise PaperRefusal(_("Lampirkan dulu pindaian surat yang sudah ditandatangani."))
    if fresh.signed_on is None or not fresh.signed_on <= sent_on <= timezone.localdate(at):
        raise PaperRefusal(_("Tanggal kirim harus antara tanggal tanda tangan dan hari ini."))
    before = recording.facts_of(fresh)
    fresh.state, fresh.sent_on = State.SENT, sent_on
    _save(fresh)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="send", summary=_("Dikirim: {what}"))
    return fresh


@transaction.atomic
def cancel(*, paper: Paper, reason: str, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Cancel a paper, with the reason; its number stays taken and its public page says so.

    Raises:
        PaperRefusal: no reason, cancelled or replaced already, or changed since version ``seen``.
    """
    why = check_reason(reason, what=_("Tulis alasan membatalkannya; alasan itu tampil di halaman pemeriksaan."))
    fresh = _held(paper, seen=seen)
    check_state(state=fresh.state, among=(*UNFINISHED, *IN_FORCE))
    before = recording.facts_of(fresh)
    fresh.state, fresh.cancelled_because, fresh.cancelled_on = State.CANCELLED, why, timezone.localdate(at)
    _save(fresh)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="cancel", summary=_("Dibatalkan: {what}"), reason=why)
    return fresh


@transaction.atomic
def replace(*, paper: Paper, by: Any, at: datetime) -> Paper:  # noqa: ANN401
    """Begin the draft that comes in the place of a signed paper; the old one stays in force until that is signed.

    Raises:
        PaperRefusal: it is not in force, or another draft is on its way already.
    """
    fresh = _locked(paper)
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
        by=by,
        at=at,
    )


def _moved(
    paper: Paper,
    to: str,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    returned: str,
    reason: str = "",
) -> Paper:
    before = recording.facts_of(paper)
    paper.state, paper.returned_because = to, returned
    _save(paper)
    change = recording.change_of(paper, before)
    recording.write(paper, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)
    return paper


def _title(text: str) -> str:
    title = clean(text)[:300]
    if not title:
        raise PaperRefusal(_("Tulis hal surat ini dalam satu kalimat pendek."))
    return title


def _other(on_behalf: Post | None, signer: Post) -> Post | None:
    """Return the post for which the signer signs; nobody signs on behalf of himself."""
    return None if on_behalf is None or on_behalf.pk == signer.pk else on_behalf


def _put_initials(paper: Paper, posts: Sequence[Post]) -> None:
    wanted = {post.pk: post for post in posts if post.pk != paper.signer_post_id}
    if len(wanted) > MOST_INITIALS:
        raise PaperRefusal(_("Paling banyak {most} paraf.").format(most=MOST_INITIALS))
    Initial.objects.filter(paper=paper).delete()
    Initial.objects.bulk_create(
        [Initial(paper=paper, order=order, post=post) for order, post in enumerate(wanted.values(), start=1)]
    )


def _keep_edition(paper: Paper, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    Edition.objects.create(
        paper=paper, number=paper.edition, title=paper.title, content=paper.content, by_name=_name_of(by), at=at
    )


def _name_of(by: Any) -> str:  # noqa: ANN401
    name = str(by) if getattr(by, "pk", None) else "Rumah Bersama"
    keyboard = getattr(by, "keyboard", "")
    return f"{name} ({keyboard})" if keyboard else name


def _locked(paper: Paper) -> Paper:
    rows = Paper.objects.select_for_update(of=("self",)).select_related(
        "office", "region", "signer_post__region", "on_behalf__region", "replaces"
    )
    return rows.get(pk=paper.pk)


def _held(paper: Paper, *, seen: int) -> Paper:
    fresh = _locked(paper)
    if fresh.version != seen:
        raise PaperRefusal(
            _("Surat ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )
    return fresh


def _save(row: Paper) -> None:
    row.version += 1
    row.save()

"""Before a paper is signed: draft, correct, put up, initial, send back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.rules import named
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import recording
from rumahbersama.workshop.papers.actions.rows import held, save
from rumahbersama.workshop.papers.contents import clean, content_of
from rumahbersama.workshop.papers.kinds import kind_of
from rumahbersama.workshop.papers.models import Edition, Initial, Paper
from rumahbersama.workshop.papers.offices import office_for
from rumahbersama.workshop.papers.pictures import Print, keep_pictures
from rumahbersama.workshop.papers.rules import (
    DRAFT,
    IN_FORCE,
    INITIALS,
    MOST_INITIALS,
    UNFINISHED,
    PaperRefusal,
    check_complete,
    check_reason,
    check_state,
)
from rumahbersama.workshop.papers.writing import gaps_in

State = Paper.State


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
    pictures: Sequence[Print] = (),
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
        pictures: those that the content shows; the paper keeps them.

    Raises:
        PaperRefusal: an unknown kind, no title, a part of the content that cannot be, a picture that was not given,
            or a second one for a person.
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
    keep_pictures(made, found.blocks, pictures, by=by, at=at)
    _put_initials(made, initials)
    _keep_edition(made, by=by, at=at)
    more = {"replaces": replaces.number or replaces.title} if replaces else {}
    change = recording.change_of(made, None, **more)
    recording.write(made, [change], by=by, at=at, verb="papers.draft", summary=_("Konsep dibuat: {what}"))
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
    pictures: Sequence[Print] = ()


@transaction.atomic
def correct(*, paper: Paper, wording: Wording, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Change a draft; the text it had is kept as an edition. Initials begin anew.

    Raises:
        PaperRefusal: signed already, changed since version ``seen``, or a part or a picture that cannot be.
    """
    fresh = held(paper, seen=seen)
    check_state(state=fresh.state, among=UNFINISHED)
    before, text_before = recording.facts_of(fresh), (fresh.title, fresh.content)
    posts_before = list(Initial.objects.filter(paper=fresh).values_list("post", flat=True))
    fresh.title = _title(wording.title)
    content = content_of(fresh.content | wording.content)
    fresh.content = content.as_json()
    fresh.signer_post, fresh.on_behalf = wording.signer_post, _other(wording.on_behalf, wording.signer_post)
    is_new_text = (fresh.title, fresh.content) != text_before
    wanted = [post.pk for post in wording.initials]
    if not is_new_text and recording.facts_of(fresh) == before and wanted == posts_before:
        return fresh
    fresh.state, fresh.edition = State.DRAFT, fresh.edition + int(is_new_text)
    save(fresh)
    keep_pictures(fresh, content.blocks, wording.pictures, by=by, at=at)
    _put_initials(fresh, wording.initials)
    if is_new_text:
        _keep_edition(fresh, by=by, at=at)
    change = recording.change_of(fresh, before)
    recording.write(fresh, [change], by=by, at=at, verb="papers.correct", summary=_("Konsep diperbaiki: {what}"))
    return fresh


@transaction.atomic
def put_up(*, paper: Paper, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Put a draft up for its initials and its signature.

    Raises:
        PaperRefusal: no draft any more, something is left to be filled in, or changed since version ``seen``.
    """
    fresh = held(paper, seen=seen)
    check_state(state=fresh.state, among=(DRAFT,))
    check_complete(gaps_in([fresh.content]))
    return _moved(
        fresh, State.INITIALS, by=by, at=at, verb="papers.put_up", summary=_("Diajukan: {what}"), returned=""
    )


@transaction.atomic
def initial(*, paper: Paper, post: Post, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Put the paraf of a post.

    Raises:
        PaperRefusal: an earlier one is missing, it is there already, or the paper changed since version ``seen``.
    """
    fresh = held(paper, seen=seen)
    check_state(state=fresh.state, among=(INITIALS,))
    waiting = Initial.objects.filter(paper=fresh, at=None).select_related("post").order_by("order").first()
    if waiting is None or waiting.post_id != post.pk:
        raise PaperRefusal(_("Belum giliran {post}, atau parafnya sudah ada.").format(post=post))
    waiting.at, waiting.by_name = at, named(by)
    waiting.save(update_fields=["at", "by_name"])
    before = recording.facts_of(fresh)
    save(fresh)
    change = recording.change_of(fresh, before, initials=str(post))
    recording.write(fresh, [change], by=by, at=at, verb="papers.initial", summary=_("Diparaf: {what}"))
    return fresh


@transaction.atomic
def send_back(*, paper: Paper, reason: str, by: Any, at: datetime, seen: int) -> Paper:  # noqa: ANN401
    """Send a paper back to its writer, with the reason; initials begin anew.

    Raises:
        PaperRefusal: no reason, not put up, or changed since version ``seen``.
    """
    why = check_reason(reason, what=_("Tulis apa yang harus diperbaiki, supaya penulisnya tahu."))
    fresh = held(paper, seen=seen)
    check_state(state=fresh.state, among=(INITIALS,))
    Initial.objects.filter(paper=fresh).update(at=None, by_name="")
    summary = _("Dikembalikan: {what}")
    return _moved(
        fresh, State.DRAFT, by=by, at=at, verb="papers.send_back", summary=summary, returned=why, reason=why
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
    save(paper)
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
        paper=paper, number=paper.edition, title=paper.title, content=paper.content, by_name=named(by), at=at
    )

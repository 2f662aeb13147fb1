"""How a paper is told in the record, and the writing of it. Names stay out: of its text only that it changed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.workshop.papers.kinds import kinds
from rumahbersama.workshop.papers.models import Office, Paper

ENTITY, OFFICE = "papers.paper", "papers.office"
PERSONAL = frozenset({"content", "title", "signer"})
DAYS = ("signed_on", "sent_on", "cancelled_on")
PLAIN = ("title", "number", "edition", "returned_because", "cancelled_because")
OFFICE_FIELDS = ("heading", "address", "city", "short", "pattern", "copies")


def facts_of(paper: Paper) -> dict[str, Any]:
    """Return a paper as the record writes it."""
    days = {name: getattr(paper, name) for name in DAYS}
    return {
        **{name: getattr(paper, name) for name in PLAIN},
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "kind": paper.kind,
        "state": str(paper.state),
        "way": str(paper.way),
        "signer_post": str(paper.signer_post),
        "on_behalf": str(paper.on_behalf or ""),
        "content": paper.content,
        "signer": paper.signer,
    }


def change_of(paper: Paper, before: dict[str, Any] | None, **more: Any) -> Change:  # noqa: ANN401
    """Return what changed since ``before``; what was told where there is none. Texts are told as changed only."""
    personal = PERSONAL if paper.is_private or paper.person_key else PERSONAL - {"title"}
    known, after = before or {}, facts_of(paper)
    if before is None:
        after = {name: value for name, value in after.items() if value not in ("", None, {})}
        known = dict.fromkeys(after)
    was, now = only_differences(known, after, personal=personal)
    return Change(ENTITY, paper.key, was if before is not None else None, now | more)


def write(
    paper: Paper,
    changes: list[Change],
    *,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
) -> None:
    """Record changes of a paper at its place; ``{what}`` in the summary becomes its subject."""
    what = (
        str(paper.kind_here.label)
        if paper.is_private or paper.person_key
        else f"{paper.kind_here.label}: {paper.title[:120]}"
    )
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(what=what),
        place_code=paper.region.code,
        changes=changes,
        reason=reason,
        needs=paper.kind_here.act,
    )


def office_facts(office: Office) -> dict[str, Any]:
    """Return an office as the record writes it."""
    return {name: getattr(office, name) for name in OFFICE_FIELDS}


def fields() -> dict[str, str]:
    """Return the words for the stored fields of a paper."""
    return {
        "kind": _("Jenis"),
        "title": _("Hal"),
        "content": _("Isi"),
        "edition": _("Versi"),
        "state": _("Keadaan"),
        "signer_post": _("Penanda tangan"),
        "on_behalf": _("Atas nama"),
        "way": _("Cara tanda tangan"),
        "signed_on": _("Ditandatangani pada"),
        "signer": _("Nama penanda tangan"),
        "number": _("Nomor"),
        "sent_on": _("Dikirim pada"),
        "returned_because": _("Alasan dikembalikan"),
        "cancelled_because": _("Alasan dibatalkan"),
        "cancelled_on": _("Dibatalkan pada"),
        "initials": _("Paraf"),
        "file": _("Berkas"),
        "replaces": _("Menggantikan"),
    }


def office_fields() -> dict[str, str]:
    """Return the words for the stored fields of an office."""
    return {
        "heading": _("Kop surat"),
        "address": _("Alamat"),
        "city": _("Tempat surat dibuat"),
        "short": _("Singkatan kantor"),
        "pattern": _("Pola nomor"),
        "copies": _("Tembusan"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Paper.State.choices},
        "way": {code: str(label) for code, label in Paper.Way.choices},
        "kind": {code: str(kind.label) for code, kind in kinds().items()},
    }

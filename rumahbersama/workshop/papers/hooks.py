"""What papers tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.ground.core.registry import AuditEntity, DoctorCheck, HandoverItem, HomeTask, SealedRows, SearchHit
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers import pdfs, queries, recording
from rumahbersama.workshop.papers.lists import MINE, RETURNED, UNNUMBERED
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.permissions import may_write_somewhere, sealed_kinds


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name the papers that wait for me (one query, none for who writes and signs nothing)."""
    if not may_write_somewhere(user) and getattr(user, "person_id", None) is None:
        return
    waiting = queries.waiting_of(user)
    if waiting.mine:
        text = ngettext(
            "{count} surat menunggu paraf atau tanda tangan Anda",
            "{count} surat menunggu paraf atau tanda tangan Anda",
            waiting.mine,
        )
        yield _task(text, MINE, waiting.mine, _("Baca"))
    if waiting.returned:
        text = ngettext(
            "{count} surat dikembalikan untuk diperbaiki",
            "{count} surat dikembalikan untuk diperbaiki",
            waiting.returned,
        )
        yield _task(text, RETURNED, waiting.returned, _("Perbaiki"))
    if waiting.unnumbered:
        text = ngettext(
            "{count} surat sudah ditandatangani dan belum bernomor",
            "{count} surat sudah ditandatangani dan belum bernomor",
            waiting.unnumbered,
        )
        yield _task(text, UNNUMBERED, waiting.unnumbered, _("Beri nomor"))


def _task(text: str, wish: str, count: int, action: str) -> HomeTask:
    url = f"{reverse('papers:mine')}?keadaan={wish}"
    return HomeTask(text=text.format(count=count), url=url, action=action, tone="warn", count=count)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find papers in sight by their subject or number."""
    for row in queries.found(user=user, text=text):
        detail = " · ".join(part for part in (str(row.kind_here.label), row.number, str(row.region)) if part)
        yield SearchHit(row.title, row.get_absolute_url(), _("Surat"), detail, 31)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of papers and offices."""
    yield AuditEntity(recording.ENTITY, _("Surat"), recording.fields(), recording.values(), queries.names_of)
    yield AuditEntity(recording.OFFICE, _("Kop surat"), recording.office_fields())


def sealed_rows() -> Iterator[SealedRows]:
    """Say which papers tell nothing to who counts what belongs to a place."""
    yield SealedRows(Paper._meta.label_lower, Q(kind__in=sealed_kinds()))


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield the papers on the desk of a post, for who hands it over (one query)."""
    for row in queries.on_the_desk_of(post):
        yield HandoverItem(text=f"{row.kind_here.label}: {row.title}", url=row.get_absolute_url())


def doctor_checks() -> Iterator[DoctorCheck]:
    """Tell whether PDF files and their seal can be made here."""
    if pdfs.can_make():
        yield DoctorCheck(_("Surat"), "ok", _("PDF dan segel integritas dapat dibuat."))
    else:
        text = _("PDF tidak dapat dibuat: pasang rumahbersama[papers]. Cetak dari peramban dan DOCX tetap bisa.")
        yield DoctorCheck(_("Surat"), "warn", text)

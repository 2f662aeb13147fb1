"""What notes and recommendations tell the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.oversight.recommendations import documents, queries, recording
from rumahbersama.chain.oversight.recommendations.models import Report
from rumahbersama.chain.oversight.recommendations.permissions import get_report, get_to_view, places_of
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.references import number_of
from rumahbersama.ground.core.registry import (
    AuditEntity,
    Evidence,
    HandoverItem,
    HomeTask,
    NavigationItem,
    PlaceEvent,
    ProblemLink,
    SearchHit,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import Scope, scope_of
from rumahbersama.ground.people.roles import CONFIRM_GUIDANCE, OVERSEE, READ_CONFIRMED, REPLY_GUIDANCE
from rumahbersama.ground.regions.models import Region

KIND = "rekomendasi"


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the entry of the menu to everybody who reads notes and recommendations somewhere."""
    if places_of(getattr(request, "user", None)):
        yield NavigationItem(_("Pembinaan"), _("Bina"), reverse("recommendations:mine"), "clipboard-check")


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name what waits for a village's reply, a writer's answer, the camat's confirmation, and what is new above."""
    scope = scope_of(user)
    acts = (REPLY_GUIDANCE, OVERSEE, CONFIRM_GUIDANCE, READ_CONFIRMED)
    if not any(scope.places_for(act) for act in acts):
        return
    asked = queries.asked_of(user, today=today)
    yield from _of_village(scope, asked)
    yield from _of_writer(scope, asked)
    yield from _of_readers(scope, asked)


def _list(code: str, state: str) -> str:
    return f"{reverse('recommendations:list', args=[code])}?keadaan={state}"


def _of_village(scope: Scope, asked: queries.Asked) -> Iterator[HomeTask]:
    places = scope.places_for(REPLY_GUIDANCE)
    if places and asked.to_reply:
        text = ngettext(
            "{count} catatan atau rekomendasi kecamatan menunggu tanggapan desa",
            "{count} catatan atau rekomendasi kecamatan menunggu tanggapan desa",
            asked.to_reply,
        ).format(count=asked.to_reply)
        tone = "bad" if asked.silent else "warn"
        yield HomeTask(text, _list(places[0], "asked"), _("Tanggapi"), tone, asked.to_reply)


def _of_writer(scope: Scope, asked: queries.Asked) -> Iterator[HomeTask]:
    places = scope.places_for(OVERSEE)
    if not places:
        return
    if asked.to_answer:
        text = ngettext(
            "{count} keberatan atau pertanyaan desa menunggu jawaban kecamatan",
            "{count} keberatan atau pertanyaan desa menunggu jawaban kecamatan",
            asked.to_answer,
        ).format(count=asked.to_answer)
        sentence = ngettext(
            "{count} keberatan atau pertanyaan desa menunggu jawaban: terima, atau pertahankan dengan alasan.",
            "{count} keberatan atau pertanyaan desa menunggu jawaban: terima, atau pertahankan dengan alasan.",
            asked.to_answer,
        ).format(count=asked.to_answer)
        url = _list(places[0], queries.TO_ANSWER)
        yield HomeTask(text, url, _("Jawab"), "warn", asked.to_answer, decision=sentence, rank=22)
    if asked.silent:
        text = ngettext(
            "{count} catatan atau rekomendasi lewat tenggat tanggapan tanpa tanggapan desa",
            "{count} catatan atau rekomendasi lewat tenggat tanggapan tanpa tanggapan desa",
            asked.silent,
        ).format(count=asked.silent)
        yield HomeTask(text, _list(places[0], queries.SILENT), _("Lihat"), "warn", asked.silent)
    if asked.late:
        text = ngettext(
            "{count} catatan atau rekomendasi belum dibenahi dan lewat tenggat",
            "{count} catatan atau rekomendasi belum dibenahi dan lewat tenggat",
            asked.late,
        ).format(count=asked.late)
        yield HomeTask(text, _list(places[0], queries.LATE), _("Periksa ulang"), "bad", asked.late)


def _of_readers(scope: Scope, asked: queries.Asked) -> Iterator[HomeTask]:
    confirming, reading = scope.places_for(CONFIRM_GUIDANCE), scope.places_for(READ_CONFIRMED)
    if confirming and asked.to_confirm:
        text = ngettext(
            "{count} hasil pembinaan menunggu konfirmasi Anda",
            "{count} hasil pembinaan menunggu konfirmasi Anda",
            asked.to_confirm,
        ).format(count=asked.to_confirm)
        url, told = _list(confirming[0], queries.TO_CONFIRM), f"{text}."
        yield HomeTask(text, url, _("Konfirmasi"), "warn", asked.to_confirm, decision=told, rank=35)
    if reading and asked.confirmed_lately:
        text = ngettext(
            "{count} hasil pembinaan baru dikonfirmasi camat dalam dua minggu ini",
            "{count} hasil pembinaan baru dikonfirmasi camat dalam dua minggu ini",
            asked.confirmed_lately,
        ).format(count=asked.confirmed_lately)
        yield HomeTask(text, _list(reading[0], queries.CONFIRMED), _("Baca"), count=asked.confirmed_lately)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find notes and recommendations in sight by their words."""
    for row in queries.found(user=user, text=text):
        detail = f"{row.village}, {row.get_state_display().lower()}"
        yield SearchHit(row.what, row.get_absolute_url(), str(row.get_kind_display()), detail, 33)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of a note or recommendation."""
    label = _("Catatan pembinaan atau rekomendasi")
    yield AuditEntity(recording.ENTITY, label, recording.fields(), recording.values(), queries.names_of)


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield the open ones that a post wrote, for who hands it over, without their words (one query).

    Who hands a post over, or transfers somebody, need not read what was written to the village.
    """
    for row in queries.written_by(post):
        text = _("{kind} no. {number}, {village}").format(
            kind=row.get_kind_display(), number=row.numbered, village=row.village
        )
        yield HandoverItem(text=text, url=row.get_absolute_url())


def evidence(*, user: Any, reference: str) -> Iterator[Evidence]:  # noqa: ANN401
    """Say what a confirmed one is ("rekomendasi:12"), to who may read it (one query).

    What is not confirmed is brought nowhere: problems and commitments are read above the kecamatan.
    """
    number = number_of(reference, KIND)
    if number is None:
        return
    try:
        found = get_to_view(user, number)
    except Http404:
        return
    if found.confirmed_at is None:
        return
    sentence = _("{kind} no. {number} untuk {village}: {what}").format(
        kind=found.get_kind_display(), number=found.numbered, village=found.village, what=found.what
    )
    yield Evidence(
        sentence=sentence,
        measure="",
        value="",
        unit="",
        place_code=found.village.code,
        url=found.get_absolute_url(),
        period=day(timezone.localdate(found.confirmed_at)),
        source=_("{basis}; dikonfirmasi {who}").format(basis=found.legal_basis, who=found.confirmed_as),
        kind=Commitment.Source.RECOMMENDATION,
    )


def paper_subjects(*, user: Any, subject: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Name the report of a paper to who sees it (two queries, none for other papers)."""
    prefix, _colon, key = subject.partition(":")
    row = Report.objects.filter(key=key).first() if prefix == documents.SUBJECT else None
    if row is None:
        return
    try:
        get_report(user, row.pk)
    except Http404:
        return
    yield _("Laporan hasil pembinaan no. {number}").format(number=row), row.get_absolute_url()


def visit_notes(*, user: Any, visit: Visit) -> Iterator[ProblemLink]:  # noqa: ANN401 - Account
    """Tell what was noted on a visit, and where a note of it is written (one query)."""
    for row in queries.of_visit(visit, user=user):
        yield ProblemLink(str(row.get_kind_display()), row.what, row.get_absolute_url(), row.get_state_display())
    kecamatan = visit.region.parent
    if kecamatan is not None and scope_of(user).may(OVERSEE, visit.region.code):
        address = f"{reverse('recommendations:new', args=[kecamatan.code])}?kunjungan={visit.pk}"
        yield ProblemLink("", _("Tulis catatan dari kunjungan ini"), address, is_act=True)


def place_history(*, user: Any, region: Region, start: date | None, end: date | None) -> Iterator[PlaceEvent]:  # noqa: ANN401
    """Tell what was noted, replied, confirmed and re-checked in a village, as far as this account may read it."""
    for step in queries.of_village(region, user=user, start=start, end=end):
        found = step.recommendation
        yield PlaceEvent(
            at=step.at,
            kind="recommendation",
            label=str(found.get_kind_display()),
            text=f"{step.get_kind_display()}: {found.what}",
            detail=step.text if step.text != found.what else "",
            url=found.get_absolute_url(),
            who=step.as_post or step.by_name,
        )

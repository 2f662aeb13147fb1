"""What mediation tells the others through the registry: to who handles cases, to parties, and one number to all.

Left out on purpose, for each of them is read by others or travels: evidence, calendar, hand-over, place figures.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.house.mediation import queries, recording
from rumahbersama.chain.house.mediation.models import Case, Party, Report
from rumahbersama.chain.house.mediation.permissions import places_of_cases, places_to_report, visible_cases
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.core.registry import AuditEntity, HomeTask, HouseNote, ProblemLink, SealedRows, SearchHit
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import LEAD_MEDIATION
from rumahbersama.ground.regions.models import Region


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name what waits for who handles cases, by kecamatan; to others what is their own to read (two queries)."""
    places, led = places_of_cases(user), scope_of(user).places_for(LEAD_MEDIATION)
    for asked in queries.asked_of(user, today=today) if places else ():
        yield from _handling(asked, leads=asked.code in led, is_one_of_several=len(places) > 1)
    for mine in queries.waits_for(user, today=today):
        if mine.what == "party":
            text = _("Anda tercatat sebagai pihak dalam perkara no. {number}: {state}").format(
                number=mine.number, state=str(Case.State(mine.state).label).lower()
            )
            yield HomeTask(text, reverse("mediation:party_page", args=[mine.key, mine.party]), _("Baca"))
        else:
            text = _("Laporan Anda kepada camat dijawab: {state}").format(
                state=str(Report.State(mine.state).label).lower()
            )
            yield HomeTask(text, reverse("mediation:report", args=[mine.key]), _("Baca"))


def _reported(code: str, count: int, *, at_place: str, leads: bool) -> HomeTask:
    text = at_place + ngettext(
        "{count} laporan tertutup menunggu dibaca", "{count} laporan tertutup menunggu dibaca", count
    ).format(count=count)
    told = at_place + ngettext(
        "{count} laporan tertutup masuk: tangani sebagai perkara, atau tutup dengan jawaban.",
        "{count} laporan tertutup masuk: tangani sebagai perkara, atau tutup dengan jawaban.",
        count,
    ).format(count=count)
    url = reverse("mediation:reports", args=[code])
    return HomeTask(text, url, _("Baca"), "warn", count, decision=told if leads else "", rank=26)


def _handling(asked: queries.Asked, *, leads: bool, is_one_of_several: bool) -> Iterator[HomeTask]:
    at_place = f"{asked.place}: " if is_one_of_several else ""
    if asked.reported:
        yield _reported(asked.code, asked.reported, at_place=at_place, leads=leads)
    if asked.due:
        url = f"{reverse('mediation:list', args=[asked.code])}?keadaan={queries.DUE}"
        if asked.due_key and leads:
            url = reverse("mediation:check", args=[asked.due_key])
        text = ngettext(
            "Apakah kesepakatan masih berjalan? {count} perkara tiba hari periksanya",
            "Apakah kesepakatan masih berjalan? {count} perkara tiba hari periksanya",
            asked.due,
        ).format(count=asked.due)
        sentence = ngettext(
            "{count} perkara tiba hari periksanya: apakah kesepakatannya masih berjalan?",
            "{count} perkara tiba hari periksanya: apakah kesepakatannya masih berjalan?",
            asked.due,
        ).format(count=asked.due)
        told = at_place + sentence if leads else ""
        yield HomeTask(at_place + text, url, _("Periksa"), "warn", asked.due, decision=told, rank=27)
    if asked.received:
        text = ngettext(
            "{count} perkara diterima dan belum dimediasi",
            "{count} perkara diterima dan belum dimediasi",
            asked.received,
        ).format(count=asked.received)
        url = f"{reverse('mediation:list', args=[asked.code])}?keadaan=received"
        sentence = ngettext(
            "{count} perkara diterima: mulai mediasi, serahkan ke yang berwenang, atau tarik.",
            "{count} perkara diterima: mulai mediasi, serahkan ke yang berwenang, atau tarik.",
            asked.received,
        ).format(count=asked.received)
        told = at_place + sentence if leads else ""
        yield HomeTask(at_place + text, url, _("Lihat"), count=asked.received, decision=told, rank=33)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find cases by title or party, for who handles them."""
    for row in queries.found(user=user, text=text):
        detail = f"{row.kecamatan}, {row.get_state_display().lower()}"
        yield SearchHit(row.title, row.get_absolute_url(), _("Perkara"), detail, 32)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of a case; the records themselves stand behind ``MEDIATE``."""
    yield AuditEntity(recording.ENTITY, _("Perkara"), recording.fields(), recording.values(), queries.names_of)
    fields, values = recording.report_fields(), recording.report_values()
    yield AuditEntity(recording.REPORT, _("Laporan tertutup"), fields, values, queries.names_of_reports)


def sealed_rows() -> Iterator[SealedRows]:
    """Say which tables tell nothing to who counts what belongs to a place."""
    for model in (Case, Party, Report):
        yield SealedRows(model._meta.label_lower)


def problem_links(*, user: Any, problems: Sequence[Problem]) -> Iterator[ProblemLink]:  # noqa: ANN401
    """Offer who handles cases to take an open problem up as one; others nothing, and nobody whether there is one."""
    first = problems[0]
    if first.is_open and first.kecamatan.code in places_of_cases(user):
        url = f"{reverse('mediation:new', args=[first.kecamatan.code])}?masalah={first.pk}"
        yield ProblemLink(kind=_("Perkara"), text=_("Tangani sebagai mediasi"), url=url, is_act=True)


def house_notes(*, user: Any, region: Region, today: date) -> Iterator[HouseNote]:  # noqa: ANN401
    """Say on the front page of the house how many cases were taken up this year, unless too few (one query).

    Who writes problems there is led to the sealed way too.
    """
    count = queries.handled_in(region, year=today.year, today=today)
    if count is None:
        text = _("Perkara ketenteraman dan mediasi yang ditangani tahun ini: terlalu sedikit untuk ditampilkan.")
    else:
        text = ngettext(
            "{count} perkara ketenteraman dan mediasi ditangani tahun ini.",
            "{count} perkara ketenteraman dan mediasi ditangani tahun ini.",
            count,
        ).format(count=count)
    if region.code in places_of_cases(user):
        yield HouseNote(text, reverse("mediation:list", args=[region.code]), _("Buka daftar perkara"))
    else:
        yield HouseNote(text)
    if region.code in places_to_report(user):
        text = _("Pertikaian atau gangguan yang tidak patut dibaca semua orang?")
        yield HouseNote(text, reverse("mediation:new_report", args=[region.code]), _("Laporkan kepada camat"))


def paper_subjects(*, user: Any, subject: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Name the case of a paper, to who handles it."""
    entity, _colon, key = subject.partition(":")
    if entity == recording.ENTITY and key:
        for row in visible_cases(user).filter(key=key):
            yield _("Perkara no. {number}").format(number=row.numbered), row.get_absolute_url()

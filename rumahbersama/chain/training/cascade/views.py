"""Pages of the cascade: of a programme, of an event, and the transcript of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.training.cascade import coverage, queries
from rumahbersama.chain.training.cascade.learning import learnt_by
from rumahbersama.chain.training.cascade.permissions import (
    get_person_to_transcribe,
    may_read_transcripts,
    names_in_sight,
)
from rumahbersama.chain.training.cascade.rules import TRAINERS_TIER
from rumahbersama.chain.training.cascade.transcripts import transcript_of
from rumahbersama.chain.training.models import Participation, Programme
from rumahbersama.chain.training.permissions import (
    HELD_STATES,
    get_event_to_view,
    person_of,
    visible_participations,
)
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE
from rumahbersama.ground.regions.models import Level
from rumahbersama.ground.regions.rules import full_name, is_below_or_same, level_of

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}
MOST_CODE = 16


@dataclass(frozen=True)
class Dead:
    """One dead branch as it is listed."""

    event: int
    number: int
    name: str
    kind: str
    word: str
    region: str
    code: str
    agency: str

    @property
    def place(self) -> str:
        """Return the full name of where they come from."""
        return full_name(kind=self.kind, word=self.word, name=self.region)


def _programme_of(code: str) -> Programme:
    found = Programme.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _place_of(request: HttpRequest, found: Programme) -> str:
    """Return the code of the place whose children are listed: of the address, else the programme's."""
    code = request.GET.get("wilayah", "")[:MOST_CODE] or found.region.code
    if not is_below_or_same(code, found.region.code):
        raise Http404
    return code if level_of(code) < Level.KECAMATAN else ".".join(code.split(".")[: Level.KABUPATEN])


def _page(request: HttpRequest, rows: Iterable[Any]) -> Page:
    return Paginator(list(rows), PAGE_SIZE).get_page(request.GET.get(PAGE))


def _named(request: HttpRequest, cascade: queries.Cascade, quotas: list[tuple[int, str]]) -> list[Dead]:
    """Return the dead branches whose names the user may see, the oldest event first (one query)."""
    dead = {branch.trained.number for branch in cascade.dead}
    if not dead:
        return []
    seats = Participation.objects.filter(names_in_sight(request.user, quotas), event__in=cascade.to_teach)
    rows = seats.filter(state__in=HELD_STATES).order_by("event__starts_on", "event", "region__code", "name", "pk")
    fields = ("event", "pk", "name", "region__kind", "region__word", "region__name", "region__code", "agency")
    return [Dead(*row) for row in rows.values_list(*fields) if row[1] in dead]


@login_required
@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """Show the cascade of a programme: sentences, generations, events, dead branches, coverage, what is missing."""
    events, today = queries.events_of(request.user, code), timezone.localdate()
    found = (events[0].programme if events else None) or _programme_of(code)
    place = _place_of(request, found)
    cascade = queries.cascade_of(events, today=today)
    quotas = coverage.quotas_of(cascade.events) if cascade.counted else []
    covered = coverage.coverage_of(cascade, found, place, quotas, today=today) if cascade.counted else None
    if cascade.counted and covered is None:
        raise Http404
    learnt = learnt_by(cascade, at=timezone.now()) if cascade.counted else {}
    dead = _named(request, cascade, quotas)
    page = _page(request, dead)
    by_number = {event.pk: event for event in cascade.counted}
    context = {
        "programme": found,
        "cascade": cascade,
        "generations": [(row, learnt.get(row.number)) for row in cascade.generations()],
        "rows": cascade.rows(),
        "page": page,
        "dead": [(row, by_number[row.event]) for row in page],
        "dead_hidden": len(cascade.dead) - len(dead),
        "planned": sum(branch.planned and not branch.taught for branch in cascade.branches),
        "covered": covered,
        "map": coverage.draw(covered, found.code) if covered else None,
        "scale": coverage.scale(),
        "is_below": place != found.region.code,
        "missing": cascade.missing(),
    }
    return render_page(request, "training/cascade/programme.html", context)


@login_required
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the coverage by kabupaten, or the dead branches whose names the user sees (``?isi=cabang``)."""
    if form not in FORMATS:
        raise Http404
    found = _programme_of(code)
    cascade = queries.cascade_of(queries.events_of(request.user, code), today=timezone.localdate())
    if request.GET.get("isi") == "cabang":
        return FORMATS[form](f"cabang-mati.{form}", *_dead_table(request, cascade))
    return FORMATS[form](f"cakupan.{form}", *_coverage_table(cascade, found))


def _dead_table(request: HttpRequest, cascade: queries.Cascade) -> tuple[list[str], list[list[Any]]]:
    header = [
        _("Nama"),
        _("Kode wilayah"),
        _("Asal"),
        _("Instansi"),
        _("Nomor kegiatan"),
        _("Kegiatan"),
        _("Selesai"),
    ]
    events = {event.pk: event for event in cascade.counted}
    rows = _named(request, cascade, coverage.quotas_of(cascade.counted))
    return header, [
        [
            *(row.name, row.code, row.place, row.agency),
            *(row.event, events[row.event].title, events[row.event].ends_on.isoformat()),
        ]
        for row in rows
    ]


def _coverage_table(cascade: queries.Cascade, found: Programme) -> tuple[list[str], list[list[Any]]]:
    header = [
        *(_("Kode wilayah"), _("Wilayah"), _("Kecamatan sasaran"), _("Ada yang masih menjabat")),
        *(_("Jabatan tidak tercatat"), _("Semua sudah pindah"), _("Belum ada yang dilatih")),
        *(_("Desa"), _("Desa dengan orang terlatih yang masih menjabat"), _("Desa, jabatan tidak tercatat")),
    ]
    by = max(Level.KABUPATEN, found.region.level)
    quotas = coverage.quotas_of(cascade.events)
    told = coverage.coverage_of(cascade, found, found.region.code, quotas, today=timezone.localdate(), by=by)
    rows = [(row.region, row.covered) for row in told.rows] if told else []
    return header, [
        [
            *(region.code, str(region), each.meant, each.in_post, each.unknown, each.left, each.none),
            *(each.desa, each.desa_in_post, each.desa_unknown),
        ]
        for region, each in rows
    ]


@login_required
@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show what became of an event: who of its people taught afterwards, what, and how many they trained."""
    found, today = get_event_to_view(request.user, number), timezone.localdate()
    cascade = queries.cascade_of_event(found, user=request.user, today=today)
    seen = visible_participations(request.user, found).filter(state__in=HELD_STATES)
    wants_taught = request.GET.get("melatih") != "belum"
    people = dict(seen.order_by("name", "pk").values_list("pk", "person"))
    wanted = [pk for pk, person in people.items() if (person in cascade.taught) == wants_taught]
    if wants_taught:
        wanted.sort(key=lambda pk: -cascade.taught[people[pk]].people)
    page = _page(request, wanted)
    seats = {row.pk: row for row in seen.filter(pk__in=list(page))}
    context = {
        "event": found,
        "cascade": cascade,
        "is_over": queries.is_over(found, today),
        "trains_trainers": found.tier <= TRAINERS_TIER,
        "taught": len(cascade.taught),
        "not_taught": cascade.people - len(cascade.taught),
        "page": page,
        "rows": [(seats[pk], cascade.taught.get(people[pk])) for pk in page if pk in seats],
        "wants_taught": wants_taught,
        "sees_names": bool(people),
        "hidden": cascade.people - len(people),
        "reads_transcripts": may_read_transcripts(request.user, found),
    }
    return render_page(request, "training/cascade/event.html", context)


@login_required
@require_safe
def transcript(request: HttpRequest, person: int) -> HttpResponse:
    """Show the transcript of a person."""
    found, is_own = get_person_to_transcribe(request.user, person)
    told = transcript_of(found, user=request.user, is_own=is_own, today=timezone.localdate())
    context = {"person": found, "is_own": is_own, "me": person_of(request.user), "transcript": told}
    return render_page(request, "training/cascade/transcript.html", context)

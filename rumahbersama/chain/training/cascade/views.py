"""Pages of the cascade: of a programme, of an event, and the transcript of a person."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rumahbersama.chain.training.cascade import coverage, queries
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
    visible_events,
    visible_participations,
)
from rumahbersama.ground.core.exports import csv_response, xlsx_response
from rumahbersama.ground.core.http import render_page
from rumahbersama.ground.core.tables import PAGE, PAGE_SIZE
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import ancestor_codes, is_below_or_same

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


def _programme_of(code: str) -> Programme:
    found = Programme.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _place_of(request: HttpRequest, found: Programme) -> Region:
    """Return the place whose children are listed: of the address, else the programme's; above kecamatan."""
    code = request.GET.get("wilayah", "") or found.region.code
    if code == found.region.code:
        place = found.region
    else:
        place = get_region(code)
        if not is_below_or_same(place.code, found.region.code):
            raise Http404
    if place.level >= Level.KECAMATAN:
        place = Region.objects.get(code=ancestor_codes(place.code)[0])
    return place


def _page(request: HttpRequest, rows: Iterable[Any]) -> Page:
    return Paginator(list(rows), PAGE_SIZE).get_page(request.GET.get(PAGE))


def _named(request: HttpRequest, cascade: queries.Cascade, branches: list[queries.Branch]) -> list[queries.Branch]:
    """Return the branches whose names the user may see, the oldest event first (two queries at most)."""
    if not branches:
        return []
    events = [event for event in cascade.counted if event.pk in cascade.to_teach]
    seats = Participation.objects.filter(event__in=[event.pk for event in events], state__in=HELD_STATES)
    seen = set(seats.filter(names_in_sight(request.user, events)).order_by().values_list("pk", flat=True))
    order = {event.pk: at for at, event in enumerate(events)}
    rows = [branch for branch in branches if branch.trained.number in seen]
    return sorted(rows, key=lambda branch: (order[branch.trained.event], branch.trained.code, branch.trained.number))


@login_required
@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """Show the cascade of a programme: sentences, generations, events, dead branches, coverage, what is missing."""
    found, today = _programme_of(code), timezone.localdate()
    place = _place_of(request, found)
    cascade = queries.cascade_of(queries.events_of(request.user, found), today=today)
    covered = coverage.coverage_of(cascade, found, place, today=today) if cascade.counted else None
    dead = _named(request, cascade, cascade.dead)
    page = _page(request, dead)
    seats = queries.seats_of([branch.trained.number for branch in page])
    context = {
        "programme": found,
        "cascade": cascade,
        "generations": cascade.generations(),
        "rows": cascade.rows(),
        "page": page,
        "dead": [seats[branch.trained.number] for branch in page if branch.trained.number in seats],
        "dead_hidden": len(cascade.dead) - len(dead),
        "planned": sum(branch.planned and not branch.taught for branch in cascade.branches),
        "covered": covered,
        "map": coverage.draw(covered, found.code) if covered else None,
        "scale": coverage.scale(),
        "is_below": place.code != found.region.code,
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
    cascade = queries.cascade_of(queries.events_of(request.user, found), today=timezone.localdate())
    if request.GET.get("isi") == "cabang":
        return FORMATS[form](f"cabang-mati.{form}", *_dead_table(request, cascade))
    return FORMATS[form](f"cakupan.{form}", *_coverage_table(cascade, found))


def _dead_table(request: HttpRequest, cascade: queries.Cascade) -> tuple[list[str], list[list[Any]]]:
    header = [_("Nama"), _("Kode wilayah"), _("Asal"), _("Instansi"), _("Nomor kegiatan"), _("Kegiatan"), _("Selesai")]
    numbers = [branch.trained.number for branch in _named(request, cascade, cascade.dead)]
    seats = queries.seats_of(numbers)
    rows = [seats[number] for number in numbers if number in seats]
    return header, [
        [
            *(row.name, row.region.code, str(row.region), row.agency),
            *(row.event_id, row.event.title, row.event.ends_on.isoformat()),
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
    told = coverage.coverage_of(cascade, found, found.region, today=timezone.localdate(), by=by)
    rows = [(row.region, row.covered) for row in told.rows]
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
    cascade = queries.cascade_of_event(found, today=today)
    seen = visible_participations(request.user, found).filter(state__in=HELD_STATES)
    wants_taught = request.GET.get("melatih") != "belum"
    people = {pk: person for pk, person in seen.order_by("name", "pk").values_list("pk", "person")}
    wanted = [pk for pk, person in people.items() if (person in cascade.taught) == wants_taught]
    if wants_taught:
        wanted.sort(key=lambda pk: -cascade.taught[people[pk]].people)
    page = _page(request, wanted)
    seats = {row.pk: row for row in seen.filter(pk__in=list(page))}
    told = {each.pk for row in cascade.taught.values() for each in row.events}
    known = set(visible_events(request.user).filter(pk__in=told).values_list("pk", flat=True)) if told else set()
    context = {
        "event": found,
        "cascade": cascade,
        "is_over": queries.is_over(found, today),
        "trains_trainers": found.tier <= TRAINERS_TIER,
        "taught": len(cascade.taught),
        "not_taught": cascade.people - len(cascade.taught),
        "page": page,
        "rows": [(seats[pk], cascade.taught.get(people[pk])) for pk in page if pk in seats],
        "known": known,
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



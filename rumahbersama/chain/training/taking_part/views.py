"""Pages of one person in an event: named, shown, corrected, decided about, replaced."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.permissions import may_run
from rumahbersama.chain.training.taking_part import messages_out, queries, recording
from rumahbersama.chain.training.taking_part.actions import deciding, naming, placing
from rumahbersama.chain.training.taking_part.actions.seats import Who
from rumahbersama.chain.training.taking_part.forms import CorrectForm, PersonForm, ReplaceForm, WhyForm, initial_of
from rumahbersama.chain.training.taking_part.forms import told as place_told
from rumahbersama.chain.training.taking_part.permissions import (
    get_event_to_name_for,
    get_participation_to_change,
    get_participation_to_decide,
    get_participation_to_view,
    may_change,
    naming_codes,
)
from rumahbersama.chain.training.taking_part.rules import (
    DECLINED,
    HELD,
    WAITING,
    WITHDRAWN,
    code_of,
    is_open,
)
from rumahbersama.chain.training.taking_part.suggesting import places_to_suggest
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import once, was_taken
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files import serving
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.regions.rules import NATION_CODE


def who_acts(request: HttpRequest, event: Event, reason: str = "") -> Who:
    """Return who acts, now."""
    return Who(
        by=request.user,
        at=timezone.now(),
        today=timezone.localdate(),
        runs=may_run(request.user, event),
        reason=reason.strip(),
    )


def asks_reason(request: HttpRequest, event: Event) -> bool:
    """Tell whether a change now must say why: registration is over, and who runs the event changes it (one query)."""
    closes_on = queries.last_day_of_registration(event)
    is_early = event.state == Event.State.DRAFT
    return not is_early and not is_open(state=event.state, closes_on=closes_on, today=timezone.localdate())


def first_place(request: HttpRequest, codes: list[str]) -> str:
    """Return the place that stands in the box at first: the one of the address, or one's own where there is one."""
    own = scope_of(request.user).regions.get(codes[0]) if len(codes) == 1 else None
    return request.GET.get("wilayah", "") or (place_told(own) if own and codes != [NATION_CODE] else "")


def address(name: str, row: Participation) -> str:
    """Return the address of a page about somebody."""
    return reverse(f"taking_part:{name}", args=[row.event_id, row.pk])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Name one person for an event."""
    event, codes = get_event_to_name_for(request.user, number)
    if was_taken(request):
        return go_to(request, once(request, str))
    form = PersonForm(
        request.POST or None,
        request.FILES or None,
        codes=codes,
        letters=queries.letters_of(event, codes),
        asks_reason=asks_reason(request, event),
        initial={"place": first_place(request, codes)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _named(request, form, event))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = _context(event) | {"form": form, "places": places_to_suggest(event, codes)}
    return render_page(request, "training/taking_part/new.html", context, invalid=request.method == "POST")


def _named(request: HttpRequest, form: PersonForm, event: Event) -> str:
    letter = _letter(form, event)

    def name() -> str:
        who = who_acts(request, event, form.cleaned_data.get("reason", ""))
        row = naming.name_person(event=event, nominee=form.nominee(), who=who, letter=letter)
        messages.success(request, said_of(row))
        return address("person", row)

    return once(request, name)


def said_of(row: Participation) -> str:
    """Return the sentence about somebody who was just named: a seat, or which place on the waiting list."""
    if row.state == WAITING:
        return _("Kuota {quota} sudah penuh. {name} masuk daftar tunggu, urutan ke-{place}.").format(
            quota=row.quota, name=row.name, place=queries.place_in_line(row)
        )
    return _("{name} diusulkan dan memegang satu kursi dari kuota {quota}.").format(name=row.name, quota=row.quota)


def _letter(form: PersonForm, event: Event) -> Any:  # noqa: ANN401 - a checked file, a kept one, or None
    """Return the letter that was sent or chosen; opened before the database is held."""
    sent = form.cleaned_data.get("letter")
    if sent:
        return files.checked(chunks=sent.chunks(), name=sent.name)
    chosen = form.cleaned_data.get("earlier", "")
    return queries.letter_of(event, int(chosen)) if chosen else None


def _context(event: Event) -> dict[str, Any]:
    return {"event": event, "event_code": code_of(event.pk)}


@login_required
@require_safe
def person(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Show somebody's part in an event, what may be done now, and its history."""
    row = get_participation_to_view(request.user, number, participation)
    runs = may_run(request.user, row.event)
    changes = may_change(request.user, row)
    context = _context(row.event) | {
        "row": row,
        "runs": runs,
        "may_change": changes,
        "asks_reason": runs and asks_reason(request, row.event),
        "is_held": row.state in HELD,
        "is_back": row.state == WITHDRAWN or (row.state == DECLINED and runs),
        "place_in_line": queries.place_in_line(row) if row.state == WAITING else None,
        "classes": queries.classes_of(row.event) if runs and row.state in HELD else [],
        "message": messages_out.invitation_of(request, row) if changes and row.state in HELD else "",
        "history": told(recording.history_of(row), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "training/taking_part/person.html", context)


@login_required
@require_safe
def letter(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Give the letter that names somebody, to whoever names people there or runs the event."""
    row = get_participation_to_change(request.user, number, participation)
    if row.letter is None:
        raise Http404
    return serving.respond(row.letter, small="kecil" in request.GET)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Correct what is told of somebody."""
    row = get_participation_to_change(request.user, number, participation)
    codes = naming_codes(request.user, row.event)
    form = CorrectForm(
        request.POST or None,
        request.FILES or None,
        codes=codes,
        letters=queries.letters_of(row.event, codes),
        person=row.person,
        asks_reason=asks_reason(request, row.event),
        initial=initial_of(row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            naming.correct_person(
                row=row,
                nominee=form.nominee(),
                who=who_acts(request, row.event, form.cleaned_data.get("reason", "")),
                seen=seen_version(request, row.version),
                letter=_letter(form, row.event),
                for_all=form.cleaned_data["for_all"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, address("person", row))
    words = Words(_("Perbaiki data peserta"), _("NIP yang sudah tercatat tidak ditampilkan."), _("Simpan perubahan"))
    return _asked(request, row, form, words, places=places_to_suggest(row.event, codes))


@dataclass(frozen=True)
class Words:
    """What a page says that asks for one thing about somebody."""

    title: str
    lead: str
    button: str
    danger: bool = False


def _asked(request: HttpRequest, row: Participation, form: Any, words: Words, **more: Any) -> HttpResponse:  # noqa: ANN401
    context = _context(row.event) | {"row": row, "form": form, "words": words}
    context["seen"] = seen_version(request, row.version)
    return render_page(request, "training/taking_part/act.html", context | more, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Put somebody else into the seat."""
    row = get_participation_to_change(request.user, number, participation)
    codes = naming_codes(request.user, row.event)
    form = ReplaceForm(
        request.POST or None,
        request.FILES or None,
        codes=codes,
        letters=queries.letters_of(row.event, codes),
        asks_reason=asks_reason(request, row.event),
        initial={name: initial_of(row)[name] for name in ("place", "agency_kind", "agency", "title")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            taker = naming.replace_person(
                row=row,
                nominee=form.nominee(),
                who=who_acts(request, row.event, form.cleaned_data.get("reason", "")),
                seen=seen_version(request, row.version),
                why=form.cleaned_data["why"],
                letter=_letter(form, row.event),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("{name} menggantikan {old} di kursi yang sama.").format(name=taker.name, old=row.name)
            )
            return go_to(request, address("person", taker))
    words = Words(
        _("Ganti orang"),
        _("Pengganti mengambil kursi dan kelas yang sama. Orang yang diganti tetap tercatat dalam riwayat."),
        _("Ganti dengan orang ini"),
    )
    return _asked(request, row, form, words, places=places_to_suggest(row.event, codes))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Decline somebody, with a reason."""
    row = get_participation_to_decide(request.user, number, participation)
    words = Words(
        _("Tolak usulan"),
        _("Kursinya langsung diberikan kepada yang menunggu. Penolakan yang keliru dapat dibatalkan."),
        _("Tolak usulan ini"),
        danger=True,
    )
    return _left(request, row, words, deciding.decline_person)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Take somebody out, with a reason."""
    row = get_participation_to_change(request.user, number, participation)
    words = Words(
        _("Catat mundur"),
        _("Kursinya langsung diberikan kepada yang menunggu. Kalau ada pengganti, pilih “Ganti orang”."),
        _("Catat mundur"),
        danger=True,
    )
    return _left(request, row, words, deciding.withdraw_person)


def _left(request: HttpRequest, row: Participation, words: Words, act: Any) -> HttpResponse:  # noqa: ANN401
    form = WhyForm(request.POST or None, asks_reason=asks_reason(request, row.event))
    if request.method == "POST" and form.is_valid():
        try:
            outcome = act(
                row=row,
                why=form.cleaned_data["why"],
                who=who_acts(request, row.event, form.cleaned_data.get("reason", "")),
                seen=seen_version(request, row.version),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Tersimpan."))
            if outcome.moved and may_run(request.user, row.event):
                names = ", ".join(outcome.moved[:5])
                messages.info(request, _("Dari daftar tunggu naik: {names}.").format(names=names))
            return go_to(request, address("person", row))
    return _asked(request, row, form, words)


@login_required
@require_POST
def restore(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Take back that somebody was declined (who runs the event) or withdrew (who names for the place)."""
    row = get_participation_to_change(request.user, number, participation)
    if row.state == DECLINED:
        row = get_participation_to_decide(request.user, number, participation)
    who = who_acts(request, row.event, request.POST.get("reason", "")[:300])
    try:
        back = deciding.restore_person(row=row, who=who, seen=seen_version(request, row.version))
    except Refusal as refusal:
        return refused(request, refusal, back_url=address("person", row))
    messages.success(request, said_of(back))
    return go_to(request, address("person", row))


@login_required
@require_POST
def place(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Put somebody into a class by hand."""
    row = get_participation_to_decide(request.user, number, participation)
    wish = request.POST.get("kelas", "")
    classes = {str(each.number): each for each in queries.classes_of(row.event)}
    if wish and wish not in classes:
        raise Http404
    try:
        placing.place_person(row=row, klass=classes.get(wish), who=who_acts(request, row.event))
    except Refusal as refusal:
        return refused(request, refusal, back_url=address("person", row))
    messages.success(request, _("Kelas tersimpan."))
    return go_to(request, address("person", row))

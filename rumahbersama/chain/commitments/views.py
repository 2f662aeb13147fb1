"""Pages of one commitment: write, show, correct, report, confirm, drop, and its proof."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.commitments import actions, queries, recording
from rumahbersama.chain.commitments.forms import CommitmentForm, ConfirmForm, ReasonForm, ReportForm, initial_of
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.commitments.permissions import (
    get_commitment_to_confirm,
    get_commitment_to_drop,
    get_commitment_to_keep,
    get_commitment_to_view,
    get_report_to_view,
    may_confirm,
    may_keep,
    posts_to_promise_for,
    promising_places,
)
from rumahbersama.chain.commitments.rules import DONE, CommitmentRefusal
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import deliverable, once
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.working_days import add_working_days
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files import serving
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import may_see_figures_of, own_posts, scope_of
from rumahbersama.ground.people.roles import MANAGE_PEOPLE
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.office_days.queries import office_days_of
from rumahbersama.ground.regions.office_days.zones import day_at
from rumahbersama.ground.regions.queries import names_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def new(request: HttpRequest) -> HttpResponse:
    """Write down what a post promises; where no post is recorded yet, say so and who records one."""
    posts = list(posts_to_promise_for(request.user))
    if not posts:
        return _without_posts(request)
    places, proof = _places(posts), _evidence(request)
    form = CommitmentForm(
        request.POST or None,
        posts=posts,
        places=places,
        is_correction=False,
        initial=_first_guess(request, posts, proof),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _made(request, form, proof))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "evidence": proof}
    return render_page(request, "commitments/form.html", context, invalid=request.method == "POST")


def _made(request: HttpRequest, form: CommitmentForm, proof: Evidence | None) -> str:
    """Write down a promise once; return its page."""
    now = timezone.now()
    today = day_at(_chosen_post(form).region.code, now)
    source = _source(proof, today, measure=form.cleaned_data["measure"])
    promise = form.promise(promised_on=today, due_on=_due(form, now), **source)

    def make() -> str:
        made = actions.make_commitment(promise=promise, by=request.user, at=timezone.now())
        messages.success(request, _("Komitmen tersimpan dengan nomor {number}.").format(number=made.pk))
        return made.get_absolute_url()

    return once(request, make)


def _evidence(request: HttpRequest) -> Evidence | None:
    """Return what the address refers to as it stands now; None where it refers to nothing this account sees."""
    reference = request.GET.get("bukti", "")
    return next(iter(registry.evidence.each(user=request.user, reference=reference)), None) if reference else None


def _source(proof: Evidence | None, today: date, *, measure: str) -> dict[str, Any]:
    """Return where a promise came from, as it was read today; its indicator while it is measured by that."""
    if proof is None:
        return {}
    return {
        "source_kind": proof.kind,
        "source_url": proof.url,
        "indicator": proof.indicator if measure == proof.measure else "",
        "snapshot": asdict(proof)
        | {"read_on": today.isoformat(), "figure_url": proof.url if proof.indicator else ""},
    }


def _without_posts(request: HttpRequest) -> HttpResponse:
    """Tell who may promise at a place that no post of it is recorded; 403 for who may promise nowhere."""
    codes = promising_places(request.user)
    if not codes:
        raise PermissionDenied
    scope = scope_of(request.user)
    places = [
        {"code": code, "name": name, "may_record": scope.may(MANAGE_PEOPLE, code)}
        for code, name in names_of(codes).items()
    ]
    return render_page(request, "commitments/no_post.html", {"places": places}, invalid=request.method == "POST")


def _places(posts: list[Post]) -> list[Region]:
    """Return the places of these posts and, of a kecamatan, its desa; each once, in code order."""
    found = {place.code: place for region in {post.region for post in posts} for place in queries.places_of(region)}
    return [found[code] for code in sorted(found)]


def _first_guess(request: HttpRequest, posts: list[Post], proof: Evidence | None) -> dict[str, Any]:
    """Return what the form begins with: my own post, the place named in the address, and what it is about."""
    mine = set(own_posts(request.user))
    post = next((post for post in posts if post.pk in mine), posts[0])
    guess: dict[str, Any] = {"post": str(post.pk), "place": request.GET.get("tempat", post.region.code)}
    if proof is not None:
        guess |= {
            "why": proof.sentence,
            "measure": proof.measure,
            "unit": proof.unit,
            "baseline": _exact(proof.value),
        }
    return guess


def _exact(value: str) -> Decimal | None:
    """Return a canonical number, which its box writes as the page does: "1.125" would be a thousand there."""
    return Decimal(value) if value else None


def _chosen_post(form: CommitmentForm) -> Post:
    return form.posts[form.cleaned_data["post"]]


def _due(form: CommitmentForm, at: datetime) -> date:
    """Return the day that was typed, or the one so many working days after today at the place of its post."""
    typed: date | None = form.cleaned_data["due_on"]
    if typed is not None:
        return typed
    code = _chosen_post(form).region.code
    return add_working_days(day_at(code, at), form.cleaned_data["working_days"], office=office_days_of(code))


def _source_url(request: HttpRequest, found: Commitment) -> str:
    """Return where the origin is read, unless the room it lies in keeps it closed to this account."""
    url = found.source_url
    return "" if url and any(registry.closed_addresses.each(user=request.user, url=url)) else url


@login_required
@require_safe
def commitment(request: HttpRequest, number: int) -> HttpResponse:
    """Show one commitment with its steps, reports and history."""
    found = get_commitment_to_view(request.user, number)
    today = timezone.localdate()
    holders = queries.holders_of([found.post_id, found.reviewer_id or 0], today=today)
    context = {
        "commitment": found,
        "region": found.region,
        "holder": holders.get(found.post_id, ""),
        "promiser": queries.holders_of([found.post_id], today=found.promised_on).get(found.post_id, ""),
        "reviewing": holders.get(found.reviewer_id or 0, ""),
        "steps": queries.steps_of(found),
        "source_url": _source_url(request, found),
        "reminders": queries.reminders_of(found),
        "reports": queries.reports_of(found),
        "is_late": found.is_open and found.due_on < today,
        "figure_url": _figure_url(request, found),
        "read_on": parse_date(found.snapshot.get("read_on", "")),
        "may_keep": may_keep(request.user, found),
        "may_confirm": may_confirm(request.user, found) and found.state == DONE,
        "may_drop": may_keep(request.user, found) or may_confirm(request.user, found),
        "history": told(queries.history_of(found), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "commitments/commitment.html", context)


def _figure_url(request: HttpRequest, found: Commitment) -> str:
    """Return the page of the indicator that is to change, to who may see its figures."""
    if not found.indicator or not may_see_figures_of(request.user, found.region):
        return ""
    return str(found.snapshot.get("figure_url", ""))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct or move what was promised, with a reason."""
    found = get_commitment_to_keep(request.user, number)
    posts = list(posts_to_promise_for(request.user))
    posts += [post for post in (found.post, found.reviewer) if post is not None and post not in posts]
    places = _places(posts)
    places += [found.region] if found.region not in places else []
    steps = queries.steps_of(found)
    form = CommitmentForm(
        request.POST or None, posts=posts, places=places, is_correction=True, initial=initial_of(found, steps)
    )
    if request.method == "POST" and form.is_valid():
        try:
            promise = form.promise(promised_on=found.promised_on, due_on=_due(form, timezone.now()))
            actions.correct_commitment(
                commitment=found,
                promise=promise,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {"form": form, "commitment": found, "seen": seen_version(request, found.version)}
    return render_page(request, "commitments/form.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Tell how it goes, with proof; or that it is done."""
    found = get_commitment_to_keep(request.user, number)
    form = ReportForm(request.POST or None, request.FILES or None, commitment=found, steps=queries.steps_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            return go_to(request, _reported(request, form, found))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    words = Words(
        title=_("Lapor kemajuan"),
        lead=_(
            "Satu kalimat cukup. Kalau sudah selesai, kalimat itu menjadi hasilnya, "
            "dan pemeriksanya diberi tahu di berandanya."
        ),
        button=_("Kirim laporan"),
        kept=_("Laporan komitmen nomor {number}").format(number=found.pk),
    )
    return _asked(request, found, form, words)


@dataclass(frozen=True)
class Words:
    """What a page says that asks for one thing about a commitment.

    ``kept`` names the form where a device may keep it until there is signal, "" where it may not.
    """

    title: str
    lead: str
    button: str
    danger: bool = False
    kept: str = ""


def _asked(
    request: HttpRequest,
    found: Commitment,
    form: Any,  # noqa: ANN401 - any form
    words: Words,
    **more: Any,  # noqa: ANN401
) -> HttpResponse:
    context = {"form": form, "commitment": found, "words": words, "seen": seen_version(request, found.version)}
    return render_page(request, "commitments/act.html", context | more, invalid=request.method == "POST")


def _reported(request: HttpRequest, form: ReportForm, found: Commitment) -> str:
    """Take a report once; return the page of the commitment."""
    sent = form.cleaned_data["file"]
    proof = files.checked(chunks=sent.chunks(), name=sent.name) if sent else None

    def tell() -> str:
        actions.report_on(
            commitment=found,
            text=form.cleaned_data["text"],
            to=form.cleaned_data.get("to", ""),
            link=form.cleaned_data["link"],
            proof=proof,
            done_steps=[int(order) for order in form.cleaned_data.get("done_steps", [])],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Laporan tersimpan."))
        return found.get_absolute_url()

    return once(request, tell)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it was kept, or send it back."""
    found = get_commitment_to_confirm(request.user, number)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _judge(request, form, found)
        except Refusal as refusal:
            form.add_error("note", str(refusal))
        else:
            messages.success(request, _("Hasil pemeriksaan tersimpan."))
            return go_to(request, found.get_absolute_url())
    words = Words(
        title=_("Periksa komitmen"),
        lead=_("Bandingkan buktinya dengan janji di atas, lalu nyatakan hasilnya."),
        button=_("Simpan hasil pemeriksaan"),
    )
    return _asked(request, found, form, words, reports=queries.reports_of(found))


def _judge(request: HttpRequest, form: ConfirmForm, found: Commitment) -> None:
    said: dict[str, Any] = {"commitment": found, "by": request.user, "at": timezone.now()}
    said["seen"] = seen_version(request, found.version)
    if form.cleaned_data["verdict"] == "terbukti":
        actions.confirm_commitment(note=form.cleaned_data["note"], **said)
    else:
        actions.send_back(reason=form.cleaned_data["note"], **said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a commitment, with a reason."""
    found = get_commitment_to_drop(request.user, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_commitment(
                commitment=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                seen=seen_version(request, found.version),
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Komitmen dihentikan. Halamannya tetap ada dan dapat dibuka lagi."))
            return go_to(request, found.get_absolute_url())
    words = Words(
        title=_("Hentikan komitmen"),
        lead=_("Janji yang dihentikan tidak ditagih lagi. Halaman dan riwayatnya tetap ada, dan dapat dibuka lagi."),
        button=_("Hentikan komitmen ini"),
        danger=True,
    )
    return _asked(request, found, form, words)


@login_required
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Undo a stop or a confirmation."""
    found = get_commitment_to_drop(request.user, number)
    try:
        if found.state == Commitment.State.VERIFIED and not may_confirm(request.user, found):
            raise CommitmentRefusal(_("Yang sudah terbukti hanya dibuka lagi oleh pemeriksanya."))
        actions.reopen_commitment(
            commitment=found, by=request.user, at=timezone.now(), seen=seen_version(request, found.version)
        )
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Komitmen dibuka lagi."))
    return go_to(request, found.get_absolute_url())


@login_required
@require_safe
def proof(request: HttpRequest, number: int, report: int) -> HttpResponse:
    """Give the file of a report, or with ``?kecil=1`` its small picture, to whoever may see the commitment."""
    found = get_report_to_view(request.user, number, report)
    assert found.file is not None  # noqa: S101 - for the type checker: reports without a file are 404
    return serving.respond(found.file, small="kecil" in request.GET)

"""The page of one RTL: written with the personal link, or by who is signed in; sent; given its post."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.commitments.permissions import visible_commitments
from rumahbersama.chain.needs.newest import choices_at
from rumahbersama.chain.training.models import Participation
from rumahbersama.chain.training.rtl import actions, queries, recording
from rumahbersama.chain.training.rtl.actions import Writer
from rumahbersama.chain.training.rtl.forms import PostForm, RtlForm
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.chain.training.rtl.permissions import (
    get_part_of_token,
    get_part_with_rtl,
    may_choose_post,
    may_write,
)
from rumahbersama.chain.training.rtl.rules import missing_in
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.outbox import by_link, deliverable, once
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.people.permissions import may_see_figures_of, scope_of
from rumahbersama.ground.people.roles import MANAGE_PEOPLE

CHECK = "periksa"


@dataclass(frozen=True)
class Desk:
    """One person's RTL and what may be done with it here."""

    row: Participation
    rtl: Rtl | None
    writes: bool
    chooses: bool
    is_personal: bool = False

    @property
    def link_owner(self) -> str:
        """Return under which name a device keeps what is typed with the personal link; "" for who is signed in."""
        return f"peserta-{self.row.pk}" if self.is_personal else ""

    @property
    def is_open(self) -> bool:
        """Tell whether its text may still change here."""
        return self.writes and not (self.rtl and self.rtl.commitment_id)

    @property
    def needs_post(self) -> bool:
        """Tell whether somebody may choose the post here."""
        return bool(self.chooses and self.rtl and self.rtl.state == Rtl.State.SENT and not self.rtl.commitment_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody write their own RTL with the personal link, without an account."""
    row = get_part_of_token(token)
    desk = Desk(row, queries.rtl_of(row), writes=True, chooses=False, is_personal=True)
    return by_link(request, _page, desk, owner=desk.link_owner)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@deliverable
def person(request: HttpRequest, number: int, participation: int) -> HttpResponse:
    """Show somebody's RTL to who sees their name; let who may write it, and who may choose its post."""
    row = get_part_with_rtl(request.user, number, participation)
    writes, chooses = may_write(request.user, row), may_choose_post(request.user, row)
    if request.method == "POST" and not (writes or chooses):
        raise PermissionDenied
    return _page(request, Desk(row, queries.rtl_of(row), writes=writes, chooses=chooses))


def _page(request: HttpRequest, desk: Desk) -> HttpResponse:
    first = "simpan" if desk.writes else "jabatan"
    task = request.POST.get("tugas", first) if request.method == "POST" else ""
    if task == "jabatan":
        return _give_post(request, desk)
    if task == "kirim":
        return _send(request, desk)
    if task:
        return _save(request, desk, task)
    form = _form(request, desk) if desk.is_open and CHECK not in request.GET else None
    return _show(request, desk, form)


def _form(request: HttpRequest, desk: Desk) -> RtlForm:
    return RtlForm(request.POST or None, choices=choices_at(desk.row.region), kept=desk.rtl)


def _writer(request: HttpRequest, desk: Desk) -> Writer:
    by = None if desk.is_personal else request.user
    return Writer(by=by, at=timezone.now(), today=timezone.localdate())


def _save(request: HttpRequest, desk: Desk, task: str) -> HttpResponse:
    _only(desk.writes)
    form = _form(request, desk)
    seen = seen_version(request, desk.rtl.version if desk.rtl else 0)

    def save() -> str:
        saved = actions.save_rtl(row=desk.row, facts=form.facts(), seen=seen, who=_writer(request, desk))
        if task == CHECK and saved.state == Rtl.State.DRAFT:
            return f"{request.path}?{CHECK}=1"
        messages.success(request, _said(saved))
        return request.path

    if form.is_valid():
        try:
            return go_to(request, save() if desk.is_personal else once(request, save))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _show(request, desk, form, seen=seen)


def _said(rtl: Rtl) -> str:
    if rtl.state == Rtl.State.DRAFT:
        return _("RTL tersimpan, belum dikirim. Lanjutkan kapan saja di halaman ini.")
    return _("Perubahan RTL tersimpan.")


def _send(request: HttpRequest, desk: Desk) -> HttpResponse:
    _only(desk.writes)
    try:
        sent = actions.send_rtl(row=desk.row, who=_writer(request, desk))
    except Refusal as refusal:
        return refused(request, refusal, back_url=request.path)
    if sent.commitment is not None:
        text = _("RTL terkirim dan menjadi komitmen jabatan {post}.").format(post=sent.commitment.post)
    else:
        text = _("RTL terkirim. RTL menjadi komitmen begitu jabatannya dipilih penyelenggara atau kecamatan.")
    messages.success(request, text)
    return go_to(request, request.path)


def _give_post(request: HttpRequest, desk: Desk) -> HttpResponse:
    _only(desk.chooses)
    form = PostForm(request.POST, posts=list(queries.posts_for(desk.row)))
    if not form.is_valid():
        return _show(request, desk, None, post_form=form)
    try:
        post = form.posts[form.cleaned_data["post"]]
        made = actions.give_post(row=desk.row, post=post, who=_writer(request, desk))
    except Refusal as refusal:
        return refused(request, refusal, back_url=request.path)
    messages.success(request, _("RTL menjadi komitmen jabatan {post}.").format(post=made.commitment and post))
    return go_to(request, request.path)


def _only(may: bool) -> None:
    if not may:
        raise PermissionDenied


def _show(
    request: HttpRequest,
    desk: Desk,
    form: RtlForm | None,
    *,
    post_form: PostForm | None = None,
    seen: int | None = None,
) -> HttpResponse:
    rtl, row = desk.rtl, desk.row
    if desk.needs_post and post_form is None:
        post_form = PostForm(posts=list(queries.posts_for(row)))
    if form is not None:
        form.mark()
    context: dict[str, Any] = {
        "desk": desk,
        "link_owner": desk.link_owner,
        "row": row,
        "event": row.event,
        "klass": row.klass,
        "rtl": rtl,
        "form": form,
        "post_form": post_form,
        "checks": CHECK in request.GET and desk.is_open and rtl is not None and rtl.state == Rtl.State.DRAFT,
        "missing": missing_in(rtl.facts()) if rtl else [],
        "seen": seen if seen is not None else (rtl.version if rtl else 0),
        "promise_url": _promise_url(request, desk),
        "figure_url": _figure_url(request, desk),
        "began": queries.period_of(rtl) if rtl and form is None else None,
        "posts_url": _posts_url(request, desk),
        "own_url": reverse("taking_part:invitation", args=[row.token]) if desk.is_personal else "",
        "history": []
        if desk.is_personal or rtl is None
        else told(recording.history_of(rtl), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "rtl/person.html", context, invalid=request.method == "POST")


def _figure_url(request: HttpRequest, desk: Desk) -> str:
    """Return the page of the figure that is to change, to who may see it."""
    sees = not desk.is_personal and may_see_figures_of(request.user, desk.row.region)
    return desk.rtl.figure_url if desk.rtl and sees else ""


def _posts_url(request: HttpRequest, desk: Desk) -> str:
    """Return the page on which a post of this person's place is made, to who may make one."""
    if not desk.needs_post or not scope_of(request.user).may(MANAGE_PEOPLE, desk.row.region.code):
        return ""
    return reverse("people:posts", args=[desk.row.region.code])


def _promise_url(request: HttpRequest, desk: Desk) -> str:
    """Return the page of the commitment, to who may open it."""
    promise = desk.rtl.commitment if desk.rtl else None
    if promise is None or desk.is_personal:
        return ""
    seen = visible_commitments(request.user).filter(pk=promise.pk).exists()
    return promise.get_absolute_url() if seen else ""

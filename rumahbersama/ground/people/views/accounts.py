"""Accounts and roles of the places that one manages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahbersama.ground.core.exports import csv_response
from rumahbersama.ground.core.http import go_to, render_page
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import Listing, listed
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.forms.people import ReasonForm, RoleAtPlaceForm, role_choices
from rumahbersama.ground.people.forms.posts import LinkForm
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import (
    get_account_to_change,
    get_account_to_manage,
    get_assignment_to_end,
    may_change_account,
    require_somewhere,
    scope_of,
    signed_in,
)
from rumahbersama.ground.people.roles import MANAGE_PEOPLE
from rumahbersama.ground.people.rules import may_grant

SORTS = {"nama": "name", "masuk": "last_login", "dibuat": "created_at"}
EXPORT_ROWS = 20_000


def _accounts(request: HttpRequest, *, size: int = 50) -> Listing:
    codes = require_somewhere(request.user, MANAGE_PEOPLE).places_for(MANAGE_PEOPLE)
    rows = queries.accounts_in(
        codes=codes,
        role=request.GET.get("peran", ""),
        state=request.GET.get("keadaan", ""),
        today=timezone.localdate(),
    )
    return listed(request, rows, sorts=SORTS, default="nama", search=["name", "email"], size=size)


@login_required
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """List the accounts of one's places, with search, filters, order and pages."""
    context = {
        "listing": _accounts(request),
        "roles": role_choices(scope_of(request.user)),
        "states": [("aktif", _("Aktif")), ("nonaktif", _("Nonaktif")), ("tanpa-peran", _("Tanpa peran hari ini"))],
        "today": timezone.localdate(),
    }
    return render_page(request, "people/accounts.html", context)


@login_required
@require_GET
def account_csv(request: HttpRequest) -> HttpResponse:
    """Send the same list as CSV: names, roles and places, no e-mail addresses and no NIP."""
    today = timezone.localdate()
    rows = [
        [account.name, row.role_label, row.region.code, str(row.region), row.starts_on, row.ends_on, _state(account)]
        for account in _accounts(request, size=EXPORT_ROWS).page
        for row in account.here
        if row.ends_on is None or row.ends_on > today
    ]
    header = [_("Nama"), _("Peran"), _("Kode wilayah"), _("Wilayah"), _("Mulai"), _("Berakhir"), _("Keadaan")]
    return csv_response("akun-dan-peran.csv", header, rows)


def _state(account: Account) -> str:
    return _("Aktif") if account.is_active else _("Nonaktif")


@login_required
@require_GET
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Show one account: its roles in one's places, what may be done, its history."""
    entry = get_account_to_manage(request.user, number)
    scope, today = scope_of(request.user), timezone.localdate()
    codes = scope.places_for(MANAGE_PEOPLE)
    roles = [
        {
            "row": row,
            "over": row.ends_on is not None and row.ends_on <= today,
            "mine": may_grant(scope.holdings, role=row.role, code=row.region.code),
        }
        for row in queries.assignments_in(account=entry, codes=codes)
    ]
    context = {
        "account": entry,
        "roles": roles,
        "may_change": may_change_account(request.user, entry),
        "has_second_factor": queries.has_second_factor(entry),
        "is_self": entry.pk == signed_in(request).pk,
        "listing": listed(
            request, queries.history_of(account=entry, codes=codes), sorts={"waktu": "at"}, default="-waktu", size=25
        ),
    }
    return render_page(request, "people/account.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, number: int) -> HttpResponse:
    """Give an account one more role."""
    entry = get_account_to_manage(request.user, number)
    form = RoleAtPlaceForm(request.POST or None, scope=scope_of(request.user))

    def act() -> None:
        actions.assign_role(
            account=entry,
            role=form.cleaned_data["role"],
            region=form.chosen,
            by=signed_in(request),
            at=timezone.now(),
            starts_on=timezone.localdate(),
        )

    context = {
        "account": entry,
        "form": form,
        "title": _("Beri peran"),
        "button": _("Beri peran ini"),
        "done": _("Peran diberikan."),
    }
    return _answer(request, form, act, entry, context)


@login_required
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, number: int, assignment: int) -> HttpResponse:
    """End a role today, after asking why."""
    row = get_assignment_to_end(request.user, number, assignment)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.end_role(
            assignment=row,
            on=timezone.localdate(),
            by=signed_in(request),
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )

    context = {
        "account": row.account,
        "form": form,
        "title": _("Akhiri peran"),
        "lead": _("{name} tidak lagi menjadi {role} di {place}, mulai sekarang.").format(
            name=row.account, role=row.role_label, place=row.region
        ),
        "button": _("Akhiri peran ini"),
        "done": _("Peran diakhiri."),
        "danger": True,
    }
    return _answer(request, form, act, row.account, context)


@login_required
@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, after asking why."""
    entry = get_account_to_change(request.user, number)
    if entry.pk == signed_in(request).pk:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.deactivate_account(
            account=entry, by=signed_in(request), at=timezone.now(), reason=form.cleaned_data["reason"]
        )

    context = {
        "account": entry,
        "form": form,
        "title": _("Nonaktifkan akun"),
        "lead": _("{name} tidak dapat masuk lagi. Yang sedang masuk keluar pada langkah berikutnya.").format(
            name=entry
        ),
        "button": _("Nonaktifkan akun ini"),
        "done": _("Akun dinonaktifkan."),
        "danger": True,
    }
    return _answer(request, form, act, entry, context)


@login_required
@require_http_methods(["GET", "POST"])
def reactivate(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed account again, after asking why."""
    entry = get_account_to_change(request.user, number)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.reactivate_account(
            account=entry, by=signed_in(request), at=timezone.now(), reason=form.cleaned_data["reason"]
        )

    context = {
        "account": entry,
        "form": form,
        "title": _("Aktifkan kembali akun"),
        "lead": _("{name} dapat masuk lagi dengan kata sandi dan peran yang masih berlaku.").format(name=entry),
        "button": _("Aktifkan akun ini"),
        "done": _("Akun aktif kembali."),
    }
    return _answer(request, form, act, entry, context)


@login_required
@require_http_methods(["GET", "POST"])
def reset_second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Take the authenticator app of somebody who lost the phone, after asking why."""
    entry = get_account_to_change(request.user, number)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions.reset_second_factor(
            account=entry, by=signed_in(request), at=timezone.now(), reason=form.cleaned_data["reason"]
        )

    context = {
        "account": entry,
        "form": form,
        "title": _("Lepas verifikasi dua langkah"),
        "lead": _(
            "Untuk orang yang kehilangan HP dan kode pemulihan. Pastikan dulu bahwa yang meminta benar {name}."
        ).format(name=entry),
        "button": _("Lepas verifikasi dua langkah"),
        "done": _("Verifikasi dua langkah dilepas."),
        "danger": True,
    }
    return _answer(request, form, act, entry, context)


@login_required
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Say which person the account belongs to."""
    entry = get_account_to_change(request.user, number)
    persons = queries.persons_in(codes=scope_of(request.user).places_for(MANAGE_PEOPLE), today=timezone.localdate())
    form = LinkForm(request.POST or None, persons=persons, initial={"person": entry.person_id})

    def act() -> None:
        actions.link_person(
            account=entry, person=form.cleaned_data["person"], by=signed_in(request), at=timezone.now()
        )

    context = {
        "account": entry,
        "form": form,
        "title": _("Hubungkan dengan pegawai"),
        "lead": _("Pada mutasi, peran akun ini ikut berpindah bersama jabatan pegawainya."),
        "button": _("Simpan"),
        "done": _("Hubungan dengan pegawai tersimpan."),
    }
    return _answer(request, form, act, entry, context)


def _answer(
    request: HttpRequest, form: BaseForm, act: Callable[[], None], entry: Account, context: dict[str, Any]
) -> HttpResponse:
    """Act when the form is good, and go to the account; show the page with its errors otherwise."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, context["done"])
            return go_to(request, reverse("people:account", args=[entry.pk]))
    return render_page(request, "people/account_form.html", context, invalid=form.is_bound)

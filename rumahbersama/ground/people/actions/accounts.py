"""Accounts and the roles they hold."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.audit.rules import CHANGED, only_differences
from rumahbersama.ground.people import queries
from rumahbersama.ground.people.models import Account, Person, RoleAssignment
from rumahbersama.ground.people.permissions import may_change_account, scope_of
from rumahbersama.ground.people.rules import (
    ACCOUNT_PERSONAL,
    PeopleRefusal,
    Period,
    fits_level,
    may_grant,
    plain_email,
)
from rumahbersama.ground.regions.models import Region


@transaction.atomic
def create_account(
    *,
    email: str,
    name: str,
    by: Account | None,
    at: datetime,
    password: str = "",
    person: Person | None = None,
    is_shared: bool = False,
    is_demo: bool = False,
    place_code: str = "",
) -> Account:
    """Make an account; without ``password`` none works, so it can only enter by OIDC or as a demo account.

    Raises:
        PeopleRefusal: the e-mail already belongs to an account.
    """
    email = plain_email(email)
    if queries.account_of_email(email=email):
        raise PeopleRefusal(_("E-mail ini sudah dipakai sebuah akun."))
    account = Account(
        email=email, name=name.strip(), person=person, is_shared=is_shared, is_demo=is_demo, created_at=at
    )
    if password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    account.save()
    after = {"email": CHANGED, "name": CHANGED, "is_shared": is_shared, "is_demo": is_demo}
    _record(
        account, by, at, "people.create_account", _("Akun dibuat"), place_code=place_code, before=None, after=after
    )
    return account


def create_demo_account(
    *,
    email: str,
    name: str,
    role: str,
    region: Region,
    at: datetime,
    starts_on: date,
    is_shared: bool = False,
    person: Person | None = None,
) -> Account:
    """Make an account of the invented demo, with one role and no password."""
    with transaction.atomic():
        account = create_account(
            email=email,
            name=name,
            by=None,
            at=at,
            is_shared=is_shared,
            is_demo=True,
            place_code=region.code,
            person=person,
        )
        assign_role(account=account, role=role, region=region, by=None, at=at, starts_on=starts_on)
    return account


@transaction.atomic
def assign_role(
    *,
    account: Account,
    role: str,
    region: Region,
    by: Account | None,
    at: datetime,
    starts_on: date,
    ends_on: date | None = None,
) -> RoleAssignment:
    """Give an account a role at a place; ``by`` None is the program itself (command line, demo).

    Raises:
        PeopleRefusal: the role cannot be held there, ``by`` may not hand it out, or it is held already.
    """
    if not fits_level(role, region.code):
        raise PeopleRefusal(_("Peran ini tidak dapat dipegang di {place}.").format(place=region))
    if by is not None and not may_grant(scope_of(by).holdings, role=role, code=region.code):
        raise PeopleRefusal(_("Anda tidak dapat memberikan peran ini di {place}.").format(place=region))
    Account.objects.select_for_update().get(pk=account.pk)
    period = Period(starts_on, ends_on)
    for other in RoleAssignment.objects.filter(account=account, role=role, region=region):
        if period.overlaps(Period(other.starts_on, other.ends_on)):
            raise PeopleRefusal(_("Akun ini sudah memegang peran itu di {place}.").format(place=region))
    assignment = RoleAssignment.objects.create(
        account=account, role=role, region=region, starts_on=starts_on, ends_on=ends_on
    )
    _record_role(assignment, by, at, "people.assign_role", _("Peran diberikan"), before=None)
    return assignment


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, on: date, by: Account | None, at: datetime, reason: str = ""
) -> RoleAssignment:
    """End a role on a day, which is the first day without it.

    Raises:
        PeopleRefusal: not allowed, already over, before its start, or the last administrator of the installation.
    """
    entry = RoleAssignment.objects.select_for_update().select_related("region", "account").get(pk=assignment.pk)
    if by is not None and not may_grant(scope_of(by).holdings, role=entry.role, code=entry.region.code):
        raise PeopleRefusal(_("Anda tidak dapat mengakhiri peran ini."))
    if entry.ends_on is not None and entry.ends_on <= on:
        raise PeopleRefusal(_("Peran ini sudah berakhir."))
    if on < entry.starts_on:
        raise PeopleRefusal(_("Peran tidak dapat berakhir sebelum dimulai."))
    _keep_an_administrator(entry.account, [entry], today=on)
    before = {"ends_on": _text(entry.ends_on)}
    entry.ends_on = on
    entry.save(update_fields=["ends_on"])
    _record_role(entry, by, at, "people.end_role", _("Peran diakhiri"), before=before, reason=reason)
    return entry


def _keep_an_administrator(account: Account, ending: list[RoleAssignment], *, today: date) -> None:
    ends_admin = any(entry.role == "administrator" and entry.region.code == "0" for entry in ending)
    if ends_admin and not queries.administrators_left(without=account, today=today):
        raise PeopleRefusal(
            _("Ini administrator terakhir pemasangan ini. Undang administrator lain dulu, baru akhiri yang ini.")
        )


@transaction.atomic
def deactivate_account(*, account: Account, by: Account | None, at: datetime, reason: str) -> Account:
    """Close an account; its sessions end at their next request and its roles stay as they were.

    Raises:
        PeopleRefusal: one's own account, a role beyond one's own, already closed, or the last administrator.
    """
    entry = Account.objects.select_for_update().get(pk=account.pk)
    _check_may_change(by, entry)
    if by is not None and by.pk == entry.pk:
        raise PeopleRefusal(_("Anda tidak dapat menonaktifkan akun sendiri."))
    if not entry.is_active:
        raise PeopleRefusal(_("Akun ini sudah nonaktif."))
    _keep_an_administrator(
        entry,
        list(queries.open_assignments_of(account=entry, today=timezone.localdate(at))),
        today=timezone.localdate(at),
    )
    entry.is_active, entry.session_epoch = False, entry.session_epoch + 1
    entry.save(update_fields=["is_active", "session_epoch"])
    _record_state(entry, by, at, "people.deactivate_account", _("Akun dinonaktifkan"), reason)
    return entry


@transaction.atomic
def reactivate_account(*, account: Account, by: Account | None, at: datetime, reason: str) -> Account:
    """Open a closed account again; whoever had its sessions must sign in anew.

    Raises:
        PeopleRefusal: a role beyond one's own, or the account is open.
    """
    entry = Account.objects.select_for_update().get(pk=account.pk)
    _check_may_change(by, entry)
    if entry.is_active:
        raise PeopleRefusal(_("Akun ini sudah aktif."))
    entry.is_active, entry.session_epoch = True, entry.session_epoch + 1
    entry.save(update_fields=["is_active", "session_epoch"])
    _record_state(entry, by, at, "people.reactivate_account", _("Akun diaktifkan kembali"), reason)
    return entry


def _check_may_change(by: Account | None, account: Account) -> None:
    if by is not None and not may_change_account(by, account):
        raise PeopleRefusal(_("Akun ini memegang peran di luar kewenangan Anda."))


@transaction.atomic
def link_person(*, account: Account, person: Person | None, by: Account | None, at: datetime) -> Account:
    """Say which person an account belongs to, so that mutasi can move its roles along with the post.

    Raises:
        PeopleRefusal: the account holds a role beyond one's own.
    """
    _check_may_change(by, account)
    before = {"person": account.person_id}
    account.person = person
    account.save(update_fields=["person"])
    after = {"person": person.pk if person else None}
    _record(account, by, at, "people.link_person", _("Akun dihubungkan dengan pegawai"), before=before, after=after)
    return account


@transaction.atomic
def change_profile(*, account: Account, name: str, language: str, at: datetime) -> Account:
    """Change one's own name and language."""
    old = {"name": account.name, "language": account.language}
    account.name, account.language = name.strip(), language
    before, after = only_differences(old, {"name": account.name, "language": language}, personal=ACCOUNT_PERSONAL)
    if after:
        account.save(update_fields=["name", "language"])
        _record(account, account, at, "people.change_profile", _("Profil diubah"), before=before, after=after)
    return account


@transaction.atomic
def end_sessions(*, account: Account, by: Account | None, at: datetime) -> Account:
    """End every session of an account, on all devices."""
    entry = Account.objects.select_for_update().get(pk=account.pk)
    before = {"session_epoch": entry.session_epoch}
    entry.session_epoch += 1
    entry.save(update_fields=["session_epoch"])
    after = {"session_epoch": entry.session_epoch}
    _record(entry, by, at, "people.end_sessions", _("Keluar dari semua perangkat"), before=before, after=after)
    return entry


@transaction.atomic
def set_password(*, account: Account, password: str, by: Account | None, at: datetime) -> Account:
    """Set a new password, which ends all sessions that were opened with the old one."""
    account.set_password(password)
    account.save(update_fields=["password"])
    change = {"password": CHANGED}
    _record(account, by, at, "people.set_password", _("Kata sandi diganti"), before=change, after=change)
    return account


@transaction.atomic
def reset_second_factor(*, account: Account, by: Account | None, at: datetime, reason: str) -> None:
    """Take the authenticator app of somebody who lost the phone and the codes; all sessions end.

    Raises:
        PeopleRefusal: a role beyond one's own, one's own account, or nothing is set up.
    """
    _check_may_change(by, account)
    if by is not None and by.pk == account.pk:
        raise PeopleRefusal(_("Lepas verifikasi dua langkah akun sendiri di halaman Akun."))
    if not queries.has_second_factor(account):
        raise PeopleRefusal(_("Akun ini tidak memakai verifikasi dua langkah."))
    queries.authenticators_of(account).delete()
    end_sessions(account=account, by=by, at=at)
    before, after = {"second_factor": True}, {"second_factor": False}
    words = _("Verifikasi dua langkah dilepas oleh pengelola")
    _record(account, by, at, "people.second_factor", words, before=before, after=after, reason=reason)


@transaction.atomic
def note_second_factor(*, account: Account, on: bool, at: datetime) -> None:
    """Record that an account set up or removed its authenticator app."""
    words = _("Verifikasi dua langkah dipasang") if on else _("Verifikasi dua langkah dilepas")
    before, after = {"second_factor": not on}, {"second_factor": on}
    _record(account, account, at, "people.second_factor", words, before=before, after=after)


@transaction.atomic
def note_email_verified(*, account: Account, at: datetime) -> None:
    """Record that an account proved its e-mail address."""
    before, after = {"email_verified": False}, {"email_verified": True}
    _record(account, account, at, "people.verify_email", _("Alamat e-mail dipastikan"), before=before, after=after)


@transaction.atomic
def note_oidc_sign_in(*, account: Account, at: datetime) -> None:
    """Record that an identity of the configured provider was bound to an account."""
    before, after = {"oidc": False}, {"oidc": True}
    _record(account, account, at, "people.bind_oidc", _("Identitas OIDC dihubungkan"), before=before, after=after)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record_state(entry: Account, by: Account | None, at: datetime, verb: str, words: str, reason: str) -> None:
    place = RoleAssignment.objects.filter(account=entry).order_by("-starts_on").values_list("region__code", flat=True)
    before, after = {"is_active": not entry.is_active}, {"is_active": entry.is_active}
    _record(entry, by, at, verb, words, place_code=place.first() or "", before=before, after=after, reason=reason)


def _record_role(
    entry: RoleAssignment,
    by: Account | None,
    at: datetime,
    verb: str,
    words: str,
    *,
    before: dict[str, Any] | None,
    reason: str = "",
) -> None:
    values = {"role": entry.role, "region": entry.region.code, "starts_on": _text(entry.starts_on)}
    after = values | {"ends_on": _text(entry.ends_on)}
    key = f"{entry.account_id}:{entry.role}:{entry.region.code}:{entry.pk}"
    record(
        by=by,
        at=at,
        verb=verb,
        summary=f"{words}: {entry.role_label}, {entry.region}",
        place_code=entry.region.code,
        reason=reason,
        changes=[
            Change("people.account", str(entry.account_id), {}, {}),
            Change("people.assignment", key, before if before is None else values | before, after),
        ],
    )


def _record(
    account: Account,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    words: str,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    place_code: str = "",
    reason: str = "",
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        summary=_("{words} (akun nomor {number})").format(words=words, number=account.pk),
        place_code=place_code,
        reason=reason,
        changes=[Change("people.account", str(account.pk), before, after)],
    )

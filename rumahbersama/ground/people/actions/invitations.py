"""Invitations: a link that makes an account with one role, or adds the role to an account."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.audit.rules import CHANGED
from rumahbersama.ground.people import queries
from rumahbersama.ground.people.actions.accounts import assign_role, create_account
from rumahbersama.ground.people.models import Account, Invitation, Person
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.rules import (
    INVITATION_LIFE,
    PeopleRefusal,
    digest_of,
    fits_level,
    may_grant,
    new_token,
    plain_email,
)
from rumahbersama.ground.regions.models import Region


@transaction.atomic
def invite(
    *,
    role: str,
    region: Region,
    by: Account | None,
    at: datetime,
    name: str = "",
    email: str = "",
    person: Person | None = None,
    is_shared: bool = False,
    base_url: str = "",
) -> tuple[Invitation, str]:
    """Make an invitation and return it with its link, which is told this once and never stored.

    Args:
        role: the role the new account will hold.
        region: where.
        by: who invites; None is the command line.
        at: now.
        name: of the invited person, if known.
        email: of the invited person; left out, the invited person types it.
        person: whom the account will belong to.
        is_shared: an account for several people at one device.
        base_url: where the link should lead, "https://host"; RUMAH_URL by default.

    Raises:
        PeopleRefusal: the role cannot be held there or is beyond ``by``, or an invitation is still open.
    """
    email = plain_email(email)
    _check(role, region, by)
    if queries.open_invitation_for(email=email, at=at):
        raise PeopleRefusal(_("Masih ada undangan terbuka untuk e-mail ini. Kirim ulang atau cabut undangan itu."))
    token = new_token()
    entry = Invitation.objects.create(
        token_digest=digest_of(token),
        role=role,
        region=region,
        name=name.strip(),
        email=email,
        person=person,
        is_shared=is_shared,
        invited_by=by,
        created_at=at,
        expires_at=at + INVITATION_LIFE,
    )
    _record(entry, by, at, "people.invite", _("Undangan dibuat"))
    return entry, _link(token, base_url)


def _check(role: str, region: Region, by: Account | None) -> None:
    if not fits_level(role, region.code):
        raise PeopleRefusal(_("Peran ini tidak dapat dipegang di {place}.").format(place=region))
    if by is not None and not may_grant(scope_of(by).holdings, role=role, code=region.code):
        raise PeopleRefusal(_("Anda tidak dapat memberikan peran ini di {place}.").format(place=region))


def _link(token: str, base_url: str) -> str:
    return (base_url or settings.SITE_URL).rstrip("/") + reverse("people:accept", args=[token])


@transaction.atomic
def resend_invitation(
    *, invitation: Invitation, by: Account | None, at: datetime, base_url: str = ""
) -> tuple[Invitation, str]:
    """Make a new link for an open invitation; the old link stops working.

    Raises:
        PeopleRefusal: used or revoked, or its role is beyond ``by``.
    """
    entry = _locked_open(invitation)
    _check(entry.role, entry.region, by)
    token = new_token()
    entry.token_digest, entry.expires_at = digest_of(token), at + INVITATION_LIFE
    entry.save(update_fields=["token_digest", "expires_at"])
    _record(entry, by, at, "people.resend_invitation", _("Tautan undangan diganti"))
    return entry, _link(token, base_url)


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Account | None, at: datetime) -> Invitation:
    """Take an open invitation back.

    Raises:
        PeopleRefusal: used or revoked already, or its role is beyond ``by``.
    """
    entry = _locked_open(invitation)
    _check(entry.role, entry.region, by)
    entry.revoked_at = at
    entry.save(update_fields=["revoked_at"])
    _record(entry, by, at, "people.revoke_invitation", _("Undangan dicabut"))
    return entry


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, email: str, password: str, at: datetime) -> Account:
    """Make the account and its role from an invitation; the inviter must still be allowed to give it.

    Raises:
        PeopleRefusal: the invitation no longer holds, or the e-mail already has an account.
    """
    entry = _locked_valid(invitation, at=at)
    account = create_account(
        email=entry.email or email,
        name=name,
        password=password,
        by=None,
        at=at,
        person=entry.person,
        is_shared=entry.is_shared,
        place_code=entry.region.code,
    )
    _use(entry, account, at)
    return account


@transaction.atomic
def accept_with_account(*, invitation: Invitation, account: Account, at: datetime) -> Account:
    """Add the invitation's role to the account of the person who is signed in.

    Raises:
        PeopleRefusal: the invitation no longer holds or is for another e-mail.
    """
    entry = _locked_valid(invitation, at=at)
    if entry.email and entry.email != plain_email(account.email):
        raise PeopleRefusal(_("Undangan ini untuk e-mail lain. Keluar dulu, lalu buka lagi tautannya."))
    _use(entry, account, at)
    return account


def _use(entry: Invitation, account: Account, at: datetime) -> None:
    entry.used_at, entry.account = at, account
    entry.save(update_fields=["used_at", "account"])
    assign_role(
        account=account, role=entry.role, region=entry.region, by=None, at=at, starts_on=timezone.localdate(at)
    )
    _record(entry, account, at, "people.accept_invitation", _("Undangan diterima"))


def _locked_open(invitation: Invitation) -> Invitation:
    entry = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if entry.used_at or entry.revoked_at:
        raise PeopleRefusal(_("Undangan ini sudah dipakai atau dicabut."))
    return entry


def _locked_valid(invitation: Invitation, *, at: datetime) -> Invitation:
    """Lock an invitation that may be used now; its inviter must still be active and hold the right."""
    entry = _locked_open(invitation)
    if entry.expires_at <= at:
        raise PeopleRefusal(_("Undangan ini sudah lewat waktunya. Mintalah tautan baru."))
    if entry.invited_by is not None:
        _check_inviter(entry, entry.invited_by)
    return entry


def _check_inviter(entry: Invitation, inviter: Account) -> None:
    if not may_grant(scope_of(inviter).holdings, role=entry.role, code=entry.region.code):
        raise PeopleRefusal(_("Yang mengundang tidak lagi berwenang. Mintalah undangan baru."))


def _record(entry: Invitation, by: Account | None, at: datetime, verb: str, words: str) -> None:
    after = {
        "role": entry.role,
        "region": entry.region.code,
        "name": CHANGED if entry.name else "",
        "email": CHANGED if entry.email else "",
        "expires_at": entry.expires_at.isoformat(),
        "used": bool(entry.used_at),
        "revoked": bool(entry.revoked_at),
    }
    record(
        by=by,
        at=at,
        verb=verb,
        summary=f"{words}: {entry.role_label}, {entry.region}",
        place_code=entry.region.code,
        changes=[Change("people.invitation", str(entry.pk), None if verb == "people.invite" else {}, after)],
    )

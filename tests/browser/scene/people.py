"""People with sessions, some in states that no demo account has, and the links that come by mail or by hand."""

import time
from datetime import date
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client

from rumahbersama.demo.mediation import PARTY
from rumahbersama.ground.people import actions as people
from rumahbersama.ground.people.middleware import KEYBOARD
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region
from tests.browser.scene.places import HOME, KABUPATEN, VILLAGE, WHERE
from tests.browser.words import PASSWORD, SECRET

A_DAY = 24 * 3600  # just signed in, however long the run takes


def make_accounts(now: Any) -> dict[str, Account]:
    """Return the demo's people by role, and real ones in states that no demo account has."""
    found = {role: _demo(role, WHERE.get(role, HOME)) for role in ("camat", "keeper", "kasi", *WHERE)}
    found["party"] = Account.objects.get(email=PARTY)
    found["operator"] = _demo("operator", VILLAGE)
    for who, role, place in (
        ("officer", "governance", KABUPATEN),
        ("newcomer", "dpmd", KABUPATEN),
        ("seksi", "kasi", HOME),
        ("nobody", "", ""),
        ("closed", "kasi", HOME),
    ):
        account = people.create_account(
            email=f"{who}@contoh.invalid", name=f"Uji {who.title()}", password=PASSWORD, by=None, at=now
        )
        if role:
            region = get_region(place)
            people.assign_role(account=account, role=role, region=region, by=None, at=now, starts_on=date(2025, 1, 2))
        found[who] = account
    people.deactivate_account(account=found["closed"], by=None, at=now, reason="Pindah tugas")
    Authenticator.objects.create(user=found["officer"], type=Authenticator.Type.TOTP, data={"secret": SECRET})
    RecoveryCodes.activate(found["officer"])
    found["no_password"] = people.create_account(email="oidc@contoh.invalid", name="Uji Oidc", by=None, at=now)
    return found


def _demo(role: str, place: str) -> Account:
    return Account.objects.get(email=f"{role.replace('_', '-')}.{place}@contoh.invalid")


def sessions(accounts: dict[str, Account]) -> dict[str, str]:
    """Sign everybody in, and one officer only halfway."""
    sessions = {}
    for who, account in accounts.items():
        if who != "closed":
            client = Client()
            client.force_login(account)
            session = client.session
            session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() + A_DAY}]
            session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(account)
            if account.is_shared:
                session[KEYBOARD] = "Siti Aminah"
            session.save()
            sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client = Client()
    client.force_login(accounts["operator"])
    sessions["at_keyboard"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client = Client()
    client.post("/masuk/", {"login": "officer@contoh.invalid", "password": PASSWORD})
    sessions["halfway"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def links(accounts: dict[str, Account], now: Any) -> dict[str, str]:
    """Make the links that come by mail or by hand."""
    account = accounts["seksi"]
    _invitation, link = people.invite(role="kasi", region=get_region(HOME), by=None, at=now, name="Tamu baru")
    email, _made = EmailAddress.objects.get_or_create(user=account, email=account.email, defaults={"primary": True})
    return {
        "token": link.rstrip("/").rpartition("/")[2],
        "uidb36": user_pk_to_url_str(account),
        "key": default_token_generator.make_token(account),
        "email_key": EmailConfirmationHMAC(email).key,
    }

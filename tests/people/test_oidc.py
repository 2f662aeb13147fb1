"""OIDC: an identity opens an existing account with the same e-mail, proved on both sides, and nothing else."""

import sys
from types import ModuleType
from urllib.parse import parse_qs, urlparse

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import clear_url_caches, include, path, resolve, reverse
from django.utils.functional import SimpleLazyObject

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.models import Account
from tests.people.provider import provider


@pytest.fixture
def _configured(settings):
    """The addresses as they are when RUMAH_OIDC_NAME is set."""
    from rumahbersama import urls as root
    from rumahbersama.ground.people import oidc_urls

    module = ModuleType("oidc_root")
    module.urlpatterns = [path("", include(oidc_urls)), *root.urlpatterns]
    sys.modules["oidc_root"] = module
    settings.ROOT_URLCONF = "oidc_root"
    clear_url_caches()
    yield
    del sys.modules["oidc_root"]
    clear_url_caches()


def _arrive(email, *, verified):
    """Come back from the provider with an identity; returns the answer and the request."""
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/masuk/oidc/kembali/")
    request.session = SessionStore()
    request.user = SimpleLazyObject(AnonymousUser)
    request._messages = CookieStorage(request)
    request.htmx = False
    login = SocialLogin(
        user=Account(email=email, name="Dari Luar"),
        account=SocialAccount(provider="oidc", uid="abc"),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
        provider=OpenIDConnectProvider(request, app=SocialApp(provider_id="oidc", name="SSO")),
    )
    login.state = {}
    with context.request_context(request):
        response: HttpResponse = complete_social_login(request, login)
    return response, request


def _prove(account):
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)


def test_a_proved_identity_opens_the_account_with_the_same_proved_email(cast):
    _prove(cast["camat"])
    response, request = _arrive("camat.71.01.01@contoh.invalid", verified=True)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert request.session["_auth_user_id"] == str(cast["camat"].pk)
    assert AuditRecord.objects.filter(verb="people.bind_oidc").count() == 1
    cast["camat"].refresh_from_db()
    assert cast["camat"].check_password("kata-sandi-uji") is True


@pytest.mark.parametrize(
    ("email", "verified", "proved"),
    [
        ("camat.71.01.01@contoh.invalid", False, True),
        ("camat.71.01.01@contoh.invalid", True, False),
        ("orang.baru@contoh.invalid", True, True),
    ],
)
def test_every_other_identity_is_turned_away_without_making_an_account(cast, email, verified, proved):
    if proved:
        _prove(cast["camat"])
    before = Account.objects.count()
    response, request = _arrive(email, verified=verified)
    assert (response.status_code, Account.objects.count()) == (403, before)
    assert "_auth_user_id" not in request.session
    assert SocialAccount.objects.count() == 0


def test_a_closed_account_is_not_opened(cast):
    _prove(cast["kasi"])
    Account.objects.filter(pk=cast["kasi"].pk).update(is_active=False)
    response, request = _arrive("kasi.71.01.01@contoh.invalid", verified=True)
    assert response.status_code == 403
    assert "_auth_user_id" not in request.session


def test_the_second_factor_still_comes_after_the_provider(cast):
    _prove(cast["bappeda"])
    response, request = _arrive(cast["bappeda"].email, verified=True)
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in request.session


@pytest.mark.usefixtures("_configured")
def test_the_addresses_exist_when_configured(db, client, settings):
    settings.OIDC_NAME = "SSO Kabupaten"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "SSO Kabupaten",
                    "client_id": "x",
                    "settings": {"server_url": "https://sso.invalid"},
                }
            ]
        }
    }
    assert reverse("openid_connect_login", kwargs={"provider_id": "oidc"}) == "/masuk/oidc/"
    assert resolve("/masuk/oidc/kembali/").url_name == "openid_connect_callback"
    assert "Masuk dengan SSO Kabupaten" in client.get("/masuk/").content.decode()


def test_the_addresses_do_not_exist_without_configuration(client, db):
    assert client.get("/masuk/oidc/").status_code == 404


@pytest.mark.usefixtures("_configured")
@pytest.mark.parametrize(("verified", "status"), [(True, 302), (False, 403)])
def test_the_whole_way_to_the_provider_and_back(cast, client, settings, verified, status):
    _prove(cast["camat"])
    identity = {"sub": "abc", "email": "camat.71.01.01@contoh.invalid", "email_verified": verified, "name": "Camat"}
    with provider(identity) as address:
        app = {"provider_id": "oidc", "name": "SSO", "client_id": "rumah", "secret": "x"}
        settings.OIDC_NAME = "SSO"
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app | {"settings": {"server_url": address}}]}
        }
        sent = client.get("/masuk/oidc/")
        asked = parse_qs(urlparse(sent["Location"]).query)
        back = client.get("/masuk/oidc/kembali/", {"code": "kode-sekali", "state": asked["state"][0]})
    assert sent["Location"].startswith(f"{address}/authorize?")
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/masuk/oidc/kembali/"]
    assert back.status_code == status
    assert client.get(reverse("people:profile")).status_code == (200 if verified else 302)

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.models import Account
from tests.conftest import make_account

PASSWORD = "kata-sandi-uji"


def _sign_in(client, account, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": account.email, "password": password})


def _code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def _is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


def test_sign_in_with_a_password_goes_home(cast, client):
    response = _sign_in(client, cast["camat"])
    assert (response.status_code, response["Location"], _is_in(client)) == (302, "/", True)


def test_sign_in_with_a_wrong_password_or_a_stranger_say_the_same(cast, client):
    wrong = _sign_in(client, cast["camat"], "salah-sekali")
    unknown = client.post(reverse("account_login"), {"login": "tak.ada@contoh.invalid", "password": "salah-sekali"})
    assert list(wrong.context["form"].non_field_errors()) == [
        "E-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
    ]
    assert list(unknown.context["form"].non_field_errors()) == list(wrong.context["form"].non_field_errors())


def test_a_closed_account_is_turned_away(cast, client, now):
    actions.deactivate_account(account=cast["kasi"], by=cast["camat"], at=now, reason="pindah")
    response = _sign_in(client, cast["kasi"])
    assert (response["Location"], _is_in(client)) == (reverse("account_inactive"), False)


def test_sessions_end_at_the_request_after_deactivation_and_stay_ended(cast, now):
    phone, desk = Client(), Client()
    _sign_in(phone, cast["kasi"])
    _sign_in(desk, cast["kasi"])
    assert [_is_in(phone), _is_in(desk)] == [True, True]
    actions.deactivate_account(account=cast["kasi"], by=cast["camat"], at=now, reason="pindah")
    assert [_is_in(phone), _is_in(desk)] == [False, False]
    actions.reactivate_account(account=cast["kasi"], by=cast["camat"], at=now, reason="kembali")
    assert [_is_in(phone), _is_in(desk)] == [False, False]


def test_leaving_all_devices_ends_every_session(cast):
    phone, desk = Client(), Client()
    _sign_in(phone, cast["kasi"])
    _sign_in(desk, cast["kasi"])
    response = desk.post(reverse("people:sessions"))
    assert (response.status_code, response["Location"]) == (302, reverse("account_login"))
    assert [_is_in(phone), _is_in(desk)] == [False, False]


def test_changing_the_password_keeps_this_device_and_ends_the_others(cast):
    phone, desk = Client(), Client()
    _sign_in(phone, cast["kasi"])
    _sign_in(desk, cast["kasi"])
    form = {"oldpassword": PASSWORD, "password1": "kuda-laut-biru-9", "password2": "kuda-laut-biru-9"}
    response = desk.post(reverse("account_change_password"), form)
    assert (response["Location"], _is_in(desk), _is_in(phone)) == (reverse("people:profile"), True, False)
    assert AuditRecord.objects.filter(verb="people.set_password", actor=cast["kasi"]).count() == 1


def test_sign_out_needs_a_post(cast, client):
    client.force_login(cast["kasi"])
    assert (client.get(reverse("account_logout")).status_code, _is_in(client)) == (200, True)
    client.post(reverse("account_logout"))
    assert _is_in(client) is False


def test_nobody_signs_up(client, db):
    assert client.get("/masuk/daftar/").status_code == 404


# The second factor --------------------------------------------------------------------
@pytest.fixture
def officer(country):
    """A province officer who has not set up the authenticator app yet."""
    account = make_account("province", country["72"])
    Authenticator.objects.filter(user=account).delete()
    return account


def test_an_officer_above_kecamatan_sets_up_two_steps_before_anything_else(officer, client):
    _sign_in(client, officer)
    wanted = [reverse(name) for name in ("home", "people:profile", "regions:index", "account_change_password")]
    assert {client.get(path)["Location"] for path in wanted} == {reverse("mfa_activate_totp")}
    assert client.post(reverse("people:profile"), {"name": "X", "language": "id"})["Location"] == reverse(
        "mfa_activate_totp"
    )
    officer.refresh_from_db()
    assert officer.name == "province Selatan"


def test_setting_up_two_steps_gives_recovery_codes_and_opens_the_rest(officer, client):
    _sign_in(client, officer)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert list(wrong.context["form"].errors) == ["code"]
    response = client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert _is_in(client) is True
    record = AuditRecord.objects.get(verb="people.second_factor")
    assert (record.actor, record.summary) == (
        officer,
        f"Verifikasi dua langkah dipasang (akun nomor {officer.pk})",
    )


def test_only_the_page_with_the_qr_allows_data_images(officer, cast, client):
    _sign_in(client, officer)
    pages = [client.get(reverse("mfa_activate_totp"))]
    client.force_login(cast["camat"])
    pages += [client.get(reverse(name)) for name in ("people:profile", "mfa_index")]
    policies = [page["Content-Security-Policy"].split("; ") for page in pages]
    assert [[rule for rule in policy if rule.startswith("img-src")] for policy in policies] == [
        ["img-src 'self' data:"],
        ["img-src 'self'"],
        ["img-src 'self'"],
    ]


def test_signing_in_with_two_steps_asks_for_a_code(cast, client):
    bappeda = cast["bappeda"]
    response = _sign_in(client, bappeda)
    assert (response["Location"], _is_in(client)) == (reverse("mfa_authenticate"), False)
    client.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert _is_in(client) is False
    client.post(reverse("mfa_authenticate"), {"code": _code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")})
    assert _is_in(client) is True


def test_an_officer_above_kecamatan_cannot_drop_the_second_factor_and_others_can(cast, country, client):
    _sign_in(client, cast["bappeda"])
    client.post(reverse("mfa_authenticate"), {"code": _code("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")})
    page = client.post(reverse("mfa_deactivate_totp"))
    assert list(page.context["form"].non_field_errors()) == [
        "Peran Anda mewajibkan verifikasi dua langkah; ia tidak dapat dilepas."
    ]
    Authenticator.objects.create(user=cast["camat"], type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client.force_login(cast["camat"])
    response = client.post(reverse("mfa_deactivate_totp"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    client.post(response["Location"], {"password": PASSWORD})
    assert queries.has_second_factor(cast["camat"]) is False


# Passwords that were forgotten --------------------------------------------------------
def test_reset_tells_nobody_who_exists(cast, client):
    known = client.post(reverse("account_reset_password"), {"email": cast["camat"].email})
    unknown = client.post(reverse("account_reset_password"), {"email": "tak.ada@contoh.invalid"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [[cast["camat"].email]]
    assert mail.outbox[0].subject == "Rumah Bersama: tautan kata sandi baru"


def test_reset_by_the_link_sets_a_new_password_and_ends_sessions(cast, client):
    phone = Client()
    _sign_in(phone, cast["camat"])
    client.post(reverse("account_reset_password"), {"email": cast["camat"].email})
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    followed = client.get(link)
    form = {"password1": "kuda-laut-biru-9", "password2": "kuda-laut-biru-9"}
    done = client.post(followed["Location"], form)
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert _is_in(phone) is False
    assert _sign_in(client, cast["camat"], "kuda-laut-biru-9")["Location"] == "/"
    assert Client().get(link).context["token_fail"] is True


def test_proving_ones_email(cast, client):
    client.force_login(cast["camat"])
    client.post(reverse("people:verify_email"))
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert queries.is_email_verified(cast["camat"]) is False
    assert client.get(link).status_code == 200
    assert queries.is_email_verified(cast["camat"]) is False
    client.post(link)
    assert queries.is_email_verified(cast["camat"]) is True
    assert AuditRecord.objects.filter(verb="people.verify_email").count() == 1


def test_guessing_passwords_is_limited_in_the_database_that_all_processes_share(cast, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
    }
    call_command("createcachetable", verbosity=0)
    for _ in range(5):
        _sign_in(Client(), cast["camat"], "salah-sekali")
    refused = _sign_in(Client(), cast["camat"])
    assert list(refused.context["form"].non_field_errors()) == [
        "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM core_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0] == 2


# A shared account ---------------------------------------------------------------------
@pytest.fixture
def shared(cast):
    """The account of a village office with one phone."""
    Account.objects.filter(pk=cast["operator"].pk).update(is_shared=True)
    return Account.objects.get(pk=cast["operator"].pk)


def test_a_shared_account_says_who_is_at_the_keyboard_before_anything_else(shared, client):
    client.force_login(shared)
    response = client.get("/akun/?a=1")
    assert response["Location"] == reverse("people:keyboard") + "?next=%2Fakun%2F%3Fa%3D1"
    assert client.post(reverse("people:keyboard"), {"name": " "}).status_code == 422
    named = client.post(reverse("people:keyboard"), {"name": "Pak  Wawan", "next": "/akun/?a=1"})
    assert (named["Location"], _is_in(client)) == ("/akun/?a=1", True)


def test_the_name_at_the_keyboard_is_in_the_record(shared, client):
    client.force_login(shared)
    client.post(reverse("people:keyboard"), {"name": "Pak Wawan"})
    client.post(reverse("people:profile"), {"name": "Kantor Desa", "language": "id"})
    record = AuditRecord.objects.get(verb="people.change_profile")
    assert (record.actor_name, record.keyboard) == ("Kantor Desa", "Pak Wawan")


def test_the_way_back_stays_on_this_site(shared, client):
    client.force_login(shared)
    form = {"name": "Pak Wawan", "next": "https://penipu.contoh/"}
    assert client.post(reverse("people:keyboard"), form)["Location"] == "/"


def test_the_next_session_asks_again(shared):
    morning, evening = Client(), Client()
    morning.force_login(shared)
    morning.post(reverse("people:keyboard"), {"name": "Pak Wawan"})
    evening.force_login(shared)
    assert [_is_in(morning), _is_in(evening)] == [True, False]


# The demo -----------------------------------------------------------------------------
@pytest.fixture
def demo_account(country, now):
    """An invented account of the ministry, which elsewhere would need a second factor."""
    return actions.create_demo_account(
        email="demo@contoh.invalid", name="Demo", role="ministry", region=country["0"], at=now, starts_on=now.date()
    )


def test_demo_accounts_enter_with_one_click_when_the_demo_is_on(demo_account, cast, client, settings):
    settings.DEMO = True
    page = client.get(reverse("account_login"))
    assert page.context["demo_accounts"] == [demo_account]
    response = client.post(reverse("people:demo_enter"), {"akun": demo_account.pk})
    assert (response["Location"], _is_in(client)) == ("/", True)


def test_demo_entry_takes_only_demo_accounts_and_only_by_post(demo_account, cast, client, settings):
    settings.DEMO = True
    assert client.post(reverse("people:demo_enter"), {"akun": cast["camat"].pk}).status_code == 404
    assert client.get(reverse("people:demo_enter")).status_code == 405
    assert _is_in(client) is False


def test_demo_accounts_do_not_enter_when_the_demo_is_off(demo_account, client, settings):
    settings.DEMO = False
    assert client.post(reverse("people:demo_enter"), {"akun": demo_account.pk}).status_code == 404
    assert client.get(reverse("account_login")).context["demo_accounts"] == []
    assert (_sign_in(client, demo_account, "").status_code, _is_in(client)) == (200, False)


def test_a_demo_account_needs_its_second_factor_when_the_demo_is_off(demo_account, client, settings):
    settings.DEMO = False
    client.force_login(demo_account)
    assert client.get(reverse("people:profile"))["Location"] == reverse("mfa_activate_totp")


def test_nobody_takes_a_demo_account_for_himself(demo_account, client, settings):
    settings.DEMO = True
    client.force_login(demo_account)
    form = {"password1": "kuda-laut-biru-9", "password2": "kuda-laut-biru-9"}
    names = ("account_set_password", "account_change_password", "mfa_activate_totp", "people:verify_email")
    assert {name: client.post(reverse(name), form).status_code for name in names} == dict.fromkeys(names, 403)
    demo_account.refresh_from_db()
    assert demo_account.has_usable_password() is False

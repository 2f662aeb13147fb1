from datetime import timedelta

import pytest
from django.urls import reverse

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.models import Account, Invitation, RoleAssignment
from rumahbersama.ground.people.rules import PeopleRefusal, digest_of


def _invite(cast, country, now, **changes):
    wanted = {
        "role": "kasi",
        "region": country["71.01.01"],
        "by": cast["camat"],
        "at": now,
        "name": "Rina",
        "email": "rina@contoh.invalid",
        "base_url": "http://tempat",
    }
    return actions.invite(**wanted | changes)


def _token(link):
    return link.rstrip("/").rpartition("/")[2]


def test_invite_stores_only_the_digest_and_records_no_personal_value(cast, country, now):
    invitation, link = _invite(cast, country, now)
    change = AuditChange.objects.get(record=AuditRecord.objects.first())
    assert link == "http://tempat" + reverse("people:accept", args=[_token(link)])
    assert invitation.token_digest == digest_of(_token(link))
    assert change.rows[0][2] == {
        "role": "kasi",
        "region": "71.01.01",
        "name": "(diubah)",
        "email": "(diubah)",
        "expires_at": (now + timedelta(days=14)).isoformat(),
        "used": False,
        "revoked": False,
    }


def test_invite_from_the_command_line_needs_no_acting_account(country, now, settings):
    settings.SITE_URL = "https://rumah.contoh"
    invitation, link = actions.invite(role="administrator", region=country["0"], by=None, at=now)
    assert (invitation.invited_by, invitation.email) == (None, "")
    assert link.startswith("https://rumah.contoh/undangan/terima/")


@pytest.mark.parametrize(("role", "code"), [("camat", "71.01.01"), ("kasi", "71.01.02"), ("administrator", "0")])
def test_invite_beyond_ones_own_is_refused(cast, country, now, role, code):
    with pytest.raises(PeopleRefusal, match=r"^Anda tidak dapat memberikan peran ini di .+\.$"):
        _invite(cast, country, now, role=role, region=country[code])
    assert Invitation.objects.count() == 0


def test_invite_twice_to_one_address_is_refused(cast, country, now):
    _invite(cast, country, now)
    with pytest.raises(PeopleRefusal, match=r"^Masih ada undangan terbuka untuk e-mail ini"):
        _invite(cast, country, now, email="RINA@contoh.invalid")


def test_accept_makes_the_account_and_its_role_once(cast, country, now):
    invitation, _link = _invite(cast, country, now)
    take = {"invitation": invitation, "name": "Rina M", "email": "lain@contoh.invalid", "password": "x", "at": now}
    account = actions.accept_invitation(**take)
    held = RoleAssignment.objects.get(account=account)
    assert (account.email, account.name) == ("rina@contoh.invalid", "Rina M")
    assert (held.role, held.region, held.ends_on) == ("kasi", country["71.01.01"], None)
    with pytest.raises(PeopleRefusal, match=r"^Undangan ini sudah dipakai atau dicabut\.$"):
        actions.accept_invitation(**take)


def test_accept_after_its_time_or_after_revoking_is_refused(cast, country, now):
    invitation, _link = _invite(cast, country, now)
    take = {"invitation": invitation, "name": "Rina", "email": "", "password": "x"}
    with pytest.raises(PeopleRefusal, match=r"^Undangan ini sudah lewat waktunya"):
        actions.accept_invitation(**take, at=now + timedelta(days=14))
    actions.revoke_invitation(invitation=invitation, by=cast["camat"], at=now)
    with pytest.raises(PeopleRefusal, match=r"^Undangan ini sudah dipakai atau dicabut\.$"):
        actions.accept_invitation(**take, at=now)
    assert Account.objects.filter(email="rina@contoh.invalid").count() == 0


def test_accept_is_refused_when_the_inviter_lost_the_right(cast, country, now):
    invitation, _link = _invite(cast, country, now)
    actions.deactivate_account(account=cast["camat"], by=cast["administrator"], at=now, reason="pindah")
    with pytest.raises(PeopleRefusal, match=r"^Yang mengundang tidak lagi berwenang"):
        actions.accept_invitation(
            invitation=Invitation.objects.get(pk=invitation.pk), name="Rina", email="", password="x", at=now
        )


def test_resend_ends_the_old_link(cast, country, now):
    invitation, old = _invite(cast, country, now)
    _entry, new = actions.resend_invitation(invitation=invitation, by=cast["sekcam"], at=now + timedelta(days=20))
    assert queries.invitation_of_token(token=_token(old)) is None
    found = queries.invitation_of_token(token=_token(new))
    assert (found, found.expires_at) == (invitation, now + timedelta(days=34))


def test_accept_with_an_account_adds_the_role(cast, country, now):
    invitation, _link = _invite(cast, country, now, email="")
    actions.accept_with_account(invitation=invitation, account=cast["operator"], at=now)
    roles = RoleAssignment.objects.filter(account=cast["operator"]).values_list("role", "region__code")
    assert sorted(roles) == [("kasi", "71.01.01"), ("operator", "71.01.01.2001")]


def test_accept_with_another_account_than_invited_is_refused(cast, country, now):
    invitation, _link = _invite(cast, country, now)
    with pytest.raises(PeopleRefusal, match=r"^Undangan ini untuk e-mail lain"):
        actions.accept_with_account(invitation=invitation, account=cast["operator"], at=now)


def test_the_page_shows_the_link_once_with_a_text_for_whatsapp(cast, country, client):
    client.force_login(cast["camat"])
    form = {"name": "Rina", "email": "", "role": "kasi", "place": "71.01.01"}
    response = client.post(reverse("people:invite"), form)
    link = response.context["link"]
    assert response.status_code == 200
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert f"Buka tautan ini, isi nama dan kata sandi:\n{link}\n" in response.content.decode()
    assert link not in client.get(reverse("people:invitations")).content.decode()


def test_the_page_offers_only_what_one_may_give(cast, client):
    client.force_login(cast["camat"])
    form = client.get(reverse("people:invite")).context["form"]
    assert [code for code, _label in form.fields["role"].choices if code] == [
        "sekcam",
        "kasi",
        "kasi_trantib",
        "keeper",
        "education_unit",
        "health_unit",
        "registry_unit",
        "operator",
    ]
    assert [code for code, _label in form.fields["place"].choices if code] == [
        "71.01.01",
        "71.01.01.1003",
        "71.01.01.2001",
        "71.01.01.2002",
    ]


@pytest.mark.parametrize(
    ("role", "place", "field"),
    [
        ("camat", "71.01.01", "role"),
        ("administrator", "0", "role"),
        ("kasi", "71.01.02", "place"),
        ("kasi", "0", "place"),
    ],
)
def test_a_forged_form_cannot_climb(cast, client, role, place, field):
    client.force_login(cast["camat"])
    response = client.post(reverse("people:invite"), {"name": "X", "role": role, "place": place})
    assert (response.status_code, Invitation.objects.count()) == (422, 0)
    assert field in response.context["form"].errors


def test_accepting_on_the_page_signs_in_and_an_officer_above_kecamatan_sets_up_two_steps(country, now, client):
    _invitation, link = actions.invite(role="administrator", region=country["0"], by=None, at=now)
    path = reverse("people:accept", args=[_token(link)])
    assert client.get(path).status_code == 200
    form = {"name": "Admin", "email": "admin@contoh.invalid", "password": "kuda-laut-biru-9"}
    response = client.post(path, form)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == reverse("mfa_activate_totp")
    assert client.get(path).status_code == 302


def test_accepting_with_a_weak_password_says_so_and_makes_nothing(country, now, client):
    _invitation, link = actions.invite(role="administrator", region=country["0"], by=None, at=now)
    form = {"name": "Admin", "email": "admin@contoh.invalid", "password": "12345"}
    response = client.post(reverse("people:accept", args=[_token(link)]), form)
    assert (response.status_code, Account.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["password"]


def test_a_used_link_is_gone_and_a_wrong_one_never_was(cast, country, now, client):
    invitation, link = _invite(cast, country, now)
    actions.accept_invitation(invitation=invitation, name="Rina", email="", password="x", at=now)
    assert client.get(reverse("people:accept", args=[_token(link)])).status_code == 410
    assert client.get(reverse("people:accept", args=["tidak-ada"])).status_code == 404


def test_guessing_links_is_limited(db, client):
    path = reverse("people:accept", args=["tebak"])
    codes = [client.get(path).status_code for _ in range(21)]
    assert codes == [404] * 20 + [429]

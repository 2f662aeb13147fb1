from datetime import date, timedelta

import pytest
from django.utils import timezone

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.models import RoleAssignment
from rumahbersama.ground.people.rules import PeopleRefusal

DAY = date(2026, 1, 1)


def _last():
    record = AuditRecord.objects.first()
    changes = AuditChange.objects.filter(record=record)
    return record, {change.entity: change.rows for change in changes}


def test_create_account_records_that_personal_fields_were_set_and_not_which(country, now):
    account = actions.create_account(
        email=" Ani@Contoh.invalid", name="Ani", by=None, at=now, password="rahasia-betul"
    )
    record, rows = _last()
    assert (account.email, account.check_password("rahasia-betul")) == ("ani@contoh.invalid", True)
    assert (record.verb, record.actor_name, record.at) == ("people.create_account", "Rumah Bersama", now)
    assert rows == {
        "people.account": [
            [str(account.pk), None, {"email": "(diubah)", "name": "(diubah)", "is_shared": False, "is_demo": False}]
        ]
    }


def test_create_account_refuses_an_email_in_use_whatever_its_case(country, now):
    actions.create_account(email="ani@contoh.invalid", name="Ani", by=None, at=now)
    with pytest.raises(PeopleRefusal, match=r"^E-mail ini sudah dipakai sebuah akun\.$"):
        actions.create_account(email="ANI@contoh.invalid", name="Lain", by=None, at=now)


def test_a_demo_account_has_no_password_that_works(country, now):
    account = actions.create_demo_account(
        email="camat@contoh.invalid", name="Camat", role="camat", region=country["71.01.01"], at=now, starts_on=DAY
    )
    assert (account.is_demo, account.has_usable_password(), account.check_password("")) == (True, False, False)


def test_assign_role_by_a_camat_inside_the_kecamatan(country, cast, now):
    assignment = actions.assign_role(
        account=cast["nobody"],
        role="operator",
        region=country["71.01.01.2002"],
        by=cast["camat"],
        at=now,
        starts_on=DAY,
    )
    record, rows = _last()
    assert (record.verb, record.place_code, record.actor) == (
        "people.assign_role",
        "71.01.01.2002",
        cast["camat"],
    )
    assert rows["people.assignment"] == [
        [
            f"{cast['nobody'].pk}:operator:71.01.01.2002:{assignment.pk}",
            None,
            {"role": "operator", "region": "71.01.01.2002", "starts_on": "2026-01-01", "ends_on": None},
        ]
    ]


@pytest.mark.parametrize(
    ("giver", "role", "code"),
    [
        ("camat", "camat", "71.01.01"),
        ("camat", "operator", "71.01.02.2001"),
        ("camat", "bappeda", "71.01"),
        ("camat", "administrator", "0"),
        ("sekcam", "sekcam", "71.01.01"),
        ("kasi", "operator", "71.01.01.2001"),
        ("ministry", "camat", "71.01.01"),
        ("nobody", "operator", "71.01.01.2001"),
    ],
)
def test_assign_role_beyond_ones_own_is_refused(country, cast, now, giver, role, code):
    before = RoleAssignment.objects.count()
    with pytest.raises(PeopleRefusal, match=r"^Anda tidak dapat memberikan peran ini di .+\.$"):
        actions.assign_role(
            account=cast["nobody"], role=role, region=country[code], by=cast[giver], at=now, starts_on=DAY
        )
    assert RoleAssignment.objects.count() == before


def test_assign_role_refuses_a_level_it_is_not_held_at(country, cast, now):
    with pytest.raises(PeopleRefusal, match=r"^Peran ini tidak dapat dipegang di Kecamatan Alas\.$"):
        actions.assign_role(
            account=cast["nobody"], role="operator", region=country["71.01.01"], by=None, at=now, starts_on=DAY
        )


def test_assign_role_twice_is_refused_and_again_after_its_end_is_not(country, cast, now):
    give = {"account": cast["nobody"], "role": "kasi", "region": country["71.01.01"], "by": cast["camat"], "at": now}
    first = actions.assign_role(**give, starts_on=DAY)
    with pytest.raises(PeopleRefusal, match=r"^Akun ini sudah memegang peran itu di Kecamatan Alas\.$"):
        actions.assign_role(**give, starts_on=date(2026, 6, 1))
    actions.end_role(assignment=first, on=date(2026, 6, 1), by=cast["camat"], at=now, reason="pindah")
    again = actions.assign_role(**give, starts_on=date(2026, 6, 1))
    assert again.starts_on == date(2026, 6, 1)


def test_end_role_keeps_the_reason(country, cast, now):
    row = RoleAssignment.objects.get(account=cast["kasi"])
    actions.end_role(assignment=row, on=date(2026, 5, 1), by=cast["camat"], at=now, reason="pensiun")
    record, rows = _last()
    row.refresh_from_db()
    assert (row.ends_on, record.reason) == (date(2026, 5, 1), "pensiun")
    assert rows["people.assignment"][0][1]["ends_on"] is None
    assert rows["people.assignment"][0][2]["ends_on"] == "2026-05-01"


def test_end_role_beyond_ones_own_is_refused(cast, now):
    row = RoleAssignment.objects.get(account=cast["camat"])
    with pytest.raises(PeopleRefusal, match=r"^Anda tidak dapat mengakhiri peran ini\.$"):
        actions.end_role(assignment=row, on=date(2026, 5, 1), by=cast["sekcam"], at=now)


def test_the_last_administrator_stays(country, cast, now):
    row = RoleAssignment.objects.get(account=cast["administrator"])
    with pytest.raises(PeopleRefusal, match=r"^Ini administrator terakhir"):
        actions.end_role(assignment=row, on=timezone.localdate(now), by=None, at=now)
    with pytest.raises(PeopleRefusal, match=r"^Ini administrator terakhir"):
        actions.deactivate_account(account=cast["administrator"], by=None, at=now, reason="uji")


def test_an_administrator_may_go_when_another_stays(country, cast, now):
    other = actions.create_account(email="kedua@contoh.invalid", name="Kedua", by=None, at=now)
    actions.assign_role(account=other, role="administrator", region=country["0"], by=None, at=now, starts_on=DAY)
    closed = actions.deactivate_account(account=cast["administrator"], by=other, at=now, reason="pindah tugas")
    assert closed.is_active is False


def test_deactivate_and_reactivate_move_the_session_epoch(cast, now):
    closed = actions.deactivate_account(account=cast["kasi"], by=cast["camat"], at=now, reason="pindah")
    opened = actions.reactivate_account(account=cast["kasi"], by=cast["camat"], at=now, reason="kembali")
    assert (closed.is_active, closed.session_epoch) == (False, 1)
    assert (opened.is_active, opened.session_epoch) == (True, 2)
    assert [record.verb for record in AuditRecord.objects.all()[:2]] == [
        "people.reactivate_account",
        "people.deactivate_account",
    ]


@pytest.mark.parametrize(
    ("giver", "target", "sentence"),
    [
        ("camat", "camat_b", "Akun ini memegang peran di luar kewenangan Anda."),
        ("camat", "bappeda", "Akun ini memegang peran di luar kewenangan Anda."),
        ("sekcam", "camat", "Akun ini memegang peran di luar kewenangan Anda."),
        ("kasi", "operator", "Akun ini memegang peran di luar kewenangan Anda."),
        ("camat", "camat", "Akun ini memegang peran di luar kewenangan Anda."),
    ],
)
def test_deactivate_beyond_ones_own_is_refused(cast, now, giver, target, sentence):
    with pytest.raises(PeopleRefusal) as refusal:
        actions.deactivate_account(account=cast[target], by=cast[giver], at=now, reason="uji")
    assert str(refusal.value) == sentence


def test_an_account_with_a_second_role_elsewhere_is_out_of_reach(country, cast, now):
    RoleAssignment.objects.create(account=cast["kasi"], role="agency", region=country["71.01"], starts_on=DAY)
    with pytest.raises(PeopleRefusal, match=r"^Akun ini memegang peran di luar kewenangan Anda\.$"):
        actions.deactivate_account(account=cast["kasi"], by=cast["camat"], at=now, reason="uji")


def test_reset_second_factor_removes_app_and_codes_and_ends_sessions(cast, now):
    actions.reset_second_factor(account=cast["bappeda"], by=cast["administrator"], at=now, reason="HP hilang")
    cast["bappeda"].refresh_from_db()
    assert queries.has_second_factor(cast["bappeda"]) is False
    assert cast["bappeda"].session_epoch == 1
    with pytest.raises(PeopleRefusal, match=r"^Akun ini tidak memakai verifikasi dua langkah\.$"):
        actions.reset_second_factor(account=cast["bappeda"], by=cast["administrator"], at=now, reason="lagi")


def test_roles_count_only_between_their_days(country, cast, now):
    today = timezone.localdate(now)
    tomorrow = today + timedelta(days=1)
    RoleAssignment.objects.create(account=cast["nobody"], role="kasi", region=country["71.01.01"], starts_on=tomorrow)
    RoleAssignment.objects.create(
        account=cast["nobody"], role="keeper", region=country["71.01.01"], starts_on=DAY, ends_on=today
    )
    assert queries.holdings_today(account=cast["nobody"], today=today) == []
    assert [row.role for row in queries.holdings_today(account=cast["nobody"], today=tomorrow)] == ["kasi"]


def test_history_of_an_account_holds_what_happened_in_ones_places(country, cast, now):
    actions.assign_role(
        account=cast["kasi"], role="operator", region=country["71.01.02.2001"], by=None, at=now, starts_on=DAY
    )
    actions.assign_role(
        account=cast["kasi"], role="keeper", region=country["71.01.01"], by=cast["camat"], at=now, starts_on=DAY
    )
    verbs = [
        (record.verb, record.place_code) for record in queries.history_of(account=cast["kasi"], codes=["71.01.01"])
    ]
    assert verbs == [("people.assign_role", "71.01.01")]

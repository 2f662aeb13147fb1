import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from rumahbersama.ground.core import registry
from rumahbersama.ground.people import actions, hooks, queries
from rumahbersama.ground.people.models import Account, RoleAssignment
from tests.conftest import make_account

START = date(2024, 1, 1)


def _names(response):
    return [account.name for account in response.context["listing"].page]


def test_the_list_holds_accounts_of_ones_places_only(cast, client):
    client.force_login(cast["camat"])
    assert _names(client.get(reverse("people:accounts"))) == [
        "camat Alas",
        "education_unit Alas",
        "health_unit Alas",
        "kasi Alas",
        "kasi_trantib Alas",
        "keeper Alas",
        "operator Anggrek",
        "registry_unit Alas",
        "sekcam Alas",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cari=kasi", ["kasi Alas", "kasi_trantib Alas"]),
        ("peran=operator", ["operator Anggrek"]),
        ("keadaan=nonaktif", ["keeper Alas"]),
        ("keadaan=tanpa-peran", ["health_unit Alas"]),
        ("urut=-nama&cari=unit", ["registry_unit Alas", "health_unit Alas", "education_unit Alas"]),
        ("cari=bukit", []),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(cast, client, query, expected):
    Account.objects.filter(pk=cast["keeper"].pk).update(is_active=False)
    RoleAssignment.objects.filter(account=cast["health_unit"]).update(ends_on=date(2021, 1, 1))
    client.force_login(cast["camat"])
    assert _names(client.get(reverse("people:accounts") + "?" + query)) == expected


def test_the_csv_holds_names_and_roles_and_no_personal_address(cast, client):
    client.force_login(cast["camat"])
    response = client.get(reverse("people:accounts_csv") + "?peran=operator")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        ["Nama", "Peran", "Kode wilayah", "Wilayah", "Mulai", "Berakhir", "Keadaan"],
        ["operator Anggrek", "Operator desa", "71.01.01.2001", "Desa Anggrek", "2020-01-01", "", "Aktif"],
    ]


@pytest.mark.parametrize("name", ["people:accounts", "people:invitations"])
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(
    country, cast, client, now, name, django_assert_num_queries
):
    viewer = make_account("camat", country["71.02.01"])
    client.force_login(viewer)
    client.get(reverse(name))
    counts = []
    for number in (1, 2):
        for extra in range(number):
            account = actions.create_account(email=f"{number}{extra}@contoh.invalid", name="X", by=None, at=now)
            actions.assign_role(
                account=account, role="kasi", region=country["71.02.01"], by=None, at=now, starts_on=START
            )
            actions.invite(role="kasi", region=country["71.02.01"], by=viewer, at=now)
        with django_assert_num_queries(6 if name == "people:accounts" else 5):
            counts.append(client.get(reverse(name)).context["listing"].total)
    assert counts == [2, 4] if name == "people:accounts" else [1, 3]


def test_an_account_beyond_ones_own_shows_no_way_to_close_it(cast, client):
    client.force_login(cast["sekcam"])
    response = client.get(reverse("people:account", args=[cast["camat"].pk]))
    assert (response.status_code, response.context["may_change"]) == (200, False)
    assert reverse("people:deactivate", args=[cast["camat"].pk]) not in response.content.decode()
    assert client.post(reverse("people:deactivate", args=[cast["camat"].pk]), {"reason": "x"}).status_code == 403


def test_closing_an_account_asks_why(cast, client):
    client.force_login(cast["camat"])
    path = reverse("people:deactivate", args=[cast["kasi"].pk])
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "pindah"})["Location"] == reverse("people:account", args=[cast["kasi"].pk])
    page = client.get(reverse("people:account", args=[cast["kasi"].pk])).content.decode()
    assert "Akun dinonaktifkan." in page
    assert "pindah" in page


def test_granting_on_the_page_refuses_to_climb(cast, client):
    client.force_login(cast["camat"])
    path = reverse("people:grant", args=[cast["kasi"].pk])
    assert client.post(path, {"role": "camat", "place": "71.01.01"}).status_code == 422
    assert client.post(path, {"role": "operator", "place": "71.01.02.2001"}).status_code == 422
    assert client.post(path, {"role": "keeper", "place": "71.01.01"}).status_code == 302
    held = RoleAssignment.objects.filter(account=cast["kasi"]).values_list("role", "region__code")
    assert sorted(held) == [("kasi", "71.01.01"), ("keeper", "71.01.01")]


def test_ending_a_role_of_another_place_is_out_of_sight(country, cast, client):
    row = RoleAssignment.objects.create(
        account=cast["kasi"], role="operator", region=country["71.01.02.2001"], starts_on=START
    )
    client.force_login(cast["camat"])
    path = reverse("people:end_role", args=[cast["kasi"].pk, row.pk])
    assert client.post(path, {"reason": "x"}).status_code == 404
    row.refresh_from_db()
    assert row.ends_on is None


def test_the_profile_changes_name_and_language(cast, client):
    client.force_login(cast["kasi"])
    response = client.post(reverse("people:profile"), {"name": "Dewi", "language": "en"})
    cast["kasi"].refresh_from_db()
    assert (cast["kasi"].name, cast["kasi"].language) == ("Dewi", "en")
    assert response.cookies["rumah_bahasa"].value == "en"


def test_the_language_of_the_account_is_used_on_a_new_device(cast, client):
    Account.objects.filter(pk=cast["kasi"].pk).update(language="en")
    client.force_login(cast["kasi"])
    assert '<html lang="en">' in client.get(reverse("people:profile")).content.decode()


def test_who_can_see_a_kecamatan_names_people_posts_and_reasons(country, cast, client, now):
    post = actions.create_post(title="Sekcam", region=country["71.01.01"], by=None, at=now)
    person = actions.create_person(name="S", region=country["71.01.01"], by=None, at=now)
    actions.appoint(post=post, person=person, capacity="plt", starts_on=START, by=None, at=now)
    actions.link_person(account=cast["sekcam"], person=person, by=None, at=now)
    found = queries.who_sees(region=country["71.01.01"], today=date(2026, 11, 20))
    told = {(row.name, row.posts, row.sees_rows, row.manages, row.distance) for row in found}
    assert told == {
        ("ministry Indonesia", "", True, False, 3),
        ("auditor Indonesia", "", True, False, 3),
        ("administrator Indonesia", "", False, True, 3),
        ("province Utara", "", True, False, 2),
        ("training_body Utara", "", True, False, 2),
        ("bappeda Sungai", "", True, False, 1),
        ("dpmd Sungai", "", True, False, 1),
        ("governance Sungai", "", True, False, 1),
        ("agency Sungai", "", True, False, 1),
        ("leadership Sungai", "", True, False, 1),
        ("inspectorate Sungai", "", False, False, 1),
        ("camat Alas", "", True, True, 0),
        ("sekcam Alas", "Plt. Sekcam", True, True, 0),
        ("kasi Alas", "", True, False, 0),
        ("kasi_trantib Alas", "", True, False, 0),
        ("keeper Alas", "", True, False, 0),
        ("education_unit Alas", "", True, False, 0),
        ("health_unit Alas", "", True, False, 0),
        ("registry_unit Alas", "", True, False, 0),
        ("operator Anggrek", "", False, False, -1),
    }
    client.force_login(cast["operator"])
    page = client.get(reverse("people:viewers_index"), follow=True).content.decode()
    assert "Siapa yang bisa melihat Kecamatan Alas" in page
    assert "@contoh.invalid" not in page


def test_home_tasks_of_a_camat_name_late_invitations_and_vacant_posts(country, cast, now):
    today = now.date()
    assert list(hooks.home_tasks(user=cast["camat"], today=today)) == []
    actions.create_post(title="Kasi PMD", region=country["71.01.01"], by=None, at=now)
    actions.create_post(title="Kasi PMD", region=country["71.01.02"], by=None, at=now)
    long_ago = now - timedelta(days=365)
    actions.invite(role="kasi", region=country["71.01.01"], by=None, at=long_ago)
    tasks = [(task.text, task.url, task.count) for task in hooks.home_tasks(user=cast["camat"], today=today)]
    assert tasks == [
        ("1 undangan belum diterima dan segera atau sudah lewat waktunya.", reverse("people:invitations"), 1),
        ("1 jabatan tidak ada pejabatnya.", reverse("people:posts", args=["71.01.01"]), 1),
    ]
    assert list(hooks.home_tasks(user=cast["kasi"], today=today)) == []


def test_doctor_asks_for_an_administrator(cast, now):
    first = next(iter(hooks.doctor_checks()))
    RoleAssignment.objects.filter(account=cast["administrator"]).update(ends_on=date(2021, 1, 1))
    second = next(iter(hooks.doctor_checks()))
    assert [(check.state, check.text) for check in (first, second)] == [
        ("ok", "1 akun administrator aktif."),
        ("warn", "Belum ada administrator. Jalankan: rumah invite --role administrator --at 0"),
    ]


def test_every_recorded_entity_has_its_words(db):
    named = {entity.entity for entity in registry.history_labels.each() if entity.entity.startswith("people.")}
    assert named == {
        "people.account",
        "people.assignment",
        "people.invitation",
        "people.post",
        "people.tenure",
        "people.person",
    }


def test_search_finds_accounts_where_one_manages_people(cast):
    found = [(hit.title, hit.detail) for hit in hooks.search(user=cast["camat"], text="operator")]
    assert found == [("operator Anggrek", "Operator desa, Desa Anggrek")]
    assert list(hooks.search(user=cast["kasi"], text="operator")) == []


def test_who_moved_on_is_seen_at_the_new_place_and_no_longer_at_the_old(country, cast, client, now):
    actions.assign_role(
        account=cast["kasi"], role="kasi", region=country["71.01.02"], by=None, at=now, starts_on=START
    )
    RoleAssignment.objects.filter(account=cast["kasi"], region=country["71.01.01"]).update(ends_on=date(2021, 1, 1))
    seen = {}
    for name in ("camat", "camat_b"):
        client.force_login(cast[name])
        seen[name] = (
            "kasi Alas" in _names(client.get(reverse("people:accounts"))),
            client.get(reverse("people:account", args=[cast["kasi"].pk])).status_code,
        )
    assert seen == {"camat": (False, 404), "camat_b": (True, 200)}


def test_who_left_for_no_other_place_stays_in_sight(country, cast, client):
    RoleAssignment.objects.filter(account=cast["kasi"]).update(ends_on=date(2021, 1, 1))
    client.force_login(cast["camat"])
    assert "kasi Alas" in _names(client.get(reverse("people:accounts")))


def test_the_nip_of_who_moved_on_is_out_of_sight(country, cast, client, now):
    person = actions.create_person(name="S", region=country["71.01.01"], by=None, at=now, nip="198001012005012001")
    old = actions.create_post(title="Kasi", region=country["71.01.01"], by=None, at=now)
    new = actions.create_post(title="Kasi", region=country["71.01.02"], by=None, at=now)
    tenure = actions.appoint(post=old, person=person, capacity="definitive", starts_on=START, by=None, at=now)
    page = reverse("people:person", args=[person.pk])
    client.force_login(cast["camat"])
    assert "198001012005012001" in client.get(page).content.decode()
    actions.transfer(
        tenure=tenure,
        post=new,
        capacity="definitive",
        on=date(2025, 1, 1),
        decree="",
        by=cast["administrator"],
        at=now,
    )
    assert client.get(page).status_code == 404
    client.force_login(cast["camat_b"])
    assert client.get(page).status_code == 200

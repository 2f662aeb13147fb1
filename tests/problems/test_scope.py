"""Who sees which problem (DESIGN section 4): own place and below by role, and what the kecamatan shares."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from rumahbersama.chain.house.problems import deciding, hooks, queries, rules
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.permissions import visible_problems
from rumahbersama.ground.people.models import RoleAssignment
from tests.conftest import make_account
from tests.problems.conftest import DESA, DESA_B, SIBLING, A, B, text_of


@pytest.fixture
def all_kinds(house) -> dict[str, Problem]:
    """One problem of each relation to the village DESA, all of one kecamatan but the last."""
    return {
        "own, written here": house.write("Jalan ke dusun tergenang setiap hujan.", DESA, "operator"),
        "own, written above": house.write("Sumur warga kering sejak Juli lalu.", DESA, "keeper"),
        "whole kecamatan": house.write("Alat perekaman KTP sering rusak parah.", A, "registry_unit"),
        "sibling, new": house.new,
        "sibling, shared": house.shared,
        "other kecamatan": house.other,
    }


def seen_by(house, user, all_kinds) -> list[str]:
    visible = set(visible_problems(user).values_list("pk", flat=True))
    return [name for name, problem in all_kinds.items() if problem.pk in visible]


HERE = ["own, written here", "own, written above", "whole kecamatan", "sibling, new", "sibling, shared"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("operator", [name for name in HERE if name != "sibling, new"]),
        ("camat", HERE),
        ("kasi", HERE),
        ("health_unit", HERE),
        ("operator_b", ["other kecamatan"]),
        ("camat_b", ["other kecamatan"]),
        ("bappeda", [*HERE, "other kecamatan"]),
        ("province", [*HERE, "other kecamatan"]),
        ("auditor", [*HERE, "other kecamatan"]),
        ("administrator", []),
        ("outsider", []),
        ("nobody", []),
    ],
)
def test_each_role_sees_just_its_problems(house, all_kinds, role, expected):
    assert seen_by(house, house.cast[role], all_kinds) == expected


@pytest.mark.parametrize(
    ("state", "is_seen"),
    [("new", False), ("closed", False), ("tabled", True), ("put_off", True), ("upward", True)],
)
def test_a_village_sees_of_its_siblings_what_was_tabled(house, state, is_seen):
    made = house.write("Balai desa bocor di ruang rapat utama.", SIBLING, "keeper")
    if state != "new":
        house.move(made, state, "Alasan.", until=house.at.date() + timedelta(days=365))
    assert visible_problems(house.cast["operator"]).filter(pk=made.pk).exists() is is_seen


def test_what_was_shared_stays_shared_when_it_is_merged(house):
    house.merge(house.shared, house.write("Jembatan ke SD Asri hampir putus talinya.", A))
    assert visible_problems(house.cast["operator"]).filter(pk=house.shared.pk).exists()


def test_a_village_sees_the_problem_into_which_its_own_was_merged(house):
    own = house.write("Jalan ke dusun tergenang setiap hujan.", DESA, "operator")
    main = house.write("Jalan poros tergenang setiap hujan deras.", SIBLING, "keeper")
    house.merge(own, main)
    assert visible_problems(house.cast["operator"]).filter(pk=main.pk).exists()


def test_of_what_was_merged_a_village_is_led_to_what_it_sees(house, as_):
    main = house.write("Jalan poros tergenang setiap hujan deras.", A, "keeper")
    own = house.write("Jalan ke dusun tergenang setiap hujan.", DESA, "operator")
    unseen = house.write("Jalan pasar tergenang setiap hujan.", SIBLING, "keeper")
    for each in (own, unseen):
        house.merge(each, main)

    pages = {role: text_of(as_(role).get(main.get_absolute_url())) for role in ("operator", "camat")}

    links = {
        role: [each.get_absolute_url() in page for each in (own, unseen)] + [unseen.statement in page]
        for role, page in pages.items()
    }
    assert links == {"operator": [True, False, False], "camat": [True, True, True]}


def test_what_one_wrote_is_not_seen_from_another_kecamatan(house):
    house.write("Jalan ke dusun tergenang setiap hujan.", DESA, "operator")
    moved = make_account("operator", house.country["71.01.02.2002"])
    Problem.objects.filter(kecamatan=house.country[A]).update(entered_by=moved)
    assert list(visible_problems(moved)) == []


def test_lists_counts_choices_files_and_search_hold_to_the_same_scope(house, as_, all_kinds):
    hidden, shown = house.new.statement, house.shared.statement
    client = as_("operator")
    pages = [
        client.get(reverse("problems:front", args=[A])),
        client.get(reverse("problems:list", args=[A])),
        client.get(reverse("problems:download", args=[A, "csv"])),
        client.get(reverse("problems:sheet", args=[A])),
        client.get(reverse("problems:bring", args=[A]), {"bukti": f"masalah:{all_kinds['own, written here'].pk}"}),
        client.get(reverse("search:search"), {"cari": "SD"}),
    ]
    assert [response.status_code for response in pages] == [200] * 6
    assert [hidden in text_of(response) for response in pages] == [False] * 6
    assert [shown in text_of(response) for response in pages] == [True] * 6
    assert "4 masalah</a> masih terbuka" in text_of(pages[0])


def test_the_kabupaten_sees_its_kecamatan_with_counts(house, as_):
    text = text_of(as_("bappeda").get(reverse("problems:front", args=["71.01"])))
    counts = queries.counts_below(house.country["71.01"], user=house.cast["bappeda"], today=house.at.date())

    assert {code: (each.open, each.new, each.tabled) for code, each in counts.items()} == {A: (2, 1, 1), B: (1, 1, 0)}
    assert [f"/rumah-bersama/{code}/" in text for code in (A, B)] == [True, True]
    assert queries.counts_below(house.country["0"], user=house.cast["auditor"], today=house.at.date())["71"].open == 3


def test_the_first_page_leads_to_ones_own_house(house, as_):
    headings = [
        re.search("<h1>(.*?)</h1>", text_of(as_(role).get(reverse("problems:mine"))))[1]
        for role in ("camat", "operator", "bappeda")
    ]
    assert headings == [
        "Rumah Bersama Kecamatan Alas",
        "Rumah Bersama Kecamatan Alas",
        "Rumah Bersama Kabupaten Sungai",
    ]
    assert "Tidak ada tempat" in text_of(as_("nobody").get(reverse("problems:mine")))


# What comes to one's desk -----------------------------------------------------------------
def tasks(house, role: str) -> list[tuple[str, str]]:
    found = hooks.home_tasks(user=house.cast[role], today=house.at.date())
    return [(task.text, task.url) for task in found]


def test_who_leads_is_told_of_what_is_new_and_what_is_due(house):
    house.move(house.shared, rules.PUT_OFF, "Menunggu.", until=house.at.date() + timedelta(days=365))
    Problem.objects.filter(pk=house.shared.pk).update(put_off_to=house.at.date())

    assert tasks(house, "camat") == [
        ("1 masalah yang ditunda sudah tiba harinya", f"/rumah-bersama/{A}/masalah/?keadaan=tiba"),
        ("1 masalah baru belum dibahas", f"/rumah-bersama/{A}/masalah/?keadaan=new"),
    ]
    assert tasks(house, "registry_unit") == []


def test_who_leads_two_kecamatan_is_told_of_each_and_led_there(house, as_, django_assert_max_num_queries):
    camat = house.cast["camat"]
    RoleAssignment.objects.create(account=camat, role="camat", region=house.country[B], starts_on=house.at.date())
    house.write("Pasar kecamatan kumuh sejak tahun lalu.", DESA_B, "camat_b")

    with django_assert_max_num_queries(2):  # its roles, and one for both kecamatan
        found = list(hooks.home_tasks(user=camat, today=house.at.date()))

    assert [(task.text, task.count) for task in found] == [
        (f"{house.country[A]}: 1 masalah baru belum dibahas", 1),
        (f"{house.country[B]}: 2 masalah baru belum dibahas", 2),
    ]
    assert found[1].decision.startswith(f"{house.country[B]}: 2 masalah baru belum diputuskan")
    assert [as_("camat").get(task.url).context["listing"].total for task in found] == [1, 2]


def test_who_must_answer_is_told(house):
    house.move(house.shared, rules.AGREED)
    Problem.objects.filter(pk=house.shared.pk).update(answers=house.kasi_post)

    told = "1 masalah yang disepakati menunggu jawaban Anda"
    assert tasks(house, "kasi") == [(told, house.shared.get_absolute_url())]
    assert [item.text for item in hooks.handover_items(post=house.kasi_post)] == [
        f"Masalah: {house.shared.statement}"
    ]


def test_who_must_answer_several_is_led_to_those_alone(house, as_):
    Problem.objects.update(answers=None)
    wanted = Problem.objects.filter(kecamatan=house.shared.kecamatan).values_list("pk", flat=True)[:2]
    Problem.objects.filter(pk__in=list(wanted)).update(answers=house.kasi_post, state=rules.AGREED)
    [(told, url)] = tasks(house, "kasi")

    assert told == "2 masalah yang disepakati menunggu jawaban Anda"
    assert url == f"/rumah-bersama/{A}/masalah/?keadaan=agreed&penjawab={house.kasi_post.pk}"
    assert as_("kasi").get(url).context["listing"].total == 2


def test_a_village_is_told_what_became_of_its_problem(house):
    own = house.write("Jalan ke dusun tergenang setiap hujan.", DESA, "operator")
    assert tasks(house, "operator") == []
    house.move(own, rules.TABLED)
    house.move(own, rules.AGREED)

    assert tasks(house, "operator") == [
        ("Masalah “Jalan ke dusun tergenang setiap hujan.” kini disepakati", own.get_absolute_url())
    ]
    assert tasks(house, "operator_b") == []


def test_a_village_is_told_only_what_still_holds(house):
    own = house.write("Jalan ke dusun tergenang setiap hujan.", DESA, "operator")
    house.merge(own, house.shared)
    assert [text for text, _url in tasks(house, "operator")] == [f"Masalah “{own.statement}” kini digabung"]

    deciding.part(problem=own, by=house.cast["camat"], at=house.at, seen=own.version)

    assert tasks(house, "operator") == []

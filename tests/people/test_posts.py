from datetime import date

import pytest
from django.urls import reverse

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.models import Person, RoleAssignment, Tenure
from rumahbersama.ground.people.rules import PeopleRefusal

START, MOVE = date(2024, 1, 1), date(2026, 6, 1)


@pytest.fixture
def office(country, cast, now):
    """The post of camat in A (held by Siti, who owns the account) and in B (vacant)."""
    at_a, at_b = country["71.01.01"], country["71.01.02"]
    post_a = actions.create_post(title="Camat", region=at_a, by=None, at=now, role="camat")
    post_b = actions.create_post(title="Camat", region=at_b, by=None, at=now, role="camat")
    siti = actions.create_person(name="Siti Aminah", region=at_a, by=None, at=now)
    tenure = actions.appoint(
        post=post_a, person=siti, capacity="definitive", starts_on=START, by=None, at=now, decree="821/1"
    )
    actions.link_person(account=cast["camat"], person=siti, by=None, at=now)
    return {"post_a": post_a, "post_b": post_b, "siti": siti, "tenure": tenure}


def test_appoint_beside_a_holder_is_refused_with_a_sentence(office, country, now):
    budi = actions.create_person(name="Budi", region=country["71.01.01"], by=None, at=now)
    with pytest.raises(
        PeopleRefusal, match=r"^Pada tanggal itu jabatan ini dipegang Siti Aminah \(sejak 1 Jan 2024\)"
    ):
        actions.appoint(post=office["post_a"], person=budi, capacity="plt", starts_on=MOVE, by=None, at=now)
    plh = actions.appoint(
        post=office["post_a"],
        person=budi,
        capacity="plh",
        starts_on=MOVE,
        ends_on=date(2026, 6, 8),
        by=None,
        at=now,
    )
    assert [row.pk for row in queries.tenures_of_post(post=office["post_a"])] == [plh.pk, office["tenure"].pk]


def test_one_person_holds_one_definitive_post_and_may_act_in_another(office, now):
    move = {"post": office["post_b"], "person": office["siti"], "starts_on": MOVE, "by": None, "at": now}
    with pytest.raises(PeopleRefusal, match=r"^Siti Aminah masih memegang jabatan Camat di Kecamatan Alas"):
        actions.appoint(**move, capacity="definitive")
    assert actions.appoint(**move, capacity="plt").capacity == "plt"


def test_end_tenure_is_half_open(office, now):
    ended = actions.end_tenure(tenure=office["tenure"], on=MOVE, by=None, at=now, reason="pensiun")
    vacant = queries.posts_without_holder(codes=["71.01.01"], today=MOVE)
    held = queries.posts_without_holder(codes=["71.01.01"], today=date(2026, 5, 31))
    assert ended.ends_on == MOVE
    assert (list(vacant), list(held)) == ([office["post_a"]], [])
    with pytest.raises(PeopleRefusal, match=r"^Masa jabatan ini sudah berakhir\.$"):
        actions.end_tenure(tenure=office["tenure"], on=MOVE, by=None, at=now)


def test_a_tenure_does_not_end_before_it_starts(office, now):
    with pytest.raises(PeopleRefusal, match=r"^Tanggal akhir harus sesudah tanggal mulai\.$"):
        actions.end_tenure(tenure=office["tenure"], on=START, by=None, at=now)


def test_a_post_is_made_once_and_only_in_ones_place(office, country, cast, now):
    with pytest.raises(PeopleRefusal, match=r"^Jabatan camat sudah ada di Kecamatan Alas\.$"):
        actions.create_post(title="camat", region=country["71.01.01"], by=cast["camat"], at=now)
    with pytest.raises(PeopleRefusal, match=r"^Kecamatan Bukit di luar kewenangan Anda\.$"):
        actions.create_post(title="Kasi", region=country["71.01.02"], by=cast["camat"], at=now)


def test_plan_transfer_tells_what_would_happen_and_writes_nothing(office, cast, now):
    before = AuditRecord.objects.count()
    plan = actions.plan_transfer(
        tenure=office["tenure"],
        post=office["post_b"],
        capacity="definitive",
        on=MOVE,
        decree="821/2",
        by=cast["administrator"],
    )
    assert plan.refusal == ""
    assert [(row.role, row.region.code) for row in plan.ends_roles] == [("camat", "71.01.01")]
    assert plan.accounts == [cast["camat"]]
    assert AuditRecord.objects.count() == before


def test_transfer_moves_the_person_and_the_roles_that_follow_the_post(office, cast, now):
    started = actions.transfer(
        tenure=office["tenure"],
        post=office["post_b"],
        capacity="definitive",
        on=MOVE,
        decree="821/2",
        by=cast["administrator"],
        at=now,
    )
    tenures = Tenure.objects.order_by("starts_on").values_list("post", "starts_on", "ends_on")
    roles = RoleAssignment.objects.filter(account=cast["camat"]).order_by("starts_on")
    assert list(tenures) == [(office["post_a"].pk, START, MOVE), (office["post_b"].pk, MOVE, None)]
    assert [(row.region.code, row.starts_on, row.ends_on) for row in roles] == [
        ("71.01.01", date(2020, 1, 1), MOVE),
        ("71.01.02", MOVE, None),
    ]
    assert started.decree == "821/2"
    reasons = AuditRecord.objects.filter(verb__in=["people.end_tenure", "people.end_role"])
    assert {record.reason for record in reasons} == {"Mutasi ke Camat, Kecamatan Bukit"}


def test_roles_that_do_not_follow_the_post_stay(office, country, cast, now):
    RoleAssignment.objects.create(
        account=cast["camat"], role="keeper", region=country["71.01.01"], starts_on=date(2020, 1, 1)
    )
    actions.transfer(
        tenure=office["tenure"],
        post=office["post_b"],
        capacity="definitive",
        on=MOVE,
        decree="",
        by=cast["administrator"],
        at=now,
    )
    kept = RoleAssignment.objects.get(account=cast["camat"], role="keeper")
    assert kept.ends_on is None


@pytest.mark.parametrize(
    ("mover", "sentence"),
    [
        ("camat", "Kecamatan Bukit di luar kewenangan Anda."),
        ("sekcam", "Kecamatan Bukit di luar kewenangan Anda."),
        ("bappeda", "Kecamatan Alas di luar kewenangan Anda."),
    ],
)
def test_transfer_beyond_ones_own_is_refused(office, cast, now, mover, sentence):
    with pytest.raises(PeopleRefusal) as refusal:
        actions.transfer(
            tenure=office["tenure"],
            post=office["post_b"],
            capacity="definitive",
            on=MOVE,
            decree="",
            by=cast[mover],
            at=now,
        )
    assert str(refusal.value) == sentence
    assert Tenure.objects.filter(ends_on=None).count() == 1


def test_a_sekcam_cannot_move_the_camat_even_inside_the_kecamatan(office, country, cast, now):
    other = actions.create_post(title="Camat Kedua", region=country["71.01.01"], by=None, at=now)
    plan = actions.plan_transfer(
        tenure=office["tenure"], post=other, capacity="definitive", on=MOVE, decree="", by=cast["sekcam"]
    )
    assert plan.refusal == (
        "Peran yang ikut jabatan ini di luar kewenangan Anda. Mintalah administrator melakukan mutasi ini."
    )


def test_the_page_shows_the_plan_first_and_acts_on_the_second_post(office, cast, client):
    client.force_login(cast["administrator"])
    path = reverse("people:transfer", args=[office["post_a"].pk, office["tenure"].pk])
    form = {
        "post": office["post_b"].pk,
        "capacity": "definitive",
        "on_0": "1",
        "on_1": "6",
        "on_2": "2026",
        "decree": "821/2",
    }
    shown = client.post(path, form)
    assert (shown.status_code, Tenure.objects.filter(post=office["post_b"]).count()) == (200, 0)
    assert 'name="on_2" value="2026"' in shown.content.decode()
    done = client.post(path, form | {"pasti": "ya"})
    assert done["Location"] == reverse("people:post", args=[office["post_b"].pk])
    assert Tenure.objects.get(post=office["post_b"]).starts_on == MOVE


def test_appointing_on_the_page_takes_a_new_name_or_a_known_person_not_both(office, cast, client):
    client.force_login(cast["administrator"])
    path = reverse("people:appoint", args=[office["post_b"].pk])
    form = {"capacity": "definitive", "starts_on_0": "1", "starts_on_1": "6", "starts_on_2": "2026", "name": "Joko"}
    both = client.post(path, form | {"person": office["siti"].pk})
    assert (both.status_code, list(both.context["form"].errors)) == (422, ["person"])
    done = client.post(path, form)
    assert done["Location"] == reverse("people:post", args=[office["post_b"].pk])
    assert Tenure.objects.get(post=office["post_b"]).person.name == "Joko"


def test_a_refused_appointment_keeps_no_person_behind(office, cast, client):
    client.force_login(cast["administrator"])
    path = reverse("people:appoint", args=[office["post_a"].pk])
    form = {"capacity": "plt", "starts_on_0": "1", "starts_on_1": "6", "starts_on_2": "2026", "name": "Joko"}
    assert client.post(path, form).status_code == 422
    assert list(Person.objects.values_list("name", flat=True)) == ["Siti Aminah"]


def test_a_person_is_recorded_without_values(office, cast, client):
    client.force_login(cast["camat"])
    form = {"name": "Siti Aminah", "rank": "Pembina", "nip": "198001012005012001", "phone": ""}
    client.post(reverse("people:person", args=[office["siti"].pk]), form)
    record = AuditRecord.objects.get(verb="people.update_person")
    assert record.changes.get().rows == [
        [str(office["siti"].pk), {"rank": "(diubah)", "nip": "(diubah)"}, {"rank": "(diubah)", "nip": "(diubah)"}]
    ]


def test_a_section_without_posts_is_suggested_no_more(office, now):
    for name in ("Seksi PMD", "Seksi Pemerintahan"):
        actions.place_in_section(post=office["post_a"], name=name, by=None, at=now)

        assert queries.sections_of(region=office["post_a"].region) == [name]


@pytest.mark.parametrize(
    ("title", "role", "agency", "is_found"),
    [
        ("Camat", "camat", "", True),
        ("Camat Alas", "", "", True),
        ("Sekretaris Camat", "", "", False),
        ("Camat", "kasi", "", False),
        ("Camat", "camat", "UPT Alas", False),
    ],
)
def test_the_camat_is_known_by_role_or_title(country, now, title, role, agency, is_found):
    kecamatan = country["71.01.01"]
    actions.create_post(title="Kasi PMD", region=kecamatan, by=None, at=now, role="kasi")
    post = actions.create_post(title=title, region=kecamatan, by=None, at=now, role=role, agency=agency)
    assert queries.camat_of(kecamatan=kecamatan) == (post if is_found else None)


def test_the_camat_by_role_goes_before_one_by_title(country, now):
    kecamatan = country["71.01.01"]
    actions.create_post(title="Camat lama", region=kecamatan, by=None, at=now, role="")
    post = actions.create_post(title="Camat Alas", region=kecamatan, by=None, at=now, role="camat")
    assert queries.camat_of(kecamatan=kecamatan) == post

"""Planning visits: rules, actions with their record, pages, and who sees what."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.oversight.checklists.reference import load_reference
from rumahbersama.chain.oversight.visits import hooks, queries
from rumahbersama.chain.oversight.visits.actions import closing, planning, writing
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.regions.office_days.models import Holiday
from rumahbersama.workshop.surveys.models import Version
from tests.visits.conftest import AT, OTHER_VILLAGE, PURPOSE, TODAY, VILLAGE, A, B, fresh, plan, text, url

pytestmark = pytest.mark.django_db


def form(scene, **more) -> dict[str, object]:
    plain: dict[str, object] = {
        "region": OTHER_VILLAGE,
        "kind": "layanan",
        "purpose": "Melihat posyandu",
        "planned_on_0": "12",
        "planned_on_1": "3",
        "planned_on_2": "2026",
        "leader": str(scene.posts["keeper"].pk),
        "others": [str(scene.posts["kasi"].pk)],
        "checklist": "",
    }
    return plain | more


# Actions --------------------------------------------------------------------------------
def test_a_visit_is_planned_with_who_goes_and_recorded(scene):
    made = planning.plan_visit(
        region=scene.country[OTHER_VILLAGE], plan=plan(scene.posts, "keeper", "kasi"), by=scene.cast["camat"], at=AT
    )
    assert [each.post for each in made.who.all()] == [scene.posts["keeper"], scene.posts["kasi"]]
    record = AuditRecord.objects.latest("pk")
    assert (record.verb, record.place_code) == ("visits.plan_visit", OTHER_VILLAGE)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"purpose": "  "}, "maksud"),
        ({"posts": []}, "sedikitnya satu orang"),
        ({"planned_on": date(2026, 3, 1)}, "sudah lewat"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_is_stored(scene, more, words):
    count = Visit.objects.count()
    with pytest.raises(VisitRefusal, match=words):
        planning.plan_visit(region=scene.country[VILLAGE], plan=plan(scene.posts, **more), by=None, at=AT)
    assert Visit.objects.count() == count


def test_a_visit_is_moved_and_who_saw_an_older_plan_is_refused(scene):
    changed = planning.change_visit(
        visit=scene.visit,
        plan=plan(scene.posts, "keeper", planned_on=date(2026, 3, 6)),
        by=scene.cast["kasi"],
        at=AT,
        seen=1,
    )
    assert (changed.version, changed.planned_on) == (2, date(2026, 3, 6))
    assert [each.post for each in changed.who.all()] == [scene.posts["keeper"]]
    with pytest.raises(VisitRefusal, match="baru saja diubah"):
        planning.change_visit(visit=scene.visit, plan=plan(scene.posts), by=None, at=AT, seen=1)


def test_a_change_of_nothing_writes_nothing(scene):
    count = AuditRecord.objects.count()
    planning.change_visit(visit=scene.visit, plan=plan(scene.posts), by=None, at=AT, seen=1)
    assert (fresh(scene.visit).version, AuditRecord.objects.count()) == (1, count)


def test_a_visit_is_called_off_with_a_reason_and_then_stays(scene):
    with pytest.raises(VisitRefusal, match="alasannya"):
        planning.cancel_visit(visit=scene.visit, reason=" ", by=None, at=AT, seen=1)
    off = planning.cancel_visit(visit=scene.visit, reason="Banjir", by=scene.cast["kasi"], at=AT, seen=1)
    assert (off.state, off.cancelled_because) == ("cancelled", "Banjir")
    with pytest.raises(VisitRefusal, match="sudah dibatalkan"):
        planning.change_visit(visit=off, plan=plan(scene.posts), by=None, at=AT, seen=off.version)


# Pages ----------------------------------------------------------------------------------
def test_kecamatan_village_and_those_above_see_a_visit_others_do_not(as_, scene):
    for who, code, sees_a, sees_b in (
        ("kasi", A, True, False),
        ("health_unit", A, True, False),
        ("operator", VILLAGE, True, False),
        ("camat_b", B, False, True),
        ("bappeda", "71.01", True, True),
        ("ministry", "0", True, True),
    ):
        page = text(as_(who).get(url("place", code)))
        assert (PURPOSE in page, "Kunjungan B yang rahasia" in page) == (sees_a, sees_b), who
    for who, code in (("operator", OTHER_VILLAGE), ("operator", A)):
        assert as_(who).get(url("place", code)).status_code == 403, who
    assert as_("camat_b").get(url("visit", scene.visit.pk)).status_code == 404


def test_a_visit_is_planned_on_a_page_and_sent_twice_it_is_one(as_, scene):
    client = as_("kasi")
    sent = form(scene, kunci="satu")
    first = client.post(url("new", A), sent)
    again = client.post(url("new", A), sent)
    made = Visit.objects.get(region__code=OTHER_VILLAGE)
    assert first["Location"] == again["Location"] == made.get_absolute_url()
    assert [each.post.title for each in made.who.all()] == ["Pembina Teknis Pemerintahan Desa", "Kasi PMD"]


@pytest.fixture
def holiday(scene):
    told = {"name": "Hari jadi kabupaten", "kind": "local", "legal_basis": "SK"}
    return Holiday.objects.create(region=scene.country["71.01"], date=date(2026, 3, 13), **told)


def test_a_day_on_which_the_office_is_closed_is_asked_about_before_a_visit_is_planned(as_, scene, holiday):
    client = as_("kasi")

    def sent(day: int, **more: object) -> tuple[int, str]:
        answer = client.post(url("new", A), form(scene, planned_on_0=str(day), kunci=f"hari-{day}") | more)
        return answer.status_code, text(answer)

    status, page = sent(14)
    assert (status, "14 Mar 2026 bukan hari kerja di" in page, 'value="2026-03-14"' in page) == (422, True, True)
    status, page = sent(13, tetap="2026-03-14")  # ticked for another day
    assert (status, "(Hari jadi kabupaten)" in page) == (422, True)
    assert not Visit.objects.filter(region__code=OTHER_VILLAGE)
    assert sent(14, tetap="2026-03-14")[0] == 302
    made = Visit.objects.get(region__code=OTHER_VILLAGE)
    assert "Bukan hari kerja (Sabtu)." in text(client.get(made.get_absolute_url()))


def test_a_visit_is_moved_to_a_closed_day_only_when_that_is_meant(as_, scene, holiday):
    client, address = as_("kasi"), url("edit", scene.visit.pk)

    def sent(day: int, **more: object) -> tuple[int, date]:
        typed = form(scene, planned_on_0=str(day), seen=fresh(scene.visit).version) | more
        return client.post(address, typed).status_code, fresh(scene.visit).planned_on

    assert sent(13) == (422, date(2026, 3, 4))
    assert sent(13, tetap="2026-03-13") == (302, date(2026, 3, 13))
    assert sent(13, purpose="Lain") == (302, date(2026, 3, 13))  # the day it has may stay
    assert sent(12) == (302, date(2026, 3, 12))


def test_what_is_wrong_stands_beside_its_box(as_, scene):
    answer = as_("kasi").post(url("new", A), form(scene, planned_on_0="1"))
    assert answer.status_code == 422
    assert "Tanggalnya sudah lewat" in text(answer)


def test_the_village_reads_the_plan_and_plans_nothing(as_, scene):
    page = text(as_("operator").get(url("visit", scene.visit.pk)))
    assert PURPOSE in page
    assert "Batalkan" not in page
    assert as_("operator").post(url("cancel", scene.visit.pk), {"reason": "x"}).status_code == 403


def test_the_list_is_filtered_searched_and_given_as_a_file(as_, scene):
    planning.cancel_visit(visit=scene.visit, reason="Banjir", by=None, at=AT, seen=1)
    more = {"purpose": "Melihat posyandu", "kind": "layanan"}
    planning.plan_visit(region=scene.country[OTHER_VILLAGE], plan=plan(scene.posts, **more), by=None, at=AT)
    client = as_("keeper")

    def found(**query) -> tuple[bool, bool]:
        page = text(client.get(url("place", A), query))
        return PURPOSE in page, "Melihat posyandu" in page

    assert found() == (True, True)
    assert found(lihat="datang") == (False, True)
    assert found(lihat="batal") == (True, False)
    assert found(jenis="layanan") == (False, True)
    assert found(cari="posyandu") == (False, True)
    lines = client.get(url("download", A, "csv"), {"lihat": "batal"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Banjir" in lines[1]


@pytest.mark.parametrize("more", [0, 3])
def test_the_list_asks_the_same_however_long_it_is(as_, scene, more):
    for _number in range(more):
        planning.plan_visit(region=scene.country[OTHER_VILLAGE], plan=plan(scene.posts), by=None, at=AT)
    client = as_("kasi")
    client.get(url("place", A))
    with CaptureQueriesContext(connection) as asked:
        client.get(url("place", A))
    assert len(asked) == 9


# Registry -------------------------------------------------------------------------------
def test_home_names_the_visits_of_this_week_and_those_that_are_late(scene):
    kasi = scene.cast["kasi"]
    assert [task.tone for task in hooks.home_tasks(user=kasi, today=TODAY)] == ["warn"]
    assert [task.tone for task in hooks.home_tasks(user=kasi, today=date(2026, 3, 5))] == ["bad"]
    assert not list(hooks.home_tasks(user=kasi, today=date(2026, 2, 27)))
    [ahead] = hooks.home_tasks(user=kasi, today=date(2026, 2, 28))  # a Saturday
    assert (ahead.tone, ahead.text) == ("warn", f"Kunjungan pekan depan: {scene.visit.region}, 4 Mar 2026")
    assert not list(hooks.home_tasks(user=scene.cast["bappeda"], today=TODAY))


def test_home_of_a_village_leads_to_a_result_that_was_sent_of_late(scene):
    def told(who: str, day: date = TODAY) -> list[str]:
        return [task.text for task in hooks.home_tasks(user=scene.cast[who], today=day)]

    writing.write(visit=scene.visit, said={"laporan": "Sudah"}, by=scene.cast["kasi"], at=AT)
    closing.finish_visit(visit=scene.visit, by=scene.cast["kasi"], at=AT)
    assert told("operator") == []
    closing.share_visit(visit=scene.visit, by=scene.cast["kasi"], at=AT)
    assert told("operator") == [f"Hasil kunjungan 2 Mar 2026 ke {scene.visit.region} dapat dibaca"]
    assert [told("operator_b"), told("operator", TODAY + timedelta(days=14))] == [[], []]


def test_search_finds_a_visit_in_sight_only(scene):
    assert [hit.url for hit in hooks.search(user=scene.cast["kasi"], text="penatausahaan")] == [
        scene.visit.get_absolute_url()
    ]
    assert not list(hooks.search(user=scene.cast["camat_b"], text="penatausahaan"))


def test_who_hands_a_post_over_is_told_of_its_visits(scene):
    told = list(hooks.handover_items(post=scene.posts["kasi"]))
    assert [item.url for item in told] == [scene.visit.get_absolute_url()]
    assert queries.names_of([scene.visit.key]) == {scene.visit.key: str(scene.visit)}


def test_the_checklists_are_reached_from_visits_the_plan_a_visit_and_the_help(as_, scene):
    load_reference(by=None, at=AT)
    version = Version.objects.get(questionnaire__code="periksa-layanan-dasar")
    told = plan(scene.posts, checklist=version)
    made = planning.plan_visit(region=scene.country[OTHER_VILLAGE], plan=told, by=None, at=AT)
    client, way = as_("kasi"), f'href="{reverse("checklists:list")}"'
    pages = [url("place", A), url("place", VILLAGE), url("plan", A), reverse("core:help")]
    assert [page for page in pages if way not in text(client.get(page))] == []
    sheet = reverse("checklists:sheet", args=[version.pk])
    assert sheet in text(client.get(made.get_absolute_url()))
    assert client.get(sheet).status_code == 200


def test_a_purpose_that_is_too_long_is_told_and_not_cut_by_its_box(as_, scene):
    typed = "Membina administrasi " * 16
    client, address = as_("kasi"), url("new", A)
    answer = client.post(address, form(scene, purpose=typed))
    page = text(answer)
    assert (answer.status_code, typed.strip() in page, "paling banyak 300 karakter" in page) == (422, True, True)
    for each in (address, url("plan", A)):
        box = re.search(r"<[^>]*name=\"purpose\"[^>]*>", text(client.get(each)))
        assert box is not None
        assert "maxlength" not in box[0]


def test_the_list_sorts_by_state_in_the_order_in_which_states_follow(as_, scene):
    for number, state in enumerate(("cancelled", "done", "going"), start=1):
        told = {"cancelled_because": "Hujan"} if state == "cancelled" else {"visited_on": TODAY}
        Visit.objects.create(
            region=scene.visit.region,
            planned_on=TODAY + timedelta(days=number),
            purpose="Lain",
            state=state,
            entered_at=AT,
            **told,
        )

    page = as_("kasi").get(url("place", A), {"urut": "keadaan"}).context["listing"].page

    assert [row.state for row in page] == ["planned", "going", "done", "cancelled"]


def test_all_that_is_wrong_with_a_plan_is_told_at_once(scene):
    told = plan(scene.posts, planned_on=TODAY - timedelta(days=1), purpose=" ", posts=[])
    with pytest.raises(VisitRefusal, match=r"maksud kunjungannya.*sedikitnya satu orang.*sudah lewat"):
        planning.plan_visit(region=scene.country[VILLAGE], plan=told, by=scene.cast["kasi"], at=AT)

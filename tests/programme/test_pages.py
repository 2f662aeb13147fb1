"""Pages of the programme: who sees what, writing, reporting, handing over; calendar, home, files."""

import io
from datetime import date

import pytest

from rumahbersama.chain.house.programme import hooks
from rumahbersama.chain.house.programme.actions.activities import Plan, add_activity
from rumahbersama.chain.house.programme.actions.programmes import begin_programme
from rumahbersama.chain.house.programme.models import Activity, Goal, Note, Programme
from rumahbersama.ground.people.models import RoleAssignment
from tests.files.making import picture
from tests.meetings.conftest import AT, TODAY, A, B, text
from tests.programme.conftest import fresh, url

pytestmark = pytest.mark.django_db
OWN, OTHER = "71.01.01.2001", "71.01.01.2002"


def activity_form(house, **more) -> dict[str, object]:
    plain = {"kind": "guidance", "title": "Mendampingi RKPDes", "post": str(house.posts["kasi"].pk)}
    return plain | {"first_month": "4", "last_month": "5", "budget_rupiah": "1.500.000"} | more


def test_a_programme_is_begun_written_approved_and_read_on_pages(house, as_):
    client = as_("sekcam")
    answer = client.post(url("new", A), {"year": "2026"})
    found = Programme.objects.get()
    assert (answer.status_code, answer.url) == (302, found.get_absolute_url())
    goal = {"statement": "RKPDes tepat waktu", "unit": "desa", "baseline": "1", "target": "3"}
    assert client.post(url("new_goal", found.pk), goal).status_code == 302
    asked = activity_form(house, goal=str(Goal.objects.get().pk), villages=[OWN])
    assert client.post(url("new_activity", found.pk), asked).status_code == 302

    row = Activity.objects.get()
    assert (row.starts_on, row.ends_on, row.budget_rupiah) == (date(2026, 4, 1), date(2026, 5, 31), 1_500_000)
    assert as_("kasi").post(url("move", found.pk), {"seen": "3"}).status_code == 403
    assert as_("camat").post(url("move", found.pk), {"seen": "1"}).status_code == 422  # seen empty, without both
    assert as_("camat").post(url("move", found.pk), {"seen": "3"}).status_code == 302
    html = text(client.get(found.get_absolute_url()))
    for told in ("1 kegiatan, 0 sudah selesai.", "Rp1,5 juta", "1 → 3 desa", "April–Mei 2026", "disetujui"):
        assert (told, told in html) == (told, True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"first_month": "", "last_month": ""}, "salah satu saja"),
        ({"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2026"}, "salah satu saja"),
        ({"last_month": "3"}, "mendahului bulan awalnya"),
        (
            {"first_month": "", "last_month": "", "starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2027"},
            "dalam tahun 2026",
        ),
        ({"title": ""}, "Kegiatan"),
        ({"villages": ["71.01.02.2001"]}, "71.01.02.2001"),
        ({"budget_rupiah": "banyak"}, "bukan angka"),
    ],
)
def test_an_activity_that_cannot_be_is_told_and_nothing_is_stored(house, as_, draft, wrong, told):
    answer = as_("kasi").post(url("new_activity", draft.pk), activity_form(house, **wrong))

    assert (answer.status_code, told in text(answer), Activity.objects.count()) == (422, True, 0)


def test_a_village_reads_what_names_it_or_all_villages_once_it_is_approved(house, as_, draft, add, approve):
    rows = [add("Untuk desa ini", villages=(OWN,)), add("Untuk desa lain", villages=(OTHER,)), add("Untuk semua")]
    client = as_("operator")
    assert [client.get(each).status_code for each in (draft.get_absolute_url(), rows[0].get_absolute_url())] == [
        404,
        404,
    ]
    approve()
    html = text(client.get(draft.get_absolute_url()))
    sheet = client.get(url("download", draft.pk, "csv")).content.decode()

    for page in (html, sheet):
        assert [row.title in page for row in rows] == [True, False, True]
    assert [client.get(row.get_absolute_url()).status_code for row in rows] == [200, 404, 200]
    assert as_("camat_b").get(draft.get_absolute_url()).status_code == 404


def test_a_kasi_reports_with_a_photo_and_who_reads_the_activity_opens_it(house, as_, draft, add, approve):
    row = add(villages=(OTHER,))
    approve()
    photo = io.BytesIO(picture())
    photo.name = "bukti.jpg"
    sent = {"text": "Tiga desa diperiksa.", "to": "going", "file": photo, "seen": "1"}
    assert as_("kasi").post(url("report", row.pk), sent).status_code == 302

    note = Note.objects.get()
    assert (fresh(row).state, note.state) == ("going", "going")
    assert as_("camat").get(url("proof", row.pk, note.pk)).headers["Content-Type"] == "image/jpeg"
    assert as_("operator").get(url("proof", row.pk, note.pk)).status_code == 404


def test_who_holds_the_post_reports_and_does_not_write_the_programme(house, as_, draft, add, approve):
    row = add(who="camat_b")
    house.cast["health_unit"].person = house.cast["camat_b"].person
    house.cast["health_unit"].save()
    approve()
    client = as_("health_unit")
    page = text(client.get(url("report", row.pk)))

    assert ("Berjalan" in page, "Dihentikan" in page) == (True, False)
    assert client.post(url("report", row.pk), {"text": "x", "to": "dropped", "seen": "1"}).status_code == 422
    assert [client.get(url(name, row.pk)).status_code for name in ("edit", "hand_over")] == [403, 403]


def test_the_sekcam_hands_over_and_the_page_of_each_post_shows_its_share(house, as_, draft, add, approve):
    row, _other = add("Memeriksa buku kas"), add("Membina BPD", who="sekcam")
    approve()
    sent = {"post": str(house.posts["sekcam"].pk), "reason": "Kasi sedang cuti", "seen": "1"}
    assert as_("kasi").post(url("hand_over", row.pk), sent).status_code == 403
    assert as_("sekcam").post(url("hand_over", row.pk), sent).status_code == 302

    html = text(as_("camat").get(url("share", draft.pk, house.posts["sekcam"].pk)))
    assert "Memegang 2 dari 2 kegiatan; 0 sudah selesai. 2 terlambat." in html
    page = text(as_("camat").get(row.get_absolute_url()))
    assert ("Kasi PMD → Sekretaris Kecamatan" in page, "Kasi sedang cuti" in page) == (True, True)


def test_a_list_is_narrowed_searched_and_costs_the_same_with_more(
    house, as_, draft, add, goal, approve, django_assert_num_queries
):
    add("Kegiatan lewat", villages=(OWN,), goal=goal)
    add("Kegiatan jauh", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30), villages=(OTHER,), kind="training")
    approve()
    client = as_("camat")
    page = draft.get_absolute_url()
    for query in (
        {"keadaan": "terlambat"},
        {"jenis": "supervision"},
        {"desa": OWN},
        {"cari": "lewat"},
        {"cari": "anggrek"},
        {"sasaran": goal.pk},
    ):
        html = text(client.get(page, query))
        assert (query, "Kegiatan lewat" in html, "Kegiatan jauh" in html) == (query, True, False)
    assert "Tidak ada kegiatan yang cocok" in text(client.get(page, {"keadaan": "done"}))
    with django_assert_num_queries(12):
        client.get(page)
    add("Kegiatan lagi", villages=(OWN,), who="sekcam")
    with django_assert_num_queries(12):
        client.get(page)


def test_calendar_home_search_and_handover_name_activities(house, as_, draft, add, approve):
    row = add("Memeriksa buku kas")
    dated = {"starts_on": date(2026, 3, 4), "ends_on": date(2026, 3, 5), "is_in_months": False}
    add("Klinik RKPDes", **dated)
    told = {
        "user": house.cast["camat"],
        "region": house.country[A],
        "start": date(2026, 2, 1),
        "end": date(2026, 3, 31),
    }
    assert list(hooks.calendar_items(**told)) == []
    assert [task.text for task in hooks.home_tasks(user=house.cast["camat"], today=TODAY)] == [
        "Program kerja 2026 masih rancangan: 2 kegiatan menunggu persetujuan"
    ]
    approve()

    items = [(item.title, item.day, item.last_day, item.state) for item in hooks.calendar_items(**told)]
    assert items == [
        ("Memeriksa buku kas", date(2026, 2, 28), None, "late"),
        ("Klinik RKPDes", date(2026, 3, 4), date(2026, 3, 5), ""),
    ]
    tasks = [(task.text, task.tone) for task in hooks.home_tasks(user=house.cast["kasi"], today=TODAY)]
    assert tasks == [("1 kegiatan Anda dalam program kerja terlambat", "bad")]
    assert list(hooks.home_tasks(user=house.cast["camat_b"], today=TODAY)) == []
    assert [hit.title for hit in hooks.search(user=house.cast["kasi"], text="buku kas")] == ["Memeriksa buku kas"]
    assert next(item.url for item in hooks.handover_items(post=house.posts["kasi"])) == row.get_absolute_url()
    assert "Memeriksa buku kas" in text(as_("kasi").get(url("mine")))


def test_who_leads_two_kecamatan_is_told_of_the_draft_of_each(house, as_, draft, add, django_assert_max_num_queries):
    camat, places = house.cast["camat"], [house.country[code] for code in (A, B)]
    RoleAssignment.objects.create(account=camat, role="camat", region=places[1], starts_on=TODAY)
    camat.__dict__.pop("_scope", None)
    add(), add("Klinik RKPDes")
    other = begin_programme(region=places[1], year=2026, by=None, at=AT)
    plan = Plan("guidance", "Membina BPD", house.posts["camat_b"], date(2026, 4, 1), date(2026, 4, 30))
    add_activity(programme=other, plan=plan, by=None, at=AT)

    with django_assert_max_num_queries(2):  # its roles, and one for both kecamatan
        tasks = list(hooks.home_tasks(user=camat, today=TODAY))

    assert [task.text for task in tasks] == [
        f"{places[0]}: Program kerja 2026 masih rancangan: 2 kegiatan menunggu persetujuan",
        f"{places[1]}: Program kerja 2026 masih rancangan: 1 kegiatan menunggu persetujuan",
    ]
    assert [task.decision for task in tasks] == [f"{task.text}." for task in tasks]
    assert [as_("camat").get(task.url).context["listing"].total for task in tasks] == [2, 1]


def test_who_holds_a_post_comes_to_its_activities_though_nothing_is_late(house, as_, draft, add, approve):
    add(starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30))
    approve()

    link, pages = f'href="{url("mine")}"', ("/", url("place", A))
    shown = {who: [link in text(as_(who).get(page)) for page in pages] for who in ("kasi", "sekcam")}

    assert shown == {"kasi": [True, True], "sekcam": [False, False]}


def test_activities_are_sorted_by_how_far_they_are(house, as_, draft, add, approve):
    for state in ("done", "planned", "going"):
        Activity.objects.filter(pk=add(state).pk).update(state=state)
    approve()

    page = as_("kasi").get(draft.get_absolute_url(), {"urut": "keadaan"}).context["listing"].page

    assert [row.state for row in page] == ["planned", "going", "done"]


@pytest.mark.parametrize("page", ["mine", "share"])
def test_activities_of_a_post_are_searched(house, as_, draft, add, approve, page):
    add(), add("Klinik RKPDes")
    approve()
    address = url(page, draft.pk, house.posts["kasi"].pk) if page == "share" else url(page)

    found = as_("kasi").get(address, {"cari": "klinik"})
    none = text(as_("kasi").get(address, {"cari": "sungai"}))

    assert [row.title for row in found.context["listing"].page] == ["Klinik RKPDes"]
    assert 'name="cari" type="search" value="klinik"' in text(found)
    assert ['name="cari"' in none, "Tidak ada yang cocok dengan “sungai”" in none] == [True, True]


def test_next_year_is_copied_on_the_page(house, as_, draft, add, approve):
    add()
    approve()
    as_("kasi").post(url("new", A), {"year": "2027", "copy": "on"})

    made = Programme.objects.get(year=2027)
    assert (made.copied_from, [row.title for row in made.activities.all()]) == (draft, ["Memeriksa buku kas"])
    assert "sudah ada" in text(as_("kasi").post(url("new", A), {"year": "2027"}))


def test_a_year_is_written_without_a_point(house, as_, draft, add):
    add()
    client = as_("camat")
    for page in (url("place", A), draft.get_absolute_url(), url("move", draft.pk), url("new_goal", draft.pk)):
        html = text(client.get(page))
        assert (page, "2.026" in html, "2026" in html) == (page, False, True)

"""Pages of a meeting: lists, planning, its page, who sees and keeps it."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.house.meetings import hooks, queries
from rumahbersama.chain.house.meetings.actions import inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Answer
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.presence.permissions import may_keep, may_see
from tests.meetings.conftest import AT, MARCH, TODAY, A, B, add_problem, add_promise, fresh, guest, plan, text, url

pytestmark = pytest.mark.django_db


def form(house, **more) -> dict[str, str]:
    plain = {
        "kind": "rakor",
        "title": "Rakor April",
        "day_0": "6",
        "day_1": "4",
        "day_2": "2026",
        "begins": "08.30",
        "ends": "10.00",
        "venue": "Aula",
        "chair": str(house.posts["camat"].pk),
    }
    return plain | more


# Lists ---------------------------------------------------------------------------------
def test_a_kecamatan_reads_its_meetings_and_those_above_read_all_below(as_, house):
    for who, code, sees_a, sees_b in (
        ("operator", A, True, False),
        ("health_unit", A, True, False),
        ("camat_b", B, False, True),
        ("bappeda", "71.01", True, True),
        ("ministry", "0", True, True),
    ):
        page = text(as_(who).get(url("place", code)))
        assert (MARCH in page, house.other.title in page) == (sees_a, sees_b), who


@pytest.mark.parametrize(("who", "code"), [("operator", B), ("camat_b", A), ("outsider", A), ("operator", "71.01")])
def test_another_kecamatans_list_is_not_there(as_, who, code):
    assert as_(who).get(url("place", code)).status_code == 404


def test_the_list_is_searched_and_told_apart_by_what_is_to_come(as_, house):
    planning.cancel_meeting(meeting=house.meeting, reason="Banjir", by=None, at=AT, seen=house.meeting.version)
    planning.make_meeting(region=house.country[A], plan=plan(house.posts, title="Rakor pasar"), by=None, at=AT)
    client = as_("keeper")

    def found(**query) -> tuple[bool, bool]:
        rows = client.get(url("place", A), query).context["listing"].page
        titles = {row.title for row in rows}
        return MARCH in titles, "Rakor pasar" in titles

    assert found() == (True, True)
    assert found(lihat="datang") == (False, True)
    assert found(lihat="batal") == (True, False)
    assert found(cari="pasar") == (False, True)
    by_state = client.get(url("place", A), {"urut": "keadaan"}).context["listing"].page
    assert [row.title for row in by_state] == ["Rakor pasar", MARCH]  # planned, then called off


def test_the_list_as_csv_counts_answers(as_, house):
    answer = Answer("represented", represented_by="Wakil")
    inviting.answer_invitation(invitee=guest(house.meeting, "Kapolsek"), answer=answer, by=None, at=AT)

    rows = as_("operator").get(url("download", A, "csv")).content.decode().splitlines()

    assert len(rows) == 2
    assert rows[1].endswith(f"{MARCH},71.01.01,Kecamatan Alas,2026-03-09,09:00,11:00,Aula kecamatan,Camat,"
                            "Direncanakan,4,1,1,")  # fmt: skip


def test_the_list_asks_as_often_for_three_meetings_as_for_one(as_, house):
    client, asked = as_("kasi"), []
    client.get(url("place", A))
    for more in (0, 2):
        for number in range(more):
            planning.make_meeting(
                region=house.country[A], plan=plan(house.posts, title=f"Rapat {number}"), by=None, at=AT
            )
        with CaptureQueriesContext(connection) as context:
            client.get(url("place", A))
        asked.append(len(context))
    assert asked[0] == asked[1] <= 12


# One meeting ------------------------------------------------------------------------------
def test_a_meeting_is_planned_with_the_same_people_as_the_last(as_, house):
    client = as_("kasi")
    page = client.get(url("new", A))
    assert (page.context["form"]["venue"].value(), page.context["like"]) == ("Aula kecamatan", house.meeting)

    answer = client.post(url("new", A), form(house, people="on"))

    made = Meeting.objects.get(title="Rakor April")
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.kind, made.day, made.begins, made.secretary) == ("rakor", date(2026, 4, 6), time(8, 30), None)
    assert queries.invitees_in_order(made).count() == 4


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"begins": "25.00"}, "bukan jam"),
        ({"ends": "08.00"}, "Jam selesai harus sesudah jam mulai"),
        ({"day_2": "2025"}, "Tanggalnya sudah lewat"),
        ({"chair": ""}, "Siapa yang memimpin?"),
    ],
)
def test_a_plan_with_a_mistake_comes_back_with_a_sentence(as_, house, wrong, told):
    answer = as_("kasi").post(url("new", A), form(house, **wrong))

    assert (answer.status_code, Meeting.objects.count()) == (422, 2)
    assert told in text(answer)


def test_the_same_form_sent_twice_plans_one_meeting(as_, house):
    client, typed = as_("kasi"), form(house, kunci="abc123")

    first, second = client.post(url("new", A), typed), client.post(url("new", A), typed)

    assert (first.url, Meeting.objects.filter(title="Rakor April").count()) == (second.url, 1)


def test_the_page_of_a_meeting_says_when_where_who_and_what(as_, house):
    problem = add_problem(house, "Air kotor di dua dusun", (5, 5, 5), (4, 4, 4), (5, 4, 3))
    AgendaItem.objects.create(
        meeting=house.meeting,
        order=2,
        kind="problem",
        title=problem.statement,
        minutes=20,
        problem=problem,
        why="Baru.",
    )
    add_promise(house, "Membuka loket", date(2026, 3, 20), source_kind="meeting")

    page = text(as_("operator").get(house.meeting.get_absolute_url()))

    for words in (
        "Senin, 9 Mar 2026, pukul 09.00 sampai 11.00 di Aula kecamatan. Dipimpin Camat; notulisnya belum ditentukan.",
        "4 undangan</a>: 0 hadir, 0 diwakili, 0 tidak hadir, 4 belum menjawab.",
        "Agenda ini 35 menit dari 120 menit rapatnya; tersisa 85 menit.",
        "Air kotor di dua dusun",
        "1 janji masih dikerjakan, 0 di antaranya lewat tenggat",
        "Membuka loket",
        "Anda diundang sebagai Kepala Desa, Desa Anggrek.",
    ):
        assert words in page, words
    assert reverse("meetings:edit", args=[house.meeting.pk]) not in page


def test_a_promise_that_was_dropped_says_so_and_why_to_who_opens_it(as_, house):
    held = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts, day=date(2026, 3, 2)), by=None, at=AT
    )
    planning.begin_meeting(meeting=held, by=None, at=AT)
    row = add_promise(house, "Membuka loket", date(2026, 3, 20), source_kind="meeting")
    commitments.drop_commitment(commitment=row, reason="Dananya dialihkan.", by=None, at=AT, seen=row.version)

    camat, village = (text(as_(who).get(house.meeting.get_absolute_url())) for who in ("camat", "operator"))

    assert "0 sudah terbukti, dan 1 dihentikan." in camat
    assert "Dihentikan: Dananya dialihkan." in camat
    assert ["Dihentikan</span>" in village, "Dananya dialihkan." in village] == [True, False]


def test_the_page_asks_at_most_twelve_times_and_no_more_for_a_long_agenda(as_, house):
    client, asked = as_("kasi"), []
    client.get(house.meeting.get_absolute_url())
    for more in (1, 2):
        for number in range(more):
            problem = add_problem(house, f"Masalah {more}{number}", (5, 5, 5))
            AgendaItem.objects.create(
                meeting=house.meeting, order=2, kind="problem", title="X", minutes=5, problem=problem
            )
            add_promise(house, f"Janji {more}{number}", date(2026, 3, 20), source_kind="meeting")
        with CaptureQueriesContext(connection) as context:
            client.get(house.meeting.get_absolute_url())
        asked.append(len(context))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("operator", "edit", 403),
        ("operator", "agenda", 403),
        ("operator", "send", 403),
        ("health_unit", "letter", 403),
        ("bappeda", "edit", 403),
        ("kasi", "cancel", 403),  # prepares, and does not call off
        ("sekcam", "cancel", 200),
        ("keeper", "edit", 200),
        ("camat_b", "meeting", 404),
        ("operator_b", "invitees", 404),
        ("outsider", "meeting", 404),
        ("auditor", "meeting", 200),
        ("administrator", "meeting", 404),
    ],
)
def test_who_reads_who_keeps_and_who_calls_off(as_, house, who, page, status):
    assert as_(who).get(url(page, house.meeting.pk)).status_code == status


def test_a_change_of_what_somebody_else_changed_is_refused(as_, house):
    answer = as_("kasi").post(url("edit", house.meeting.pk), form(house, seen="0"))

    assert answer.status_code == 422
    assert "baru saja diubah orang lain" in text(answer)


def test_the_camat_calls_a_meeting_off_and_it_may_be_copied(as_, house):
    client = as_("camat")
    client.post(url("cancel", house.meeting.pk), {"reason": "Banjir besar"})

    page = text(client.get(house.meeting.get_absolute_url()))
    assert "Banjir besar" in page
    assert f"{url('new', A)}?dari={house.meeting.pk}" in page
    copy = client.get(url("new", A), {"dari": house.meeting.pk}).context["form"]
    assert (copy["title"].value(), copy["day"].value(), copy["items"].value()) == (MARCH, None, True)


def test_a_meeting_is_held_from_its_page(as_, house, monkeypatch):
    client = as_("kasi")
    for act, state in (("mulai", "open"), ("tidak-ada", "open"), ("belum", "planned"), ("mulai", "open")):
        client.post(url("move_on", house.meeting.pk), {"lakukan": act})
        assert fresh(house.meeting).state == state
    assert client.post(url("move_on", house.meeting.pk), {"lakukan": "mulai"}).status_code == 302


def test_the_letter_is_written_once_and_leads_back_to_the_meeting(as_, house):
    client = as_("kasi")
    typed = {"signer": str(house.posts["camat"].pk), "kunci": "surat1"}

    answer = client.post(url("letter", house.meeting.pk), typed)
    client.post(url("letter", house.meeting.pk), typed)

    paper = Paper.objects.get()
    assert (answer.url, paper.title) == (paper.get_absolute_url(), f"Undangan {MARCH}")
    assert house.meeting.get_absolute_url() in text(client.get(paper.get_absolute_url()))
    assert list(hooks.paper_subjects(user=house.cast["camat_b"], subject=paper.subject)) == []


def moved(house, **more) -> Meeting:
    facts = {"plan": plan(house.posts, **more), "by": None, "at": AT, "seen": fresh(house.meeting).version}
    return planning.change_meeting(meeting=house.meeting, **facts)


def test_a_letter_that_names_another_schedule_says_so_until_it_is_replaced(as_, house):
    client = as_("kasi")
    client.post(url("letter", house.meeting.pk), {"signer": str(house.posts["camat"].pk)})
    paper = Paper.objects.get()
    Paper.objects.update(state="numbered", signed_on=TODAY)
    pages = (house.meeting.get_absolute_url(), paper.get_absolute_url())
    told = "tidak sama lagi dengan jadwal rapatnya"
    assert [told in text(client.get(page)) for page in pages] == [False, False]

    moved(house, day=date(2026, 3, 11), venue="Balai desa")

    for page in pages:
        shown = text(client.get(page))
        assert f"Surat ini {told} (hari, tempat)" in shown
        assert "11 Mar 2026 pukul 09.00 sampai 11.00 di Balai desa. Buat pengganti, lalu kirim yang itu." in shown
    Paper.objects.update(state="draft", signed_on=None)
    assert f"Konsep ini {told}" in text(client.get(pages[1]))
    Paper.objects.update(state="replaced", signed_on=TODAY)
    assert told not in text(client.get(pages[1]))


def test_a_meeting_in_the_room_and_hours_of_another_is_planned_with_a_warning(as_, house):
    client, same = (
        as_("kasi"),
        {"day_0": "9", "day_1": "3", "begins": "10.30", "ends": "12.00", "venue": "aula Kecamatan"},
    )

    def told(**more) -> bool:
        return f"sudah ada {MARCH}" in text(client.post(url("new", A), form(house, **more), follow=True))

    assert told(**same, title="Rakor pagi")
    assert [told(**same | {"begins": "11.00", "title": "Sesudahnya"}), told(**same | {"venue": "Ruang camat"})] == [
        False,
        False,
    ]
    mine = Meeting.objects.get(title="Rakor pagi")
    again = form(house, **same, seen=str(mine.version), title="Rakor siang")
    assert f"sudah ada {MARCH}" in text(client.post(url("edit", mine.pk), again, follow=True))


def test_the_attendance_list_is_seen_by_the_kecamatan_and_kept_by_who_keeps_the_meeting(as_, house):
    client = as_("kasi")
    answer = client.post(url("attendance", house.meeting.pk))

    roster = queries.roster_of(house.meeting)
    assert answer.url == roster.get_absolute_url()
    assert MARCH in text(client.get(roster.get_absolute_url()))
    told = {who: (may_see(house.cast[who], roster), may_keep(house.cast[who], roster)) for who in
            ("kasi", "operator", "bappeda", "camat_b")}  # fmt: skip
    assert told == {
        "kasi": (True, True),
        "operator": (True, False),
        "bappeda": (True, False),
        "camat_b": (False, False),
    }


def test_the_calendar_entry_has_the_hours_on_the_wall(as_, house):
    answer = as_("operator").get(url("calendar", house.meeting.pk))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.isoformat()) == (MARCH, "2026-03-09T09:00:00")
    assert (str(event["STATUS"]), str(event["UID"])) == ("CONFIRMED", f"{house.meeting.key}@rumahbersama")


def test_a_village_reads_on_the_agenda_what_it_does_not_open_without_reasons_and_links(as_, house):
    problem = add_problem(house, "Air kotor di dua dusun", (5, 5, 5))
    item = {
        "kind": "problem",
        "title": problem.statement,
        "minutes": 20,
        "problem": problem,
        "why": "Diderita 120 orang.",
    }
    AgendaItem.objects.create(meeting=house.meeting, order=2, **item)
    promise = add_promise(house, "Membuka loket", date(2026, 3, 20), source_kind="meeting")

    pages = {who: as_(who).get(house.meeting.get_absolute_url()).text for who in ("operator", "kasi", "bappeda")}

    links = [f'href="{each.get_absolute_url()}"' for each in (problem, promise)]
    told = {
        who: [part in page for part in (problem.statement, "Diderita 120 orang.", *links)]
        for who, page in pages.items()
    }
    assert told == {"operator": [True, False, False, False], "kasi": [True] * 4, "bappeda": [True] * 4}
    minutes = {
        who: as_(who).get(reverse("minutes:front", args=[house.meeting.pk])).text for who in ("operator", "kasi")
    }
    assert {who: links[0] in page for who, page in minutes.items()} == {"operator": False, "kasi": True}
    for each in (problem, promise):
        assert as_("operator").get(each.get_absolute_url()).status_code in {403, 404}

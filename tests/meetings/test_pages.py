"""Pages of meetings: who sees what, what people do there, and the personal link."""

import io
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook

from rumahbersama.chain.house.meetings import hooks, queries
from rumahbersama.chain.house.meetings.actions import attending, inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Answer
from rumahbersama.chain.house.meetings.models import AgendaItem, Invitee, Meeting
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.presence.permissions import may_keep, may_see
from tests.meetings.conftest import AT, TODAY, A, B, add_problem, add_promise, fresh, guest, plan

pytestmark = pytest.mark.django_db
MARCH = "Rapat Rumah Bersama Maret"


@pytest.fixture
def as_(client, house):
    def signing_in(who: str):
        client.force_login(house.cast[who])
        return client

    return signing_in


def url(name: str, *args) -> str:
    return reverse(f"meetings:{name}", args=args)


def text(response) -> str:
    return " ".join(response.content.decode().split())


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


def announce(house) -> Meeting:
    inviting.send_out(meeting=house.meeting, by=None, at=AT)
    return fresh(house.meeting)


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


# Invitations ---------------------------------------------------------------------------------
def test_groups_are_invited_with_one_tap_and_then_offered_no_more(as_, house):
    client, page = as_("kasi"), url("invitees", house.meeting.pk)
    offered = {group.code: [words for _key, words, _guest in group.guests] for group in
               client.get(page).context["groups"]}  # fmt: skip
    assert offered["kecamatan"] == ["Sekretaris Kecamatan, Kecamatan Alas"]
    assert offered["upt"] == ["Kepala Puskesmas, Puskesmas Alas"]
    assert offered["desa"] == ["Lurah, Kelurahan Asri", "Kepala Desa, Desa Akasia"]  # Anggrek's post is invited
    assert offered["perangkat"] == ["Sekretaris Desa, Desa Anggrek"]
    assert "Kapolsek, Polsek Alas" not in offered["lembaga"]

    client.post(page, {"kelompok": "desa"})
    client.post(page, {"pilih": ["lembaga-koramil", "post-0"]})

    rows = {str(row) for row in queries.invitees_in_order(house.meeting)}
    assert {"Lurah, Kelurahan Asri", "Kepala Desa, Desa Akasia", "Danramil, Koramil Alas"} < rows
    assert len(rows) == 7
    assert "desa" not in {group.code for group in client.get(page).context["groups"]}


def test_a_typed_guest_is_added_and_a_mistake_comes_back(as_, house):
    client, page = as_("kasi"), url("invitees", house.meeting.pk)

    wrong = client.post(page, {"name": "Ketua BPD", "email": "bukan-alamat"})
    right = client.post(page, {"name": "Ketua BPD", "body": "BPD Anggrek", "email": ""})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "E-mail" in text(wrong)
    assert str(queries.invitees_in_order(house.meeting).last()) == "Ketua BPD, BPD Anggrek"


def test_reasons_addresses_and_links_are_for_who_keeps_the_meeting(as_, house):
    row = guest(house.meeting, "Kapolsek")
    inviting.answer_invitation(invitee=row, answer=Answer("absent", reason="Sakit gigi"), by=None, at=AT)

    village = text(as_("operator").get(url("invitees", house.meeting.pk)))
    keeper = text(as_("kasi").get(url("invitees", house.meeting.pk)))

    assert ("Kapolsek" in village, "Sakit gigi" in village, row.token in village) == (True, False, False)
    assert "Sakit gigi" in keeper
    assert as_("operator").get(url("download_invitees", house.meeting.pk, "xlsx")).status_code == 403
    book = load_workbook(io.BytesIO(as_("kasi").get(url("download_invitees", house.meeting.pk, "xlsx")).content))
    cells = [cell.value for line in book.active for cell in line]
    assert f"http://testserver{row.get_absolute_url()}" in cells


def test_invitations_go_out_and_each_text_has_its_own_link(as_, house):
    client, page = as_("kasi"), url("send", house.meeting.pk)
    before = text(client.get(page))
    assert "Catat undangan sudah keluar" in before
    assert all(row.token in before for row in queries.invitees_in_order(house.meeting))

    client.post(page)

    assert fresh(house.meeting).state == "invited"
    assert "Catat undangan sudah keluar" not in text(client.get(page))


def test_a_guest_is_corrected_and_taken_off(as_, house):
    client, row = as_("kasi"), guest(house.meeting, "Kapolsek")
    page = url("invitee", house.meeting.pk, row.pk)

    client.post(page, {"name": "Kapolsek", "body": "Polsek Alas Timur", "email": ""})
    row.refresh_from_db()
    assert (row.body, row.email) == ("Polsek Alas Timur", "")
    client.post(page, {"lakukan": "tarik"})

    assert not Invitee.objects.filter(pk=row.pk).exists()
    assert client.get(reverse("meetings:invitation", args=[row.token])).status_code == 404


def test_the_village_office_answers_for_its_head_and_nobody_for_another(as_, house):
    announce(house)
    row, other = guest(house.meeting, "Kepala Desa"), guest(house.meeting, "Kapolsek")
    client = as_("operator")

    answer = client.post(
        url("answer", house.meeting.pk, row.pk), {"answer": "represented", "represented_by": "Sekdes Budi"}
    )

    row.refresh_from_db()
    assert (answer.status_code, row.answer, row.represented_by) == (302, "represented", "Sekdes Budi")
    assert client.get(url("answer", house.meeting.pk, other.pk)).status_code == 403
    assert as_("camat_b").get(url("answer", house.meeting.pk, row.pk)).status_code == 404
    assert as_("kasi").get(url("answer", house.meeting.pk, other.pk)).status_code == 200, "on somebody's word"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Apakah Bapak/Ibu hadir?"),
        ({"answer": "represented"}, "Tulis nama yang mewakili"),
        ({"answer": "absent"}, "Tulis alasannya"),
    ],
)
def test_an_answer_with_a_mistake_comes_back(as_, house, typed, told):
    row = guest(house.meeting, "Kepala Desa")

    answer = as_("operator").post(url("answer", house.meeting.pk, row.pk), typed)

    row.refresh_from_db()
    assert (answer.status_code, row.answer) == (422, "")
    assert told in text(answer)


# Personal link ----------------------------------------------------------------------------------
def test_the_personal_link_answers_without_account_and_shows_nobody_else(client, house):
    inviting.answer_invitation(
        invitee=guest(house.meeting, "Kasi PMD"), answer=Answer("absent", reason="Rahasia kasi"), by=None, at=AT
    )
    row = guest(house.meeting, "Kapolsek")
    page = text(client.get(row.get_absolute_url()))

    assert (MARCH in page, "Kapolsek" in page, "Rahasia kasi" in page, "Kepala Desa" in page) == (
        *(True, True),
        *(False, False),
    )
    client.post(row.get_absolute_url(), {"answer": "coming"})
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("coming", "")
    assert "Jawaban Anda: Hadir." in text(client.get(row.get_absolute_url()))
    assert client.get(url("invitation", "tidak-ada")).status_code == 404
    answer = client.get(url("invitation_calendar", row.token))
    assert answer["Content-Type"].startswith("text/calendar")


def test_the_personal_link_tells_when_it_is_called_off_and_takes_no_answer_then(client, house):
    row = guest(house.meeting, "Kapolsek")
    planning.cancel_meeting(meeting=house.meeting, reason="Banjir", by=None, at=AT, seen=1)

    page = text(client.get(row.get_absolute_url()))
    assert ("Banjir" in page, "Kirim jawaban" in page) == (True, False)
    assert client.post(row.get_absolute_url(), {"answer": "coming"}).status_code == 422


def test_the_personal_link_asks_again_after_the_meeting_was_moved(client, house):
    meeting, row = announce(house), guest(house.meeting, "Kapolsek")
    inviting.answer_invitation(invitee=row, answer=Answer("coming"), by=None, at=AT)
    planning.change_meeting(
        meeting=meeting,
        plan=plan(house.posts, venue="Balai desa"),
        by=None,
        at=AT + timedelta(hours=1),
        seen=meeting.version,
    )

    assert "Mohon jawab sekali lagi" in text(client.get(row.get_absolute_url()))


# Agenda ---------------------------------------------------------------------------------------
def test_proposals_are_checked_the_first_time_as_far_as_they_fit_and_taken_up(as_, house):
    for number in range(6):
        add_problem(house, f"Masalah nomor {number}", (5, 5, 5), (5, 5, 5), (5, 5, 5))
    client, page = as_("keeper"), url("agenda", house.meeting.pk)
    first = client.get(page)
    fitting = [each.source for each in first.context["proposals"] if each.fits]
    assert len(fitting) == 6  # five problems of 20 minutes and a deadline of 5 fill what 15 of 120 minutes leave
    assert text(first).count("checked") == len(fitting)

    client.post(page, {"usul": [*fitting, "problem:999999"]})

    items = queries.agenda_of(house.meeting)
    assert [item.source for item in items] == ["promises", *fitting]
    assert queries.minutes_on(items) == 120
    again = client.get(page)
    assert "checked" not in text(again)
    assert not {each.source for each in again.context["proposals"]} & set(fitting)


def test_items_are_added_moved_timed_and_left_out_without_script(as_, house):
    client, page = as_("kasi"), url("agenda", house.meeting.pk)
    for title in ("Satu", "Dua"):
        client.post(page, {"title": title, "minutes": "15"})
    opening, first, second = queries.agenda_of(house.meeting)

    client.post(url("item", house.meeting.pk, second.pk), {"lakukan": "naik"})
    client.post(page, {"lakukan": "menit", f"menit-{first.pk}": "100", f"menit-{opening.pk}": "20"})

    items = queries.agenda_of(house.meeting)
    assert [(item.title, item.minutes) for item in items] == [("Janji rapat lalu", 20), ("Dua", 15), ("Satu", 100)]
    assert "lebih 15 menit" in text(client.get(page))
    client.post(url("item", house.meeting.pk, first.pk), {"lakukan": "keluar"})
    assert len(queries.agenda_of(house.meeting)) == 2
    assert client.post(url("item", house.meeting.pk, opening.pk), {"lakukan": "keluar"}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": "", "minutes": "10"}, "Apa yang dibahas?"),
        ({"title": "X", "minutes": "999"}, "240"),
        ({"lakukan": "menit", "menit-{opening}": "sepuluh"}, "bukan jumlah menit"),
    ],
)
def test_an_agenda_with_a_mistake_is_refused_with_a_sentence(as_, house, typed, told):
    opening = queries.agenda_of(house.meeting)[0]
    sent = {key.format(opening=opening.pk): value for key, value in typed.items()}

    answer = as_("kasi").post(url("agenda", house.meeting.pk), sent)

    assert (answer.status_code, len(queries.agenda_of(house.meeting))) == (422, 1)
    assert told in text(answer)


# At home ---------------------------------------------------------------------------------------
def tasks_of(house, who: str, today: date) -> list[str]:
    account = house.cast[who]
    account.__dict__.pop("_scope", None)
    return [task.text for task in hooks.home_tasks(user=account, today=today)]


def test_home_asks_for_an_answer_once_the_invitation_is_out(house):
    assert tasks_of(house, "operator", TODAY) == []
    announce(house)
    told = f"Anda diundang ke {MARCH}, 9 Mar 2026 pukul 09.00"

    assert (tasks_of(house, "operator", TODAY), tasks_of(house, "camat", TODAY)) == ([told], [told])
    assert tasks_of(house, "camat_b", TODAY) == []
    inviting.answer_invitation(invitee=guest(house.meeting, "Kepala Desa"), answer=Answer("coming"), by=None, at=AT)
    assert tasks_of(house, "operator", TODAY) == []


def test_home_reminds_of_the_meeting_the_day_before_unless_one_does_not_come(house):
    announce(house)
    for title, answer in (
        ("Kepala Desa", Answer("coming")),
        ("Kasi PMD", Answer("absent", reason="Dinas")),
        ("Camat", Answer("absent", reason="Dinas")),
    ):
        inviting.answer_invitation(invitee=guest(house.meeting, title), answer=answer, by=None, at=AT)

    assert tasks_of(house, "operator", date(2026, 3, 8)) == [f"{MARCH}: 9 Mar 2026 pukul 09.00, Aula kecamatan"]
    assert tasks_of(house, "operator", date(2026, 3, 9)) == [f"{MARCH}: hari ini pukul 09.00, Aula kecamatan"]
    assert tasks_of(house, "operator", date(2026, 3, 7)) == tasks_of(house, "kasi", date(2026, 3, 8)) == []
    assert len(tasks_of(house, "camat", date(2026, 3, 8))) == 1, "who leads is reminded all the same"


def test_meetings_are_found_and_handed_over(house):
    assert [hit.title for hit in hooks.search(user=house.cast["operator"], text="bersama maret")] == [MARCH]
    assert list(hooks.search(user=house.cast["camat_b"], text="bersama maret")) == []
    assert [item.text for item in hooks.handover_items(post=house.posts["kades"])] == [f"{MARCH}, 9 Mar 2026"]
    attending.make_list(meeting=house.meeting, by=None, at=AT)
    planning.begin_meeting(meeting=house.meeting, by=None, at=timezone.now())
    assert list(hooks.handover_items(post=house.posts["kades"])) == []

"""Pages around a meeting: invitations, the personal link, the agenda, and what home says."""

import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from rumahbersama.chain.house.meetings import hooks, queries
from rumahbersama.chain.house.meetings.actions import agenda as actions
from rumahbersama.chain.house.meetings.actions import attending, inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Answer
from rumahbersama.chain.house.meetings.models import Invitee
from tests.meetings.conftest import (
    AT,
    MARCH,
    TODAY,
    add_problem,
    announce,
    fresh,
    guest,
    plan,
    text,
    url,
)

pytestmark = pytest.mark.django_db


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
    assert ['<label for="teks-grup">Pesan untuk grup</label>' in before, "Pesan untuk Pesan" in before] == [
        True,
        False,
    ]
    assert ">Camat Alas mengundang Bapak/Ibu dalam: " in before

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
        ({"lakukan": "menit", "menit-{opening}": "sepuluh"}, "Isi jumlah menit dengan angka saja"),
    ],
)
def test_an_agenda_with_a_mistake_is_refused_with_a_sentence(as_, house, typed, told):
    opening = queries.agenda_of(house.meeting)[0]
    sent = {key.format(opening=opening.pk): value for key, value in typed.items()}

    answer = as_("kasi").post(url("agenda", house.meeting.pk), sent)

    assert (answer.status_code, len(queries.agenda_of(house.meeting))) == (422, 1)
    assert told in text(answer)


def boxes(page) -> list[str]:
    return re.findall(r'<input type="text" name="menit-\d+" value="([^"]*)"', page)


def test_minutes_come_back_as_typed_where_one_is_wrong(as_, house):
    client, page = as_("kasi"), url("agenda", house.meeting.pk)
    for title in ("Satu", "Dua"):
        client.post(page, {"title": title, "minutes": "15"})
    opening, first, second = (f"menit-{item.pk}" for item in queries.agenda_of(house.meeting))

    for address in (page, url("item", house.meeting.pk, first.removeprefix("menit-"))):
        answer = client.post(address, {"lakukan": "menit", opening: "20", first: "sebentar", second: "45"})

        shown = text(answer)
        assert (answer.status_code, boxes(shown)) == (422, ["20", "sebentar", "45"])
        assert f'aria-describedby="{first}_error"' in shown
        assert f'<a href="#{first}">Satu: Isi jumlah menit dengan angka saja' in shown
        assert [item.minutes for item in queries.agenda_of(house.meeting)] == [15, 15, 15]


def test_moving_an_item_keeps_the_minutes_typed_beside_it_and_nobody_elses(as_, house):
    client, page = as_("kasi"), url("agenda", house.meeting.pk)
    for title in ("Satu", "Dua"):
        client.post(page, {"title": title, "minutes": "15"})
    opening, first, second = queries.agenda_of(house.meeting)
    actions.set_minutes(meeting=house.meeting, minutes={opening.pk: 25}, by=None, at=AT)
    typed = {f"menit-{opening.pk}": "15", f"menit-{first.pk}": "15", f"menit-{second.pk}": "40"}
    shown = {f"initial-{name}": "15" for name in typed}

    client.post(url("item", house.meeting.pk, second.pk), {"lakukan": "naik"} | typed | shown)

    told = [(item.title, item.minutes) for item in queries.agenda_of(house.meeting)]
    assert told == [("Janji rapat lalu", 25), ("Dua", 40), ("Satu", 15)]


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
    assert tasks_of(house, "camat_b", TODAY) == ["Undangan Rapat B yang rahasia belum dikirim, rapatnya 9 Mar 2026"]
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

"""Planning, inviting, answering, moving and calling off; with records, mails, letter and attendance list."""

from datetime import date, time, timedelta

import pytest
from django.core import mail

from rumahbersama.chain.house.meetings import letters, mailing, queries
from rumahbersama.chain.house.meetings.actions import attending, inviting, planning
from rumahbersama.chain.house.meetings.actions.inviting import Answer, Guest
from rumahbersama.chain.house.meetings.actions.planning import Like
from rumahbersama.chain.house.meetings.models import AgendaItem, Invitee, Meeting
from rumahbersama.chain.house.meetings.rules import MeetingRefusal
from rumahbersama.chain.house.meetings.texts import text_for, text_for_all
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.workshop.papers.contents import content_of, text_of
from rumahbersama.workshop.papers.documents import whatsapp_text
from rumahbersama.workshop.presence.models import Attendee, Occasion
from rumahbersama.workshop.presence.queries import on_the_list
from tests.meetings.conftest import AT, A, announce, fresh, guest, plan, text, url

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)


def last_record() -> AuditRecord:
    return AuditRecord.objects.order_by("pk").last()


def told_of(record: AuditRecord) -> str:
    return str([change.rows for change in record.changes.all()])


def sent_out(house) -> Meeting:
    inviting.send_out(meeting=house.meeting, by=house.cast["kasi"], at=AT)
    return fresh(house.meeting)


def test_a_new_meeting_opens_with_what_was_promised(house):
    items = list(AgendaItem.objects.filter(meeting=house.meeting).values_list("order", "kind", "title", "minutes"))

    assert items == [(1, "promises", "Janji rapat lalu", 15)]
    assert house.meeting.minutes == 120


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"title": "  "}, "Tulis nama rapatnya"),
        ({"venue": ""}, "Tulis tempat rapatnya"),
        ({"ends": time(8)}, "Jam selesai"),
        ({"day": date(2026, 3, 1)}, "sudah lewat"),
    ],
)
def test_a_plan_that_cannot_be_stores_nothing(house, more, told):
    before = Meeting.objects.count()

    with pytest.raises(MeetingRefusal, match=told):
        planning.make_meeting(region=house.country[A], plan=plan(house.posts, **more), by=None, at=AT)

    assert Meeting.objects.count() == before


def test_the_chair_does_not_write_the_minutes(house):
    chair = house.posts["camat"]
    with pytest.raises(MeetingRefusal, match="Notulis harus jabatan lain"):
        planning.make_meeting(region=house.country[A], plan=plan(house.posts, secretary=chair), by=None, at=AT)


def test_a_meeting_made_like_another_invites_the_same_people_by_links_of_their_own(house):
    AgendaItem.objects.create(meeting=house.meeting, order=2, kind="other", title="Doa", minutes=5)
    AgendaItem.objects.create(
        meeting=house.meeting, order=3, kind="deadline", title="APBDes", minutes=5, source="deadline:apbdes-2026"
    )

    made = planning.make_meeting(
        region=house.country[A], plan=plan(house.posts), by=None, at=AT, like=Like(house.meeting, items=True)
    )

    old, new = (list(queries.invitees_in_order(each)) for each in (house.meeting, made))
    assert [(row.title, row.office, row.email) for row in new] == [(row.title, row.office, row.email) for row in old]
    assert {row.token for row in new}.isdisjoint(row.token for row in old)
    assert [item.title for item in queries.agenda_of(made)] == ["Janji rapat lalu", "Doa"]


def test_nobody_is_invited_twice_and_only_the_new_are_told(house):
    guests = [Guest(post=house.posts["camat"]), Guest(name="kapolsek ", body="POLSEK Alas"), Guest(name="Ketua BPD")]

    made = inviting.invite(meeting=house.meeting, guests=guests, by=house.cast["kasi"], at=AT)

    assert [str(row) for row in made] == ["Ketua BPD"]
    record = last_record()
    assert (record.verb, record.place_code) == ("meetings.invite", A)
    assert "{'invited': 4}, {'invited': 5}" in told_of(record)
    assert "Ketua BPD" not in told_of(record), "names of guests are personal"


def test_an_answer_is_kept_with_who_gave_it_and_the_same_twice_is_one(house):
    row = guest(house.meeting, "Kapolsek")
    answer = Answer("represented", represented_by=" Aiptu  Budi ", reason="dinas")

    inviting.answer_invitation(invitee=row, answer=answer, by=None, at=AT)
    count = AuditRecord.objects.count()
    inviting.answer_invitation(invitee=row, answer=answer, by=house.cast["kasi"], at=LATER)

    row.refresh_from_db()
    assert (row.answer, row.represented_by, row.answered_at, row.answered_by) == ("represented", "Aiptu Budi", AT, "")
    assert AuditRecord.objects.count() == count
    assert "Budi" not in told_of(last_record())


def test_a_later_answer_takes_the_place_of_the_earlier_one(house):
    row = guest(house.meeting, "Kepala Desa")
    first, then = Answer("represented", represented_by="Sekdes"), Answer("coming", reason="tidak dipakai")

    inviting.answer_invitation(invitee=row, answer=first, by=None, at=AT)
    inviting.answer_invitation(invitee=row, answer=then, by=house.cast["operator"], at=LATER)

    row.refresh_from_db()
    assert (row.answer, row.represented_by, row.reason) == ("coming", "", "")
    assert row.answered_by == house.cast["operator"].name


def test_a_moved_meeting_asks_for_answers_again(house):
    meeting, row = sent_out(house), guest(house.meeting, "Kapolsek")
    inviting.answer_invitation(invitee=row, answer=Answer("coming"), by=None, at=AT)

    moved = planning.change_meeting(
        meeting=meeting,
        plan=plan(house.posts, day=date(2026, 3, 10)),
        by=house.cast["camat"],
        at=LATER,
        seen=meeting.version,
    )

    assert (moved.moved_at, queries.answers_of(moved).stale) == (LATER, 1)
    again = inviting.answer_invitation(invitee=row, answer=Answer("coming"), by=None, at=LATER + timedelta(hours=1))
    assert (queries.is_stale(moved, again), queries.answers_of(moved).stale) == (False, 0)


def test_a_new_title_alone_does_not_make_answers_stale(house):
    meeting = sent_out(house)

    changed = planning.change_meeting(
        meeting=meeting, plan=plan(house.posts, title="Rapat lain"), by=None, at=LATER, seen=meeting.version
    )

    assert (changed.title, changed.moved_at) == ("Rapat lain", None)


def test_nobody_overwrites_what_they_have_not_seen(house):
    with pytest.raises(MeetingRefusal, match="baru saja diubah orang lain"):
        planning.change_meeting(
            meeting=house.meeting, plan=plan(house.posts, title="X"), by=None, at=AT, seen=house.meeting.version - 1
        )
    assert fresh(house.meeting).title == house.meeting.title


def test_a_meeting_is_called_off_with_a_reason_and_then_changes_no_more(house):
    with pytest.raises(MeetingRefusal, match="Tulis alasannya"):
        planning.cancel_meeting(meeting=house.meeting, reason=" ", by=None, at=AT, seen=house.meeting.version)

    off = planning.cancel_meeting(meeting=house.meeting, reason="Banjir", by=None, at=AT, seen=house.meeting.version)

    assert (off.state, off.cancelled_because) == ("cancelled", "Banjir")
    with pytest.raises(MeetingRefusal, match="dibatalkan"):
        inviting.invite(meeting=off, guests=[Guest(name="Ketua BPD")], by=None, at=AT)
    with pytest.raises(MeetingRefusal, match="dibatalkan"):
        inviting.answer_invitation(invitee=guest(off, "Kapolsek"), answer=Answer("coming"), by=None, at=AT)


def test_a_meeting_is_held_ended_and_opened_again(house):
    by = house.cast["kasi"]
    with pytest.raises(MeetingRefusal, match="belum dimulai"):
        planning.finish_meeting(meeting=house.meeting, by=by, at=AT)

    begun = planning.begin_meeting(meeting=house.meeting, by=by, at=AT)
    ended = planning.finish_meeting(meeting=begun, by=by, at=LATER)
    assert (ended.state, ended.opened_at, ended.closed_at) == ("closed", AT, LATER)

    with pytest.raises(MeetingRefusal, match="alasan"):
        planning.reopen_meeting(meeting=ended, reason=" ", by=by, at=LATER)
    again = planning.reopen_meeting(meeting=ended, reason="Salah tulis", by=by, at=LATER)
    assert (again.state, again.opened_at, again.closed_at) == ("open", AT, None)
    back = planning.unbegin_meeting(meeting=again, by=by, at=LATER)
    assert (back.state, back.opened_at) == ("planned", None)
    verbs = list(AuditRecord.objects.order_by("pk").values_list("verb", flat=True))[-4:]
    assert verbs == [f"meetings.{act}_meeting" for act in ("begin", "finish", "reopen", "unbegin")]


# Mail ---------------------------------------------------------------------------------
@pytest.fixture
def mail_server(settings):
    settings.EMAIL_HOST, settings.DEMO = "surat.invalid", False


def test_the_invited_are_told_once_at_their_own_address_or_that_of_the_holder(house, mail_server):
    count = inviting.send_out(meeting=house.meeting, by=house.cast["kasi"], at=AT)

    assert count == 3  # camat and kasi by their accounts, the Polsek by its own; nobody holds the post of kades
    assert (mailing.send_mails(at=AT), mailing.send_mails(at=LATER)) == (3, 0)
    to = {address for each in mail.outbox for address in each.to}
    assert to == {house.cast["camat"].email, house.cast["kasi"].email, "polsek@contoh.invalid"}
    (police,) = (each for each in mail.outbox if each.to == ["polsek@contoh.invalid"])
    assert police.subject == "Undangan: Rapat Rumah Bersama Maret, Senin, 9 Maret 2026"
    assert "mengharapkan kehadiran" in police.body, "a body is coordinated, not commanded"
    assert guest(house.meeting, "Kapolsek").get_absolute_url() in police.body
    assert guest(house.meeting, "Camat").token not in police.body


def test_the_text_to_copy_and_the_personal_page_say_that_the_schedule_changed(house, client):
    meeting = announce(house)
    row = guest(meeting, "Kepala Desa")
    assert "berubah" not in text_for(row, base="https://x/") + text_for_all(meeting)
    planning.change_meeting(
        meeting=meeting, plan=plan(house.posts, day=date(2026, 3, 12)), by=None, at=LATER, seen=meeting.version
    )

    row = guest(meeting, "Kepala Desa")

    assert "jadwal rapat ini berubah; yang berlaku di bawah. Camat Alas mengundang" in text_for(
        row, base="https://x/"
    )
    assert text_for_all(row.meeting).startswith("Jadwal rapat berikut berubah menjadi:")
    told = "Jadwal rapat ini berubah sesudah undangannya keluar."
    assert told in text(client.get(row.get_absolute_url()))
    client.force_login(house.cast["operator"])
    assert told in text(client.get(url("answer", meeting.pk, row.pk)))


def test_who_was_told_is_told_again_when_it_moves_and_when_it_is_called_off(house, mail_server):
    meeting = sent_out(house)
    mailing.send_mails(at=AT)
    inviting.invite(meeting=meeting, guests=[Guest(name="Lurah", email="lurah@contoh.invalid")], by=None, at=AT)
    mail.outbox.clear()

    moved = planning.change_meeting(
        meeting=meeting, plan=plan(house.posts, venue="Balai desa"), by=None, at=LATER, seen=meeting.version
    )
    sent = mailing.send_mails(at=LATER + timedelta(minutes=5))

    assert (sent, {each.subject.partition(":")[0] for each in mail.outbox}) == (3, {"Perubahan jadwal"})
    assert "Balai desa" in mail.outbox[0].body
    planning.cancel_meeting(meeting=moved, reason="Banjir", by=None, at=LATER, seen=moved.version)
    assert mailing.send_mails(at=LATER + timedelta(minutes=9)) == 3
    assert mail.outbox[-1].subject.startswith("Dibatalkan: ")
    assert "Banjir" in mail.outbox[-1].body


def test_a_mail_that_was_refused_is_tried_again(house, mail_server, monkeypatch):
    sent_out(house)
    working = mailing.send_mail

    def refusing(*args, **kwargs):
        raise OSError("no connection")

    monkeypatch.setattr(mailing, "send_mail", refusing)
    assert mailing.send_mails(at=AT) == 0
    monkeypatch.setattr(mailing, "send_mail", working)

    assert mailing.send_mails(at=LATER) == 3


def test_without_a_mail_server_nothing_waits(house, settings):
    settings.EMAIL_HOST = ""

    assert inviting.send_out(meeting=house.meeting, by=None, at=AT) == 0
    assert not Invitee.objects.filter(mail_due=True).exists()
    assert fresh(house.meeting).state == "invited"


def test_an_empty_list_does_not_go_out(house):
    Invitee.objects.filter(meeting=house.meeting).delete()

    with pytest.raises(MeetingRefusal, match="Belum ada yang diundang"):
        inviting.send_out(meeting=house.meeting, by=None, at=AT)


# Letter and attendance list --------------------------------------------------------------
def test_the_letter_says_the_true_day_place_agenda_and_guests(house):
    road = {"signer_post": house.posts["camat"], "on_behalf": None, "initials": []}

    paper = letters.write_invitation(meeting=house.meeting, road=road, by=house.cast["kasi"], at=AT)

    text = text_of(content_of(paper.content).blocks)
    assert (paper.kind, paper.number, paper.subject) == ("surat_undangan", "", f"house.meeting:{house.meeting.key}")
    for words in (
        "Hari, tanggal: Senin, 9 Maret 2026",
        "Pukul: 09.00 sampai 11.00",
        "Tempat: Aula kecamatan",
        "1. Janji rapat lalu",
        "# Daftar undangan",
        "| 4 | Kapolsek | Polsek Alas |",
    ):
        assert words in text, words
    assert content_of(paper.content).to == ("Daftar terlampir", "di Tempat")
    assert whatsapp_text(paper).startswith("Camat Alas mengundang Bapak/Ibu dalam:")


def test_few_guests_are_addressed_by_name(house):
    Invitee.objects.filter(meeting=house.meeting).exclude(name="Kapolsek").delete()
    road = {"signer_post": house.posts["camat"], "on_behalf": None, "initials": []}

    paper = letters.write_invitation(meeting=house.meeting, road=road, by=None, at=AT)

    assert content_of(paper.content).to == ("Kapolsek, Polsek Alas", "di Tempat")
    assert "Daftar undangan" not in text_of(content_of(paper.content).blocks)


def test_the_attendance_list_names_holders_and_follows_answers_and_the_hour(house):
    roster = attending.make_list(meeting=house.meeting, by=house.cast["kasi"], at=AT)
    names = dict(on_the_list(roster).values_list("agency", "name"))
    assert names == {
        "Camat, Kecamatan Alas": house.cast["camat"].name,
        "Kasi PMD, Kecamatan Alas": house.cast["kasi"].name,
        "Desa Anggrek": "Kepala Desa",  # nobody holds the post
        "Polsek Alas": "Kapolsek",
    }

    answer = Answer("represented", represented_by="Budi Sekdes")
    inviting.answer_invitation(invitee=guest(house.meeting, "Kepala Desa"), answer=answer, by=None, at=AT)
    planning.change_meeting(
        meeting=house.meeting, plan=plan(house.posts, begins=time(13), ends=time(15)), by=None, at=LATER, seen=1
    )

    row = Attendee.objects.get(roster=roster, reference=f"undangan:{guest(house.meeting, 'Kepala Desa').pk}")
    assert (row.name, row.agency) == ("Budi Sekdes", "Kepala Desa, Desa Anggrek")
    occasion = Occasion.objects.get(roster=roster)
    assert (occasion.starts, occasion.place) == (queries.plan_of(fresh(house.meeting)).starts, "Aula kecamatan")


def test_the_list_is_made_once_and_keeps_who_was_added_by_hand(house):
    roster = attending.make_list(meeting=house.meeting, by=None, at=AT)
    Attendee.objects.create(roster=roster, name="Tamu", agency="Media", search_name="TAMU MEDIA", order=9)

    again = attending.make_list(meeting=house.meeting, by=None, at=AT)
    inviting.take_off(invitee=guest(house.meeting, "Kapolsek"), by=None, at=AT)

    assert (again.pk, Occasion.objects.filter(roster=roster).count()) == (roster.pk, 1)
    names = set(on_the_list(roster).values_list("name", flat=True))
    assert ("Tamu" in names, "Kapolsek" in names) == (True, False)


def test_a_meeting_called_off_leaves_no_time_on_its_list(house):
    roster = attending.make_list(meeting=house.meeting, by=None, at=AT)

    planning.cancel_meeting(meeting=house.meeting, reason="Banjir", by=None, at=AT, seen=1)

    assert not Occasion.objects.filter(roster=roster).exists()

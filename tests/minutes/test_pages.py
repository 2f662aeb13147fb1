"""Pages of minutes: who sees and writes, from opening the meeting to closing it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.house.meetings import hooks
from rumahbersama.chain.house.meetings.actions import agenda, attending
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.minutes.actions import outcomes
from rumahbersama.chain.house.minutes.actions.closing import close_meeting
from rumahbersama.chain.house.minutes.actions.notes import Typed, write_notes
from rumahbersama.chain.house.minutes.models import NoteRevision, Pledge
from rumahbersama.chain.house.minutes.rules import Outcome
from rumahbersama.ground.core.formats import moment
from rumahbersama.workshop.presence import actions as presence
from rumahbersama.workshop.presence.marking import tap
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion
from tests.meetings.conftest import AT, TODAY, fresh
from tests.minutes.conftest import STATEMENT, page_of, pledge, url

pytestmark = pytest.mark.django_db


def day(prefix: str, value) -> dict[str, str]:
    return {f"{prefix}_0": str(value.day), f"{prefix}_1": str(value.month), f"{prefix}_2": str(value.year)}


def test_who_reads_and_who_writes(held, client):
    read, write, told = url("front", held.meeting.pk), url("item", held.meeting.pk, held.about.pk), {}
    for who in ("camat", "keeper", "operator", "bappeda", "camat_b", "operator_b", "outsider", "nobody"):
        client.force_login(held.cast(who))
        told[who] = client.get(read).status_code, client.get(write).status_code

    assert told == {
        "camat": (200, 200),
        "keeper": (200, 200),
        "operator": (200, 403),
        "bappeda": (200, 403),
        "camat_b": (404, 404),
        "operator_b": (404, 404),
        "outsider": (404, 404),
        "nobody": (404, 404),
    }


def test_items_promises_and_revisions_of_another_meeting_are_not_there(held, as_):
    client, other = as_("kasi"), AgendaItem.objects.get(meeting=held.house.other)
    made = pledge(held, held.about)
    write_notes(item=held.about, typed=Typed("", "x"), by=None, at=AT)

    answers = [
        client.get(url("item", held.meeting.pk, other.pk)),
        client.get(url("pledge", held.house.other.pk, made.pk)),
        client.get(url("revision", held.meeting.pk, held.own.pk, 1)),
        client.post(url("take_back", held.meeting.pk, other.pk)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]


def test_the_secretary_writes_down_each_kind_of_outcome(held, as_):
    client, until = as_("keeper"), TODAY + timedelta(days=20)
    about, own = url("outcome", held.meeting.pk, held.about.pk), url("outcome", held.meeting.pk, held.own.pk)
    typed = {
        "lakukan": "janji",
        "janji-post": str(held.house.posts["puskesmas"].pk),
        "janji-what": "Melatih dua kader",
        "janji-place": "71.01.01.2001",
        "kunci": "janji1",
    } | day("janji-due_on", until)

    client.post(about, typed)
    client.post(about, typed)  # a second touch
    client.post(about, {"lakukan": "naik", "naik-text": "Perlu dokter"})
    client.post(own, {"lakukan": "tunda", "tunda-text": "Kurang waktu"} | day("tunda-until", until))
    shown = page_of(client.get(url("front", held.meeting.pk)))

    assert Pledge.objects.count() == 1
    assert held.again(held.about).result == "upward"
    assert (held.again(held.own).result, held.again(held.own).put_off_to) == ("put_off", until)
    assert "1 komitmen disepakati. Semua mata acara sudah punya hasil." in shown


def test_an_outcome_is_taken_back_from_a_page_that_shows_it(held, as_):
    client, address = as_("keeper"), url("take_back", held.meeting.pk, held.own.pk)
    item = url("item", held.meeting.pk, held.own.pk)
    assert client.get(address)["Location"] == f"{item}#hasil"  # nothing to take back
    outcome = {"item": held.own, "by": held.cast("kasi"), "at": AT}
    outcomes.set_outcome(outcome=Outcome("decision", "Perekaman tiap Sabtu"), **outcome)

    shown = client.get(item)
    assert (f'href="{address}"' in shown.text, 'value="cabut"' in shown.text) == (True, False)
    client.post(url("outcome", held.meeting.pk, held.own.pk), {"lakukan": "cabut"})
    assert held.again(held.own).result == "decision"
    asked = client.get(address)
    assert "Perekaman tiap Sabtu" in page_of(asked)
    seen = asked.context["mark"]
    outcomes.set_outcome(outcome=Outcome("decision", "Perekaman tiap Ahad"), **outcome)
    assert "Sementara itu orang lain mencatat" in page_of(client.post(address, {"dilihat": seen}))
    client.post(address, {"dilihat": client.get(address).context["mark"]})
    assert held.again(held.own).result == "none"


def test_what_is_refused_comes_back_beside_its_box_and_nothing_is_stored(held, as_):
    client = as_("kasi")
    answer = client.post(
        url("outcome", held.meeting.pk, held.about.pk), {"lakukan": "janji", "janji-what": "Melatih"}
    )

    shown = page_of(answer)
    assert (answer.status_code, Pledge.objects.count()) == (422, 0)
    assert "<details open>" in shown
    assert answer.context["form"].errors.keys() == {"post", "due_on", "place"}
    late = client.post(url("item", held.meeting.pk, held.about.pk), {"initial-notes": "", "notes": "y" * 20_001})
    assert (late.status_code, "paling panjang" in page_of(late), held.again(held.about).notes) == (422, True, "")


def test_a_promise_is_corrected_and_taken_back_on_its_page(held, as_):
    client, made = as_("kasi"), pledge(held, held.about)
    address = url("pledge", held.meeting.pk, made.pk)
    typed = {
        "janji-post": str(made.post_id),
        "janji-what": "Melatih tiga kader",
        "janji-place": made.region.code,
        "seen": "1",
    } | day("janji-due_on", made.due_on)

    assert client.post(address, typed).status_code == 302
    late = client.post(address, typed | {"janji-what": "Melatih lima kader"})  # seen before the change
    assert (late.status_code, "diubah orang lain: Melatih tiga kader (" in page_of(late)) == (422, True)
    assert Pledge.objects.get().what == "Melatih tiga kader"
    again = typed | {"janji-what": "Melatih lima kader", "seen": str(late.context["seen"])}
    empty = client.post(address, typed | {"janji-what": ""})
    assert (empty.status_code, empty.context["seen"]) == (422, 1)  # what it says now was not told
    assert (client.post(address, again).status_code, Pledge.objects.get().what) == (302, "Melatih lima kader")
    asked = client.get(f"{address}?cabut")
    assert ["Cabut janji ini?" in page_of(asked), "Melatih lima kader" in page_of(asked)] == [True, True]
    unseen = client.post(address, {"lakukan": "cabut", "seen": "1"})
    assert ["diubah orang lain: Melatih lima kader (" in page_of(unseen), Pledge.objects.count()] == [True, 1]
    client.post(address, {"lakukan": "cabut", "seen": str(asked.context["seen"])})
    assert Pledge.objects.count() == 0


def sent(client, address: str, who, key: str, **typed):
    """Send a form as the outbox of a device does."""
    data = {"kunci": key, "akun": str(who.pk), "pada": AT.isoformat()} | typed
    return client.post(address, data, headers={"X-Outbox": "1"})


def promise(held) -> dict[str, str]:
    """Return what the form of a promise sends."""
    return {
        "lakukan": "janji",
        "janji-post": str(held.house.posts["puskesmas"].pk),
        "janji-what": "Melatih dua kader",
        "janji-place": "71.01.01.2001",
    } | day("janji-due_on", TODAY + timedelta(days=20))


def test_outcomes_kept_on_a_device_arrive_once(held, as_):
    client, address, typed = as_("kasi"), url("outcome", held.meeting.pk, held.about.pk), promise(held)

    answers = [sent(client, address, held.cast("kasi"), "k1", **typed) for _time in range(2)]
    refused = sent(client, address, held.cast("kasi"), "k2", lakukan="putusan")

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[1].json() == {
        "keadaan": "terkirim",
        "pesan": ["Janji tercatat. Menjadi komitmen waktu rapat ditutup."],
        "tujuan": url("item", held.meeting.pk, held.about.pk),
    }
    assert (refused.status_code, refused.json()["kotak"]) == (422, "id_putusan-text")
    assert Pledge.objects.count() == 1


def test_who_ends_an_item_otherwise_meanwhile_is_shown_both(held, as_):
    client, address = as_("kasi"), url("outcome", held.meeting.pk, held.own.pk)
    page = client.get(url("item", held.meeting.pk, held.own.pk))
    typed = {"lakukan": "putusan", "putusan-text": "Tiap Selasa", "dilihat": page.context["mark"]}
    until = TODAY + timedelta(days=20)
    outcomes.set_outcome(item=held.own, outcome=Outcome("put_off", "Kurang waktu", until), by=None, at=AT)

    told = sent(client, address, held.cast("kasi"), "k1", **typed)
    short = client.post(address, typed | {"putusan-text": ""})
    late = client.post(address, typed)

    assert (page["X-Luring"], told.status_code) == (str(held.cast("kasi").pk), 422)
    assert "Sementara itu orang lain mencatat: Ditunda sampai 22 Mar 2026: Kurang waktu." in told.json()["galat"][0]
    assert short.context["mark"] == ""  # what it says now was not told
    assert (late.status_code, held.again(held.own).result) == (422, "put_off")
    assert ("sampai 22 Mar 2026: Kurang waktu" in page_of(late), "Tiap Selasa</textarea>" in page_of(late)) == (
        True,
        True,
    )
    client.post(address, typed | {"dilihat": late.context["mark"]})
    assert held.again(held.own).result_text == "Tiap Selasa"


def test_a_promise_beside_what_somebody_else_wrote_meanwhile_says_so(held, as_):
    client, address, typed = as_("kasi"), url("outcome", held.meeting.pk, held.about.pk), promise(held)
    outcomes.set_outcome(item=held.about, outcome=Outcome("decision", "Tiap Selasa"), by=None, at=AT)
    mark = client.get(url("item", held.meeting.pk, held.about.pk)).context["mark"]

    told = sent(client, address, held.cast("kasi"), "k1", dilihat="", **typed).json()["pesan"]
    seen = sent(client, address, held.cast("kasi"), "k2", dilihat=mark, **typed).json()["pesan"]

    assert [len(told), len(seen)] == [2, 1]
    assert told[1] == "Sementara itu orang lain mencatat hasil ini: keputusan. Janji Anda berdiri di sampingnya."


def test_what_comes_after_closing_stays_in_its_form(held, as_):
    client, until = as_("kasi"), TODAY + timedelta(days=30)
    close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=AT, put_off_to=until)
    answer = client.post(
        url("outcome", held.meeting.pk, held.own.pk), {"lakukan": "putusan", "putusan-text": "Tiap Selasa"}
    )

    shown = page_of(answer)
    assert (answer.status_code, "Rapat ini sudah ditutup" in shown) == (422, True)
    assert ("Tiap Selasa</textarea>" in shown, "Simpan komitmen" in shown) == (True, False)


def test_an_item_says_that_promises_stand_alone_or_beside_another_ending(held, as_):
    shown = page_of(as_("kasi").get(url("item", held.meeting.pk, held.own.pk)))

    assert (
        "Akhiri dengan komitmen, sebanyak yang dijanjikan, atau dengan satu dari keputusan, diteruskan, dan ditunda; "
        "komitmen boleh berdiri di sampingnya." in shown
    )
    assert "Pilih satu" not in shown


def test_closing_a_meeting_at_which_nobody_is_marked_present_says_so(held, as_):
    client, told = as_("camat"), "Belum ada yang tercatat hadir."
    close = url("close", held.meeting.pk)
    assert told in page_of(client.get(close))

    attending.make_list(meeting=held.meeting, by=held.cast("kasi"), at=AT)
    occasion = Occasion.objects.get()
    presence.open_occasion(occasion=occasion, by=held.cast("kasi"), at=AT)
    assert told in page_of(client.get(close))
    number = Attendee.objects.get(name="Kapolsek").pk
    tap(occasion=occasion, said={number: "present"}, by=held.cast("kasi"), at=AT)
    assert told not in page_of(client.get(close))
    Mark.objects.update(is_counted=False)
    assert told in page_of(client.get(close))
    client.post(close, day("until", TODAY + timedelta(days=30)))
    assert fresh(held.meeting).state == "closed"


def test_closing_shows_what_will_be_written_and_puts_off_the_rest(held, as_):
    client = as_("camat")
    pledge(held, held.about)
    shown = page_of(client.get(url("close", held.meeting.pk)))

    assert "1 mata acara belum punya hasil." in shown
    assert "1 komitmen dibuat, masalahnya menjadi “disepakati”" in shown
    assert "Tunda 1 mata acara dan tutup rapat" in shown
    assert client.post(url("close", held.meeting.pk), day("until", TODAY)).status_code == 422
    answer = client.post(url("close", held.meeting.pk), day("until", TODAY + timedelta(days=30)))
    assert (answer.url, fresh(held.meeting).state) == (url("front", held.meeting.pk), "closed")
    assert client.post(url("reopen", held.meeting.pk), {"reason": ""}).status_code == 422
    client.post(url("reopen", held.meeting.pk), {"reason": "Salah tulis"})
    assert fresh(held.meeting).state == "open"


def test_who_closes_what_another_closed_is_told_by_whom_when_and_to_which_day(held, as_, monkeypatch):
    until, later = TODAY + timedelta(days=30), AT + timedelta(minutes=5)
    close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=AT, put_off_to=until)
    monkeypatch.setattr(timezone, "now", lambda: later)

    typed = day("until", TODAY + timedelta(days=60))
    shown = page_of(as_("camat").post(url("close", held.meeting.pk), typed, follow=True))

    assert f"Rapat ini sudah ditutup oleh {held.cast('kasi')} pada {moment(AT)}" in shown
    assert "yang belum punya hasil ditunda sampai 1 Apr 2026. Tanggal yang Anda pilih tidak dipakai." in shown
    assert "Rapat ditutup." not in shown


def test_an_earlier_text_is_found_and_stands_again(held, as_):
    client = as_("kasi")
    for base, text in (("", "Hadir 20"), ("Hadir 20", "Hadir 21")):
        write_notes(item=held.about, typed=Typed(base, text), by=held.cast("kasi"), at=AT)
    listed = page_of(client.get(url("revisions", held.meeting.pk, held.about.pk), {"cari": "hadir 20"}))
    shown = page_of(client.get(url("revision", held.meeting.pk, held.about.pk, 1)))

    assert ("1 tulisan tersimpan" in listed, "Pakai lagi tulisan ini" in shown) == (True, True)
    client.post(url("revision", held.meeting.pk, held.about.pk, 1))
    assert (held.again(held.about).notes, NoteRevision.objects.count()) == ("Hadir 20", 3)


def test_the_screen_shows_the_item_its_time_what_was_agreed_and_the_qr_of_presence(held, as_):
    client = as_("kasi")
    pledge(held, held.about)
    client.post(url("take", held.meeting.pk, held.about.pk))
    before = page_of(client.get(url("screen", held.meeting.pk)))
    attending.make_list(meeting=held.meeting, by=held.cast("kasi"), at=AT)
    presence.open_occasion(occasion=Occasion.objects.get(), by=held.cast("kasi"), at=AT)
    after = page_of(client.get(url("screen", held.meeting.pk), headers={"HX-Request": "true"}))

    assert ('<svg class="map"' in before, '<svg class="map"' in after) == (False, True)
    assert ("<!DOCTYPE html>" in before, "<!DOCTYPE html>" in after) == (True, False)
    for told in ("Mata acara 2 dari 3", STATEMENT, "Sisa 20 menit", "Melatih dua kader", "1 komitmen disepakati"):
        assert told in after
    assert '<meta http-equiv="refresh" content="10">' in before


def test_a_meeting_that_was_never_closed_waits_on_the_home_page(held):
    later = TODAY + timedelta(days=1)
    close = url("close", held.meeting.pk)

    def told(who: str, day: date) -> list[str]:
        tasks = hooks.home_tasks(user=held.cast(who), today=day)
        return [task.url for task in tasks if task.url == close]

    assert (told("kasi", later), told("kasi", TODAY)) == ([close], [])
    assert (told("camat_b", later), told("operator", later)) == ([], [])


def test_pages_ask_the_same_number_of_questions_for_one_item_and_for_three(held, as_):
    client = as_("kasi")
    pages = {
        "front": url("front", held.meeting.pk),
        "item": url("item", held.meeting.pk, held.about.pk),
        "opening": url("item", held.meeting.pk, held.opening.pk),
        "close": url("close", held.meeting.pk),
        "screen": url("screen", held.meeting.pk),
        "revisions": url("revisions", held.meeting.pk, held.about.pk),
        "text": url("text", held.meeting.pk, held.about.pk),
    }

    def counts() -> dict[str, int]:
        found = {}
        for name, address in pages.items():
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found[name] = len(asked)
        return found

    pledge(held, held.about)
    write_notes(item=held.about, typed=Typed("", "a"), by=held.cast("kasi"), at=AT)
    few = counts()
    for number in range(3):
        item = agenda.add_item(meeting=held.meeting, title=f"Hal {number}", minutes=5, by=None, at=AT)
        item.meeting = held.meeting
        pledge(held, item)
        write_notes(item=held.about, typed=Typed("", f"b{number}"), by=held.cast("kasi"), at=AT)

    assert (
        counts()
        == few
        == {
            "front": 10,
            "item": 11,
            "opening": 12,
            "close": 8,
            "screen": 8,
            "revisions": 7,
            "text": 6,
        }
    )


def test_a_meeting_is_opened_from_its_page_and_leads_to_its_minutes(held, as_):
    client = as_("kasi")
    client.post(reverse("meetings:move_on", args=[held.meeting.pk]), {"lakukan": "belum"})
    planned = page_of(client.get(held.meeting.get_absolute_url()))
    answer = client.post(reverse("meetings:move_on", args=[held.meeting.pk]), {"lakukan": "mulai"})
    opened = page_of(client.get(held.meeting.get_absolute_url()))

    assert (fresh(held.meeting).state, answer.url) == ("open", url("front", held.meeting.pk))
    assert ("Notulen dan hasil" in planned, "Notulen dan hasil" in opened) == (False, True)

"""The way through the pages, as the training body of the province goes it, with the mistakes people make."""

from datetime import date

import pytest
from django.urls import reverse

from rumahbersama.chain.training.events.actions.event import make_event
from rumahbersama.chain.training.events.actions.parts import add_trainer
from rumahbersama.chain.training.models import Curriculum, Event, Participation, Programme, Quota, Session, Subject
from rumahbersama.chain.training.recording import write_of_event
from rumahbersama.ground.people.models import Person
from tests.training.conftest import TODAY

DAYS = {"starts_on_0": "7", "starts_on_1": "12", "starts_on_2": "2026"}
ENDS = {"ends_on_0": "11", "ends_on_1": "12", "ends_on_2": "2026"}


@pytest.fixture
def body(cast, client, reference):
    client.force_login(cast["training_body"])
    return client


def posted(client, name, /, *args, **data):
    return client.post(reverse(f"training:{name}", args=args), data)


def text_of(response):
    return response.content.decode()


def test_an_event_is_planned_from_the_list_to_its_timetable(body, country):
    tot = Curriculum.objects.get(code="tot-p3pd")
    told = {"title": "ToT", "place": "71", "curriculum": tot.pk, "tier": 2, "mode": "on_site", "class_size": 30}
    event_url = posted(body, "new", **told, **DAYS, **ENDS).url
    event = Event.objects.get()
    assert event_url == reverse("training:event", args=[event.pk])
    assert "Belum ada kelas." in text_of(body.get(event_url))
    rooms = "Melati; 40\nMawar; 35; https://rapat.contoh.invalid/a"
    posted(body, "new_site", event.pk, name="Balai", zone="Asia/Jakarta", place="71.01", rooms=rooms)
    site = event.sites.get()
    posted(body, "new_classes", event.pk, site=site.pk, count=2, size=30)
    filled = posted(body, "fill", event.pk, begins="08.00", jp="10", pauses="12.00-13.00")
    page = text_of(body.get(filled.url))
    assert "Pengelolaan Rumah Bersama Kecamatan" in page
    assert "08.00–11.00 WIB" in page  # Kepemimpinan, 4 JP
    assert [row.jp for row in event.sessions.filter(klass__number=1)][:2] == [4, 1]  # then the pause at noon
    calendar = body.get(reverse("training:calendar", args=[event.pk]) + "?kelas=1").content.decode()
    assert calendar.count("BEGIN:VEVENT") == event.sessions.filter(klass__number=1).count()


@pytest.mark.parametrize(
    ("rooms", "sentence"),
    [
        ("Melati; banyak", "Daya tampung ruangan “Melati” bukan angka"),
        ("; 30", "tidak terbaca. Tulis: nama; daya tampung; tautan."),
        ("Melati; 30; bukan tautan", "Tautan ruangan “Melati” tidak terbaca"),
        ("Melati; 30\nMelati; 20", "Ruangan “Melati” tertulis dua kali"),
    ],
)
def test_rooms_that_cannot_be_read_are_named_and_nothing_is_stored(body, event, rooms, sentence):
    answer = posted(body, "new_site", event.pk, name="Balai", zone="Asia/Jakarta", place="", rooms=rooms)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not event.sites.exists()


@pytest.mark.parametrize(
    ("subjects", "sentence"),
    [
        ("Kepemimpinan", "Baris 1"),
        ("Kepemimpinan; 4\nKemitraan; empat", "Baris 2 (“Kemitraan; empat”) tidak terbaca"),
        ("Kepemimpinan; 4; ceramah 40, doa 60", "Baris 1: metode “doa 60” tidak dikenal"),
        ("Kepemimpinan; 4; ceramah 40, diskusi 50", "berjumlah 90%, seharusnya 100%"),
        ("Kepemimpinan; 4\nkepemimpinan; 2", "tertulis dua kali"),
        ("Kepemimpinan; 61", "JP (1 sampai 60)"),
    ],
)
def test_subjects_that_cannot_be_read_are_named_with_their_line(body, subjects, sentence):
    answer = posted(body, "new_curriculum", title="Uji", subjects=subjects)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Curriculum.objects.filter(title="Uji").exists()


def test_a_curriculum_is_copied_changed_and_retired(body, event):
    page = body.get(reverse("training:new_curriculum") + "?dari=tot-p3pd")
    text = page.context["form"].initial["subjects"]
    assert text.splitlines()[0] == "Kepemimpinan; 4; Ceramah 40, Tanya jawab 20, Diskusi 40"
    made = posted(body, "new_curriculum", title="ToT Utara", subjects=text.replace("Kemitraan; 4", "Kemitraan; 6"))
    own = Curriculum.objects.get(title="ToT Utara")
    assert made.url == reverse("training:curriculum", args=[own.code])
    assert Subject.objects.get(curriculum=own, title="Kemitraan").jp == 6
    assert body.get(reverse("training:edit_curriculum", args=["tot-p3pd"])).status_code == 403
    posted(body, "retire_curriculum", own.code)
    assert "ToT Utara" not in text_of(body.get(reverse("training:curricula")))
    assert "ToT Utara" in text_of(body.get(reverse("training:curricula") + "?keadaan=lama"))


def test_events_are_sorted_by_how_far_they_are(body, facts, now):
    for state in ("closed", "open", "draft"):
        made = make_event(facts=facts, by=None, at=now, today=TODAY)
        Event.objects.filter(pk=made.pk).update(state=state)

    page = body.get(reverse("training:events"), {"urut": "keadaan"}).context["listing"].page

    assert [row.state for row in page] == ["draft", "open", "closed"]


def test_a_subject_that_is_taught_cannot_be_renamed(cast, client, event, classes, now):
    from rumahbersama.chain.training.events.actions.timetable import fill_timetable
    from tests.training.test_events import DAY

    fill_timetable(event=event, plan=DAY, weekdays_only=True, by=None, at=now)
    client.force_login(cast["ministry"])
    answer = posted(client, "edit_curriculum", "tot-p3pd", title="ToT", subjects="Kepemimpinan; 4", seen="1")
    assert answer.status_code == 422
    assert "sudah dijadwalkan dalam 2 sesi" in text_of(answer)
    assert Subject.objects.filter(curriculum__code="tot-p3pd").count() == 9


def test_a_clash_is_told_and_stored_only_with_the_box_ticked(body, event, classes, now):
    person = Person.objects.create(name="Wira Atmaja")
    for klass in classes:
        add_trainer(klass=klass, person=person, role="lead", by=None, at=now)
    told = {"kind": "lesson", "title": "Pembukaan", "day_0": "7", "day_1": "12", "day_2": "2026", "jp": "2"}
    told |= {"begins": "08.00", "ends": "09.30"}
    assert posted(body, "new_session", event.pk, klass=f"k{classes[0].pk}", **told).status_code == 302
    refused = posted(body, "new_session", event.pk, klass=f"k{classes[1].pk}", **told)
    assert refused.status_code == 422
    assert "Wira Atmaja mengajar “Pembukaan” dan “Pembukaan”" in text_of(refused)
    assert posted(body, "new_session", event.pk, klass=f"k{classes[1].pk}", although="on", **told).status_code == 302
    assert "1 bentrokan" in text_of(body.get(reverse("training:timetable", args=[event.pk])))
    told["begins"] = "delapan"
    assert "Tulis jam dan menit" in text_of(posted(body, "new_session", event.pk, klass=f"k{classes[0].pk}", **told))
    assert Session.objects.count() == 2


def test_a_trainer_is_found_by_name_added_and_taken_out(body, country, event, classes, now):
    from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post

    for code, name in (("71.01", "Wira Atmaja"), ("72.01", "Wira Bukan")):
        post = create_post(title="Kepala Bappeda", region=country[code], by=None, at=now)
        told = {"post": post, "person": None, "capacity": "definitive", "decree": "", "starts_on": date(2020, 1, 1)}
        appoint_by_name(name=name, by=None, at=now, **told)
    url = reverse("training:trainers", args=[event.pk, 1])
    page = text_of(body.get(url + "?cari=wira"))
    assert "Wira Atmaja (Kepala Bappeda, Kabupaten Sungai)" in page
    assert "Wira Bukan" not in page
    person = Person.objects.get(name="Wira Atmaja")
    body.post(url + "?cari=wira", {"person": person.pk, "role": "lead"})
    page = text_of(body.get(classes[0].get_absolute_url()))
    assert "Lepas Wira Atmaja" in page
    posted(body, "remove_trainer", event.pk, 1, classes[0].teachings.get().pk)
    assert not classes[0].teachings.exists()


# Who sees what ------------------------------------------------------------------------
def test_a_draft_is_seen_only_where_it_is_held_and_an_open_event_where_it_has_seats(cast, client, event, country):
    Quota.objects.create(event=event, region=country["71.01"], seats=10)
    url = event.get_absolute_url()

    def status(role):
        client.force_login(cast[role])
        return client.get(url).status_code, "ToT Utara" in text_of(client.get(reverse("training:events")))

    assert status("training_body") == status("auditor") == (200, True)
    assert status("bappeda") == status("camat") == (404, False)
    Event.objects.update(state="open")
    assert status("bappeda") == status("camat") == (200, True)
    assert status("kasi") == status("outsider") == (404, False)


def test_who_takes_part_or_teaches_sees_the_event_without_any_role_there(cast, client, event, classes, now):
    Event.objects.update(state="open")
    account, person = cast["outsider"], Person.objects.create(name="Wira")
    account.person = person
    account.save()
    client.force_login(account)
    assert client.get(event.get_absolute_url()).status_code == 404
    taking = Participation.objects.create(
        event=event, person=person, name="Wira", region=event.region, entered_at=now, state="confirmed"
    )
    assert client.get(event.get_absolute_url()).status_code == 200
    taking.state = "withdrawn"
    taking.save()
    assert client.get(event.get_absolute_url()).status_code == 404
    add_trainer(klass=classes[0], person=person, role="co", by=None, at=now)
    assert client.get(classes[0].get_absolute_url()).status_code == 200


def test_a_programme_counts_the_people_of_events_in_sight(cast, client, event, country, now):
    programme = Programme.objects.create(code="uji", title="Uji", region=country["0"], target_people=100)
    Event.objects.update(programme=programme, state="open")
    person = Person.objects.create(name="Peserta")
    Participation.objects.create(event=event, person=person, name="Peserta", region=event.region, entered_at=now)
    client.force_login(cast["ministry"])
    assert "1 peserta" in text_of(client.get(programme.get_absolute_url()))
    client.force_login(cast["operator"])
    assert "0 peserta" in text_of(client.get(programme.get_absolute_url()))


def test_a_finished_event_offers_its_step_back_by_name_and_in_a_second_place(body, event):
    Event.objects.filter(pk=event.pk).update(state="finished")
    page = text_of(body.get(event.get_absolute_url()))
    address = reverse("training:move", args=[event.pk, "closed"])
    assert ("Tutup pendaftaran" in page, f'<a class="btn" href="{address}"' in page) == (False, False)
    behind = page.split("Langkah mundur")[1].split("</details>")[0]
    assert f'<a href="{address}">Kembalikan ke “Pendaftaran ditutup”</a>' in behind
    assert "tidak lagi dicatat sudah berlangsung" in text_of(body.get(address))
    posted(body, "move", event.pk, "closed", reason="")
    assert Event.objects.get(pk=event.pk).state == "closed"


def test_steps_of_one_minute_are_one_line_of_the_history(body, event, now):
    for number in range(3):
        write_of_event(event, verb="training.x", summary=f"Penilai {number} dari {{event}}", by=None, at=now)
    page = text_of(body.get(event.get_absolute_url())).split('id="h-riwayat"')[1]
    assert page.count("dan 2 catatan sejenis pada menit yang sama") == 1
    assert [page.count(f"Penilai {number} dari") for number in range(3)] == [1, 1, 1]


def test_a_programme_says_whom_of_its_people_the_thread_does_not_count(cast, client, event, country, now):
    programme = Programme.objects.create(code="uji", title="Uji", region=country["0"])
    Event.objects.update(programme=programme, state="open")
    person = Person.objects.create(name="Peserta")
    Participation.objects.create(event=event, person=person, name="Peserta", region=event.region, entered_at=now)
    client.force_login(cast["ministry"])
    address = programme.get_absolute_url()
    plain = text_of(client.get(address))
    Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_because="Banjir")
    fields = {each.name: getattr(event, each.name) for each in Event._meta.concrete_fields}
    old = {name: value for name, value in fields.items() if name not in ("id", "key")}
    Event.objects.create(**old | {"title": "Lama", "programme": programme, "state": "finished", "head_count": 40})
    page = text_of(client.get(address))

    assert "2 kegiatan yang dapat Anda lihat, dengan 41 peserta." in page
    told = ("40 di antaranya tanpa nama.", "1 di antaranya di kegiatan yang dibatalkan atau masih dirancang.")
    assert [(words in plain, words in page) for words in told] == [(False, True)] * 2

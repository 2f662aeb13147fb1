"""The keeper's road: make, paste names, open, screen, tap, correct, close, print, files; who may, in words."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.ground.core import registry
from rumahbersama.ground.core.outbox import KEY
from rumahbersama.workshop.presence import codes, hooks, marking
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion, Roster
from tests.presence.conftest import START, people


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


def page(name: str, *numbers: object) -> str:
    return reverse(f"presence:{name}", args=list(numbers))


FIRST = {
    "title": "Rakor April",
    "region": "71.01.01",
    "day_0": "6",
    "day_1": "4",
    "day_2": "2026",
    "starts": "08.00",
    "ends": "12:30",
    "mode": "on_site",
    "place": "Aula kecamatan",
    "link": "",
    KEY: "k1",
}


def test_a_list_is_made_filled_opened_and_closed(cast, client):
    client.force_login(cast["kasi"])
    made = client.post(page("new"), FIRST)
    client.post(page("new"), FIRST)  # a double touch
    roster, occasion = Roster.objects.get(), Occasion.objects.get()
    assert made["Location"] == page("names", roster.pk)

    checked = client.post(made["Location"], {"names": "Ani; Desa A\nBudi\tDesa B"})
    assert "2 nama baru, 0 kembali, 0 berubah tulisannya, 0 tetap, 0 dikeluarkan." in text(checked)
    assert Attendee.objects.count() == 0  # nothing is stored before it is confirmed
    client.post(made["Location"], {"names": "Ani; Desa A\nBudi\tDesa B", "pasti": "1"})
    assert list(Attendee.objects.values_list("name", "agency")) == [("Ani", "Desa A"), ("Budi", "Desa B")]

    client.post(page("open", occasion.pk))
    screen = client.get(page("screen", occasion.pk))
    assert codes.code_now(occasion.key, timezone.now()) in text(screen) or "dari 2 orang" in text(screen)
    client.post(page("close", occasion.pk))
    occasion.refresh_from_db()
    assert (timezone.localtime(occasion.starts).strftime("%d %H:%M"), occasion.state) == ("06 08:00", "closed")
    assert client.post(page("open", occasion.pk)).status_code == 422
    assert client.post(page("open", occasion.pk), {"reason": "ada yang menyusul"}).status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"starts": "8.5"}, "“8.5” bukan jam. Contoh yang benar: 08.00 atau 13.30."),
        ({"starts": "25.00"}, "“25.00” bukan jam."),
        ({"ends": "08.00"}, "Jam selesai harus sesudah jam mulai."),
        ({"day_0": "31"}, "Tanggal ini tidak ada di kalender."),
        ({"region": "71.01.02"}, "71.01.02"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_stored(cast, client, change, sentence):
    client.force_login(cast["kasi"])
    answer = client.post(page("new"), FIRST | change)
    assert (answer.status_code, sentence in text(answer), Roster.objects.count()) == (422, True, 0)


def test_names_that_must_be_mended_come_back_with_their_lines(cast, client, roster):
    client.force_login(cast["kasi"])
    answer = client.post(page("names", roster.pk), {"names": "Ani\nANI\n77", "pasti": "1"})
    assert answer.status_code == 422
    assert "Baris 2: “ANI” sudah ada di baris 1." in text(answer)
    assert "Baris 3: “77” bukan nama." in text(answer)
    assert "ANI\n77" in answer.content.decode()
    assert len(Attendee.objects.filter(removed_at=None)) == 3


def test_going_back_from_the_look_stores_nothing_and_keeps_what_was_typed(cast, client, roster):
    client.force_login(cast["kasi"])
    answer = client.post(page("names", roster.pk), {"names": "Dodi", "pasti": "1", "ubah": "1"})
    assert (answer.status_code, "Dodi" in answer.content.decode()) == (200, True)
    assert len(Attendee.objects.filter(removed_at=None)) == 3


def test_the_screen_shows_qr_code_and_arrivals_and_renews_only_its_part(cast, client, occasion):
    client.force_login(cast["kasi"])
    marking.mark(occasion=occasion, attendee=people(occasion)[0], how="qr", at=START)
    whole = client.get(page("screen", occasion.pk))
    part = client.get(page("screen", occasion.pk), headers={"HX-Request": "true"})

    assert "1 dari 3 orang sudah hadir 08.00 Ani Lestari" in text(whole)
    assert ('<svg class="map"' in part.content.decode(), "<main" in part.content.decode()) == (True, False)
    assert 'http-equiv="refresh"' in whole.content.decode()


def test_taps_without_script_store_what_changed_alone(cast, client, occasion):
    ani, budi, citra = people(occasion)
    client.force_login(cast["kasi"])
    sent = {f"p{ani.pk}": "present", f"initial-p{ani.pk}": "", f"p{budi.pk}": "sick", f"initial-p{budi.pk}": "sick"}
    answer = client.post(page("tap", occasion.pk), sent)
    shown = client.get(page("tap", occasion.pk))

    assert (answer.status_code, list(Mark.objects.values_list("attendee", "says"))) == (302, [(ani.pk, "present")])
    assert re.search(rf'name="p{ani.pk}"\s+value="present"\s+checked', shown.content.decode())
    assert not re.search(rf'name="p{citra.pk}"\s+value="\w+"\s+checked', shown.content.decode())
    assert shown.headers["X-Luring"] == str(cast["kasi"].pk)


def test_taps_that_say_nothing_new_are_told_to_be_stored_already(cast, client, occasion):
    client.force_login(cast["kasi"])
    told = "Semua isian sudah tersimpan."
    sent = {f"p{people(occasion)[0].pk}": "present"}
    pages = [text(client.post(page("tap", occasion.pk), sent, follow=True)) for _time in range(2)]
    assert [("1 ketukan tercatat." in each, told in each, "0 ketukan tercatat" in each) for each in pages] == [
        (True, False, False),
        (False, True, False),
    ]


def test_a_phone_whose_clock_is_two_days_off_is_told_and_the_servers_time_counts(cast, client, occasion):
    ani = people(occasion)[0]
    client.force_login(cast["kasi"])
    now = timezone.now()
    ahead = timedelta(days=2)
    sent = {
        f"p{ani.pk}": "present",
        "kunci": "a1",
        "akun": str(cast["kasi"].pk),
        "pada": (now - timedelta(hours=1) + ahead).isoformat(),
        "kini": (now + ahead).isoformat(),
    }
    answer = client.post(page("tap", occasion.pk), sent, headers={"X-Outbox": "1"})
    again = client.post(page("tap", occasion.pk), sent, headers={"X-Outbox": "1"})

    mark = Mark.objects.get()
    assert (answer.status_code, again.status_code, again.json()["pesan"]) == (201, 200, answer.json()["pesan"])
    told = "Jam gawai ini maju 2 hari; yang dipakai jam server. Nyalakan waktu otomatis di pengaturan gawai."
    assert told in answer.json()["pesan"]
    assert abs(mark.at - (now - timedelta(hours=1))) < timedelta(seconds=5)
    assert "Jam gawai menunjukkan" in text(client.get(page("correct", occasion.pk, ani.pk)))


def test_a_conflict_is_shown_and_settled_on_the_page(cast, client, occasion):
    ani = people(occasion)[0]
    marking.mark(occasion=occasion, attendee=ani, how="qr", at=START)
    marking.tap(occasion=occasion, said={ani.pk: "absent"}, by=cast["kasi"], at=START)
    client.force_login(cast["camat"])
    shown = client.get(page("occasion", occasion.pk))
    refused = client.post(page("correct", occasion.pk, ani.pk), {"says": "present", "reason": ""})
    client.post(page("correct", occasion.pk, ani.pk), {"says": "present", "reason": "saksi dua orang"})
    settled = client.get(page("occasion", occasion.pk))

    assert "Bertentangan: Hadir / Tidak hadir" in text(shown)
    assert refused.status_code == 422
    assert ("Bertentangan" in text(settled), "“saksi dua orang”" in text(settled)) == (False, True)


def test_late_people_are_listed_by_their_minutes(cast, client, occasion):
    ani, budi, _citra = people(occasion)
    marking.mark(occasion=occasion, attendee=ani, how="qr", at=START)
    marking.mark(occasion=occasion, attendee=budi, how="code", at=START + timedelta(minutes=40))
    client.force_login(cast["kasi"])
    whole = text(client.get(page("occasion", occasion.pk) + "?keadaan=terlambat"))
    late = whole.partition("Orang per orang")[2]
    assert "2 dari 3 orang hadir. 1 orang terlambat lebih dari 15 menit." in whole
    assert "2 dari 3 orang tercatat hadir." in text(client.get(page("sheet", occasion.pk)))
    assert ("Budi Santoso" in late, "40 menit" in late, "Ani" in late) == (True, True, False)


def test_files_hold_the_states_and_shares(cast, client, occasion):
    ani, budi, _citra = people(occasion)
    marking.mark(occasion=occasion, attendee=ani, how="qr", at=START)
    marking.tap(occasion=occasion, said={budi.pk: "sick"}, by=cast["kasi"], at=START)
    client.force_login(cast["auditor"])
    one = client.get(page("download_occasion", occasion.pk, "csv")).content.decode("utf-8-sig").splitlines()
    all_of = client.get(page("download", occasion.roster.pk, "csv")).content.decode("utf-8-sig").splitlines()

    assert one[1:3] == [
        "1,Ani Lestari,Desa Anggrek,Hadir,2026-03-02 08:00:00,,QR,,",
        f"2,Budi Santoso,Desa Anggrek,Sakit,,,daftar ketuk,{cast['kasi']},",
    ]
    assert all_of[1:] == [
        "1,Ani Lestari,Desa Anggrek,Hadir,1,0,1,1",
        "2,Budi Santoso,Desa Anggrek,Sakit,0,0,0,1",
        "3,Citra Dewi,Desa Anggrek,Belum tercatat,0,0,0,0",
    ]
    assert client.get(page("download_occasion", occasion.pk, "xlsx")).status_code == 200
    assert client.get(page("download_occasion", occasion.pk, "pdf")).status_code == 404


@pytest.mark.parametrize("kind", ["hari", "tanda-terima", "biodata", "kartu"])
def test_sheets_name_everybody_once(cast, client, occasion, kind):
    client.force_login(cast["kasi"])
    answer = client.get(page("sheets", occasion.roster.pk, kind))
    table = answer.content.decode().partition("<main")[2]
    assert [
        len(re.findall(rf"<(?:b|h2[^>]*|th scope=\"row\")>\s*{each.name}", table)) for each in people(occasion)
    ] == [1] * 3
    assert table.count('<svg class="map"') == (3 if kind == "kartu" else 0)
    assert client.get(page("sheets", occasion.roster.pk, "lain")).status_code == 404


def test_home_and_search_lead_to_what_is_open(cast, occasion):
    told = [task.text for task in hooks.home_tasks(user=cast["kasi"], today=timezone.localdate())]
    other = [task.text for task in hooks.home_tasks(user=cast["camat_b"], today=timezone.localdate())]
    hits = [hit.title for hit in hooks.search(user=cast["auditor"], text="rakor")]
    assert (told, other, hits) == (["Daftar hadir “Rakor Maret” sedang dibuka"], [], ["Rakor"])
    assert [hit.title for hit in hooks.search(user=cast["outsider"], text="rakor")] == []


def test_a_desa_keeps_its_own_list_and_the_camat_leads_it(make, cast, client):
    occasion = make("71.01.01.2001")
    for who, letter in (("operator", 200), ("camat", 200), ("kasi", 403), ("operator_b", 404), ("outsider", 404)):
        client.force_login(cast[who])
        assert (who, client.get(page("tap", occasion.pk)).status_code) == (who, letter)


def test_the_history_names_what_it_knows(occasion, cast):
    ani = people(occasion)[0]
    labels = {label.entity: label for label in registry.history_labels.each()}
    key = f"{occasion.pk}|{ani.pk}"
    assert labels["presence.mark"].names([key]) == {key: "Ani Lestari, Rakor Maret"}
    assert labels["presence.attendee"].names([str(ani.pk)]) == {str(ani.pk): "Ani Lestari"}

"""Pages: answering without account and script, exactly once; keeping questionnaires and rounds; results."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rumahbersama.ground.core import registry
from rumahbersama.ground.people.models import Person
from rumahbersama.workshop.surveys.actions import rounds
from rumahbersama.workshop.surveys.actions.questionnaires import questions_of
from rumahbersama.workshop.surveys.actions.rounds import Invitee
from rumahbersama.workshop.surveys.models import Draft, Questionnaire, Response, Round, Version
from rumahbersama.workshop.surveys.subjects import SubjectKind
from rumahbersama.workshop.surveys.xlsform.writing import workbook
from tests.surveys.conftest import QUESTIONS, fill


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def running(opened, today):
    """Open a round that is open on the day of the test."""

    def opening(**more) -> Round:
        return opened(**({"opens_on": today, "closes_on": today + timedelta(days=3)} | more))

    return opening


@pytest.fixture
def kasi(client, cast):
    client.force_login(cast["kasi"])
    return client


def at(name, *args, **query):
    return reverse(f"surveys:{name}", args=args, query=query or None)


def text(response) -> str:
    return response.content.decode()


# Answering -----------------------------------------------------------------------------
def test_section_by_section_without_account_resumed_and_sent_once(client, running):
    survey = running(groups=("Kelas 1", "Kelas 2"), group_word="Kelas")
    page = at("answer", survey.token)
    shown = text(client.get(page))
    assert "bagian 1 dari 4" in shown
    assert "Nama Anda tidak dicatat bersama jawaban" in shown
    refused = client.post(page, {"q_pelatih": "", "kelompok": "Kelas 1"})
    assert refused.status_code == 422
    assert client.post(page, {"q_pelatih": "4", "kelompok": "Kelas 2"})["Location"] == f"{page}?bagian=2"
    assert Draft.objects.get().answers == {"pelatih": 4}
    assert "bagian 2 dari 4" in text(client.get(page))  # where it was left
    refused = client.post(f"{page}?bagian=2", {"q_ruangan": "2", "q_dipakai": "ya"})
    assert "Apa: Belum dijawab." in text(refused)
    client.post(f"{page}?bagian=2", {"q_ruangan": "2", "q_dipakai": "tidak"})
    client.post(
        f"{page}?bagian=3",
        {
            "q_umur": "40",
            "q_hari": ["senin"],
            "q_jarak": "12,5",
            "q_tanggal_0": "1",
            "q_tanggal_1": "2",
            "q_tanggal_2": "2026",
        },
    )
    assert client.post(f"{page}?bagian=4")["Location"] == f"{page}?bagian=kirim"
    check = text(client.get(f"{page}?bagian=kirim"))
    assert "4 – Sangat baik" in check
    assert Response.objects.count() == 0
    sent = client.post(f"{page}?bagian=kirim")
    assert sent["Location"] == at("answered", survey.token)
    response = Response.objects.get()
    assert (response.group, response.answers) == (
        "Kelas 2",
        {
            "pelatih": 4,
            "ruangan": 2,
            "dipakai": "tidak",
            "umur": 40,
            "hari": ["senin"],
            "tanggal": "2026-02-01",
            "jarak": "12.5",
        },
    )
    assert Draft.objects.count() == 0
    assert client.post(f"{page}?bagian=kirim")["Location"] == at("answered", survey.token)
    assert "sudah terkirim" in text(client.get(page))
    assert Response.objects.count() == 1


def test_another_person_on_the_same_phone_begins_anew(client, running):
    survey = running()
    page = at("answer", survey.token)
    client.post(page, {"q_pelatih": "4"})
    client.post(f"{page}?bagian=kirim")
    assert client.post(at("answered", survey.token))["Location"] == page
    client.post(page, {"q_pelatih": "1"})
    client.post(f"{page}?bagian=kirim")
    assert sorted(row.answers["pelatih"] for row in Response.objects.all()) == [1, 4]


def test_an_unfinished_answer_is_not_sent(client, running):
    page = at("answer", running().token)
    refused = client.post(f"{page}?bagian=kirim")
    assert refused.status_code == 422
    assert "Pelatih menguasai materi: Belum dijawab." in text(refused)


def test_two_devices_do_not_see_each_others_answers(running):
    survey = running()
    page = at("answer", survey.token)
    one, other = Client(), Client()
    one.post(page, {"q_pelatih": "4"})
    assert "bagian 1 dari 4" in text(other.get(page))


def test_an_invitation_with_a_name_is_resumed_on_any_device(running):
    survey = running(is_anonymous=False, invited=[Invitee(name="Ani", about="Budi")])
    page = at("answer", survey.invitations.get().token)
    Client().post(page, {"q_pelatih": "4"})
    other = Client()
    shown = text(other.get(page))
    assert "bagian 2 dari 4" in shown
    assert "tentang Budi" in shown
    assert "dicatat dengan nama" in text(other.get(f"{page}?bagian=1"))


@pytest.mark.parametrize(
    ("days", "sentence"), [((1, 2), "belum dibuka"), ((-3, -1), "sudah ditutup")], ids=["early", "late"]
)
def test_outside_of_its_days_the_page_says_so(client, opened, today, days, sentence):
    survey = opened(opens_on=today + timedelta(days=days[0]), closes_on=today + timedelta(days=days[1]))
    page = at("answer", survey.token)
    assert sentence in text(client.get(page))
    assert client.post(page, {"q_pelatih": "4"}).status_code == 422
    assert Response.objects.count() == 0


def test_a_link_nobody_was_given_leads_nowhere(client, db):
    assert client.get(at("answer", "tebakan")).status_code == 404
    assert client.get(at("answered", "tebakan")).status_code == 404


def test_signed_in_the_whole_form_is_delivered_once(kasi, cast, running):
    survey = running()
    page = at("answer", survey.token)
    shown = kasi.get(page)
    assert shown["X-Luring"] == str(cast["kasi"].pk)
    assert "data-outbox" in text(shown)
    data = {"q_pelatih": "4", "kunci": uuid.uuid4().hex, "akun": str(cast["kasi"].pk)}
    refused = kasi.post(page, data | {"q_umur": "3"}, headers={"X-Outbox": "1"})
    assert (refused.status_code, refused.json()["galat"]) == (422, ["Umur: Paling kecil 17."])
    statuses = [kasi.post(page, data, headers={"X-Outbox": "1"}).status_code for _ in range(2)]
    assert statuses == [201, 200]
    response = Response.objects.get()
    assert (response.at, response.invitation, response.key == data["kunci"]) == (None, None, False)


def test_a_closed_round_tells_the_outbox_why(kasi, cast, running):
    survey = running()
    rounds.close_round(round=survey, by=None, at=timezone.now())
    data = {"q_pelatih": "4", "kunci": "k1", "akun": str(cast["kasi"].pk)}
    refused = kasi.post(at("answer", survey.token), data, headers={"X-Outbox": "1"})
    assert refused.status_code == 422
    assert refused.json()["galat"] == ["Survei ini sudah ditutup. Terima kasih atas perhatian Anda."]


# Questionnaires ------------------------------------------------------------------------
def test_a_questionnaire_is_written_published_and_asked(kasi, country, today):
    made = kasi.post(at("new_questionnaire"), {"title": "Air bersih", "kind": "other", "place": "71.01.01"})
    row = Questionnaire.objects.get()
    assert made["Location"] == at("draft", row.pk)
    plain = {"seen": "0", "group": "Air"}
    kasi.post(at("add_question", row.pk), plain | {"label": "Ada air?", "kind": "yesno", "required": "on"})
    kasi.post(
        at("add_question", row.pk),
        plain | {"seen": "1", "label": "Dari mana?", "kind": "one", "options": "Sumur\nPDAM", "shown": "ada_air=ya"},
    )
    refused = kasi.post(
        at("add_question", row.pk), plain | {"seen": "2", "label": "Nilai", "kind": "rating", "options": "A"}
    )
    assert "harus 2 sampai 40" in text(refused)
    stale = kasi.post(at("add_question", row.pk), plain | {"label": "Lain", "kind": "text"})
    assert "baru saja diubah orang lain" in text(stale)
    refused = kasi.post(at("move_question", row.pk, 2), {"lakukan": "naik", "seen": "2"})
    assert "tidak ada sebelumnya" in text(refused)
    changed = {"seen": "2", "label": "Ada air?", "kind": "yesno", "name": "air"}
    assert kasi.post(at("question", row.pk, 1), changed).status_code == 302
    assert [(asked.name, asked.shown_if) for asked in questions_of(row.versions.get())] == [
        ("air", ""),
        ("dari_mana", "air"),
    ]
    assert "tidak dapat diubah lagi" in text(kasi.get(at("publish", row.pk)))
    kasi.post(at("publish", row.pk), {"seen": "3"})
    version = row.versions.get()
    assert version.state == Version.State.PUBLISHED
    data = {"version": version.pk, "place": "71.01.01", "title": "Air di Alas", "is_anonymous": "ya", "is_open": "on"}
    for name in ("opens_on", "closes_on"):
        data |= {f"{name}_0": today.day, f"{name}_1": today.month, f"{name}_2": today.year}
    data["kunci"] = "sekali"
    pages = {kasi.post(at("new_round"), data)["Location"] for _ in range(2)}
    assert pages == {Round.objects.get().get_absolute_url()}
    shown = text(kasi.get(pages.pop()))
    assert "<svg" in shown
    assert f"/isian/{Round.objects.get().token}/" in shown
    assert kasi.get(at("screen", Round.objects.get().pk)).status_code == 200


def test_a_workbook_is_looked_at_before_it_is_kept(kasi):
    content = workbook(title="Cek kas desa", code="kas", version=1, questions=QUESTIONS)
    sent = SimpleUploadedFile("kas.xlsx", content)
    shown = kasi.post(at("import"), {"file": sent, "place": "71.01.01"})
    assert "9 baris. Belum ada yang disimpan." in text(shown)
    assert Questionnaire.objects.count() == 0
    pack = shown.context["pack"]
    kasi.post(at("import"), {"paket": pack, "kunci": "a"})
    kasi.post(at("import"), {"paket": pack, "kunci": "a"})
    row = Questionnaire.objects.get()
    assert (row.code, row.title, row.origin) == ("kas", "Cek kas desa", "XLSForm")
    assert tuple(questions_of(row.versions.get())) == QUESTIONS
    assert kasi.post(at("import"), {"paket": "palsu"}).status_code == 422


def test_a_workbook_with_problems_shows_them_and_keeps_nothing(kasi):
    refused = kasi.post(at("import"), {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04"), "place": "71.01.01"})
    assert refused.status_code == 422
    assert Questionnaire.objects.count() == 0


def test_export_copy_retire_and_a_new_version(kasi, version):
    row = version.questionnaire
    exported = kasi.get(at("export", row.pk, 1))
    assert exported["Content-Disposition"] == 'attachment; filename="evaluasi-v1.xlsx"'
    kasi.post(at("copy", row.pk), {"title": "Salinan saya", "place": "71.01.01"})
    assert Questionnaire.objects.filter(title="Salinan saya").exists()
    kasi.post(at("draft", row.pk))
    assert "Naskah versi 2 belum terbit" in text(kasi.get(row.get_absolute_url()))
    kasi.post(at("discard", row.pk), {"seen": "0"})
    kasi.post(at("edit_questionnaire", row.pk), {"title": "Evaluasi baru", "kind": "other"})
    kasi.post(at("retire", row.pk))
    row.refresh_from_db()
    version.refresh_from_db()
    assert (row.title, version.state) == ("Evaluasi baru", Version.State.RETIRED)
    assert kasi.post(at("retire", row.pk)).status_code == 422


def test_a_draft_is_seen_by_its_keepers_alone(client, cast, version, country):
    client.force_login(cast["operator"])
    row = version.questionnaire
    assert client.get(row.get_absolute_url()).status_code == 200  # the kecamatan's: its desa may ask with it
    assert client.post(at("draft", row.pk)).status_code == 403
    client.force_login(cast["kasi"])
    client.post(at("draft", row.pk))
    assert client.get(at("version", row.pk, 2)).status_code == 200
    client.force_login(cast["operator"])
    assert client.get(at("version", row.pk, 2)).status_code == 404
    client.force_login(cast["camat_b"])
    assert client.get(row.get_absolute_url()).status_code == 404


# Rounds and results --------------------------------------------------------------------
def test_invited_by_lines_with_their_own_links(kasi, running):
    survey = running(raters=("atasan", "rekan"))
    refused = kasi.post(at("invite", survey.pk), {"people": "Ani; teman"})
    assert "Peran “teman” tidak ada" in text(refused)
    assert "Baris 2" in text(kasi.post(at("invite", survey.pk), {"people": "Ani; rekan\na;b;c;d;e"}))
    data = {"people": "Ani; rekan; Kelas 1; Budi\n\nCici; atasan", "kunci": "x"}
    kasi.post(at("invite", survey.pk), data)
    kasi.post(at("invite", survey.pk), data)
    assert list(survey.invitations.values_list("name", "role", "group", "about")) == [
        ("Ani", "rekan", "Kelas 1", "Budi"),
        ("Cici", "atasan", "", ""),
    ]
    token = survey.invitations.get(name="Ani").token
    assert f"/isian/{token}/" in text(kasi.get(survey.get_absolute_url()))
    assert token in text(kasi.get(at("invitations", survey.pk, "csv")))


def test_changed_closed_and_read(kasi, running, today):
    survey = running(groups=("A", "B"), expected=12)
    fill(Round.objects.get(), [], group="A")
    for group, count in (("A", 6), ("B", 2)):
        for number in range(count):
            row = Response(
                round=survey, key=f"{group}{number}", group=group, answers={"pelatih": 3, "dipakai": "tidak"}
            )
            row.save()
    day = today + timedelta(days=5)
    told = {"title": "Judul baru", "closes_on_0": day.day, "closes_on_1": day.month, "closes_on_2": day.year}
    kasi.post(at("change_round", survey.pk), told | {"expected": "16"})
    survey.refresh_from_db()
    assert (survey.title, survey.closes_on, survey.expected) == ("Judul baru", day, 16)
    assert "baru menampilkan hasil sesudah ditutup" in text(kasi.get(at("results", survey.pk)))
    assert kasi.post(at("close_round", survey.pk))["Location"] == at("results", survey.pk)
    shown = text(kasi.get(at("results", survey.pk, menurut="kelompok")))
    assert "8 dari 16 menjawab; terendah: “Pelatih menguasai materi” 3,0." in shown
    assert '<span class="note">disembunyikan</span>' in shown
    assert "Perbaikan: Beri contoh" in shown
    assert '<span class="note">disembunyikan</span>' not in text(kasi.get(at("results", survey.pk)))
    sheet = text(kasi.get(at("download_results", survey.pk, "csv", menurut="kelompok")))
    assert "terlalu sedikit jawaban" in sheet
    assert kasi.get(at("answers", survey.pk, "csv")).status_code == 404
    assert "Judul baru" in text(kasi.get(at("rounds", keadaan="ditutup")))
    assert "Judul baru" not in text(kasi.get(at("rounds", keadaan="dibuka")))


def test_answers_with_names_are_read_by_keepers_alone(client, cast, running):
    survey = running(is_anonymous=False, invited=[Invitee(name="Ani", about="Budi")])
    client.post(at("answer", survey.invitations.get().token), {"q_pelatih": "4"})
    client.post(at("answer", survey.invitations.get().token) + "?bagian=kirim")
    client.force_login(cast["kasi"])
    assert "Ani" in text(client.get(at("answers", survey.pk, "csv")))
    assert "Budi" in text(client.get(at("results", survey.pk, menurut="tentang")))
    client.force_login(cast["bappeda"])
    assert client.get(at("answers", survey.pk, "csv")).status_code == 403
    for page in ("results", "round"):
        shown = client.get(at(page, survey.pk, menurut="tentang"))
        assert shown.status_code == 200
        assert "Budi" not in text(shown)
        assert "Ani" not in text(shown)


def test_two_rounds_beside_each_other(kasi, running):
    before, after = running(title="Sebelum"), running(title="Sesudah")
    for survey, grade in ((before, 2), (after, 3)):
        fill(survey, [], group="")
        for number in range(5):
            Response.objects.create(round=survey, key=str(number), answers={"pelatih": grade})
        rounds.close_round(round=survey, by=None, at=timezone.now())
    shown = text(kasi.get(at("results", after.pk, banding=str(before.pk))))
    assert "Dibandingkan dengan Sebelum" in shown


def test_who_is_asked_finds_it_at_home_and_a_title_is_found(kasi, cast, running):
    cast["kasi"].person = Person.objects.create(name="Kasi")
    cast["kasi"].save()
    survey = running(title="Perilaku alumni", invited=[Invitee(person=cast["kasi"].person)])
    assert "Isi survei “Perilaku alumni”" in text(kasi.get("/"))
    assert "Perilaku alumni" in text(kasi.get("/cari/?cari=perilaku"))
    token = survey.invitations.get().token
    kasi.post(at("answer", token), {"q_pelatih": "4"})
    assert "Isi survei “Perilaku alumni”" not in text(kasi.get("/"))


@pytest.fixture
def classes(monkeypatch):
    """A room above: its one class is seen by kasi and camat, and kept by kasi."""
    kind = SubjectKind(
        prefix="uji.kelas",
        may_see=lambda user, key: key == "14" and user.name.startswith(("kasi", "camat Alas")),
        may_keep=lambda user, key: user.name.startswith("kasi"),
        url=lambda key: f"/kelas/{key}/",
        title=lambda key: f"Kelas {key}",
    )
    monkeypatch.setattr(registry.survey_subjects, "_fillers", [(50, lambda: [kind])])


def test_the_owning_room_decides_who_sees_and_keeps_a_round(client, cast, running, classes):
    survey = running(subject="uji.kelas:14")
    for name, see, keep in (("kasi", 200, 200), ("camat", 200, 403), ("sekcam", 404, 404), ("bappeda", 404, 404)):
        client.force_login(cast[name])
        assert client.get(at("round", survey.pk)).status_code == see
        assert client.get(at("invite", survey.pk)).status_code == keep
    client.force_login(cast["kasi"])
    assert '<a href="/kelas/14/">Kelas 14</a>' in text(client.get(at("round", survey.pk)))
    assert survey.title not in text(client.get(at("rounds")))  # the owning room lists it


def test_a_round_whose_room_is_gone_is_seen_by_nobody(client, cast, running, classes, monkeypatch):
    survey = running(subject="uji.kelas:14")
    monkeypatch.setattr(registry.survey_subjects, "_fillers", [])
    client.force_login(cast["kasi"])
    assert client.get(at("round", survey.pk)).status_code == 404

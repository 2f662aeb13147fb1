"""What letters, schedule, report and reminders say of an event, and what they refuse."""

import json
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from rumahbersama.chain.training.events.models import BudgetLine, Session, Site
from rumahbersama.chain.training.letters.actions import Issue, Order, invite_each, write
from rumahbersama.chain.training.letters.facts import basis_of
from rumahbersama.chain.training.letters.reminding import reminders_of
from rumahbersama.chain.training.letters.rules import LETTERS, LettersRefusal, addressee
from rumahbersama.chain.training.models import Event, Participation, Quota, Teaching, TrainingClass
from rumahbersama.ground.people.models import Person
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers import batches
from rumahbersama.workshop.papers.actions import Signing
from rumahbersama.workshop.papers.contents import blocks_of, content_of, text_of
from rumahbersama.workshop.papers.documents import document_of, whatsapp_text
from rumahbersama.workshop.papers.docx import docx_of
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.papers.pdfs import pdf_of
from rumahbersama.workshop.papers.writing import GAP, days_between
from tests.training.passing.conftest import AT, TODAY, add_person
from tests.training.taking_part.conftest import make_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(event, post, country):
    """Write a letter of the event as the office of province 71."""

    def writing(code: str, *, basis=(), region=None) -> list[Paper]:
        order = Order(signer_post=post, basis=basis)
        place = region or country["71"]
        return write(event=event, letter=LETTERS[code], region=place, order=order, by=None, at=AT)

    return writing


def said(paper: Paper) -> str:
    return text_of(content_of(paper.content).blocks)


def signed(paper: Paper) -> Paper:
    filled_in = json.loads(GAP.sub("09.00", json.dumps(paper.content)))
    Paper.objects.filter(pk=paper.pk).update(content=filled_in)
    put = papers.put_up(paper=paper, by=None, at=AT, seen=paper.version)
    signing = Signing(signed_on=TODAY, way="wet", numbering=Numbering("000"))
    return papers.sign(paper=put, signing=signing, by=None, at=AT, seen=put.version)


def add_seats(event, country, *codes) -> None:
    for code in codes:
        Quota.objects.create(event=event, region=country[code], agency_kind="bappeda", seats=2)
        Quota.objects.create(event=event, region=country[code], agency_kind="kecamatan", seats=3)


def test_report_tells_what_is_known_of_the_event(written, event, decided, klass):
    BudgetLine.objects.create(event=event, order=1, title="Honor", unit="jam", volume=2, price_rupiah=900_000)
    BudgetLine.objects.create(event=event, order=2, title="ATK", unit="paket", volume=1, price_rupiah=250_000)
    Teaching.objects.create(event=event, klass=klass, person=Person.objects.create(name="Pak Guru"))

    (paper,) = written("laporan", basis=("DPA BPSDMD 2026",))
    text = said(paper)

    assert (paper.kind, paper.state, paper.number) == ("laporan_panitia", "draft", "")
    for words in (
        "1. DPA BPSDMD 2026",
        "Hari, tanggal: Senin, 23 Februari 2026 sampai Jumat, 27 Februari 2026",
        "3 orang disetujui sebagai peserta; kuota tidak dicatat.",
        "| 1 | Kecamatan | 3 |",
        "| 1 | Pak Guru | Pelatih |",
        "66,7% dari JP yang berlangsung dihadiri.",  # 10, 2 and 8 of 10 JP each
        "| Kelas 1 | 3 | 20 | 30 | 66,7% | 1 |",
        "| Jumlah | 3 | 2 | 1 | 0 |",
        "| 1 | Honor | 2 jam | Rp900.000 | Rp1.800.000 |",
        "Rencana seluruhnya Rp2.050.000.",
    ):
        assert words in text, words
    assert not any(row.name in text for row in decided), "names of those who took part are personal data"


def test_report_says_what_is_missing(written, event):
    (paper,) = written("laporan")
    text = said(paper)

    for words in (
        "[Lengkapi dasar hukum dan DPA",
        "Tempat: [Lengkapi tempat]",
        "Belum ada peserta yang disetujui",
        "Pengajar tidak dicatat.",
        "Kehadiran tidak dicatat di Rumah Bersama",
        "Tes awal dan tes akhir tidak diadakan di Rumah Bersama.",
        "Kelulusan belum diputuskan.",
        "Belum ada hasil evaluasi yang dapat ditampilkan",
        "Rencana anggaran tidak diisi di Rumah Bersama.",
        "[Lengkapi realisasi menurut SPJ",
        "Belum ada surat bernomor untuk kegiatan ini.",
    ):
        assert words in text, words


def test_report_of_an_old_event_without_names(written, event):
    event.head_count = 831
    event.save()

    assert "831 orang; namanya tidak tercatat" in said(written("laporan")[0])


def test_report_before_the_last_day_says_so(written, event):
    event.ends_on = TODAY + timedelta(days=1)
    event.save()

    assert "Kegiatan berlangsung sampai 3 Maret 2026, jadi angkanya belum lengkap." in said(written("laporan")[0])


def test_one_invitation_to_all_places_lists_their_seats(written, event, country):
    add_seats(event, country, "71.01", "71.02")

    (paper,) = written("undangan-semua")

    blocks = content_of(paper.content).blocks
    assert next(block["rows"] for block in blocks if block["kind"] == "table") == [
        ["1", str(country["71.01"]), "Bappeda", "2"],
        ["2", str(country["71.01"]), "Kecamatan", "3"],
        ["3", str(country["71.02"]), "Bappeda", "2"],
        ["4", str(country["71.02"]), "Kecamatan", "3"],
    ]
    assert content_of(paper.content).to == ("Daftar terlampir", "di Tempat")
    document = document_of(paper)
    assert [annex.label for annex in document.annexes] == ["Lampiran"]
    assert all(block["kind"] != "table" for block in document.blocks)
    message = whatsapp_text(paper)
    assert "Hari, tanggal: Senin, 23 Februari 2026" in message
    assert "Bappeda" not in message


def test_each_place_gets_its_own_invitation_once(written, event, country):
    add_seats(event, country, "71.01")
    first = written("undangan-tiap-tempat")
    add_seats(event, country, "71.02")
    second = written("undangan-tiap-tempat")

    assert [content_of(row.content).to for row in (*first, *second)] == [
        (f"Kepala Bappeda {country[code]}", f"Camat se-{country[code]}", "di Tempat") for code in ("71.01", "71.02")
    ]
    with pytest.raises(LettersRefusal, match="sudah punya undangan"):
        written("undangan-tiap-tempat")
    papers.cancel(paper=first[0], reason="salah", by=None, at=AT, seen=first[0].version)
    assert [row.title for row in written("undangan-tiap-tempat")] == [first[0].title]


def test_letters_refuse_what_is_not_there_yet(written, event, country, klass):
    wanted = {
        "undangan-semua": "Belum ada kuota",
        "undangan-tiap-tempat": "Belum ada kuota",
        "undangan-peserta": "Belum ada peserta",
        "tugas-pelatih": "Belum ada pelatih",
        "tugas-peserta": "Belum ada peserta dari",
        "jadwal": "masih kosong",
    }
    for code, words in wanted.items():
        with pytest.raises(LettersRefusal, match=words):
            written(code)
    event.state, event.cancelled_because = "cancelled", "banjir"
    event.save()
    with pytest.raises(LettersRefusal, match="dibatalkan"):
        written("laporan")
    assert not Paper.objects.exists()


def test_assignment_rests_on_the_numbered_invitation(written, event, klass, people, country):
    add_seats(event, country, "71.01")
    Teaching.objects.create(event=event, klass=klass, person=Person.objects.create(name="Pak Guru"))
    assert "[Lengkapi dasar penugasan]" in said(written("tugas-pelatih")[0])

    invitation = signed(written("undangan-semua")[0])
    (paper,) = written("tugas-pelatih")

    basis = f"Surat undangan Nomor {invitation.number} tanggal 2 Maret 2026 hal Undangan {event.title}"
    assert basis_of(event, ()) == [basis]
    assert basis in said(paper)
    assert "| 1 | Pak Guru | [Lengkapi jabatan] | Pelatih | Kelas 1 |" in said(paper)


def test_assignment_names_the_people_of_its_place_alone(written, event, klass, people, country):
    add_person(event, klass, country["71.02.01"], "Dodi")
    unsure = add_person(event, klass, country["71.01.01"], "Eko")
    Participation.objects.filter(pk=unsure.pk).update(state="proposed")

    text = said(written("tugas-peserta", region=country["71.01"])[0])

    assert [name for name in ("Ani", "Budi", "Cici", "Dodi", "Eko") if name in text] == ["Ani", "Budi", "Cici"]


def add_session(klass, title, hour, *, joint=False) -> Session:
    return Session.objects.create(
        event=klass.event,
        site=klass.site,
        klass=None if joint else klass,
        title=title,
        starts_at=AT + timedelta(hours=hour),
        ends_at=AT + timedelta(hours=hour, minutes=90),
        jp=2,
    )


def test_schedule_joins_what_classes_do_at_once(written, event, klass):
    klass.site.zone = "Asia/Makassar"
    klass.site.save()
    other = make_class(event, 2, site=klass.site)
    add_session(klass, "Pembukaan", 0, joint=True)
    for each in (klass, other):
        add_session(TrainingClass.objects.get(pk=each.pk), "Kepemimpinan", 2)
    add_session(klass, "Mediasi", 16)  # the next day by the clock of the site

    blocks = content_of(written("jadwal")[0].content).blocks

    assert [block.get("text") or [row[:3] for row in block["rows"]] for block in blocks] == [
        "Senin, 2 Maret 2026",
        [
            ["10.00–11.30 WITA", "Pembukaan", "Semua kelas, Balai"],
            ["12.00–13.30 WITA", "Kepemimpinan", "Kelas 1, Kelas 2"],
        ],
        "Selasa, 3 Maret 2026",
        [["02.00–03.30 WITA", "Mediasi", "Kelas 1"]],
    ]


def test_letters_are_indonesian_whatever_the_language_of_the_page(written, event, decided):
    with override("en"):
        text = said(written("laporan")[0])

    assert "Tatap muka" in text
    assert "66,7%" in text


def test_every_letter_prints(written, event, klass, people, country):
    add_seats(event, country, "71.01", "71.02")
    Teaching.objects.create(event=event, klass=klass, person=Person.objects.create(name="Pak Guru"))
    add_session(klass, "Kepemimpinan", 0)
    for code in LETTERS:
        for paper in written(code):
            blocks = content_of(paper.content).blocks
            document = document_of(paper)
            assert blocks_of(text_of(blocks)) == blocks, f"{code} cannot be edited as it stands"
            assert (pdf_of(document, at=AT)[:5], docx_of(document)[:2]) == (b"%PDF-", b"PK"), code


def test_reminders_name_who_is_unsure_and_give_no_link(event, people, country, klass):
    Participation.objects.filter(pk=people[1].pk).update(state="approved")
    Quota.objects.create(event=event, region=country["71.02"], agency_kind="", seats=4)
    Teaching.objects.create(event=event, klass=klass, person=Person.objects.create(name="Pak Guru"))
    add_session(klass, "Kepemimpinan", 0)

    told = reminders_of(event, today=date(2026, 2, 20))

    assert [(row.to, row.about) for row in told] == [
        ("Semua peserta", "menjelang hari pertama"),
        (str(country["71.01"]), "1 orang belum memastikan hadir"),
        (str(country["71.02"]), "masih ada kursi tanpa nama"),
        ("Pak Guru", "mengajar 1 sesi"),
    ]
    assert "1. Budi" in told[1].text
    assert "- semua unsur: 0 dari 4 kursi sudah bernama" in told[2].text
    assert "- 2 Maret 2026, 09.00–10.30 WIB: Kepemimpinan (Kelas 1)" in told[3].text
    assert not any(person.token in row.text for row in told for person in people)
    assert reminders_of(event, today=event.ends_on + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("kind", "place_kind", "wanted"),
    [
        ("bappeda", "kabupaten", "Kepala Bappeda Kabupaten Alas"),
        ("kecamatan", "kabupaten", "Camat se-Kabupaten Alas"),
        ("kecamatan", "kecamatan", "Camat Alas"),
        ("", "kota", "Wali Kota Alas"),
        ("lain", "provinsi", "Gubernur Alas"),
    ],
)
def test_addressees(kind, place_kind, wanted):
    place = f"{place_kind.capitalize()} Alas"

    assert addressee(kind=kind, place=place, name="Alas", place_kind=place_kind) == wanted


def test_one_day_is_told_as_one_day():
    assert days_between(date(2026, 12, 7), date(2026, 12, 7)) == "Senin, 7 Desember 2026"


# One invitation for each person ------------------------------------------------------
@pytest.fixture
def each(event, post, country, people):
    """Invite each of the three as the office of province 71."""

    def inviting(*, signed_on=TODAY):
        issue = Issue(Order(signer_post=post), signed_on, "000.1")
        return invite_each(event=event, region=country["71"], issue=issue, by=None, at=AT)

    return inviting


def silent(*_said) -> None:
    """Progress that nobody reads."""


def test_each_person_gets_an_invitation_to_the_own_site_numbered_when_it_is_signed(
    each, event, klass, country, people
):
    site = klass.site
    Session.objects.create(
        event=event, klass=klass, site=site, title="Buka", jp=1, starts_at=AT, ends_at=AT + timedelta(hours=1)
    )
    Site.objects.create(event=event, name="Kota lain", zone=site.zone)
    Participation.objects.filter(name="Cici").update(state="proposed")
    batch = each()
    assert (batch.total, Paper.objects.count(), batch.title) == (2, 0, "Undangan peserta ToT Utara")
    assert each().pk == batch.pk  # a second press is the same work
    batches.run(silent, number=batch.pk)

    made = list(Paper.objects.order_by("pk"))
    assert [(row.kind, row.state, row.person_key) for row in made] == [
        ("surat_undangan", "numbered", people[0].key),
        ("surat_undangan", "numbered", people[1].key),
    ]
    assert len({row.number for row in made}) == 2 and all("000.1" in row.number for row in made)
    assert (made[0].title, made[0].content["to"]) == ("Undangan ToT Utara, Ani", ["Ani", "Camat", "di Tempat"])
    assert "Kelas: Kelas 1" in said(made[0])
    assert (site.name in said(made[0]), "Kota lain" in said(made[0])) == (True, False)

    with pytest.raises(LettersRefusal, match="sudah punya undangan"):
        each()
    Participation.objects.filter(name="Cici").update(state="confirmed")
    later = each()
    batches.run(silent, number=later.pk)
    assert (later.total, Paper.objects.count()) == (1, 3)


def test_invitations_that_are_signed_at_once_have_no_gaps_and_no_day_to_come(each, event):
    with pytest.raises(LettersRefusal, match=r"Belum ada: pukul"):
        each()
    with pytest.raises(LettersRefusal, match="sesudah hari ini"):
        each(signed_on=TODAY + timedelta(days=1))
    Event.objects.filter(pk=event.pk).update(state="cancelled", cancelled_because="banjir")
    with pytest.raises(LettersRefusal, match="dibatalkan"):
        each()
    assert Paper.objects.count() == 0

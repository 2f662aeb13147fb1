"""The road of a paper: what may happen to it, and what may not."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.actions.posts import appoint_by_name
from rumahbersama.ground.people.models import Person
from rumahbersama.workshop.papers import actions
from rumahbersama.workshop.papers.actions import Signing, Wording
from rumahbersama.workshop.papers.kinds import kinds
from rumahbersama.workshop.papers.models import Edition, Initial, Paper, PaperFile, RegisterEntry
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.papers.offices import OfficeFacts, set_up_office
from rumahbersama.workshop.papers.reference import classification_groups
from rumahbersama.workshop.papers.rules import PaperRefusal
from tests.files.making import picture
from tests.papers.conftest import AT, CONTENT, TODAY, sign

pytestmark = pytest.mark.django_db


def again(row: Paper) -> Paper:
    return Paper.objects.get(pk=row.pk)


def verbs() -> list[str]:
    found = AuditRecord.objects.filter(verb__startswith="papers.").order_by("pk")
    return [verb.partition(".")[2] for verb in found.values_list("verb", flat=True)]


PICTURE = picture()


def scan() -> files.Checked:
    return files.checked(chunks=[PICTURE], name="pindaian.jpg")


def test_a_paper_goes_from_draft_to_sent(draft, posts, cast):
    paper = draft(initials=[posts["kasi"], posts["sekcam"]])
    said = {"at": AT}

    paper = actions.put_up(paper=paper, by=cast["kasi"], seen=paper.version, **said)
    paper = actions.initial(paper=paper, post=posts["kasi"], by=cast["kasi"], seen=paper.version, **said)
    paper = actions.initial(paper=paper, post=posts["sekcam"], by=cast["sekcam"], seen=paper.version, **said)
    told = Signing(signed_on=TODAY, way="wet", numbering=Numbering("005"))
    paper = actions.sign(paper=paper, signing=told, by=cast["camat"], seen=paper.version, **said)
    actions.add_file(paper=paper, kind="scan", proof=scan(), by=cast["kasi"], **said)
    paper = again(paper)
    actions.send(paper=paper, sent_on=TODAY, by=cast["kasi"], seen=paper.version, **said)

    paper = again(paper)
    assert (paper.state, paper.number, paper.sent_on) == ("sent", "005/001/KA/2026", TODAY)
    assert verbs() == ["draft", "put_up", "initial", "initial", "sign", "add_file", "send"]
    assert list(Initial.objects.values_list("by_name", flat=True)) == [cast["kasi"].name, cast["sekcam"].name]


def test_a_draft_has_no_number_whatever_writes_it(draft):
    paper = draft()

    assert (paper.number, RegisterEntry.objects.count()) == ("", 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(number="005/001/KA/2026")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "surat_cinta"}, "tidak dikenal"),
        ({"title": " \u202e "}, "Tulis hal surat"),
        ({"content": {"blocks": [{"kind": "html", "text": "<b>"}]}}, "tidak dikenal"),
        ({"content": {"blocks": [{"kind": "table", "columns": [], "rows": []}]}}, "1 sampai 12 kolom"),
        ({"content": {"to": ["x"] * 41}}, "Paling banyak 40 baris"),
    ],
)
def test_a_draft_that_cannot_be_is_refused_and_nothing_is_stored(draft, wrong, told):
    with pytest.raises(PaperRefusal, match=told):
        draft(**wrong)

    assert (Paper.objects.count(), verbs()) == (0, [])


def test_it_is_signed_only_when_put_up_and_initialled(draft, posts, cast):
    paper = draft(initials=[posts["kasi"]])
    told = Signing(signed_on=TODAY, way="wet", numbering=Numbering("005"))

    with pytest.raises(PaperRefusal, match="masih konsep"):
        actions.sign(paper=paper, signing=told, by=None, at=AT, seen=paper.version)
    paper = actions.put_up(paper=paper, by=None, at=AT, seen=paper.version)
    with pytest.raises(PaperRefusal, match="paraf yang belum"):
        actions.sign(paper=paper, signing=told, by=None, at=AT, seen=paper.version)
    with pytest.raises(PaperRefusal, match="Belum giliran Camat"):
        actions.initial(paper=paper, post=posts["camat"], by=cast["camat"], at=AT, seen=paper.version)

    assert RegisterEntry.objects.count() == 0


def test_it_is_sent_back_with_a_reason_and_initialled_anew(draft, posts, cast):
    paper = draft(initials=[posts["kasi"]])
    paper = actions.put_up(paper=paper, by=None, at=AT, seen=paper.version)
    paper = actions.initial(paper=paper, post=posts["kasi"], by=cast["kasi"], at=AT, seen=paper.version)

    with pytest.raises(PaperRefusal, match="apa yang harus diperbaiki"):
        actions.send_back(paper=paper, reason=" ", by=cast["camat"], at=AT, seen=paper.version)
    paper = actions.send_back(paper=paper, reason="Jamnya salah.", by=cast["camat"], at=AT, seen=paper.version)

    assert (paper.state, paper.returned_because) == ("draft", "Jamnya salah.")
    assert Initial.objects.get().at is None


def test_a_corrected_draft_keeps_the_text_it_had(draft, posts):
    paper = draft()
    wording = Wording("Undangan rapat kedua", {"blocks": [{"kind": "text", "text": "Baru"}]}, posts["camat"])

    actions.correct(paper=paper, wording=wording, by=None, at=AT, seen=paper.version)
    with pytest.raises(PaperRefusal, match="diubah orang lain"):
        actions.correct(paper=paper, wording=wording, by=None, at=AT, seen=paper.version)

    versions = list(Edition.objects.values_list("number", "title"))
    assert versions == [(2, "Undangan rapat kedua"), (1, "Undangan rapat")]
    assert again(paper).content["to"] == CONTENT["to"]


def test_a_signed_paper_is_not_corrected(signed, posts):
    paper = signed()

    with pytest.raises(PaperRefusal, match="berubah keadaan"):
        actions.correct(paper=paper, wording=Wording("Lain", {}, posts["camat"]), by=None, at=AT, seen=paper.version)


def test_the_signer_is_frozen_as_of_the_signing_day(draft, posts, country):
    acting = appoint_by_name(
        post=posts["camat"],
        person=None,
        name="Pejabat Sementara",
        capacity="plh",
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 5),
        by=None,
        at=AT,
    )
    Person.objects.filter(pk=acting.person_id).update(rank="Penata, III/c")

    early = sign(draft(), signed_on=date(2026, 2, 2))
    now = sign(draft(on_behalf=posts["camat_b"]))
    Person.objects.filter(pk=acting.person_id).update(name="Nama Baru", rank="Pembina")

    assert (early.signer["name"], early.signer["capacity"]) == ("camat Alas", "definitive")
    assert again(now).signer == {
        "name": "Pejabat Sementara",
        "rank": "Penata, III/c",
        "post": "Camat Alas",
        "place": "Kecamatan Alas",
        "capacity": "plh",
        "on_behalf": "Camat Bukit",
    }


def test_the_letterhead_is_frozen_too(signed, country):
    paper = signed()
    facts = OfficeFacts(("PEMERINTAH BARU",), "Jalan Baru", "Kota Baru", "KB", "{klasifikasi}/{urut}")

    set_up_office(region=country["71.01.01"], agency="", facts=facts, by=None, at=AT)

    assert again(paper).letterhead["heading"] == ["PEMERINTAH KABUPATEN SUNGAI", "KECAMATAN ALAS"]
    assert signed().number == "000/002"


@pytest.mark.parametrize("pattern", ["{urut}/{tahun}", "{klasifikasi}/{tahun}", "{klasifikasi}/{urut}/{nama}"])
def test_a_pattern_that_cannot_number_is_refused(country, pattern):
    facts = OfficeFacts(("KECAMATAN",), "", "Alas", "KA", pattern)

    with pytest.raises(PaperRefusal, match="Pola nomor"):
        set_up_office(region=country["71.01.01"], agency="", facts=facts, by=None, at=AT)


def test_nobody_signs_for_a_vacant_post(draft, posts):
    with pytest.raises(PaperRefusal, match="kosong pada tanggal itu"):
        sign(draft(signer_post=posts["vacant"]))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"signed_on": date(2026, 3, 3)}, "belum tiba"),
        ({"way": "certified"}, "Lampirkan PDF"),
        ({"way": "stempel"}, "Pilih cara"),
        ({"numbering": Numbering("")}, "klasifikasi"),
        ({"numbering": Numbering("005", 0)}, "antara 1 dan"),
    ],
)
def test_a_signing_that_cannot_be_is_refused(draft, told, said):
    with pytest.raises(PaperRefusal, match=said):
        sign(draft(), **told)

    assert (Paper.objects.get().state, RegisterEntry.objects.count()) == ("initials", 0)


def test_who_does_not_hold_the_post_needs_the_scan(draft, posts, cast):
    with pytest.raises(PaperRefusal, match="bukan pemegang jabatan"):
        sign(draft(), by=cast["kasi"])

    paper = sign(draft(), by=cast["kasi"], proof=scan())

    assert (paper.state, PaperFile.objects.get().kind) == ("numbered", "scan")
    assert sign(draft(), by=cast["camat"]).state == "numbered"


def test_numbers_follow_each_other_per_klasifikasi_and_year(signed):
    numbers = [signed(code=code).number for code in ("005", "005", "800", "005")]
    typed = signed(code="005", sequence=40).number

    assert numbers == ["005/001/KA/2026", "005/002/KA/2026", "800/001/KA/2026", "005/003/KA/2026"]
    assert (typed, signed(code="005").number) == ("005/040/KA/2026", "005/041/KA/2026")
    with pytest.raises(PaperRefusal, match="Nomor urut 2 sudah dipakai"):
        signed(code="005", sequence=2)


@pytest.mark.parametrize("code", ["", "  ", "4 00", "400/10", "{urut}", "-400", "4" * 21, "400\n1"])
def test_a_klasifikasi_that_cannot_stand_in_a_number_is_refused(draft, code):
    with pytest.raises(PaperRefusal, match="Isi kode klasifikasi"):
        sign(draft(), code=code)

    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize("code", ["000", "400.10", "500.12.4.1", "HK-01"])
def test_any_klasifikasi_of_the_office_is_taken(signed, code):
    """The main groups are a hint, as their data says: the office's own list decides."""
    assert signed(code=code).number == f"{code}/001/KA/2026"


def test_every_suggested_klasifikasi_is_a_main_group():
    groups = dict(classification_groups())

    assert list(groups) == [f"{hundred}00" for hundred in range(10)]
    for kind in kinds().values():
        assert (kind.classification in groups) == kind.needs_number, kind.code


def test_a_number_may_come_after_the_signature(draft, signed):
    paper = sign(draft(), numbering=None)
    with pytest.raises(PaperRefusal, match="belum bernomor"):
        actions.send(paper=paper, sent_on=TODAY, by=None, at=AT, seen=paper.version)

    paper = actions.give_number(paper=paper, numbering=Numbering("005"), by=None, at=AT, seen=paper.version)

    assert (paper.state, paper.number) == ("numbered", "005/001/KA/2026")


def test_it_is_not_sent_without_the_scan(signed):
    paper = signed()

    with pytest.raises(PaperRefusal, match="pindaian"):
        actions.send(paper=paper, sent_on=TODAY, by=None, at=AT, seen=paper.version)


def test_a_sheet_without_number_is_signed_and_sent(draft):
    paper = sign(draft("jadwal"), way="seal")

    paper = actions.send(paper=paper, sent_on=TODAY, by=None, at=AT, seen=paper.version)

    assert (paper.state, paper.number) == ("sent", "")


def test_a_scan_sent_twice_is_kept_once(signed):
    paper = signed()

    for _each in range(2):
        actions.add_file(paper=paper, kind="scan", proof=scan(), by=None, at=AT)

    assert PaperFile.objects.count() == 1


def test_a_cancelled_paper_says_why_and_keeps_its_number(signed):
    paper = signed()
    with pytest.raises(PaperRefusal, match="alasan"):
        actions.cancel(paper=paper, reason="", by=None, at=AT, seen=paper.version)

    paper = actions.cancel(paper=paper, reason="Salah tanggal.", by=None, at=AT, seen=paper.version)

    assert (paper.state, paper.cancelled_on, RegisterEntry.objects.get().paper) == ("cancelled", TODAY, paper)
    assert signed().number == "000/002/KA/2026"


def test_a_replacement_takes_its_place_only_when_signed(signed):
    old = signed()
    new = actions.replace(paper=old, by=None, at=AT)

    assert again(old).state == "numbered"
    with pytest.raises(PaperRefusal, match="sudah ada"):
        actions.replace(paper=old, by=None, at=AT)
    sign(new)

    assert (again(old).state, again(old).number, again(new).number) == (
        "replaced",
        "000/001/KA/2026",
        "000/002/KA/2026",
    )


def test_one_of_a_kind_for_a_person_and_a_subject(draft):
    draft("sertifikat", subject="uji:1", person_key="p1")

    with pytest.raises(PaperRefusal, match="sudah ada"):
        draft("sertifikat", subject="uji:1", person_key="p1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(
            **{
                name: getattr(Paper.objects.get(), name)
                for name in ("kind", "office", "region", "subject", "person_key", "signer_post", "entered_at")
            }
        )


def test_the_record_never_holds_names_of_a_private_paper(draft):
    draft("biodata", title="Biodata Budi Rahasia", content={"blocks": [{"kind": "text", "text": "Budi Rahasia"}]})

    assert "Rahasia" not in str(list(AuditRecord.objects.values())) + str(list(AuditChange.objects.values()))

"""Files of a case: read by who reads their step, and by nobody else; handed on, taken away, and told nowhere."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from rumahbersama.chain.house.mediation.actions import cases, steps
from rumahbersama.chain.house.mediation.actions import files as attaching
from rumahbersama.chain.house.mediation.actions.files import Sent
from rumahbersama.chain.house.mediation.models import Case, Party, Step, StepFile
from rumahbersama.chain.house.mediation.permissions import get_file_to_read
from rumahbersama.chain.house.mediation.rules import Decision, MediationRefusal
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.core.outbox import KEY
from rumahbersama.ground.files import storage
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Account, RoleAssignment
from tests.files.making import PDF, picture
from tests.mediation.conftest import (
    ABOUT,
    AT,
    CALLED,
    NOTE,
    SECRET_ONE,
    SECRET_TWO,
    SHARED,
    TODAY,
    A,
    B,
    fresh,
    text,
    url,
)
from tests.mediation.test_scope import OTHERS

DAY = {"day_0": "2", "day_1": "3", "day_2": "2026"}
TOKEN = re.compile(r'(name="(csrfmiddlewaretoken|kunci)" value=|"X-CSRFToken": )"[^"]*"')
WHOLE = (SECRET_ONE, SECRET_TWO, SHARED, NOTE)


def files_in(hall) -> list[StepFile]:
    """The file of each step, in the order of ``WHOLE``."""
    rows = {row.step.text: row for row in StepFile.objects.filter(step__case=hall.case).select_related("step")}
    return [rows[words] for words in WHOLE]


def addresses(hall) -> list[str]:
    return [url("file", hall.case.key, row.pk) for row in files_in(hall)]


def pdf(name: str = CALLED) -> Sent:
    return Sent([checked(chunks=[PDF], name=name)], about="Perjanjian lama")


def upload(content: bytes | None = None, name: str = CALLED) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(exif=True) if content is None else content)


# Who reads -------------------------------------------------------------------------------
def test_a_party_sees_the_files_of_the_steps_it_reads_and_no_other(as_, hall):
    client = as_("party")

    page = client.get(url("party_page", hall.case.key, hall.one.pk)).content.decode()

    assert [client.get(address).status_code for address in addresses(hall)] == [200, 404, 200, 404]
    assert [f'src="{address}?kecil=1"' in page for address in addresses(hall)] == [True, False, True, False]
    assert [words in page for words in ABOUT.values()] == [True, False, True, False]
    assert ("Cabut" in page, "Lampirkan" in page) == (False, False)
    others = [url("attach", hall.case.key, files_in(hall)[2].step_id), url("take_away", hall.case.key, 1)]
    assert [client.get(address).status_code for address in others] == [404, 404]


@pytest.mark.parametrize("who", ["camat", "kasi_trantib"])
def test_who_handles_the_case_sees_every_file(as_, hall, who):
    client = as_(who)
    page = client.get(url("case", hall.case.key)).content.decode()
    assert [client.get(address)["Content-Type"] for address in addresses(hall)] == ["image/jpeg"] * 4
    assert [f'src="{address}?kecil=1"' in page for address in addresses(hall)] == [True] * 4


@pytest.mark.parametrize("who", OTHERS)
def test_for_everybody_else_no_file_is_there(client, hall, who):
    client.force_login(hall.cast[who])
    assert [client.get(address).status_code for address in addresses(hall)] == [404] * 4


def test_a_file_is_not_found_by_the_key_of_another_case(as_, hall):
    said = {"by": None, "at": AT}
    facts = cases.Facts("trantib", "Keramaian pasar malam", (hall.country[A],))
    other = cases.open_case(facts=facts, kecamatan=hall.country[A], **said)
    number = files_in(hall)[0].pk
    client = as_("camat")
    found = [client.get(url(name, other.key, number)).status_code for name in ("file", "take_away")]
    assert found == [404, 404]
    client.logout()
    assert client.get(addresses(hall)[0]).status_code == 302


def test_who_is_no_party_any_more_sees_no_file(as_, hall):
    Party.objects.filter(pk=hall.one.pk).update(left_at=AT, left_because="Salah catat")
    assert [as_("party").get(address).status_code for address in addresses(hall)] == [404] * 4


def test_an_account_that_became_an_offices_sees_no_file(hall):
    party, row = Account.objects.get(pk=hall.cast["party"].pk), files_in(hall)[2]
    assert get_file_to_read(party, hall.case.key, row.pk) == row.file
    party.is_shared = True
    with pytest.raises(Http404):
        get_file_to_read(party, hall.case.key, row.pk)


def test_who_handles_cases_and_is_a_party_sees_what_the_party_sees(as_, hall):
    RoleAssignment.objects.create(
        account=hall.cast["party"], role="kasi_trantib", region=hall.country[A], starts_on=TODAY
    )
    client = as_("party")
    assert [client.get(address).status_code for address in addresses(hall)] == [200, 404, 200, 404]
    assert client.get(url("take_away", hall.case.key, files_in(hall)[0].pk)).status_code == 404


def test_no_browser_keeps_a_file_and_nothing_is_kept_of_how_it_was_called_or_where_it_was_taken(as_, hall):
    step = Step.objects.get(text=SHARED)
    client = as_("kasi_trantib")
    client.post(url("attach", hall.case.key, step.pk), {"attached": [upload(), upload(PDF)], "about": "Dua"})
    photo, document = StepFile.objects.filter(step=step, about="Dua").select_related("file")
    answers = [client.get(url("file", hall.case.key, row.pk)) for row in (photo, document)]
    assert [answer["Cache-Control"] for answer in answers] == ["no-store"] * 2
    assert [answer["Content-Disposition"].partition(";")[0] for answer in answers] == ["inline", "attachment"]
    assert dict(Image.open(io.BytesIO(answers[0].content)).getexif()) == {}
    kept = StoredFile.objects.filter(attached_to__startswith="mediation")
    assert set(kept.values_list("original_name", "latitude", "longitude")) == {("", None, None)}


# Attaching -------------------------------------------------------------------------------
def test_a_step_is_written_with_its_files_on_the_page(as_, hall):
    client, address = as_("kasi_trantib"), url("add_step", hall.case.key)
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    sent = {
        "kind": "bersama",
        **DAY,
        "party": "",
        "text": "Bertemu di balai.",
        "about": "Daftar hadir",
        KEY: "k" * 32,
    }
    answers = [client.post(address, sent | {"attached": [upload(), upload(PDF)]}).status_code for _each in range(2)]
    step = Step.objects.get(text="Bertemu di balai.")
    assert (answers, step.files.count()) == ([302, 302], 2)
    assert (
        text(client.get(url("case", hall.case.key))).count("Daftar hadir") == 4
    )  # two files, and how each is taken away


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ([], "Pilih berkasnya dulu"),
        ([b"MZ bukan gambar"], "bukan PDF"),
        ([b""], "kosong"),
        ([b"\xff\xd8\xff rusak"], "rusak atau terpotong"),
        ([PDF] * 8, "paling banyak 8 berkas"),
    ],
)
def test_what_is_no_photo_and_no_pdf_is_refused_and_nothing_is_stored(as_, hall, sent, words):
    step, count = Step.objects.get(text=SHARED), StepFile.objects.count()
    told = {"attached": [upload(each) for each in sent], "about": "Surat"}
    answer = as_("camat").post(url("attach", hall.case.key, step.pk), told)
    assert (answer.status_code, words in text(answer)) == (422, True)
    assert (StepFile.objects.count(), fresh(hall.case).version) == (count, hall.case.version)


def test_a_case_that_is_over_takes_and_gives_back_no_file(hall):
    said = {"by": hall.cast["camat"], "at": AT}
    cases.decide(case=hall.case, decision=Decision("withdrawn", "Salah catat"), seen=hall.case.version, **said)
    row = files_in(hall)[2]
    with pytest.raises(MediationRefusal, match="sudah berakhir"):
        attaching.attach_files(step=row.step, sent=pdf(), **said)
    with pytest.raises(MediationRefusal, match="sudah berakhir"):
        attaching.take_away(file=row, reason="Salah", **said)


def test_before_a_file_is_sent_it_is_said_who_will_read_it(as_, hall):
    client = as_("kasi_trantib")
    pages = [text(client.get(url("attach", hall.case.key, row.step_id))) for row in files_in(hall)]
    told = ["dibaca Darmawan Halim dan", "dibaca Karim Latif dan", "dibaca semua pihak dan", "hanya dibaca penangan"]
    assert [words in page for words, page in zip(told, pages, strict=True)] == [True] * 4


# Corrected steps -------------------------------------------------------------------------
@pytest.mark.parametrize(("keeping", "expected"), [(True, [200, 404]), (False, [404])])
def test_a_corrected_step_keeps_its_files_for_handlers_and_hands_on_what_is_chosen(as_, hall, keeping, expected):
    old = files_in(hall)[2]
    sent = {"kind": "lapangan", **DAY, "party": "", "text": "Debit diukur bersama.", "reason": "Kurang tepat"}
    client = as_("kasi_trantib")
    form = client.get(url("edit_step", hall.case.key, old.step_id)).content.decode()
    assert f'value="{old.pk}"' in form
    answer = client.post(
        url("edit_step", hall.case.key, old.step_id), sent | ({"keeping": [old.pk]} if keeping else {})
    )
    assert answer.status_code == 302
    new = Step.objects.get(text="Debit diukur bersama.")
    rows = [*new.files.all(), old]
    page = client.get(url("case", hall.case.key)).content.decode()
    assert [f"{url('file', hall.case.key, row.pk)}?kecil=1" in page for row in rows] == [True] * len(rows)
    assert {client.get(url("file", hall.case.key, row.pk)).status_code for row in rows} == {200}
    client = as_("party")
    assert [client.get(url("file", hall.case.key, row.pk)).status_code for row in rows] == expected
    party_page = text(client.get(url("party_page", hall.case.key, hall.one.pk)))
    assert (ABOUT[SHARED] in party_page) == keeping


def test_files_of_another_step_are_not_handed_on(hall):
    shared, note = files_in(hall)[2:]
    told = steps.Told("lapangan", TODAY, "Debit diukur bersama.")
    new = steps.correct_step(step=shared.step, told=told, reason="x", keeping=[note.pk], by=None, at=AT)
    assert list(new.files.all()) == []


# Taking away -------------------------------------------------------------------------------
def test_a_file_attached_by_mistake_is_taken_away_for_good_and_says_why(
    as_, hall, django_capture_on_commit_callbacks
):
    step = Step.objects.get(text=SHARED)  # with a file of this test, for its bytes go
    attaching.attach_files(step=step, sent=pdf(), by=None, at=AT)
    old = step.files.select_related("file").latest("pk")
    told = steps.Told("lapangan", TODAY, "Debit diukur bersama.")
    new = steps.correct_step(step=step, told=told, reason="x", keeping=[old.pk], by=None, at=AT)
    row, path = new.files.get(), storage.path_of(old.file.name)
    client, address = as_("kasi_trantib"), url("take_away", hall.case.key, row.pk)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"reason": "Foto orang lain"}).status_code == 302
    assert (path.exists(), StoredFile.objects.filter(pk=old.file_id).exists()) == (False, False)
    assert [client.get(url("file", hall.case.key, each.pk)).status_code for each in (row, old)] == [404, 404]
    assert client.get(address).status_code == 404
    page = text(client.get(url("case", hall.case.key)))
    assert (page.count("Foto orang lain"), "Perjanjian lama" in page) == (2, False)
    party_page = text(as_("party").get(url("party_page", hall.case.key, hall.one.pk)))
    assert ("Foto orang lain" in party_page, "dicabut" in party_page) == (False, False)
    with pytest.raises(MediationRefusal, match="sudah dicabut"):
        attaching.take_away(file=row, reason="Lagi", by=None, at=AT)


def test_the_record_says_that_files_changed_and_nothing_of_them(hall):
    said = {"by": hall.cast["kasi_trantib"], "at": AT}
    row = files_in(hall)[2]
    secrets = ("Perjanjian", ABOUT[SHARED], CALLED, "orang lain", row.file.sha256)
    attaching.attach_files(step=row.step, sent=pdf(), **said)
    attaching.take_away(file=row, reason="Foto orang lain", **said)
    records = AuditRecord.objects.filter(verb__in=["mediation.attach_files", "mediation.take_away"])
    assert [(record.needs, record.reason) for record in records] == [("mediate", "")] * 2
    rows = AuditChange.objects.filter(record__in=records).values_list("rows", flat=True)
    assert [word for word in secrets if word in str([*rows])] == []
    assert str([*rows]).count("(diubah)") == 4


def test_places_above_and_beside_count_no_file(as_, hall):
    """The pages that add up rows of every room: of a kecamatan, of its village, and the administrator's."""
    before = {}
    pages = [reverse("problems:front", args=[A]), "/", "/cari/?cari=foto", "/riwayat/"]
    for turn in range(2):
        for who in ("sekcam", "kasi", "administrator", "auditor"):
            client = as_(who)
            found = [TOKEN.sub("", text(client.get(page))) for page in pages]
            assert before.setdefault(who, found) == found, (who, turn)
        attaching.attach_files(step=files_in(hall)[2].step, sent=pdf(), by=hall.cast["camat"], at=AT)


def test_pages_ask_as_often_for_three_files_as_for_one(as_, hall):
    client, counts = as_("camat"), []
    pages = [url("case", hall.case.key), url("party_page", hall.case.key, hall.one.pk)]
    for turn in range(2):
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
        if not turn:
            step = Step.objects.get(text=SHARED)
            attaching.attach_files(step=step, sent=Sent([*pdf().looked_at * 2]), by=None, at=AT)
    assert counts[:2] == counts[2:]


def test_a_case_of_b_is_no_door_to_files_of_a(client, hall):
    said = {"by": None, "at": AT}
    facts = cases.Facts("trantib", "Keramaian pasar malam", (hall.country[B],))
    case = cases.open_case(facts=facts, kecamatan=hall.country[B], **said)
    step = steps.add_step(case=case, told=steps.Told("catatan", TODAY, "Milik B"), sent=pdf(), **said)
    client.force_login(hall.cast["camat_b"])
    assert client.get(url("file", case.key, step.files.get().pk)).status_code == 200
    assert client.get(url("file", case.key, files_in(hall)[2].pk)).status_code == 404
    client.force_login(hall.cast["camat"])
    assert client.get(url("file", case.key, step.files.get().pk)).status_code == 404
    assert Case.objects.filter(pk=case.pk).exists()

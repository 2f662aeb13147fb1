"""The delivered checklists: complete, a remedy for each "no", no law that FACTS does not give; the outcome."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import yaml
from django.urls import reverse
from django.utils.translation import override

from rumahbersama.chain.oversight.checklists import reference
from rumahbersama.chain.oversight.checklists.reference import FOLDER, load_reference, with_basis
from rumahbersama.chain.oversight.checklists.rules import OURS, UNSEEN, outcome_of
from rumahbersama.workshop.surveys.actions.questionnaires import publish, start_draft
from rumahbersama.workshop.surveys.models import Questionnaire, Version
from rumahbersama.workshop.surveys.reference import delivered
from rumahbersama.workshop.surveys.rules import YESNO, Asked, check_questions, yes_no_options
from rumahbersama.workshop.surveys.xlsform.reading import read_workbook
from rumahbersama.workshop.surveys.xlsform.writing import workbook

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
DELIVERED = [(told["code"], told, questions) for told, questions in delivered(reference.FOLDER, reference.with_basis)]
# what FACTS.md gives, by the words in which it is cited; sections 2.5, 2.6, 2.7, 2.8, 5
IN_FACTS = {
    "Permendagri 20/2018",
    "Permendagri 20/2018 pasal 35-36 (perbaikan paling lama 20 hari kerja)",
    "PP 11/2019 (perubahan pasal 100 PP 43/2014)",
    "Permendagri 73/2020 (evaluasi pengelolaan keuangan desa oleh camat)",
    "Permendagri 114/2014 pasal 31",
    "Permendesa 21/2020",
    "SNI 03-1733-2004",
    "Permendiknas 24/2007",
}


def test_three_checklists_ship():
    codes = [code for code, _told, _questions in DELIVERED]
    assert codes == ["periksa-administrasi-desa", "periksa-keuangan-desa", "periksa-layanan-dasar"]


@pytest.mark.parametrize(("code", "told", "questions"), DELIVERED, ids=[row[0] for row in DELIVERED])
def test_a_delivered_checklist_is_complete(code, told, questions):
    check_questions(questions, most=100)
    assert told["kind"] == "checklist"
    assert told["origin"] == "ours"
    assert "proyek" in told["basis"]
    wanting = [
        asked.name
        for asked in questions
        if asked.kind == YESNO and not (asked.weight and asked.remedy and asked.legal_basis and asked.required)
    ]
    assert wanting == []
    no_sentence = [asked.name for asked in questions if asked.kind == YESNO and not asked.lack.endswith(".")]
    assert no_sentence == []
    assert [asked.name for asked in questions if "?" in asked.lack or asked.lack == asked.label] == []
    assert sum(asked.kind == YESNO for asked in questions) >= 12


def test_no_law_is_cited_that_facts_does_not_give():
    for path in FOLDER.glob("*.yaml"):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]:
            if row.get("mark") in {"S", "T"}:
                assert row["basis"] in IN_FACTS, row["name"]
            assert "basis" not in row or row.get("mark"), row["name"]


def test_what_has_no_seen_source_says_so():
    assert with_basis({"name": "a", "weight": 1})["legal_basis"] == OURS
    told = with_basis({"name": "a", "weight": 1, "basis": "Batas 31 Desember", "mark": "M"})
    assert told["legal_basis"] == "Batas 31 Desember (dasar hukumnya belum diperiksa)"
    assert "legal_basis" not in with_basis({"name": "a"})


@pytest.mark.django_db
def test_they_are_loaded_once_and_published():
    assert load_reference(by=None, at=AT) == 3
    assert load_reference(by=None, at=AT) == 0
    rows = Version.objects.filter(questionnaire__kind=Questionnaire.Kind.CHECKLIST, state="published")
    assert rows.count() == 3


@pytest.mark.django_db
def test_a_newer_version_comes_into_force_and_what_people_wrote_stays():
    load_reference(by=None, at=AT)
    assert set(Version.objects.values_list("number", flat=True)) == {3}
    for row in Version.objects.filter(state="published"):  # as version 2 was delivered, before it had English
        row.questions.update(label_en="")
        Version.objects.filter(pk=row.pk).update(number=2)
    changed = Questionnaire.objects.get(code="periksa-keuangan-desa")
    for _version in range(2):
        draft = start_draft(questionnaire=changed, by=None, at=AT)
        publish(draft=draft, by=None, at=AT, seen=draft.edits)
    assert load_reference(by=None, at=AT) == 2
    assert load_reference(by=None, at=AT) == 0
    told = Version.objects.filter(state="published").order_by("questionnaire__code")
    assert [(row.number, row.questions.exclude(label_en="").exists()) for row in told] == [
        (3, True),
        (4, False),
        (3, True),
    ]
    assert Version.objects.filter(state="retired", number=2).count() == 3


def test_every_question_and_group_has_english_words():
    for code, _told, questions in DELIVERED:
        for each in questions:
            assert each.label_en.endswith("?") and each.group_en, (code, each.name)
            with override("en"):
                assert (each.words, each.heading) == (each.label_en, each.group_en)
            assert (each.words, each.heading) == (each.label, each.group)


def test_a_basis_of_ours_or_never_looked_up_is_not_cited_in_a_note():
    told = [("a", OURS), ("b", f"Batas 31 Desember {UNSEEN}"), ("c", "Permendagri 20/2018")]
    questions = [asked(name, 1, legal_basis=basis, lack=f"Kurang {name}.") for name, basis in told]
    lacks = outcome_of(questions, dict.fromkeys("abc", "tidak")).lacks
    assert [(lack.sentence, lack.cited) for lack in lacks] == [
        ("Kurang a.", ""),
        ("Kurang b.", ""),
        ("Kurang c.", "Permendagri 20/2018"),
    ]


def test_a_checklist_goes_out_as_xlsform_with_its_remedies():
    for code, told, questions in DELIVERED:
        content = workbook(title=told["title"], code=code, version=1, questions=questions)
        assert read_workbook([content]).questions == questions


def asked(name: str, weight: int | None = None, **more) -> Asked:
    told = {"required": True, "options": yes_no_options(), "remedy": f"Perbaiki {name}"} | more
    return Asked(name, "yesno", name, weight=None if weight is None else Decimal(weight), **told)


def test_an_outcome_weighs_yes_and_no_and_leaves_out_what_does_not_apply():
    questions = [asked("a", 3), asked("b", 2), asked("c"), asked("d", 5), asked("e", 1), Asked("f", "text", "f")]
    answers = {"a": "ya", "b": "tidak", "c": "tidak", "d": "tidak_berlaku"}
    found = outcome_of(questions, answers)
    assert (found.reached, found.possible) == (3, 6)
    assert [(lack.name, lack.remedy) for lack in found.lacks] == [("b", "Perbaiki b"), ("c", "Perbaiki c")]
    assert (found.yes, found.not_applicable, found.answered) == (1, 1, 4)
    assert found.open == ("e",)


def test_what_is_not_asked_is_not_missing():
    questions = [asked("a", 1), asked("b", 1, shown_if="a", shown_value="tidak")]
    assert outcome_of(questions, {"a": "ya"}).open == ()
    assert outcome_of(questions, {"a": "tidak"}).open == ("b",)


# Pages ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_list_leads_to_the_questions_and_to_a_blank_sheet(client, cast):
    load_reference(by=None, at=AT)
    client.force_login(cast["kasi"])
    page = client.get(reverse("checklists:list")).content.decode()
    assert "Naskah keuangan desa" in page
    version = Version.objects.get(questionnaire__code="periksa-keuangan-desa")
    sheet = client.get(reverse("checklists:sheet", args=[version.pk])).content.decode()
    assert "Kalau tidak:" in sheet
    assert "Apakah buku kas umum terisi sampai bulan lalu?" in sheet
    client.cookies["rumah_bahasa"] = "en"
    shown = client.get(reverse("checklists:sheet", args=[version.pk])).content.decode()
    assert "Is the general cash book filled in up to last month?" in shown
    assert ">Carrying out<" in shown
    assert ("Apakah buku kas umum" in shown, "☐ Tidak berlaku" in sheet, "☐ Tidak" in shown) == (False, True, False)
    assert OURS in sheet

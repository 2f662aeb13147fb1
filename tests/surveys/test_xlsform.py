"""Workbooks in and out: what is understood, and what is named by its row."""

import io

import openpyxl
import pytest

from rumahbersama.workshop.surveys.actions.questionnaires import questions_of
from rumahbersama.workshop.surveys.reference import delivered
from rumahbersama.workshop.surveys.rules import SurveyRefusal
from rumahbersama.workshop.surveys.xlsform.carrying import packed, unpacked
from rumahbersama.workshop.surveys.xlsform.cells import Expression, bounds_of, relevance_of
from rumahbersama.workshop.surveys.xlsform.reading import Read, read_workbook
from rumahbersama.workshop.surveys.xlsform.writing import workbook
from tests.surveys.conftest import QUESTIONS


def book(survey, choices=(), settings=(("form_title", "form_id"), ("Uji", "uji"))) -> list[bytes]:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    made.save(out)
    return [out.getvalue()]


@pytest.mark.parametrize("questions", [QUESTIONS, *(tuple(asked) for _told, asked in delivered())])
def test_what_is_written_is_read_again(questions):
    content = workbook(title="Uji", code="uji", version=3, questions=questions)
    read = read_workbook([content])
    assert (read.findings, read.title, read.code) == ([], "Uji", "uji")
    assert tuple(read.questions) == tuple(questions)


def test_a_form_of_another_program_is_read():
    survey = [
        ("type", "name", "label::English (en)", "label::Indonesian (id)", "required", "relevant", "constraint"),
        ("start", "start"),
        ("begin_group", "g", "Post", "Posyandu"),
        ("select_one yn", "open", "Open?", "Buka?", "yes"),
        ("integer", "staff", "Staff", "Kader", "", "${open} = 'yes'", ". >= 1 and . <= 20"),
        ("end_group",),
        ("select_multiple days", "days", "Days", "Hari"),
    ]
    choices = [("list_name", "name", "label::Indonesian (id)"), ("yn", "yes", "Ya"), ("yn", "no", "Tidak")]
    choices += [("days", 1, "Senin"), ("days", 2, "Selasa")]
    read = read_workbook(book(survey, choices))
    assert read.findings == []
    assert read.notes == ["Baris 2: start dilewati."]
    opened, staff, days = read.questions
    assert (opened.kind, opened.label, opened.group, opened.required) == ("yesno", "Buka?", "Posyandu", True)
    assert (opened.label_en, opened.group_en, days.group_en) == ("Open?", "Post", "")
    assert (staff.shown_if, staff.shown_value, staff.minimum, staff.maximum) == ("open", "ya", 1, 20)
    assert (days.kind, days.options, days.group) == ("many", (("1", "Senin"), ("2", "Selasa")), "")


def test_what_cannot_be_asked_is_named_by_row_with_what_to_do():
    survey = [
        ("type", "name", "label", "relevant", "constraint", "calculation", "choice_filter"),
        ("geopoint", "tempat", "Di mana?"),
        ("select_one tiada", "a", "A?"),
        ("begin_repeat", "r"),
        ("end_repeat",),
        ("integer", "b", "B?", "${a} = 'x' or ${c} > 2"),
        ("integer", "c", "C?", "", "regex(., '[0-9]')"),
        ("text", "d", "D?", "", "", "1+1"),
        ("text", "e e", "E?"),
        ("text", "", "F?"),
        ("", "g", "G?"),
        ("text", "h", "H?", "${z} = 'ya'"),
        ("begin_group", "g1"),
        ("begin_group", "g2"),
    ]
    read = read_workbook(book(survey))
    assert [(row.row, row.column) for row in read.findings] == [
        (2, "type"),
        (3, "type"),
        (4, "type"),
        (5, "type"),
        (6, "relevant"),
        (7, "constraint"),
        (8, "calculation"),
        (9, "name"),
        (10, "name"),
        (11, "type"),
        (12, "name"),
        (14, "type"),
        (0, "type"),
    ]
    assert all(row.rule and row.remedy for row in read.findings)
    assert read.findings[0].remedy == "Hapus barisnya; tempat diambil dari survei itu sendiri."


def test_numbered_choices_are_a_scale_only_where_they_say_so():
    choices = [("list_name", "name", "label"), *(("s", n, f"Nilai {n}") for n in range(1, 5))]
    survey = [
        ("type", "name", "label", "appearance"),
        ("select_one s", "a", "A", "likert"),
        ("select_one s", "b", "B"),
    ]
    assert [asked.kind for asked in read_workbook(book(survey, choices)).questions] == ["rating", "one"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([b""], "kosong"),
        ([b"a,b\n1,2\n"], "buku kerja Excel"),
        ([b"PK\x03\x04rusak"], "rusak|tidak wajar|terpotong"),
        (book([("type", "name"), ("text", "a")])[:0] or [b"%PDF-1.7"], "bukan tabel"),
    ],
)
def test_a_file_that_is_no_form_is_refused(content, text):
    with pytest.raises(SurveyRefusal, match=text):
        read_workbook(content)


def test_a_workbook_without_the_sheet_is_refused():
    made = openpyxl.Workbook()
    made.active.append(("a", "b"))
    made.active.append((1, 2))
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(SurveyRefusal, match="Tidak ada lembar “survey”"):
        read_workbook([out.getvalue()])


@pytest.mark.parametrize("text", ["${a} != 'x'", "${a} = 'x' and ${b} = 'y'", "true()", "not(${a} = 1)", ""])
def test_only_simple_conditions_are_understood(text):
    with pytest.raises(Expression):
        relevance_of(text)


def test_conditions_and_bounds():
    assert relevance_of('selected( ${a} , "x")') == ("a", "x")
    assert relevance_of("${a}=3") == ("a", "3")
    assert bounds_of(". > 0 and . < 10", "integer") == (1, 9)
    assert bounds_of(".<=2.5", "decimal") == (None, pytest.approx(2.5))
    with pytest.raises(Expression):
        bounds_of(". > 0", "decimal")
    with pytest.raises(Expression):
        bounds_of(". > 0", "text")


def test_what_was_read_is_carried_for_its_account_alone(version):
    questions = questions_of(version)
    text = packed(Read("Uji", "uji", questions), place="71.01.01", account=7)
    assert unpacked(text, account=7)[1] == questions
    for wrong, account in ((text, 8), (text[:-2] + "xx", 7)):
        with pytest.raises(SurveyRefusal, match="kedaluwarsa"):
            unpacked(wrong, account=account)

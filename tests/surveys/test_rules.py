"""What is a question, and what is an answer."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from rumahbersama.workshop.surveys.forms.writing import QuestionForm, initial_of
from rumahbersama.workshop.surveys.rules import (
    AnswersRefused,
    Asked,
    SurveyRefusal,
    check_questions,
    checked_answers,
    is_relevant,
    sections_of,
    yes_no_options,
)
from tests.surveys.conftest import QUESTIONS, WORDS


def test_answers_become_canonical():
    given = {
        "pelatih": "4",
        "dipakai": "ya",
        "apa": "  RTL  ",
        "umur": "40",
        "hari": ["rabu", "senin"],
        "tanggal": "2026-03-01",
        "jarak": Decimal("12.50"),
        "pesan": "tidak diminta",
        "lain": "tidak ada",
    }
    assert checked_answers(QUESTIONS, given) == {
        "pelatih": 4,
        "dipakai": "ya",
        "apa": "RTL",
        "umur": 40,
        "hari": ["senin", "rabu"],
        "tanggal": "2026-03-01",
        "jarak": "12.5",
    }


def test_what_is_not_asked_is_neither_demanded_nor_kept():
    assert checked_answers(QUESTIONS, {"pelatih": 1, "dipakai": "tidak", "apa": "rahasia"}) == {
        "pelatih": 1,
        "dipakai": "tidak",
    }


def test_what_depends_on_a_question_that_is_not_asked_is_not_asked_either():
    chain = (*QUESTIONS[:4], Asked("siapa", "text", "Siapa?", shown_if="apa_lagi", shown_value="ya"))
    assert checked_answers(chain, {"pelatih": 1, "apa_lagi": "ya", "siapa": "Ani"}) == {"pelatih": 1}


@pytest.mark.parametrize(
    ("given", "name", "text"),
    [
        ({}, "pelatih", "Belum dijawab."),
        ({"pelatih": 5}, "pelatih", "Pilih dari yang tersedia."),
        ({"pelatih": [1, 2]}, "pelatih", "Pilih dari yang tersedia."),
        ({"pelatih": 1, "dipakai": "ya"}, "apa", "Belum dijawab."),
        ({"pelatih": 1, "umur": 16}, "umur", "Paling kecil 17."),
        ({"pelatih": 1, "umur": "71"}, "umur", "Paling besar 70."),
        ({"pelatih": 1, "umur": "20.5"}, "umur", "Tulis bilangan bulat."),
        ({"pelatih": 1, "jarak": "NaN"}, "jarak", "Tulis angka."),
        ({"pelatih": 1, "jarak": "1e400"}, "jarak", "Tulis angka."),
        ({"pelatih": 1, "tanggal": "2026-02-30"}, "tanggal", "Tanggal ini tidak ada di kalender."),
        ({"pelatih": 1, "hari": ["jumat"]}, "hari", "Pilih dari yang tersedia."),
        (
            {"pelatih": 1, "dipakai": "ya", "apa": "x" * 2001},
            "apa",
            "Lebih dari 2000 huruf. Pendekkan jawabannya.",
        ),
    ],
)
def test_an_answer_that_cannot_be_is_named(given, name, text):
    with pytest.raises(AnswersRefused) as refused:
        checked_answers(QUESTIONS, given)
    assert refused.value.problems == {name: text}


def test_a_part_may_leave_required_questions_open():
    assert checked_answers(QUESTIONS, {"umur": 30}, whole=False) == {"umur": 30}


def test_relevance_of_many_choices_is_one_of_them():
    asked = Asked("x", "text", "X", shown_if="hari", shown_value="rabu")
    assert is_relevant(asked, {"hari": ["senin", "rabu"]})
    assert not is_relevant(asked, {"hari": ["senin"]})


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Asked("1a", "text", "A"), "Nama “1a” tidak dapat dipakai"),
        (Asked("pelatih", "text", "A"), "Nama “pelatih” dipakai dua kali"),
        (Asked("a", "text", "  "), "belum ada kalimatnya"),
        (Asked("a", "rating", "A", options=WORDS[:3]), "harus 1 sampai 4 atau 1 sampai 5"),
        (Asked("a", "one", "A", options=(("x", "X"),)), "harus 2 sampai 40"),
        (Asked("a", "one", "A", options=(("x", "X"), ("x", "Y"))), "dua pilihan yang sama"),
        (Asked("a", "yesno", "A", options=(("ya", "Ya"), ("mungkin", "M"))), "harus ya, tidak"),
        (Asked("a", "integer", "A", minimum=Decimal(2), maximum=Decimal(1)), "batas bawah lebih besar"),
        (Asked("a", "text", "A", shown_if="nanti", shown_value="ya"), "tidak ada sebelumnya"),
        (Asked("a", "text", "A", shown_if="umur", shown_value="20"), "“umur” bukan pilihan"),
        (Asked("a", "text", "A", shown_if="dipakai", shown_value="mungkin"), "bukan pilihan “dipakai”"),
    ],
)
def test_a_question_that_cannot_be_is_refused_with_its_reason(asked, text):
    with pytest.raises(SurveyRefusal, match=text):
        check_questions([*QUESTIONS, asked], most=200)


def test_there_are_only_so_many_questions():
    with pytest.raises(SurveyRefusal, match="Paling banyak 3 pertanyaan"):
        check_questions(QUESTIONS, most=3)


def test_sections_are_the_groups_in_a_row():
    assert [(name, len(asked)) for name, asked in sections_of(QUESTIONS)] == [
        ("Pelatih", 1),
        ("Tempat", 3),
        ("Diri", 4),
        ("", 1),
    ]


def test_english_stays_with_the_words_it_belongs_to():
    stored = Asked("a", "text", "Apa?", group="Umum", label_en="What?", group_en="General")
    typed = {"label": "Apa?", "kind": "text", "group": "Lain", "name": "a"}
    form = QuestionForm(typed, initial=initial_of(stored), earlier=[], taken=[])

    assert form.is_valid(), form.errors
    assert (form.asked().label_en, form.asked().group_en) == ("What?", "")


def test_yes_and_no_are_said_in_the_language_of_the_page_unless_somebody_named_them():
    plain = Asked("a", "yesno", "Ada?", options=yes_no_options())
    named = Asked("b", "yesno", "Ada?", options=(("ya", "Ada"), ("tidak", "Tidak ada")))

    with override("en"):
        assert [words for _name, words in plain.choices] == ["Yes", "No", "Not applicable"]
        assert named.choices == named.options
    assert plain.choices == plain.options

"""The files questions travel in: read as their descriptions say, faults by line, hostile input, and round trips."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.chain.training.bank.formats import aiken, choosing, gift, moodle, tables
from rumahbersama.chain.training.bank.formats.shapes import TRUE_FALSE, BadFile, Question, tidy
from rumahbersama.chain.training.bank.words import FAULTS, FILES, fault_in_words, file_in_words


def faults(found):
    return [(fault.line, fault.code) for fault in found.faults]


GIFT = r"""// komentar
$CATEGORY: $course$/top/Pemerintahan/Kecamatan

::Q1:: Siapa memimpin kecamatan? {
	=Camat # benar
	~Bupati#bukan
	~%-50%Kepala desa
####Pasal 224 UU 23\/2014.
}

Camat diangkat bupati.{T}

[html]<p>Rumus <b>2 \= 1 \+ 1</b>&nbsp;benar?</p><p>Pilih.</p> {~tidak =ya\: \{benar\}\n\~ baris dua}

Ibu kota Jawa Barat {=Bandung ~Garut} sejak 1925.
"""


def test_gift_as_described():
    found = gift.read(GIFT.encode())

    assert found.faults == []
    assert [q.line for q in found.questions] == [4, 11, 13, 15]
    assert {q.topic for q in found.questions} == {"Kecamatan"}
    one, two, three, four = found.questions
    assert (one.stem, one.options, one.right) == (
        "Siapa memimpin kecamatan?",
        ("Camat", "Bupati", "Kepala desa"),
        0,
    )
    assert one.explanation == r"Pasal 224 UU 23\/2014."  # \/ escapes nothing, so both signs stay
    assert (two.options, two.right, two.stem) == (TRUE_FALSE, 0, "Camat diangkat bupati.")
    assert three.stem == "Rumus 2 = 1 \\+ 1 benar?\nPilih."
    assert (three.options, three.right) == (("tidak", "ya: {benar}\n~ baris dua"), 1)
    assert four.stem == "Ibu kota Jawa Barat _____ sejak 1925."


BROKEN_GIFT = r"""Baik {=a ~b}

Tidak ditutup {=a ~b

Kebanyakan =a ~b}

Dua {=a ~b} pasang {=c ~d}

Tanpa jawaban

Esai {}

Angka {#3:1}

Isian {=satu =dua}

Jodoh {=a -> b =c -> d =e -> f}

Banyak {~%50%a ~%50%b ~c}

Tanpa kunci {~a ~b}

Polos {a b c}

Satu pilihan {=a}

Sama {=a ~A}

{=a ~b}

Lolos \{ {=x ~y}
"""


def test_broken_gift_is_told_by_line_and_the_rest_is_read():
    found = gift.read(BROKEN_GIFT.encode())

    assert [(q.stem, q.line) for q in found.questions] == [("Baik", 1), ("Lolos {", 31)]
    assert faults(found) == [
        (3, "brace_open"),
        (5, "brace_closed"),
        (7, "braces_twice"),
        (9, "no_answers"),
        (11, "kind"),
        (13, "kind"),
        (15, "kind"),
        (17, "kind"),
        (19, "several_right"),
        (21, "no_key"),
        (23, "no_marks"),
        (25, "kind"),
        (27, "equal_options"),
        (29, "no_stem"),
    ]
    sentences = [fault_in_words(fault) for fault in found.faults]
    assert sentences[0] == (
        "Kurung kurawal { tidak ditutup. Tambahkan } sesudah pilihan terakhir, tanpa baris kosong di antara."
    )
    assert sentences[12] == "Pilihan A dan B sama. Bedakan salah satunya."


AIKEN = """Siapa memimpin
kecamatan?
A. Bupati
B) Camat
   atau yang mewakili
ANSWER: B

Ibu kota?
A. Bandung
B. Garut

Soal lain
A. satu
C. dua
ANSWER: A
Soal tanpa jeda
A. satu
B. dua
JAWABAN: D
ANSWER: A
Akhir
a. x
b. y
kunci: b.
Sisa
"""


def test_aiken_as_described_and_broken():
    found = aiken.read(AIKEN.encode("utf-8-sig"))

    assert [(q.stem, q.options, q.right, q.line) for q in found.questions] == [
        ("Siapa memimpin\nkecamatan?", ("Bupati", "Camat atau yang mewakili"), 1, 1),
        ("Akhir", ("x", "y"), 1, 21),
    ]
    assert faults(found) == [
        (8, "no_answer_line"),
        (12, "letters"),
        (19, "key_outside"),
        (20, "no_options"),
        (25, "no_answer_line"),
    ]
    assert fault_in_words(found.faults[2]) == ("Kunci “D” di luar pilihannya (A sampai B). Betulkan kuncinya.")


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Kelembagaan</text></category></question>
<question type="multichoice">
  <name><text>S1</text></name>
  <questiontext format="html"><text><![CDATA[<p>Siapa <i>memimpin</i> kecamatan?</p>]]></text></questiontext>
  <generalfeedback format="html"><text>UU &amp; PP</text></generalfeedback>
  <single>true</single>
  <answer fraction="0" format="html"><text>Bupati</text></answer>
  <answer fraction="100.0000000" format="html"><text>&lt;p&gt;Camat&lt;/p&gt;</text></answer>
</question>
<question type="truefalse">
  <questiontext format="plain_text"><text>2 &lt; 3</text></questiontext>
  <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>
</question>
<question type="essay"><questiontext><text>x</text></questiontext></question>
<question type="multichoice">
  <questiontext format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/a.png"> apa?]]></text></questiontext>
  <answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>
</question>
<question type="multichoice"><single>false</single>
  <answer fraction="50"><text>a</text></answer><answer fraction="50"><text>b</text></answer>
</question>
<question type="multichoice"><questiontext><text>y</text></questiontext>
  <answer fraction="banyak"><text>a</text></answer>
</question>
</quiz>
"""


def test_moodle_as_described_and_broken():
    found = moodle.read(MOODLE.encode())

    one, two = found.questions
    assert (one.stem, one.options, one.right) == ("Siapa memimpin kecamatan?", ("Bupati", "Camat"), 1)
    assert (one.topic, one.explanation, one.line) == ("Kelembagaan", "UU & PP", 4)
    assert (two.stem, two.options, two.right) == ("2 < 3", TRUE_FALSE, 1)
    assert faults(found) == [(16, "kind"), (17, "picture"), (21, "several_right"), (25, "fraction")]


BOMB = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz><question>&b;</question></quiz>'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (BOMB.encode(), "entities"),
        (b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', "entities"),
        (BOMB.encode("utf-16"), "nul"),
        (b"<quiz>&b;</quiz>", "broken_xml"),
        (b"<quiz><question></quiz>", "broken_xml"),
        (b"<quiz>" + b"<a>" * 100 + b"</a>" * 100 + b"</quiz>", "too_deep"),
        (b'<?xml version="1.0" encoding="klingon"?><quiz/>', "broken_xml"),
        (b"<rss/>", "not_quiz"),
        (b"<quiz>\0</quiz>", "nul"),
        (b"<quiz>" + b"x" * 5_000_000, "too_big"),
    ],
)
def test_hostile_xml_is_refused(raw, code):
    with pytest.raises(BadFile) as told:
        moodle.read(raw)
    assert told.value.code == code
    assert "{" not in file_in_words(told.value)


@pytest.mark.parametrize("read", [gift.read, aiken.read])
def test_hostile_text_is_refused(read):
    for raw, code in ((b"a\0b", "nul"), (b" \n", "empty"), (b"x" * 5_000_001, "too_big")):
        with pytest.raises(BadFile) as told:
            read(raw)
        assert told.value.code == code


@given(st.text(alphabet=st.sampled_from("aA.)B{}=~#:%\\\n/$[]<>&TF ANSWER"), max_size=200))
def test_no_text_breaks_a_parser(text):
    for read in (gift.read, aiken.read):
        try:
            found = read(text.encode())
        except BadFile:
            continue
        assert all(fault_in_words(fault) and fault.line > 0 for fault in found.faults)


@given(st.binary(max_size=300))
def test_no_bytes_break_a_parser(raw):
    for read in (gift.read, aiken.read, moodle.read):
        try:
            read(raw)
        except BadFile as problem:
            assert problem.code in FILES


def test_a_pathological_file_is_read_quickly():
    begin = time.process_time()
    for text in ("{" * 400_000, "::" * 400_000, "=~" * 200_000, "{" + "=a~" * 100_000 + "}", "\\" * 400_000):
        gift.read(text.encode())
        aiken.read(text.encode())
    assert time.process_time() - begin < 20  # quadratic reading would take hours


words = (
    st.text(
        alphabet=st.characters(blacklist_categories=("C", "Z")) | st.sampled_from(" \n~=#{}:\\/$<>&%.A)"),
        min_size=1,
        max_size=40,
    )
    .map(tidy)
    .filter(lambda text: text and not text.startswith("["))
)


@st.composite
def questions(draw):
    if draw(st.booleans()):
        return Question(draw(words), TRUE_FALSE, draw(st.integers(0, 1)), draw(words | st.just("")))
    options = draw(st.lists(words, min_size=2, max_size=5, unique_by=lambda text: " ".join(text.split()).casefold()))
    topic = draw(st.sampled_from(["", "Kelembagaan", "A/B {1}"]))
    return Question(
        draw(words), tuple(options), draw(st.integers(0, len(options) - 1)), draw(words | st.just("")), topic
    )


def bare(found):
    assert found.faults == []
    return [(q.stem, q.options, q.right, q.explanation, q.topic) for q in found.questions]


@given(st.lists(questions(), min_size=1, max_size=4))
def test_gift_gives_back_what_it_was_given(given_questions):
    found = gift.read(gift.write(given_questions).encode())

    assert bare(found) == [(q.stem, q.options, q.right, q.explanation, q.topic) for q in given_questions]


@given(st.lists(questions(), min_size=1, max_size=4))
def test_moodle_gives_back_what_it_was_given(given_questions):
    found = moodle.read(moodle.write(given_questions).encode())

    told = [(q.stem, q.options, q.right, q.explanation, q.topic.replace("/", " ")) for q in given_questions]
    assert bare(found) == told


def test_aiken_gives_back_stem_options_and_key():
    given_questions = [
        Question("Siapa?\nPilih.", ("Camat", "Bupati"), 1, "hilang", "hilang"),
        Question("ANSWER: apa artinya?", TRUE_FALSE, 0),
    ]
    found = aiken.read(aiken.write(given_questions).encode())

    assert bare(found) == [
        ("Siapa? Pilih.", ("Camat", "Bupati"), 1, "", ""),
        ("“ANSWER: apa artinya?”", TRUE_FALSE, 0, "", ""),
    ]


TABLE = """Topik;Soal;Pilihan A;Pilihan B;Pilihan C;Kunci Jawaban
Desa;Siapa?;Camat;Bupati;Lurah;B
;Angka?;1;2;;2
;Benar?;;;;S
;Kata?;satu;dua;;dua
;Luar?;satu;dua;;C
;Bolong?;satu;;tiga;A
;Tanpa?;satu;dua;;
"""


def test_tables_by_their_headings(tmp_path):
    path = tmp_path / "soal.csv"
    path.write_text(TABLE, encoding="utf-8")
    kind, found = choosing.read(path, name="soal.csv")

    assert kind == choosing.TABLE
    assert [(q.stem, q.options, q.right, q.topic, q.line) for q in found.questions] == [
        ("Siapa?", ("Camat", "Bupati", "Lurah"), 1, "Desa", 2),
        ("Angka?", ("1", "2"), 1, "", 3),
        ("Benar?", TRUE_FALSE, 1, "", 4),
        ("Kata?", ("satu", "dua"), 1, "", 5),
    ]
    assert faults(found) == [(6, "key_outside"), (7, "empty_option"), (8, "no_key")]


def test_table_without_its_columns_says_which(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a1,b1\n1,2\n", encoding="utf-8")
    with pytest.raises(BadFile) as told:
        tables.read(path)
    assert file_in_words(told.value) == (
        "Kolom pertanyaan, kunci tidak ditemukan. Judul kolom yang ada: a1, b1. Samakan dengan contoh tabelnya."
    )


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (GIFT, "x", "gift"),
        (AIKEN, "x.txt", "aiken"),
        (MOODLE, "x.dat", "moodle"),
        (TABLE, "x", "tabel"),
        (TABLE + "{=a}", "x.csv", "tabel"),
    ],
)
def test_format_is_told_by_content(text, name, kind):
    assert choosing.format_of(text.encode(), name) == kind


def test_every_sentence_has_its_names():
    assert all(text for text in (*map(str, FAULTS.values()), *map(str, FILES.values())))

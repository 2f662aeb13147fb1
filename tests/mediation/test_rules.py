"""The rules of cases, without a database."""

from datetime import date

import pytest

from rumahbersama.chain.house.mediation import rules
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import Decision, MediationRefusal

TODAY = date(2026, 3, 2)


def decide(decision, **more):
    told = {"state": "mediating", "before_end": "", "parties": 2, "points": 1, "today": TODAY, "longest": 1000}
    rules.check_decision(decision, **(told | more))


@pytest.mark.parametrize(
    ("decision", "more", "words"),
    [
        (Decision("ended", "x"), {}, "sudah berubah"),
        (Decision("mediating"), {"state": "received", "parties": 1}, "dua pihak"),
        (Decision("agreed", check_on=date(2026, 4, 1)), {"points": 0}, "butir"),
        (Decision("agreed"), {}, "tanggal"),
        (Decision("agreed", check_on=TODAY), {}, "sesudah hari ini"),
        (Decision("agreed", check_on=date(2036, 1, 1)), {}, "1000"),
        (Decision("not_agreed"), {}, "alasan"),
        (Decision("handed", "x"), {"state": "not_agreed"}, "kepada siapa"),
        (Decision("mediating"), {"state": "agreed"}, "alasan"),
        (Decision("agreed"), {"state": "ended", "before_end": "agreed"}, "alasan"),
        (Decision("received", "x"), {"state": "ended", "before_end": "agreed"}, "sudah berubah"),
    ],
)
def test_decision_refused(decision, more, words):
    with pytest.raises(MediationRefusal, match=words):
        decide(decision, **more)


def test_every_road_leads_to_an_end_and_back():
    assert rules.next_states("ended", before_end="handed") == ("handed",)
    assert rules.next_states("withdrawn", before_end="received") == ("received",)
    decide(Decision("agreed", "Salah tutup."), state="ended", before_end="agreed")


@pytest.mark.parametrize(
    ("kind", "of_party", "reads"),
    [
        ("dengar", 1, True),
        ("dengar", 2, False),
        ("undangan", None, True),
        ("undangan", 2, False),
        ("undangan", 1, True),
        ("lapangan", None, True),
        ("bersama", None, True),
        ("koordinasi", None, False),
        ("catatan", None, False),
        ("catatan", 1, False),
    ],
)
def test_what_a_party_reads(kind, of_party, reads):
    assert rules.party_reads(kind, of_party=of_party, party=1) is reads


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Menyelesaikan sengketa air", "sengketa"),
        ("Membantu Karim Latif memasang pipa", "Karim Latif"),
        ("Membantu pak KARIM memasang pipa", "Karim"),
        ("Menjaga pembagian air dari mata air bersama.", "Pembagian air"),
    ],
)
def test_commitment_that_tells_of_the_case_is_refused(text, word):
    with pytest.raises(MediationRefusal, match=word):
        rules.check_neutral(text, names=["Karim Latif"], title="Pembagian air dari mata air bersama")


def test_neutral_words_are_taken():
    rules.check_neutral("Memasang dua keran di bak pembagi", names=["Karim Latif", "Ani"], title="Air bersama")


def test_title_with_a_name_is_refused():
    with pytest.raises(MediationRefusal, match="Latif"):
        rules.check_title("Pengaduan terhadap Latif", ["Karim Latif"])


@pytest.mark.parametrize(
    ("kind", "has_party", "day", "words"),
    [
        ("dengar", False, TODAY, "Pilih pihak"),
        ("lapangan", True, TODAY, "bukan milik satu pihak"),
        ("bersama", False, date(2026, 3, 3), "belum terjadi"),
    ],
)
def test_step_refused(kind, has_party, day, words):
    with pytest.raises(MediationRefusal, match=words):
        rules.check_step(kind, text="x", has_party=has_party, day=day, today=TODAY)
    rules.check_step("undangan", text="x", has_party=has_party, day=date(2026, 4, 1), today=TODAY)


def test_the_frame_is_dated_and_says_what_is_ours():
    frame = frame_on(date(2010, 1, 1))
    assert (frame.check_after_days, "PP 17/2018" in frame.legal_basis, bool(frame.assumption)) == (90, True, True)

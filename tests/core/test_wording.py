"""Sentences that are kept, and said in the language of whoever reads them."""

import json
from datetime import date
from decimal import Decimal

from django.utils.translation import override

from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.needs.models import Period, Service
from rumahbersama.ground.core.wording import Worded, kept, told, worded, worded_count

SAID = [
    worded("ditunda sampai {day}", day=date(2026, 3, 2)),
    worded_count("{n} orang menderita", "{n} orang menderita", 1250),
    worded_count("{n} orang menderita", "{n} orang menderita", 1),
    "Menunggu APBDes",
]


def stored(parts):
    return json.loads(json.dumps(kept(parts)))


def test_kept_sentences_are_said_in_the_language_of_the_reader_and_words_of_people_stay():
    rows = stored(SAID)

    assert told(rows) == [
        "ditunda sampai 2 Mar 2026",
        "1.250 orang menderita",
        "1 orang menderita",
        "Menunggu APBDes",
    ]
    with override("en"):
        assert told(rows) == [str(part) for part in SAID]
        assert told(rows)[0] != "ditunda sampai 2 Mar 2026"
        assert (told(rows)[1][:5], told(rows)[3]) == ("1,250", "Menunggu APBDes")


def test_facts_keep_their_kind_and_what_has_two_names_both():
    facts = {
        "total": Decimal("12.0"),
        "state": Referral.State.REJECTED.label,
        "place": "2026-03-02",
        "names": [Service(name="Air bersih", name_en="Clean water"), Service(name="Sekolah")],
        "period": Period(code="2026-S1", kind=Period.Kind.SEMESTER),
    }
    part = worded("{total}, {state}, {place}, {names}, {period}", **facts)

    assert told(stored([part])) == [str(part)] == ["12,0, Ditolak, 2026-03-02, Air bersih, Sekolah, Semester 1 2026"]
    with override("en"):
        assert told(stored([part])) == [str(part)]
        assert told(stored([part])) == ["12.0, Rejected, 2026-03-02, Clean water, Sekolah, Semester 1 2026"]


def test_a_message_that_the_catalogue_no_longer_knows_is_told_as_it_was_kept():
    with override("en"):
        assert told(stored([Worded("sudah tidak dipakai {n}", {"n": 3}, "n")])) == ["sudah tidak dipakai 3"]


def test_sentences_kept_before_are_told_as_they_stand():
    assert told(["Belum pernah dikunjungi."]) == ["Belum pernah dikunjungi."]

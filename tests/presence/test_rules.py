"""The one rule that decides what counts, worked by hand; clocks; codes; pasted names."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rumahbersama.workshop.presence import codes
from rumahbersama.workshop.presence.codes import Ticket
from rumahbersama.workshop.presence.names import Line, read_names, typed
from rumahbersama.workshop.presence.rules import (
    ABSENT,
    CONFLICT,
    CORRECTION,
    LATE,
    LEAVE,
    PRESENT,
    QR,
    SAYINGS,
    SICK,
    TAP,
    WAITING,
    Said,
    clock_off,
    moment_said,
    rule_on,
    share_of,
    standing_of,
)

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
RULE = rule_on(date(2026, 3, 2))


def said(says: str = PRESENT, how: str = QR, minute: int = 0) -> Said:
    return Said(says, how, START + timedelta(minutes=minute))


@pytest.mark.parametrize(
    ("marks", "is_closed", "state", "minutes"),
    [
        ((), False, WAITING, 0),
        ((), True, ABSENT, 0),
        ((said(minute=-10),), False, PRESENT, 0),
        ((said(minute=15),), True, PRESENT, 0),  # the fifteenth minute is still in time
        ((said(minute=16),), True, LATE, 16),
        ((said(how=TAP, minute=200),), True, PRESENT, 0),  # tapped at the end: people's words count as they are
        ((said(LATE, TAP, 200),), True, LATE, 200),
        ((said(LEAVE, TAP),), False, LEAVE, 0),
        ((said(minute=1), said(PRESENT, TAP, 30)), True, PRESENT, 0),
        ((said(minute=40), said(PRESENT, TAP, 90)), True, PRESENT, 0),  # late by the scan, in time by the trainer
        ((said(minute=1), said(LATE, TAP, 30)), True, LATE, 1),
        ((said(minute=1), said(ABSENT, TAP, 30)), True, CONFLICT, 0),
        ((said(minute=1), said(SICK, TAP, 30)), False, CONFLICT, 0),
        ((said(PRESENT, TAP), said(ABSENT, TAP)), True, CONFLICT, 0),  # two trainers
        ((said(ABSENT, CORRECTION, 90),), True, ABSENT, 0),
    ],
)
def test_what_marks_come_to(marks, is_closed, state, minutes):
    found = standing_of(marks, starts=START, is_closed=is_closed, rule=RULE)
    assert (found.state, found.minutes_late) == (state, minutes)


@given(st.lists(st.tuples(st.sampled_from(SAYINGS), st.sampled_from([QR, TAP]), st.integers(-60, 300)), max_size=4))
def test_the_order_of_marks_never_changes_who_was_there(marks):
    told = [said(*each) for each in marks]
    one = standing_of(told, starts=START, is_closed=True, rule=RULE)
    other = standing_of(told[::-1], starts=START, is_closed=True, rule=RULE)
    assert (one.is_there, one.state == CONFLICT) == (other.is_there, other.state == CONFLICT)


def test_the_share_weighs_by_jp_and_leaves_out_what_is_still_to_come():
    """Present 4 JP, late 2 JP, sick 3 JP, absent 1 JP, still to come 5 JP: 6 of 10."""
    counted = [(PRESENT, 4), (LATE, 2), (SICK, 3), (ABSENT, 1), (WAITING, 5)]
    assert share_of((state, jp, RULE) for state, jp in counted) == (Decimal(6), 10)


def test_a_conflict_brings_nothing_until_it_is_settled():
    assert share_of([(CONFLICT, 2, RULE), (PRESENT, 2, RULE)]) == (Decimal(2), 4)


@pytest.mark.parametrize("off", [timedelta(days=-2), timedelta(0), timedelta(days=2)])
def test_a_clock_that_is_days_off_cancels_out(off):
    """Said at 08.05, sent at 12.00 by the device: 08.05 by the server, whatever the device shows."""
    arrived = START + timedelta(hours=4)
    told, sent = START + timedelta(minutes=5) + off, arrived + off
    assert moment_said(said_at=told, sent_at=sent, received_at=arrived) == START + timedelta(minutes=5)
    assert clock_off(sent_at=sent, received_at=arrived) == off.total_seconds()


def test_a_device_that_tells_no_time_or_goes_backwards_counts_by_its_arrival():
    arrived = START + timedelta(hours=4)
    assert moment_said(said_at=None, sent_at=None, received_at=arrived) == arrived
    assert moment_said(said_at=arrived, sent_at=START, received_at=arrived) == arrived


def test_a_code_lasts_its_step_and_one_more():
    now = datetime(2026, 3, 2, 1, 0, 10, tzinfo=UTC)
    code = codes.code_now("abc", now)
    taken = [codes.is_code_of("abc", code, now + timedelta(seconds=later)) for later in (0, 19, 20, 49, 50, 80)]
    assert taken == [True, True, True, True, False, False]
    assert not codes.is_code_of("abd", code, now)
    assert not codes.is_code_of("abc", code, now - timedelta(seconds=30))  # not before its time


def test_a_code_has_no_letters_that_look_alike_and_is_typed_as_people_type():
    now = timezone.now()
    assert not set("01OILZ2S5B8") & set(codes.LETTERS)
    assert len({codes.code_at("abc", step, RULE) for step in range(2_000)}) > 1_990
    code = codes.code_now("abc", now)
    assert len(code) == 6
    assert codes.is_code_of("abc", f" {code[:3].lower()}-{code[3:]} ", now)
    assert not codes.is_code_of("abc", "", now)


def test_a_ticket_is_of_one_occasion_and_one_device():
    ticket = codes.ticket_for(Ticket("abc", "gawai", "code"))
    assert codes.is_ticket_of(ticket, key="abc", device="gawai", rule=RULE) == "code"
    assert codes.is_ticket_of(ticket, key="abd", device="gawai", rule=RULE) == ""
    assert codes.is_ticket_of(ticket, key="abc", device="lain", rule=RULE) == ""
    assert codes.is_ticket_of(ticket + "x", key="abc", device="gawai", rule=RULE) == ""


def test_names_are_read_as_they_are_pasted():
    text = "No\tNama\tInstansi\n1\tAni  Lestari\tDesa Anggrek\n2.\tBudi\t\n\n3) Citra Dewi; Puskesmas; Alas\n- Dodi\n"
    lines, problems = read_names(text)
    assert problems == []
    assert lines == [
        Line("Ani Lestari", "Desa Anggrek"),
        Line("Budi"),
        Line("Citra Dewi", "Puskesmas, Alas"),
        Line("Dodi"),
    ]
    assert read_names(typed(lines))[0] == lines


def test_every_line_that_must_be_mended_is_a_sentence():
    _lines, problems = read_names(f"Ani; Desa A\n12345\nANI;desa a\nAni; Desa B\n{'x' * 130}\n; Desa C")
    assert problems == [
        "Baris 2: “12345” bukan nama. Tulis nama, lalu titik koma, lalu instansinya.",
        f"Baris 5: “{'x' * 30}…” terlalu panjang (nama paling banyak 120 huruf, instansi 160). Singkatkan.",
        "Baris 6: “Desa C” bukan nama. Tulis nama, lalu titik koma, lalu instansinya.",
        "Baris 3: “ANI” sudah ada di baris 1. Hapus salah satu; kalau memang dua orang, bedakan instansinya.",
    ]

"""Entering, correcting, closing, restoring a facility and saying how far it is believed, with the record of it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from rumahbersama.chain.needs.facilities.actions import (
    _save_once,
    add_facility,
    close_facility,
    correct_facility,
    restore_facility,
    set_state,
)
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.queries import history_of
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.ground.audit.models import AuditRecord
from tests.facilities.conftest import DESA, SISTER

VALUES = FacilityValues(
    service="sd",
    region=DESA,
    name="SD Melati",
    number="20300001",
    capacity=6,
    capacity_unit="ruang kelas",
    staff=8,
    users=120,
    working="yes",
    condition="good",
    latitude=Decimal("-7.61234"),
    longitude=Decimal("109.12345"),
    source="Kunjungan",
    as_of=date(2026, 6, 30),
)


def test_adding_keeps_everything_and_writes_one_record(reference, cast, now):
    made = add_facility(values=VALUES, by=cast["keeper"], at=now)

    stored = Facility.objects.get(pk=made.pk)
    assert (stored.region.code, stored.service.code, stored.key) == (DESA, "sd", "sd|20300001")
    assert (stored.latitude, stored.longitude) == (Decimal("-7.61234"), Decimal("109.12345"))
    assert (stored.capacity, stored.staff, stored.users, stored.state) == (6, 8, 120, "entered")
    entry = AuditRecord.objects.get(verb="facilities.add")
    assert (entry.place_code, entry.summary, entry.actor) == (DESA, "SD Melati dicatat", cast["keeper"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"service": "tidak-ada"}, "tidak dikenal"),
        ({"region": "71.01"}, "Pilih desa"),
        ({"region": "71.01.99"}, "Pilih desa"),
        ({"name": "  "}, "Tulis nama"),
        ({"longitude": None}, "keduanya"),
        ({"latitude": Decimal("52.5")}, "di luar Indonesia"),
    ],
)
def test_what_cannot_be_true_is_refused(change, sentence, reference, now):
    with pytest.raises(NeedsRefusal, match=sentence):
        add_facility(values=replace(VALUES, **change), by=None, at=now)
    assert Facility.objects.count() == 0


def test_a_number_is_used_once_within_its_service(reference, now):
    add_facility(values=VALUES, by=None, at=now)
    add_facility(values=replace(VALUES, service="sltp", name="SMP Melati"), by=None, at=now)

    with pytest.raises(NeedsRefusal, match="sudah dipakai SD Melati"):
        add_facility(values=replace(VALUES, name="SD Lain"), by=None, at=now)


def test_the_database_holds_to_it_as_well(make):
    make(number="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Facility.objects.create(
            key="x", service=Facility.objects.get().service, region=Facility.objects.get().region, name="x",
            number="1", source="x", entered_at=Facility.objects.get().entered_at,
        )  # fmt: skip


def test_half_a_point_is_refused_by_the_database(make):
    made = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        Facility.objects.filter(pk=made.pk).update(latitude=Decimal("-7"))


def test_two_without_a_number_may_bear_one_name(make):
    assert make().key != make().key


def test_correcting_keeps_before_and_after_and_begins_the_state_anew(reference, cast, now):
    made = add_facility(values=VALUES, by=None, at=now)
    set_state(facility=made, state="verified", reason="", by=cast["camat"], at=now)

    correct_facility(
        facility=made, values=replace(VALUES, staff=9, region=SISTER), reason="Pindah", by=cast["keeper"], at=now
    )

    stored = Facility.objects.get()
    assert (stored.staff, stored.region.code, stored.state, stored.version) == (9, SISTER, "entered", 3)
    change = history_of(stored)[0]
    assert (change.record.verb, change.record.reason, change.before["staff"], change.after["staff"]) == (
        "facilities.correct", "Pindah", 8, 9,
    )  # fmt: skip


def test_correcting_needs_a_reason_and_an_unchanged_facility(make, now):
    made = make()
    values = replace(VALUES, number="")
    with pytest.raises(NeedsRefusal, match="alasan"):
        correct_facility(facility=made, values=values, reason=" ", by=None, at=now)
    correct_facility(facility=made, values=values, reason="Satu", by=None, at=now, seen=1)
    with pytest.raises(NeedsRefusal, match="diubah orang lain"):
        correct_facility(facility=made, values=values, reason="Dua", by=None, at=now, seen=1)


def test_correcting_nothing_writes_nothing(reference, now):
    made = add_facility(values=VALUES, by=None, at=now)
    correct_facility(facility=made, values=VALUES, reason="Tidak ada", by=None, at=now)
    assert (Facility.objects.get().version, AuditRecord.objects.filter(verb="facilities.correct").count()) == (1, 0)


def test_a_service_is_not_exchanged(make, now):
    with pytest.raises(NeedsRefusal, match="Jenis layanan"):
        correct_facility(facility=make(), values=replace(VALUES, service="sltp"), reason="x", by=None, at=now)


def test_closing_and_restoring_with_reasons(make, cast, now):
    made = make()
    day = now.date() - timedelta(days=3)
    with pytest.raises(NeedsRefusal, match="alasan"):
        close_facility(facility=made, on=day, reason="", by=None, at=now)
    with pytest.raises(NeedsRefusal, match="belum tiba"):
        close_facility(facility=made, on=now.date() + timedelta(days=3), reason="x", by=None, at=now)

    close_facility(facility=made, on=day, reason="Digabung", by=cast["keeper"], at=now)
    assert Facility.objects.get().ended_on == day
    with pytest.raises(NeedsRefusal, match="tercatat tutup"):
        close_facility(facility=made, on=day, reason="x", by=None, at=now)
    with pytest.raises(NeedsRefusal, match="tercatat tutup"):
        correct_facility(facility=made, values=VALUES, reason="x", by=None, at=now)

    restore_facility(facility=made, reason="Keliru", by=cast["keeper"], at=now)
    assert Facility.objects.get().ended_on is None
    with pytest.raises(NeedsRefusal, match="tidak tercatat tutup"):
        restore_facility(facility=made, reason="x", by=None, at=now)
    assert [change.record.verb for change in history_of(made)] == [
        "facilities.restore", "facilities.close", "facilities.add",
    ]  # fmt: skip


def test_contesting_needs_a_reason_and_nothing_is_said_twice(make, cast, now):
    made = make()
    with pytest.raises(NeedsRefusal, match="alasan menyanggah"):
        set_state(facility=made, state="contested", reason="", by=cast["operator"], at=now)
    set_state(facility=made, state="contested", reason="Sudah roboh", by=cast["operator"], at=now)
    with pytest.raises(NeedsRefusal, match="berstatus itu"):
        set_state(facility=made, state="contested", reason="Sudah roboh", by=cast["operator"], at=now)
    assert Facility.objects.get().state == "contested"
    assert AuditRecord.objects.get(verb="facilities.contest").summary == "SD Melati: disanggah"


def test_a_number_taken_in_the_same_moment_is_told(make, now):
    """Between the look and the save somebody else has entered the same number."""
    first = make(number="9")
    late = Facility(
        key="sd|9|lain",
        service=first.service,
        region=first.region,
        name="SD Lain",
        number="9",
        source="x",
        entered_at=now,
    )
    with pytest.raises(NeedsRefusal, match="Nomor 9 baru saja dipakai orang lain"):
        _save_once(late)
    assert Facility.objects.count() == 1

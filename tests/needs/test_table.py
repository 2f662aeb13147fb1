"""The table of figures as units send it: only their own columns."""

from decimal import Decimal

from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.ground.intake.rules import Options, Row


def test_the_sheet_of_a_unit_holds_only_what_it_supplies_and_reads_back(put, cast, reference, country):
    put({("71.01.01.2001", "sd"): 2, ("71.01.01.2001", "posyandu"): 3})
    header, rows = ObservationTable().template(Options("71.01.01", "2026-S1", by=cast["education_unit"]))

    assert header[3:] == ["SD/MI", "SMP/MTs", "SMA/SMK/MA", "Perguruan tinggi"]
    assert [row[3] for row in rows] == ["", 2, ""]


def test_a_column_that_another_unit_supplies_is_an_error_that_says_whose_it_is(cast, reference, country):
    row = Row(2, "71.01.01.2001", {("sd", "2026-S1"): Decimal(3), ("posyandu", "2026-S1"): Decimal(2)})
    options = Options("71.01.01.2001", "2026-S1", by=cast["operator"])
    [found] = ObservationTable().check([row], options)

    assert (found.row, found.column, found.rule) == (2, "sd", "SD/MI diisi Unit pendidikan, bukan oleh Anda.")

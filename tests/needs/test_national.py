"""Tables from above the kabupaten: what is supplied nationally, many kabupaten at once, and nothing of others."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.needs.facilities.table import FacilityTable
from rumahbersama.chain.needs.models import IndicatorSum, Observation, WriteCounter
from rumahbersama.chain.needs.spm.table import KabupatenTable
from rumahbersama.chain.needs.sums import lock_kabupaten
from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.chain.needs.voices.table import VoiceTable
from rumahbersama.ground.intake import queries
from rumahbersama.ground.intake.command import import_table
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.rules import is_national
from rumahbersama.office.uploads.forms import MatchForm
from rumahbersama.office.uploads.permissions import importable_places, may_change, may_send

A, B = "71.01.01.2001", "72.01.01.2001"


def send(cast, now, tmp_path, who: str, place: str, text: str, dataset: str = "needs.observations"):
    path = tmp_path / "nasional.csv"
    path.write_text(text, encoding="utf-8")
    return import_table(
        path,
        dataset=dataset,
        place_code=place,
        place_name="Uji",
        by=cast[who],
        at=now,
        period="2026-S1",
        source="Kementerian",
        commit=True,
    )


def test_a_ministry_sends_many_provinces_at_once_and_the_sums_of_each_kabupaten_are_true(
    cast, reference, now, tmp_path
):
    code, report = send(
        cast, now, tmp_path, "ministry", "0", f"kode,idm,Penduduk menurut sensus\n{B},0.7,30\n{A},0.8,20\n"
    )

    assert (code, report["findings"]) == (0, [])
    stored = Observation.objects.values_list("region__code", "indicator__code", "numerator")
    assert set(stored) == {
        (A, "idm", Decimal("0.8")),
        (A, "sensus", 20),
        (B, "idm", Decimal("0.7")),
        (B, "sensus", 30),
    }
    sums = IndicatorSum.objects.filter(level=2).values_list("region__code", "indicator__code", "numerator")
    assert set(sums) == {("71.01", "sensus", 20), ("72.01", "sensus", 30)}  # an index is never summed


def test_what_villages_and_their_units_fill_in_is_refused_from_above(cast, reference, now, tmp_path):
    code, report = send(cast, now, tmp_path, "ministry", "0", f"kode,idm,Posyandu\n{A},0.8,2\n")

    assert (code, Observation.objects.count()) == (1, 0)
    assert [(row["column"], row["rule"]) for row in report["findings"]] == [
        ("Posyandu", "Posyandu diisi Operator desa, bukan oleh Anda.")
    ]


def test_a_province_sends_its_own_kabupaten_and_no_other(cast, reference, now, tmp_path):
    code, report = send(cast, now, tmp_path, "province", "71", f"kode,nama,idm\n{A},Anggrek,0.8\n{B},Lain,0.7\n")

    assert (code, Observation.objects.count()) == (1, 0)
    assert [row["row"] for row in report["findings"]] == [3]


@pytest.mark.parametrize(
    ("who", "place", "expected"),
    [
        ("ministry", "0", (True, True, False, False)),
        ("province", "71", (True, True, False, False)),
        ("province", "72", (False, False, False, False)),
        ("bappeda", "71.01", (True, True, True, True)),
        ("administrator", "0", (False, False, False, False)),
    ],
)
def test_from_above_the_kabupaten_only_national_tables_are_sent(who, place, expected, cast, reference):
    tables = (ObservationTable(), FacilityTable(), KabupatenTable(), VoiceTable())
    assert tuple(may_send(cast[who], place, table) for table in tables) == expected


def test_the_form_offers_a_ministry_national_tables_down_to_the_kabupaten_and_the_place_asked_for(
    cast, reference, client
):
    client.force_login(cast["ministry"])
    form = client.get(reverse("uploads:new"), {"tempat": "71.01.01"}).context["form"]
    offered = [code for code, _label in form.fields["jenis"].choices]

    own = {"training.participants", "training.marks"}  # who runs trainings sends people, whatever is national
    assert set(offered) - own == {each.code for each in queries.datasets() if is_national(each)}
    assert {len(code.split(".")) for code, _label in form.fields["tempat"].choices if code != "71.01.01"} == {1, 2}
    assert "71.01.01" in [place.code for place in importable_places(cast["ministry"], asked="71.01.01")]
    assert form["tempat"].value() == "71.01.01"


def test_a_table_of_others_cannot_be_sent_past_the_form(cast, reference, client):
    client.force_login(cast["province"])
    berkas = SimpleUploadedFile("usulan.csv", b"kode,usulan\n71.01.01.2001,sumur\n")
    response = client.post(reverse("uploads:new"), {"jenis": "needs.voices", "tempat": "71", "berkas": berkas})
    sheet = client.get(reverse("uploads:template", args=["csv"]), {"tempat": "71", "jenis": "needs.voices"})

    assert (response.status_code, sheet.status_code, ImportRun.objects.count()) == (422, 403, 0)


def test_from_above_one_takes_back_ones_own_and_not_what_those_below_have_sent(cast, reference, now, tmp_path):
    send(cast, now, tmp_path, "keeper", "71.01.01", f"kode,Posyandu\n{A},2\n")
    send(cast, now, tmp_path, "ministry", "71.01", f"kode,idm\n{A},0.8\n")
    theirs, own = ImportRun.objects.order_by("pk")

    assert [may_change(cast["ministry"], run) for run in (theirs, own)] == [False, True]
    assert [may_change(cast["bappeda"], run) for run in (theirs, own)] == [True, True]


def test_counters_of_many_kabupaten_are_taken_in_code_order(db):
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        before = lock_kabupaten(["72.01", "71.02", "71.01"])

    reading = next(query["sql"] for query in asked if query["sql"].startswith("SELECT"))
    assert list(before) == ["71.01", "71.02", "72.01"]
    assert "ORDER BY 1 ASC" in reading  # the column of the codes
    assert ("FOR UPDATE" in reading) == (connection.vendor == "postgresql")
    assert WriteCounter.objects.count() == 3


@pytest.mark.parametrize(("more", "kept"), [({}, 1), ({"semua": "1"}, 59)])
def test_one_button_consents_to_every_clear_match_beyond_the_page_and_to_no_other(more, kept):
    asked = [
        {
            "key": ["", f"DESA {at}", ""],
            "rows": [at],
            "given": "",
            "name": f"Desa {at}",
            "parent": "",
            "offers": [[A, "Anggrek", "Alas", 90]],
            "best": A if at % 2 else "",
        }
        for at in range(120)
    ]
    form = MatchForm(
        {"padanan_1": A, "padanan_3": "-", "kode_1": ""} | more, run=ImportRun(summary={"questions": asked})
    )

    assert form.is_valid()
    found = form.decisions()
    assert (form.more_clear, found[("", "DESA 3", "")]) == (35, "")  # what was decided by hand stays so
    assert len([code for code in found.values() if code == A]) == kept
    assert ("", "DESA 2", "") not in found

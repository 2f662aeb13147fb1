"""What the page of a place says: unknown is not zero, doubt is marked, the worst come first."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.actions import correct_observation, set_state
from rumahbersama.chain.needs.rules import GapSum
from rumahbersama.ground.regions.models import Region
from rumahbersama.results.rules import Child, map_class, met_percent, worst_first

A, B = "71.01.01", "71.01.02"
D1, D2, D3 = f"{A}.2001", f"{A}.2002", f"{A}.1003"


@pytest.fixture
def see(client, cast):
    """Open the page of a place as the bappeda and give (page, html)."""

    def seeing(code: str, who: str = "bappeda", **asked: str):
        client.force_login(cast[who])
        response = client.get(reverse("results:place", args=[code]), asked)
        return response.context["page"], " ".join(response.content.decode().split())

    return seeing


@pytest.fixture
def table(client, cast):
    """Download a table of a place as the bappeda and give its rows as dicts."""

    def reading(code: str, name: str, **asked: str) -> list[dict[str, str]]:
        client.force_login(cast["bappeda"])
        response = client.get(reverse("results:download", args=[code, name, "csv"]), asked)
        return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    return reading


def service(page, code: str):
    return next(line for line in page.services if line.service.code == code)


def child(page, code: str):
    return next(one for one in page.ranked if one.code == code)


def test_a_place_without_figures_says_so_and_names_its_children(reference, placed, see) -> None:
    page, html = see("71.01")

    assert (page.period, page.services) == (None, [])
    assert ("Belum ada penduduk dan layanan yang dapat dihitung di tempat ini" in html, "Alas" in html) == (
        True,
        True,
    )
    assert f'href="{reverse("needs:index")}">Angka lain, seperti indeks' in html


def test_what_nobody_sent_is_unknown_at_every_level_and_never_zero(put, see, table) -> None:
    put({(D1, "penduduk"): 2000, (D1, "sd"): 1})

    for code in ("0", "71", "71.01", A, D1):
        page, html = see(code, "ministry")
        line = service(page, "posyandu")
        assert (code, line.gap.reported, line.met, line.silent > 0) == (code, 0, None, True)
        assert "belum dapat dihitung" in html
    rows = {row["Layanan"]: row for row in table("71.01", "layanan")}
    assert [rows["Posyandu"][name] for name in ("Diperlukan", "Ada", "Kurang", "Lebih")] == ["", "", "", ""]
    values = {row["Indikator"]: row for row in table("71.01", "nilai")}
    assert (values["Posyandu"]["Pembilang"], values["Penduduk"]["Pembilang"]) == ("", "2000")
    children = {row["Wilayah"]: row for row in table(A, "peringkat", layanan="posyandu")}
    assert [children["Akasia"][name] for name in ("Diperlukan", "Ada", "Kurang", "Terpenuhi %")] == [""] * 4


def test_a_count_of_zero_is_a_count_and_is_short(put, see) -> None:
    put({(D1, "penduduk"): 2000, (D1, "posyandu"): 0})
    page, _html = see(A)

    gap = service(page, "posyandu").gap
    assert (gap.reported, gap.required, gap.supply, gap.shortage) == (1, 2, 0, 2)


def test_a_village_without_population_is_not_computed_and_says_why(put, see, table) -> None:
    put({(D1, "posyandu"): 3, (D2, "posyandu"): 1, (D2, "penduduk"): 2000})
    page, html = see(A, layanan="posyandu")

    assert (child(page, D1).gap, child(page, D1).supply) == (None, 3)
    assert child(page, D1).note == "penduduknya belum dikirim, belum diverifikasi"
    assert "dihitung di atas desa" not in html
    assert {row["Wilayah"]: row["Catatan"] for row in table(A, "peringkat", layanan="posyandu")}[
        "Anggrek"
    ] == "penduduknya belum dikirim, belum diverifikasi"


def test_unverified_and_contested_are_marked_where_they_are(put, found, now, see, table) -> None:
    values = {
        (place, what): 1300 if what == "penduduk" else 1 for place in (D1, D2) for what in ("penduduk", "posyandu")
    }
    put(values)
    set_state(observation=found(D1, "posyandu"), state="contested", reason="tutup", by=None, at=now)
    for place, what in ((D2, "penduduk"), (D2, "posyandu")):
        set_state(observation=found(place, what), state="verified", reason="", by=None, at=now)
    page, html = see(A, layanan="posyandu")

    assert {one.code: one.note for one in page.ranked} == {D1: "disanggah", D2: "", D3: ""}
    assert "1 disanggah" in html
    assert "1 desa/kelurahan belum diverifikasi" in html
    rows = {row["Indikator"]: row for row in table("71", "nilai")}
    assert (rows["Posyandu"]["Belum diverifikasi"], rows["Posyandu"]["Disanggah"]) == ("1", "1")
    _own, desa = see(D1)
    assert ("Disanggah" in desa, "Dimasukkan" in desa) == (True, True)


def test_a_kecamatan_of_which_only_some_villages_sent_is_marked_up_to_the_nation(put, see, table) -> None:
    put({(D1, "penduduk"): 70_000, (D1, "pustu"): 1})
    put(
        {
            (place, what): 90 if what == "penduduk" else 1
            for place in (f"{B}.2001", f"{B}.2002")
            for what in ("penduduk", "pustu")
        }
    )

    own, html = see(A, layanan="pustu")
    assert (service(own, "pustu").is_uncertain, "baru sebagian desa" in html) == (True, True)
    kabupaten, html = see("71.01", layanan="pustu")
    assert {one.code: one.note for one in kabupaten.ranked} == {A: "dari sebagian desanya", B: ""}
    assert (service(kabupaten, "pustu").partial, "1 kecamatan dihitung dari sebagian desanya" in html) == (1, True)
    province, _html = see("71", "province", layanan="pustu")
    assert child(province, "71.01").note == "1 kecamatan dari sebagian desanya"
    notes = {row["Wilayah"]: row["Catatan"] for row in table("71.01", "peringkat", layanan="pustu")}
    assert notes == {"Alas": "dari sebagian desanya", "Bukit": ""}


def test_expected_places_of_a_child_are_those_of_the_standards_level(put, see) -> None:
    put({(D1, "penduduk"): 70_000, (D1, "pustu"): 1, (D1, "posyandu"): 1})

    expected = {
        (code, layanan): {one.code: one.expected for one in see(code, "ministry", layanan=layanan)[0].ranked}
        for code in ("0", "71", "71.01")
        for layanan in ("pustu", "posyandu")
    }
    assert expected == {
        ("0", "pustu"): {"71": 3, "72": 1},
        ("0", "posyandu"): {"71": 6, "72": 1},
        ("71", "pustu"): {"71.01": 2, "71.02": 1},
        ("71", "posyandu"): {"71.01": 5, "71.02": 1},
        ("71.01", "pustu"): {A: 1, B: 1},
        ("71.01", "posyandu"): {A: 3, B: 2},
    }


def test_a_figure_that_is_never_summed_is_not_called_unsent_above_its_place(put, see) -> None:
    put({(D1, "jarak-kantor-camat"): 7, (D1, "penduduk"): 10})

    assert "jarak-kantor-camat" in [line.indicator.code for line in see(D1)[0].indicators]
    for code in (A, "71.01", "71", "0"):
        page, _html = see(code, "ministry")
        assert "jarak-kantor-camat" not in [line.indicator.code for line in page.indicators]


def test_a_correction_at_a_village_is_on_every_page_at_the_next_read(
    put, reference, country, period, now, see
) -> None:
    put({(D1, "penduduk"): 2000, (D1, "posyandu"): 1, ("71.02.01.2001", "penduduk"): 1250})
    put({("71.02.01.2001", "posyandu"): 0})
    before = {
        code: service(see(code, "ministry")[0], "posyandu").gap.shortage for code in ("0", "71", "71.01", A, D1)
    }
    correct_observation(
        region=country[D1],
        indicator=reference["penduduk"],
        period=period,
        numerator=Decimal(12_500),
        denominator=None,
        source="laporan",
        reason="angka lama keliru",
        by=None,
        at=now,
    )
    after = {code: service(see(code, "ministry")[0], "posyandu").gap.shortage for code in ("0", "71", "71.01", A, D1)}

    assert before == {"0": 2, "71": 2, "71.01": 1, A: 1, D1: 1}
    assert after == {"0": 10, "71": 10, "71.01": 9, A: 9, D1: 9}


def test_a_page_is_of_one_period_and_older_figures_never_fill_in(put, see) -> None:
    put({(D1, "penduduk"): 2000, (D1, "posyandu"): 1}, when="2025")
    put({(D2, "penduduk"): 900}, when="2026-S1")
    newest, _html = see(A)
    older, _older = see(A, periode="2025")
    unknown, _unknown = see(A, periode="1999")

    assert [page.period.code for page in (newest, older, unknown)] == ["2026-S1", "2025", "2026-S1"]
    assert service(newest, "posyandu").gap.reported == 0
    assert service(older, "posyandu").gap.shortage == 1


def test_places_that_are_gone_or_invented_stay_out_of_the_nation(put, see) -> None:
    put({(D1, "penduduk"): 2000, ("72.01.01.2001", "penduduk"): 5})
    Region.objects.filter(code__startswith="72").update(invented=True)
    page, _html = see("0", "ministry")

    assert (page.population.figure.numerator, page.population.expected) == (Decimal(2000), 6)


def gap(required: int, supply: int) -> GapSum:
    short = max(0, required - supply)
    return GapSum(1, 1, int(short > 0), required, supply, short, max(0, supply - required))


@pytest.mark.parametrize(
    ("required", "supply", "met", "css"),
    [
        (4, 0, 0, "q0"),
        (4, 3, 75, "q1"),
        (10, 9, 90, "q2"),
        (4, 4, 100, "q3"),
        (4, 5, 100, "q3"),
        (4, 6, 100, "q4"),
        (0, 0, 100, "q4"),
    ],
)
def test_the_colour_of_a_place_follows_the_share_that_is_met(required, supply, met, css) -> None:
    assert (met_percent(gap(required, supply)), map_class(gap(required, supply))) == (Decimal(met), css)


def test_the_worst_come_first_and_the_unknown_last() -> None:
    def one(name: str, found: GapSum | None, supply: int | None = None) -> Child:
        return Child(code=name, name=name, url="", gap=found, expected=1, supply=supply)

    ranked = worst_first(
        [
            one("kosong", None),
            one("cukup", gap(3, 3)),
            one("kurang 2 dari 8", gap(8, 6)),
            one("kurang 2 dari 4", gap(4, 2)),
        ]
    )

    assert [found.name for found in ranked] == ["kurang 2 dari 4", "kurang 2 dari 8", "cukup", "kosong"]

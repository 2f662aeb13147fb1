"""Which numbers appear on the page of a place and in its tables, and which do not, for everybody who may come."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

# population, posyandu needed, there, missing; worked out by hand from 1 per 1,250, rounded up per desa
DESA = {
    "anggrek": {"1234567000", "987654", "311311", "676343"},
    "akasia": {"2345678000", "1876543", "423423", "1453120"},
    "asri": {"1111111000", "888889", "137137", "751752"},
}
SUMS = {
    "alas": {"4691356000", "3753086", "871871", "2881215"},
    "bukit": {"987654000", "790124", "229229", "560895"},
    "sungai": {"5679010000", "4543210", "1101100", "3442110"},
    "utara": {"6555553000", "5244445", "1274273", "3970172"},
}
SECRET = set().union(*DESA.values())
OF_A = "71.01.01"
SEES_DESA_OF_A = [
    "operator",
    "keeper",
    "kasi",
    "camat",
    "education_unit",
    "bappeda",
    "province",
    "ministry",
    "auditor",
]
SEES_SUMS_ONLY = ["camat_b", "operator_b", "outsider", "nobody"]


def numbers(content: bytes, kind: str = "html") -> set[str]:
    """Return every number in a page or file, without its grouping."""
    if kind == "xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        return {str(cell).removesuffix(".0") for row in rows for cell in row if cell is not None}
    text = content.decode("utf-8-sig")
    return {found.replace(".", "") for found in re.findall(r"(?<![A-Za-z0-9])\d+(?:\.\d{3})*(?![A-Za-z0-9])", text)}


def enter(client, cast, who: str) -> None:
    if who != "anonymous":
        client.force_login(cast[who])


def page(client, code: str, **headers: str):
    return client.get(reverse("results:place", args=[code]), headers=headers)


@pytest.mark.parametrize("code", ["0", "71", "71.01", OF_A, "71.01.01.2001"])
def test_without_signing_in_names_are_shown_and_no_number(code: str, figures, client) -> None:
    response = page(client, code)

    assert response.status_code == 200
    assert numbers(response.content) & (SECRET | set().union(*SUMS.values())) == set()


@pytest.mark.parametrize("who", SEES_SUMS_ONLY)
def test_from_elsewhere_a_kecamatan_shows_its_sums_and_no_village(who: str, cast, figures, client) -> None:
    enter(client, cast, who)
    whole, part = page(client, OF_A), page(client, OF_A, HX_Request="true")

    for response in (whole, part):
        found = numbers(response.content)
        assert (found & SECRET, found >= SUMS["alas"]) == (set(), True)
    assert "Anggrek" in whole.content.decode()


@pytest.mark.parametrize("who", SEES_DESA_OF_A)
def test_inside_and_above_a_kecamatan_shows_its_villages(who: str, cast, figures, client) -> None:
    enter(client, cast, who)
    found = numbers(page(client, OF_A).content)

    assert SUMS["alas"] <= found
    assert found & SECRET == SECRET - _people()


def _people() -> set[str]:
    return {"1234567000", "2345678000", "1111111000"}


@pytest.mark.parametrize("who", SEES_DESA_OF_A)
def test_a_village_shows_its_own_numbers_to_its_kecamatan_and_above(who: str, cast, figures, client) -> None:
    enter(client, cast, who)
    own, sister = (numbers(page(client, code).content) for code in ("71.01.01.2001", "71.01.01.2002"))

    assert (own >= DESA["anggrek"], own & (DESA["akasia"] | DESA["asri"])) == (True, set())
    assert (sister >= DESA["akasia"], sister & DESA["anggrek"]) == (True, set())


@pytest.mark.parametrize("who", [*SEES_SUMS_ONLY, "anonymous"])
def test_a_village_shows_nothing_to_others(who: str, cast, figures, client) -> None:
    enter(client, cast, who)
    response = page(client, "71.01.01.2001")

    assert (response.status_code, numbers(response.content) & SECRET) == (200, set())


@pytest.mark.parametrize(
    ("code", "own", "children"),
    [("71.01", "sungai", ["alas", "bukit"]), ("71", "utara", ["sungai"]), ("0", "utara", ["utara"])],
)
@pytest.mark.parametrize("who", ["nobody", "outsider", "bappeda"])
def test_above_the_kecamatan_sums_are_shown_to_all_signed_in(who, code, own, children, cast, figures, client) -> None:
    enter(client, cast, who)
    found = numbers(page(client, code).content)

    assert SUMS[own] <= found
    assert all(SUMS[child] - {_population(child)} <= found for child in children)
    assert found & SECRET == set()


def _population(name: str) -> str:
    return max(SUMS[name], key=int)


TABLES = ["peringkat", "layanan", "nilai"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("who", [*SEES_SUMS_ONLY, "anonymous"])
def test_files_hold_no_number_that_the_page_hides(who: str, form: str, cast, figures, client) -> None:
    enter(client, cast, who)
    found: dict[tuple[str, str], set[str] | int] = {}
    for code in (OF_A, "71.01.01.2001"):
        for table in TABLES:
            response = client.get(reverse("results:download", args=[code, table, form]))
            seen = numbers(response.content, form) & SECRET if response.status_code == 200 else response.status_code
            found[code, table] = seen

    hidden = 302 if who == "anonymous" else 404
    assert found == {
        (OF_A, "peringkat"): hidden,
        (OF_A, "layanan"): 302 if who == "anonymous" else set(),
        (OF_A, "nilai"): 302 if who == "anonymous" else set(),
        ("71.01.01.2001", "peringkat"): hidden,
        ("71.01.01.2001", "layanan"): hidden,
        ("71.01.01.2001", "nilai"): hidden,
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_files_hold_what_the_page_shows_to_those_inside(form: str, cast, figures, client) -> None:
    enter(client, cast, "operator")

    def held(code: str, table: str) -> set[str]:
        response = client.get(reverse("results:download", args=[code, table, form]))
        assert response.status_code == 200
        return numbers(response.content, form)

    assert held(OF_A, "peringkat") >= SECRET - _people()
    assert held(OF_A, "layanan") >= SUMS["alas"] - {"4691356000"}
    assert held(OF_A, "nilai") >= {"4691356000", "871871"}
    assert held("71.01.01.2002", "nilai") >= {"2345678000", "423423"}
    assert held("71.01.01.2002", "layanan") >= {"1876543", "423423", "1453120"}
    assert held("71.01", "peringkat") >= SUMS["alas"] - {"4691356000"}


@pytest.mark.parametrize(("table", "form"), [("rahasia", "csv"), ("peringkat", "pdf"), ("nilai", "html")])
def test_a_table_or_form_that_does_not_exist_is_404(table: str, form: str, cast, figures, client) -> None:
    enter(client, cast, "bappeda")

    assert client.get(reverse("results:download", args=["71.01", table, form])).status_code == 404


def test_another_kecamatan_of_the_same_kabupaten_is_elsewhere(cast, figures, client) -> None:
    enter(client, cast, "camat")
    found = numbers(page(client, "71.01.02").content)

    assert SUMS["bukit"] <= found  # one village has sent: the sum of the kecamatan is that village's own
    assert "perlu 790.124" not in page(client, "71.01.02.2001").content.decode()

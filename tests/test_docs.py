"""The documents against the code: what is described exists, and what exists is described."""

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.utils import translation

from tools import docs

CHECKOUT = docs.CHECKOUT
PACKAGE = CHECKOUT / "rumahbersama"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
ADR = re.compile(r"(?:docs/adr/|ADR |\badr/)(?P<number>\d{4})")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
BUILT = {".git", ".venv", "var", "build", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache"}
# Words of the field that may occur in names in code; those that do must stand in the glossary.
FIELD_TERMS = """
adat apbdes apip apotek bappeda bps bupati camat desa dinas distrik dpmd dukcapil gampong jabatan jorong
kabupaten kades kasi kecamatan kelurahan kemendagri kota lurah mutasi musrenbang nagari negara nik nip opd
operator pegawai pj plh plt posyandu provinsi ptpd puskesmas pustu rkpdes rtl sd sekcam sekda skm slta sltp sni
spm wilayah
"""
# Written in pieces, so that this file does not hold what it forbids.
MACHINE = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.])/" + r"(?:work|root)/",
        r"(?<![\w.])/" + r"home/[a-z]",
        r"/" + r"tmp/(?:bash|brief|h\d)",
        r"(?:pypi|pythonhosted|npm" + r"js)\.(?:org|com)",
        r"registry\." + r"(?:npm|yarn|docker|hub|gitlab)",
        r"file" + r":///(?!etc/)",
    )
]


def tracked(*endings: str) -> list[Path]:
    """Return the files that git tracks or would track, with these endings; without git, all but what is built."""
    paths = [CHECKOUT / name for name in _names() if name.endswith(endings or ("",))]
    return [path for path in paths if path.is_file()]


@cache
def _names() -> tuple[str, ...]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(CHECKOUT) for path in CHECKOUT.rglob("*"))
        return tuple(str(path) for path in found if not BUILT & set(path.parts) and path.suffix != ".pyc")
    return tuple(listed.stdout.splitlines())


def tables() -> dict[str, dict[str, docs.Table]]:
    with translation.override("id"):
        return {name: dict(make()) for name, make in docs.DOCUMENTS.items()}


@pytest.mark.parametrize("name", sorted(docs.DOCUMENTS))
def test_reference_is_true_and_complete(name: str) -> None:
    text = (docs.REFERENCE / name).read_text(encoding="utf-8")

    assert docs.faults_of(name, text, tables()[name]) == []


def test_table_that_is_stale_missing_or_undescribed_is_told() -> None:
    table = docs.Table(("setting", "what it does"), [("`A`", None), ("`B`", None)])
    text = "<!-- table: one -->\n| setting | what it does |\n| --- | --- |\n| `A` | Is a. |\n<!-- end -->\n"

    renewed = docs.renewed(text, {"one": table})

    assert renewed.splitlines()[3:5] == ["| `A` | Is a. |", "| `B` |  |"]
    assert docs.faults_of("x.md", text, {"one": table}) == [
        "x.md: stale; run make docs",
        "x.md: one: `B` is not described",
    ]
    assert docs.faults_of("x.md", text, {"two": table}) == [
        "x.md: the table two is missing",
        "x.md: the table one describes nothing that exists",
    ]


def test_no_setting_is_read_elsewhere() -> None:
    described = {str(row[0]).strip("`") for row in docs.settings_table().rows}

    found = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r"\b(?:RUMAH_[A-Z_]+|DATABASE_URL)\b", path.read_text(encoding="utf-8"))
    }

    assert found == described


def _glossary() -> set[str]:
    text = (docs.REFERENCE / "glossary.md").read_text(encoding="utf-8")
    cells = (line.split("|")[1].strip() for line in text.splitlines() if line.startswith("|"))
    return {cell for cell in cells if cell not in {"term", "---"}}


def _names_in_code() -> Iterator[str]:
    """Yield every word of every name in our Python, and the codes people meet."""
    for path in PACKAGE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for attribute in ("id", "attr", "name", "arg"):
                name = getattr(node, attribute, None)
                if isinstance(name, str):
                    yield from (word.lower() for word in WORD.findall(name))


def test_glossary_holds_every_term_of_the_field_that_code_uses() -> None:
    from rumahbersama.ground.people.models import Tenure
    from rumahbersama.ground.people.roles import ROLES
    from rumahbersama.ground.regions.models import Kind, RegionCode

    reference = yaml.safe_load((PACKAGE / "chain/needs/data/reference.yaml").read_text(encoding="utf-8"))
    codes = [*Kind.values, *Tenure.Capacity.values, *ROLES, *RegionCode.Scheme.values]
    codes += [row["supplier"] for row in reference["indicators"]]
    codes += [row["code"] for row in reference["services"]]
    words = {word for code in codes for word in re.split(r"[_-]", code)} | set(_names_in_code())

    assert sorted((words & set(FIELD_TERMS.split())) - {term.lower() for term in _glossary()}) == []


def test_every_glossary_term_is_used() -> None:
    sources = [path for ending in ("*.py", "*.html", "*.yaml") for path in PACKAGE.rglob(ending)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources).lower()

    assert [term for term in sorted(_glossary()) if not re.search(rf"\b{re.escape(term.lower())}", text)] == []


def test_every_relative_link_of_a_document_leads_somewhere() -> None:
    dead = []
    for path in tracked(".md"):
        for found in LINK.finditer(path.read_text(encoding="utf-8")):
            target = found["target"]
            if re.match(r"[a-z]+:", target):
                continue
            file, _hash, anchor = target.partition("#")
            goal = (path.parent / file).resolve() if file else path
            if not goal.exists() or (anchor and anchor not in _anchors(goal)):
                dead.append(f"{path.relative_to(CHECKOUT)}: {target}")

    assert dead == []


def _anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_adr_that_is_named_exists_and_fits_a_page() -> None:
    present = {path.name[:4]: path for path in (CHECKOUT / "docs/adr").glob("*.md")}
    named = {
        found["number"]
        for path in tracked(".py", ".md", ".html", ".yaml", ".toml")
        for found in ADR.finditer(path.read_text(encoding="utf-8"))
    }

    assert sorted(named - set(present)) == []
    assert [path.name for path in present.values() if len(path.read_text(encoding="utf-8").splitlines()) > 70] == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [CHECKOUT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        for found in LINK.finditer(path.read_text(encoding="utf-8")):
            goal = (path.parent / found["target"].partition("#")[0]).resolve()
            waiting += sorted(goal.glob("*.md")) if goal.is_dir() else [goal] if goal.suffix == ".md" else []

    documents = {path for path in tracked(".md") if "docs" in path.relative_to(CHECKOUT).parts}
    assert sorted(str(path.relative_to(CHECKOUT)) for path in documents - reached) == []


def test_every_room_says_what_it_is_about() -> None:
    from django.conf import settings

    rooms = [CHECKOUT / room.replace(".", os.sep) for room in settings.ROOMS]

    assert [str(room.relative_to(CHECKOUT)) for room in rooms if not (room / "README.md").is_file()] == []


def test_readme_fits_one_screen_and_names_the_two_commands() -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 60
    assert re.findall(r"^ {4}(make (?:demo|test))\b", text, flags=re.MULTILINE) == ["make demo", "make test"]


def test_make_targets_that_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {
        found
        for path in tracked(".md")
        for found in re.findall(r"(?:^ {4}|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }

    assert sorted(named - targets) == []


def test_commands_in_documents_are_commands_of_rumah() -> None:
    known = {name.removeprefix("rumah ") for name, _table in docs.command_tables()}
    pattern = r"(?:^ {4}.*?|`)(?:\S+/)?rumah ((?:regions |training )?[a-z-]+)(?=[ `\n])"
    named = {
        found
        for path in tracked(".md")
        if path.name != "data-dictionary.md"  # a rumah sakit is a hospital
        for found in re.findall(pattern, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    }

    assert sorted(named - known) == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path.suffix in {".png", ".mo", ".jpg", ".ico"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(CHECKOUT)}: {hit[0]}" for rule in MACHINE if (hit := rule.search(text))]

    assert found == []

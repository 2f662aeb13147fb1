"""Keeps the reference documents true to the code.

Usage: ``python tools/docs.py`` changes nothing and fails where a table is stale or something is not described;
``--write`` makes the tables anew. A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``. What the
program knows is written by this tool; a cell that it cannot know (what a field means) is written by hand in the
last column and kept: new rows come with an empty cell, and an empty cell fails.
"""

import argparse
import ast
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))
REFERENCE = CHECKOUT / "docs" / "reference"
BLOCK = re.compile(r"<!-- table: (?P<name>[^\n]+?) -->\n(?P<body>.*?)<!-- end -->", re.DOTALL)
CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Table:
    """A table of a document: headings, and rows whose last cell is None where a person must write it."""

    headings: tuple[str, ...]
    rows: list[tuple[str | None, ...]]

    def drawn(self, written: dict[str, str]) -> str:
        """Return the table as Markdown, with the cells people wrote (by the first cell of their row)."""
        lines = [self.headings, tuple("---" for _ in self.headings)]
        lines += [(*row[:-1], written.get(str(row[0]), "") if row[-1] is None else row[-1]) for row in self.rows]
        return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in CELL.split(line.strip())[1:-1]]


def _code(text: object) -> str:
    return f"`{text}`"


# What the code says ---------------------------------------------------------------
def settings_table() -> Table:
    """Return every environment variable that settings.py reads, with its default where it is a plain value."""
    tree = ast.parse((CHECKOUT / "rumahbersama/settings.py").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func) not in {"os.environ.get", "_flag", "_words"}:
            continue
        if isinstance(call.args[0], ast.Constant):
            found[call.args[0].value] = _default(call)
    return Table(("setting", "default", "what it does"), [(_code(name), found[name], None) for name in sorted(found)])


def _default(call: ast.Call) -> str:
    if ast.unparse(call.func) == "_flag":
        return _code("1" if any(ast.unparse(word.value) == "True" for word in call.keywords) else "0")
    if len(call.args) < 2:
        return ""
    return _code(call.args[1].value) if isinstance(call.args[1], ast.Constant) and call.args[1].value else ""


def command_tables() -> Iterator[tuple[str, Table]]:
    """Yield the options of every command of ``rumah``."""
    from rumahbersama.cli import parser

    for name, command in _leaves(parser(), ()):
        rows: list[tuple[str | None, ...]] = []
        for action in command._actions:
            if action.dest == "help" or action.help == argparse.SUPPRESS:
                continue
            word = " ".join([*action.option_strings, action.metavar or ""]).strip() or action.dest
            rows.append((_code(word), _argument(action), None))
        yield f"rumah {name}", Table(("argument", "default", "what it does"), rows)


def _leaves(one: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    groups = [action for action in one._actions if isinstance(action, argparse._SubParsersAction)]
    for group in groups:
        for name, child in group.choices.items():
            yield from _leaves(child, (*path, name))
    if not groups:
        yield " ".join(path), one


def _argument(action: argparse.Action) -> str:
    if action.required:
        return "required"
    return _code(action.default) if action.default not in (None, "", False) else ""


def role_table() -> Table:
    """Return every role: where it is held and what it may do."""
    from rumahbersama.ground.people.roles import ROLES
    from rumahbersama.ground.regions.models import Level

    rows = [
        (
            _code(role.code),
            str(role.label),
            ", ".join(Level(level).name.lower() for level in role.levels),
            ", ".join(_code(act) for act in sorted(role.may)),
            ", ".join(_code(post) for post in sorted(role.supplies)) or "any",
        )
        for role in ROLES.values()
    ]
    return Table(("role", "name in the program", "held at", "may do, there and below", "enters figures of"), rows)


def act_table() -> Table:
    """Return everything that roles may do."""
    from rumahbersama.ground.people.roles import ROLES

    acts = sorted({act for role in ROLES.values() for act in role.may})
    return Table(("act", "what it is"), [(_code(act), None) for act in acts])


def grant_table() -> Table:
    """Return which roles hand out which."""
    from rumahbersama.ground.people.roles import ROLES
    from rumahbersama.ground.people.rules import GRANTS

    rows = [
        (_code(giver), "every role" if given >= set(ROLES) else ", ".join(_code(r) for r in ROLES if r in given))
        for giver, given in GRANTS.items()
    ]
    return Table(("role", "hands out and takes back"), rows)


def url_table() -> Table:
    """Return every address with its name, and what its view says of itself."""
    from django.urls import get_resolver

    from rumahbersama.ground.people.oidc_urls import urlpatterns as oidc

    found = dict(_addresses(get_resolver().url_patterns, "", ""))
    found |= {name: (path, view) for name, (path, view) in _addresses(oidc, "", "")}
    ordered = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    rows = [(_code(name), _code(f"/{path}"), _said(view)) for name, (path, view) in ordered]
    return Table(("name", "address", "what it does"), rows)


def _addresses(patterns: Iterable[Any], before: str, space: str) -> Iterator[tuple[str, tuple[str, Any]]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern.url_patterns, path, inner)
        else:
            plain = re.sub(r"\(\?P(<\w+>)(?:\[[^\]]*\]|[^)])*\)", r"\1", path)
            yield f"{space}{pattern.name}", (plain.replace("^", "").replace("$", ""), pattern.callback)


def _said(view: Any) -> str | None:  # noqa: ANN401 - a view of ours, or of allauth (described by hand)
    said = (view.__doc__ or "").strip().splitlines() if view.__module__.startswith("rumahbersama.") else []
    return said[0].replace("|", r"\|") if said else None


def model_tables() -> Iterator[tuple[str, Table]]:
    """Yield the fields of every model of ours."""
    from django.apps import apps

    for config in apps.get_app_configs():
        if config.name.startswith("rumahbersama."):
            for model in sorted(config.get_models(), key=lambda each: each.__name__):
                rows = [(_code(field.name), _kind(field), None) for field in _fields(model)]
                yield f"{config.label}.{model.__name__}", Table(("field", "kind", "what it holds"), rows)


def _fields(model: Any) -> list[Any]:  # noqa: ANN401 - a Django model
    return [*(field for field in model._meta.fields if field.name != "id"), *model._meta.many_to_many]


def _kind(field: Any) -> str:  # noqa: ANN401 - a Django field
    if field.is_relation:
        target = field.related_model._meta
        words = [f"→ {target.app_label}.{target.object_name}"]
    else:
        words = [field.get_internal_type().removesuffix("Field").lower()]
        if field.max_length:
            words.append(f"≤ {field.max_length}")
    if field.choices:
        words.append("one of " + ", ".join(_code(value) for value, _label in field.flatchoices))
    return "; ".join([*words, *(["may be empty"] if field.null or field.blank else [])])


def reference_tables() -> Iterator[tuple[str, Table]]:
    """Yield the reference data of the needs room as it is delivered."""
    import yaml

    path = CHECKOUT / "rumahbersama/chain/needs/data/reference.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    yield (
        "areas",
        Table(("code", "name", "in English"), [(_code(a["code"]), a["name"], a["name_en"]) for a in data["areas"]]),
    )
    yield (
        "periods",
        Table(("periods delivered",), [(", ".join(_code(each["code"]) for each in data["periods"]),)]),
    )
    yield (
        "indicators",
        Table(
            ("code", "name", "unit", "observed at", "upward", "supplied by", "headings it knows"),
            [
                (
                    _code(row["code"]),
                    row["name"],
                    row["unit"],
                    row.get("level", "desa"),
                    row.get("upward", "sum"),
                    _code(row["supplier"]),
                    ", ".join(_code(each) for each in row.get("aliases", [])),
                )
                for row in data["indicators"]
            ],
        ),
    )
    yield (
        "services",
        Table(
            ("code", "name", "area", "supply is the indicator"),
            [(_code(r["code"]), r["name"], _code(r["area"]), _code(r["supply"])) for r in data["services"]],
        ),
    )
    yield (
        "standards",
        Table(
            (
                "service",
                "people per facility",
                "applies per",
                "rounding",
                "at least",
                "from",
                "legal basis",
                "basis seen",
            ),
            [
                (
                    _code(row["service"]),
                    str(row["people"]),
                    row["level"],
                    row.get("rounding", "up"),
                    str(row.get("minimum", 0)),
                    str(row["valid_from"]),
                    row["basis"],
                    "yes" if row["verified"] else "no",
                )
                for row in data["standards"]
            ],
        ),
    )


def minimum_service_tables() -> Iterator[tuple[str, Table]]:
    """Yield the minimum services as they are delivered; each is two indicators."""
    import yaml

    path = CHECKOUT / "rumahbersama/chain/needs/spm/data/spm.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [
        (
            f"{_code(service['code'] + '-penerima')}, {_code(service['code'] + '-mutu')}",
            field["name"],
            service["name"],
            service["who"],
            service["unit"],
            service.get("denominator", "count"),
            "yes" if data["verified"] else "no",
        )
        for field in data["fields"]
        for service in field["services"]
    ]
    head = ("indicators", "field", "service", "who has a claim", "unit", "their number rests on", "basis seen")
    yield "minimum", Table(head, rows)


DOCUMENTS: dict[str, Callable[[], Iterable[tuple[str, Table]]]] = {
    "settings.md": lambda: [("settings", settings_table())],
    "commands.md": command_tables,
    "roles.md": lambda: [("roles", role_table()), ("acts", act_table()), ("grants", grant_table())],
    "urls.md": lambda: [("urls", url_table())],
    "data-dictionary.md": lambda: [*model_tables(), *reference_tables(), *minimum_service_tables()],
}


# Holding documents against it --------------------------------------------------------
def renewed(text: str, tables: dict[str, Table]) -> str:
    """Return a document with its tables made anew."""

    def block(found: re.Match[str]) -> str:
        if found["name"] not in tables:
            return found[0]
        written = {cells[0]: cells[-1] for line in found["body"].splitlines() if (cells := _cells(line))}
        return f"<!-- table: {found['name']} -->\n{tables[found['name']].drawn(written)}<!-- end -->"

    return BLOCK.sub(block, text)


def faults_of(name: str, text: str, tables: dict[str, Table]) -> list[str]:
    """Return what a document lacks, has too much, or has undescribed."""
    names = [found["name"] for found in BLOCK.finditer(text)]
    faults = [f"{name}: the table {one} is missing" for one in tables if one not in names]
    faults += [f"{name}: the table {one} describes nothing that exists" for one in names if one not in tables]
    if renewed(text, tables) != text:
        faults.append(f"{name}: stale; run make docs")
    for found in BLOCK.finditer(renewed(text, tables)):
        rows = [_cells(line) for line in found["body"].splitlines()[2:]]
        faults += [f"{name}: {found['name']}: {row[0]} is not described" for row in rows if not row[-1]]
    return faults


def start() -> None:
    """Set Django up on a data folder of its own, so that no installation is touched."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rumahbersama.settings")
    os.environ.setdefault("RUMAH_DATA", tempfile.mkdtemp())
    django.setup()


def main() -> int:
    """Do what the options ask."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--write", action="store_true", help="make the tables anew")
    write = options.parse_args().write
    start()
    faults: list[str] = []
    for name, make in DOCUMENTS.items():
        path, tables = REFERENCE / name, dict(make())
        text = path.read_text(encoding="utf-8")
        if write and renewed(text, tables) != text:
            text = renewed(text, tables)
            path.write_text(text, encoding="utf-8")
            print(f"{name}: made anew")
        faults += faults_of(name, text, tables)
    print("\n".join(faults) or "docs: the reference is true to the code")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Run the measurements and write them down: ``python -m benchmarks [pages regions intake install] [--quick]``.

Every ``benchmarks/bench_*.py`` with a ``run()`` takes part; it returns a list of rows, each a dict with name,
input, ours (or seconds and megabytes), peer (and peer_seconds), ratio, and the bar it is held against. The
section of a benchmark in ``docs/reference/performance.md`` is replaced; with ``--quick`` nothing is written.
"""

import argparse
import importlib
import inspect
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "performance.md"
HEAD = ("What", "Input", "Ours", "Peer", "Ratio", "Bar", "Met")


def main() -> int:
    """Run what was asked for; exit code 1 where a bar is missed."""
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"which: {', '.join(known)} (all where none is named)"
    )
    parser.add_argument("--quick", action="store_true", help="small inputs; writes nothing")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(known)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    missed = 0
    for name in chosen.names or known:
        sys.stderr.write(f"{name} ...\n")
        rows = _measured(name, quick=chosen.quick)
        print(f"\n## {name}\n\n{_table(rows)}")
        missed += sum(row.get("met") is False for row in rows)
        if not chosen.quick:
            _write_down(name, _table(rows))
    return 1 if missed else 0


def _measured(name: str, *, quick: bool) -> list[dict[str, Any]]:
    run = importlib.import_module(f"benchmarks.bench_{name}").run
    takes_quick = "quick" in inspect.signature(run).parameters
    return list(run(quick=quick) if takes_quick else run())


def _table(rows: list[dict[str, Any]]) -> str:
    lines = [HEAD, tuple("---" for _ in HEAD), *(_line(row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    met = row.get("met")
    return (
        str(row.get("name", "")),
        str(row.get("input", "")),
        _amount(row, "ours", "seconds", "megabytes"),
        _amount(row, "peer", "peer_seconds", "peer_megabytes"),
        "" if row.get("ratio") is None else str(row["ratio"]),
        str(row.get("aim", row.get("bar", ""))),
        "" if met is None else ("yes" if met else "no"),
    )


def _amount(row: dict[str, Any], text: str, seconds: str, megabytes: str) -> str:
    parts = [str(row[text])] if row.get(text) else []
    parts += [f"{row[seconds]} s"] if row.get(seconds) is not None else []
    parts += [f"{row[megabytes]} MB"] if row.get(megabytes) is not None else []
    return ", ".join(parts)


def _write_down(name: str, table: str) -> None:
    """Replace the table between the marks of this benchmark."""
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    if begin not in page:
        page += f"\n## {name}\n\n{begin}{end}\n"
    before, rest = page.split(begin, 1)
    after = rest.split(end, 1)[1]
    PAGE.write_text(f"{before}{begin}{table}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

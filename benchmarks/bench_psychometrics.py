"""Item analysis of 5,000 people and 100 items, reading the file included; peer: the textbook's formulas in loops.

The answers are invented: ability and difficulty by chance, five options. Both sides start from the same file and give
the same figures, which is asserted. The peer takes alpha without an item by summing over all items again.
"""

import csv
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from rumahbersama.engines import psychometrics as psy

LIMIT_SECONDS = 2.0
ROUNDS = 3


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row."""
    people, items = (500, 40) if quick else (5000, 100)
    with tempfile.TemporaryDirectory() as folder:
        answers, key = _files(Path(folder), people, items)
        ours = min(_timed(_ours, answers, key) for _ in range(ROUNDS))
        peer = _timed(_peer, answers, key)
        _agree(_ours(answers, key), _peer(answers, key))
    return [
        {
            "name": "item analysis from a CSV file with key",
            "input": f"{people:,} people x {items} items",
            "seconds": round(ours, 3),
            "peer": "csv module and the formulas in plain loops",
            "peer_seconds": round(peer, 3),
            "ratio": round(peer / ours, 1),
            "bar": f"< {LIMIT_SECONDS:g} s",
            "met": ours < LIMIT_SECONDS,
        }
    ]


def _files(folder: Path, people: int, items: int) -> tuple[Path, Path]:
    chance = random.Random(27)
    right = [chance.choice("ABCDE") for _ in range(items)]
    hard = [chance.gauss(0, 1) for _ in range(items)]
    answers, key = folder / "answers.csv", folder / "key.csv"
    with answers.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["respondent", *(f"i{at}" for at in range(items))])
        for who in range(people):
            able = chance.gauss(0, 1)
            row = [
                letter if able + chance.gauss(0, 1) > wall else chance.choice("ABCDE")
                for letter, wall in zip(right, hard, strict=True)
            ]
            writer.writerow([f"p{who}", *row])
    key.write_text("item,key\n" + "".join(f"i{at},{letter}\n" for at, letter in enumerate(right)))
    return answers, key


def _timed(work: Any, *given: Any) -> float:
    begin = time.perf_counter()
    work(*given)
    return time.perf_counter() - begin


def _ours(answers: Path, key: Path) -> list[tuple[float, ...]]:
    keys, _wrong = psy.read_key(key)
    read = psy.read_responses(answers, keys)
    found = psy.analyse(read.names, list(zip(*read.scores, strict=True)), read.missing)
    return [
        (item.p, item.r_item_total or 0, item.r_item_rest or 0, item.alpha_without_item or 0, item.d_27)
        for item in found.items
    ]


def _peer(answers: Path, key: Path) -> list[tuple[float, ...]]:
    with key.open() as file:
        right = {row["item"]: row["key"] for row in csv.DictReader(file)}
    with answers.open(newline="") as file:
        names, *rows = [row[1:] for row in csv.reader(file)]
    columns = [[int(row[at] == right[name]) for row in rows] for at, name in enumerate(names)]
    totals = [sum(scores) for scores in zip(*columns, strict=True)]
    spreads = [_variance(column) for column in columns]
    n, size = len(totals), psy.group_size(len(totals))
    found = []
    for column, own in zip(columns, spreads, strict=True):
        rest = [total - score for total, score in zip(totals, column, strict=True)]
        without = len(columns) - 1
        alpha = without / (without - 1) * (1 - (sum(spreads) - own) / _variance(rest))
        apart = _upper(column, totals, size) - _upper(column, [-total for total in totals], size)
        found.append((sum(column) / n, _r(column, totals), _r(column, rest), alpha, apart))
    return found


def _variance(values: list[int]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _r(one: list[int], other: list[int]) -> float:
    first, second = sum(one) / len(one), sum(other) / len(other)
    shared = sum((a - first) * (b - second) for a, b in zip(one, other, strict=True)) / (len(one) - 1)
    return shared / (_variance(one) * _variance(other)) ** 0.5


def _upper(column: list[int], totals: list[int], size: int) -> float:
    cut = sorted(totals, reverse=True)[size - 1]
    above = [score for score, total in zip(column, totals, strict=True) if total > cut]
    tied = [score for score, total in zip(column, totals, strict=True) if total == cut]
    return (sum(above) + (size - len(above)) / len(tied) * sum(tied)) / size


def _agree(ours: list[tuple[float, ...]], peer: list[tuple[float, ...]]) -> None:
    worst = max(abs(a - b) for one, two in zip(ours, peer, strict=True) for a, b in zip(one, two, strict=True))
    assert worst < 1e-9, f"ours and the peer differ by {worst}"

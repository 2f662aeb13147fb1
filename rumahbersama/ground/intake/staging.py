"""Packs of staged rows, written in short transactions and read back as they are."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rumahbersama.ground.core.rules import Finding
from rumahbersama.ground.intake import packs
from rumahbersama.ground.intake.models import ImportPack, ImportRun
from rumahbersama.ground.intake.rules import StagedValue

VALUES_IN_A_PACK = 10_000
FINDINGS_IN_A_PACK = 500
MAX_FINDINGS = 5_000

Stage = ImportPack.Stage


def stage(run: ImportRun, kind: str, texts: Iterable[str]) -> int:
    """Write packs of one kind in place of what was there; each pack is a transaction of its own."""
    clear(run, kind)
    count = 0
    for count, rows in enumerate(texts, start=1):
        ImportPack.objects.create(run=run, stage=kind, number=count, rows=rows)
    return count


def clear(run: ImportRun, *kinds: str) -> None:
    """Remove the packs of these kinds."""
    ImportPack.objects.filter(run=run, stage__in=kinds).delete()


def raw_rows(run: ImportRun) -> Iterator[list[Any]]:
    """Yield the rows as read: [row number, cell, ...]."""
    for pack in _packs(run, Stage.RAW):
        yield from packs.loads(pack)


def value_packs(batches: Iterable[list[StagedValue]]) -> Iterator[str]:
    """Yield understood values as JSON texts."""
    gathered: list[StagedValue] = []
    for batch in batches:
        gathered += batch
        if len(gathered) >= VALUES_IN_A_PACK:
            yield packs.dumps([tuple(value) for value in gathered])
            gathered = []
    if gathered:
        yield packs.dumps([tuple(value) for value in gathered])


def staged_values(run: ImportRun) -> Iterator[list[StagedValue]]:
    """Yield the understood values in batches, exactly as the dry run staged them."""
    for pack in _packs(run, Stage.VALUES):
        yield [StagedValue._make(value) for value in packs.loads(pack)]


def finding_packs(findings: list[Finding]) -> Iterator[str]:
    """Yield the first findings as JSON texts."""
    kept = findings[:MAX_FINDINGS]
    for start in range(0, len(kept), FINDINGS_IN_A_PACK):
        part = kept[start : start + FINDINGS_IN_A_PACK]
        yield packs.dumps([asdict(finding) for finding in part])


def staged_findings(run: ImportRun, *, first: int = 0, limit: int = MAX_FINDINGS) -> list[Finding]:
    """Return findings from the ``first`` on, in row order."""
    start = first // FINDINGS_IN_A_PACK + 1
    found: list[Finding] = []
    for pack in (
        ImportPack.objects.filter(run=run, stage=Stage.FINDINGS, number__gte=start).values_list("rows", flat=True)
    ).iterator():
        found += [Finding(**each) for each in packs.loads(pack)]
        if len(found) >= first % FINDINGS_IN_A_PACK + limit:
            break
    skip = first % FINDINGS_IN_A_PACK
    return found[skip : skip + limit]


def _packs(run: ImportRun, kind: str) -> Iterator[str]:
    """Yield the packs one by one, each by its own short query, so that no cursor stays open."""
    for pk in list(ImportPack.objects.filter(run=run, stage=kind).values_list("pk", flat=True)):
        yield ImportPack.objects.values_list("rows", flat=True).get(pk=pk)

"""What people do with an upload: send, say what columns mean, decide matches, store, undo, throw away."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core import jobs
from rumahbersama.ground.intake import road, staging, storage
from rumahbersama.ground.intake.mapping import Meanings, fingerprint
from rumahbersama.ground.intake.matching import Question, plain_name
from rumahbersama.ground.intake.models import ImportRun, SavedMapping, SavedMatch
from rumahbersama.ground.intake.queries import dataset_of, meanings_of
from rumahbersama.ground.intake.rules import SKIP, IntakeRefusal, Meaning

State = ImportRun.State
Key = tuple[str, str, str]
Progress = Callable[[str, int, int], None]


def no_progress(_phase: str, _done: int = 0, _total: int = 0) -> None:
    """Tell nobody."""


def receive(
    *,
    dataset: str,
    place_code: str,
    place_name: str,
    chunks: Iterable[bytes],
    file_name: str,
    period: str = "",
    source: str = "",
    by: Any,  # noqa: ANN401 - account, or None for the program itself
    at: datetime,
) -> ImportRun:
    """Keep an uploaded file and note who sent it for which place; nothing is opened yet.

    Raises:
        IntakeRefusal: unknown dataset or period, or a file beyond the size limit.
    """
    room = dataset_of(dataset)
    period = period if room.periods() else ""
    if period:
        known = room.period_of(period)
        if known is None:
            raise IntakeRefusal(_("Periode “{period}” tidak dikenal. Pilih dari daftar.").format(period=period))
        period = known
    stored = storage.keep(chunks)
    name = "".join(char for char in Path(file_name).name if char.isprintable())[-200:] or "berkas"
    with transaction.atomic():
        run = ImportRun.objects.create(
            dataset=dataset,
            place_code=place_code,
            place_name=place_name[:160],
            period=period,
            source=source[:200],
            file_name=name,
            file_digest=stored.digest,
            file_size=stored.size,
            stored_as=stored.name,
            created_by=by,
            created_at=at,
        )
        summary = _("Berkas {file} diunggah").format(file=name)
        record(by=by, at=at, verb="intake.upload", summary=summary, place_code=place_code)
    return run


@transaction.atomic
def start_job(run: ImportRun, *, kind: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Start the job of one station of the road for an upload."""
    titles = {
        "intake.read": _("Membaca {file}"),
        "intake.preview": _("Memeriksa {file}"),
        "intake.commit": _("Menyimpan {file}"),
        "intake.undo": _("Membatalkan {file}"),
    }
    run.job = jobs.start(
        kind=kind,
        title=titles[kind].format(file=run.file_name)[:200],
        by=by,
        at=at,
        arguments={
            "run_id": run.pk,
            "by": getattr(by, "pk", None),
            "keyboard": getattr(by, "keyboard", ""),
            "at": at.isoformat(),
        },
    )
    run.save(update_fields=["job"])


@transaction.atomic
def set_mapping(
    *,
    run: ImportRun,
    meanings: Sequence[Meaning | None],
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    """Say what each column means; remembered for the sender's next file with the same headings.

    Raises:
        IntakeRefusal: the mapping cannot work, or the upload is no longer open.
    """
    run = _held_open(run)
    headings = run.look["headings"]
    Meanings(dataset_of(run.dataset)).refuse_bad(meanings, headings)
    run.mapping = [list(meaning) if meaning else None for meaning in meanings]
    run.state = State.CHECKED
    run.save(update_fields=["mapping", "state"])
    if getattr(by, "pk", None):
        SavedMapping.objects.update_or_create(
            account=by,
            dataset=run.dataset,
            fingerprint=fingerprint(headings),
            defaults={
                "meanings": {
                    plain_name(heading): list(meaning) if meaning else [SKIP, ""]
                    for heading, meaning in zip(headings, meanings, strict=True)
                },
                "saved_at": at,
            },
        )


@transaction.atomic
def decide_matches(
    *,
    run: ImportRun,
    decisions: Mapping[Key, str],
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    """Keep which place each written name means ("" leaves its rows out); the next file is not asked again.

    Raises:
        IntakeRefusal: a chosen place lies outside the upload's place, or the upload is no longer open.
    """
    run = _held_open(run)
    if getattr(by, "pk", None) is None:
        raise IntakeRefusal(_("Padanan wilayah diputuskan oleh orang. Sebutkan akun yang memutuskan."))
    known = {place.code: place.name for place in dataset_of(run.dataset).places(run.place_code)}
    for code in decisions.values():
        if code and code not in known:
            raise IntakeRefusal(_("Kode {code} bukan wilayah di {place}.").format(code=code, place=run.place_name))
    scores = {
        (*question["key"], offer[0]): offer[3]
        for question in run.summary.get("questions", [])
        for offer in question["offers"]
    }
    changes = []
    for (given, name, parent), code in decisions.items():
        SavedMatch.objects.update_or_create(
            place_code=run.place_code,
            given=given,
            name=name,
            parent=parent,
            defaults={
                "matched_code": code,
                "score": scores.get((given, name, parent, code), 0),
                "decided_by": by,
                "decided_at": at,
            },
        )
        key = f"{run.place_code}|{given}|{name}|{parent}"[:120]
        changes.append(Change("intake.match", key, None, {"matched_code": code}))
    record(
        by=by,
        at=at,
        verb="intake.decide_matches",
        summary=_("{count} padanan wilayah diputuskan untuk {file}").format(count=len(decisions), file=run.file_name),
        place_code=run.place_code,
        changes=changes,
    )
    run.state = State.CHECKED
    run.save(update_fields=["state"])


@transaction.atomic
def ask_to_commit(*, run: ImportRun) -> ImportRun:
    """Take an upload without errors into storing; a run whose job gave up may be asked again.

    Raises:
        IntakeRefusal: there are errors left, or it is not ready.
    """
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    again = held.state == State.COMMITTING and not held.is_working
    if held.state != State.PREVIEWED and not again:
        raise IntakeRefusal(_("Unggahan ini belum selesai diperiksa atau sudah disimpan."))
    if held.summary.get("findings"):
        raise IntakeRefusal(_("Masih ada kesalahan dalam berkas. Perbaiki dulu; tidak ada yang disimpan."))
    if not held.summary.get("values"):
        raise IntakeRefusal(_("Tidak ada nilai yang dapat disimpan dari berkas ini."))
    held.state = State.COMMITTING
    held.save(update_fields=["state"])
    return held


@transaction.atomic
def discard(*, run: ImportRun, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Throw away an upload that was not stored: its staged rows and its file go.

    Raises:
        IntakeRefusal: it is stored, being stored, or a job is at it.
    """
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if held.state not in {State.UPLOADED, State.CHECKED, State.PREVIEWED} or held.is_working:
        raise IntakeRefusal(_("Unggahan ini tidak dapat dibuang lagi."))
    staging.clear(held, *staging.Stage.values)
    held.state = State.DISCARDED
    held.save(update_fields=["state"])
    summary = _("Unggahan {file} dibuang").format(file=held.file_name)
    record(by=by, at=at, verb="intake.discard", summary=summary, place_code=held.place_code)
    transaction.on_commit(lambda: storage.forget(held.stored_as))


def _held_open(run: ImportRun) -> ImportRun:
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not held.is_open:
        raise IntakeRefusal(_("Unggahan ini tidak dapat diubah lagi."))
    return held


def run_import(
    path: Path,
    *,
    dataset: str,
    place_code: str,
    place_name: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    period: str = "",
    source: str = "",
    mapping: Sequence[Meaning | None] | None = None,
    corrections: Mapping[str, Meaning | None] | None = None,
    decide: Callable[[Question], str | None] | None = None,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> ImportRun:
    """Take one file along the whole road in this process, the same road as on the web.

    Args:
        path: the table.
        dataset: code of the dataset that receives it.
        place_code: the place it belongs to; the caller has checked that ``by`` may import there.
        place_name: its name, for pages.
        by: who imports.
        at: when.
        period: default period of values whose heading names none.
        source: where the figures come from; the file's name where empty.
        mapping: meaning per heading, or None for what is remembered or proposed.
        corrections: by heading as it stands in the file, what it means after all; None skips the column.
        decide: answers a question with a place code, "" (leave out) or None (undecided).
        dry_run: stop before storing; decisions are assumed, not kept.
        progress: told phase, done and total.

    Returns:
        The run: committed, or refused (``run.refusal``), or previewed (a dry run, or findings are left).
    """
    with path.open("rb") as file:
        run = receive(
            dataset=dataset,
            place_code=place_code,
            place_name=place_name,
            chunks=iter(lambda: file.read(1 << 20), b""),
            file_name=path.name,
            period=period,
            source=source,
            by=by,
            at=at,
        )
    road.read(run.pk, at=at, progress=progress)
    run.refresh_from_db()
    if run.state == State.REFUSED:
        return run
    try:
        chosen = list(mapping) if mapping is not None else _corrected(run, corrections or {})
        set_mapping(run=run, meanings=chosen, by=by if (mapping or corrections) and not dry_run else None, at=at)
    except IntakeRefusal as refusal:
        road.refuse(run, str(refusal), at=at)
        return run
    seen = road.preview(run.pk, progress=progress, sure_of_headings=mapping is not None)
    answers = _answers(seen[0].questions if seen and decide else [], decide)
    if answers:
        if not dry_run:
            decide_matches(run=run, decisions=answers, by=by, at=at)
        seen = road.preview(run.pk, progress=progress, sure_of_headings=mapping is not None, assumed=answers)
    run.refresh_from_db()
    if dry_run or run.summary["findings"]:
        return run
    prepared = seen[1] if seen else None
    road.commit(ask_to_commit(run=run).pk, by=by, at=at, progress=progress, prepared=prepared)
    run.refresh_from_db()
    return run


def _corrected(run: ImportRun, corrections: Mapping[str, Meaning | None]) -> list[Meaning | None]:
    """Return the proposed meanings with corrections; a corrected heading is no longer in doubt."""
    chosen, headings = meanings_of(run), run.look["headings"]
    for heading, meaning in corrections.items():
        if heading not in headings:
            raise IntakeRefusal(_("Kolom “{heading}” tidak ada di berkas.").format(heading=heading))
        for at, other in enumerate(headings):
            if other == heading:
                chosen[at] = meaning
                run.look["unknown_periods"].pop(str(at), None)
    run.save(update_fields=["look"])
    return chosen


def _answers(questions: Iterable[Question], decide: Callable[[Question], str | None] | None) -> dict[Key, str]:
    found = {question.key: decide(question) if decide else None for question in questions}
    return {key: code for key, code in found.items() if code is not None}

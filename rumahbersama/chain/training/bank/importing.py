"""Questions coming in from files: read and shown first, then taken in whole, thrown away, or taken back."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, ProtectedError, Subquery
from django.utils.translation import gettext as _

from rumahbersama.chain.training.bank import recording
from rumahbersama.chain.training.bank.actions import name_of
from rumahbersama.chain.training.bank.formats import choosing
from rumahbersama.chain.training.bank.formats.shapes import BadFile, Question, Reading, folded, one_line
from rumahbersama.chain.training.bank.models import Bank, BankImport, Item, ItemVersion, Topic
from rumahbersama.chain.training.bank.rules import DRAFT, BankRefusal, fingerprint
from rumahbersama.chain.training.bank.words import fault_in_words, file_in_words
from rumahbersama.ground.audit.rules import Change

State = BankImport.State
BATCH = 500


def read_file(*, path: Path, name: str, kind: str) -> tuple[str, Reading]:
    """Return the format of a file and its questions; nothing is stored.

    Raises:
        BankRefusal: it is not read at all.
    """
    try:
        return choosing.read(path, name=name, kind=kind)
    except BadFile as problem:
        raise BankRefusal(file_in_words(problem)) from problem


def preview(
    *,
    bank: Bank,
    kind: str,
    found: Reading,
    file_name: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> BankImport:
    """Keep what a file gave until somebody looks at it; doubles are told apart."""
    fresh, doubles = _without_doubles(bank, found.questions)
    return BankImport.objects.create(
        bank=bank,
        file_name=one_line(file_name)[:150],
        format=kind,
        read=[vars(question) for question in fresh],
        faults=[[fault.line, fault_in_words(fault)] for fault in sorted(found.faults, key=lambda one: one.line)],
        doubles=doubles,
        count=len(fresh),
        made_by=by,
        made_at=at,
    )


def _without_doubles(bank: Bank, questions: Sequence[Question]) -> tuple[list[Question], list[list[Any]]]:
    """Return the questions that are new to the bank, and [line, what they are the same as] of the others."""
    there = dict(Item.objects.filter(bank=bank).values_list("fingerprint", "pk"))
    seen: dict[str, int] = {}
    fresh, doubles = [], []
    for question in questions:
        print_ = fingerprint(question)
        if print_ in there:
            doubles.append([question.line, _("sudah ada di bank: no. {number}").format(number=there[print_])])
        elif print_ in seen:
            doubles.append([question.line, _("sama dengan baris {line}").format(line=seen[print_])])
        else:
            seen[print_] = question.line
            fresh.append(question)
    return fresh, doubles


def questions_in(run: BankImport) -> list[Question]:
    """Return the questions that wait in an import."""
    return [Question(**{**each, "options": tuple(each["options"])}) for each in run.read]


@transaction.atomic
def commit(*, run: BankImport, by: Any, at: datetime) -> BankImport:  # noqa: ANN401
    """Take the questions of an import in, all of them, as drafts; a second touch changes nothing.

    Raises:
        BankRefusal: thrown away or taken back meanwhile, or nothing new is in it.
    """
    fresh = _held(run)
    if fresh.state == State.COMMITTED:
        return fresh
    if fresh.state != State.PREVIEWED:
        raise BankRefusal(_("Impor ini sudah dibuang atau dibatalkan. Unggah berkasnya lagi."))
    questions, doubles = _without_doubles(fresh.bank, questions_in(fresh))
    if not questions:
        raise BankRefusal(_("Tidak ada soal baru di berkas ini. Buang saja impornya."))
    items = _stored(fresh, questions, by=by, at=at)
    fresh.state, fresh.read, fresh.count = State.COMMITTED, [], len(items)
    fresh.doubles = [*fresh.doubles, *doubles]
    fresh.save(update_fields=["state", "read", "count", "doubles"])
    changes = [
        Change(recording.ITEM, item.key, None, recording.facts_of_item(item, version=1) | {"line": item.source_line})
        for item in items
    ]
    summary = f"{len(items)} soal diimpor ke bank {{bank}} dari {fresh.file_name}"
    recording.write(fresh.bank, changes, by=by, at=at, verb="training_bank.commit_import", summary=summary)
    return fresh


def _held(run: BankImport) -> BankImport:
    """Return the import as it is now, its bank held first."""
    Bank.objects.select_for_update().get(pk=run.bank_id)
    return BankImport.objects.select_related("bank__region").get(pk=run.pk)


def _stored(run: BankImport, questions: Sequence[Question], *, by: Any, at: datetime) -> list[Item]:  # noqa: ANN401
    topics = _topics(run.bank, questions)
    items = [
        Item(
            bank=run.bank,
            topic=topics.get(folded(question.topic)),
            fingerprint=fingerprint(question),
            brought_by=run,
            source_file=run.file_name,
            source_line=question.line or None,
        )
        for question in questions
    ]
    Item.objects.bulk_create(items, batch_size=BATCH)
    ItemVersion.objects.bulk_create(
        [
            ItemVersion(
                item=item,
                number=1,
                stem=question.stem,
                options=list(question.options),
                right=question.right,
                explanation=question.explanation,
                made_by=by,
                made_by_name=name_of(by),
                made_at=at,
            )
            for item, question in zip(items, questions, strict=True)
        ],
        batch_size=BATCH,
    )
    first = ItemVersion.objects.filter(item=OuterRef("pk"), number=1).values("pk")[:1]
    Item.objects.filter(brought_by=run).update(current=Subquery(first))
    return items


def _topics(bank: Bank, questions: Sequence[Question]) -> dict[str, Topic]:
    """Return the topics by their folded name, with those that are new."""
    known = {folded(topic.name): topic for topic in Topic.objects.filter(bank=bank)}
    new: dict[str, Topic] = {}
    for question in questions:
        name = folded(question.topic)
        if name and name not in known:
            new.setdefault(name, Topic(bank=bank, name=question.topic))
    Topic.objects.bulk_create(new.values(), batch_size=BATCH)
    return known | new


@transaction.atomic
def discard(*, run: BankImport, by: Any, at: datetime) -> BankImport:  # noqa: ANN401
    """Throw a preview away; nothing of it was in the bank.

    Raises:
        BankRefusal: it is taken in already.
    """
    fresh = _held(run)
    if fresh.state == State.DISCARDED:
        return fresh
    if fresh.state != State.PREVIEWED:
        raise BankRefusal(_("Impor ini sudah tersimpan. Batalkan impornya kalau keliru."))
    fresh.state, fresh.read = State.DISCARDED, []
    fresh.save(update_fields=["state", "read"])
    summary = f"Impor {fresh.file_name} ke bank {{bank}} dibuang"
    recording.write(fresh.bank, [], by=by, at=at, verb="training_bank.discard_import", summary=summary)
    return fresh


@transaction.atomic
def undo(*, run: BankImport, by: Any, at: datetime) -> BankImport:  # noqa: ANN401
    """Take an import back: its questions go, as long as nobody changed or used one.

    Raises:
        BankRefusal: what rests on it.
    """
    fresh = _held(run)
    if fresh.state == State.UNDONE:
        return fresh
    if fresh.state != State.COMMITTED:
        raise BankRefusal(_("Impor ini belum tersimpan, jadi tidak ada yang dibatalkan."))
    items = list(Item.objects.filter(brought_by=fresh).select_related("current", "topic"))
    touched = [item for item in items if item.state != DRAFT or item.current is None or item.current.number > 1]
    if touched:
        numbers = ", ".join(str(item.pk) for item in touched[:10])
        raise BankRefusal(
            _(
                "{count} soal dari impor ini sudah diubah atau dipakai (no. {numbers}). Tarik soal satu per satu."
            ).format(count=len(touched), numbers=numbers)
        )
    changes = [Change(recording.ITEM, item.key, recording.facts_of_item(item, version=1), None) for item in items]
    rows = Item.objects.filter(brought_by=fresh)
    rows.update(current=None)
    try:
        rows.delete()
    except ProtectedError:  # the whole act is rolled back
        raise BankRefusal(
            _(
                "Ada soal dari impor ini yang dipakai dalam tes, jadi impornya tidak dibatalkan. "
                "Tarik soal satu per satu."
            )
        ) from None
    Topic.objects.filter(bank=fresh.bank, items=None).delete()
    fresh.state = State.UNDONE
    fresh.save(update_fields=["state"])
    summary = f"Impor {fresh.file_name} ke bank {{bank}} dibatalkan: {len(items)} soal dihapus"
    recording.write(fresh.bank, changes, by=by, at=at, verb="training_bank.undo_import", summary=summary)
    return fresh

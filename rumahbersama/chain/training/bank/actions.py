"""Changes to banks and questions: make, edit, take into use, retire, restore, remove; each with its record."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.bank import recording
from rumahbersama.chain.training.bank.formats.shapes import Question, one_line, tidy
from rumahbersama.chain.training.bank.models import Bank, Item, ItemVersion, Topic
from rumahbersama.chain.training.bank.rules import (
    DRAFT,
    IN_USE,
    RETIRED,
    BankRefusal,
    check_move,
    check_question,
    fingerprint,
)
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.regions.models import Region


def make_bank(*, title: str, description: str, region: Region, by: Any, at: datetime) -> Bank:  # noqa: ANN401
    """Make an empty bank.

    Raises:
        BankRefusal: no title, or one of this title is there.
    """
    made = Bank(title=_title(title), description=one_line(description), region=region, made_by=by, made_at=at)
    with transaction.atomic():
        _save_bank(made)
        change = Change(recording.BANK, made.key, None, recording.facts_of_bank(made))
        recording.write(
            made, [change], by=by, at=at, verb="training_bank.make_bank", summary="Bank soal dibuat: {bank}"
        )
    return made


def _title(text: str) -> str:
    title = one_line(text)
    if not title:
        raise BankRefusal(_("Tulis nama bank soalnya."))
    return title


def _save_bank(bank: Bank) -> None:
    try:
        with transaction.atomic():
            bank.save()
    except IntegrityError:
        raise BankRefusal(
            _("Bank soal “{title}” sudah ada di {place}. Beri nama lain.").format(title=bank.title, place=bank.region)
        ) from None


@transaction.atomic
def correct_bank(*, bank: Bank, title: str, description: str, by: Any, at: datetime, seen: int) -> Bank:  # noqa: ANN401
    """Change the title or description of a bank.

    Raises:
        BankRefusal: no title, one of this title is there, or somebody changed it since ``seen``.
    """
    fresh = _held_bank(bank, seen=seen)
    before = recording.facts_of_bank(fresh)
    fresh.title, fresh.description, fresh.version = _title(title), one_line(description), fresh.version + 1
    after = recording.facts_of_bank(fresh)
    if before == after:
        return bank
    _save_bank(fresh)
    change = Change(recording.BANK, fresh.key, *only_differences(before, after))
    recording.write(
        fresh, [change], by=by, at=at, verb="training_bank.correct_bank", summary="Bank soal diubah: {bank}"
    )
    return fresh


@transaction.atomic
def remove_bank(*, bank: Bank, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a bank in which no question ever was.

    Raises:
        BankRefusal: there are questions in it.
    """
    fresh = _held_bank(bank)
    if Item.objects.filter(bank=fresh).exists():
        raise BankRefusal(_("Bank ini berisi soal, jadi tidak dihapus. Tarik soal yang tidak dipakai lagi."))
    change = Change(recording.BANK, fresh.key, recording.facts_of_bank(fresh), None)
    recording.write(
        fresh, [change], by=by, at=at, verb="training_bank.remove_bank", summary="Bank soal kosong dihapus: {bank}"
    )
    fresh.delete()


def _held_bank(bank: Bank, *, seen: int | None = None) -> Bank:
    fresh = Bank.objects.select_for_update(of=("self",)).select_related("region").filter(pk=bank.pk).first()
    if fresh is None:
        raise BankRefusal(_("Bank soal ini sudah dihapus."))
    if seen is not None and fresh.version != seen:
        raise BankRefusal(_("Orang lain baru saja mengubah bank ini. Muat ulang halamannya, lalu ulangi."))
    return fresh


@transaction.atomic
def add_item(
    *,
    bank: Bank,
    question: Question,
    difficulty: int | None,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Item:
    """Write a question by hand, as a draft.

    Raises:
        BankRefusal: it cannot be asked, or is in the bank already.
    """
    check_question(question)
    held = _held_bank(bank)
    _refuse_double(held, question)
    item = Item(bank=held, topic=topic_of(held, question.topic), difficulty=difficulty)
    item.fingerprint = fingerprint(question)
    item.save()
    _put_version(item, question, number=1, reason="", by=by, at=at)
    change = Change(recording.ITEM, item.key, None, recording.facts_of_item(item, version=1))
    summary = f"Soal no. {item.pk} ditulis di bank {{bank}}"
    recording.write(held, [change], by=by, at=at, verb="training_bank.add_item", summary=summary)
    return item


def topic_of(bank: Bank, name: str) -> Topic | None:
    """Return the topic of a name, made where it is new; None for no name."""
    name = one_line(name)
    if not name:
        return None
    same = Topic.objects.filter(bank=bank, name__iexact=name).first()
    return same or Topic.objects.create(bank=bank, name=name)


def _refuse_double(bank: Bank, question: Question, *, besides: int = 0) -> None:
    same = Item.objects.filter(bank=bank, fingerprint=fingerprint(question)).exclude(pk=besides).first()
    if same is not None:
        raise BankRefusal(_("Soal dengan kata dan pilihan yang sama sudah ada: no. {number}.").format(number=same.pk))


def _put_version(
    item: Item,
    question: Question,
    *,
    number: int,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    item.current = ItemVersion.objects.create(
        item=item,
        number=number,
        stem=question.stem,
        options=list(question.options),
        right=question.right,
        explanation=question.explanation,
        reason=reason,
        made_by=by,
        made_by_name=name_of(by),
        made_at=at,
    )
    item.save(update_fields=["current"])


def name_of(by: Any) -> str:  # noqa: ANN401
    """Return who sits at the keyboard, as the versions tell it."""
    return str(getattr(by, "keyboard", "") or getattr(by, "name", "") or "")[:200]


@transaction.atomic
def edit_item(
    *,
    item: Item,
    question: Question,
    difficulty: int | None,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
) -> Item:
    """Change a question: other words make a new version, topic and difficulty alone do not.

    Raises:
        BankRefusal: no reason, retired, changed since version ``seen``, a double, or it cannot be asked.
    """
    check_question(question)
    fresh = _held_item(item, seen=seen)
    if fresh.state == RETIRED:
        raise BankRefusal(_("Soal ini sudah ditarik. Pulihkan dulu kalau mau diubah."))
    current = fresh.current
    assert current is not None  # noqa: S101 - an item has a version from its first transaction on
    before = recording.facts_of_item(fresh, version=current.number)
    fresh.topic, fresh.difficulty = topic_of(fresh.bank, question.topic), difficulty
    is_new = replace(question, topic="", line=0, number="") != replace(current.question(), number="")
    after = recording.facts_of_item(fresh, version=current.number + is_new)
    if before == after:
        return fresh
    if is_new:
        _renew(fresh, question, reason=reason, number=current.number + 1, by=by, at=at)
    fresh.save(update_fields=["topic", "difficulty", "fingerprint"])
    change = Change(recording.ITEM, fresh.key, *only_differences(before, after))
    summary = f"Soal no. {fresh.pk} di bank {{bank}} diubah"
    recording.write(
        fresh.bank, [change], by=by, at=at, verb="training_bank.edit_item", summary=summary, reason=reason
    )
    return fresh


def _renew(item: Item, question: Question, *, reason: str, number: int, by: Any, at: datetime) -> None:  # noqa: ANN401
    if not reason.strip():
        raise BankRefusal(_("Tulis alasan perubahannya, supaya riwayatnya jelas."))
    _refuse_double(item.bank, question, besides=item.pk)
    item.fingerprint = fingerprint(question)
    _put_version(item, question, number=number, reason=one_line(reason)[:500], by=by, at=at)


def _held_item(item: Item, *, seen: int | None = None) -> Item:
    """Return the question as it is now, its bank held first, then itself."""
    _held_bank(item.bank)
    fresh = Item.objects.select_related("bank__region", "topic", "current").filter(pk=item.pk).first()
    if fresh is None or fresh.current is None:
        raise BankRefusal(_("Soal ini sudah tidak ada; impornya dibatalkan."))
    if seen is not None and fresh.current.number != seen:
        raise BankRefusal(_("Orang lain baru saja mengubah soal ini. Muat ulang halamannya, lalu ulangi."))
    return fresh


@transaction.atomic
def _move(item: Item, *, to: str, because: str, by: Any, at: datetime, verb: str, words: str) -> Item:  # noqa: ANN401
    fresh = _held_item(item)
    if fresh.state == to and fresh.retired_because == because:
        return fresh  # the button was touched twice
    check_move(state=fresh.state, to=to)
    number = fresh.current.number if fresh.current else 0
    before = recording.facts_of_item(fresh, version=number)
    fresh.state, fresh.retired_because = to, because
    fresh.save(update_fields=["state", "retired_because"])
    after = recording.facts_of_item(fresh, version=number)
    change = Change(recording.ITEM, fresh.key, *only_differences(before, after))
    summary = f"Soal no. {fresh.pk} di bank {{bank}} {words}"
    recording.write(fresh.bank, [change], by=by, at=at, verb=verb, summary=summary, reason=because)
    return fresh


def use_item(*, item: Item, by: Any, at: datetime) -> Item:  # noqa: ANN401
    """Take a draft into use: from now on tests may ask it.

    Raises:
        BankRefusal: it is retired.
    """
    return _move(item, to=IN_USE, because="", by=by, at=at, verb="training_bank.use_item", words="mulai dipakai")


def retire_item(*, item: Item, reason: str, by: Any, at: datetime) -> Item:  # noqa: ANN401
    """Retire a question with a reason: no new test asks it, old tests keep it.

    Raises:
        BankRefusal: no reason, or it is retired already for another.
    """
    if not reason.strip():
        raise BankRefusal(_("Tulis alasan menariknya."))
    because = tidy(reason)[:500]
    return _move(item, to=RETIRED, because=because, by=by, at=at, verb="training_bank.retire_item", words="ditarik")


def restore_item(*, item: Item, by: Any, at: datetime) -> Item:  # noqa: ANN401
    """Bring a retired question back as a draft, or take one out of use.

    Raises:
        BankRefusal: it changed meanwhile.
    """
    return _move(
        item, to=DRAFT, because="", by=by, at=at, verb="training_bank.restore_item", words="kembali menjadi rancangan"
    )

"""Setting the rule, typing marks, deciding, and deciding again on an objection. Each locks the event first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event, Participation, TrainingClass
from rumahbersama.chain.training.passing import queries, recording
from rumahbersama.chain.training.passing.models import Decision, Marks, PassingRule
from rumahbersama.chain.training.passing.rules import (
    FAILED,
    PARTS,
    PASSED,
    REOPENED,
    TYPED,
    UNDECIDED,
    PassingRefusal,
    Rule,
    Taken,
    check_mark,
    check_rule,
)
from rumahbersama.ground.audit.rules import CHANGED, Change, only_differences

Way = Decision.Way
STORED = (*TYPED, "attendance", "attendance_reason", "post_test_reason")


def locked(event: Event) -> Event:
    """Return an event, held for this transaction."""
    return Event.objects.select_for_update(of=("self",)).select_related("region", "curriculum").get(pk=event.pk)


def _account(by: Any) -> Any:  # noqa: ANN401
    return by if getattr(by, "pk", None) else None


@transaction.atomic
def set_rule(*, event: Event, rule: Rule, by: Any, at: datetime, seen: int) -> PassingRule | None:  # noqa: ANN401
    """Set the rule of an event; None where it is the one in force already.

    Raises:
        PassingRefusal: something was decided already, a number that cannot be, or changed since version ``seen``.
    """
    check_rule(rule)
    fresh = locked(event)
    before = queries.rule_of(fresh)
    if before.version != seen:
        raise PassingRefusal(_("Aturan ini baru saja diubah orang lain. Periksa dulu isinya."))
    if queries.is_decided(fresh):
        raise PassingRefusal(_("Sudah ada putusan menurut aturan ini, jadi aturannya tidak dapat diubah lagi."))
    was, now = only_differences(recording.facts_of_rule(before.rule), recording.facts_of_rule(rule))
    if not now:
        return None
    told = {part: rule.weights[part] for part in PARTS} | {
        "least_attendance": rule.least_attendance,
        "least_score": rule.least_score,
        "version": before.version + 1,
        "by": _account(by),
        "at": at,
    }
    made, _is_new = PassingRule.objects.update_or_create(event=fresh, defaults=told)
    change = Change(recording.RULE, fresh.key, was, now)
    summary = _("Aturan kelulusan diatur: {event}")
    recording.write(fresh, [change], by=by, at=at, verb="training_passing.set_rule", summary=summary)
    return made


@dataclass(frozen=True)
class Typed:
    """What was typed about one person; None is empty. ``attendance`` only with its reason.

    ``post_test`` needs its reason where the person took the test in the program.
    """

    post_test: Decimal | None = None
    practice: Decimal | None = None
    attitude: Decimal | None = None
    attendance: Decimal | None = None
    attendance_reason: str = ""
    post_test_reason: str = ""

    def checked(self, name: str) -> "Typed":
        """Return it with two decimals.

        Raises:
            PassingRefusal: a number that cannot be, or attendance without a reason; names the person.
        """
        try:
            values = {part: _checked(getattr(self, part)) for part in (*TYPED, "attendance")}
        except PassingRefusal as refusal:
            raise PassingRefusal(f"{name}: {refusal}") from None
        reason = " ".join(self.attendance_reason.split())[:300] if self.attendance is not None else ""
        of_test = " ".join(self.post_test_reason.split())[:300] if self.post_test is not None else ""
        if self.attendance is not None and not reason:
            text = _("{name}: tulis alasan kehadirannya diketik, misalnya “daftar hadir kertas”.")
            raise PassingRefusal(text.format(name=name))
        return Typed(**values, attendance_reason=reason, post_test_reason=of_test)


def _checked(value: Decimal | None) -> Decimal | None:
    return None if value is None else check_mark(value)


def typed_of(marks: Marks | None) -> Typed:
    """Return what is stored about somebody."""
    if marks is None:
        return Typed()
    return Typed(**{name: getattr(marks, name) for name in STORED})


@transaction.atomic
def type_marks(
    *,
    event: Event,
    typed: Mapping[int, tuple[Typed, Typed]],
    by: Any,  # noqa: ANN401
    at: datetime,
) -> int:
    """Store marks of people by the number of their participation; returns of how many something changed.

    Raises:
        PassingRefusal: see ``put_marks``.
    """
    changes = put_marks(event=event, typed=typed, by=by, at=at)
    if changes:
        summary = _("Nilai {count} peserta dicatat: {event}")
        verb = "training_passing.type_marks"
        recording.write(event, changes, by=by, at=at, verb=verb, summary=summary, count=len(changes))
    return len(changes)


@transaction.atomic
def put_marks(
    *,
    event: Event,
    typed: Mapping[int, tuple[Typed, Typed]],
    by: Any,  # noqa: ANN401
    at: datetime,
) -> list[Change]:
    """Store marks and return what changed, for the caller to record.

    ``typed`` holds for each what stood in the form before and what stands there now: only what the person at the
    form changed is stored, so that two trainers at one class do not overwrite each other.

    Raises:
        PassingRefusal: a number that cannot be, somebody of another event, decided already, or a post-test typed over
            the one that was taken without a reason.
        MarksMoved: changed by another.
    """
    fresh = locked(event)
    wanted = {number: pair for number, pair in typed.items() if pair[0] != pair[1]}
    people = {row.pk: row for row in queries.taking_part(fresh).filter(pk__in=list(wanted))}
    if len(people) != len(wanted):
        raise PassingRefusal(_("Ada orang yang tidak lagi ikut kegiatan ini. Muat ulang halamannya."))
    decided = set(_decided(fresh).filter(participation__in=list(wanted)).values_list("participation", flat=True))
    taken = queries.taken_in(fresh, list(wanted), at=at)
    changes = []
    for number, (was, now) in wanted.items():
        _check_against_test(people[number], was, now, taken.get(number))
        change = _typed(people[number], was, now, is_decided=number in decided, by=by, at=at)
        if change is not None:
            changes.append(change)
    return changes


class MarksMoved(PassingRefusal):
    """The marks of somebody are no longer those that were read."""


def _check_against_test(person: Participation, was: Typed, now: Typed, taken: Taken | None) -> None:
    """Refuse a post-test typed over the one that was taken, where no reason says why."""
    is_new = now.post_test is not None and now.post_test != was.post_test
    if taken is not None and is_new and not now.post_test_reason.strip():
        text = _(
            "{name}: nilai tes akhirnya diambil dari tes. Kosongkan kotaknya, atau tulis alasan mengetik nilai lain."
        )
        raise PassingRefusal(text.format(name=person.name))


def _decided(event: Event) -> Any:  # noqa: ANN401 - a QuerySet of decisions
    rows = Decision.objects.filter(participation__event=event, is_current=True)
    return rows.exclude(outcome=REOPENED)


def _typed(
    person: Participation,
    was: Typed,
    now: Typed,
    *,
    is_decided: bool,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Change | None:
    """Store what was typed about one person; None where that stands there already."""
    told = now.checked(person.name)
    stored = typed_of(getattr(person, "marks", None))
    if told == stored:
        return None
    if is_decided:
        text = _("{name} sudah diputuskan. Buka lagi putusannya di halaman orang itu, lalu perbaiki nilainya.")
        raise PassingRefusal(text.format(name=person.name))
    if was != stored:
        text = _("Nilai {name} baru saja diubah orang lain. Muat ulang halamannya, lalu periksa.")
        raise MarksMoved(text.format(name=person.name))
    values = {name: getattr(told, name) for name in STORED}
    Marks.objects.update_or_create(participation=person, defaults=values | {"by": _account(by), "at": at})
    return Change(recording.PERSON, person.key, None, {"marks": CHANGED})


@transaction.atomic
def decide(
    *,
    event: Event,
    klass: TrainingClass | None,
    by: Any,  # noqa: ANN401
    at: datetime,
    today: date,
) -> tuple[int, int]:
    """Decide about all of a class (None: of the event) of whom enough is known; returns how many passed and failed.

    Who is decided already, and of whom something is missing, is left as they are; so twice is once.

    Raises:
        PassingRefusal: the event is not over, or there is nobody to decide about.
    """
    fresh = locked(event)
    if today < fresh.ends_on:
        raise PassingRefusal(_("Kelulusan diputuskan paling cepat pada hari terakhir kegiatan."))
    people = queries.taking_part(fresh)
    if klass is not None:
        people = people.filter(klass=klass)
    rule = queries.rule_of(fresh).rule
    found = queries.outcomes_of(queries.standings_of(fresh, rule, people, at=at))
    wanted = [*found[PASSED], *found[FAILED]]
    if not wanted:
        raise PassingRefusal(
            _("Tidak ada yang dapat diputuskan sekarang: semua sudah diputuskan, atau datanya kurang.")
        )
    _retire([row.person for row in wanted])
    told = recording.facts_of_rule(rule)
    Decision.objects.bulk_create(
        [
            Decision(
                participation=row.person,
                number=(row.decision.number if row.decision else 0) + 1,
                outcome=row.verdict.outcome,
                way=Way.RULE,
                score=row.verdict.score,
                numbers={"parts": row.parts.as_json(), "sources": dict(row.parts.sources), "rule": told},
                by=_account(by),
                at=at,
            )
            for row in wanted
        ],
        batch_size=500,
    )
    changes = [_change(row.person, row.verdict.outcome, Way.RULE) for row in wanted]
    summary = _("Kelulusan {count} peserta diputuskan: {event}")
    recording.write(fresh, changes, by=by, at=at, verb="training_passing.decide", summary=summary, count=len(changes))
    return len(found[PASSED]), len(found[FAILED])


def _retire(people: list[Participation]) -> None:
    rows = Decision.objects.filter(participation__in=[row.pk for row in people], is_current=True)
    rows.update(is_current=False)


def _change(person: Participation, outcome: str, way: str) -> Change:
    return Change(recording.PERSON, person.key, None, {"outcome": str(outcome), "way": str(way)})


@dataclass(frozen=True)
class Objection:
    """What a person says against a decision, what is decided now, and why."""

    outcome: str
    reason: str
    says: str = ""


@transaction.atomic
def decide_again(
    *,
    person: Participation,
    objection: Objection,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
) -> Decision:
    """Decide again about somebody, or open the case so that marks may change; the old decision stays readable.

    Raises:
        PassingRefusal: nothing is decided, no reason, the same outcome, a certificate stands, or changed since
            decision number ``seen``.
    """
    fresh = locked(person.event)
    reason = " ".join(objection.reason.split())[:500]
    if not reason:
        raise PassingRefusal(_("Tulis alasan putusan baru ini; alasan itu tersimpan bersama namanya."))
    old = Decision.objects.filter(participation=person, is_current=True).first()
    if old is None or old.outcome == REOPENED:
        raise PassingRefusal(_("Orang ini belum diputuskan, jadi belum ada yang dapat ditinjau ulang."))
    if old.number != seen:
        raise PassingRefusal(_("Putusan ini baru saja diubah orang lain. Muat ulang halamannya, lalu periksa."))
    if objection.outcome == old.outcome or objection.outcome == UNDECIDED:
        raise PassingRefusal(_("Putusan barunya sama dengan yang sekarang. Pilih putusan lain."))
    if objection.outcome != PASSED and queries.holders_of(fresh, [person.key]):
        raise PassingRefusal(_("Orang ini masih memegang sertifikat. Cabut dulu sertifikatnya."))
    _retire([person])
    made = Decision.objects.create(
        participation=person,
        number=old.number + 1,
        outcome=objection.outcome,
        way=Way.OBJECTION,
        score=None if objection.outcome == REOPENED else old.score,
        numbers={} if objection.outcome == REOPENED else old.numbers,
        objection=objection.says.strip()[:500],
        reason=reason,
        by=_account(by),
        at=at,
    )
    change = _change(person, objection.outcome, Way.OBJECTION)
    summary = _("Kelulusan ditinjau ulang: {event}")
    verb = "training_passing.decide_again"
    recording.write(fresh, [change], by=by, at=at, verb=verb, summary=summary, reason=reason)
    return made

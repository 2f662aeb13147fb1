"""Changing standards and what raises them; recording and withdrawing what is said of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rumahbersama.chain.training.competency import queries, recording
from rumahbersama.chain.training.competency.models import Judgement, Qualification, Raise, Standard
from rumahbersama.chain.training.competency.rules import LEVELS, CompetencyRefusal
from rumahbersama.chain.training.models import Curriculum
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import CHANGED, Change, only_differences
from rumahbersama.ground.core.formats import day as day_words
from rumahbersama.ground.people.models import Person
from rumahbersama.ground.regions.models import Region

NATION = "0"


@dataclass(frozen=True)
class StandardFacts:
    """An edition as it is typed; ``levels`` five texts, ``required`` the level by kind of post."""

    title: str
    kind: str
    description: str
    levels: tuple[str, ...]
    legal_basis: str
    valid_from: date
    required: Mapping[str, int] = field(default_factory=dict)


def _account(by: Any) -> Any:  # noqa: ANN401
    return by if getattr(by, "pk", None) else None


def free_code(title: str) -> str:
    """Return a name for addresses that no other unit has."""
    base = slugify(title)[:34] or "tanpa-nama"
    taken = set(Standard.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{count}" for count in range(2, 9999))) if code not in taken)


@transaction.atomic
def save_standard(*, code: str, facts: StandardFacts, by: Any, at: datetime, seen: int) -> Standard:  # noqa: ANN401
    """Put an edition of a unit in force from its day on; "" as ``code`` begins a new unit.

    From the day of the edition in force it corrects that one; from a later day it is another edition and the old one
    ends on that day.

    Args:
        code: of the unit.
        facts: what was typed.
        by: the account, or None for the program.
        at: when.
        seen: number of the newest edition that the person had before them; 0 for a new unit.

    Raises:
        CompetencyRefusal: a day before the newest edition, or another edition came meanwhile.
    """
    code = code or free_code(facts.title)
    old = Standard.objects.select_for_update().filter(code=code).order_by("-valid_from").first()
    if (old.pk if old else 0) != seen:
        raise CompetencyRefusal(_("Standar ini baru saja diubah orang lain. Muat ulang halamannya, lalu periksa."))
    if old is not None and facts.valid_from < old.valid_from:
        raise CompetencyRefusal(
            _(
                "Ketetapan terbaru berlaku sejak {day}. Pilih hari itu untuk membetulkannya, atau hari sesudahnya."
            ).format(day=day_words(old.valid_from))
        )
    before = recording.facts_of(old) if old else None
    told = vars(facts) | {"levels": list(facts.levels), "required": dict(facts.required)}
    if old is not None and old.valid_from == facts.valid_from:
        kept = old
        for name, value in told.items():
            setattr(kept, name, value)
        kept.is_ours = False
        kept.save()
    else:
        if old is not None and (old.valid_to is None or old.valid_to > facts.valid_from):
            Standard.objects.filter(pk=old.pk).update(valid_to=facts.valid_from)
        kept = Standard.objects.create(code=code, **told)
    _write(kept, before, recording.facts_of(kept), by, at, _("Standar kompetensi disimpan: {title}"))
    return kept


@transaction.atomic
def end_standard(*, code: str, ends_on: date, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Let the edition in force count no longer from a day on.

    Raises:
        CompetencyRefusal: it has an end already, or the day is not after its beginning.
    """
    kept = Standard.objects.select_for_update().filter(code=code, valid_to=None).first()
    if kept is None:
        raise CompetencyRefusal(_("Standar ini sudah diakhiri."))
    if ends_on <= kept.valid_from:
        raise CompetencyRefusal(
            _("Standar ini berlaku sejak {day}. Pilih hari sesudahnya.").format(day=day_words(kept.valid_from))
        )
    before = recording.facts_of(kept)
    kept.valid_to = ends_on
    kept.save(update_fields=["valid_to"])
    _write(kept, before, recording.facts_of(kept), by, at, _("Standar kompetensi diakhiri: {title}"))


@transaction.atomic
def set_raises(*, code: str, levels: Mapping[int, int], by: Any, at: datetime) -> bool:  # noqa: ANN401
    """Say which curricula (by number) raise a unit to which level; 0 or absence: none. Returns whether it changed.

    Raises:
        CompetencyRefusal: a level that is none, or a curriculum that is not there.
    """
    unit = Standard.objects.select_for_update().filter(code=code).order_by("-valid_from")[0]
    wanted = {number: level for number, level in levels.items() if level}
    if any(level not in LEVELS for level in wanted.values()):
        raise CompetencyRefusal(_("Tingkat antara 1 dan 5."))
    if Curriculum.objects.filter(pk__in=wanted).count() != len(wanted):
        raise CompetencyRefusal(_("Ada kurikulum yang tidak ada lagi. Muat ulang halamannya."))
    was = queries.raises_of(code)
    if {row.curriculum_id: row.level for row in was} == wanted:
        return False
    Raise.objects.filter(code=code).delete()
    Raise.objects.bulk_create(
        [Raise(curriculum_id=number, code=code, level=level) for number, level in wanted.items()]
    )
    before, after = (recording.raises_as_text(rows) for rows in (was, queries.raises_of(code)))
    summary = _("Kurikulum yang menaikkan kompetensi diatur: {title}")
    _write(unit, {"raises": before}, {"raises": after}, by, at, summary)
    return True


def _write(
    row: Standard,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    by: Any,  # noqa: ANN401
    at: datetime,
    summary: str,
) -> None:
    if before is not None:
        before, after = only_differences(before, after)
    record(
        by=by,
        at=at,
        verb="training_competency.save_standard",
        summary=summary.format(title=row.title),
        place_code=NATION,
        changes=[Change(recording.STANDARD, row.code, before, after)],
    )


# What is said of a person ---------------------------------------------------------------
@dataclass(frozen=True)
class Said:
    """A judgement as it is typed."""

    code: str
    level: int
    judged_on: date
    note: str
    proof: str = ""


@transaction.atomic
def judge(*, person: Person, region: Region, said: Said, by: Any, at: datetime, today: date) -> Judgement:  # noqa: ANN401
    """Record the level that a mentor saw; it is added, an older one stays readable.

    Raises:
        CompetencyRefusal: about oneself, a day to come, or a unit that is not in force.
    """
    _check_person(person, by)
    if said.judged_on > today:
        raise CompetencyRefusal(_("Hari penilaian belum tiba. Tulis hari ketika kemampuannya dilihat."))
    if not queries.standards_on(today).filter(code=said.code).exists():
        raise CompetencyRefusal(_("Kompetensi ini tidak berlaku lagi. Muat ulang halamannya."))
    made = Judgement.objects.create(person=person, by=_account(by), at=at, **vars(said))
    _tell(made, recording.JUDGEMENT, region, by, at, "training_competency.judge", _("Penilaian kompetensi dicatat"))
    return made


@dataclass(frozen=True)
class Diploma:
    """A degree or certificate as it is typed."""

    kind: str
    held_on: date
    field: str
    degree: str = ""
    is_governance: bool = False
    proof: str = ""


@transaction.atomic
def add_qualification(
    *,
    person: Person,
    region: Region,
    told: Diploma,
    by: Any,  # noqa: ANN401
    at: datetime,
    today: date,
) -> Qualification:
    """Record a degree or certificate of somebody.

    Raises:
        CompetencyRefusal: about oneself, or a day to come.
    """
    _check_person(person, by)
    if told.held_on > today:
        raise CompetencyRefusal(_("Tanggal ijazah atau sertifikat belum tiba. Periksa tahunnya."))
    made = Qualification.objects.create(person=person, by=_account(by), at=at, **vars(told))
    summary = _("Pendidikan seseorang dicatat")
    _tell(made, recording.QUALIFICATION, region, by, at, "training_competency.add_qualification", summary)
    return made


def _check_person(person: Person, by: Any) -> None:  # noqa: ANN401
    if getattr(by, "person_id", None) == person.pk:
        raise CompetencyRefusal(_("Tentang diri sendiri dicatat oleh orang lain yang berhak."))


@transaction.atomic
def withdraw(
    *,
    row: Judgement | Qualification,
    region: Region,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    """Let what was said of somebody count no longer; it stays readable with its reason.

    Raises:
        CompetencyRefusal: no reason, about oneself, or withdrawn already.
    """
    _check_person(row.person, by)
    because = " ".join(reason.split())[:300]
    if not because:
        raise CompetencyRefusal(_("Tulis alasan menariknya; alasan itu tersimpan."))
    done = (
        type(row)
        .objects.filter(pk=row.pk, withdrawn_at=None)
        .update(withdrawn_at=at, withdrawn_by=_account(by), withdrawn_because=because)
    )
    if not done:
        raise CompetencyRefusal(_("Catatan ini sudah ditarik."))
    entity = recording.JUDGEMENT if isinstance(row, Judgement) else recording.QUALIFICATION
    _tell(row, entity, region, by, at, "training_competency.withdraw", _("Catatan tentang seseorang ditarik"))


def _tell(
    row: Judgement | Qualification,
    entity: str,
    region: Region,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
) -> None:
    """Record that something was said of somebody, never what."""
    name = "judgement" if isinstance(row, Judgement) else "qualification"
    change = Change(entity, str(row.pk), None, {name: CHANGED})
    record(by=by, at=at, verb=verb, summary=summary, place_code=region.code, changes=[change])

"""Changes to curricula and programmes, each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Curriculum, Programme, Session, Subject
from rumahbersama.chain.training.recording import CURRICULUM, PROGRAMME
from rumahbersama.chain.training.rules import TrainingRefusal
from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.regions.models import Region


@dataclass(frozen=True)
class SubjectFacts:
    """A subject as it is typed; ``methods`` are percent of each method, 100 together or none."""

    title: str
    jp: int
    methods: dict[str, int] = field(default_factory=dict)
    outcomes: str = ""


@dataclass(frozen=True)
class CurriculumFacts:
    """A curriculum with its subjects in order."""

    title: str
    subjects: tuple[SubjectFacts, ...]
    audience: str = ""
    outcomes: str = ""
    source: str = ""


def check(facts: CurriculumFacts) -> None:
    """Refuse a curriculum that cannot be.

    Raises:
        TrainingRefusal: no subject, one twice, or methods that are not 100 percent together.
    """
    if not facts.subjects:
        raise TrainingRefusal(_("Tulis paling sedikit satu mata ajar."))
    titles = [subject.title.casefold() for subject in facts.subjects]
    for subject in facts.subjects:
        if titles.count(subject.title.casefold()) > 1:
            raise TrainingRefusal(
                _("Mata ajar “{title}” tertulis dua kali. Gabungkan, atau bedakan namanya.").format(
                    title=subject.title
                )
            )
        if subject.methods and sum(subject.methods.values()) != 100:
            raise TrainingRefusal(
                _("Metode “{title}” berjumlah {sum}%, seharusnya 100%.").format(
                    title=subject.title, sum=sum(subject.methods.values())
                )
            )


def free_code(model: type[Curriculum] | type[Programme], title: str) -> str:
    """Return a name for addresses that no other of this table has."""
    base = slugify(title)[:34] or "tanpa-nama"
    taken = set(model.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{count}" for count in range(2, 9999))) if code not in taken)


@transaction.atomic
def make_curriculum(
    *,
    facts: CurriculumFacts,
    region: Region,
    by: Any,  # noqa: ANN401
    at: datetime,
    copied_from: Curriculum | None = None,
) -> Curriculum:
    """Add a curriculum of a place; a copy keeps showing the materials of its source.

    Raises:
        TrainingRefusal: a part that cannot be.
    """
    check(facts)
    made = Curriculum.objects.create(
        code=free_code(Curriculum, facts.title), region=region, copied_from=copied_from, **_own(facts)
    )
    _put(made, facts.subjects)
    _write(made, None, _told(made), by, at, "training.make_curriculum", _("Kurikulum dibuat: {title}"))
    return made


def _own(facts: CurriculumFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in ("title", "audience", "outcomes", "source")}


def _told(curriculum: Curriculum) -> dict[str, Any]:
    subjects = Subject.objects.filter(curriculum=curriculum).order_by("order")
    return {
        "title": curriculum.title,
        "subjects": "; ".join(f"{subject.title} ({subject.jp} JP)" for subject in subjects),
    }


@transaction.atomic
def change_curriculum(
    *,
    curriculum: Curriculum,
    facts: CurriculumFacts,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
) -> None:
    """Change a curriculum; a subject keeps its sessions as long as its title stays.

    Raises:
        TrainingRefusal: changed since version ``seen``, a part that cannot be, or a subject left out that is taught.
    """
    check(facts)
    fresh = Curriculum.objects.select_for_update(of=("self",)).get(pk=curriculum.pk)
    if fresh.version != seen:
        raise TrainingRefusal(_("Kurikulum ini sudah diubah orang lain. Muat ulang halaman, lalu ulangi."))
    before = _told(fresh)
    for name, value in _own(facts).items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save()
    _put(fresh, facts.subjects)
    old, new = only_differences(before, _told(fresh))
    _write(fresh, old, new, by, at, "training.change_curriculum", _("Kurikulum diubah: {title}"))


def _put(curriculum: Curriculum, subjects: Sequence[SubjectFacts]) -> None:
    there = {row.title.casefold(): row for row in Subject.objects.filter(curriculum=curriculum)}
    kept = {each.title.casefold() for each in subjects}
    for title in (each for each in there if each not in kept):
        try:
            there[title].delete()
        except ProtectedError:
            count = Session.objects.filter(subject=there[title]).count()
            if not count:
                raise TrainingRefusal(
                    _(
                        "“{title}” punya bahan ajar, jadi tidak dapat dihapus atau diganti namanya. "
                        "Pindahkan dulu bahannya ke mata ajar lain lewat “Ubah”, atau biarkan namanya."
                    ).format(title=there[title].title)
                ) from None
            raise TrainingRefusal(
                _(
                    "“{title}” sudah dijadwalkan dalam {count} sesi, jadi tidak dapat dihapus atau diganti namanya. "
                    "Buat kurikulum baru untuk kegiatan berikutnya."
                ).format(title=there[title].title, count=count)
            ) from None
    for order, each in enumerate(subjects, 1):
        row = there.get(each.title.casefold()) or Subject(curriculum=curriculum)
        if row.pk is None or row.jp != each.jp:
            row.jp_is_assumed = False
        row.order, row.title, row.jp, row.methods, row.outcomes = (
            order,
            each.title,
            each.jp,
            each.methods,
            each.outcomes,
        )
        row.save()


@transaction.atomic
def retire_curriculum(*, curriculum: Curriculum, retire: bool, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Offer a curriculum no longer for new events, or offer it again."""
    fresh = Curriculum.objects.select_for_update(of=("self",)).get(pk=curriculum.pk)
    if fresh.is_retired == retire:
        return
    fresh.is_retired = retire
    fresh.version += 1
    fresh.save()
    summary = _("Kurikulum tidak dipakai lagi: {title}") if retire else _("Kurikulum dipakai lagi: {title}")
    state = {"state": "retired" if retire else "in use"}
    _write(fresh, {}, state, by, at, "training.retire_curriculum", summary)


def _write(
    curriculum: Curriculum,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        summary=summary.format(title=curriculum.title),
        place_code=curriculum.region.code if curriculum.region else "0",
        changes=[Change(CURRICULUM, curriculum.code, before, after)],
    )


@dataclass(frozen=True)
class ProgrammeFacts:
    """What a programme is."""

    title: str
    purpose: str = ""
    target_people: int | None = None


@transaction.atomic
def save_programme(
    *,
    programme: Programme | None,
    facts: ProgrammeFacts,
    region: Region,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> Programme:
    """Add a programme of a place, or change one."""
    kept = programme or Programme(code=free_code(Programme, facts.title), region=region)
    names = ("title", "purpose", "target_people")
    before = {name: getattr(kept, name) for name in names} if programme else None
    for name in names:
        setattr(kept, name, getattr(facts, name))
    kept.save()
    after = {name: getattr(kept, name) for name in names}
    record(
        by=by,
        at=at,
        verb="training.save_programme",
        summary=_("Program pelatihan tersimpan: {title}").format(title=kept.title),
        place_code=kept.region.code,
        changes=[Change(PROGRAMME, kept.code, before, after)],
    )
    return kept

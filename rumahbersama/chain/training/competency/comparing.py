"""Candidates for a post of camat side by side: the law, competency, JP. It decides and stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from rumahbersama.chain.training.competency.models import Standard
from rumahbersama.chain.training.competency.queries import (
    Line,
    all_raises,
    evidence_of,
    lines_of,
    qualifications_of,
    standards_on,
)
from rumahbersama.chain.training.competency.rules import (
    CERTIFICATE,
    CIVIL_SERVANT,
    EDUCATION,
    EXPERIENCE,
    RANK,
    Answer,
    Candidate,
    Held,
    Requirement,
    answer,
    requirements_on,
    years_in,
)
from rumahbersama.chain.training.passing.hours import jp_of_people
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.people.models import Person, Post, Tenure
from rumahbersama.ground.regions.models import Level


@dataclass(frozen=True)
class Told:
    """An answer in words."""

    state: str
    text: str


@dataclass(frozen=True)
class LawRow:
    """One requirement with (name, answer) of each candidate, in their order."""

    title: str
    law: str
    is_read: bool
    named: list[tuple[str, Told]]


@dataclass(frozen=True)
class UnitRow:
    """One competency unit with (name, line) of each candidate."""

    standard: Standard
    required: int | None
    named: list[tuple[str, Line]]


@dataclass(frozen=True)
class SideBySide:
    """The whole page; lists follow the order of ``people``."""

    post: Post
    people: list[Person]
    law: list[LawRow]
    units: list[UnitRow]
    named_posts: list[tuple[str, list[Tenure]]]
    jp_rows: list[tuple[int, list[tuple[str, Decimal]]]]


def side_by_side(*, post: Post, people: Sequence[Person], today: date) -> SideBySide:
    """Return candidates side by side (twelve queries for two to four people)."""
    numbers = [person.pk for person in people]
    held = list(Tenure.objects.filter(person__in=numbers, starts_on__lte=today).select_related("post__region"))
    posts = [[row for row in held if row.person_id == number] for number in numbers]
    papers = qualifications_of(numbers)
    candidates = [
        Candidate(
            has_nip=bool(person.nip),
            rank=person.rank,
            held=[Held(row.kind == row.Kind.DEGREE, row.is_governance) for row in papers.get(person.pk, [])],
            years=years_in(
                [(row.starts_on, row.ends_on) for row in own if row.post.region.level == Level.KECAMATAN],
                today=today,
            ),
        )
        for person, own in zip(people, posts, strict=True)
    ]
    names = [person.name for person in people]
    law = [_law_row(requirement, names, candidates) for requirement in requirements_on(today)]
    standards, evidence = list(standards_on(today)), evidence_of(numbers, all_raises())
    told = [
        {
            line.standard.code: line
            for line in lines_of(number, kind=post.role, standards=standards, evidence=evidence, courses={})
        }
        for number in numbers
    ]
    units = [
        UnitRow(row, row.required[post.role], list(zip(names, [lines[row.code] for lines in told], strict=True)))
        for row in standards
        if row.required.get(post.role)
    ]
    jp = jp_of_people(numbers, today=today)
    years = sorted({year for each in jp.values() for year in each}, reverse=True)
    jp_rows = [
        (year, [(person.name, jp.get(person.pk, {}).get(year, Decimal(0))) for person in people]) for year in years
    ]
    return SideBySide(post, list(people), law, units, list(zip(names, posts, strict=True)), jp_rows)


def _law_row(requirement: Requirement, names: Sequence[str], candidates: Sequence[Candidate]) -> LawRow:
    titles = {
        CIVIL_SERVANT: _("Pegawai negeri sipil"),
        EDUCATION: _("Ijazah diploma atau sarjana pemerintahan"),
        CERTIFICATE: _("Sertifikat pendidikan teknis pemerintahan, kalau ijazahnya bukan pemerintahan"),
        RANK: _("Pangkat"),
        EXPERIENCE: _("Pengalaman di kecamatan"),
    }
    cells = [_told(answer(requirement, each)) for each in candidates]
    named = list(zip(names, cells, strict=True))
    return LawRow(titles[requirement.code], requirement.law, requirement.is_read, named)


def _told(found: Answer) -> Told:
    words = {
        "nip": _("NIP tercatat"),
        "no_nip": _("NIP tidak tercatat"),
        "degree": _("ijazah pemerintahan tercatat"),
        "other_degree": _("ijazah yang tercatat bukan pemerintahan; perlu sertifikat"),
        "by_certificate": _("ijazahnya bukan pemerintahan, dipenuhi dengan sertifikat"),
        "no_degree": _("ijazah tidak tercatat"),
        "certificate": _("sertifikat tercatat"),
        "not_needed": _("tidak diperlukan: ijazahnya pemerintahan"),
        "no_certificate": _("sertifikat tidak tercatat"),
        "rank": _("tercatat {rank}; batas pangkatnya tidak ada pada kami"),
        "no_rank": _("pangkat tidak tercatat"),
        "no_years": _("tidak ada jabatan kecamatan yang tercatat"),
        "years": _("{years} tahun dalam jabatan kecamatan yang tercatat"),
    }
    facts = {name: number(value) for name, value in found.facts.items() if name == "years"}
    return Told(found.state, words[found.why].format(**{**found.facts, **facts}))

"""Candidates for a post of camat side by side: the law, competency, JP. It decides and stores nothing."""

from collections.abc import Mapping, Sequence
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
    requirement_editions,
    requirements_on,
    years_in,
)
from rumahbersama.chain.training.passing.hours import jp_of_people
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.people.models import Person, Post, Tenure
from rumahbersama.ground.regions.models import Level

Posts = Mapping[int, list[Tenure]]  # all posts that people ever held, by person


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
    least_years: int | None
    named: list[tuple[str, Told]]


@dataclass(frozen=True)
class UnitRow:
    """One competency unit with (name, line) of each candidate."""

    standard: Standard
    required: int | None
    named: list[tuple[str, Line]]


@dataclass(frozen=True)
class Standing:
    """How candidates stand against the law and the standards; rows follow the order of the people."""

    law: list[LawRow]
    units: list[UnitRow]


@dataclass(frozen=True)
class Past:
    """Which posts candidates held, and the JP they attended, by year."""

    named_posts: list[tuple[str, list[Tenure]]]
    jp_rows: list[tuple[int, list[tuple[str, Decimal]]]]


def standing_of(*, post: Post, people: Sequence[Person], held: Posts, today: date) -> Standing:
    """Return candidates for a post side by side against what is asked for (six queries)."""
    numbers, names = [person.pk for person in people], [person.name for person in people]
    papers = qualifications_of(numbers)
    candidates = [
        Candidate(
            has_nip=bool(person.nip),
            rank=person.rank,
            held=[Held(row.kind == row.Kind.DEGREE, row.is_governance) for row in papers.get(person.pk, [])],
            years=years_in(
                [(row.starts_on, row.ends_on) for row in held[person.pk] if row.post.region.level == Level.KECAMATAN],
                today=today,
            ),
        )
        for person in people
    ]
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
    return Standing(law, units)


def past_of(*, people: Sequence[Person], held: Posts, today: date) -> Past:
    """Return what candidates did before, side by side (five queries)."""
    jp = jp_of_people([person.pk for person in people], today=today)
    years = sorted({year for each in jp.values() for year in each}, reverse=True)
    jp_rows = [
        (year, [(person.name, jp.get(person.pk, {}).get(year, Decimal(0))) for person in people]) for year in years
    ]
    return Past([(person.name, held[person.pk]) for person in people], jp_rows)


def editions_in_words() -> list[tuple[date, list[LawRow]]]:
    """Return all editions of what a camat must bring, newest first, with their titles and no candidates."""
    return [(since, [_law_row(each, [], []) for each in rows]) for since, rows in requirement_editions()]


def _titles() -> dict[str, str]:
    return {
        CIVIL_SERVANT: _("Pegawai negeri sipil"),
        EDUCATION: _("Ijazah diploma atau sarjana pemerintahan"),
        CERTIFICATE: _("Sertifikat pendidikan teknis pemerintahan, kalau ijazahnya bukan pemerintahan"),
        RANK: _("Pangkat"),
        EXPERIENCE: _("Pengalaman di kecamatan"),
    }


def _law_row(requirement: Requirement, names: Sequence[str], candidates: Sequence[Candidate]) -> LawRow:
    cells = [_told(answer(requirement, each)) for each in candidates]
    named = list(zip(names, cells, strict=True))
    return LawRow(_titles()[requirement.code], requirement.law, requirement.is_read, requirement.least_years, named)


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

"""The private things of a place, each with the word of that place."""

from datetime import date, datetime
from decimal import Decimal

from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.needs import actions as needs
from rumahbersama.chain.needs.facilities.actions import add_facility
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.people import actions
from rumahbersama.ground.regions.models import Level, Region
from tests.access.competency import add_competency
from tests.access.mediation import add_case
from tests.access.meetings import add_meeting
from tests.access.problems import add_problem
from tests.access.programme import add_programme
from tests.access.recommendations import add_recommendation, add_report
from tests.access.rooms import (
    PERIOD,
    add_attendance,
    add_minimum_service,
    add_paper,
    add_questions,
    add_survey,
    add_voice,
    photo,
)
from tests.access.training import add_event
from tests.access.upward import add_referral
from tests.access.visits import add_visit
from tests.access.world.words import DESA_WITH_FIGURES, figure_of, sealed_word_of, source_of, word_of

START = date(2020, 1, 1)
TARGET_ROLES = ["ministry", "province", "bappeda", "kasi", "operator"]


def add_private_things(region: Region, at: datetime, mark: str = "") -> None:
    """Make an account with a role, an invitation, a post with its holder and, for some desa, a figure."""
    word, role = word_of(region.code) + mark, TARGET_ROLES[region.level]
    account = actions.create_account(
        email=f"{word}@contoh.invalid", name=word, by=None, at=at, place_code=region.code
    )
    actions.assign_role(account=account, role=role, region=region, by=None, at=at, starts_on=START)
    actions.invite(role=role, region=region, by=None, at=at, name=word, email=f"undangan-{word}@contoh.invalid")
    post = actions.create_post(title=f"Jabatan {word}", region=region, section="Seksi uji", by=None, at=at)
    person = actions.create_person(name=f"Pegawai {word}", region=region, by=None, at=at)
    actions.appoint(post=post, person=person, capacity="definitive", starts_on=START, by=None, at=at)
    add_competency(region, person, at, word=word)
    add_paper(region, post, at, word=word)
    ImportRun.objects.create(
        dataset="needs.observations",
        place_code=region.code,
        place_name=str(region),
        file_name=f"{word}.csv",
        file_digest=word,
        file_size=1,
        state=ImportRun.State.REFUSED,
        refusal=f"Berkas {word} tidak terbaca.",
        created_at=at,
    )
    add_questions(region, at, word=word)
    add_event(region, at, word=word)
    if region.level == Level.KABUPATEN:
        add_minimum_service(region, at, number=len(mark))
    if region.level == Level.KECAMATAN:
        add_meeting(region, post, at, word=word)
        add_case(region, at, word=sealed_word_of(region.code) + mark)
        add_programme(region, post, at, later=bool(mark))
        add_referral(region, at, word=word)
        add_report(region, at, word=word, mark=len(mark))
    if region.level == Level.DESA:
        add_voice(region, at, word=word)
        add_problem(region, at, word=word)
        add_recommendation(region, at, word=word)
        add_visit(region, post, at, word=word)
        what = f"Menyediakan timbangan {word}"
        told = Promise(what, post, region, at.date(), at.date(), why=word)
        make_commitment(promise=told, by=None, at=at)
        add_survey(region, at, word=word)
        add_attendance(region, at, word=word)
        values = FacilityValues(service="posyandu", region=region.code, name=f"Posyandu {word}", source="Uji")
        add_facility(values=values, by=None, at=at, photos=[photo()])
        source = source_of(region.code) if region.code in DESA_WITH_FIGURES else "Dukcapil"
        add_figure(region, at, source=source, number=figure_of(region.code) + len(mark))


def add_figure(region: Region, at: datetime, *, source: str, number: int) -> None:
    """Enter the population of a desa."""
    needs.correct_observation(
        region=region,
        indicator=Indicator.objects.get(code="penduduk"),
        period=Period.objects.get(code=PERIOD),
        numerator=Decimal(number),
        denominator=None,
        source=source,
        reason="uji" if number != figure_of(region.code) else "",
        by=None,
        at=at,
    )

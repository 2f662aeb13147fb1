"""The world of the access table: the cast, and private things at every place, each with a word of its own.

The word "Rahasia-<code>" stands in everything private that belongs to the place of that code. It may be read by
those whose place is that place or lies above it, and by nobody else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from rumahbersama.chain.commitments.actions import Promise, make_commitment, make_feed
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.models import Invitee as MeetingInvitee
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.needs import actions as needs
from rumahbersama.chain.needs.facilities.actions import add_facility
from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import Indicator, Period
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.chain.oversight.checklists.reference import load_reference as load_checklists
from rumahbersama.chain.oversight.visits.models import Signature, Visit, VisitPhoto
from rumahbersama.chain.training.bank.models import Bank, BankImport, Item
from rumahbersama.chain.training.competency.models import Judgement, Qualification
from rumahbersama.chain.training.models import BudgetLine, Event, Participation, Session, Site, Teaching
from rumahbersama.chain.training.reference import load_reference as load_training
from rumahbersama.chain.training.trainers.links import token_of
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.people import actions
from rumahbersama.ground.people.models import Account, Invitation, Person, Post, RoleAssignment, Tenure
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.presence.models import Attendee, Occasion, Roster
from rumahbersama.workshop.surveys.models import Questionnaire, Round, Version
from rumahbersama.workshop.surveys.reference import load_reference as load_questionnaires
from tests.access.competency import add_competency
from tests.access.mediation import add_case, make_party_account, numbers_of_cases
from tests.access.meetings import add_meeting
from tests.access.problems import add_problem, numbers_of_problems
from tests.access.programme import add_programme, numbers_of_programmes
from tests.access.recommendations import add_recommendation, add_report, numbers_of_recommendations
from tests.access.rooms import (
    PERIOD,
    add_attendance,
    add_minimum_service,
    add_paper,
    add_questions,
    add_survey,
    add_voice,
    ask,
    photo,
)
from tests.access.training import add_a_material, add_event
from tests.access.upward import add_referral, numbers_of_referrals
from tests.access.visits import add_visit
from tests.conftest import give_second_factor

MISSING = 999_999
START = date(2020, 1, 1)
TARGET_ROLES = ["ministry", "province", "bappeda", "kasi", "operator"]
DESA_WITH_FIGURES = ("71.01.01.2001", "71.01.01.2002", "71.01.02.2001", "71.01.02.2002")


def word_of(code: str) -> str:
    """Return the word that stands in private things of a place; it ends, so that no word begins another."""
    return f"Rahasia-{code}-"


def sealed_word_of(code: str) -> str:
    """Return the word that stands in the case of a kecamatan, which not even those above it read."""
    return f"Tertutup-{code}-"


@dataclass
class World:
    """Who there is, each with a browser signed in, and the number of each private thing by the code of its place."""

    cast: dict[str, Account]
    clients: dict[str, Client]
    accounts: dict[str, int]
    assignments: dict[str, int]
    invitations: dict[str, int]
    posts: dict[str, int]
    tenures: dict[str, int]
    persons: dict[str, int]
    runs: dict[str, int]
    papers: dict[str, int]
    voices: dict[str, int]
    visits: dict[str, int]
    visit_photos: dict[str, int]
    visit_signatures: dict[str, int]
    problems: tuple[dict[str, int], dict[str, int]]
    guidance: dict[str, dict[str, int]]
    promises: dict[str, int]
    banks: dict[str, int]
    questions: dict[str, int]
    question_imports: dict[str, int]
    facilities: dict[str, int]
    surveys: dict[str, int]
    questionnaires: dict[str, int]
    survey_token: str
    voice_photos: dict[str, int]
    facility_photos: dict[str, int]
    events: dict[str, int]
    event_parts: dict[str, dict[str, int]]
    judgements: dict[str, int]
    qualifications: dict[str, int]
    rosters: dict[str, int]
    occasions: dict[str, int]
    attendees: dict[str, int]
    meetings: dict[str, int]
    meeting_parts: dict[str, dict[str, int]]
    programmes: dict[str, dict[str, int]]
    checklist: int
    meeting_link: str
    cases: dict[str, dict[str, Any]]
    referrals: dict[str, int]
    occasion_key: str
    own_link: str
    token: str
    participant: str
    trainer: str
    calendar: str
    job: Any

    def account(self, code: str) -> int:
        return self.accounts.get(code, MISSING)

    def assignment(self, code: str) -> int:
        return self.assignments.get(code, MISSING)

    def invitation(self, code: str) -> int:
        return self.invitations.get(code, MISSING)

    def post(self, code: str) -> int:
        return self.posts.get(code, MISSING)

    def tenure(self, code: str) -> int:
        return self.tenures.get(code, MISSING)

    def person(self, code: str) -> int:
        return self.persons.get(code, MISSING)

    def promise(self, code: str) -> int:
        return self.promises.get(code, MISSING)

    def bank(self, code: str) -> int:
        return self.banks.get(code, MISSING)

    def question(self, code: str) -> int:
        return self.questions.get(code, MISSING)

    def question_import(self, code: str) -> int:
        return self.question_imports.get(code, MISSING)

    def paper(self, code: str) -> int:
        return self.papers.get(code, MISSING)

    def event(self, code: str) -> int:
        return self.events.get(code, MISSING)

    def part(self, name: str, code: str) -> int:
        """Return the number of the site, session, line, teaching, participation or person of a place's event."""
        return self.event_parts[name].get(code, MISSING)

    def judgement(self, code: str) -> int:
        return self.judgements.get(code, MISSING)

    def qualification(self, code: str) -> int:
        return self.qualifications.get(code, MISSING)

    def roster(self, code: str) -> int:
        return self.rosters.get(code, MISSING)

    def occasion(self, code: str) -> int:
        return self.occasions.get(code, MISSING)

    def attendee(self, code: str) -> int:
        return self.attendees.get(code, MISSING)

    def meeting(self, code: str) -> int:
        return self.meetings.get(code, MISSING)

    def of_meeting(self, name: str, code: str) -> int:
        """Return the number of the guest, the item or the promise of a kecamatan's meeting."""
        return self.meeting_parts[name].get(code, MISSING)

    def of_case(self, name: str, code: str) -> Any:
        """Return the key of a kecamatan's case, or the number of its party, step or point."""
        return self.cases[name].get(code, "0" * 32 if name == "key" else MISSING)

    def of_programme(self, name: str, code: str) -> int:
        """Return the number of the programme of a kecamatan, its goal, its activity or the post of that."""
        return self.programmes[name].get(code, MISSING)

    def referral(self, code: str) -> int:
        return self.referrals.get(code, MISSING)

    def voice(self, code: str) -> int:
        return self.voices.get(code, MISSING)

    def visit(self, code: str) -> int:
        return self.visits.get(code, MISSING)

    def problem(self, code: str) -> int:
        return self.problems[0].get(code, MISSING)

    def of_guidance(self, name: str, code: str) -> int:
        """Return the number of the note about a desa, or of the report of a kecamatan."""
        return self.guidance[name].get(code, MISSING)

    def problem_evidence(self, code: str) -> int:
        return self.problems[1].get(code, MISSING)

    def survey(self, code: str) -> int:
        return self.surveys.get(code, MISSING)

    def questionnaire(self, code: str) -> int:
        return self.questionnaires.get(code, MISSING)

    def facility(self, code: str) -> int:
        return self.facilities.get(code, MISSING)

    def voice_photo(self, code: str) -> int:
        return self.voice_photos.get(code, MISSING)

    def facility_photo(self, code: str) -> int:
        return self.facility_photos.get(code, MISSING)

    def run(self, code: str) -> int:
        return self.runs.get(code, MISSING)


def build(country: dict[str, Region], cast: dict[str, Account], at: datetime) -> World:
    """Make private things at every place, and give everybody of the cast both factors."""
    cast["party"] = make_party_account()
    load_reference(by=None, at=at)
    load_questionnaires(by=None, at=at)
    load_checklists(by=None, at=at)
    load_training(by=None, at=at)
    for account in cast.values():
        if not Authenticator.objects.filter(user=account).exists():
            give_second_factor(account)
        RecoveryCodes.activate(account)
    material = add_a_material(at)
    for region in country.values():
        add_private_things(region, at)
    _invitation, link = actions.invite(role="kasi", region=country["71.01.01"], by=None, at=at, name="Tamu")
    job = Job.objects.create(kind="uji", title="Pekerjaan", by=cast["camat"], created_at=at)
    return World(
        cast=cast,
        clients={role: _client(account) for role, account in cast.items()} | {"anonymous": Client()},
        accounts=_numbers(RoleAssignment, "account_id", account__name__startswith="Rahasia"),
        assignments=_numbers(RoleAssignment, "pk", account__name__startswith="Rahasia"),
        invitations=_numbers(Invitation, "pk", name__startswith="Rahasia"),
        posts=_numbers(Post, "pk"),
        tenures={tenure.post.region.code: tenure.pk for tenure in Tenure.objects.select_related("post__region")},
        persons={
            tenure.post.region.code: tenure.person_id for tenure in Tenure.objects.select_related("post__region")
        },
        papers=dict(Paper.objects.values_list("region__code", "pk")),
        problems=numbers_of_problems(),
        guidance=numbers_of_recommendations(),
        voices=dict(Voice.objects.values_list("region__code", "pk")),
        visits=_numbers(Visit, "pk"),
        visit_photos=dict(VisitPhoto.objects.values_list("visit__region__code", "pk")),
        visit_signatures=dict(Signature.objects.values_list("visit__region__code", "pk")),
        promises=dict(Commitment.objects.values_list("region__code", "pk")),
        banks=_numbers(Bank, "pk"),
        questions=dict(Item.objects.values_list("bank__region__code", "pk")),
        question_imports=dict(BankImport.objects.values_list("bank__region__code", "pk")),
        surveys=dict(Round.objects.filter(region__level=Level.DESA).values_list("region__code", "pk")),
        questionnaires=dict(Questionnaire.objects.exclude(region=None).values_list("region__code", "pk")),
        survey_token=ask(Version.objects.filter(questionnaire__region=None)[0], country["71.01.01"], at).token,
        facilities=_numbers(Facility, "pk"),
        voice_photos=dict(VoicePhoto.objects.values_list("voice__region__code", "pk")),
        facility_photos=dict(FacilityPhoto.objects.values_list("facility__region__code", "pk")),
        events=_numbers(Event, "pk"),
        event_parts={
            "site": dict(Site.objects.values_list("event__region__code", "pk")),
            "session": dict(Session.objects.values_list("event__region__code", "pk")),
            "line": dict(BudgetLine.objects.values_list("event__region__code", "pk")),
            "teaching": dict(Teaching.objects.values_list("event__region__code", "pk")),
            "participation": dict(Participation.objects.values_list("event__region__code", "pk")),
            "material": {"0": material},
            "person": dict(Participation.objects.values_list("event__region__code", "person")),
        },
        runs=dict(ImportRun.objects.values_list("place_code", "pk")),
        judgements=dict(Judgement.objects.values_list("person__tenures__post__region__code", "pk")),
        qualifications=dict(Qualification.objects.values_list("person__tenures__post__region__code", "pk")),
        rosters=dict(Roster.objects.values_list("region__code", "pk")),
        occasions=dict(Occasion.objects.values_list("roster__region__code", "pk")),
        attendees=dict(Attendee.objects.values_list("roster__region__code", "pk")),
        meetings=_numbers(Meeting, "pk"),
        programmes=numbers_of_programmes(),
        meeting_parts={
            "invitee": dict(MeetingInvitee.objects.values_list("meeting__region__code", "pk")),
            "item": dict(AgendaItem.objects.filter(kind="other").values_list("meeting__region__code", "pk")),
            "pledge": dict(Pledge.objects.values_list("item__meeting__region__code", "pk")),
        },
        cases=numbers_of_cases(),
        referrals=numbers_of_referrals(),
        checklist=Version.objects.filter(questionnaire__kind="checklist").earliest("pk").pk,
        meeting_link=MeetingInvitee.objects.order_by("pk")[0].token,
        occasion_key=Occasion.objects.order_by("pk")[0].key,
        own_link=Attendee.objects.order_by("pk")[0].token,
        token=link.rstrip("/").rpartition("/")[2],
        participant=Participation.objects.filter(region=country["71.01.01"])[0].token,
        trainer=token_of(*Teaching.objects.values_list("event", "person")[0]),
        calendar=make_feed(account=cast["camat"], region=None, at=at).token,
        job=job.pk,
    )


def _client(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def _numbers(model: Any, number: str, **wanted: str) -> dict[str, int]:
    return dict(model.objects.filter(**wanted).values_list("region__code", number))


def add_private_things(region: Region, at: datetime, mark: str = "") -> None:
    """Make an account with a role, an invitation, a post with its holder and, for some desa, a figure."""
    word, role = word_of(region.code) + mark, TARGET_ROLES[region.level]
    account = actions.create_account(
        email=f"{word}@contoh.invalid", name=word, by=None, at=at, place_code=region.code
    )
    actions.assign_role(account=account, role=role, region=region, by=None, at=at, starts_on=START)
    actions.invite(role=role, region=region, by=None, at=at, name=word, email=f"undangan-{word}@contoh.invalid")
    post = actions.create_post(title=f"Jabatan {word}", region=region, by=None, at=at)
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


def source_of(code: str) -> str:
    """Return the source of a desa's figure, which is seen together with the figure."""
    return f"Sumber-{code}-"


def figure_of(code: str) -> int:
    """Return the population of a desa; of those whose figure is a secret, a number that occurs nowhere else."""
    return 2_100_007 + 101_010 * DESA_WITH_FIGURES.index(code) if code in DESA_WITH_FIGURES else 1_000


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


WITHOUT = {"nobody", "anonymous", "party"}  # a role


def private_words(role: str, home: str) -> list[str]:
    """Return the words that somebody of the cast must not read anywhere: those of places outside the own place.

    And those of cases, which are read by two roles at the very place and by a party alone.
    """
    sealed = [
        sealed_word_of(code) for code in ALL_CODES if code != home or role not in {"camat", "kasi_trantib", "party"}
    ]
    return sealed + [
        word_of(code)
        for code in ALL_CODES
        if role in WITHOUT or not (home in ("0", code) or code.startswith(home + "."))
    ]


ALL_CODES = [
    "0",
    "71",
    "71.01",
    "71.01.01",
    "71.01.01.2001",
    "71.01.01.2002",
    "71.01.01.1003",
    "71.01.02",
    "71.01.02.2001",
    "71.01.02.2002",
    "71.02",
    "71.02.01",
    "71.02.01.2001",
    "72",
    "72.01",
    "72.01.01",
    "72.01.01.2001",
]


def secret_figures(role: str, home: str) -> list[str]:
    """Return the desa figures, as pages and files write them, that somebody of the cast must not read."""
    kecamatan = home[:8] if len(home) == 13 else home
    return [
        text
        for code in DESA_WITH_FIGURES
        if role in {"nobody", "anonymous", "party"}
        or not (kecamatan in ("0", code) or code.startswith(kecamatan + "."))
        for text in (f"{figure_of(code):,}".replace(",", "."), str(figure_of(code)), source_of(code))
    ]


__all__ = ["Person", "World", "add_private_things", "build", "private_words", "secret_figures", "word_of"]

"""Making private things at every place, and finding their numbers again."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from rumahbersama.chain.commitments.actions import make_feed
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.models import Invitee as MeetingInvitee
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
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
from rumahbersama.ground.people.models import Account, Invitation, Post, RoleAssignment, Tenure
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.presence.models import Attendee, Occasion, Roster
from rumahbersama.workshop.surveys.models import Questionnaire, Round, Version
from rumahbersama.workshop.surveys.reference import load_reference as load_questionnaires
from tests.access.mediation import make_party_account, numbers_of_cases
from tests.access.problems import numbers_of_problems
from tests.access.programme import numbers_of_programmes
from tests.access.recommendations import numbers_of_recommendations
from tests.access.rooms import (
    ask,
)
from tests.access.training import add_a_material
from tests.access.upward import numbers_of_referrals
from tests.access.world.numbers import World
from tests.access.world.things import add_private_things
from tests.conftest import give_second_factor


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

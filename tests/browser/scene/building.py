"""The whole scene: sessions of everybody, and the number of everything."""

from datetime import date
from typing import Any

from django.utils import timezone

from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.voices.models import VoicePhoto
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people import actions as people
from rumahbersama.ground.people.models import Account, Tenure
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.office_days.actions import add_holiday
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.presence.models import Attendee, Occasion
from rumahbersama.workshop.surveys.models import Questionnaire, Round, Version
from tests.browser import people_of_training
from tests.browser.scene.chain import (
    PAPERS,
    cases,
    guidance,
    meeting,
    numbers_of_minutes,
    numbers_of_programme,
    paper,
    presence,
    problems,
    promise,
    referrals,
    report_with_photos,
    visits_being_made,
    voice_in,
)
from tests.browser.scene.people import links, make_accounts, sessions
from tests.browser.scene.places import HOME, KABUPATEN, VILLAGE
from tests.browser.scene.training import competency, follow_up, questions, training
from tests.browser.scene.uploads import regions, runs


def build() -> dict[str, Any]:
    """Make everything and say where it is."""
    now = timezone.now()
    accounts = make_accounts(now)
    return {
        "sessions": sessions(accounts),
        "runs": runs(accounts["bappeda"], now),
        "numbers": _numbers(accounts, now),
        "people": people_of_training.build(KABUPATEN, HOME, "99.01.02", now),
        "survey_token": Round.objects.filter(closed_at=None).exclude(token="").get().token,
        "paper_code": Paper.objects.get(region__code=HOME, state="numbered").shown_code,
        **regions(accounts["ministry"], now),
        **links(accounts, now),
        "own_link": Attendee.objects.all()[0].token,
        "occasion_key": Occasion.objects.get(state=Occasion.State.OPEN).key,
        "meeting_link": meeting("invited").invitees.filter(post=None, region=None)[0].token,
    }


def _numbers(accounts: dict[str, Account], now: Any) -> dict[str, int]:
    home = get_region(HOME)
    vacant = people.create_post(title="Kasi Pelayanan Umum", region=home, role="kasi", by=None, at=now)
    invitation, _link = people.invite(
        role="kasi", region=home, by=None, at=now, name="Tamu", email="tamu@contoh.invalid"
    )
    shown = FacilityPhoto.objects.filter(facility__region__code=VILLAGE).earliest("pk")
    voice = voice_in("open")
    tenure = Tenure.objects.filter(post__region=home, post__role="kasi").latest("pk")
    holiday = add_holiday(
        region=get_region(KABUPATEN),
        date=date(2026, 3, 3),
        name="Hari jadi",
        legal_basis="SE 1/2026",
        by=None,
        at=now,
    )
    return {
        "checklist": Version.objects.get(questionnaire__code="periksa-keuangan-desa").pk,
        "visit_ahead": Visit.objects.get(region__code=VILLAGE, state="planned").pk,
        "visit_done": Visit.objects.get(region__code=f"{HOME}.2004", state="done").pk,
        **visits_being_made(accounts["kasi"], now),
        **report_with_photos(accounts["kasi"], now),
        "visit_off": Visit.objects.get(region__code=f"{HOME}.2003", state="cancelled").pk,
        "meeting_ahead": meeting("invited").pk,
        "meeting_past": meeting("closed").pk,
        **numbers_of_minutes(meeting("open"), accounts["kasi"], now),
        "meeting_off": meeting("cancelled").pk,
        **numbers_of_programme(),
        "meeting_guest": meeting("invited").invitees.filter(post=None, region=None)[0].pk,
        "facility": shown.facility_id,
        "photo_of_facility": shown.pk,
        "closed_facility": Facility.objects.exclude(ended_on=None).earliest("pk").pk,
        "kasi": accounts["seksi"].pk,
        "closed": accounts["closed"].pk,
        "officer": accounts["officer"].pk,
        "assignment": accounts["seksi"].assignments.get().pk,
        "vacant": vacant.pk,
        "post": tenure.post_id,
        "holiday": holiday.pk,
        "survey": Round.objects.filter(closed_at=None, subject="").exclude(token="").get().pk,
        "evaluated": Round.objects.filter(subject="").exclude(closed_at=None).order_by("-opens_on")[0].pk,
        "rubric": Round.objects.get(token="", subject="").pk,
        "questionnaire": Questionnaire.objects.get(code="evaluasi-pelatihan").pk,
        "drafted": Questionnaire.objects.get(region__code=HOME).pk,
        **presence(),
        "promise_late": promise(state="promised", due_on__lt=timezone.localdate(now)),
        "promise_done": promise(state="done"),
        "promise_dropped": promise(state="dropped"),
        **problems(accounts["camat"], now),
        **cases(),
        **referrals(),
        **guidance(),
        "paper_returned": Paper.objects.get(region__code=HOME, returned_because__gt="").pk,
        **{f"paper_{name}": paper(**wanted) for name, wanted in PAPERS.items()},
        "tenure": tenure.pk,
        **questions(),
        "person": tenure.person_id,
        **competency(accounts),
        "invitation": invitation.pk,
        **{state: voice_in(state) for state in ("merged", "withdrawn")},
        "voice": voice,
        "photo_of_voice": VoicePhoto.objects.filter(voice=voice).earliest("pk").pk,
        **training(),
        **follow_up(),
        "record": AuditRecord.objects.filter(place_code=HOME).latest("pk").pk,
    }

"""Numbers of what a kecamatan agreed, promised, saw and wrote."""

from typing import Any

from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.mediation.models import Case, StepFile, TellingFile
from rumahbersama.chain.house.mediation.models import Report as Told
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.minutes.actions import outcomes
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.house.minutes.rules import Outcome
from rumahbersama.chain.house.problems import deciding
from rumahbersama.chain.house.problems import rules as problem_rules
from rumahbersama.chain.house.problems.actions import bring_evidence
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.reading import read
from rumahbersama.chain.house.programme.models import Activity, Programme
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report
from rumahbersama.chain.oversight.visits import documents
from rumahbersama.chain.oversight.visits.actions import closing, planning, writing
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.actions.writing import Shot, Signed
from rumahbersama.chain.oversight.visits.models import Signature, Visit, VisitPhoto
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.presence.models import Attendee, Occasion
from rumahbersama.workshop.surveys.models import Version
from tests.browser.scene.places import HOME, VILLAGE
from tests.files.making import picture

PAPERS: dict[str, dict[str, str]] = {"numbered": {"state": "numbered"}, "ready": {"state": "initials"}}


def meeting(state: str) -> Meeting:
    return Meeting.objects.get(region__code=HOME, state=state)


def numbers_of_programme() -> dict[str, int]:
    """Return the programme in force and the draft of the demo, with activities in several states."""
    programme, draft = Programme.objects.get(state="in_force"), Programme.objects.get(state="draft")
    rows = Activity.objects.filter(programme=programme)
    return {
        "programme": programme.pk,
        "programme_draft": draft.pk,
        "programme_goal": draft.goals.earliest("order").pk,
        "programme_section": rows.get(state="done").post.section_id,
        "programme_post": rows.get(state="done").post_id,
        "activity_done": rows.get(state="done").pk,
        "activity_late": rows.filter(state="going").earliest("ends_on").pk,
        "activity_handed_over": rows.exclude(handovers=None).get().pk,
        "activity_draft": draft.activities.earliest("pk").pk,
    }


def numbers_of_minutes(meeting: Meeting, by: Account, now: Any) -> dict[str, int]:
    """Return the meeting being held with a promise, and an item of it that is decided."""
    pledge = Pledge.objects.get(item__meeting=meeting)
    opening = meeting.agenda.earliest("order").pk
    decided = meeting.agenda.exclude(pk__in=[opening, pledge.item_id]).latest("order")
    outcomes.set_outcome(item=decided, outcome=Outcome("decision", "Perekaman tiap Sabtu."), by=by, at=now)
    return {
        "minutes_decided": decided.pk,
        "meeting_open": meeting.pk,
        "minutes_item": pledge.item_id,
        "minutes_opening": opening,
        "minutes_pledge": pledge.pk,
    }


def visits_being_made(by: Account, now: Any) -> dict[str, int]:
    """Let two visits be made with an answer, a photo and a signature, and close one; its result waits to be sent."""
    going, photo, signature = _visit_made(by, now)
    closed, _photo, _signature = _visit_made(by, now)
    closing.finish_visit(visit=closed, by=by, at=now)
    return {
        "visit_going": going.pk,
        "visit_photo": photo.pk,
        "visit_signature": signature.pk,
        "visit_closed": closed.pk,
    }


def _visit_made(by: Account, now: Any) -> tuple[Visit, VisitPhoto, Signature]:
    post = Post.objects.filter(region__code=HOME, role="kasi").earliest("pk")
    version = Version.objects.get(questionnaire__code="periksa-layanan-dasar")
    plan = Plan("pembinaan", timezone.localdate(now), "Melihat kantor desa.", [post], checklist=version)
    made = planning.plan_visit(region=get_region(f"{HOME}.2005"), plan=plan, by=by, at=now)
    writing.write(visit=made, said={"bidan": "tidak", "laporan": "Bertemu sekdes."}, by=by, at=now)
    shown = files.checked(chunks=[picture(size=(400, 300))], name="a.jpg")
    photo = writing.add_photo(visit=made, shot=Shot(shown, "Posyandu Hilir"), by=by, at=now)
    signed = Signed(shown, "desa", "kertas", "Sari Dewi", "Sekretaris Desa")
    return made, photo, writing.sign(visit=made, signed=signed, by=by, at=now)


def problems(by: Account, now: Any) -> dict[str, int]:
    """Return problems of the demo's kecamatan: one taken in hand here with its evidence, one new, one merged."""
    taken = Problem.objects.filter(kecamatan__code=HOME, state="agreed").earliest("pk")
    snapshot = read(f"kurang:posyandu:{HOME}:2025", user=by)
    assert snapshot is not None
    bring_evidence(problem=taken, snapshot=snapshot, by=by, at=now)
    taken.refresh_from_db()
    deciding.decide(problem=taken, decision=problem_rules.Decision(to="in_hand"), by=by, at=now, seen=taken.version)
    states = {"in_hand": "problem_in_hand", "new": "problem_new", "merged": "problem_merged"}
    rows = Problem.objects.filter(kecamatan__code=HOME, state__in=states).order_by("-pk")
    found = {states[row.state]: row.pk for row in rows}
    return found | {"problem_evidence": Problem.objects.get(pk=found["problem_in_hand"]).evidence.earliest("pk").pk}


def report_with_photos(by: Account, now: Any) -> dict[str, int]:
    """Write the report of a visit of the demo that has a photo."""
    visit = Visit.objects.filter(state="done", photos__isnull=False).select_related("region__parent").earliest("pk")
    return {"paper_photos": documents.make_paper(visit=visit, kind=documents.REPORT, by=by, at=now).pk}


def cases() -> dict[str, Any]:
    """Return keys of the demo's cases by their state, of the agreed one some parts; keys of reports."""
    rows = Case.objects.filter(kecamatan__code=HOME)
    agreed = rows.get(state=Case.State.AGREED)
    shown = StepFile.objects.filter(step__case=agreed).earliest("pk")
    told = Told.objects.filter(kecamatan__code=HOME)
    return {
        **{f"case_{row.state}": row.key for row in rows},
        **{f"told_{row.state}": row.key for row in told},
        "told_file": TellingFile.objects.filter(telling__report__in=told.filter(state="waiting")).earliest("pk").pk,
        "case_party": agreed.parties.earliest("pk").pk,
        "case_step": shown.step_id,
        "case_file": shown.pk,
        "case_point": agreed.points.get(order=1).pk,
    }


def referrals() -> dict[str, int]:
    """Return what the demo's kecamatan passed upward: late at its office, rejected, and not assigned yet."""
    states = {"assigned": "referral_late", "rejected": "referral_rejected", "new": "referral_new"}
    return {states[row.state]: row.pk for row in Referral.objects.filter(state__in=states)}


def guidance() -> dict[str, int]:
    """Return notes and recommendations of the demo, one of each state that a page is about, and its report."""
    states = {"objected": "guidance_objected", "closed": "guidance_closed", "asked": "guidance_silent"}
    rows = Recommendation.objects.filter(kecamatan__code=HOME, state__in=states)
    found = {states[row.state]: row.pk for row in rows}
    return found | {"guidance_report": Report.objects.latest("pk").pk}


def promise(**wanted: Any) -> int:
    """Return a commitment of the demo's kecamatan."""
    return int(Commitment.objects.filter(post__region__code=HOME, **wanted).latest("pk").pk)


def presence() -> dict[str, int]:
    """Return the demo's attendance list, its open and its closed occasion, and one of its people."""
    now = Occasion.objects.get(state=Occasion.State.OPEN)
    past = Occasion.objects.get(state=Occasion.State.CLOSED, roster=now.roster)
    person = Attendee.objects.filter(roster=now.roster)[6]
    return {"roster": now.roster_id, "occasion": now.pk, "occasion_closed": past.pk, "attendee": person.pk}


def voice_in(state: str) -> int:
    """Return the newest voice of the village in a state; the open one has a photo."""
    voices = Voice.objects.filter(region__code=VILLAGE, state=state)
    return int((voices.filter(photos__isnull=False) if state == "open" else voices).latest("pk").pk)


def paper(**wanted: Any) -> int:
    """Return a paper of the demo's kecamatan."""
    return int(Paper.objects.filter(region__code=HOME, kind="surat_undangan", **wanted).latest("pk").pk)

"""Who there is, and the number of each private thing by the code of its place."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from rumahbersama.ground.people.models import Account

MISSING = 999_999


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
        """Return the number of the programme of a kecamatan, its goal, activity, or the post or section of that."""
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

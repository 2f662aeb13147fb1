"""The things of one place that the access table asks for, room by room."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from rumahbersama.chain.needs import actions as needs
from rumahbersama.chain.needs.models import Indicator, Period, ServiceArea
from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.voices.actions import Facts, enter_voice
from rumahbersama.chain.training.bank import actions as questions
from rumahbersama.chain.training.bank import importing
from rumahbersama.chain.training.bank.formats.shapes import Question, Reading
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.presence.actions import Plan, make_roster, open_occasion, plan_occasion, set_attendees
from rumahbersama.workshop.presence.names import Line
from rumahbersama.workshop.surveys.actions.questionnaires import make_questionnaire, publish, start_draft
from rumahbersama.workshop.surveys.actions.rounds import Invitee, Opening, open_round
from rumahbersama.workshop.surveys.models import Round, Version
from rumahbersama.workshop.surveys.rules import Asked
from tests.files.making import picture

PERIOD = "2026-S1"


def add_survey(region: Region, at: datetime, *, word: str) -> None:
    """Write a questionnaire with a version in force and a draft, and ask it of somebody by name."""
    told = {"title": f"Kuesioner {word}", "kind": "other", "questions": [Asked("usul", "text", f"Usul {word}")]}
    made = make_questionnaire(**told, region=region, by=None, at=at)
    version = publish(draft=made.versions.get(), by=None, at=at, seen=0)
    start_draft(questionnaire=made, by=None, at=at)
    ask(version, region, at, title=f"Survei {word}", invited=[Invitee(name=word)])


def ask(version: Version, region: Region, at: datetime, *, title: str = "Evaluasi", invited: Any = ()) -> Round:
    """Open a round with names, by an open link and by invitations."""
    opening = Opening(
        version, region, title, at.date(), at.date() + timedelta(days=2), is_anonymous=False, is_open=True
    )
    return open_round(opening=opening, by=None, at=at, invited=invited)


def add_minimum_service(region: Region, at: datetime, *, number: int) -> None:
    """Enter one measure of a minimum service, which everybody signed in may see."""
    needs.correct_observation(
        region=region,
        indicator=Indicator.objects.get(code="spm-paud-penerima"),
        period=Period.objects.get(code=PERIOD),
        numerator=Decimal(7 + number),
        denominator=Decimal(10 + number),
        source="Dinas",
        reason="uji",
        by=None,
        at=at,
    )


def add_questions(region: Region, at: datetime, *, word: str) -> None:
    """Make a bank with a question, and a file that waits to be looked at."""
    bank = questions.make_bank(title=f"Bank {word}", description=word, region=region, by=None, at=at)
    one = Question(f"Soal {word}?", (word, "lain"), 0, word, word)
    questions.add_item(bank=bank, question=one, difficulty=None, by=None, at=at)
    found = Reading([Question(f"Soal lain {word}?", (word, "lain"), 0)])
    importing.preview(bank=bank, kind="gift", found=found, file_name=f"{word}.txt", by=None, at=at)


def add_paper(region: Region, post: Post, at: datetime, *, word: str) -> None:
    """Write and sign a letter of a place."""
    text = {"blocks": [{"kind": "text", "text": word}]}
    said = {"region": region, "title": f"Surat {word}", "content": text, "signer_post": post, "by": None, "at": at}
    paper = papers.draft(kind="surat_dinas", **said)
    paper = papers.put_up(paper=paper, by=None, at=at, seen=paper.version)
    signing = papers.Signing(signed_on=at.date(), way="wet", numbering=Numbering("005"))
    papers.sign(paper=paper, signing=signing, by=None, at=at, seen=paper.version)


def add_voice(region: Region, at: datetime, *, word: str) -> None:
    """Write down what somebody in a desa asks for: the same everywhere, so that doubles are looked for."""
    health = ServiceArea.objects.get(code="kesehatan")
    facts = Facts(
        region, f"Posyandu {word} butuh timbangan bayi", health, "musdus", at.date(), hamlet=word, source=word
    )
    enter_voice(facts=facts, by=None, at=at, photos=[photo()])


def add_attendance(region: Region, at: datetime, *, word: str) -> None:
    """Make an attendance list of a desa with one person and an open occasion."""
    made = make_roster(title=f"Musdes {word}", region=region, by=None, at=at)
    set_attendees(roster=made, lines=[Line(f"Peserta {word}", word)], by=None, at=at)
    plan = Plan(f"Sidang {word}", at, at + timedelta(hours=2), place=word)
    open_occasion(occasion=plan_occasion(roster=made, plan=plan, by=None, at=at), by=None, at=at)


def photo() -> Photo:
    """Return a photo as it is sent."""
    return Photo([picture()], "foto.jpg")

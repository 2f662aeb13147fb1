"""A questionnaire in force, a round of kecamatan A, and a way to answer it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from rumahbersama.workshop.surveys.actions import answering, rounds
from rumahbersama.workshop.surveys.actions.questionnaires import make_questionnaire, publish
from rumahbersama.workshop.surveys.actions.rounds import Opening
from rumahbersama.workshop.surveys.models import Questionnaire, Round, Version
from rumahbersama.workshop.surveys.rules import Asked, yes_no_options

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
WORDS = (("1", "Kurang"), ("2", "Cukup"), ("3", "Baik"), ("4", "Sangat baik"))

QUESTIONS = (
    Asked("pelatih", "rating", "Pelatih menguasai materi", group="Pelatih", required=True, options=WORDS),
    Asked("ruangan", "rating", "Ruangan memadai", group="Tempat", options=WORDS),
    Asked("dipakai", "yesno", "Akan dipakai?", group="Tempat", options=yes_no_options(), remedy="Beri contoh"),
    Asked("apa", "text", "Apa?", group="Tempat", shown_if="dipakai", shown_value="ya", required=True),
    Asked("umur", "integer", "Umur", group="Diri", minimum=Decimal(17), maximum=Decimal(70)),
    Asked("hari", "many", "Hari apa saja?", group="Diri", options=(("senin", "Senin"), ("rabu", "Rabu"))),
    Asked("tanggal", "date", "Sejak kapan?", group="Diri"),
    Asked("jarak", "decimal", "Berapa km?", group="Diri"),
    Asked("pesan", "note", "Terima kasih sudah mengisi."),
)


def make(region, *, title="Evaluasi", questions=QUESTIONS, by=None) -> Questionnaire:
    """Make a questionnaire and put it in force."""
    made = make_questionnaire(title=title, kind="evaluation", region=region, by=by, at=AT, questions=questions)
    publish(draft=made.versions.get(), by=by, at=AT, seen=0)
    return made


@pytest.fixture
def version(country) -> Version:
    """A version in force, of kecamatan A."""
    return make(country["71.01.01"]).versions.get()


@pytest.fixture
def opened(version, country):
    """Open a round of kecamatan A."""

    def opening(*, invited=(), **more) -> Round:
        plain = {"title": "Evaluasi rakor", "opens_on": TODAY, "closes_on": date(2026, 3, 9), "is_open": True}
        told = Opening(version=version, region=country["71.01.01"], **(plain | more))
        return rounds.open_round(opening=told, by=None, at=AT, invited=invited)

    return opening


def send(survey, *, key="", invitation=None, group="", role="", at=AT, **answers):
    """Answer a round."""
    told = {"pelatih": 3} | answers
    return answering.answer(round=survey, answers=told, key=key, invitation=invitation, group=group, role=role, at=at)


def fill(survey, grades, *, group=""):
    """Answer an open round once per grade."""
    for number, grade in enumerate(grades):
        send(survey, key=f"{group}-{number}", group=group, pelatih=grade)

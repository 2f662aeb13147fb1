"""Versions that never change, rounds, answers taken once, and nothing that leads from an answer to a person."""

from datetime import date, timedelta

import pytest
from django.db import connection

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.workshop.surveys.actions import answering, rounds
from rumahbersama.workshop.surveys.actions import questionnaires as actions
from rumahbersama.workshop.surveys.actions.answering import AnsweredBefore
from rumahbersama.workshop.surveys.actions.rounds import Invitee
from rumahbersama.workshop.surveys.models import Draft, Questionnaire, Response, Round, Version
from rumahbersama.workshop.surveys.reference import delivered, load_reference
from rumahbersama.workshop.surveys.rules import AnswersRefused, SurveyRefusal
from tests.surveys.conftest import AT, QUESTIONS, TODAY, make, send

State = Version.State


def test_a_published_version_stays_and_its_change_is_the_next_one(version, cast):
    with pytest.raises(SurveyRefusal, match="Versi yang sudah terbit tidak diubah"):
        actions.put_questions(draft=version, questions=QUESTIONS[:1], by=None, at=AT, seen=version.edits, told="")
    draft = actions.start_draft(questionnaire=version.questionnaire, by=cast["kasi"], at=AT)
    assert (draft.number, draft.state, actions.questions_of(draft)) == (2, State.DRAFT, list(QUESTIONS))
    assert actions.start_draft(questionnaire=version.questionnaire, by=None, at=AT).pk == draft.pk
    actions.put_questions(draft=draft, questions=QUESTIONS[:1], by=None, at=AT, seen=0, told="x")
    with pytest.raises(SurveyRefusal, match="baru saja diubah orang lain"):
        actions.publish(draft=draft, by=None, at=AT, seen=0)
    actions.publish(draft=draft, by=None, at=AT, seen=1)
    states = list(version.questionnaire.versions.values_list("number", "state"))
    assert states == [(2, State.PUBLISHED), (1, State.RETIRED)]
    assert actions.questions_of(version) == list(QUESTIONS)


def test_an_empty_draft_is_not_published(country):
    made = actions.make_questionnaire(title="Kosong", kind="other", region=country["71.01.01"], by=None, at=AT)
    with pytest.raises(SurveyRefusal, match="belum berisi pertanyaan"):
        actions.publish(draft=made.versions.get(), by=None, at=AT, seen=0)


def test_a_draft_that_is_thrown_away_takes_a_questionnaire_without_versions_along(country, version):
    made = actions.make_questionnaire(title="Coba", kind="other", region=country["71.01.01"], by=None, at=AT)
    actions.discard_draft(draft=made.versions.get(), by=None, at=AT, seen=0)
    assert not Questionnaire.objects.filter(pk=made.pk).exists()
    draft = actions.start_draft(questionnaire=version.questionnaire, by=None, at=AT)
    actions.discard_draft(draft=draft, by=None, at=AT, seen=0)
    assert version.questionnaire.versions.get() == version


def test_a_code_is_made_from_the_title_and_never_twice(country):
    codes = [make(country["71.01.01"], title="Survei Air").code for _ in range(3)]
    assert codes == ["survei-air", "survei-air-2", "survei-air-3"]


def test_a_copy_is_a_draft_of_ones_own_place(version, country):
    made = actions.copy_questionnaire(
        version=version, title="Punya desa", region=country["71.01.01.2001"], by=None, at=AT
    )
    assert (made.origin, made.versions.get().state) == ("Salinan evaluasi versi 1", State.DRAFT)
    assert actions.questions_of(made.versions.get()) == list(QUESTIONS)


def test_delivered_questionnaires_are_loaded_once_and_published(db):
    assert load_reference(by=None, at=AT) == len(list(delivered())) == 3
    assert load_reference(by=None, at=AT) == 0
    rows = Version.objects.filter(questionnaire__region=None, state=State.PUBLISHED)
    assert set(rows.values_list("questionnaire__kind", "questionnaire__origin")) == {
        ("evaluation", "ours"),
        ("rubric", "ours"),
        ("behaviour", "ours"),
    }


def test_an_anonymous_answer_leads_to_nobody(opened):
    survey = opened(invited=[Invitee(name="Ani", role="", group="Kelas 1", about="Budi")])
    invitation = survey.invitations.get()
    before = AuditRecord.objects.count()
    response = send(survey, key="dari-perangkat", invitation=invitation)
    invitation.refresh_from_db()
    assert invitation.answered_on == TODAY
    assert (response.invitation, response.at, response.about, response.group) == (None, None, "", "Kelas 1")
    assert response.key != "dari-perangkat"
    assert AuditRecord.objects.count() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM surveys_response")
        row = " ".join(str(value) for value in cursor.fetchone())
    assert not any(word in row for word in ("Ani", invitation.token, "2026", "dari-perangkat"))


def test_numbers_of_answers_tell_no_order(opened):
    survey = opened()
    numbers = [send(survey, key=str(n)).pk for n in range(12)]
    assert numbers != sorted(numbers)


def test_an_answer_with_a_name_is_kept_with_it_and_recorded(opened, cast):
    survey = opened(
        is_anonymous=False, raters=("penguji 1",), invited=[Invitee(name="Ani", role="penguji 1", about="Budi")]
    )
    invitation = survey.invitations.get()
    response = send(survey, key="k", invitation=invitation)
    assert (response.invitation, response.at, response.about, response.role) == (invitation, AT, "Budi", "penguji 1")
    assert AuditRecord.objects.filter(verb="surveys.answer").count() == 1


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_a_link_answers_once(opened, is_anonymous):
    survey = opened(is_anonymous=is_anonymous, invited=[Invitee(name="Ani")])
    invitation = survey.invitations.get()
    send(survey, key="a", invitation=invitation)
    with pytest.raises(AnsweredBefore, match="sudah terkirim"):
        send(survey, key="b", invitation=invitation)
    assert Response.objects.count() == 1


def test_a_device_answers_an_open_link_once(opened):
    survey = opened()
    send(survey, key="hp-1")
    with pytest.raises(AnsweredBefore):
        send(survey, key="hp-1", pelatih=1)
    assert Response.objects.get().answers == {"pelatih": 3}


def test_answers_that_cannot_be_are_not_taken_and_the_link_stays_good(opened):
    survey = opened(invited=[Invitee(name="Ani")])
    invitation = survey.invitations.get()
    with pytest.raises(AnswersRefused):
        send(survey, key="a", invitation=invitation, umur=5)
    invitation.refresh_from_db()
    assert (invitation.answered_on, Response.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("days", "text"), [(-1, "belum dibuka"), (8, "sudah ditutup")], ids=["before", "after its last day"]
)
def test_answers_are_taken_on_the_days_of_the_round(opened, days, text):
    with pytest.raises(SurveyRefusal, match=text):
        send(opened(), key="a", at=AT + timedelta(days=days))


def test_a_closed_round_takes_nothing_and_is_not_changed_again(opened):
    survey = opened()
    answering.save_draft(round=survey, key="d", answers={"umur": 30}, at=AT)
    rounds.close_round(round=survey, by=None, at=AT)
    rounds.close_round(round=survey, by=None, at=AT + timedelta(hours=1))
    assert (Round.objects.get().closed_at, Draft.objects.count()) == (AT, 0)
    with pytest.raises(SurveyRefusal, match="sudah ditutup"):
        send(survey, key="a")
    with pytest.raises(SurveyRefusal, match="sudah ditutup"):
        rounds.change_round(round=survey, title="X", closes_on=date(2026, 4, 1), expected=None, by=None, at=AT)
    with pytest.raises(SurveyRefusal, match="sudah ditutup"):
        rounds.invite(round=survey, invited=[Invitee(name="Ani")], by=None, at=AT)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"closes_on": date(2026, 3, 1)}, "lebih awal"),
        ({"closes_on": date(2028, 3, 1)}, "lebih dari setahun"),
        ({"title": " "}, "Tulis judul"),
        ({"minimum_group": 2}, "paling sedikit 5 jawaban"),
        ({"groups": ("A", "A")}, "tidak boleh sama"),
        ({"subject": "kelas:1"}, "tidak dikenal ruang mana pun"),
        ({"raters": ("atasan",), "invited": [Invitee(name="Ani", role="teman")]}, "Peran “teman” tidak ada"),
    ],
)
def test_a_round_that_cannot_be_is_refused_whole(opened, more, text):
    with pytest.raises(SurveyRefusal, match=text):
        opened(**more)
    assert Round.objects.count() == 0


def test_a_draft_is_not_asked(opened, version, country):
    draft = actions.start_draft(questionnaire=version.questionnaire, by=None, at=AT)
    told = rounds.Opening(draft, country["71.01.01"], "X", TODAY, TODAY)
    with pytest.raises(SurveyRefusal, match="sudah terbit"):
        rounds.open_round(opening=told, by=None, at=AT)


def test_a_draft_of_answers_grows_and_old_ones_go(opened):
    survey = opened()
    answering.save_draft(round=survey, key="d", answers={"pelatih": 2}, at=AT)
    answering.save_draft(round=survey, key="d", answers={"dipakai": "ya", "apa": "RTL"}, at=AT)
    answering.save_draft(round=survey, key="d", answers={"dipakai": "tidak", "pelatih": None}, at=AT)
    assert Draft.objects.get().answers == {"dipakai": "tidak"}
    assert answering.remove_old_drafts(at=AT + timedelta(days=30)) == 0
    assert answering.remove_old_drafts(at=AT + timedelta(days=31)) == 1

"""A form opened for a class: who is invited, who may change what, and when it is refused."""

from datetime import date, timedelta

import pytest

from rumahbersama.chain.training.after import queries
from rumahbersama.chain.training.after.actions import ask, ask_all, close
from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import PEER_1, PEER_2, SELF, SUPERIOR, AfterRefusal
from rumahbersama.chain.training.models import Subject
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.workshop.surveys.actions.rounds import readdress
from rumahbersama.workshop.surveys.models import Invitation, Questionnaire, Round
from rumahbersama.workshop.surveys.rules import SurveyRefusal
from tests.training.after.conftest import AT, LAST, NAMES, named, says

LATER = AT + timedelta(days=92)


def test_a_form_is_without_names_and_invites_each_alumnus(klass):
    survey = ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    assert (survey.subject, survey.is_anonymous, survey.token) == (f"training.after:{klass.key}.3", True, "")
    assert sorted(survey.invitations.values_list("name", flat=True)) == list(NAMES)
    assert set(survey.invitations.values_list("role", flat=True)) == {"Alumnus"}
    labels = survey.version.questions.filter(name__startswith="kini_").values_list("label", flat=True)
    assert list(labels) == [
        "Menerapkan di tempat kerja: Kepemimpinan – sekarang",
        "Memutuskan dengan data – sekarang",
        "Menepati janji – sekarang",
    ]


def test_the_form_follows_its_curriculum_in_versions(klass, small):
    first = ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    again = ask(klass=small, months=3, closes_on=LAST, by=None, at=AT)
    assert again.version == first.version
    Subject.objects.filter(title="Kepemimpinan").update(outcomes="Memimpin rapat")
    at_six = ask(klass=klass, months=6, closes_on=LATER.date(), by=None, at=LATER)
    assert (at_six.version.number, first.version.number) == (2, 1)
    assert Questionnaire.objects.get().code == "capaian-uji"


def test_too_early_twice_and_an_empty_class_are_refused(klass, small, event):
    with pytest.raises(AfterRefusal, match="baru dapat dibuka 10 Jul 2026"):
        ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT - timedelta(days=3))
    with pytest.raises(AfterRefusal, match="tidak ada"):
        ask(klass=klass, months=4, closes_on=LAST, by=None, at=AT)
    ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    with pytest.raises(AfterRefusal, match="sudah pernah dibuka"):
        ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    small.participations.update(state="withdrawn")
    with pytest.raises(AfterRefusal, match="Belum ada peserta"):
        ask(klass=small, months=3, closes_on=LAST, by=None, at=AT)
    assert ask_all(event=event, months=3, closes_on=LAST, by=None, at=AT) == 0
    event.state, event.cancelled_because = "cancelled", "dana"
    event.save()
    with pytest.raises(AfterRefusal, match="dibatalkan"):
        ask_all(event=event, months=3, closes_on=LAST, by=None, at=AT)


def test_raters_are_named_once_and_a_changed_name_gets_a_new_link(asked, klass, raters):
    ani = klass.participations.get(name="Ani")
    before = raters(asked, SUPERIOR)[0].invitation
    assert (before.name, before.role, before.about) == ("Pak Atasan Ani", "Atasan", "Ani")
    named(ani, **{SUPERIOR: "Bu Camat"})
    after = Invitation.objects.get(pk=before.pk)
    assert (after.name, after.token == before.token) == ("Bu Camat", False)
    assert Rater.objects.filter(participation=ani).count() == 4
    peers = Invitation.objects.filter(rater__participation=ani, rater__relation__in=(PEER_1, PEER_2))
    assert set(peers.values_list("role", flat=True)) == {"Rekan"}
    assert asked.invitations.count() == 24


def test_who_has_answered_is_not_changed_and_names_differ(asked, klass, raters):
    ani = klass.participations.get(name="Ani")
    says(raters(asked, SUPERIOR)[0], (2, 3))
    with pytest.raises(SurveyRefusal, match="sudah menjawab"):
        named(ani, **{SUPERIOR: "Orang Lain"})
    with pytest.raises(AfterRefusal, match="ditulis dua kali"):
        named(ani, **{PEER_1: "Sama", PEER_2: "sama"})
    with pytest.raises(AfterRefusal, match="mengisi formulirnya sendiri"):
        named(ani, **{PEER_1: "ANI"})
    with pytest.raises(AfterRefusal, match="belum dibuka"):
        named(ani, months=6)


def test_the_record_says_how_many_and_never_who(asked):
    told = str([*AuditRecord.objects.values_list("summary", flat=True), *AuditChange.objects.values_list("rows")])
    assert "Penilai seorang alumnus dicatat: ToT Utara" in told
    assert "{'raters': 0}, {'raters': 3}" in told
    assert "Pak Atasan" not in told
    assert "Rekan Satu" not in told


def test_those_of_three_months_are_asked_again_at_six(asked, klass):
    close(klass=klass, months=3, by=None, at=AT)
    survey = ask(klass=klass, months=6, closes_on=LATER.date(), by=None, at=LATER)
    assert survey.invitations.count() == 24
    names = Rater.objects.filter(months=6, relation=SUPERIOR).values_list("invitation__name", flat=True)
    assert "Pak Atasan Ani" in names


def test_a_closed_form_takes_no_other_name(asked, klass, raters):
    close(klass=klass, months=3, by=None, at=AT)
    with pytest.raises(SurveyRefusal, match="ditutup"):
        named(klass.participations.get(name="Ani"), **{SUPERIOR: "Orang Lain"})
    with pytest.raises(SurveyRefusal, match="Tulis nama"):
        readdress(invitation=raters(asked, SELF)[0].invitation, name=" ", by=None, at=AT)


def due(code, today):
    return queries.due_at(queries.recent_at([code], today=today), today=today)


def test_what_is_due_and_closes_soon_is_told_to_its_place_alone(klass, small, event):
    before, first = date(2026, 7, 9), date(2026, 7, 10)
    assert due("71", before) == []
    assert due("71", first) == [(event, 3, 2)]
    assert due("72", first) == []
    assert due("71", first + timedelta(days=61)) == []
    ask(klass=klass, months=3, closes_on=LAST, by=None, at=AT)
    assert due("71", AT.date()) == [(event, 3, 1)]
    assert queries.closing_at(["71"], today=LAST - timedelta(days=8)) == []
    told = queries.closing_at(["71"], today=LAST - timedelta(days=7))
    assert [(row["count"], row["months"]) for row in told] == [(6, 3)]
    assert queries.closing_at(["72"], today=LAST - timedelta(days=7)) == []
    ani = klass.participations.get(name="Ani")
    assert queries.unnamed_of(ani.person_id, today=AT.date()) == [(ani, 3)]
    named(ani)
    assert queries.unnamed_of(ani.person_id, today=AT.date()) == []
    assert Round.objects.count() == 1

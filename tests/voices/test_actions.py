"""Entering, correcting, withdrawing, joining, and taking both back; each with its record, nothing half done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rumahbersama.chain.needs.voices import actions, queries
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.chain.needs.voices.rules import VoiceRefusal
from rumahbersama.ground.audit.models import AuditRecord


@pytest.fixture
def act(cast, now):
    """Do something as the keeper of kecamatan A."""
    return {"by": cast["keeper"], "at": now}


def records() -> list[tuple[str, str]]:
    return list(AuditRecord.objects.filter(verb__endswith="voice").order_by("pk").values_list("verb", "place_code"))


def test_a_voice_is_written_down_with_its_record(say, cast):
    voice = say()

    change = queries.history_of(voice)[0]
    assert records() == [("needs.enter_voice", "71.01.01.2001")]
    assert change.record.summary == "Usulan dicatat: Posyandu Melati butuh timbangan bayi (Dusun II, Desa Anggrek)"
    assert change.after == {
        "region": "71.01.01.2001",
        "hamlet": "Dusun II",
        "statement": "Posyandu Melati butuh timbangan bayi",
        "area": "kesehatan",
        "source_kind": "musdus",
        "voiced_on": "2026-03-14",
        "people_count": 40,
        "state": "open",
    }
    assert [voice.entered_by, voice.version, voice.state, voice.people] == [cast["keeper"], 1, "open", 40]


def test_who_was_at_the_shared_keyboard_is_kept(facts, cast, now):
    operator = cast["operator"]
    operator.keyboard = "Siti Aminah"

    voice = actions.enter_voice(facts=facts(), by=operator, at=now)

    assert [voice.keyboard, AuditRecord.objects.latest("pk").keyboard] == ["Siti Aminah", "Siti Aminah"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"statement": "air"}, "satu kalimat"),
        ({"people_count": 0}, "lebih dari nol"),
        ({"code": "71.01"}, "desa, kelurahan, atau kecamatan"),
        ({"area": "pendidikan", "service": "posyandu"}, "bukan layanan bidang"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(say, more, told):
    with pytest.raises(VoiceRefusal, match=told):
        say(**more)
    assert [Voice.objects.count(), records()] == [0, []]


def test_a_day_to_come_is_refused(say, now):
    with pytest.raises(VoiceRefusal, match="belum tiba"):
        say(voiced_on=now.date() + timedelta(days=2))


def test_a_correction_says_why_and_keeps_what_stood_there(say, facts, act):
    voice = say()

    actions.correct_voice(voice=voice, facts=facts(people_count=55), reason="Salah hitung", seen=1, **act)

    change = queries.history_of(voice)[0]
    voice.refresh_from_db()
    assert [voice.people_count, voice.version] == [55, 2]
    assert [change.before, change.after, change.record.reason] == [
        {"people_count": 40},
        {"people_count": 55},
        "Salah hitung",
    ]


def test_a_correction_without_a_reason_is_refused(say, facts, act):
    voice = say()

    with pytest.raises(VoiceRefusal, match="alasan perbaikannya"):
        actions.correct_voice(voice=voice, facts=facts(people_count=55), reason=" ", seen=1, **act)
    voice.refresh_from_db()
    assert [voice.people_count, voice.version] == [40, 1]


def test_a_correction_that_changes_nothing_leaves_no_record(say, facts, act):
    voice = say()

    actions.correct_voice(voice=voice, facts=facts(), reason="", seen=1, **act)

    assert len(queries.history_of(voice)) == 1


def test_nobody_overwrites_what_they_have_not_seen(say, facts, act):
    voice = say()
    actions.correct_voice(voice=voice, facts=facts(people_count=55), reason="Salah hitung", seen=1, **act)

    with pytest.raises(VoiceRefusal, match="baru saja diubah orang lain"):
        actions.correct_voice(voice=voice, facts=facts(people_count=60), reason="Salah", seen=1, **act)
    with pytest.raises(VoiceRefusal, match="baru saja diubah orang lain"):
        actions.withdraw_voice(voice=voice, reason="Sudah ada", seen=1, **act)
    voice.refresh_from_db()
    assert [voice.people_count, voice.state] == [55, "open"]


def test_a_voice_stays_in_its_kecamatan(say, facts, act):
    voice = say()

    with pytest.raises(VoiceRefusal, match="di dalam kecamatannya"):
        actions.correct_voice(voice=voice, facts=facts("71.01.02.2001"), reason="Salah desa", seen=1, **act)


# Withdrawing ---------------------------------------------------------------------------
def test_a_withdrawn_voice_keeps_its_page_and_can_be_opened_again(say, act):
    voice = say()

    actions.withdraw_voice(voice=voice, reason="Sudah dibangun", seen=1, **act)
    voice.refresh_from_db()
    withdrawn = [voice.state, voice.withdrawn_because, voice.version]
    actions.restore_voice(voice=voice, seen=2, **act)
    voice.refresh_from_db()

    assert [withdrawn, [voice.state, voice.withdrawn_because]] == [["withdrawn", "Sudah dibangun", 2], ["open", ""]]
    assert [verb for verb, _place in records()] == [
        "needs.enter_voice",
        "needs.withdraw_voice",
        "needs.restore_voice",
    ]


def test_withdrawing_needs_a_reason_and_an_open_voice(say, facts, act):
    voice = say()
    with pytest.raises(VoiceRefusal, match="alasan menarik"):
        actions.withdraw_voice(voice=voice, reason="  ", seen=1, **act)
    with pytest.raises(VoiceRefusal, match="tidak sedang ditarik"):
        actions.restore_voice(voice=voice, seen=1, **act)

    actions.withdraw_voice(voice=voice, reason="Ganda", seen=1, **act)
    with pytest.raises(VoiceRefusal, match="sudah ditarik"):
        actions.correct_voice(voice=voice, facts=facts(people_count=1), reason="x", seen=2, **act)


def test_the_database_refuses_a_withdrawal_without_a_reason(say):
    voice = say()

    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=voice.pk).update(state="withdrawn")
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=voice.pk).update(state="merged")


# Joining -------------------------------------------------------------------------------
def test_a_joined_voice_points_at_the_main_one_which_has_the_stated_number(say, act):
    main, double = say(), say("71.01.01.2002", people_count=30)

    actions.join_voices(voice=double, main=main, joint_people=60, seen=1, **act)

    main.refresh_from_db()
    double.refresh_from_db()
    assert [main.people_count, main.joint_people, main.people, main.state] == [40, 60, 60, "open"]
    assert [double.state, double.merged_into, double.people_count] == ["merged", main, 30]
    record = AuditRecord.objects.latest("pk")
    assert [record.verb, record.place_code, record.summary] == [
        "needs.join_voices",
        "71.01.01",
        f"Usulan no. {double.pk} digabung ke no. {main.pk}",
    ]


def test_people_are_not_added_up_where_nobody_states_a_number(say, act):
    main, double = say(), say()

    actions.join_voices(voice=double, main=main, joint_people=None, seen=1, **act)

    main.refresh_from_db()
    assert [main.people, main.joint_people] == [40, None]


def test_joining_refuses_what_makes_no_sense(say, act):
    main, double, other = say(), say(), say("71.01.02.2001")
    with pytest.raises(VoiceRefusal, match="dengan dirinya sendiri"):
        actions.join_voices(voice=main, main=main, joint_people=None, seen=1, **act)
    with pytest.raises(VoiceRefusal, match="kecamatan yang sama"):
        actions.join_voices(voice=double, main=other, joint_people=None, seen=1, **act)
    with pytest.raises(VoiceRefusal, match="kurang dari 40"):
        actions.join_voices(voice=double, main=main, joint_people=3, seen=1, **act)
    actions.join_voices(voice=double, main=main, joint_people=None, seen=1, **act)

    third = say()
    with pytest.raises(VoiceRefusal, match="sudah digabung ke usulan lain"):
        actions.join_voices(voice=third, main=double, joint_people=None, seen=1, **act)
    with pytest.raises(VoiceRefusal, match="Usulan lain sudah digabung ke usulan ini"):
        actions.join_voices(voice=main, main=third, joint_people=None, seen=2, **act)
    with pytest.raises(VoiceRefusal, match="Lepaskan dulu usulan itu"):
        actions.withdraw_voice(voice=main, reason="x", seen=2, **act)
    with pytest.raises(VoiceRefusal, match="sudah digabung"):
        actions.withdraw_voice(voice=double, reason="x", seen=2, **act)
    assert Voice.objects.filter(state="merged").count() == 1


def test_a_join_is_undone_and_the_last_one_gives_the_main_its_own_number_back(say, act):
    main, one, two = say(), say(people_count=30), say(people_count=10)
    actions.join_voices(voice=one, main=main, joint_people=60, seen=1, **act)
    actions.join_voices(voice=two, main=main, joint_people=70, seen=1, **act)

    actions.part_voices(voice=one, joint_people=45, seen=2, **act)
    main.refresh_from_db()
    after_one = main.people
    actions.part_voices(voice=two, joint_people=None, seen=2, **act)
    main.refresh_from_db()
    one.refresh_from_db()

    assert [after_one, main.people, main.joint_people] == [45, 40, None]
    assert [one.state, one.merged_into] == ["open", None]
    with pytest.raises(VoiceRefusal, match="tidak sedang digabung"):
        actions.part_voices(voice=one, joint_people=None, seen=3, **act)

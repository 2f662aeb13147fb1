"""What the worker does: reminds the holder, tells Asisten and Sekda of what is late, once, and sends mail."""

from dataclasses import replace
from datetime import UTC, date, datetime
from smtplib import SMTPException

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from rumahbersama.chain.house.upward import escalating, hooks, queries
from rumahbersama.chain.house.upward.actions import answering
from rumahbersama.chain.house.upward.actions.targets import set_target
from rumahbersama.chain.house.upward.models import Notice, Step
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.chain.house.upward.rules import Level
from rumahbersama.ground.people.actions.posts import create_post
from rumahbersama.ground.people.models import RoleAssignment
from tests.upward.conftest import AT, KAB, MONDAY, A, B, on


def march(day: int):
    return on(date(2026, 3, day))


def told(row) -> list[tuple[str, str]]:
    steps = Step.objects.filter(referral=row, kind="escalated").select_related("office")
    return [(step.level, step.office.title if step.office else "") for step in steps]


def test_what_is_late_goes_to_the_asisten_and_then_to_the_sekda(house):
    row = house.passed_and_assigned()  # due on Tuesday 17 March
    counts = []
    for day in (17, 18, 18, 24, 25, 26):
        counts.append(escalating.escalate(at=march(day)))

    assert counts == [0, 1, 0, 0, 1, 0]  # one working day late, then six
    assert told(row) == [("asisten", "Asisten Pemerintahan dan Kesra"), ("sekda", "Sekretaris Daerah")]
    step = Step.objects.filter(referral=row, level="sekda").get()
    assert step.text == "Kepala Dinas, Dinas PUPR terlambat 6 hari kerja; Sekretaris Daerah diberi tahu."
    assert step.due_on == date(2026, 3, 17)
    assert step.words == step.text
    with override("en"):
        assert step.words == "Kepala Dinas, Dinas PUPR is 6 working days late; Sekretaris Daerah was told."
    assert Step(text="Kata yang dulu.").words == "Kata yang dulu."


def test_the_coordinator_is_told_of_too(house):
    row = house.pass_up()  # due on Friday 6 March

    escalating.escalate(at=march(9))

    assert Step.objects.get(referral=row, kind="escalated").text.startswith("Koordinator kabupaten terlambat 1 hari")


def test_the_kecamatan_that_is_asked_lets_no_clock_run(house):
    row = house.passed_and_assigned()
    answering.ask(referral=row, text="Panjangnya?", by=house.cast["agency"], at=AT, seen=row.version)

    assert escalating.escalate(at=march(30)) == 0


def test_a_new_office_is_late_by_its_own_day(house):
    row = house.passed_and_assigned()
    escalating.escalate(at=march(18))
    row = house.assign(row, "pendidikan", reason="Milik sekolah.", at=march(18))  # due on 1 April

    assert escalating.escalate(at=on(date(2026, 4, 1))) == 0
    assert escalating.escalate(at=on(date(2026, 4, 2))) == 1
    assert [level for level, _post in told(row)] == ["asisten", "asisten"]


def test_nothing_is_told_of_what_was_answered_meanwhile(house):
    row = house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.", at=march(16))

    assert [escalating.escalate(at=march(30)), told(row)] == [0, []]


def test_the_holder_is_reminded_before_the_day(house):
    row = house.passed_and_assigned()  # due on Tuesday 17 March
    counts = [escalating.remind(at=march(day)) for day in (12, 13, 17, 18)]

    assert counts == [0, 1, 1, 0]
    assert Notice.objects.filter(referral=row, kind="before").count() == 1


def test_home_names_what_waits_for_whom(house, monkeypatch):
    def at_home(who: str, day: date) -> list[str]:
        house.cast[who].__dict__.pop("_own_posts", None)
        return [f"{task.tone}: {task.text}" for task in hooks.home_tasks(user=house.cast[who], today=day)]

    row = house.pass_up()
    assert at_home("governance", date(2026, 3, 3)) == [
        "warn: 1 masalah dari kecamatan menunggu Anda tugaskan ke kantornya"
    ]
    assert at_home("governance", date(2026, 3, 9))[0].startswith("bad")
    row = house.assign(row)
    assert at_home("governance", date(2026, 3, 9)) == []
    assert at_home("agency", date(2026, 3, 9)) == ["warn: 1 masalah dari kecamatan menunggu jawaban kantor Anda"]
    assert at_home("dpmd", date(2026, 3, 9)) == []
    escalating.escalate(at=march(18))
    assert at_home("asisten", date(2026, 3, 18)) == [
        "bad: 1 jawaban kantor kabupaten terlambat dan dilaporkan kepada Anda"
    ]
    row = answering.ask(referral=row, text="Panjang?", by=house.cast["agency"], at=march(18), seen=row.version)
    assert at_home("asisten", date(2026, 3, 18)) == []
    assert at_home("kasi", date(2026, 3, 18)) == ["warn: 1 pertanyaan kabupaten menunggu balasan kecamatan"]
    assert at_home("camat_b", date(2026, 3, 18)) == []
    row = answering.reply(referral=row, text="32 m.", by=house.cast["camat"], at=march(18), seen=row.version)
    house.answer(row, "rejected", "Bukan aset kami.", at=march(19))
    assert at_home("camat", date(2026, 3, 20)) == ["none: 1 masalah dijawab kabupaten dalam dua minggu terakhir"]
    assert at_home("camat", date(2026, 4, 20)) == []


def test_who_leads_two_kecamatan_reads_of_each_what_came_back_and_what_is_asked(
    house, as_, django_assert_max_num_queries
):
    camat, places = house.cast["camat"], [house.country[code] for code in (A, B)]
    RoleAssignment.objects.create(account=camat, role="camat", region=places[1], starts_on=MONDAY)
    camat.__dict__.pop("_scope", None)
    house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.")
    row = house.passed_and_assigned(house.other)
    answering.ask(referral=row, text="Panjang?", by=house.cast["agency"], at=AT, seen=row.version)

    with django_assert_max_num_queries(3):  # its roles, its posts, and one for both kecamatan
        found = list(hooks.home_tasks(user=camat, today=MONDAY))

    assert [(task.text, task.decision) for task in found] == [
        (
            f"{places[1]}: 1 pertanyaan kabupaten menunggu balasan kecamatan",
            f"{places[1]}: 1 pertanyaan kabupaten menunggu balasan kecamatan.",
        ),
        (
            f"{places[0]}: 1 masalah dijawab kabupaten dalam dua minggu terakhir",
            f"{places[0]}: Kabupaten menjawab 1 masalah: bacakan dalam rapat, dan putuskan lanjutannya.",
        ),
    ]
    assert [as_("camat").get(task.url).context["listing"].total for task in found] == [1, 1]


def test_home_counts_what_was_answered_lately_and_leads_to_just_that(house, as_, monkeypatch):
    house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.")
    again = house.assign(house.pass_up(at=march(18)), at=march(18))
    house.answer(again, "accepted", "", 2027, at=march(19))
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else date(2026, 3, 20))

    [task] = hooks.home_tasks(user=house.cast["camat"], today=date(2026, 3, 20))

    assert (task.count, list(as_("camat").get(task.url).context["listing"].page)) == (1, [again])
    assert len(as_("camat").get(reverse("upward:place", args=[A]) + "?keadaan=dijawab").context["listing"].page) == 2


def test_home_counts_what_was_reported_and_leads_to_just_that(house, as_, monkeypatch):
    row = house.passed_and_assigned()  # due on 17 March
    house.passed_and_assigned(house.other, at=march(3))  # due on 18 March, and not yet told of on the 19th
    escalating.escalate(at=march(18))
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else date(2026, 3, 19))

    [task] = hooks.home_tasks(user=house.cast["asisten"], today=date(2026, 3, 19))
    client = as_("asisten")
    sheet = client.get(reverse("upward:download_mine", args=["csv"]) + "?keadaan=dilaporkan").content.decode()

    assert (task.count, list(client.get(task.url).context["listing"].page)) == (1, [row])
    assert (house.problem.statement in sheet, house.other.statement in sheet) == (True, False)
    assert len(client.get(reverse("upward:place", args=[KAB]) + "?keadaan=terlambat").context["listing"].page) == 2


def test_who_leads_decides_what_became_of_an_answer(house):
    house.answer(house.passed_and_assigned(), "rejected", "Bukan aset kami.", at=march(19))

    assert [task.decision for task in hooks.home_tasks(user=house.cast["camat"], today=date(2026, 3, 20))] == [
        "Kabupaten menjawab 1 masalah: bacakan dalam rapat, dan putuskan lanjutannya."
    ]


# Mail -------------------------------------------------------------------------------------
@pytest.fixture
def sending(settings):
    settings.EMAIL_HOST, settings.DEMO, settings.SITE_URL = "mail.contoh.invalid", False, "https://rumah.contoh"
    return settings


def boxes() -> dict[str, str]:
    return {letter.to[0].partition("@")[0]: letter.body for letter in mail.outbox}


def test_mail_goes_to_whoever_holds_it(house, sending):
    row = house.pass_up()
    assert escalating.send_mails(at=AT) == 2
    assert set(boxes()) == {"bappeda.71.01", "governance.71.01"}
    assert f"https://rumah.contoh{row.get_absolute_url()}" in boxes()["bappeda.71.01"]
    assert "ditunggu sampai 6 Mar 2026" in boxes()["bappeda.71.01"]

    mail.outbox.clear()
    row = house.assign(row)
    escalating.escalate(at=march(18))
    assert [escalating.send_mails(at=march(18)), escalating.send_mails(at=march(18))] == [2, 0]
    assert set(boxes()) == {"agency.71.01", "asisten"}

    mail.outbox.clear()
    house.answer(row, "rejected", "Bukan aset kami.", at=march(18))
    escalating.send_mails(at=march(18))
    assert set(boxes()) == {"camat.71.01.01", "sekcam.71.01.01"}


def test_what_the_mail_server_refuses_is_sent_again(house, sending, monkeypatch):
    house.pass_up()

    def refusing(*_args, **_more):
        raise SMTPException

    monkeypatch.setattr(escalating, "send_mail", refusing)
    assert escalating.send_mails(at=AT) == 0
    monkeypatch.undo()
    sending.EMAIL_HOST = "mail.contoh.invalid"
    assert escalating.send_mails(at=AT) == 2


@pytest.mark.parametrize(("host", "demo", "hour"), [("", False, 9), ("mail", True, 9), ("mail", False, 5)])
def test_no_mail_without_a_server_in_the_demo_or_at_night(house, settings, host, demo, hour):
    settings.EMAIL_HOST, settings.DEMO = host, demo
    house.pass_up()

    assert escalating.send_mails(at=AT.replace(hour=(hour - 7) % 24)) == 0


def test_a_level_without_a_post_is_written_down_all_the_same(house):
    house.posts["asisten"].__class__.objects.filter(pk=house.posts["asisten"].pk).update(title="Staf Ahli")
    row = house.passed_and_assigned()

    escalating.escalate(at=march(18))

    assert told(row) == [("asisten", "")]
    assert queries.steps_of(row)[-1].text.endswith("jabatan Asisten belum tercatat, jadi belum diberi tahu.")
    assert escalating.escalate(at=march(18)) == 0
    create_post(
        title="Asisten Pemerintahan", region=house.country[KAB], agency="Setda", role="", by=None, at=march(18)
    )
    assert [escalating.escalate(at=march(18)), escalating.escalate(at=march(18))] == [1, 0]
    assert told(row) == [("asisten", ""), ("asisten", "Asisten Pemerintahan")]


def test_every_post_of_a_level_is_told_once(house):
    post = create_post(
        title="Asisten Perekonomian", region=house.country[KAB], agency="Setda", role="", by=None, at=AT
    )
    row = house.passed_and_assigned()
    assert [escalating.escalate(at=march(18)), escalating.escalate(at=march(19))] == [2, 0]
    assert sorted(told(row)) == [("asisten", "Asisten Pemerintahan dan Kesra"), ("asisten", "Asisten Perekonomian")]
    assert Step.objects.filter(referral=row, office=post).count() == 1


def test_another_office_named_on_the_same_day_is_told_too(house, sending):
    row = house.passed_and_assigned()
    escalating.send_mails(at=AT)
    mail.outbox.clear()
    house.assign(row, "pendidikan", reason="Milik sekolah.")
    escalating.send_mails(at=AT)
    assert set(boxes()) == {"dpmd.71.01"}


def test_what_holds_no_longer_is_not_sent(house, sending):
    row = house.passed_and_assigned()
    Notice.objects.update(sent_at=AT)
    escalating.remind(at=march(16))
    escalating.escalate(at=march(18))
    house.answer(row, "rejected", "Bukan aset kami.", at=march(18))
    escalating.send_mails(at=march(18))
    assert set(boxes()) == {"camat.71.01.01", "sekcam.71.01.01"}


def test_the_kecamatan_is_reminded_of_a_question(house, sending):
    row = house.passed_and_assigned()
    answering.ask(referral=row, text="Panjangnya?", by=house.cast["agency"], at=AT, seen=row.version)
    Notice.objects.update(sent_at=AT)
    escalating.remind(at=march(6))
    escalating.send_mails(at=march(6))
    assert set(boxes()) == {"camat.71.01.01", "sekcam.71.01.01"}


def test_a_level_is_told_by_what_was_written_down_though_the_target_changed(house, sending):
    row = house.passed_and_assigned()
    Notice.objects.update(sent_at=AT)
    escalating.escalate(at=march(18))
    Notice.objects.filter(referral=row, kind="late").update(sent_at=AT)
    levels = (Level("kepala", "Kepala Bagian", 1),)
    new = replace(shipped_on(date(2026, 3, 18)).target, valid_from=date(2026, 3, 18), levels=levels)
    set_target(kabupaten=house.country[KAB], target=new, by=None, at=march(18))
    escalating.send_mails(at=march(18))
    assert set(boxes()) == {"asisten"}


def test_the_clock_is_that_of_the_kabupaten(house):
    evening = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 23.30 in Jakarta, half past midnight on Tuesday at 71.01
    row = house.pass_up(at=evening)
    assert (row.passed_on, row.due_on) == (date(2026, 3, 3), date(2026, 3, 9))
    assert escalating.escalate(at=datetime(2026, 3, 9, 15, 30, tzinfo=UTC)) == 0
    assert escalating.escalate(at=datetime(2026, 3, 9, 16, 30, tzinfo=UTC)) == 1

"""Asking about promises: which days, once, by mail to whom, and what the home page says."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.utils import timezone

from rumahbersama.chain.commitments import actions, hooks, reminding
from rumahbersama.chain.commitments.models import Reminder
from rumahbersama.chain.commitments.reminders import due_days, promised_days, reminders_due, rule_on
from rumahbersama.commands import worker
from rumahbersama.ground.core import registry
from rumahbersama.ground.people.models import RoleAssignment
from tests.commitments.conftest import AT, TODAY

RULE = rule_on(TODAY)


def due(promised_on: date, due_on: date, today: date) -> list[tuple[str, date]]:
    found = reminders_due(promised_on=promised_on, due_on=due_on, today=today, rule=RULE)
    return [(each.kind, each.day) for each in found]


@pytest.mark.parametrize(
    ("promised_on", "due_on", "today", "told"),
    [
        (date(2026, 1, 31), date(2026, 12, 1), date(2026, 2, 28), [("bulan-1", date(2026, 2, 28))]),
        (date(2026, 1, 31), date(2026, 12, 1), date(2026, 2, 27), []),
        (date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 5), [("sebelum-3", date(2026, 2, 2))]),
        (
            date(2026, 1, 5),
            date(2026, 2, 5),
            date(2026, 2, 6),
            [("sebelum-3", date(2026, 2, 2)), ("lewat-1", date(2026, 2, 6))],
        ),
        (date(2026, 2, 1), date(2026, 2, 3), date(2026, 2, 3), []),  # due before any warning could be given
        (date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 19), [("camat-14", date(2026, 2, 19))]),
        (date(2026, 1, 5), date(2026, 2, 5), date(2026, 2, 27), []),  # the server was off for more than a week
    ],
)
def test_a_promise_is_asked_about_on_the_days_of_the_rule(promised_on, due_on, today, told):
    assert due(promised_on, due_on, today) == told


def test_the_search_in_the_database_misses_no_reminder():
    """Every promise of two years that is asked about on a day is among the days that are looked for."""
    first, missed, asked = date(2025, 3, 2), [], 0
    for back in range(400):
        promised_on = first + timedelta(days=back)
        for length in (2, 20, 45, 200):
            due_on = promised_on + timedelta(days=length)
            if due(promised_on, due_on, TODAY):
                asked += 1
                if promised_on not in promised_days(TODAY, RULE) and due_on not in due_days(TODAY, RULE):
                    missed.append((promised_on, due_on))
    assert (asked > 20, missed) == (True, [])


@pytest.fixture
def late(promised):
    """A promise of the kasi that was due yesterday."""
    return promised(promised_on=date(2026, 1, 5), due_on=date(2026, 3, 1))


@pytest.fixture
def posting(settings):
    """A mail server is set, and mails are kept."""
    settings.EMAIL_HOST, settings.DEMO, settings.SITE_URL = "surel.contoh", False, "https://rumah.contoh"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.django_db
def test_what_fell_due_is_noted_once_and_mailed_once_to_its_holder(late, cast, posting):
    assert [reminding.remind(at=AT) for _ in range(2)] == [1 + 1, 0]  # three days before, and one day after
    assert [reminding.send_mails(at=AT) for _ in range(2)] == [1, 0]

    [letter] = mail.outbox
    assert letter.to == [cast["kasi"].email]
    assert letter.subject == "Rumah Bersama: 2 janji menunggu kabar"
    assert f"https://rumah.contoh{late.get_absolute_url()}" in letter.body


@pytest.mark.django_db
def test_long_overdue_goes_to_the_heads_of_the_kecamatan_too(promised, cast, posting):
    promised(promised_on=date(2026, 1, 5), due_on=TODAY - timedelta(days=14))
    reminding.remind(at=AT)
    reminding.send_mails(at=AT)

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([cast["camat"].email, cast["sekcam"].email])
    told = [task.text for task in hooks.home_tasks(user=cast["camat"], today=TODAY)]
    assert "1 janji di tempat Anda terlambat 14 hari atau lebih" in told
    elsewhere = [task.text for task in hooks.home_tasks(user=cast["camat_b"], today=TODAY)]
    assert elsewhere == []


@pytest.mark.django_db
def test_who_leads_two_kecamatan_is_told_of_each_and_finds_just_those(
    promised, cast, country, client, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    long_ago = {"promised_on": date(2026, 1, 5), "due_on": TODAY - timedelta(days=14)}
    for who, code in (("kasi", "71.01.01"), ("sekdes", "71.01.01.2001"), ("camat", "71.01.01")):
        promised(who, code, **long_ago)  # the last is one's own
    promised("camat_b", "71.01.02", **long_ago)
    promised("camat_b", "71.01.01", **long_ago)  # for the place, by a post of another
    promised("kasi", "71.01.01", promised_on=date(2026, 1, 5), due_on=TODAY - timedelta(days=1))  # late, not for long
    RoleAssignment.objects.create(account=cast["camat"], role="camat", region=country["71.01.02"], starts_on=TODAY)
    client.force_login(cast["camat"])

    with django_assert_max_num_queries(3):
        tasks = [task for task in hooks.home_tasks(user=cast["camat"], today=TODAY) if "di tempat Anda" in task.text]

    assert [(task.text.partition(" janji")[0], task.count) for task in tasks] == [
        (f"{country['71.01.01']}: 2", 2),
        (f"{country['71.01.02']}: 2", 2),
    ]
    assert [client.get(task.url).context["listing"].total for task in tasks] == [2, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "hour"),
    [({"EMAIL_HOST": ""}, 2), ({"DEMO": True}, 2), ({}, 22)],  # 22 UTC is five in the morning in Jakarta
)
def test_nothing_is_mailed_without_a_server_in_the_demo_or_at_night(late, posting, settings, change, hour):
    for name, value in change.items():
        setattr(settings, name, value)
    at = datetime(2026, 3, 1, 22, tzinfo=UTC) if hour == 22 else AT
    reminding.remind(at=at)

    assert (reminding.send_mails(at=at), mail.outbox) == (0, [])
    assert Reminder.objects.filter(sent_at=None).count() == 2


@pytest.mark.django_db
def test_a_mail_server_that_refuses_is_tried_again(late, posting, monkeypatch):
    def refuse(*_args, **_more):
        raise SMTPException("451")

    reminding.remind(at=AT)
    with monkeypatch.context() as patch:
        patch.setattr(reminding, "send_mail", refuse)
        assert reminding.send_mails(at=AT) == 0
    assert reminding.send_mails(at=AT + timedelta(hours=1)) == 1


@pytest.mark.django_db
def test_the_question_after_a_month_stands_at_home_until_something_is_told(promised, cast):
    row = promised(promised_on=date(2026, 2, 2), due_on=date(2026, 6, 30))
    reminding.remind(at=AT)

    def asked() -> list[str]:
        return [task.text for task in hooks.home_tasks(user=cast["kasi"], today=TODAY)]

    assert asked() == ["1 janji Anda ditanyakan kemajuannya"]
    actions.report_on(commitment=row, text="Kader sudah dilatih", by=cast["kasi"], at=AT)
    assert asked() == []


@pytest.mark.django_db
def test_the_worker_asks_once_an_hour_and_lives_on_after_a_fault(late, monkeypatch, caplog):
    worker.one_turn("uji", tidy=True)
    monkeypatch.setattr(registry.chores, "_fillers", [(1, lambda at: 1 / 0)])
    worker.one_turn("uji", tidy=True)

    assert "chores: stopped by a fault" in caplog.text

"""Background jobs: claimed by one, kept by a lease, taken up again, ended once."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.models import Heartbeat, Job
from rumahbersama.ground.core.rules import Refusal

MODULE = "tests.core.killed_job"


@pytest.fixture
def kind():
    """A registered kind of work that tells what it was called with; taken off afterwards."""
    calls: list[dict] = []

    @jobs.job("tests.note")
    def note(progress, **arguments):
        progress("Mencatat", 1, 2)
        calls.append(arguments)
        if arguments.get("refuse"):
            raise Refusal("Tabel ini kosong.")
        if arguments.get("fail"):
            raise ValueError("rahasia")
        return "/hasil/"

    yield calls
    del jobs._kinds["tests.note"]


def start(now, **arguments) -> Job:
    return jobs.start(kind="tests.note", title="Uji", by=None, at=now, arguments=arguments)


def test_start_queues_job_and_entry_together(db, kind, now):
    entry = start(now, a=1)

    queued = DBTaskResult.objects.get()
    assert (entry.state, queued.args_kwargs["args"]) == ("waiting", [str(entry.pk)])


def test_start_unknown_kind(db, now):
    with pytest.raises(LookupError):
        jobs.start(kind="tests.nothing", title="Uji", by=None, at=now, arguments={})

    assert Job.objects.count() == 0


def test_run_ends_with_result(db, kind, now):
    entry = start(now, a=1)

    assert jobs.run(str(entry.pk), at=now) is True

    entry.refresh_from_db()
    assert (entry.state, entry.result_url, entry.attempts, entry.phase) == ("done", "/hasil/", 1, "Mencatat")
    assert (entry.leased_until, kind) == (None, [{"a": 1}])


def test_run_is_refused_a_second_time(db, kind, now):
    entry = start(now)
    jobs.run(str(entry.pk), at=now)

    assert jobs.run(str(entry.pk), at=now) is False
    assert len(kind) == 1


def test_run_is_refused_while_leased_by_another(db, kind, now):
    entry = start(now)
    Job.objects.filter(pk=entry.pk).update(state="running", attempts=1, leased_until=now + timedelta(seconds=5))

    assert jobs.run(str(entry.pk), at=now) is False
    assert kind == []


def test_run_refusal_ends_with_its_sentence(db, kind, now):
    entry = start(now, refuse=True)

    jobs.run(str(entry.pk), at=now)

    entry.refresh_from_db()
    assert (entry.state, entry.message) == ("failed", "Tabel ini kosong.")


def test_run_fault_ends_without_telling_secrets(db, kind, now, caplog):
    entry = start(now, fail=True)

    jobs.run(str(entry.pk), at=now)

    entry.refresh_from_db()
    assert entry.state == "failed"
    assert "rahasia" not in entry.message
    assert "rahasia" in caplog.text


def test_run_superseded_says_nothing(db, now):
    @jobs.job("tests.slept")
    def slept(progress, **arguments):
        Job.objects.update(attempts=2)  # another worker has taken it up meanwhile
        progress("Bangun", 1, 1)

    try:
        entry = jobs.start(kind="tests.slept", title="Uji", by=None, at=now, arguments={})
        assert jobs.run(str(entry.pk), at=now) is False
    finally:
        del jobs._kinds["tests.slept"]
    entry.refresh_from_db()
    assert (entry.state, entry.attempts, entry.phase) == ("running", 2, "")


def test_run_told_to_stop_hands_the_job_back(db, now):
    @jobs.job("tests.stopped")
    def stopped(progress, **arguments):
        raise SystemExit(1)

    try:
        entry = jobs.start(kind="tests.stopped", title="Uji", by=None, at=now, arguments={})
        with pytest.raises(SystemExit):
            jobs.run(str(entry.pk), at=now)
    finally:
        del jobs._kinds["tests.stopped"]
    entry.refresh_from_db()
    assert (entry.state, entry.attempts, entry.leased_until) == ("waiting", 0, None)


def test_take_up_abandoned_queues_once(db, kind, now):
    entry = start(now)
    DBTaskResult.objects.update(status="RUNNING")
    Job.objects.filter(pk=entry.pk).update(state="running", attempts=1, leased_until=now - timedelta(seconds=1))

    assert [jobs.take_up_abandoned(at=now), jobs.take_up_abandoned(at=now)] == [1, 0]
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_take_up_abandoned_finds_job_whose_entry_was_lost(db, kind, now):
    entry = start(now)
    DBTaskResult.objects.update(status="RUNNING")  # claimed by a worker that died before it began

    assert jobs.take_up_abandoned(at=now + timedelta(minutes=1)) == 1
    entry.refresh_from_db()
    assert (entry.state, entry.attempts) == ("waiting", 0)


def test_take_up_abandoned_leaves_what_still_waits(db, kind, now):
    start(now)

    assert jobs.take_up_abandoned(at=now + timedelta(hours=1)) == 0
    assert DBTaskResult.objects.count() == 1


def test_take_up_abandoned_gives_up(db, kind, now):
    entry = start(now)
    Job.objects.filter(pk=entry.pk).update(
        state="running", attempts=jobs.MAX_ATTEMPTS, leased_until=now - timedelta(seconds=1)
    )

    assert jobs.take_up_abandoned(at=now) == 0
    entry.refresh_from_db()
    assert (entry.state, entry.ended_at) == ("failed", now)


def test_forget_old_keeps_what_waits(db, kind, now):
    start(now - timedelta(days=30))
    jobs.beat(worker="tua", at=now - timedelta(days=30))
    jobs.beat(worker="baru", at=now)
    DBTaskResult.objects.update(enqueued_at=now - timedelta(days=30))

    jobs.forget_old(before=now - timedelta(days=14))

    assert DBTaskResult.objects.count() == 1
    assert [beat.worker for beat in Heartbeat.objects.all()] == ["baru"]


def until(check, *, seconds: float = 90) -> None:
    """Wait for something that must come; patience bounds a failure, not a success."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.mark.parametrize("moment", ["before", "within", "after"])
def test_job_killed_midway_is_taken_up_and_its_effect_happens_once(installation, tmp_path, moment):
    marker = tmp_path / "marker"
    number = installation.ask("start", moment, str(marker), module=MODULE)
    first = installation.start("work", module=MODULE)
    try:
        until(marker.exists)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        second = installation.start("work", module=MODULE)
        try:
            until(lambda: installation.ask("tell", number, module=MODULE)["state"] == "done")
        finally:
            second.terminate()
            second.communicate()
    finally:
        if first.poll() is None:
            first.kill()
        first.communicate()

    told = installation.ask("tell", number, module=MODULE)
    assert told == {"state": "done", "attempts": 2, "effects": 1, "url": "/selesai/"}
    assert second.returncode == 0


def test_work_speaks_the_language_of_the_page_that_asked(db, kind, now):
    with translation.override("en"):
        english = start(now, fail=True)
    with translation.override("id"):
        indonesian = start(now, fail=True)

    for entry in (english, indonesian):
        jobs.run(str(entry.pk), at=now)
        entry.refresh_from_db()

    assert (english.message, indonesian.message) == (
        "This job stopped because of a program error. Nothing was left half-saved.",
        "Pekerjaan ini berhenti karena kesalahan program. Tidak ada yang tersimpan setengah jalan.",
    )

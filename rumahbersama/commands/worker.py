"""``rumah worker``: carries background work, and keeps the installation in order beside it."""

import argparse
import contextlib
import logging
import os
import platform
import signal
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from rumahbersama.commands.output import DONE
from rumahbersama.commands.practising import PATIENCE_SECONDS, PracticeKeeper
from rumahbersama.commands.processes import die_with_parent, stand_back
from rumahbersama.commands.starting import require_sound_database, start_django

NAME = "worker"
HELP = "Jalankan pekerjaan latar (impor, hitung ulang); `serve` dan `demo` menjalankannya sendiri."
BEAT_SECONDS = 10.0
LOOK_SECONDS = 1.0
TIDY_EVERY = 360  # beats: once an hour
KEEP_DAYS = 14


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument("--batch", action="store_true", help="selesaikan yang menunggu lalu berhenti")
    parser.add_argument("--child-of", type=int, default=0, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    if arguments.child_of:
        die_with_parent(arguments.child_of)
        stand_back()
    start_django()
    require_sound_database()
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    logging.getLogger("django_tasks").setLevel(logging.ERROR)
    name = f"{platform.node()}:{os.getpid()}"[:64]
    stop = threading.Event()
    scheduler = threading.Thread(target=_schedule, args=(name, stop), name="scheduler", daemon=True)
    scheduler.start()
    keeper = _practice_keeper(stop) if not arguments.batch else None
    try:
        _work(name, batch=arguments.batch)
    except SystemExit as ending:
        return int(ending.code or DONE)
    finally:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_IGN)
        stop.set()
        if keeper is not None:
            keeper.join(timeout=2 * PATIENCE_SECONDS)
        scheduler.join(timeout=35)
    return DONE


def _practice_keeper(stop: threading.Event) -> threading.Thread | None:
    """Keep the practice copies of classes beside the work, where this installation may have any."""
    from django.conf import settings

    if settings.PRACTICE or not settings.PRACTICE_COPIES:
        return None
    keeper = PracticeKeeper(Path(settings.DATA_DIR))
    thread = threading.Thread(target=keeper.run, args=(stop,), name="practice-keeper", daemon=True)
    thread.start()
    return thread


def _work(name: str, *, batch: bool) -> None:
    """Carry tasks; a database that is busy or away for a while does not end the worker."""
    from django.db import OperationalError, connection
    from django_tasks_db.management.commands.db_worker import Worker

    from rumahbersama.ground.core import maintenance

    worker = Worker(
        queue_names=["*"],
        interval=LOOK_SECONDS,
        batch=True,  # gives the loop back after each task, and when there is none
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    while worker.running:
        done = worker._run_tasks
        worker.max_tasks = done + 1
        try:
            with maintenance.inside():  # a restore waits for the task, and no task begins while it switches
                worker.run()
        except maintenance.Closed:
            connection.close()
        except OperationalError:
            logging.getLogger(__name__).warning("database busy or away; trying again")
            with contextlib.suppress(Exception):
                connection.close()
        else:
            if batch and worker._run_tasks == done:
                break
        if worker.running and worker._run_tasks == done:
            time.sleep(LOOK_SECONDS)


def _schedule(name: str, stop: threading.Event) -> None:
    """Beat, take up abandoned work, and once an hour tidy; its own connection, its own thread."""
    from django.db import DatabaseError, close_old_connections, connection

    from rumahbersama.ground.core import maintenance

    turn = 0
    while True:
        try:
            close_old_connections()  # the next use tries the connection first
            with maintenance.inside():
                one_turn(name, tidy=turn % TIDY_EVERY == 0)
        except maintenance.Closed:
            connection.close()
        except DatabaseError:
            logging.getLogger(__name__).warning("scheduler: database busy or away")
            connection.close()
        turn += 1
        if stop.wait(BEAT_SECONDS):
            break
    with contextlib.suppress(DatabaseError):
        _sign_off(name)
    connection.close()


def one_turn(name: str, *, tidy: bool) -> None:
    """Do what the scheduler does each time."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from rumahbersama.ground.core import jobs
    from rumahbersama.ground.files.actions import remove_unattached

    now = timezone.now()
    jobs.beat(worker=name, at=now)
    jobs.take_up_abandoned(at=now)
    if tidy:
        jobs.forget_old(before=now - timedelta(days=KEEP_DAYS))
        SessionStore.clear_expired()
        remove_unattached(now=now)
        _do_chores(now)


def _do_chores(now: datetime) -> None:
    """Do what the rooms ask for once an hour; one that fails is told in the log and tried again next hour."""
    from rumahbersama.ground.core import registry

    try:
        for told in registry.chores.each(at=now):
            logging.getLogger(__name__).info("chore: %s", told)
    except Exception:
        logging.getLogger(__name__).exception("chores: stopped by a fault, tried again in an hour")


def _sign_off(name: str) -> None:
    from rumahbersama.ground.core.models import Heartbeat

    Heartbeat.objects.filter(worker=name).delete()

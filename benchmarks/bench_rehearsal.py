"""The whole of a training for 831 people in 27 classes, over HTTP, on the server that people use.

``rumah serve`` runs as ever on 127.0.0.1, with its worker; 831 phones with cookies of their own go through the
story: each confirms by the personal link; all scan at once; the pre-test is opened and all start it in the same
minute; answers come one by one at a steady pace; all hand in at once, with an answer to each of 20 questions; the
post-test is started and handed in; the evaluation is answered section by section; all pass, and the server's worker
makes and seals the certificates. What an organiser does in between (open, close, decide) is done by the room's own
actions. The client shares the two cores with server, worker and database. At the end everything acknowledged is
held against what is stored, by plain reading. SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a server.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.bench_entry import _admin, _serving
from benchmarks.crowd import LINES, Connection, Told, ask, connection, p, paced, processor_seconds, together
from benchmarks.hall import (
    POST,
    PRE,
    Participant,
    count,
    losses,
    make_world,
    open_presence,
    order_certificates,
    phones_of,
)

PEOPLE, CLASSES, PACED_SECONDS = 831, 27, 60
QUICK = (24, 2, 2)
RATES = {"sqlite": 28, "postgresql": 56}  # answers a second
PACED_MS, CERTIFICATE_SECONDS, PATIENCE = 50, 120, 900
NAME = "bench_rehearsal"


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    size = QUICK if quick else (PEOPLE, CLASSES, PACED_SECONDS)
    rows = _measured("", "SQLite", size)
    server = os.environ.get("BENCH_POSTGRES_URL", "")
    if server:
        _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        _admin(server, f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        try:
            rows += _measured(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), "PostgreSQL", size)
        finally:
            _admin(server, f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
    return rows


def _measured(url: str, brand: str, size: tuple[int, int, int]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        environment = os.environ | {
            "RUMAH_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
        }
        command = [sys.executable, "-m", "rumahbersama", "migrate"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        with _serving(environment) as port:
            command = [sys.executable, "-m", "benchmarks.bench_rehearsal", str(port), brand, *map(str, size)]
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


# In the process of the phones ---------------------------------------------------------------
class Story:
    """One rehearsal on one server: plays each part, and tells it in a row."""

    def __init__(self, port: int, brand: str, people: int, classes: int, paced_seconds: int) -> None:
        from django.conf import settings
        from django.db import connection as database

        self.port, self.seconds = port, paced_seconds
        self.vendor = database.vendor
        has_rollback = self.vendor == "sqlite" and not settings.SQLITE_WAL_IS_SAFE
        self.burst_seconds = 8.0 if has_rollback else 4.0
        self.told = f"{brand}{' (rollback journal)' if has_rollback else ''}, {people} people in {classes} classes"
        self.world = make_world(people, classes)
        self.phones = phones_of(self.world, open_presence(self.world))
        self.rows: list[dict[str, Any]] = []

    def play(self) -> list[dict[str, Any]]:
        """Play all parts in their order."""
        line = connection(self.port)
        for _time in range(40):
            ask(line, "GET", "/hadir/", {})  # what is loaded late is loaded
        self._part("confirm by the personal link", Participant.register, self._confirmed)
        self._part("scan at once", Participant.mark, self._marked)
        self._open(PRE)
        self._part("start the pre-test in the same minute", _with(Participant.begin, PRE), self._begun)
        self._answers()
        self._hand_in()
        self._close(PRE)
        self._open(POST)
        self._part("take the post-test in one go", _with(Participant.begin_and_hand_in, POST), self._kept)
        self._close(POST)
        self._evaluation()
        self._certificates()
        return self.rows

    def _part(
        self,
        name: str,
        act: Callable[..., int],
        missing: Callable[[], int],
        *,
        limit: float | None = None,
        phones: list[Participant] | None = None,
        rate: float = 0,
    ) -> None:
        """Let everybody act; ``missing`` tells how much of what was acknowledged is not stored."""
        doing = self.phones if phones is None else phones
        before = processor_seconds(self.port)

        def one(line: Connection, phone: Participant) -> int:
            return act(phone, line)

        found = paced(self.port, doing, one, rate=rate) if rate else together(self.port, doing, one)
        used = processor_seconds(self.port)["server"] - before["server"]
        failed = [status for status in found.statuses if status not in (200, 302)]
        lost = missing()
        is_met = not failed and not lost
        if limit is not None:
            is_met = is_met and (p(99, found.ms) < PACED_MS if rate else found.seconds < limit)
        sys.stderr.write(f"  {len(doing):,} {name}: {_words(found, used, len(failed), lost)}\n")
        bar = f"p99 < {PACED_MS} ms, " if rate else f"< {limit:g} s, " if limit else ""
        self.rows.append(
            {
                "name": f"{len(doing):,} {name}",
                "input": f"{self.told}, {LINES} connections",
                "ours": _words(found, used, len(failed), lost),
                "bar": f"{bar}0 failed, 0 lost",
                "met": is_met,
            }
        )

    # What is stored, by plain reading -----------------------------------------------------
    def _confirmed(self) -> int:
        return len(self.phones) - count("SELECT COUNT(*) FROM training_participation WHERE state = 'confirmed'")

    def _marked(self) -> int:
        return len(self.phones) - count(
            "SELECT COUNT(*) FROM (SELECT attendee_id FROM presence_mark WHERE says = 'present'"
            " GROUP BY attendee_id HAVING COUNT(*) = 1) AS once"
        )

    def _begun(self) -> int:
        return len(self.phones) - count("SELECT COUNT(*) FROM training_tests_attempt WHERE phase = 'pre'")

    def _kept(self) -> int:
        found = losses(self.phones)
        return found["lost"] + found["untold"] + found["handed_in_lost"]

    # Parts with something of an organiser in them ------------------------------------------
    def _open(self, phase: str) -> None:
        from django.utils import timezone

        from rumahbersama.chain.training.tests.actions import open_test

        open_test(event=self.world.event, phase=phase, klass=None, by=None, at=timezone.now())

    def _close(self, phase: str) -> None:
        from django.utils import timezone

        from rumahbersama.chain.training.tests.actions import close_test

        close_test(event=self.world.event, phase=phase, klass=None, by=None, at=timezone.now())

    def _answers(self) -> None:
        rate = RATES[self.vendor]
        turns = [self.phones[number % len(self.phones)] for number in range(rate * self.seconds)]
        name = f"answers, {rate} a second"
        self._part(name, _with(Participant.answer, PRE), self._kept, limit=PACED_MS, phones=turns, rate=rate)

    def _hand_in(self) -> None:
        act = _with(Participant.hand_in, PRE)
        self._part("hand in at once, 20 answers each", act, self._kept, limit=self.burst_seconds)

    def _evaluation(self) -> None:
        from django.utils import timezone

        from rumahbersama.chain.training.hall.actions import ask_all
        from rumahbersama.chain.training.hall.queries import EVALUATION, owner_text
        from rumahbersama.workshop.surveys.actions.questionnaires import questions_of
        from rumahbersama.workshop.surveys.forms.answers import PREFIX
        from rumahbersama.workshop.surveys.models import Round
        from rumahbersama.workshop.surveys.rules import RATING, YESNO, sections_of

        ask_all(event=self.world.event, closes_on=timezone.localdate(), by=None, at=timezone.now())
        rounds = {each.subject: each for each in Round.objects.filter(version__questionnaire__code=EVALUATION)}
        forms = {klass.pk: rounds[owner_text(klass)] for klass in self.world.classes}
        values = {RATING: "3", YESNO: "ya"}
        parts = [
            {PREFIX + each.name: values.get(each.kind, "Latihan dengan angka desa sendiri") for each in asked}
            for _heading, asked in sections_of(questions_of(forms[self.world.classes[0].pk].version))
        ]

        def evaluate(phone: Participant, line: Connection) -> int:
            return phone.evaluate(line, forms[phone.klass].token, parts)

        self._part(
            "answer the evaluation, section by section",
            evaluate,
            lambda: len(self.phones) - count("SELECT COUNT(*) FROM surveys_response"),
        )

    def _certificates(self) -> None:
        begun, before = time.perf_counter(), processor_seconds(self.port)
        self._pass_all()
        seconds = time.perf_counter() - begun
        used = processor_seconds(self.port)["worker"] - before["worker"]
        papers, numbers, files = (
            count(f"SELECT COUNT({what}) FROM {table}")
            for what, table in (
                ("*", "papers_paper"),
                ("DISTINCT sequence", "papers_registerentry"),
                ("DISTINCT paper_id", "papers_paperfile"),
            )
        )
        wanted = len(self.phones)
        self.rows.append(
            {
                "name": f"{wanted:,} certificates made and sealed by the worker",
                "input": self.told,
                "ours": f"{seconds:.0f} s, {used:.0f} s of the processor; {papers} papers, {numbers} numbers,"
                f" {files} files",
                "bar": f"< {CERTIFICATE_SECONDS} s of one core, {wanted} of each",
                "met": used < CERTIFICATE_SECONDS and papers == numbers == files == wanted,
            }
        )

    def _pass_all(self) -> None:
        """Order the certificates of all, and wait for the worker."""
        from rumahbersama.chain.training.passing.actions import Typed
        from rumahbersama.ground.core.models import Job

        eighty = Decimal(80)
        # What the phones answered is drawn by lot; so that all pass, another mark takes the place of the test's.
        marks = Typed(eighty, eighty, eighty, post_test_reason="Gladi: semua dibuat lulus")
        batch = order_certificates(self.world, marks)
        end = time.monotonic() + PATIENCE
        while not (job := Job.objects.get(pk=batch.job_id)).is_over:
            assert time.monotonic() < end, "the certificates do not come to an end"
            time.sleep(0.25)
        assert job.state == Job.State.DONE, job.message


def _with(act: Callable[[Participant, Connection, str], int], phase: str) -> Callable[[Participant, Connection], int]:
    return lambda phone, line: act(phone, line, phase)


def _words(found: Told, used: float, failed: int, lost: int) -> str:
    each = used * 1000 / len(found.ms)
    return (
        f"{found.seconds:.1f} s, {len(found.ms) / found.seconds:.0f}/s; each p50 {p(50, found.ms):.0f} ms,"
        f" p99 {p(99, found.ms):.0f} ms, {each:.1f} ms of the server's processor; {failed} failed, {lost} lost"
    )


def _main(port: str, brand: str, *size: str) -> None:
    import django

    django.setup()
    people, classes, seconds = map(int, size)
    print(json.dumps(Story(int(port), brand, people, classes, seconds).play()))


if __name__ == "__main__":
    _main(*sys.argv[1:])

"""A commit killed in the middle leaves nothing half, is taken up again, and happens once.

It runs in processes of its own against a database of its own, for a kill needs real commits.
"""

import json
import os
import signal
import subprocess
import sys

PREPARE = """
import json, os, signal, sys
from datetime import date, timedelta
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.core import jobs
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.intake import actions, road
from rumahbersama.ground.intake.models import ImportRun
now = timezone.now()
"""
BEGIN = (
    PREPARE
    + """
call_command("migrate", verbosity=0)
from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.ground.regions.models import Region
load_reference(by=None, at=now)
parent = Region.objects.get_or_create(code="0", defaults={"name": "Indonesia", "level": 0, "kind": "negara"})[0]
for level, code in enumerate(["71", "71.01", "71.01.01"], start=1):
    kind = ["provinsi", "kabupaten", "kecamatan"][level - 1]
    parent = Region.objects.create(code=code, name=code, search_name=code, level=level, kind=kind, parent=parent)
for n in range(50):
    code = f"71.01.01.{2001 + n}"
    Region.objects.create(code=code, name=code, search_name=code, level=4, kind="desa", parent=parent)
table = "kode,t_2020sm1\\n" + "".join(f"71.01.01.{2001 + n},{n + 1}\\n" for n in range(50))
run = actions.receive(
    dataset="needs.observations", place_code="71.01", place_name="x", chunks=[table.encode()], file_name="a.csv",
    by=None, at=now,
)
road.read(run.pk, at=now, progress=actions.no_progress)
road.preview(run.pk, progress=actions.no_progress)
actions.start_job(actions.ask_to_commit(run=ImportRun.objects.get()), kind="intake.commit", by=None, at=now)
honest = ObservationTable.store
def store(self, *args, **more):
    honest(self, *args, **more)
    assert Observation.objects.count() == 50
    os.kill(os.getpid(), signal.SIGKILL)
ObservationTable.store = store
jobs.run(str(Job.objects.get().pk), at=now)
"""
)
AGAIN = (
    PREPARE
    + """
seen = [Observation.objects.count(), ImportRun.objects.get().state, Job.objects.get().state]
later = now + timedelta(minutes=5)
job = str(Job.objects.get().pk)
seen.append(jobs.run(job, at=later))
seen += [Observation.objects.count(), ImportRun.objects.get().state]
road.commit(ImportRun.objects.get().pk, by=None, at=later, progress=actions.no_progress)
seen += [Observation.objects.count(), AuditRecord.objects.filter(verb="intake.commit").count()]
print(json.dumps(seen))
"""
)


def test_a_commit_killed_in_the_middle_happens_once(tmp_path):
    environment = os.environ | {
        "RUMAH_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "rumahbersama.settings",
    }
    killed = subprocess.run(
        [sys.executable, "-c", BEGIN], env=environment, capture_output=True, text=True, check=False
    )
    assert (killed.returncode, killed.stderr) == (-signal.SIGKILL, "")

    done = subprocess.run([sys.executable, "-c", AGAIN], env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [0, "committing", "running", True, 50, "committed", 50, 1]

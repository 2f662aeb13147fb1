"""What the officer of Bappeda promised in the ToT, and kept by teaching the class of the story.

The post came later than the promise: sent without one, it became the commitment of the post on the first day in it.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from rumahbersama.chain.commitments import actions as promises
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.rtl.actions import Writer, give_post, save_rtl, send_rtl
from rumahbersama.demo.classmates import trainer
from rumahbersama.demo.passing import TOT
from rumahbersama.demo.story import CLASS, at_nine, first_day
from rumahbersama.ground.people.models import Tenure

CLASS_LASTS, CHECKED = timedelta(days=4), timedelta(days=14)
DUE = timedelta(days=30)  # after the class


def promise_in_tot(*, today: date) -> None:
    """Let the officer plan in the ToT, take the post, teach, and have it confirmed."""
    row = Participation.objects.select_related("region", "person").get(event__title=TOT, person=trainer())
    ended, taught = Event.objects.get(title=TOT).ends_on, first_day(today) + CLASS_LASTS
    facts = {
        "problem": "Aparatur kecamatan belum pernah dilatih memakai data untuk rapatnya.",
        "activity": "Mengajar satu kelas aparatur kecamatan dan mendampingi RTL pesertanya",
        "output": f"Kelas {CLASS} selesai, tiap RTL pesertanya tercatat",
        "measure": "Kelas yang diajar",
        "unit": "kelas",
        "baseline": Decimal(0),
        "target": Decimal(1),
        "steps": (("Menyepakati kelas dengan penyelenggara", None), ("Mengajar kelasnya", taught)),
        "due_on": taught + DUE,
        "partners": "BPSDMD dan penyelenggara pelatihan",
        "mentor": "Kepala Bappeda",
    }
    who = Writer(by=None, at=_hours_after(ended), today=ended)
    save_rtl(row=row, facts=facts, seen=0, who=who)
    send_rtl(row=row, who=who)
    held = Tenure.objects.filter(person=row.person).select_related("post").earliest("starts_on")
    begun = held.starts_on
    give_post(row=row, post=held.post, who=Writer(by=None, at=at_nine(begun), today=begun))
    promise = Commitment.objects.get(rtl__participation=row)
    text = f"Kelas {CLASS} selesai diajar; tiga pesertanya menulis RTL."
    promises.report_on(commitment=promise, text=text, to="done", by=None, at=_hours_after(taught))
    promise.refresh_from_db()
    note, at = "Cocok dengan daftar pelatih kegiatan itu.", _hours_after(taught + CHECKED)
    promises.confirm_commitment(commitment=promise, note=note, by=None, at=at, seen=promise.version)


def _hours_after(day: date) -> datetime:
    """Return the afternoon of a day."""
    return at_nine(day) + timedelta(hours=6)

"""What the meeting of the demo that is over talked about and agreed on, written by two at once.

Here the story of Posyandu Lembah Hijau goes on: three promises about it, a decision about the water of two villages,
a bridge that goes upward, and a road that is put off.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from rumahbersama.chain.commitments.actions import confirm_commitment, report_on
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.meetings.actions import agenda, attending, planning
from rumahbersama.chain.house.meetings.models import AgendaItem, Meeting
from rumahbersama.chain.house.meetings.proposing import source_of_problem
from rumahbersama.chain.house.meetings.rules import PROBLEM, Proposal
from rumahbersama.chain.house.minutes import documents
from rumahbersama.chain.house.minutes.actions import notes, outcomes
from rumahbersama.chain.house.minutes.actions.closing import close_meeting
from rumahbersama.chain.house.minutes.actions.notes import Typed
from rumahbersama.chain.house.minutes.actions.outcomes import Promised
from rumahbersama.chain.house.minutes.attending import occasion_of
from rumahbersama.chain.house.minutes.queries import figures_about
from rumahbersama.chain.house.minutes.rules import DECISION, PUT_OFF, UPWARD, Outcome
from rumahbersama.chain.house.problems import deciding, rules
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.demo.story import MEETING, PROVED, VISITED
from rumahbersama.ground.core.wording import worded
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.workshop.presence import actions as presence
from rumahbersama.workshop.presence import marking
from rumahbersama.workshop.presence.queries import on_the_list

PROMISES = (  # by whom, what, due so many days after the meeting, how many of a hundred are to be weighed then
    ("kasi", "Mencari dan melatih tiga kader untuk Posyandu Lembah Hijau", 42, None),
    ("health_unit", "Mengirim bidan dan menimbang setiap bulan di Posyandu Lembah Hijau", 150, 70),
    ("sekcam", "Memastikan honor kader masuk rancangan APBDes tahun depan", 140, None),
)


@dataclass(frozen=True)
class Said:
    """An item: how its problem begins, how long, what two wrote, and what came of it besides promises."""

    about: str
    minutes: int
    first: str
    second: str
    outcome: tuple[str, str] | None = None


SAID = (
    Said(
        "Posyandu di Dusun Hilir",
        40,
        "Kepala puskesmas: gedung Posyandu Lembah Hijau baik, timbangan ada, kader tidak ada; "
        "dari 100 balita di desa itu 38 ditimbang.\n"
        "Kades: dua kader berhenti karena honor berhenti.",
        "Bidan desa siap melatih, satu hari cukup.\nTP PKK membantu mencari calon dari dasawisma.",
    ),
    Said(
        "Dua desa berebut mata air",
        30,
        "Kedua kades hadir dan menyampaikan ukuran pipa masing-masing.",
        "Polsek mengingatkan supaya tidak ada yang memotong pipa sendiri.",
        (DECISION, "Camat mempertemukan kedua desa di mata air dalam dua minggu; sampai itu pipa tidak diubah."),
    ),
    Said(
        "Jembatan gantung ke SD",
        15,
        "Jembatan itu aset kabupaten, desa tidak dapat memperbaikinya.",
        "Anak sekolah memutar dua kilometer kalau hujan.",
        (UPWARD, "Jembatan itu aset kabupaten; diminta masuk rencana perbaikan tahun depan."),
    ),
    Said(
        "Jalan usaha tani berlubang",
        10,
        "Kebutuhannya sekitar dua ratus meter.",
        "Belum ada pagu; menunggu APBDes Perubahan.",
        (PUT_OFF, "Menunggu APBDes Perubahan."),
    ),
)


def plan_items(meeting: Meeting, *, at: datetime) -> None:
    """Put the problems of the story on the agenda."""
    proposals = [_proposal(said.about, said.minutes) for said in SAID]
    agenda.take_up(meeting=meeting, proposals=proposals, by=None, at=at)


def _proposal(about: str, minutes: int) -> Proposal:
    problem, why = _problem(about), (worded("masalah terbuka menurut nilai USG"),)
    return Proposal(PROBLEM, source_of_problem(problem.pk), problem.statement, minutes, why, problem=problem.pk)


def _problem(about: str) -> Problem:
    rows = Problem.objects.exclude(state=Problem.State.MERGED)
    return rows.get(kecamatan__code=HOME, statement__startswith=about)


def begin(meeting: Meeting, *, at: datetime) -> None:
    """Begin a meeting that goes on: one item being taken, with a first text, one promise, and one more to come."""
    by = Account.objects.get(email=f"kasi.{HOME}@contoh.invalid")
    agenda.take_up(meeting=meeting, proposals=[_proposal("Perekaman KTP", 30)], by=by, at=at)
    agenda.add_item(meeting=meeting, title="Jadwal perekaman keliling", minutes=20, by=by, at=at)
    attending.make_list(meeting=meeting, by=by, at=at)
    planning.begin_meeting(meeting=meeting, by=by, at=at)
    item = AgendaItem.objects.select_related("problem").get(meeting=meeting, kind=PROBLEM)
    item.meeting = meeting
    outcomes.take_item(item=item, at=at)
    first = Typed(base="", text="Alat perekam mati tiga kali sebulan; teknisinya dari kabupaten.")
    notes.write_notes(item=item, typed=first, by=by, at=at)
    post = Post.objects.select_related("region").get(region__code=HOME, role="sekcam")
    due_on = meeting.day + timedelta(days=14)
    promised = Promised("Meminta jadwal teknisi tetap ke Dukcapil", post, meeting.region, due_on)
    outcomes.add_pledge(item=item, promised=promised, by=by, at=at)


def hold(meeting: Meeting, *, begins: datetime) -> Meeting:
    """Take presence, write the minutes, close the meeting, write its papers; and let the first promise be begun."""
    accounts = {role: Account.objects.get(email=f"{role}.{HOME}@contoh.invalid") for role in ("kasi", "keeper")}
    _take_presence(meeting, by=accounts["kasi"], begins=begins)
    items = AgendaItem.objects.filter(meeting=meeting).exclude(problem=None).select_related("problem")
    at = begins + timedelta(minutes=15)
    for said, item in zip(SAID, items, strict=True):
        item.meeting = meeting
        outcomes.take_item(item=item, at=at)
        for role, words in (("kasi", said.first), ("keeper", said.second)):
            typed = Typed(base="", text=words)
            notes.write_notes(item=item, typed=typed, by=accounts[role], at=at + timedelta(minutes=4))
        _end(item, said, by=accounts["kasi"], at=at + timedelta(minutes=8))
        at += timedelta(minutes=said.minutes)
    closed = close_meeting(meeting=meeting, by=accounts["kasi"], at=begins + timedelta(hours=2, minutes=20))
    for kind in documents.KINDS:
        documents.make_paper(meeting=closed, kind=kind, by=accounts["kasi"], at=begins + timedelta(hours=5))
    _begin_work(_problem(SAID[0].about), by=accounts["kasi"], at=begins + timedelta(days=6))
    return closed


def _take_presence(meeting: Meeting, *, by: Account, begins: datetime) -> None:
    """Mark everybody as there but the last two on the list."""
    occasion = occasion_of(meeting)
    if occasion is None:
        return
    presence.open_occasion(occasion=occasion, by=by, at=begins - timedelta(minutes=20))
    there = list(on_the_list(occasion.roster))[:-2]
    marking.tap(occasion=occasion, said={row.pk: "present" for row in there}, by=by, at=begins)
    presence.close(occasion=occasion, by=by, at=begins + timedelta(hours=2))


def _end(item: AgendaItem, said: Said, *, by: Account, at: datetime) -> None:
    day: date = item.meeting.day
    if said.outcome is not None:
        result, text = said.outcome
        until = day + timedelta(days=160) if result == PUT_OFF else None
        outcomes.set_outcome(item=item, outcome=Outcome(result, text, until), by=by, at=at)
        return
    figure = next(iter(figures_about(item)), None)
    for role, what, days, target in PROMISES:
        post = Post.objects.select_related("region").get(region__code=HOME, role=role)
        promised = Promised(
            what=what,
            post=post,
            region=get_region(VILLAGE),
            due_on=day + timedelta(days=days),
            figure=figure,
            target=None if target is None or figure is None else Decimal(target),
        )
        outcomes.add_pledge(item=item, promised=promised, by=by, at=at)


def _begin_work(problem: Problem, *, by: Account, at: datetime) -> None:
    """Let the post that must answer say that work has begun, and tell how its promise goes."""
    decision = rules.Decision(to=rules.IN_HAND, reason="Calon kader sudah dicari bersama TP PKK.")
    deciding.decide(problem=problem, decision=decision, by=by, at=at, seen=problem.version)
    promise = Commitment.objects.get(what=PROMISES[0][1])
    report_on(commitment=promise, text="Dua calon kader bersedia; latihan menyusul.", to="in_progress", by=by, at=at)
    weighing = Commitment.objects.get(what=PROMISES[1][1])
    text = "Bidan sudah dijadwalkan tiap Selasa kedua."
    report_on(commitment=weighing, text=text, to="in_progress", by=None, at=at + timedelta(days=9))


def keep_promises(*, at: datetime) -> None:
    """Let the kasi keep the first promise and the camat confirm it; who took over the second tells how it goes."""
    kasi, camat, unit = (
        Account.objects.get(email=f"{role}.{HOME}@contoh.invalid") for role in ("kasi", "camat", "health-unit")
    )
    promise = Commitment.objects.get(what=PROMISES[0][1])
    text = "Tiga kader dilatih bidan; posyandu buka lagi sejak bulan itu."
    report_on(commitment=promise, text=text, to="done", by=kasi, at=at - MEETING + timedelta(days=40))
    promise.refresh_from_db()
    note = "Dilihat dalam kunjungan: buka, tiga kader, timbangan dipakai."
    confirm_commitment(commitment=promise, note=note, by=camat, at=at - PROVED, seen=promise.version)
    weighing = Commitment.objects.get(what=PROMISES[1][1])
    text = "Serah terima dari pejabat lama; jadwal bidan dipegang, tiga bulan terakhir selalu datang."
    report_on(commitment=weighing, text=text, by=unit, at=at - VISITED + timedelta(days=2))

"""Invented follow-up plans of one past training: in every state, some without a post, some never written."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rumahbersama.chain.commitments import actions as promises
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.needs.models import IndicatorSum
from rumahbersama.chain.training.models import Event, Participation
from rumahbersama.chain.training.rtl.actions import Writer, save_rtl, send_rtl, take_checkpoints
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.chain.training.rtl.rules import months_after
from rumahbersama.demo.people import HOME, PUSKESMAS
from rumahbersama.demo.story import CLASS, PROVED, VISITED, at_nine, semester_known
from rumahbersama.demo.weighing import WEIGHED
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post
from rumahbersama.ground.people.models import Account, Post, Tenure
from rumahbersama.ground.regions.models import Level

EVENT, LARGE = "Diklat Kapasitas Camat", "Pelatihan aparatur kecamatan"
PTPD = "Pembina Teknis Pemerintahan Desa"
# who promised in the class of the story: problem, activity, output, due so many days from now
PROMISED = (
    (
        "Camat",
        (
            "Balita yang ditimbang sedikit, dan tidak ada yang membahasnya bersama.",
            "Membahas angka balita ditimbang dalam rapat Rumah Bersama",
            "Rapat dengan puskesmas dan semua desa, keputusannya tertulis",
            40,
        ),
    ),
    (
        PTPD,
        (
            "Ada posyandu yang berdiri tetapi tidak buka.",
            "Mendampingi desa yang posyandunya tidak buka sampai buka tiap bulan",
            "Posyandu buka setiap bulan, dilihat di tempat",
            -5,
        ),
    ),
    (
        PUSKESMAS,
        (
            "Bidan tidak datang ke posyandu yang tidak ada kadernya.",
            "Menjadwalkan bidan ke setiap posyandu sekali sebulan",
            "Jadwal bidan setahun yang dipegang setiap desa",
            55,
        ),
    ),
)
# how it went: who, what, so many days ago
TOLD = (
    ("Camat", "Angkanya dibawa ke rapat Rumah Bersama.", 119),
    (PTPD, "Daftar posyandu yang tidak buka sudah disusun bersama desa.", 180),
    (PUSKESMAS, "Jadwal bidan triwulan pertama dibagikan.", 160),
)
WITH_POST, WITHOUT_POST, DRAFTS = 7, 3, 2
# problem, activity, output, measure, unit, baseline, target
PLANS: tuple[tuple[str, str, str, str, str, int, int], ...] = (
    (
        "Posyandu buka tidak tetap, banyak balita tidak ditimbang.",
        "Menetapkan jadwal posyandu bersama semua desa",
        "Jadwal setahun yang ditandatangani kepala desa",
        "Posyandu",
        "posyandu",
        0,
        0,
    ),
    (
        "Warga menunggu surat pengantar lebih dari dua hari.",
        "Membuka loket surat pengantar satu hari jadi",
        "Loket dengan dua petugas dan alur yang dipasang",
        "Surat pengantar selesai pada hari yang sama",
        "persen",
        35,
        90,
    ),
    (
        "Hasil musrenbang kecamatan jarang masuk rencana dinas.",
        "Mengawal sepuluh usulan utama sampai forum perangkat daerah",
        "Daftar usulan dengan dinas penanggung jawabnya",
        "Usulan kecamatan yang masuk rencana dinas",
        "usulan",
        2,
        6,
    ),
    (
        "Sebagian desa terlambat menyusun laporan.",
        "Mendampingi desa menyusun laporan dengan klinik bulanan",
        "Dua belas kali klinik desa",
        "Desa yang melapor tepat waktu",
        "desa",
        4,
        9,
    ),
)


def plan_follow_up(*, at: datetime, today: date) -> None:
    """Let the camat of the past training plan, and let time pass: states are noted 1, 3 and 6 months later."""
    event = Event.objects.get(title=EVENT)
    who = Writer(by=None, at=at, today=event.ends_on)
    rows = list(Participation.objects.filter(event=event).select_related("region", "person").order_by("pk"))
    holders = _camats(rows, since=event.starts_on - timedelta(days=170), at=at)
    others = sorted((row for row in rows if row not in holders), key=lambda row: row.region.code != HOME)
    for number, row in enumerate([*holders, *others[: WITHOUT_POST + DRAFTS]]):
        is_late = number == WITH_POST - 1
        due_on = today + timedelta(days=-12 if is_late else 40 + 5 * number)
        save_rtl(row=row, facts=_facts(number, due_on) | _counted(number, row), seen=0, who=who)
        if number < len(holders) + WITHOUT_POST:
            send_rtl(row=row, who=who)
    take_checkpoints(event=event, months=1, day=months_after(event.ends_on, 1))
    made = [Rtl.objects.get(participation=row).commitment for row in holders]
    _begin(made[1:6], at=at)
    take_checkpoints(event=event, months=3, day=months_after(event.ends_on, 3))
    _end(made, at=at)
    take_checkpoints(event=event, months=6, day=months_after(event.ends_on, 6))


def promise_in_class(*, at: datetime, today: date) -> None:
    """Let camat, PTPD and the head of the puskesmas plan in the class of the story, and tell how it goes since."""
    rows = Participation.objects.filter(event__title=LARGE, klass__number=CLASS, title__in=dict(PROMISED))
    event = Event.objects.select_related("region").get(title=LARGE)
    then = at_nine(event.ends_on) + timedelta(hours=6)
    who, known = Writer(by=None, at=then, today=event.ends_on), semester_known(today, today - event.ends_on)
    sent = IndicatorSum.objects.get(region__code=HOME, indicator__code=WEIGHED, period__code=known)
    baseline = round(sent.numerator * 100 / (sent.denominator or 1), 1)
    made = {}
    for row in rows.select_related("region", "person").order_by("pk"):
        problem, activity, output, days = dict(PROMISED)[row.title]
        due_on = today + timedelta(days=days)
        facts = {
            **_facts(0, due_on),
            "problem": problem,
            "activity": activity,
            "output": output,
            "indicator": WEIGHED,
            "measure": "Balita ditimbang",
            "unit": "%",
            "baseline": baseline,
            "baseline_period": known,
            "target": Decimal(70),
            "partners": "Desa, TP PKK, dan kader",
            "mentor": "Hendra Wijaya, Bappeda",
        }
        save_rtl(row=row, facts=facts, seen=0, who=who)
        send_rtl(row=row, who=who)
        made[row.title] = Commitment.objects.get(rtl__participation=row)
    for months in (1, 3):
        take_checkpoints(event=event, months=months, day=months_after(event.ends_on, months))
    for title, text, ago in TOLD:
        moment = at - timedelta(days=ago)
        promises.report_on(commitment=made[title], text=text, to="in_progress", by=None, at=moment)
    take_checkpoints(event=event, months=6, day=months_after(event.ends_on, 6))


def prove_in_class(*, at: datetime) -> None:
    """Let the PTPD say after the visit that the promise is kept, and the camat confirm it."""
    promise = Commitment.objects.get(rtl__participation__title=PTPD, rtl__participation__event__title=LARGE)
    text = "Posyandu Lembah Hijau buka tiga bulan berturut-turut; dua posyandu lain juga."
    promises.report_on(commitment=promise, text=text, to="done", by=_account("keeper"), at=at - VISITED)
    promise.refresh_from_db()
    note = "Cocok dengan hasil kunjungan."
    promises.confirm_commitment(
        commitment=promise, note=note, by=_account("camat"), at=at - PROVED, seen=promise.version
    )


def _account(role: str) -> Account:
    return Account.objects.get(email=f"{role}.{HOME}@contoh.invalid")


def _camats(rows: list[Participation], *, since: date, at: datetime) -> list[Participation]:
    """Put one participant of each of some kecamatan into the post of its camat; return them."""
    taken: dict[str, Participation] = {}
    for row in rows:
        if row.region.level == Level.KECAMATAN and row.region.code != HOME and len(taken) < WITH_POST:
            taken.setdefault(row.region.code, row)
    for row in taken.values():
        post = Post.objects.filter(region=row.region, role="camat").first() or create_post(
            title="Camat", region=row.region, role="camat", by=None, at=at
        )
        appoint_by_name(
            post=post,
            person=row.person,
            name=row.name,
            capacity=Tenure.Capacity.DEFINITIVE,
            decree="SK Bupati (contoh)",
            starts_on=since,
            by=None,
            at=at,
        )
    return list(taken.values())


def _facts(number: int, due_on: date) -> dict[str, Any]:
    problem, activity, output, measure, unit, baseline, target = PLANS[number % len(PLANS)]
    return {
        "problem": problem,
        "activity": activity,
        "output": output,
        "measure": measure,
        "unit": unit,
        "baseline": Decimal(baseline),
        "target": Decimal(target),
        "steps": (("Menyepakati rencana dalam rapat", None), ("Memeriksa hasil bersama desa", due_on)),
        "due_on": due_on,
        "partners": "Desa dan puskesmas" if number % 2 else "Desa, TP PKK, dan kader",
        "cost_rupiah": 1_500_000 * (number % 3),
        "funding": "DPA kecamatan" if number % 3 else "",
        "mentor": "Asisten Pemerintahan kabupaten",
    }


def _counted(number: int, row: Participation) -> dict[str, Any]:
    """Return the posyandu of a kecamatan as its camat counted them for the plan, a few less than were sent later."""
    if number % len(PLANS) or row.region.level != Level.KECAMATAN:
        return {}
    sent = IndicatorSum.objects.filter(region=row.region, indicator__code="posyandu", period__code="2025").first()
    counted = sent.numerator - (number // len(PLANS)) if sent else Decimal(9)
    return {"indicator": "posyandu", "baseline": counted, "target": counted + 4}


def _begin(made: list[Any], *, at: datetime) -> None:
    for promise in made:
        promises.report_on(
            commitment=promise, text="Rencananya disepakati dalam rapat.", to="in_progress", by=None, at=at
        )


def _end(made: list[Any], *, at: datetime) -> None:
    """Let one wait for others, two be done, one of them confirmed, and one be dropped."""
    for place, to, text in (
        (2, "waiting", "Menunggu keputusan dinas."),
        (3, "done", "Jadwalnya berjalan tiga bulan berturut-turut."),
        (4, "done", "Loketnya buka, catatan hariannya ada."),
    ):
        promises.report_on(commitment=made[place], text=text, to=to, by=None, at=at)
    made[4].refresh_from_db()
    promises.confirm_commitment(commitment=made[4], note="Diperiksa di tempat.", by=None, at=at, seen=made[4].version)
    made[5].refresh_from_db()
    promises.drop_commitment(
        commitment=made[5], reason="Kegiatannya diambil alih dinas.", by=None, at=at, seen=made[5].version
    )

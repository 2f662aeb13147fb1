"""Invented cases of the demo's kecamatan: a quarrel over a spring heard in the meeting and agreed, two others.

And two reports under seal: one that waits for the camat, one that was answered.
"""

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from rumahbersama.chain.house.mediation import documents
from rumahbersama.chain.house.mediation.actions import agreeing, cases, reports, steps
from rumahbersama.chain.house.mediation.actions.cases import Facts
from rumahbersama.chain.house.mediation.actions.files import Sent
from rumahbersama.chain.house.mediation.actions.steps import Told, Who
from rumahbersama.chain.house.mediation.models import Case
from rumahbersama.chain.house.mediation.rules import Decision
from rumahbersama.chain.house.meetings.reference import bodies_of
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.demo.pictures import hillside
from rumahbersama.demo.story import MEETING
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.files.rules import IMAGES
from rumahbersama.ground.people.actions.accounts import create_demo_account
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region

PARTY = "pihak.99.01.01.2002@contoh.invalid"
POINTS = (
    "Air dibagi bergantian: pagi untuk desa di hulu, sore untuk desa di hilir.",
    "Bak pembagi dengan dua keran dipasang sebelum kemarau.",
    "Pipa baru hanya dipasang sesudah musyawarah kedua desa.",
)


def mediate(*, at: datetime, today: date) -> None:
    """Write the quarrel over a spring from its problem to the agreement, a newly received case, and an ended one."""
    home = get_region(HOME)
    villages = list(Region.objects.filter(parent=home).order_by("code"))
    by = {role: Account.objects.get(email=f"{role}.{HOME}@contoh.invalid") for role in ("camat", "kasi-trantib")}
    spring = _spring(home, villages[1:3], by, at=at, today=today)
    camat = Post.objects.filter(region=home, role="camat").select_related("region").get()
    outside = agreeing.Outside("Memasang bak pembagi dengan dua keran", camat, home, today + timedelta(days=60))
    agreeing.promise_point(point=spring.points.get(order=2), outside=outside, by=by["camat"], at=at)
    documents.make_paper(case=_fresh(spring), by=by["kasi-trantib"], at=at)
    facts = Facts("trantib", "Jam malam pasar kuliner di tepi jalan", (home,), causes="Pengeras suara sampai larut.")
    cases.open_case(facts=facts, kecamatan=home, by=by["kasi-trantib"], at=at - timedelta(days=1))
    _ended(home, villages[4:6], by, at=at - timedelta(days=70))
    _reported(home, villages, by["camat"], at=at)


def _spring(home: Region, villages: list[Region], by: dict[str, Account], *, at: datetime, today: date) -> Case:
    problem = Problem.objects.filter(kecamatan=home, statement__contains="mata air").first()
    kasi, camat, begin = by["kasi-trantib"], by["camat"], at - MEETING + timedelta(days=3)
    facts = Facts(
        "mediasi",
        "Pembagian air dari mata air bersama",
        tuple(villages),
        causes="Debit turun setiap kemarau. Pipa desa di hilir dipasang tanpa musyawarah. Pernah ada pipa dipotong.",
    )
    case = cases.open_case(facts=facts, kecamatan=home, problem=problem, by=kasi, at=begin)
    account = None if settings.PRACTICE else _account(villages[0], at=at)
    one = Who("Darmawan Halim", villages[0], "warga desa di hulu", account)
    parties = [steps.add_party(case=case, who=one, by=kasi, at=begin)]
    parties.append(
        steps.add_party(case=case, who=Who("Karim Latif", villages[1], "kelompok tani di hilir"), by=kasi, at=begin)
    )
    _move(case, Decision("mediating"), by=camat, at=begin + timedelta(days=1))
    bodies = [(each.title, each.body) for each in bodies_of(home) if each.code in ("polsek", "koramil", "adat")]
    steps.ask_bodies(case=case, bodies=bodies, by=kasi, at=begin + timedelta(days=2))
    told: list[tuple[int, str, Any, str]] = [
        (3, "undangan", None, "Kedua pihak diundang ke kantor camat untuk didengar satu per satu."),
        (6, "dengar", parties[0], "Khawatir sawah di hulu kering. Bersedia berbagi kalau jamnya tetap."),
        (7, "dengar", parties[1], "Mengakui pipa dipasang tanpa izin. Meminta air sedikitnya sore hari."),
        (9, "koordinasi", None, "Kapolsek dan Danramil bersedia hadir; tokoh adat menyiapkan doa bersama."),
        (12, "lapangan", None, "Debit diukur bersama: cukup untuk dua desa kalau bergantian."),
        (19, "bersama", None, "Kedua pihak sepakat memakai bak pembagi dan jadwal pagi dan sore."),
    ]
    for days, kind, party, text in told:
        moment = begin + timedelta(days=days)
        sent = _photos(villages) if kind == "lapangan" else None
        steps.add_step(
            case=case, told=Told(kind, timezone.localdate(moment), text, party), sent=sent, by=kasi, at=moment
        )
    agreed = begin + timedelta(days=19)
    agreeing.write_points(case=case, points=POINTS, by=kasi, at=agreed, seen=_fresh(case).version)
    decision = Decision("agreed", check_on=today + timedelta(days=6))
    _move(case, decision, by=camat, at=agreed)
    return _fresh(case)


def _photos(villages: list[Region], about: str = "Mata air dan bak lama (gambar rekaan)") -> Sent:
    """Draw what was seen."""
    drawn = [hillside(random.Random(village.code)) for village in villages]  # noqa: S311 - invented, the same each time
    looked_at = [checked(chunks=[picture], name="", takes=IMAGES) for picture in drawn]
    return Sent(looked_at, about)


def _ended(home: Region, villages: list[Region], by: dict[str, Account], *, at: datetime) -> None:
    """Write a case that nobody could settle, was handed over, and came to its end."""
    kasi, camat = by["kasi-trantib"], by["camat"]
    facts = Facts("mediasi", "Batas kebun di tepi sungai", tuple(villages))
    case = cases.open_case(facts=facts, kecamatan=home, by=kasi, at=at)
    for name, village in zip(("Rusdi Anwar", "Tarman Hasan"), villages, strict=True):
        steps.add_party(case=case, who=Who(name, village), by=kasi, at=at)
    for days, decision in (
        (1, Decision("mediating")),
        (20, Decision("not_agreed", "Kedua pihak meminta pengukuran resmi.")),
        (21, Decision("handed", "Pengukuran batas bukan wewenang kecamatan.", handed_to="Kantor Pertanahan")),
        (60, Decision("ended", "Batas sudah diukur dan diterima kedua pihak.")),
    ):
        _move(case, decision, by=camat, at=at + timedelta(days=days))


def _reported(home: Region, villages: list[Region], camat: Account, *, at: datetime) -> None:
    """Let a village call on the camat under seal, and another have its answer."""
    operator = Account.objects.get(email=f"operator.{VILLAGE}@contoh.invalid")
    loud = reports.Reported(
        "trantib",
        "Hiburan malam di lapangan berlangsung sampai lewat tengah malam. Dua kelompok pemuda hampir berkelahi.",
        (villages[0],),
        spot="Lapangan di Dusun Hilir",
        happened="Tiga malam Minggu terakhir",
        concerned="Panitia hiburan, warga Dusun Hulu\nPemuda Dusun Hilir",
    )
    reports.send_report(
        told=loud,
        kecamatan=home,
        place=villages[0],
        by=operator,
        at=at - timedelta(hours=15),
        sent=_photos(villages[:1], "Lapangan sesudah acara (gambar rekaan)"),
    )
    sender = Account.objects.filter(email=PARTY).first()
    if sender is None:
        return
    road = reports.Reported(
        "trantib",
        "Truk pasir lewat jalan desa pada malam hari, dan sopirnya bertengkar dengan warga.",
        (villages[1],),
        happened="Sejak bulan lalu",
    )
    made = reports.send_report(told=road, kecamatan=home, place=villages[1], by=sender, at=at - timedelta(days=12))
    answer = "Jam lewat truk sudah diatur kepala desa dan Polsek. Kalau terulang, laporkan lagi."
    reports.close_report(report=made, reason=answer, by=camat, at=at - timedelta(days=9), seen=made.version)


def _account(village: Region, *, at: datetime) -> Account:
    """Make the account of one person: a party reads with its own, never with an office's shared one."""
    return create_demo_account(
        email=PARTY,
        name="Darmawan Halim",
        role="operator",
        region=village,
        at=at,
        starts_on=date(2025, 1, 2),
        is_shared=False,
        person=None,
    )


def _move(case: Case, decision: Decision, *, by: Account, at: datetime) -> None:
    cases.decide(case=case, decision=decision, by=by, at=at, seen=_fresh(case).version)


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("kecamatan").get(pk=case.pk)

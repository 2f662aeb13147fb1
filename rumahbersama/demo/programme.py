"""The invented yearly programme of the demo's kecamatan: this year's in force, next year's a draft."""

from datetime import date, datetime
from decimal import Decimal

from rumahbersama.chain.house.programme.actions.activities import Plan, Report, add_activity, hand_over, report_on
from rumahbersama.chain.house.programme.actions.goals import Wish, save_goal
from rumahbersama.chain.house.programme.actions.programmes import Move, begin_programme, move_programme
from rumahbersama.chain.house.programme.models import Activity, Programme
from rumahbersama.chain.house.programme.rules import whole_months
from rumahbersama.chain.needs.models import Indicator, ServiceArea
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.demo.weighing import WEIGHED
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region

SECOND = f"{HOME}.2002"
# service area, goal, unit, baseline, target
GOALS = (
    ("kesehatan", "Balita ditimbang setiap bulan di semua desa", "%", 60, 70),
    ("", "Buku kas desa tertib dan ditutup setiap bulan", "desa", 6, 12),
    ("kependudukan", "Warga lanjut usia memegang KTP-el", "orang", 310, 480),
)
# number of the goal, kind, what, villages, role of the post, months from this one, budget line, rupiah
ACTIVITIES = (
    (0, "guidance", "Mendampingi posyandu yang berdiri tanpa kader", (VILLAGE, SECOND), "kasi", (-5, -3), 12_500_000),
    (1, "supervision", "Memeriksa buku kas umum dan buku bank desa", (), "keeper", (-4, -1), 9_000_000),
    (1, "training", "Klinik penatausahaan untuk kaur keuangan", (), "kasi", (-2, -2), 15_000_000),
    (2, "guidance", "Perekaman KTP-el keliling bersama Dukcapil", (SECOND,), "sekcam", (0, 1), 7_500_000),
    (1, "meeting", "Rapat evaluasi APBDes semester kedua", (), "sekcam", (0, 0), 3_000_000),
)


def write_programme(*, at: datetime, today: date) -> list[Programme]:
    """Write, approve and report on the programme of this year, and begin the next one after it."""
    home = get_region(HOME)
    posts = {post.role: post for post in Post.objects.filter(region=home).select_related("region")}
    camat = Account.objects.get(email=f"camat.{HOME}@contoh.invalid")
    made = begin_programme(region=home, year=today.year, by=None, at=at)
    areas = {area.code: area for area in ServiceArea.objects.all()}
    goals = [
        save_goal(
            programme=made,
            wish=Wish(
                text,
                area=areas.get(area),
                indicator=Indicator.objects.get(code=WEIGHED) if area == "kesehatan" else None,
                unit=unit,
                baseline=Decimal(baseline),
                target=Decimal(target),
            ),
            by=None,
            at=at,
        )
        for area, text, unit, baseline, target in GOALS
    ]
    rows = []
    for number, kind, title, codes, role, (first, last), rupiah in ACTIVITIES:
        starts_on, ends_on = whole_months(today.year, _month(today, first), _month(today, last))
        plan = Plan(
            kind=kind,
            title=title,
            post=posts[role],
            goal=goals[number],
            villages=[get_region(code) for code in codes],
            starts_on=starts_on,
            ends_on=ends_on,
            budget_line="Koordinasi pembinaan dan pengawasan desa",
            budget_rupiah=rupiah,
        )
        rows.append(add_activity(programme=made, plan=plan, by=None, at=at))
    made.refresh_from_db(fields=["version"])
    made = move_programme(programme=made, move=Move("in_force"), by=camat, at=at, seen=made.version)
    _tell(rows, posts, camat, at=at)
    return [made, begin_programme(region=home, year=today.year + 1, like=made, by=None, at=at)]


def _month(today: date, offset: int) -> int:
    """Return a month of this year so many from the present one."""
    return min(max(today.month + offset, 1), 12)


def _tell(rows: list[Activity], posts: dict[str, Post], camat: Account, *, at: datetime) -> None:
    """Let one be done, one go on, and one be handed over; the others wait, one of them late."""
    posyandu, books, clinic, identity, _evaluation = rows
    done = Report("Dua posyandu buka lagi, sembilan kader dilatih menimbang.", to="done")
    report_on(activity=posyandu, report=done, by=None, at=at, seen=1)
    going = Report("Tujuh dari dua belas desa sudah diperiksa.", to="going")
    report_on(activity=books, report=going, by=None, at=at, seen=1)
    reason = "Kasi sedang menangani pemeriksaan buku kas."
    hand_over(activity=clinic, to=posts["sekcam"], reason=reason, by=camat, at=at, seen=1)
    report_on(
        activity=identity, report=Report("Jadwal dengan Dukcapil disepakati.", to="going"), by=None, at=at, seen=1
    )

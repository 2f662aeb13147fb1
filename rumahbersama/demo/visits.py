"""Invented visits of the demo's kecamatan: one made and sent to its village, some ahead, one called off."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from rumahbersama.chain.oversight.checklists.reference import load_reference
from rumahbersama.chain.oversight.visits.actions import closing, planning, writing
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.boxes import LEFT, RETURNED
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.demo.pictures import hillside
from rumahbersama.demo.story import VISITED, at_nine
from rumahbersama.ground.core.working_days import OfficeDays, add_working_days
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.files.rules import IMAGES
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.office_days.queries import office_days_of
from rumahbersama.workshop.surveys.models import Version

FINANCE, SERVICES = "periksa-keuangan-desa", "periksa-layanan-dasar"
SEEN = {
    "posyandu_buka": "tidak",
    "posyandu_buka.catatan": "Posyandu di dusun tepi sungai tutup dua bulan; kadernya pindah.",
    "posyandu_jumlah": "2",
    "posyandu_cukup": "ya",
    "timbangan": "ya",
    "bidan": "ya",
    "sd_ada": "ya",
    "anak_tidak_sekolah": "tidak",
    "paud": "ya",
    "air_mengalir": "ya",
    "jamban": "ya",
    "sampah": "sebagian",
    "data_miskin": "ya",
    "penyandang": "tidak_berlaku",
    "adminduk": "tidak",
    "pelayanan_hari": "ya",
    "laporan": "Bertemu sekretaris desa dan bidan. Posyandu di tepi sungai dilihat tutup; kader baru dicari.",
}
OPEN_AGAIN = SEEN | {
    "posyandu_buka": "ya",
    "posyandu_buka.catatan": "Posyandu Lembah Hijau buka tiap Selasa kedua; tiga kader dan bidan hadir.",
    "adminduk": "ya",
    LEFT: "07.45",
    RETURNED: "14.30",
    "laporan": "Di Dusun Hilir tidak ada sinyal; isian ini ditulis di tempat dan terkirim sesudah kembali ke kantor. "
    "Posyandu Lembah Hijau buka, buku penimbangan tiga bulan terakhir terisi.",
}


def plan_visits(*, at: datetime, today: date) -> list[Visit]:
    """Make two visits, plan one for tomorrow and one for later, and call one off; one was made without signal."""
    load_reference(by=None, at=at)
    posts = {post.role: post for post in Post.objects.filter(region__code=HOME).select_related("region")}
    lists = {row.questionnaire.code: row for row in Version.objects.filter(state="published")}
    by = Account.objects.get(email=f"keeper.{HOME}@contoh.invalid")

    def plan(code: str, day: date, kind: str, purpose: str, *who: str, checklist: str = "") -> Visit:
        going = [posts[name] for name in who]
        made = Plan(kind, day, purpose, going, checklist=lists.get(checklist))
        moment = at - (today - day) if day < today else at
        return planning.plan_visit(region=get_region(code), plan=made, by=by, at=moment)

    office = office_days_of(HOME)
    past = last_open_day(today - timedelta(days=20), office=office)
    when = at - (today - past)
    done = plan(f"{HOME}.2004", past, "layanan", "Melihat posyandu dan air bersih.", "keeper", checklist=SERVICES)
    writing.write(visit=done, said=SEEN, by=by, at=when)
    done = closing.finish_visit(visit=done, by=by, at=when)
    done = closing.share_visit(visit=done, by=by, at=when + timedelta(days=1))
    confirmed = _confirmed(plan, by=by, day=last_open_day(today - VISITED, office=office))
    money = "Membina penatausahaan dan laporan keuangan desa."
    soon = plan(
        VILLAGE,
        next_visit(today, office=office),
        "pembinaan",
        money,
        "keeper",
        "kasi",
        checklist=FINANCE,
    )
    later = plan(
        f"{HOME}.2002",
        add_working_days(today + timedelta(days=8), 0, office=office),
        "layanan",
        "Melihat layanan dasar di dusun.",
        "kasi",
    )
    papers = "Membina administrasi pemerintahan desa."
    off = plan(
        f"{HOME}.2003", add_working_days(today + timedelta(days=5), 0, office=office), "pembinaan", papers, "keeper"
    )
    off = planning.cancel_visit(
        visit=off, reason="Jembatan ke desa putus; dijadwalkan lagi bulan depan.", by=by, at=at, seen=off.version
    )
    return [done, confirmed, soon, later, off]


def last_open_day(day: date, *, office: OfficeDays) -> date:
    """Return the day, or the last one before it on which the office is open."""
    while not office.is_open(day):
        day -= timedelta(days=1)
    return day


def next_visit(today: date, *, office: OfficeDays) -> date:
    """Return the next open day of this week, today where it is the last one, else the first one of a later week."""
    rest = [today + timedelta(days=ahead) for ahead in range(1, 7 - today.weekday())]
    days = [day for day in [*rest, today] if office.is_open(day)]
    return days[0] if days else add_working_days(today, 0, office=office)


def _confirmed(plan: Callable[..., Visit], *, by: Account, day: date) -> Visit:
    """Look at the posyandu of the story where there is no signal: written there, received hours later."""
    there = at_nine(day)
    purpose = "Melihat Posyandu Lembah Hijau sesudah kader baru dilatih."
    visit = plan(VILLAGE, day, "layanan", purpose, "keeper", "kasi", checklist=SERVICES)
    received = there + timedelta(hours=6)
    boxes = {box: there + timedelta(minutes=2 * number) for number, box in enumerate(OPEN_AGAIN)}
    clocks = writing.Clocks(said_at=there, sent_at=received, by_box=boxes)
    writing.write(visit=visit, said=OPEN_AGAIN, by=by, at=received, clocks=clocks)
    picture = checked(chunks=[hillside(random.Random(VILLAGE))], name="posyandu.jpg", takes=IMAGES)  # noqa: S311
    shot = writing.Shot(picture, "Posyandu Lembah Hijau pada hari buka (gambar rekaan)")
    writing.add_photo(visit=visit, shot=shot, by=by, at=received, clocks=clocks)
    visit = closing.finish_visit(visit=visit, by=by, at=received + timedelta(hours=1))
    return closing.share_visit(visit=visit, by=by, at=received + timedelta(days=1))

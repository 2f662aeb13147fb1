"""Invented visits of the demo's kecamatan: one made and sent to its village, some ahead, one called off."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from rumahbersama.chain.oversight.checklists.reference import load_reference
from rumahbersama.chain.oversight.visits.actions import closing, planning, writing
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.demo.pictures import hillside
from rumahbersama.demo.story import VISITED, at_nine, office_day
from rumahbersama.ground.core.working_days import add_working_days
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

    past, when = today - timedelta(days=20), at - timedelta(days=20)
    done = plan(f"{HOME}.2004", past, "layanan", "Melihat posyandu dan air bersih.", "keeper", checklist=SERVICES)
    writing.write(visit=done, said=SEEN, by=by, at=when)
    done = closing.finish_visit(visit=done, by=by, at=when)
    done = closing.share_visit(visit=done, by=by, at=when + timedelta(days=1))
    sunday = today + timedelta(
        days=6 - today.weekday()
    )  # so that it is of this week on whatever day the demo is made
    confirmed = _confirmed(plan, by=by, today=today, at=at)
    money = "Membina penatausahaan dan laporan keuangan desa."
    soon = plan(
        VILLAGE,
        max(today, office_day(min(today + timedelta(days=1), sunday))),
        "pembinaan",
        money,
        "keeper",
        "kasi",
        checklist=FINANCE,
    )
    office = office_days_of(HOME)
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


def _confirmed(plan: Callable[..., Visit], *, by: Account, today: date, at: datetime) -> Visit:
    """Look at the posyandu of the story where there is no signal: written there, received hours later."""
    day = office_day(today - VISITED)
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

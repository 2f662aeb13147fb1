"""Invented visits of the demo's kecamatan: some ahead this quarter, one called off."""

from datetime import date, datetime, timedelta

from rumahbersama.chain.oversight.visits.actions import planning
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region


def plan_visits(*, at: datetime, today: date) -> list[Visit]:
    """Plan one visit for tomorrow and one for later, and call one off."""
    posts = {post.role: post for post in Post.objects.filter(region__code=HOME).select_related("region")}
    by = Account.objects.get(email=f"keeper.{HOME}@contoh.invalid")

    def plan(code: str, days: int, kind: str, purpose: str, *who: str) -> Visit:
        made = Plan(
            kind=kind,
            planned_on=today + timedelta(days=days),
            purpose=purpose,
            posts=[posts[name] for name in who],
        )
        return planning.plan_visit(region=get_region(code), plan=made, by=by, at=at)

    soon = plan(VILLAGE, 1, "pembinaan", "Membina penatausahaan dan laporan keuangan desa.", "keeper", "kasi")
    later = plan(f"{HOME}.2002", 8, "layanan", "Melihat layanan posyandu dan air bersih di dusun.", "kasi")
    off = plan(f"{HOME}.2003", 5, "pembinaan", "Membina administrasi pemerintahan desa.", "keeper")
    off = planning.cancel_visit(
        visit=off, reason="Jembatan ke desa putus; dijadwalkan lagi bulan depan.", by=by, at=at, seen=off.version
    )
    return [soon, later, off]

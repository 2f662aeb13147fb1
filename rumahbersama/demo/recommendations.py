"""Invented recommendations of the demo's kecamatan: one objected to, one closed after a re-check, one reported.

The first two are about the same checklist item in two villages, so that what repeats is seen; one of these villages
let its time to reply pass.
"""

from datetime import date, datetime, timedelta
from typing import Any

from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.recommendations.actions import confirming, rechecking, replying, writing
from rumahbersama.chain.oversight.recommendations.actions.rechecking import Seen
from rumahbersama.chain.oversight.recommendations.actions.writing import Told
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region

ITEM, ITEM_TEXT = "pelayanan-dasar:posyandu-buka", "Posyandu buka sedikitnya sekali sebulan"
BASIS = "Kesepakatan Rumah Bersama; pembagian tugas kader menurut keputusan kepala desa"


def recommend(*, at: datetime, today: date) -> None:
    """Write three recommendations, and let each go its way."""
    accounts = {
        role: Account.objects.get(email=f"{role}.{place}@contoh.invalid")
        for role, place in (("kasi", HOME), ("camat", HOME), ("operator", VILLAGE))
    }
    village = get_region(VILLAGE)
    other = Region.objects.filter(parent=village.parent).exclude(pk=village.pk).order_by("code")[0]
    _closed(village, accounts, at=at, today=today)
    _reported(other, accounts, at=at, today=today)
    _objected(village, accounts, at=at, today=today)


def _told(what: str, remedy: str, due_on: date, *, severity: str = "medium", **more: Any) -> Told:  # noqa: ANN401
    words: dict[str, Any] = {"kind": "recommendation", "legal_basis": BASIS} | more
    return Told(what=what, remedy=remedy, severity=severity, due_on=due_on, **words)


def _sent(told: Told, village: Region, by: Account, at: datetime) -> Recommendation:
    made = writing.write(told=told, village=village, by=by, at=at)
    return writing.send(found=made, by=by, at=at + timedelta(hours=1), seen=made.version)


def _closed(village: Region, accounts: dict[str, Account], *, at: datetime, today: date) -> None:
    began = at - timedelta(days=75)
    told = _told(
        "Jadwal buka Posyandu Melati tidak ditempel, dan bulan lalu tidak buka.",
        "Tempel jadwal setahun di balai dusun dan buka tiap minggu kedua.",
        today - timedelta(days=20),
        item=ITEM,
        item_text=ITEM_TEXT,
    )
    found = _sent(told, village, accounts["kasi"], began)
    said = "Jadwal segera ditempel."
    operator, soon = accounts["operator"], began + timedelta(days=3)
    found = replying.reply(found=found, reply=rules.AGREE, text=said, by=operator, at=soon, seen=found.version)
    found = confirming.confirm(found=found, by=accounts["camat"], at=began + timedelta(days=6), seen=found.version)
    seen = Seen(rules.DONE, rules.BY_VISIT, "Jadwal tertempel; daftar hadir dua bulan terisi.", "BA kunjungan 4")
    rechecking.recheck(
        found=found, seen_there=seen, by=accounts["kasi"], at=at - timedelta(days=15), seen=found.version
    )


def _reported(village: Region, accounts: dict[str, Account], *, at: datetime, today: date) -> None:
    told = _told(
        "Posyandu Mawar hanya buka dua kali dalam enam bulan.",
        "Tetapkan kader pengganti dan jadwal buka bulanan.",
        today + timedelta(days=12),
        severity="heavy",
        item=ITEM,
        item_text=ITEM_TEXT,
    )
    found = _sent(told, village, accounts["kasi"], at - timedelta(days=40))
    confirming.confirm(found=found, by=accounts["camat"], at=at - timedelta(days=3), seen=found.version)
    confirming.make_report(kecamatan=get_region(HOME), by=accounts["camat"], at=at - timedelta(days=2))


def _objected(village: Region, accounts: dict[str, Account], *, at: datetime, today: date) -> None:
    began = at - timedelta(days=6)
    told = _told(
        "Papan informasi APBDes di balai desa belum memuat realisasi semester ini.",
        "Tempel ringkasan realisasi semester, tandatangani kepala desa.",
        today + timedelta(days=30),
        severity="light",
        kind="note",
        legal_basis="Kesepakatan kecamatan dan desa tentang papan informasi",
    )
    found = _sent(told, village, accounts["kasi"], began)
    replying.reply(
        found=found,
        reply=rules.OBJECT,
        text="Sudah ditempel di papan Dusun Hilir; papan balai desa sedang diperbaiki.",
        by=accounts["operator"],
        at=at - timedelta(days=2),
        seen=found.version,
    )

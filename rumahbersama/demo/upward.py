"""What became at the kabupaten of the demo of what its kecamatan passed upward.

The bridge of the story comes back rejected with a reason; the roof of the school waits and is late; a neighbour's
market has just come in.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from rumahbersama.chain.house.problems import deciding, rules
from rumahbersama.chain.house.problems.actions import Facts, raise_problem
from rumahbersama.chain.house.upward import escalating
from rumahbersama.chain.house.upward.actions import answering
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.house.upward.rules import REJECTED, Answer
from rumahbersama.demo.people import HOME, KABUPATEN
from rumahbersama.demo.story import next_office_day
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region

NEIGHBOUR = "99.01.02"
WHY = (
    "Jembatan gantung itu sudah diserahkan ke desa, jadi bukan ruas jalan kabupaten. "
    "Ajukan lewat bantuan keuangan khusus desa; kami siap membantu gambarnya."
)


def answer_from_above(*, at: datetime) -> None:
    """Assign, reject, let one be late, and pass a new one upward."""
    accounts = {role: _account(role, KABUPATEN) for role in ("governance", "agency")}
    bridge, roof = _passed("Jembatan gantung"), _passed("Atap dua kelas")
    bridge = _assigned(bridge, "Pekerjaan Umum", by=accounts["governance"], days=1)
    answer = Answer(REJECTED, WHY)
    answered = next_office_day(_morning(bridge) + timedelta(days=9))
    answering.give_answer(referral=bridge, answer=answer, by=accounts["agency"], at=answered, seen=bridge.version)
    _assigned(roof, "Pendidikan", by=accounts["governance"], days=2)
    _pass_market(at=at)
    for days in (7, 0):  # first the Asisten, later the Sekda
        escalating.escalate(at=at - timedelta(days=days))


def _account(role: str, place: str) -> Account:
    return Account.objects.get(email=f"{role}.{place}@contoh.invalid")


def _passed(begins: str) -> Referral:
    rows = Referral.objects.select_related("problem__kecamatan__parent", "move")
    return rows.get(problem__kecamatan__code=HOME, problem__statement__startswith=begins)


def _morning(row: Referral) -> datetime:
    return timezone.localtime(row.move.at).replace(hour=9, minute=30)


def _assigned(row: Referral, name: str, *, by: Account, days: int) -> Referral:
    office = Post.objects.get(region__code=KABUPATEN, title=f"Kepala Dinas {name}")
    then = next_office_day(_morning(row) + timedelta(days=days))
    return answering.assign(referral=row, office=office, reason="", by=by, at=then, seen=row.version)


def _pass_market(*, at: datetime) -> None:
    """Let the neighbouring camat pass a problem upward, yesterday."""
    kecamatan, camat, then = get_region(NEIGHBOUR), _account("camat", NEIGHBOUR), at - timedelta(days=1)
    facts = Facts("Pasar kecamatan banjir setiap hujan deras.", (kecamatan,), sufferers="pedagang", people=140)
    made = raise_problem(facts=facts, kecamatan=kecamatan, raised_at=kecamatan, by=camat, at=then - timedelta(days=6))
    decision = rules.Decision(to=rules.UPWARD, reason="Saluran kota di tepi pasar dikelola kabupaten.")
    deciding.decide(problem=made, decision=decision, by=camat, at=then, seen=made.version)

"""Invented problems of the demo's kecamatan, some in every state, scored by those who work there.

The first of them begin the story of the posyandu that stands and is not staffed; what became of four of them was
decided in the meeting (``demo.minutes``).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from rumahbersama.chain.house.problems import deciding, rules
from rumahbersama.chain.house.problems.actions import Facts, Snapshot, raise_problem
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.reading import read
from rumahbersama.chain.needs.facilities.actions import correct_facility
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.facilities.rules import FacilityValues
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.demo.story import PROVED, RAISED, VISITED, semester_known
from rumahbersama.demo.voices import TWICE
from rumahbersama.demo.weighing import WEIGHED
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region

Values = tuple[int, int, int]
NAME = "Posyandu Lembah Hijau"
SCORERS = ("sekcam", "kasi", "keeper", "health_unit", "operator")


@dataclass(frozen=True)
class Told:
    """One problem: who wrote it how many days ago, what became of it, and how it was scored.

    ``places`` are numbers of villages in code order, 0 the kecamatan; ``steps`` are states with their reasons;
    ``scores`` are as many as scored, in the order of ``SCORERS``.
    """

    statement: str
    by: str
    ago: int
    area: str
    places: tuple[int, ...]
    sufferers: str = ""
    people: int | None = None
    authority: str = "kecamatan"
    hamlet: str = ""
    causes: tuple[str, ...] = ()
    answers: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    scores: tuple[Values, ...] = ()


POSYANDU = Told(
    statement="Posyandu di Dusun Hilir berdiri, tetapi sudah empat bulan tidak buka.",
    by="operator",
    ago=RAISED.days,
    area="kesehatan",
    places=(1,),
    sufferers="ibu hamil dan balita Dusun Hilir",
    people=86,
    hamlet="Dusun Hilir",
    causes=(
        "Tidak ada kader yang membuka posyandu.",
        "Dua kader berhenti dan tidak ada penggantinya.",
        "Honor kader belum masuk APBDes tahun ini.",
        "Usulan honor kader datang sesudah APBDes ditetapkan.",
    ),
    answers="kasi",
    scores=((5, 4, 4), (5, 5, 4), (4, 4, 4), (5, 5, 5), (5, 4, 5)),
)
DOUBLE = Told(
    statement="Posyandu Dusun Hilir tidak buka sejak kadernya berhenti.",
    by="health_unit",
    ago=RAISED.days - 6,
    area="kesehatan",
    places=(1,),
    sufferers="balita",
    hamlet="Dusun Hilir",
    scores=((4, 4, 4), (5, 4, 4)),
)
TOLD: tuple[Told, ...] = (
    POSYANDU,
    DOUBLE,
    Told(
        statement="Dua desa berebut mata air yang sama setiap kemarau.",
        by="kasi",
        ago=RAISED.days + 11,
        area="air-sanitasi",
        places=(2, 3),
        sufferers="warga dua desa di hilir mata air",
        people=640,
        authority="antardesa",
        causes=(
            "Debit mata air turun.",
            "Belum ada kesepakatan pembagian air.",
            "Pipanya dipasang tanpa musyawarah.",
        ),
        answers="camat",
        scores=((4, 4, 4), (4, 5, 4), (3, 4, 3)),
    ),
    Told(
        statement="Jembatan gantung ke SD lapuk dan hanya dapat dilewati satu orang.",
        by="operator",
        ago=RAISED.days + 4,
        area="infrastruktur",
        places=(1,),
        sufferers="anak sekolah",
        people=112,
        authority="kabupaten",
        scores=((5, 5, 3), (5, 4, 4), (4, 5, 4), (5, 5, 4)),
    ),
    Told(
        statement="Perekaman KTP menumpuk karena alat di kecamatan sering mati.",
        by="registry_unit",
        ago=9,
        area="kependudukan",
        places=(0,),
        sufferers="warga yang baru 17 tahun",
        people=310,
        steps=((rules.TABLED, ""),),
        scores=((4, 3, 3), (3, 3, 3), (4, 3, 2)),
    ),
    Told(
        statement="Atap dua kelas SD bocor sehingga murid belajar bergantian.",
        by="education_unit",
        ago=32,
        area="pendidikan",
        places=(4,),
        sufferers="murid dua kelas",
        people=58,
        authority="kabupaten",
        steps=((rules.TABLED, ""), (rules.UPWARD, "Gedung SD urusan kabupaten; anggarannya tidak ada di kecamatan.")),
        scores=((3, 3, 4), (4, 3, 4)),
    ),
    Told(
        statement="Lansia yang hidup sendiri tidak terdata untuk antaran obat.",
        by="operator",
        ago=3,
        area="sosial",
        places=(1,),
        authority="desa",
        scores=((3, 4, 2),),
    ),
    Told(
        statement="Sampah pasar menumpuk di tepi sungai sesudah hari pasar.",
        by="keeper",
        ago=2,
        area="",
        places=(0,),
        sufferers="pedagang dan warga di tepi sungai",
    ),
    Told(
        statement="Jalan usaha tani berlubang sehingga hasil panen terlambat ke pasar.",
        by="sekcam",
        ago=RAISED.days + 21,
        area="infrastruktur",
        places=(5, 6),
        people=420,
        authority="desa",
        scores=((2, 3, 3), (3, 2, 3), (2, 2, 2)),
    ),
    Told(
        statement="Guru PAUD tiga desa belum menerima honor sejak Januari.",
        by="education_unit",
        ago=120,
        area="pendidikan",
        places=(7, 8),
        sufferers="guru PAUD",
        people=11,
        authority="desa",
        answers="sekcam",
        steps=(
            (rules.TABLED, ""),
            (rules.AGREED, ""),
            (rules.IN_HAND, ""),
            (rules.SOLVED, "Honor dibayar bulan Mei, kuitansinya ada di kedua desa."),
        ),
        scores=((4, 3, 3), (4, 4, 3), (3, 3, 3)),
    ),
    Told(
        statement="Sinyal telepon di beberapa dusun sering hilang.",
        by="operator",
        ago=90,
        area="",
        places=(1,),
        authority="atas",
        steps=((rules.CLOSED, "Menara baru sudah berdiri; warga menyatakan sinyal cukup."),),
    ),
    Told(
        statement="Air sumur di dua RT berbau sesudah pabrik tahu dibuka.",
        by="health_unit",
        ago=1,
        area="air-sanitasi",
        places=(9,),
        people=95,
    ),
)


def raise_problems(*, at: datetime, today: date) -> None:
    """Write the problems of the kecamatan, score them, and tell what became of them."""
    accounts = {
        row.email.split(".")[0].replace("-", "_"): row
        for row in Account.objects.filter(email__regex=rf"\.({HOME}|{VILLAGE})@")
    }
    made = {told: _raised(told, accounts, at=at, today=today) for told in TOLD}
    main, double = made[POSYANDU], made[DOUBLE]
    double.refresh_from_db()
    then = at - timedelta(days=DOUBLE.ago - 2)  # before the meeting, and long before the first one was solved
    deciding.merge(problem=double, main=main, by=accounts["camat"], at=then, seen=double.version)


def _raised(told: Told, accounts: dict[str, Account], *, at: datetime, today: date) -> Problem:
    kecamatan, by, then = get_region(HOME), accounts[told.by], at - timedelta(days=told.ago)
    villages = [kecamatan, *Region.objects.filter(parent=kecamatan).order_by("code")]
    facts = Facts(
        statement=told.statement,
        places=tuple(villages[number] for number in told.places),
        area=ServiceArea.objects.filter(code=told.area).first(),
        sufferers=told.sufferers,
        people=told.people,
        authority=told.authority,
        hamlet=told.hamlet,
        answers=Post.objects.filter(region=kecamatan, role=told.answers).first() if told.answers else None,
        causes=told.causes,
    )
    raised_at = get_region(VILLAGE) if told.by == "operator" else kecamatan
    snapshots = _evidence(by, at, today) if told is POSYANDU else ()
    made = raise_problem(facts=facts, kecamatan=kecamatan, raised_at=raised_at, by=by, at=then, snapshots=snapshots)
    for role, values in zip(SCORERS, told.scores, strict=False):
        deciding.score(problem=made, values=values, by=accounts[role], at=then + timedelta(hours=30))
    for number, (state, reason) in enumerate(told.steps, start=1):
        until = today + timedelta(days=40) if state == rules.PUT_OFF else None
        moment = min(at, then + timedelta(days=2 * number))
        deciding.decide(
            problem=made,
            decision=rules.Decision(to=state, reason=reason, until=until),
            by=accounts["camat"],
            at=moment,
            seen=number,
        )
    return made


def _evidence(by: Account, at: datetime, today: date) -> tuple[Snapshot, ...]:
    """Return what the pages of the village say: few are weighed, a posyandu without staff, what was voiced."""
    voices = Voice.objects.filter(region__code=VILLAGE, hamlet="Dusun Hilir", statement__in=dict.fromkeys(_asked()))
    asked = [
        f"angka:{WEIGHED}:{VILLAGE}:{semester_known(today, RAISED)}",
        f"fasilitas:{_closed(at).pk}",
        *(f"usulan:{voice.pk}" for voice in voices.order_by("voiced_on")),
        f"kurang:posyandu:{HOME}:2025",
    ]
    return tuple(found for reference in asked if (found := read(reference, user=by)) is not None)


def _asked() -> list[str]:
    return [text for text, _kind, _people in TWICE]


def _closed(at: datetime) -> Facility:
    """Tell of the first posyandu of the village that it stands and has no staff."""
    facility = Facility.objects.filter(service__code="posyandu", region__code=VILLAGE).order_by("pk")[0]
    reason = "Tidak ada kader yang membuka sejak empat bulan lalu."
    return seen_there(facility, reason, by=_keeper(), at=at - RAISED - timedelta(days=2), staff=0, working="no")


def seen_there(facility: Facility, reason: str, *, by: Account, at: datetime, staff: int, working: str) -> Facility:
    """Correct how the posyandu of the story was seen: how many work there, and whether it is open."""
    values = FacilityValues(
        service="posyandu",
        region=VILLAGE,
        name=NAME,
        address="Dusun Hilir",
        staff=staff,
        working=working,
        condition="good",
        latitude=facility.latitude,
        longitude=facility.longitude,
        source="Dilihat di tempat (rekaan)",
        as_of=timezone.localdate(at),
    )
    correct_facility(facility=facility, values=values, reason=reason, by=by, at=at)
    return facility


def _keeper() -> Account:
    return Account.objects.get(email=f"keeper.{HOME}@contoh.invalid")


def settle_problem(*, at: datetime) -> None:
    """Write down after the visit that the posyandu is open, and let the camat call its problem solved."""
    facility = Facility.objects.get(region__code=VILLAGE, name=NAME)
    reason = "Kunjungan melihat posyandu buka dengan tiga kader."
    seen_there(facility, reason, by=_keeper(), at=at - VISITED + timedelta(days=1), staff=3, working="yes")
    camat = Account.objects.get(email=f"camat.{HOME}@contoh.invalid")
    problem = Problem.objects.get(kecamatan__code=HOME, statement=POSYANDU.statement)
    reason = "Posyandu Lembah Hijau buka tiap bulan; dilihat dalam kunjungan, dan balita yang ditimbang naik."
    decision = rules.Decision(to=rules.SOLVED, reason=reason)
    deciding.decide(problem=problem, decision=decision, by=camat, at=at - PROVED, seen=problem.version)

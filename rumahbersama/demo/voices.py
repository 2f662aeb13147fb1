"""Invented voices of people: some about what the figures show too, some not; doubles, a withdrawn one, a photo."""

import random
from datetime import datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.models import Service, ServiceArea
from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.voices.actions import Facts, enter_voice, join_voices, withdraw_voice
from rumahbersama.chain.needs.voices.models import Voice
from rumahbersama.demo.country import SEED
from rumahbersama.demo.people import VILLAGE
from rumahbersama.demo.pictures import hillside
from rumahbersama.demo.story import ASKED
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region

# what is asked for, area, service it names ("" for none)
WISHES = (
    ("Posyandu {name} butuh timbangan bayi yang baru", "kesehatan", "posyandu"),
    ("Tambah posyandu di dusun {hamlet}, yang ada terlalu penuh", "kesehatan", "posyandu"),
    ("Bidan desa supaya menetap, tidak hanya datang Selasa", "kesehatan", ""),
    ("Atap SD bocor di dua kelas", "pendidikan", "sd"),
    ("SMP terdekat terlalu jauh untuk anak dusun {hamlet}", "pendidikan", "sltp"),
    ("Honor guru PAUD belum cukup", "pendidikan", ""),
    ("Pipa air bersih ke RT {rt} mati sejak kemarau", "air-sanitasi", ""),
    ("MCK umum di pasar desa rusak", "air-sanitasi", ""),
    ("Warga lansia sendirian butuh antaran obat", "sosial", ""),
    ("Perekaman KTP keliling untuk dusun {hamlet}", "kependudukan", ""),
    ("Jembatan bambu ke sekolah lapuk", "infrastruktur", ""),
    ("Jalan usaha tani dusun {hamlet} berlubang", "infrastruktur", ""),
)
# the same wish in other words, heard another way
ECHO = "Mohon timbangan bayi baru untuk Posyandu {name}"
# the same posyandu, asked for twice by the dusun of the story
TWICE = (
    ("Posyandu Dusun Hilir dibuka lagi; gedungnya ada, kadernya tidak ada", "musdus", 64),
    ("Dusun Hilir meminta kader baru supaya posyandunya buka", "musdes", 86),
)
NAMES = ("Melati", "Mawar", "Anggrek", "Kenanga", "Dahlia", "Flamboyan")
HAMLETS = ("I", "II", "III", "IV")
FIRST, LAST = 2, 4  # voices of a village
LONG_AGO = 200  # days


def raise_voices(*, villages: list[str], keepers: dict[str, Account], at: datetime) -> None:
    """Write down a few voices of every village, as of the last year, and what Dusun Hilir asked for twice."""
    areas = {area.code: area for area in ServiceArea.objects.all()}
    services = {service.code: service for service in Service.objects.all()}
    for kecamatan, group in groupby(villages, key=lambda code: code.rpartition(".")[0]):
        rng = random.Random(f"{SEED}suara{kecamatan}")  # noqa: S311 - invented data, the same each time
        by = keepers.get(kecamatan)
        for number, code in enumerate(group):
            voices = [
                _voice(rng, code, wish, areas, services, by=by, at=at)
                for wish in rng.sample(WISHES, rng.randint(FIRST, LAST))
            ]
            if number == 0:
                _stories(rng, code, areas, services, voices[0], by=by, at=at)
    _dusun_hilir(areas["kesehatan"], services["posyandu"], at=at)


def _dusun_hilir(area: ServiceArea, service: Service, *, at: datetime) -> None:
    by = Account.objects.get(email=f"operator.{VILLAGE}@contoh.invalid")
    for (text, kind, people), ago in zip(TWICE, ASKED, strict=True):
        facts = Facts(
            region=get_region(VILLAGE),
            statement=text,
            area=area,
            service=service,
            source_kind=kind,
            voiced_on=timezone.localdate(at - ago),
            hamlet="Dusun Hilir",
            people_count=people,
        )
        enter_voice(facts=facts, by=by, at=at - ago + timedelta(hours=2))


def _voice(
    rng: random.Random,
    code: str,
    wish: tuple[str, str, str],
    areas: dict[str, ServiceArea],
    services: dict[str, Service],
    *,
    by: Account | None,
    at: datetime,
    name: str = "",
    kind: str = "",
    photos: tuple[Photo, ...] = (),
) -> Voice:
    text, area, service = wish
    hamlet, entered = rng.choice(HAMLETS), at - timedelta(days=rng.randint(0, LONG_AGO))
    told = text.format(name=name or rng.choice(NAMES), hamlet=hamlet, rt=rng.randint(1, 9))
    facts = Facts(
        region=get_region(code),
        statement=told,
        area=areas[area],
        service=services.get(service),
        source_kind=kind or rng.choice(Voice.Source.values),
        voiced_on=timezone.localdate(entered) - timedelta(days=rng.randint(1, 14)),
        hamlet=_("Dusun {name}").format(name=hamlet),
        people_count=rng.choice((None, 12, 35, 60, 140, 320)),
    )
    return enter_voice(facts=facts, by=by, at=entered, photos=photos)


def _stories(
    rng: random.Random,
    code: str,
    areas: dict[str, ServiceArea],
    services: dict[str, Service],
    done: Voice,
    *,
    by: Account | None,
    at: datetime,
) -> None:
    """The seat of a kecamatan: a wish with a photo heard three times, two of them joined; one wish withdrawn."""
    wish, echo = WISHES[0], (ECHO, "kesehatan", "posyandu")
    photos = (Photo([hillside(rng)], _("foto rekaan.jpg")),)
    main = _voice(rng, code, wish, areas, services, by=by, at=at, name=NAMES[0], kind="musdus", photos=photos)
    twin = _voice(rng, code, echo, areas, services, by=by, at=at, name=NAMES[0], kind="aspirasi")
    _voice(rng, code, echo, areas, services, by=by, at=at, name=NAMES[0], kind="kader")
    together = max(main.people_count or 0, twin.people_count or 0) or None
    join_voices(voice=twin, main=main, joint_people=together, by=by, at=at, seen=twin.version)
    withdraw_voice(voice=done, reason=_("Sudah dikerjakan warga bulan lalu."), by=by, at=at, seen=done.version)

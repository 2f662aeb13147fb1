"""The columns of a table of facilities: what a heading may mean, and how a row becomes a record."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.facilities.forms import plain_degrees
from rumahbersama.chain.needs.facilities.models import Facility
from rumahbersama.chain.needs.models import Service
from rumahbersama.ground.intake.matching import plain_name
from rumahbersama.ground.intake.rules import CODE, NAME, PARENT, TEXT, Column

# number columns and the field each fills; rooms and beds bring their unit with them
NUMBERS = {"capacity": "capacity", "rooms": "capacity", "beds": "capacity", "staff": "staff", "users": "users"}
UNITS = {"rooms": "ruang kelas", "beds": "tempat tidur"}
WORDS = {"working": Facility.Working.choices, "condition": Facility.Condition.choices}
MOST = 1_000_000
_TEXTS = {"facility": "name", "number": "number", "address": "address", "unit": "capacity_unit"}
_LIMITS = {"facility": 160, "number": 30, "address": 300, "unit": 30}
_OTHER_WORDS = {"ya": "yes", "tidak": "no", "buka": "yes", "aktif": "yes", "rusak": "medium"}


def columns() -> list[Column]:
    """Return the columns in the order to show, the place's own with more headings."""
    return [
        Column(CODE, _("Kode wilayah"), CODE, ("kode desa", "kode kecamatan", "kode wilayah")),
        Column(NAME, _("Nama wilayah"), NAME, ("desa kelurahan", "kelurahan", "desa")),
        Column(PARENT, _("Nama wilayah induk"), PARENT, ("kecamatan",)),
        _text("facility", _("Nama fasilitas"), "nama sekolah", "nama faskes", "nama puskesmas", "nama posyandu"),
        _text("kind", _("Jenis layanan"), "bentuk pendidikan", "jenis faskes", "jenjang", "jenis", "layanan"),
        _text("number", _("Nomor resmi"), "npsn", "kode faskes", "nomor", "kode puskesmas"),
        _text("address", _("Alamat"), "alamat lengkap"),
        _number("capacity", _("Kapasitas")),
        _text("unit", _("Satuan kapasitas"), "satuan"),
        _number("rooms", _("Ruang kelas"), "jumlah ruang kelas"),
        _number("beds", _("Tempat tidur"), "jumlah tempat tidur"),
        _number("staff", _("Petugas"), "guru total", "jumlah guru", "tenaga", "jumlah tenaga kesehatan"),
        _number("users", _("Orang dilayani"), "peserta didik total", "jumlah murid", "jumlah siswa"),
        _text("working", _("Berfungsi"), "status operasional", "keadaan"),
        _text("condition", _("Kondisi"), "kondisi bangunan"),
        _text("latitude", _("Lintang"), "lat", "latitude"),
        _text("longitude", _("Bujur"), "lng", "lon", "long", "longitude"),
    ]


def _text(key: str, label: str, *aliases: str) -> Column:
    return Column(key, label, TEXT, aliases, periodic=False)


def _number(key: str, label: str, *aliases: str) -> Column:
    return Column(key, label, aliases=aliases, periodic=False, whole=True, maximum=Decimal(MOST))


def services_by_word() -> dict[str, str]:
    """Return the code of a service by every plain word for it: "SMP" and "SMP/MTs" are sltp."""
    found: dict[str, str] = {}
    for service in Service.objects.filter(disabled_on=None).select_related("supply"):
        aliases = [alias for alias in service.supply.aliases if "{" not in alias]
        parts = service.name.split("/") if "/" in service.name else []
        for word in (service.code, service.name, service.name_en, *parts, *aliases):
            found.setdefault(plain_name(word), service.code)
    return found


def service_codes(words: Mapping[str, str]) -> set[str]:
    """Return the codes of the services that words stand for."""
    return set(words.values())


def degrees_in(told: Mapping[str, str]) -> tuple[str, str]:
    """Return latitude and longitude of a row with a point and a plain minus."""
    return plain_degrees(told.get("latitude", "")), plain_degrees(told.get("longitude", ""))


def code_of(key: str, word: str) -> str | None:
    """Return the stored code of a word in the column ``working`` or ``condition``, or None."""
    plain = plain_name(word).lower()
    for code, label in WORDS[key]:
        if plain in {code, plain_name(str(label)).lower()}:
            return str(code)
    other = _OTHER_WORDS.get(plain)
    return other if other in dict(WORDS[key]) else None


def record_of(told: Mapping[str, str], *, region: str, service: str) -> dict[str, Any]:
    """Return what a row tells as the record holds it; what it does not tell is not in it."""
    row: dict[str, Any] = {"service": service, "region": region}
    row |= {field: told[key][: _LIMITS[key]] for key, field in _TEXTS.items() if key in told}
    row |= {field: int(Decimal(told[key])) for key, field in NUMBERS.items() if key in told}
    for key in UNITS.keys() & told.keys():
        row["capacity_unit"] = UNITS[key]
    row |= {key: code_of(key, told[key]) for key in WORDS if told.get(key)}
    latitude, longitude = degrees_in(told)
    if latitude and longitude:
        row["latitude"], row["longitude"] = _five(latitude), _five(longitude)
    return row | {"number": told.get("number", "")[: _LIMITS["number"]]}


def _five(text: str) -> str:
    return str(Decimal(text).quantize(Decimal("0.00001")))

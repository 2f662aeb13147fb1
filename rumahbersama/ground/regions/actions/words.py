"""Local words as whole sets: all desa of Sumatera Barat are nagari, all kecamatan of Papua distrik."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.regions.models import Kind, Level, Region
from rumahbersama.ground.regions.queries import below
from rumahbersama.ground.regions.rules import RegionRefusal

WORD_LENGTH = 30
# What takes a local word; provinsi, kabupaten and kota have theirs from the law.
KINDS_WITH_WORD = (Kind.KECAMATAN, Kind.DESA, Kind.KELURAHAN, Kind.DESA_ADAT)


@transaction.atomic
def set_word(*, region: Region, kind: str, word: str, by: Any, at: datetime) -> int:  # noqa: ANN401
    """Set the local word of all regions of ``kind`` below a province or kabupaten; returns how many changed.

    Raises:
        RegionRefusal: not a province or kabupaten, a kind that takes no word, or a word too long.
    """
    word = " ".join(word.split())
    if region.level not in {Level.PROVINCE, Level.KABUPATEN}:
        raise RegionRefusal(_("Sebutan setempat diatur untuk satu provinsi atau satu kabupaten/kota."))
    if kind not in KINDS_WITH_WORD:
        raise RegionRefusal(_("Pilih jenis wilayah yang sebutannya diatur."))
    if len(word) > WORD_LENGTH or not all(letter.isalpha() or letter in " -'" for letter in word):
        raise RegionRefusal(_("Sebutan hanya terdiri atas huruf, paling banyak {most}.").format(most=WORD_LENGTH))
    touched = below(code=region.code).filter(kind=kind).exclude(word=word)
    changes = [
        Change("regions.region", code, {"word": before}, {"word": word})
        for code, before in touched.values_list("code", "word")
    ]
    if not changes:
        return 0
    touched.update(word=word)
    record(
        by=by,
        at=at,
        verb="regions.set_word",
        summary=_("Sebutan {kind} di {region} menjadi “{word}”: {count} wilayah.").format(
            kind=Kind(kind).label, region=region, word=word or Kind(kind).label, count=len(changes)
        ),
        place_code=region.code,
        changes=changes,
    )
    return len(changes)

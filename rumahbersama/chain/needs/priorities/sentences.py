"""The priority list in words: its lead, why an entry ranks where it does, and how sure it is."""

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.priorities.queries import Entry, Priorities
from rumahbersama.chain.needs.templatetags.needs import SURENESS
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.regions.models import Region


def lead(found: Priorities, region: Region) -> str:
    """Return the first entry in a sentence, how many there are, and what is not known."""
    if not found.ranked:
        text = _("Tidak ada layanan yang kurang menurut standar di {place} untuk {period}, sejauh angkanya ada.")
        return text.format(place=region, period=found.period)
    first = found.ranked[0]
    text = _(
        "Yang pertama: {service} di {place}, kurang {shortage} untuk {people} orang. "
        "Seluruhnya {count} kekurangan pada {period}."
    ).format(
        service=first.standard.service,
        place=first.place,
        shortage=number(first.shortage.shortage),
        people=number(first.shortage.unserved),
        count=number(len(found.ranked) + len(found.small)),
        period=found.period,
    )
    if found.unknown:
        more = _("Untuk {count} pasang tempat dan layanan angkanya belum lengkap, jadi tidak ada di daftar ini.")
        text = f"{text} {more.format(count=number(found.unknown))}"
    return text


def why(entry: Entry) -> str:
    """Return the parts of a rank in one sentence."""
    gap, rank = entry.shortage, entry.rank
    if rank is None:
        return ""
    asked = _("{voices} usulan dari {people} orang").format(voices=number(entry.voices), people=number(gap.voiced))
    return _(
        "Kurang {shortage} dari {required} ({share} poin), {people} orang belum terlayani ({many} poin), "
        "{asked} ({voice} poin)."
    ).format(
        shortage=number(gap.shortage),
        required=number(gap.required),
        share=number(rank.parts["share"], decimals=1),
        people=number(gap.unserved),
        many=number(rank.parts["people"], decimals=1),
        asked=asked if entry.voices else _("belum ada usulan"),
        voice=number(rank.parts["voice"], decimals=1),
    )


def sureness(entry: Entry) -> str:
    """Return how sure an entry is, in few words."""
    return str(SURENESS[entry.shortage.sureness][2])

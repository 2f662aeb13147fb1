"""The priority list in words: its lead, why an entry ranks where it does, and how sure it is."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.needs.priorities.queries import Entry, Priorities
from rumahbersama.chain.needs.templatetags.needs import SURENESS
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.regions.models import Region


def lead(found: Priorities, region: Region) -> str:
    """Return the first entry in a sentence, how many there are, and what is not known."""
    return " ".join(sentence for sentence in (_first(found, region), _partial(found), _unknown(found)) if sentence)


def _first(found: Priorities, region: Region) -> str:
    if not found.ranked:
        text = _("Tidak ada layanan yang kurang menurut standar di {place} untuk {period}, sejauh angkanya ada.")
        return text.format(place=region, period=found.period)
    first = found.ranked[0]
    return _(
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


def _partial(found: Priorities) -> str:
    text = _("{count} lagi belum diurutkan karena baru sebagian desanya mengirim.")
    return text.format(count=number(len(found.partial))) if found.partial else ""


def _unknown(found: Priorities) -> str:
    text = _("Untuk {count} pasang tempat dan layanan belum ada angka, jadi tidak ada di daftar ini.")
    return text.format(count=number(found.unknown)) if found.unknown else ""


def apart(found: Priorities) -> list[tuple[str, list[Entry]]]:
    """Return the entries that are not ranked, under what says why."""
    lists = [
        (
            ngettext(
                "{count} kekurangan untuk sedikit orang, tidak diurutkan",
                "{count} kekurangan untuk sedikit orang, tidak diurutkan",
                len(found.small),
            ),
            found.small,
        ),
        (
            ngettext(
                "{count} kekurangan baru dari sebagian desanya, belum diurutkan",
                "{count} kekurangan baru dari sebagian desanya, belum diurutkan",
                len(found.partial),
            ),
            found.partial,
        ),
    ]
    return [(title.format(count=number(len(entries))), entries) for title, entries in lists if entries]


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

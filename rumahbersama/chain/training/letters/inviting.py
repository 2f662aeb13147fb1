"""Invitations to places and to people, and assignments of trainers and participants, as drafts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.letters.facts import Facts, basis_of, facts_by_site
from rumahbersama.chain.training.letters.rules import MOST_AT_ONCE, LettersRefusal, addressee
from rumahbersama.chain.training.models import Event, Participation, Quota, Teaching
from rumahbersama.chain.training.passing.queries import subject_of
from rumahbersama.chain.training.taking_part.queries import quotas_of
from rumahbersama.chain.training.taking_part.rules import SURE
from rumahbersama.ground.people.models import Tenure
from rumahbersama.ground.people.permissions import on_day, within
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED
from rumahbersama.workshop.papers.writing import annex, entries, fields, gaps_in, heading, missing, numbered, text

NOBODY = gettext_lazy("Belum ada peserta yang disetujui. Setujui dulu di daftar peserta.")
THANKS = "Demikian disampaikan. Atas perhatian dan kerja sama Saudara diucapkan terima kasih."


@dataclass(frozen=True)
class Drafted:
    """One paper to be drafted. ``person_key``: whom it is for, where each gets one."""

    title: str
    content: dict[str, Any]
    person_key: str = ""


# To places --------------------------------------------------------------------------
def _seats(event: Event) -> dict[Region, list[Quota]]:
    """Return the quotas of an event by place (one query).

    Raises:
        LettersRefusal: no place has seats.
    """
    found: dict[Region, list[Quota]] = defaultdict(list)
    for quota in quotas_of(event):
        found[quota.region].append(quota)
    if not found:
        raise LettersRefusal(_("Belum ada kuota, jadi belum ada tempat yang diundang. Isi kuotanya dulu."))
    return found


def _kind(quota: Quota) -> str:
    return str(quota.get_agency_kind_display()) if quota.agency_kind else "semua unsur"


def _addressees(quotas: Iterable[Quota]) -> list[str]:
    told = (
        addressee(
            kind=quota.agency_kind, place=str(quota.region), name=quota.region.name, place_kind=quota.region.kind
        )
        for quota in quotas
    )
    return list(dict.fromkeys(told))


def _invitation(facts: Facts, basis: tuple[str, ...], seats: Iterable[Block]) -> list[Block]:
    return [
        text("Dengan hormat,"),
        *_resting_on(basis),
        text(f"Kami mengharapkan Saudara menugaskan peserta untuk mengikuti {facts.event.title} pada:"),
        facts.when_and_where(),
        *seats,
        text(f"Nama peserta kami terima paling lambat {long_day(facts.closes_on)}."),
        text(THANKS),
    ]


def _resting_on(basis: tuple[str, ...]) -> list[Block]:
    return [text("Berdasarkan:"), entries(basis)] if basis else []


def to_all_places(facts: Facts, basis: tuple[str, ...]) -> list[Drafted]:
    """Return one invitation to all places with seats, who gets how many in its annex (one query)."""
    seats = _seats(facts.event)
    rows = [(place, _kind(quota), quota.seats) for place, quotas in seats.items() for quota in quotas]
    blocks = [
        *_invitation(facts, basis, [text("Jumlah kursi setiap tempat dan unsur tercantum dalam lampiran.")]),
        annex(f"Penerima undangan dan jumlah kursi {facts.event.title}"),
        numbered(("Tempat", "Unsur", "Kursi"), rows),
        text(f"Seluruhnya {sum(row[2] for row in rows)} kursi."),
    ]
    to = _addressees(quota for quotas in seats.values() for quota in quotas)
    return [Drafted(_invites(facts.event), _letter(to if len(to) <= 3 else ["Daftar terlampir"], blocks))]


def to_each_place(facts: Facts, basis: tuple[str, ...]) -> list[Drafted]:
    """Return an invitation to each place with seats that has none (two queries).

    Raises:
        LettersRefusal: all have one, or too many at once.
    """
    seats = _seats(facts.event)
    rows = Paper.objects.filter(kind="surat_undangan", subject=subject_of(facts.event))
    has = set(rows.filter(state__in=[*UNFINISHED, *IN_FORCE]).values_list("person_key", flat=True))
    wanted = {place: quotas for place, quotas in seats.items() if key_of(place) not in has}
    if not wanted:
        raise LettersRefusal(_("Semua tempat yang punya kursi sudah punya undangan atau konsepnya."))
    if len(wanted) > MOST_AT_ONCE:
        words = _("Sekali tulis paling banyak {most} surat, dan ini {count}. Pakai satu surat dengan lampiran.")
        raise LettersRefusal(words.format(most=MOST_AT_ONCE, count=len(wanted)))
    return [
        Drafted(
            f"{_invites(facts.event)}, {place}",
            _letter(
                _addressees(quotas),
                _invitation(
                    facts,
                    basis,
                    [
                        text(f"Kursi untuk {place}:"),
                        numbered(("Unsur", "Kursi"), [(_kind(quota), quota.seats) for quota in quotas]),
                    ],
                ),
                attachment="",
            ),
            key_of(place),
        )
        for place, quotas in wanted.items()
    ]


def key_of(place: Region) -> str:
    """Return under which key the invitation of a place is kept, once."""
    return f"tempat:{place.code}"


def _invites(event: Event) -> str:
    return f"Undangan {event.title}"


def _letter(to: list[str], blocks: list[Block], attachment: str = "Satu berkas") -> dict[str, Any]:
    return {"to": [*to[:30], "di Tempat"], "nature": "Penting", "attachment": attachment, "blocks": blocks}


# To people --------------------------------------------------------------------------
def _sure(event: Event) -> QuerySet[Participation]:
    rows = Participation.objects.filter(event=event, state__in=SURE)
    return rows.select_related("region", "klass").order_by("klass__number", "name", "pk")


def _office(row: Participation) -> str:
    return ", ".join(part for part in (row.title, row.agency) if part) or str(row.get_agency_kind_display())


def to_people(facts: Facts, basis: tuple[str, ...]) -> list[Drafted]:
    """Return the invitation to all who were approved, named in its annex (one query).

    Raises:
        LettersRefusal: nobody was approved.
    """
    people = list(_sure(facts.event))
    if not people:
        raise LettersRefusal(NOBODY)
    rows = [(row.name, _office(row), row.region, row.klass or "-") for row in people]
    blocks = [
        text("Dengan hormat,"),
        *_resting_on(basis),
        text("Kami mengundang Saudara yang namanya tercantum dalam lampiran untuk hadir sebagai peserta pada:"),
        facts.when_and_where(),
        text("Mohon memastikan kehadiran lewat tautan pribadi masing-masing atau kepada panitia."),
        text(THANKS),
        annex(f"Daftar peserta {facts.event.title}"),
        numbered(("Nama", "Jabatan, instansi", "Asal", "Kelas"), rows),
    ]
    return [Drafted(_invites(facts.event), _letter(["Saudara yang tercantum dalam lampiran"], blocks))]


def to_each_person(event: Event, basis: tuple[str, ...]) -> list[Drafted]:
    """Return an invitation to each who was approved and has none, to the site of their class (five queries).

    Raises:
        LettersRefusal: nobody was approved, all have one, or what it tells is not known yet.
    """
    people = list(_sure(event))
    if not people:
        raise LettersRefusal(NOBODY)
    rows = Paper.objects.filter(kind="surat_undangan", subject=subject_of(event))
    has = set(rows.filter(state__in=[*UNFINISHED, *IN_FORCE]).values_list("person_key", flat=True))
    wanted = [row for row in people if row.key not in has]
    if not wanted:
        raise LettersRefusal(_("Semua peserta yang disetujui sudah punya undangan."))
    by_site = facts_by_site(event)
    drafts = [_to_person(row, by_site[row.klass.site_id if row.klass else None], basis) for row in wanted]
    unknown = gaps_in(block for each in drafts for block in each.content["blocks"])
    if unknown:
        words = _("Undangan ini langsung terbit, jadi isinya harus lengkap. Belum ada: {what}.")
        raise LettersRefusal(words.format(what=", ".join(unknown)))
    return drafts


def _to_person(row: Participation, facts: Facts, basis: tuple[str, ...]) -> Drafted:
    blocks = [
        text("Dengan hormat,"),
        *_resting_on(basis),
        text("Kami mengundang Saudara untuk hadir sebagai peserta pada:"),
        facts.when_and_where(),
        *([fields(("Kelas", str(row.klass)))] if row.klass else []),
        text("Mohon memastikan kehadiran lewat tautan pribadi Saudara atau kepada panitia."),
        text(THANKS),
    ]
    content = {"to": [row.name, _office(row), "di Tempat"], "nature": "Penting", "attachment": "", "blocks": blocks}
    return Drafted(f"{_invites(facts.event)}, {row.name}", content, row.key)


def for_people(facts: Facts, basis: tuple[str, ...], place: Region) -> list[Drafted]:
    """Return the assignment of those who were approved from a place and below (two queries).

    Raises:
        LettersRefusal: nobody of there was approved.
    """
    people = list(_sure(facts.event).filter(within([place.code])))
    if not people:
        words = _("Belum ada peserta dari {place} yang disetujui. Surat tugas ditulis sesudah namanya disetujui.")
        raise LettersRefusal(words.format(place=place))
    named = numbered(("Nama", "Jabatan, instansi", "Asal"), [(row.name, _office(row), row.region) for row in people])
    return [_assignment(facts, basis, named, "Mengikuti sebagai peserta")]


# To trainers ------------------------------------------------------------------------
def for_trainers(facts: Facts, basis: tuple[str, ...], today: date) -> list[Drafted]:
    """Return the assignment of all who teach, with their classes or sessions (three queries).

    Raises:
        LettersRefusal: nobody teaches yet.
    """
    taught: dict[int, list[Teaching]] = defaultdict(list)
    rows = Teaching.objects.filter(event=facts.event).select_related("person", "klass", "session__klass")
    for row in rows.order_by("person__name", "klass__number", "session__starts_at", "pk"):
        taught[row.person_id].append(row)
    if not taught:
        raise LettersRefusal(_("Belum ada pelatih. Tetapkan pelatih kelas atau sesinya dulu."))
    held = Tenure.objects.filter(on_day(today), person__in=taught).select_related("post__region")
    posts = {row.person_id: f"{row.post.title}, {row.post.agency or row.post.region}" for row in held}
    told = numbered(
        ("Nama", "Jabatan", "Sebagai", "Kelas, sesi"),
        [
            (
                mine[0].person.name,
                posts.get(person, missing("jabatan")),
                ", ".join(dict.fromkeys(str(row.get_role_display()) for row in mine)),
                "; ".join(dict.fromkeys(_taught(mine))),
            )
            for person, mine in taught.items()
        ],
    )
    return [_assignment(facts, basis, told, "Mengajar")]


def _taught(rows: Iterable[Teaching]) -> Iterator[str]:
    for row in rows:
        if row.klass is not None:
            yield str(row.klass)
        elif row.session is not None:
            yield f"{row.session.title} ({row.session.klass or 'semua kelas'})"


def _assignment(facts: Facts, basis: tuple[str, ...], named: Block, task: str) -> Drafted:
    event = facts.event
    blocks = [
        heading("Dasar"),
        entries(basis_of(event, basis) or [missing("dasar penugasan")]),
        heading("Menugaskan kepada"),
        named,
        heading("Untuk"),
        text(f"{task} dalam {event.title} pada:"),
        facts.when_and_where(),
        text("Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."),
    ]
    return Drafted(f"{task} dalam {event.title}", {"blocks": blocks})

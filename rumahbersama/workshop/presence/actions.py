"""Changes to lists and occasions: make, set names, plan, open, close, reopen; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.rules import CHANGED, Change, only_differences
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.presence import recording
from rumahbersama.workshop.presence.models import Attendee, Mark, Occasion, Roster, new_key, new_token
from rumahbersama.workshop.presence.names import Line, doubles
from rumahbersama.workshop.presence.owners import OWN
from rumahbersama.workshop.presence.rules import MOST_NAMES, PresenceRefusal

State = Occasion.State


@dataclass(frozen=True)
class Plan:
    """One occasion as it is planned; both moments aware. ``jp`` weighs it in the share of attendance."""

    title: str
    starts: datetime
    ends: datetime
    mode: str = Occasion.Mode.ON_SITE
    place: str = ""
    link: str = ""
    jp: int | None = None


@dataclass(frozen=True)
class Difference:
    """What a new list of names changes in the old one."""

    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Attendee, Line]] = field(default_factory=list)
    back: list[tuple[Attendee, Line]] = field(default_factory=list)
    kept: list[tuple[Attendee, Line]] = field(default_factory=list)
    gone: list[Attendee] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changes."""
        return not (self.new or self.changed or self.back or self.gone)


@transaction.atomic
def make_roster(*, title: str, region: Region, by: Any, at: datetime, owner: str = "") -> Roster:  # noqa: ANN401
    """Make a list of who is expected; without an ``owner`` ("training.class:KEY") it is one of one's own.

    An owner has one roster: asked again, the same one is returned.

    Raises:
        PresenceRefusal: no title.
    """
    words = " ".join(title.split())
    if not words:
        raise PresenceRefusal(_("Tulis nama acaranya."))
    key = new_key()
    made, is_new = Roster.objects.get_or_create(
        owner=owner or f"{OWN}:{key}",
        defaults={"key": key, "title": words[:200], "region": region, "made_by": by, "made_at": at},
    )
    if is_new:
        change = Change(recording.ROSTER, made.key, None, {"title": made.title, "region": region.code})
        summary = _("Daftar hadir dibuat: {list}")
        recording.write(made, [change], by=by, at=at, verb="presence.make_roster", summary=summary)
    return made


@transaction.atomic
def rename_roster(*, roster: Roster, title: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Call a list otherwise.

    Raises:
        PresenceRefusal: no title.
    """
    words = " ".join(title.split())[:200]
    if not words:
        raise PresenceRefusal(_("Tulis nama acaranya."))
    fresh = _locked(roster)
    if fresh.title == words:
        return
    change = Change(recording.ROSTER, fresh.key, {"title": fresh.title}, {"title": words})
    fresh.title = roster.title = words
    fresh.save(update_fields=["title"])
    summary = _("Daftar hadir diganti namanya: {list}")
    recording.write(fresh, [change], by=by, at=at, verb="presence.rename_roster", summary=summary)


def difference(*, roster: Roster, lines: Sequence[Line]) -> Difference:
    """Return what a new list would change, without changing anything (one query).

    A person is the same by the owner's reference, else by name and office: also one whom the owner put on the list,
    and whose name is typed without the reference.
    """
    known = list(Attendee.objects.filter(roster=roster))
    by_reference = {each.reference: each for each in known if each.reference}
    typed_last = sorted(known, key=lambda each: (not each.reference, each.removed_at is None, -each.order, -each.pk))
    by_words = {_words_of(each): each for each in typed_last if not (each.reference and each.removed_at)}
    found, seen = Difference(), set()
    for line in lines:
        each = by_reference.get(line.reference) if line.reference else by_words.get(line.folded)
        if each is None or each.pk in seen:
            found.new.append(line)
            continue
        seen.add(each.pk)
        is_same = (each.name, each.agency, each.person_id) == (line.name, line.agency, _person(each, line))
        group = found.back if each.removed_at else found.kept if is_same else found.changed
        group.append((each, line))
    found.gone.extend(each for each in known if each.pk not in seen and each.removed_at is None)
    return found


@transaction.atomic
def set_attendees(*, roster: Roster, lines: Sequence[Line], by: Any, at: datetime) -> Difference:  # noqa: ANN401
    """Make the list be these people in this order; who is no longer among them is taken off, their marks stay.

    Raises:
        PresenceRefusal: somebody twice, or too many; nothing is stored then.
    """
    problems = doubles([line for line in lines if not line.reference])
    if problems:
        raise PresenceRefusal(problems[0])
    if len(lines) > MOST_NAMES:
        raise PresenceRefusal(
            _("Paling banyak {most} nama dalam satu daftar; bagilah per kelas.").format(most=MOST_NAMES)
        )
    fresh = _locked(roster)
    found = difference(roster=fresh, lines=lines)
    order = {id(line): place for place, line in enumerate(lines, start=1)}
    _rewrite([*found.kept, *found.changed, *found.back], order)
    for each in found.gone:
        each.removed_at = at
    Attendee.objects.bulk_update(found.gone, ["removed_at"])
    made = Attendee.objects.bulk_create([_attendee(fresh, line, order[id(line)]) for line in found.new])
    if not found.is_empty:
        on, off = recording.on_the_list(is_on=True), recording.on_the_list(is_on=False)
        changes = [recording.attendee_change(each, None, on) for each in made]
        changes += [recording.attendee_change(each, off, on) for each, _line in found.back]
        changes += [
            recording.attendee_change(each, {"name": CHANGED}, {"name": CHANGED}) for each, _line in found.changed
        ]
        changes += [recording.attendee_change(each, on, off) for each in found.gone]
        summary = _("Nama di daftar hadir diubah: {list}")
        recording.write(fresh, changes, by=by, at=at, verb="presence.set_attendees", summary=summary)
    return found


def _rewrite(pairs: list[tuple[Attendee, Line]], order: dict[int, int]) -> None:
    """Write names, offices and order anew, of those where something differs (in few statements)."""
    changed = []
    for each, line in pairs:
        before = (each.name, each.agency, each.person_id, each.order, each.removed_at)
        each.name, each.agency, each.person_id = line.name, line.agency, _person(each, line)
        each.order, each.removed_at, each.search_name = order[id(line)], None, " ".join(line.folded)
        if before != (each.name, each.agency, each.person_id, each.order, None):
            changed.append(each)
    fields = ["name", "agency", "person", "order", "removed_at", "search_name"]
    Attendee.objects.bulk_update(changed, fields, batch_size=200)


def _attendee(roster: Roster, line: Line, place: int) -> Attendee:
    return Attendee(
        roster=roster,
        name=line.name,
        agency=line.agency,
        reference=line.reference,
        person_id=line.person,
        search_name=" ".join(line.folded)[:300],
        order=place,
    )


def _person(each: Attendee, line: Line) -> int | None:
    """Return whose name it is: a typed name does not take the person from somebody whom the owner named."""
    return each.person_id if each.reference and not line.reference else line.person


def _words_of(each: Attendee) -> tuple[str, str]:
    return Line(each.name, each.agency).folded


@transaction.atomic
def correct_attendee(*, attendee: Attendee, name: str, agency: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Write a person's name or office otherwise; the person, the link and the marks stay.

    Raises:
        PresenceRefusal: no name, or somebody else of the list is written just so.
    """
    line = Line(" ".join(name.split()), " ".join(agency.split()))
    if not any(letter.isalpha() for letter in line.name):
        raise PresenceRefusal(_("Tulis namanya."))
    roster = _locked(attendee.roster)
    others = Attendee.objects.filter(roster=roster, removed_at=None).exclude(pk=attendee.pk)
    if any(_words_of(other) == line.folded for other in others):
        raise PresenceRefusal(
            _("“{name}” dari instansi itu sudah ada di daftar ini. Bedakan instansinya.").format(name=line.name)
        )
    if (attendee.name, attendee.agency) == (line.name, line.agency):
        return
    attendee.name, attendee.agency, attendee.search_name = line.name, line.agency, " ".join(line.folded)[:300]
    attendee.save(update_fields=["name", "agency", "search_name"])
    change = recording.attendee_change(attendee, {"name": CHANGED}, {"name": CHANGED})
    summary = _("Nama peserta diperbaiki: {list}")
    recording.write(roster, [change], by=by, at=at, verb="presence.correct_attendee", summary=summary)


@transaction.atomic
def renew_link(*, attendee: Attendee, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Give a person a new personal link; the old one is valid no more."""
    attendee.token = new_token()
    attendee.save(update_fields=["token"])
    change = recording.attendee_change(attendee, {"link_renewed": CHANGED}, {"link_renewed": CHANGED})
    summary = _("Tautan pribadi diganti: {list}")
    recording.write(attendee.roster, [change], by=by, at=at, verb="presence.renew_link", summary=summary)


def check(plan: Plan) -> None:
    """Refuse an occasion that cannot be.

    Raises:
        PresenceRefusal: which part of it, and how to mend it.
    """
    if not plan.title.strip():
        raise PresenceRefusal(_("Tulis nama sesi atau acaranya."))
    if plan.ends <= plan.starts:
        raise PresenceRefusal(_("Jam selesai harus sesudah jam mulai. Untuk acara yang melewati malam, buat dua."))
    if plan.mode == Occasion.Mode.ONLINE and plan.place and not plan.link:
        raise PresenceRefusal(_("Acara jarak jauh memerlukan alamat ruang daring, bukan tempat."))


@transaction.atomic
def plan_occasion(*, roster: Roster, plan: Plan, by: Any, at: datetime) -> Occasion:  # noqa: ANN401
    """Plan a time at which presence is taken; the same title at the same time is the same occasion.

    Raises:
        PresenceRefusal: a part that cannot be; nothing is stored then.
    """
    check(plan)
    facts = _facts(plan)
    made, is_new = Occasion.objects.get_or_create(
        roster=roster, title=facts.pop("title"), starts=facts.pop("starts"), defaults=facts
    )
    if is_new:
        told = {name: value for name, value in recording.facts_of(made).items() if value not in ("", None)}
        change = Change(recording.OCCASION, str(made.pk), None, told)
        summary = _("Acara dijadwalkan: {list}")
        recording.write(roster, [change], by=by, at=at, verb="presence.plan_occasion", summary=summary)
    return made


@transaction.atomic
def change_occasion(*, occasion: Occasion, plan: Plan, by: Any, at: datetime) -> Occasion:  # noqa: ANN401
    """Move an occasion, or tell it otherwise.

    Raises:
        PresenceRefusal: it is closed, or a part that cannot be.
    """
    check(plan)
    fresh = _held(occasion)
    if fresh.is_closed:
        raise PresenceRefusal(_("Acara ini sudah ditutup. Buka lagi dulu kalau memang harus diubah."))
    taken = Occasion.objects.filter(roster=fresh.roster, title=_facts(plan)["title"], starts=plan.starts)
    if taken.exclude(pk=fresh.pk).exists():
        raise PresenceRefusal(_("Sudah ada acara dengan nama dan jam mulai itu dalam daftar ini."))
    before = recording.facts_of(fresh)
    for name, value in _facts(plan).items():
        setattr(fresh, name, value)
    _save(fresh, before, by=by, at=at, verb="presence.change_occasion", summary=_("Acara diubah: {list}"))
    return fresh


def _facts(plan: Plan) -> dict[str, Any]:
    return {
        "title": " ".join(plan.title.split())[:200],
        "starts": plan.starts,
        "ends": plan.ends,
        "mode": plan.mode,
        "place": " ".join(plan.place.split())[:200],
        "link": plan.link.strip()[:300],
        "jp": plan.jp,
    }


@transaction.atomic
def open_occasion(*, occasion: Occasion, by: Any, at: datetime, reason: str = "") -> None:  # noqa: ANN401
    """Begin to take marks; one that was closed is opened again with a reason. Open already: nothing happens.

    Raises:
        PresenceRefusal: nobody is expected yet, or no reason.
    """
    fresh = _held(occasion)
    if fresh.is_open:
        return
    if fresh.is_closed and not reason.strip():
        raise PresenceRefusal(_("Tulis mengapa daftar hadir yang sudah ditutup dibuka lagi."))
    if not Attendee.objects.filter(roster=fresh.roster, removed_at=None).exists():
        raise PresenceRefusal(_("Belum ada nama di daftar ini. Isi dulu namanya, lalu buka."))
    before, was_closed = recording.facts_of(fresh), fresh.is_closed
    fresh.state, fresh.opened_at, fresh.closed_at = State.OPEN, fresh.opened_at or at, None
    verb = "presence.reopen_occasion" if was_closed else "presence.open_occasion"
    summary = _("Daftar hadir dibuka lagi: {list}") if was_closed else _("Daftar hadir dibuka: {list}")
    _save(fresh, before, by=by, at=at, verb=verb, summary=summary, reason=reason)


@transaction.atomic
def close(*, occasion: Occasion, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take no more marks; who has none was absent. The record keeps what was said of each person.

    Scans wait for this lock (their row refers to the occasion) and then find it closed.
    """
    fresh = _held(occasion)
    if fresh.is_closed:
        return
    before = recording.facts_of(fresh)
    fresh.state, fresh.closed_at = State.CLOSED, at
    counted = Mark.objects.filter(occasion=fresh, is_counted=True, by=None).values_list("attendee_id", "says")
    scans = [recording.said_change(fresh, attendee, None, says) for attendee, says in counted]
    summary = _("Daftar hadir ditutup: {list}")
    _save(fresh, before, by=by, at=at, verb="presence.close_occasion", summary=summary, more=scans)


@transaction.atomic
def remove_occasion(*, occasion: Occasion, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Take an occasion away that was never opened.

    Raises:
        PresenceRefusal: it was opened, so that there may be marks.
    """
    fresh = _held(occasion)
    if fresh.state != State.PLANNED or fresh.marks.exists():
        raise PresenceRefusal(_("Daftar hadir ini sudah pernah dibuka, jadi tidak dapat dihapus."))
    told = {name: value for name, value in recording.facts_of(fresh).items() if value not in ("", None)}
    change = Change(recording.OCCASION, str(fresh.pk), told, None)
    summary = _("Acara dihapus dari daftar hadir: {list}")
    recording.write(fresh.roster, [change], by=by, at=at, verb="presence.remove_occasion", summary=summary)
    fresh.delete()


def _locked(roster: Roster) -> Roster:
    return Roster.objects.select_for_update(of=("self",)).select_related("region").get(pk=roster.pk)


def _held(occasion: Occasion) -> Occasion:
    rows = Occasion.objects.select_for_update(of=("self",)).select_related("roster__region")
    return rows.get(pk=occasion.pk)


def _save(
    occasion: Occasion,
    before: dict[str, Any],
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
    reason: str = "",
    more: Sequence[Change] = (),
) -> None:
    occasion.save()
    change = Change(recording.OCCASION, str(occasion.pk), *only_differences(before, recording.facts_of(occasion)))
    recording.write(occasion.roster, [change, *more], by=by, at=at, verb=verb, summary=summary, reason=reason)

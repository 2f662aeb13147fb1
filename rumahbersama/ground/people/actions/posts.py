"""Persons, posts, who holds them, and mutasi."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.ground.audit.actions import Change, record
from rumahbersama.ground.audit.rules import CHANGED, only_differences
from rumahbersama.ground.people.actions.accounts import assign_role, end_role
from rumahbersama.ground.people.models import Account, Person, Post, RoleAssignment, Section, Tenure
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import MANAGE_PEOPLE
from rumahbersama.ground.people.rules import (
    PERSON_PERSONAL,
    PeopleRefusal,
    Period,
    check_period,
    check_tenure,
    fits_level,
    may_grant,
)
from rumahbersama.ground.regions.models import Region


@transaction.atomic
def create_post(
    *,
    title: str,
    region: Region,
    by: Account | None,
    at: datetime,
    agency: str = "",
    role: str = "",
    section: str = "",
) -> Post:
    """Add a post at a place.

    Raises:
        PeopleRefusal: not one's place, it exists already, or its role cannot be held there.
    """
    _check_place(by, region)
    if role and not fits_level(role, region.code):
        raise PeopleRefusal(_("Peran ini tidak dapat dipegang di {place}.").format(place=region))
    title, agency = " ".join(title.split()), " ".join(agency.split())
    if Post.objects.filter(region=region, agency__iexact=agency, title__iexact=title).exists():
        raise PeopleRefusal(_("Jabatan {title} sudah ada di {place}.").format(title=title, place=region))
    part = _section(section, region)
    post = Post.objects.create(title=title, region=region, agency=agency, role=role, section=part)
    after = {"title": title, "agency": agency, "role": role, "region": region.code}
    after |= {"section": part.name} if part else {}
    change = Change("people.post", str(post.pk), None, after)
    _record(by, at, "people.create_post", _("Jabatan dibuat: {title}").format(title=title), region, [change])
    return post


@transaction.atomic
def place_in_section(*, post: Post, name: str, by: Account | None, at: datetime) -> Post:
    """Put a post into a section of its office, a new one where none has that name; no name takes it out.

    Raises:
        PeopleRefusal: not one's place.
    """
    _check_place(by, post.region)
    entry = Post.objects.select_for_update(of=("self",)).select_related("region", "section").get(pk=post.pk)
    old, entry.section = entry.section, _section(name, entry.region)
    if entry.section != old:
        entry.save(update_fields=["section"])
        told = [{"section": part.name if part else ""} for part in (old, entry.section)]
        change = Change("people.post", str(entry.pk), *told)
        words = _("Seksi jabatan diubah: {title}").format(title=entry.title)
        _record(by, at, "people.place_in_section", words, entry.region, [change])
    return entry


def _section(name: str, region: Region) -> Section | None:
    name = " ".join(name.split())
    if not name:
        return None
    return (
        Section.objects.filter(region=region, name__iexact=name).first()
        or Section.objects.get_or_create(region=region, name=name)[0]
    )


def _check_place(by: Account | None, region: Region) -> None:
    if by is not None and not scope_of(by).may(MANAGE_PEOPLE, region.code):
        raise PeopleRefusal(_("{place} di luar kewenangan Anda.").format(place=region))


@transaction.atomic
def create_person(
    *, name: str, region: Region, by: Account | None, at: datetime, rank: str = "", nip: str = "", phone: str = ""
) -> Person:
    """Add a person who works at ``region``."""
    _check_place(by, region)
    told = Person(name=name, rank=rank, nip=nip, phone=phone)
    return enter_persons(persons=[told], region=region, by=by, at=at)[0]


@transaction.atomic
def enter_persons(*, persons: Sequence[Person], region: Region, by: Any, at: datetime) -> list[Person]:  # noqa: ANN401
    """Add persons whom another room's act names (one record); that room has checked that ``by`` may."""
    for person in persons:
        person.name = " ".join(person.name.split())
    made = Person.objects.bulk_create(persons, batch_size=500)
    changes = [
        Change("people.person", str(each.pk), None, {key: CHANGED for key in PERSON_PERSONAL if getattr(each, key)})
        for each in made
    ]
    if made:
        _record(by, at, "people.create_person", _("Pegawai dicatat"), region, changes)
    return made


@transaction.atomic
def note_nip(*, person: Person, nip: str, region: Region, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Note the NIP of a person who had none; the room that learnt it has checked that ``by`` may."""
    if person.nip or not nip:
        return
    person.nip = nip
    person.save(update_fields=["nip"])
    change = Change("people.person", str(person.pk), {"nip": CHANGED}, {"nip": CHANGED})
    _record(by, at, "people.update_person", _("Data pegawai diubah"), region, [change])


@transaction.atomic
def update_person(
    *, person: Person, name: str, rank: str, nip: str, phone: str, region: Region, by: Account | None, at: datetime
) -> Person:
    """Correct what is known about a person; ``region`` is the place under which it is recorded."""
    _check_place(by, region)
    new = {"name": " ".join(name.split()), "rank": rank, "nip": nip, "phone": phone}
    before, after = only_differences({key: getattr(person, key) for key in new}, new, personal=PERSON_PERSONAL)
    if after:
        for key, text in new.items():
            setattr(person, key, text)
        person.save(update_fields=list(new))
        change = Change("people.person", str(person.pk), before, after)
        _record(by, at, "people.update_person", _("Data pegawai diubah"), region, [change])
    return person


@transaction.atomic
def appoint(
    *,
    post: Post,
    person: Person,
    capacity: str,
    starts_on: date,
    by: Account | None,
    at: datetime,
    ends_on: date | None = None,
    decree: str = "",
) -> Tenure:
    """Put a person in a post from a day on, in a capacity, by a decree.

    Raises:
        PeopleRefusal: not one's place, or the time overlaps another holder or another definitive post.
    """
    _check_place(by, post.region)
    _check_free(post=post, person=person, capacity=capacity, period=Period(starts_on, ends_on))
    tenure = Tenure.objects.create(
        post=post, person=person, capacity=capacity, starts_on=starts_on, ends_on=ends_on, decree=decree
    )
    _record_tenure(tenure, by, at, "people.appoint", _("Pejabat ditetapkan"), before=None)
    return tenure


@transaction.atomic
def appoint_by_name(
    *,
    post: Post,
    person: Person | None,
    name: str,
    capacity: str,
    starts_on: date,
    by: Account | None,
    at: datetime,
    ends_on: date | None = None,
    decree: str = "",
) -> Tenure:
    """Put a known person in a post, or a new one by name.

    Raises:
        PeopleRefusal: as ``appoint``; then the new person is not kept either.
    """
    holder = person or create_person(name=name, region=post.region, by=by, at=at)
    return appoint(
        post=post,
        person=holder,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
        decree=decree,
        by=by,
        at=at,
    )


def _check_free(*, post: Post, person: Person, capacity: str, period: Period, but: Tenure | None = None) -> None:
    Post.objects.select_for_update().get(pk=post.pk)
    held = Tenure.objects.filter(post=post).exclude(pk=but.pk if but else 0).select_related("person")
    check_tenure(
        capacity=capacity,
        period=period,
        others=[(row.capacity, Period(row.starts_on, row.ends_on), row.person.name) for row in held],
    )
    if capacity != Tenure.Capacity.DEFINITIVE:
        return
    own = Tenure.objects.filter(person=person, capacity=capacity).exclude(pk=but.pk if but else 0)
    for row in own.select_related("post__region"):
        if period.overlaps(Period(row.starts_on, row.ends_on)):
            raise PeopleRefusal(
                _("{name} masih memegang jabatan {post} di {place}. Gunakan mutasi, atau akhiri dulu.").format(
                    name=person.name, post=row.post.title, place=row.post.region
                )
            )


@transaction.atomic
def end_tenure(*, tenure: Tenure, on: date, by: Account | None, at: datetime, reason: str = "") -> Tenure:
    """End a tenure; ``on`` is the first day without it.

    Raises:
        PeopleRefusal: not one's place, before its start, or over already.
    """
    entry = Tenure.objects.select_for_update().get(pk=tenure.pk)
    _check_place(by, entry.post.region)
    if entry.ends_on is not None and entry.ends_on <= on:
        raise PeopleRefusal(_("Masa jabatan ini sudah berakhir."))
    check_period(Period(entry.starts_on, on))
    before = {"ends_on": _text(entry.ends_on)}
    entry.ends_on = on
    entry.save(update_fields=["ends_on"])
    _record_tenure(entry, by, at, "people.end_tenure", _("Masa jabatan diakhiri"), before=before, reason=reason)
    return entry


@dataclass(frozen=True)
class Transfer:
    """What a mutasi would do, shown before it is confirmed; ``refusal`` says why it cannot be done."""

    ends: Tenure
    post: Post
    capacity: str
    on: date
    decree: str
    ends_roles: list[RoleAssignment] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    refusal: str = ""


def plan_transfer(
    *, tenure: Tenure, post: Post, capacity: str, on: date, decree: str, by: Account | None
) -> Transfer:
    """Return what moving the holder of ``tenure`` to ``post`` on a day would change; nothing is written."""
    accounts = list(Account.objects.filter(person=tenure.person).order_by("pk"))
    roles = list(
        RoleAssignment.objects.filter(
            account__in=accounts, role=tenure.post.role, region=tenure.post.region, starts_on__lte=on, ends_on=None
        ).select_related("account", "region")
    )
    refusal = _refusal_of_transfer(
        tenure=tenure, post=post, capacity=capacity, on=on, roles=roles, accounts=accounts, by=by
    )
    return Transfer(
        ends=tenure,
        post=post,
        capacity=capacity,
        on=on,
        decree=decree,
        ends_roles=roles,
        accounts=[account for account in accounts if post.role and account.is_active],
        refusal=refusal,
    )


def _refusal_of_transfer(
    *,
    tenure: Tenure,
    post: Post,
    capacity: str,
    on: date,
    roles: list[RoleAssignment],
    accounts: list[Account],
    by: Account | None,
) -> str:
    try:
        with transaction.atomic():
            _check_place(by, tenure.post.region)
            _check_place(by, post.region)
            if post.pk == tenure.post_id:
                raise PeopleRefusal(_("Pilih jabatan yang lain."))
            if tenure.ends_on is not None and tenure.ends_on <= on:
                raise PeopleRefusal(_("Masa jabatan ini sudah berakhir sebelum tanggal itu."))
            check_period(Period(tenure.starts_on, on))
            _check_free(post=post, person=tenure.person, capacity=capacity, period=Period(on, None), but=tenure)
            _check_roles(by, [(row.role, row.region.code) for row in roles])
            _check_roles(by, [(post.role, post.region.code)] if post.role and accounts else [])
    except PeopleRefusal as refusal:
        return str(refusal)
    return ""


def _check_roles(by: Account | None, wanted: list[tuple[str, str]]) -> None:
    if by is None:
        return
    holdings = scope_of(by).holdings
    if not all(may_grant(holdings, role=role, code=code) for role, code in wanted):
        raise PeopleRefusal(
            _("Peran yang ikut jabatan ini di luar kewenangan Anda. Mintalah administrator melakukan mutasi ini.")
        )


@transaction.atomic
def transfer(
    *, tenure: Tenure, post: Post, capacity: str, on: date, decree: str, by: Account | None, at: datetime
) -> Tenure:
    """Move a person to another post on a day: ends the old tenure, and with it the roles that follow the post.

    Raises:
        PeopleRefusal: what ``plan_transfer`` would have said.
    """
    plan = plan_transfer(tenure=tenure, post=post, capacity=capacity, on=on, decree=decree, by=by)
    if plan.refusal:
        raise PeopleRefusal(plan.refusal)
    reason = _("Mutasi ke {post}, {place}").format(post=post.title, place=post.region)
    end_tenure(tenure=tenure, on=on, by=by, at=at, reason=reason)
    started = appoint(post=post, person=tenure.person, capacity=capacity, starts_on=on, decree=decree, by=by, at=at)
    for row in plan.ends_roles:
        end_role(assignment=row, on=on, by=by, at=at, reason=reason)
    for account in plan.accounts:
        assign_role(account=account, role=post.role, region=post.region, by=by, at=at, starts_on=on)
    return started


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _record_tenure(
    entry: Tenure,
    by: Account | None,
    at: datetime,
    verb: str,
    words: str,
    *,
    before: dict[str, Any] | None,
    reason: str = "",
) -> None:
    after = {
        "post": entry.post_id,
        "person": entry.person_id,
        "capacity": entry.capacity,
        "starts_on": _text(entry.starts_on),
        "ends_on": _text(entry.ends_on),
        "decree": entry.decree,
    }
    change = Change("people.tenure", f"{entry.post_id}:{entry.pk}", before, after)
    _record(by, at, verb, f"{words}: {entry.post.title}", entry.post.region, [change], reason)


def _record(
    by: Account | None, at: datetime, verb: str, words: str, region: Region, changes: list[Change], reason: str = ""
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        summary=f"{words}, {region}",
        place_code=region.code,
        changes=changes,
        reason=reason,
    )

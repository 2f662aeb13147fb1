"""Changes to voiced needs: enter, correct, withdraw, join, and take both back; each with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.needs.photos import actions as photographs
from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.chain.needs.voices.queries import ENTITY
from rumahbersama.chain.needs.voices.recording import (
    change_of,
    facts_of,
    first_change,
    record_change,
    with_photos,
    write,
    write_of_both,
)
from rumahbersama.chain.needs.voices.rules import (
    VoiceRefusal,
    check_date,
    check_joint,
    check_people,
    check_statement,
    same_kecamatan,
)
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.files.actions import Checked
from rumahbersama.ground.regions.models import Level, Region

State = Voice.State


@dataclass(frozen=True)
class Facts:
    """What people said: ``area`` and ``service`` are rows of the reference data."""

    region: Region
    statement: str
    area: Any
    source_kind: str
    voiced_on: date
    service: Any = None
    hamlet: str = ""
    source: str = ""
    people_count: int | None = None


def enter_voice(
    *,
    facts: Facts,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
    photos: Sequence[Photo | Checked] = (),
) -> Voice:
    """Write down what people ask for, with its photos.

    Raises:
        VoiceRefusal: a fact that cannot be.
        FileRefusal: a photo that is not taken; nothing is stored then.
    """
    check(facts, at=at)
    ready = photographs.checked(photos)
    voice = Voice(entered_by=by, keyboard=getattr(by, "keyboard", ""), entered_at=at)
    _take(voice, facts)
    with transaction.atomic():
        voice.save()
        photos_now = photographs.add(ready, to=voice, entity=ENTITY, by=by, at=at)
        changes = [with_photos(first_change(voice), 0, photos_now)]
        write(voice, changes, by=by, at=at, verb="needs.enter_voice", summary=_("Usulan dicatat: {text}"))
    return voice


def correct_voice(
    *,
    voice: Voice,
    facts: Facts,
    reason: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
    photos: Sequence[Photo | Checked] = (),
) -> Voice:
    """Correct what was written down, with a reason; add photos.

    Raises:
        VoiceRefusal: no reason, a fact that cannot be, a voice that is no longer open, or one that somebody changed
            since version ``seen``.
    """
    check(facts, at=at)
    ready = photographs.checked(photos)
    with transaction.atomic():
        fresh = _held(voice, seen=seen)
        _refuse_closed(fresh)
        before = facts_of(fresh)
        if not same_kecamatan(facts.region.code, fresh.region.code):
            raise VoiceRefusal(
                _("Usulan hanya dapat dipindah di dalam kecamatannya. Tarik usulan ini, lalu catat di sana.")
            )
        _take(fresh, facts)
        there = photographs.add(ready, to=fresh, entity=ENTITY, by=by, at=at)
        after = facts_of(fresh)
        if before == after and not ready:
            return fresh
        if before != after and not reason.strip():
            raise VoiceRefusal(_("Tulis alasan perbaikannya, supaya riwayatnya jelas."))
        _save(fresh)
        changes = [with_photos(change_of(fresh, before), there - len(ready), there)]
        summary = _("Usulan diperbaiki: {text}")
        write(fresh, changes, by=by, at=at, verb="needs.correct_voice", reason=reason, summary=summary)
        return fresh


@transaction.atomic
def withdraw_voice(*, voice: Voice, reason: str, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Take a voice back, with a reason; its page stays.

    Raises:
        VoiceRefusal: no reason, not open, changed meanwhile, or others were joined into it.
    """
    if not reason.strip():
        raise VoiceRefusal(_("Tulis alasan menarik usulan ini."))
    fresh = _held(voice, seen=seen)
    _refuse_closed(fresh)
    if Voice.objects.filter(merged_into=fresh).exists():
        raise VoiceRefusal(_("Usulan lain digabung ke usulan ini. Lepaskan dulu usulan itu, baru tarik yang ini."))
    before = facts_of(fresh)
    fresh.state, fresh.withdrawn_because = State.WITHDRAWN, reason.strip()[:500]
    _save(fresh)
    record_change(
        fresh, before, by=by, at=at, verb="needs.withdraw_voice", reason=reason, summary=_("Usulan ditarik: {text}")
    )


@transaction.atomic
def restore_voice(*, voice: Voice, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Undo a withdrawal: the voice asks again.

    Raises:
        VoiceRefusal: it is not withdrawn, or somebody changed it meanwhile.
    """
    fresh = _held(voice, seen=seen)
    if fresh.state != State.WITHDRAWN:
        raise VoiceRefusal(_("Usulan ini tidak sedang ditarik."))
    before = facts_of(fresh)
    fresh.state, fresh.withdrawn_because = State.OPEN, ""
    _save(fresh)
    record_change(fresh, before, by=by, at=at, verb="needs.restore_voice", summary=_("Usulan dibuka lagi: {text}"))


@transaction.atomic
def join_voices(
    *,
    voice: Voice,
    main: Voice,
    joint_people: int | None,
    by: Any,  # noqa: ANN401
    at: datetime,
    seen: int,
) -> None:
    """Join a voice into another that says the same: it keeps its page, and the person states the joint number.

    ``joint_people`` None says that nobody knows how many there are together.

    Raises:
        VoiceRefusal: not both open, not in one kecamatan, the same, or a number that cannot be.
    """
    if voice.pk == main.pk:
        raise VoiceRefusal(_("Pilih usulan lain: usulan tidak dapat digabung dengan dirinya sendiri."))
    kept = {row.pk: row for row in _locked([voice.pk, main.pk])}
    fresh, into = kept[voice.pk], kept[main.pk]
    _refuse_unseen(fresh, seen)
    for each in (fresh, into):
        _refuse_closed(each)
    if not same_kecamatan(fresh.region.code, into.region.code):
        raise VoiceRefusal(_("Hanya usulan di kecamatan yang sama dapat digabung."))
    if Voice.objects.filter(merged_into=fresh).exists():
        raise VoiceRefusal(
            _("Usulan lain sudah digabung ke usulan ini. Gabungkan ke sini, atau lepaskan dulu yang itu.")
        )
    if joint_people is not None:
        check_people(joint_people)
        check_joint(joint_people, [fresh.people, into.people])
    before, main_before = facts_of(fresh), facts_of(into)
    fresh.state, fresh.merged_into, into.joint_people = State.MERGED, into, joint_people
    _save(fresh)
    _save(into)
    changes = [change_of(fresh, before), change_of(into, main_before)]
    write_of_both(
        fresh,
        into,
        changes,
        by=by,
        at=at,
        verb="needs.join_voices",
        summary=_("Usulan no. {one} digabung ke no. {main}"),
    )


@transaction.atomic
def part_voices(*, voice: Voice, joint_people: int | None, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Undo a join: the voice asks by itself again.

    ``joint_people`` is the number for the main voice from now on, where others stay joined into it; where none does,
    its own number counts again.

    Raises:
        VoiceRefusal: it is not joined, somebody changed it meanwhile, or a number that cannot be.
    """
    fresh = _held(voice, seen=seen)
    if fresh.state != State.MERGED or fresh.merged_into_id is None:
        raise VoiceRefusal(_("Usulan ini tidak sedang digabung."))
    main = _locked([fresh.merged_into_id])[0]
    before, main_before = facts_of(fresh), facts_of(main)
    stay = list(Voice.objects.filter(merged_into=main).exclude(pk=fresh.pk).values_list("people_count", flat=True))
    if stay and joint_people is not None:
        check_people(joint_people)
        check_joint(joint_people, [main.people_count, *stay])
    fresh.state, fresh.merged_into = State.OPEN, None
    main.joint_people = joint_people if stay else None
    _save(fresh)
    _save(main)
    changes = [change_of(fresh, before), change_of(main, main_before)]
    write_of_both(
        fresh,
        main,
        changes,
        by=by,
        at=at,
        verb="needs.part_voices",
        summary=_("Usulan no. {one} dilepas dari no. {main}"),
    )


@transaction.atomic
def remove_photo(*, photo: VoicePhoto, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a photo for good; that it was there stays in the record.

    Raises:
        FileRefusal: somebody removed it before.
    """
    voice = _locked([photo.voice_id])[0]
    left = photographs.remove(photo, of=voice)
    changes = [Change(ENTITY, voice.key, {"photos": left + 1}, {"photos": left})]
    write(voice, changes, by=by, at=at, verb="needs.remove_photo", summary=_("Foto dihapus dari usulan: {text}"))


def check(facts: Facts, *, at: datetime) -> None:
    """Refuse facts that cannot be.

    Raises:
        VoiceRefusal: which one, and how to mend it.
    """
    check_statement(facts.statement)
    check_date(facts.voiced_on, today=timezone.localdate(at))
    check_people(facts.people_count)
    if facts.region.level < Level.KECAMATAN or facts.region.gone_on is not None:
        raise VoiceRefusal(_("Usulan dicatat di desa, kelurahan, atau kecamatan yang ada sekarang."))
    if facts.service is not None and facts.service.area_id != facts.area.pk:
        raise VoiceRefusal(_("{service} bukan layanan bidang {area}.").format(service=facts.service, area=facts.area))


def _take(voice: Voice, facts: Facts) -> None:
    voice.region, voice.hamlet, voice.statement = facts.region, facts.hamlet.strip(), facts.statement.strip()
    voice.area, voice.service = facts.area, facts.service
    voice.source_kind, voice.source, voice.voiced_on = facts.source_kind, facts.source.strip(), facts.voiced_on
    voice.people_count = facts.people_count


def _locked(numbers: list[int | None]) -> list[Voice]:
    """Return voices, locked in one order so that two people never wait for each other."""
    rows = Voice.objects.select_for_update(of=("self",)).select_related("region", "area", "service", "merged_into")
    return list(rows.filter(pk__in=numbers).order_by("pk"))


def _held(voice: Voice, *, seen: int) -> Voice:
    found = _locked([voice.pk])
    if not found:
        raise VoiceRefusal(_("Usulan ini sudah tidak ada: impornya dibatalkan."))
    _refuse_unseen(found[0], seen)
    return found[0]


def _refuse_unseen(voice: Voice, seen: int) -> None:
    if voice.version != seen:
        raise VoiceRefusal(
            _("Usulan ini baru saja diubah orang lain. Periksa dulu isinya, lalu ulangi kalau masih perlu.")
        )


def _refuse_closed(voice: Voice) -> None:
    if voice.state == State.WITHDRAWN:
        raise VoiceRefusal(_("Usulan ini sudah ditarik. Buka lagi dulu."))
    if voice.state == State.MERGED:
        raise VoiceRefusal(_("Usulan ini sudah digabung ke usulan lain. Lepaskan dulu."))


def _save(voice: Voice) -> None:
    voice.version += 1
    voice.save()

"""Writing on a visit: answers, notes, report, photos, signatures; each may arrive late, twice, or out of order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.checklists.queries import questions_of
from rumahbersama.chain.oversight.visits import recording
from rumahbersama.chain.oversight.visits.actions.rows import locked, save
from rumahbersama.chain.oversight.visits.boxes import HOURS, all_boxes, answers_in, as_kept, hour_of
from rumahbersama.chain.oversight.visits.models import Saying, Signature, Visit, VisitPhoto
from rumahbersama.chain.oversight.visits.reference import visit_rule_on
from rumahbersama.chain.oversight.visits.rules import VisitRefusal, check_hours, check_open, reason_of
from rumahbersama.ground.audit.rules import Change, only_differences
from rumahbersama.ground.files import actions as files
from rumahbersama.workshop.presence.rules import moment_said
from rumahbersama.workshop.surveys.rules import AnswersRefused, checked_answers


@dataclass(frozen=True)
class Clocks:
    """What the clock of a device showed when something was done and when it was sent; without a device nothing."""

    said_at: datetime | None = None
    sent_at: datetime | None = None
    by_box: Mapping[str, datetime] = field(default_factory=dict)

    def moment(self, *, received_at: datetime, box: str = "") -> datetime:
        """Return when it was done by the server's clock; a word of a sheet when its own box was left."""
        said_at = self.by_box.get(box, self.said_at)
        return moment_said(said_at=said_at, sent_at=self.sent_at, received_at=received_at)


@dataclass(frozen=True)
class Shot:
    """A photo of a visit, looked at already, and what it shows."""

    file: files.Checked
    caption: str = ""
    box: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed, for which side, how, and the picture of it."""

    file: files.Checked
    side: str
    how: str
    name: str
    title: str


@transaction.atomic
def write(
    *,
    visit: Visit,
    said: Mapping[str, str],
    by: Any,  # noqa: ANN401 - Account
    at: datetime,
    clocks: Clocks = Clocks(),
) -> int:
    """Write what was said in boxes; the newest said counts, what was there stays to be read. Return how many are new.

    The first word begins the visit. A word said before what counts is kept without counting, so that sheets that
    arrive out of order, from several phones, end as they were written. A word of a device is known by the time its
    clock showed, so that it is kept once however often its sheet comes; without one, what counts already is no word.

    Raises:
        AnswersRefused: an answer that cannot be; nothing is stored then.
        VisitRefusal: the visit is closed or was called off, or an hour is none; with it the answers that cannot be.
    """
    fresh = locked(visit)
    check_open(fresh.state)
    questions = questions_of(fresh.checklist) if fresh.checklist else []
    known = set(all_boxes(questions))
    there = {row.box: row for row in Saying.objects.filter(visit=fresh, is_counted=True)}
    new = {box: as_kept(box, text) for box, text in said.items() if box in known}
    repeated = _repeated(fresh, clocks, by=by)
    new = {box: text for box, text in new.items() if box not in repeated and _is_new(box, text, there, clocks, by)}
    if not new:
        return 0
    words = {box: row.text for box, row in there.items()} | new
    _check(questions, words, new)
    _keep(fresh, new, there, clocks, by=by, at=at)
    _begin(fresh, min(clocks.moment(received_at=at, box=box) for box in new), by=by, at=at)
    return len(new)


def _repeated(visit: Visit, clocks: Clocks, *, by: Any) -> set[str]:  # noqa: ANN401
    """Return the boxes whose word of this device is here already: a sheet comes again with each later one."""
    rows = Saying.objects.filter(visit=visit, by=by, said_at__in=clocks.by_box.values()) if clocks.by_box else ()
    return {row.box for row in rows if clocks.by_box.get(row.box) == row.said_at}


def _is_new(box: str, text: str, there: Mapping[str, Saying], clocks: Clocks, by: Any) -> bool:  # noqa: ANN401
    """Tell whether a word is one: with a time of its own, or where another person says the same, it is."""
    if box in clocks.by_box or box not in there:
        return box in clocks.by_box or bool(text)
    return text != there[box].text or there[box].by_id != getattr(by, "pk", None)


def _check(questions: Any, words: Mapping[str, str], new: Mapping[str, str]) -> None:  # noqa: ANN401
    """Refuse answers and hours that cannot be, of those that are new; all at once."""
    wrong = _wrong_answers(questions, words, new)
    try:
        check_hours(are_hours=all(hour_of(new[box]) is not None for box in HOURS if box in new))
    except VisitRefusal as refusal:
        raise VisitRefusal(f"{wrong} {refusal}" if wrong else str(refusal)) from None
    if wrong:
        raise wrong


def _wrong_answers(questions: Any, words: Mapping[str, str], new: Mapping[str, str]) -> AnswersRefused | None:  # noqa: ANN401
    try:
        checked_answers(questions, answers_in(questions, words), whole=False)
    except AnswersRefused as refusal:
        wrong = {name: text for name, text in refusal.problems.items() if _touches(name, new)}
        return AnswersRefused(wrong, refusal.labels) if wrong else None
    return None


def _touches(name: str, new: Mapping[str, str]) -> bool:
    return any(box == name or box.startswith(f"{name}.") for box in new)


def _keep(
    visit: Visit,
    new: Mapping[str, str],
    there: Mapping[str, Saying],
    clocks: Clocks,
    *,
    by: Any,  # noqa: ANN401
    at: datetime,
) -> None:
    moments = {box: clocks.moment(received_at=at, box=box) for box in new}
    newer = {box for box in new if box not in there or there[box].at <= moments[box]}
    passed = [there[box].pk for box in newer if box in there]
    Saying.objects.filter(pk__in=passed).update(is_counted=False)
    Saying.objects.bulk_create(
        [
            Saying(
                visit=visit,
                box=box,
                text=text,
                at=moments[box],
                received_at=at,
                said_at=clocks.by_box.get(box),
                is_counted=box in newer,
                by=by,
                by_name=name_of(by),
            )
            for box, text in new.items()
        ]
    )


def name_of(by: Any) -> str:  # noqa: ANN401
    """Return who is at the keyboard, in words."""
    return (getattr(by, "keyboard", "") or str(by))[:200] if by else ""


def _begin(visit: Visit, moment: datetime, *, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Let a planned visit begin with what arrives first."""
    if visit.state != Visit.State.PLANNED:
        return
    before = recording.facts_of(visit)
    visit.state, visit.began_at = Visit.State.GOING, moment
    visit.visited_on = timezone.localdate(moment)
    save(visit)
    change = recording.change_of(visit, before)
    summary = _("Kunjungan dimulai: {what}")
    recording.write(visit, [change], by=by, at=at, verb="visits.begin_visit", summary=summary)


@transaction.atomic
def add_photo(
    *,
    visit: Visit,
    shot: Shot,
    by: Any,  # noqa: ANN401
    at: datetime,
    clocks: Clocks = Clocks(),
) -> VisitPhoto:
    """Keep a photo of a visit; looked at before, because the database is held for writing now.

    Raises:
        VisitRefusal: the visit is closed or was called off, or it has as many photos as it may have.
    """
    fresh = locked(visit)
    check_open(fresh.state)
    most = visit_rule_on(fresh.planned_on).photos
    count = VisitPhoto.objects.filter(visit=fresh).count()
    if count >= most:
        text = _("Satu kunjungan memuat paling banyak {most} foto. Hapus dulu yang tidak perlu.")
        raise VisitRefusal(text.format(most=most))
    moment = clocks.moment(received_at=at)
    made = VisitPhoto.objects.create(
        visit=fresh,
        file=_kept(shot.file, fresh, by=by, at=at),
        box=shot.box,
        caption=" ".join(shot.caption.split())[:200],
        taken_at=moment,
        by=by,
        by_name=name_of(by),
    )
    change = Change(recording.ENTITY, fresh.key, {"photos": count}, {"photos": count + 1})
    summary = _("Foto kunjungan ditambah: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.add_photo", summary=summary)
    _begin(fresh, moment, by=by, at=at)
    return made


@transaction.atomic
def caption_photo(*, photo: VisitPhoto, caption: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Say anew what a photo shows; the record tells only that its words changed.

    Raises:
        VisitRefusal: the visit is closed, or somebody removed the photo before.
    """
    fresh = locked(photo.visit)
    check_open(fresh.state)
    row = VisitPhoto.objects.filter(pk=photo.pk).first()
    if row is None:
        raise VisitRefusal(_("Foto ini sudah dihapus."))
    told = " ".join(caption.split())
    if row.caption == told:
        return
    before, row.caption = {"caption": row.caption}, told
    row.save(update_fields=["caption"])
    differences = only_differences(before, {"caption": told}, personal=frozenset(before))
    summary = _("Keterangan foto kunjungan diubah: {what}")
    changes = [Change(recording.ENTITY, fresh.key, *differences)]
    recording.write(fresh, changes, by=by, at=at, verb="visits.caption_photo", summary=summary)


@transaction.atomic
def remove_photo(*, photo: VisitPhoto, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a photo for good.

    Raises:
        VisitRefusal: the visit is closed, or somebody removed it before.
    """
    fresh = locked(photo.visit)
    check_open(fresh.state)
    count = VisitPhoto.objects.filter(visit=fresh).count()
    if not VisitPhoto.objects.filter(pk=photo.pk).delete()[0]:
        raise VisitRefusal(_("Foto ini sudah dihapus."))
    files.remove(file=photo.file)
    change = Change(recording.ENTITY, fresh.key, {"photos": count}, {"photos": count - 1})
    summary = _("Foto kunjungan dihapus: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.remove_photo", summary=summary)


@transaction.atomic
def sign(
    *,
    visit: Visit,
    signed: Signed,
    by: Any,  # noqa: ANN401
    at: datetime,
    clocks: Clocks = Clocks(),
) -> Signature:
    """Keep a signature under the berita acara.

    Raises:
        VisitRefusal: the visit is closed or was called off.
    """
    fresh = locked(visit)
    check_open(fresh.state)
    moment = clocks.moment(received_at=at)
    made = Signature.objects.create(
        visit=fresh,
        side=signed.side,
        how=signed.how,
        name=" ".join(signed.name.split())[:120],
        title=" ".join(signed.title.split())[:120],
        file=_kept(signed.file, fresh, by=by, at=at),
        signed_at=moment,
        by=by,
        by_name=name_of(by),
    )
    change = Change(recording.ENTITY, fresh.key, None, {"signed": made.get_side_display()})
    summary = _("Berita acara kunjungan ditandatangani: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.sign", summary=summary)
    _begin(fresh, moment, by=by, at=at)
    return made


@transaction.atomic
def remove_signature(*, signature: Signature, reason: str, by: Any, at: datetime) -> None:  # noqa: ANN401
    """Remove a signature for good, with a reason: given under a wrong name, it would stand for somebody else.

    Raises:
        VisitRefusal: no reason, the visit is closed, or somebody removed it before.
    """
    why = reason_of(reason)
    fresh = locked(signature.visit)
    check_open(fresh.state)
    if not Signature.objects.filter(pk=signature.pk).delete()[0]:
        raise VisitRefusal(_("Tanda tangan ini sudah dihapus."))
    files.remove(file=signature.file)
    change = Change(recording.ENTITY, fresh.key, {"signed": signature.get_side_display()}, {"signed": ""})
    summary = _("Tanda tangan kunjungan dihapus: {what}")
    recording.write(fresh, [change], by=by, at=at, verb="visits.remove_signature", summary=summary, reason=why)


def _kept(file: files.Checked, visit: Visit, *, by: Any, at: datetime) -> Any:  # noqa: ANN401
    kept = files.keep(file, place_code=visit.region.code, by=by, at=at)
    files.attach(files=[kept], to=f"{recording.ENTITY}:{visit.pk}")
    return kept

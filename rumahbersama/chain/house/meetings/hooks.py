"""What meetings tell the others through the registry."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.chain.house.meetings import letters, mailing, queries, recording
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.permissions import (
    keeping_places,
    may_be_invited,
    may_cancel,
    may_keep_at,
    visible_meetings,
)
from rumahbersama.chain.house.meetings.reference import deadlines_between
from rumahbersama.chain.house.meetings.rules import CLOSED
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.core.registry import (
    AuditEntity,
    CalendarItem,
    HandoverItem,
    HomeTask,
    ProblemLink,
    SearchHit,
)
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.presence.owners import Owner

MOST_TOLD = 3


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name invitations that wait for an answer, and meetings that ask for somebody (two queries at most)."""
    if not (may_be_invited(user) or keeping_places(user)):
        return
    asking = queries.asking(user, today=today)
    for meeting, invitation in asking.invited[:MOST_TOLD]:
        text = _("Anda diundang ke {meeting}, {day} pukul {hour}").format(
            meeting=meeting, day=day(meeting.day), hour=f"{meeting.begins:%H.%M}"
        )
        url = reverse("meetings:answer", args=[meeting.pk, invitation])
        yield HomeTask(text=text, url=url, action=_("Jawab"), tone="warn")
    for meeting in asking.soon[:MOST_TOLD]:
        when = _("hari ini") if meeting.day == today else day(meeting.day)
        text = _("{meeting}: {day} pukul {hour}, {venue}").format(
            meeting=meeting, day=when, hour=f"{meeting.begins:%H.%M}", venue=meeting.venue
        )
        yield HomeTask(text=text, url=meeting.get_absolute_url(), action=_("Buka"), tone="warn")
    for meeting in asking.unclosed[:MOST_TOLD]:
        yield _unclosed(meeting, user, today)
    for meeting in asking.unsent[:MOST_TOLD]:
        yield _unsent(meeting, user, today)


def _unclosed(meeting: Meeting, user: Any, today: date) -> HomeTask:  # noqa: ANN401
    """Say that what was promised in a meeting is no commitment yet."""
    text = _("{meeting}, {day}: belum ditutup, jadi janjinya belum menjadi komitmen").format(
        meeting=meeting, day=day(meeting.day)
    )
    past = (today - meeting.day).days
    sentence = ngettext(
        "{meeting} sudah {n} hari lewat dan belum ditutup, jadi janjinya belum mengikat siapa pun.",
        "{meeting} sudah {n} hari lewat dan belum ditutup, jadi janjinya belum mengikat siapa pun.",
        past,
    ).format(meeting=meeting, n=past)
    url = reverse("minutes:close", args=[meeting.pk])
    return HomeTask(text, url, _("Tutup"), "bad", decision=_if_led(user, meeting, sentence), rank=10)


def _unsent(meeting: Meeting, user: Any, today: date) -> HomeTask:  # noqa: ANN401
    """Say that nobody was told of a meeting that is near."""
    text = _("Undangan {meeting} belum dikirim, rapatnya {day}").format(meeting=meeting, day=day(meeting.day))
    left = (meeting.day - today).days
    sentence = ngettext(
        "{meeting} tinggal {n} hari lagi dan undangannya belum dikirim: kirim sekarang atau pindahkan harinya.",
        "{meeting} tinggal {n} hari lagi dan undangannya belum dikirim: kirim sekarang atau pindahkan harinya.",
        left,
    ).format(meeting=meeting, n=left)
    if not left:
        sentence = _("{meeting} hari ini dan undangannya belum dikirim.").format(meeting=meeting)
    url = reverse("meetings:send", args=[meeting.pk])
    return HomeTask(text, url, _("Kirim"), "warn", decision=_if_led(user, meeting, sentence), rank=25)


def _if_led(user: Any, meeting: Meeting, sentence: str) -> str:  # noqa: ANN401
    return sentence if may_cancel(user, meeting) else ""


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find meetings in sight by their title and place."""
    for row in queries.found(user=user, text=text):
        yield SearchHit(row.title, row.get_absolute_url(), _("Rapat"), f"{row.region}, {day(row.day)}", 33)


def problem_links(*, user: Any, problems: Sequence[Problem]) -> Iterator[ProblemLink]:  # noqa: ANN401
    """Yield the meetings in sight that took a problem up or will, each with what came of it (one query)."""
    for item in queries.items_about(problems, user=user):
        meeting = item.meeting
        came = item.get_result_display() if item.result != item.Result.NONE else meeting.get_state_display()
        detail = f"{came}: {item.result_text}" if item.result_text else came
        yield ProblemLink(_("Rapat"), meeting.title, meeting.get_absolute_url(), detail, meeting.day)


def history_labels() -> Iterator[AuditEntity]:
    """Name what is recorded of meetings and invitations."""
    yield AuditEntity(recording.ENTITY, _("Rapat"), recording.fields(), recording.values(), queries.names_of)
    yield AuditEntity(
        recording.INVITEE,
        _("Undangan rapat"),
        recording.fields_of_invitees(),
        recording.values_of_invitees(),
        queries.names_of_invitees,
    )


def handover_items(*, post: Post) -> Iterator[HandoverItem]:
    """Yield the meetings ahead that a post leads, writes or is invited to, for who hands it over (one query)."""
    for row in queries.ahead_of_post(post):
        text = _("{meeting}, {day}").format(meeting=row, day=day(row.day))
        yield HandoverItem(text=text, url=row.get_absolute_url())


def chores(*, at: datetime) -> Iterator[str]:
    """Send the invitations that wait."""
    yield f"meeting mails: {mailing.send_mails(at=at)}"


def calendar_items(*, user: Any, region: Region, start: date, end: date) -> Iterator[CalendarItem]:  # noqa: ANN401
    """Yield the meetings of a place that were not called off, and the days that law sets (one query)."""
    for row in queries.held_between(region, user=user, start=start, end=end):
        yield CalendarItem(
            key=f"rapat-{row.key}",
            kind="rapat",
            kind_name=_("Rapat"),
            title=row.title,
            day=row.day,
            begins=row.begins,
            ends=row.ends,
            url=row.get_absolute_url(),
            place=f"{row.venue}, {row.region}",
            state="done" if row.state == CLOSED else "",
            icon="calendar-clock",
        )
    for day_of_law in deadlines_between(start, end):
        basis = day_of_law.legal_basis
        yield CalendarItem(
            key=f"tenggat-{day_of_law.code}",
            kind="tenggat",
            kind_name=_("Tenggat peraturan"),
            title=day_of_law.title,
            day=day_of_law.day,
            detail=basis if day_of_law.is_checked else _("{basis} (belum diperiksa)").format(basis=basis),
            icon="landmark",
        )


def _of_reference(reference: str) -> str:
    """Return the key of a meeting that an attendance list or a paper belongs to, "" for none."""
    prefix, _colon, key = reference.partition(":")
    return key if prefix == queries.OWNER else ""


def paper_subjects(*, user: Any, subject: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Name the meeting of a paper to who sees it (one query, none for other papers)."""
    key = _of_reference(subject)
    for row in visible_meetings(user).filter(key=key) if key else ():
        yield row.title, row.get_absolute_url()


def paper_warnings(*, user: Any, paper: Any) -> Iterator[str]:  # noqa: ANN401
    """Say that an invitation names another schedule than its meeting has (one query, none for other papers)."""
    key = _of_reference(paper.subject) if paper.kind == letters.KIND else ""
    for row in visible_meetings(user).filter(key=key) if key else ():
        warning = letters.warning_of(paper, row)
        if warning:
            yield warning


class MeetingLists:
    """The owner of the attendance lists of meetings."""

    prefix = queries.OWNER

    def may_see(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether the user reads the meeting: then who was there too."""
        return visible_meetings(user).filter(key=_of_reference(reference)).exists()

    def may_keep(self, user: Any, reference: str) -> bool:  # noqa: ANN401
        """Tell whether the user keeps the meeting."""
        found = _meeting(reference)
        return found is not None and may_keep_at(user, found.region.code)

    def url(self, reference: str) -> str:
        """Return the page of the meeting."""
        found = _meeting(reference)
        return found.get_absolute_url() if found else ""

    def title(self, reference: str) -> str:
        """Return what the meeting is called."""
        return str(_meeting(reference) or "")


def _meeting(reference: str) -> Meeting | None:
    return Meeting.objects.select_related("region").filter(key=_of_reference(reference)).first()


def presence_owners() -> Iterator[Owner]:
    """Yield the owner of the lists of meetings."""
    yield MeetingLists()

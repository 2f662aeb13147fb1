"""The invitation of a meeting as a paper: a draft with its day, hours, place and agenda, and the list of guests."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.house.meetings import queries, texts
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.rules import CANCELLED, MeetingRefusal
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.writing import annex, entries, fields, named_day, numbered, text

KIND = "surat_undangan"
MOST_ADDRESSED = 3
THANKS = "Demikian undangan ini disampaikan. Atas kehadiran Saudara diucapkan terima kasih."


def write_invitation(*, meeting: Meeting, road: dict[str, Any], by: Any, at: datetime) -> Paper:  # noqa: ANN401
    """Write the draft of the invitation to a meeting.

    Args:
        meeting: what it invites to.
        road: who signs, for whom, and whose paraf it needs (``papers.forms.RoadForm.road``).
        by: who writes.
        at: when; guests and agenda are those of this moment.

    Raises:
        MeetingRefusal: the meeting was called off, or nobody is invited.
        PaperRefusal: as ``papers.actions.draft``.
    """
    if meeting.state == CANCELLED:
        raise MeetingRefusal(_("Rapat ini dibatalkan, jadi undangannya tidak ditulis lagi."))
    guests = [(row.title, row.office) for row in queries.invitees_in_order(meeting)]
    if not guests:
        raise MeetingRefusal(_("Belum ada yang diundang. Susun dulu daftarnya."))
    with override("id"):
        is_few = len(guests) <= MOST_ADDRESSED
        to = (
            [f"{title}, {office}" if office else title for title, office in guests]
            if is_few
            else ["Daftar terlampir"]
        )
        content = {
            "to": [*to, "di Tempat"],
            "nature": "Biasa",
            "attachment": "" if is_few else "Satu lembar",
            "blocks": [*_blocks(meeting), *([] if is_few else _annex(guests))],
            "whatsapp": texts.text_for_all(meeting),
        }
    return papers.draft(
        kind=KIND,
        region=meeting.region,
        agency=road["signer_post"].agency,
        title=f"Undangan {meeting.title}",
        content=content,
        subject=queries.owner_text(meeting),
        by=by,
        at=at,
        **road,
    )


def _blocks(meeting: Meeting) -> list[Block]:
    agenda = [item.title for item in queries.agenda_of(meeting)]
    return [
        text("Dengan hormat,"),
        text("Kami mengharapkan kehadiran Saudara dalam rapat pada:"),
        fields(
            ("Hari, tanggal", named_day(meeting.day)),
            ("Pukul", texts.hours(meeting)),
            ("Tempat", meeting.venue),
            ("Acara", meeting.title),
        ),
        text("Dengan agenda:"),
        entries(agenda),
        text(THANKS),
    ]


def _annex(guests: list[tuple[str, str]]) -> list[Block]:
    return [annex("Daftar undangan"), numbered(("Jabatan atau nama", "Instansi, tempat, atau lembaga"), guests)]

"""The invitation of a meeting as a paper: a draft with its day, hours, place and agenda, and the list of guests."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.chain.house.meetings import queries, texts
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.rules import CANCELLED, MeetingRefusal
from rumahbersama.ground.core.formats import day
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.writing import annex, entries, fields, named_day, numbered, text

KIND = "surat_undangan"
DAY, HOURS, PLACE = "Hari, tanggal", "Pukul", "Tempat"
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


def warning_of(paper: Paper, meeting: Meeting) -> str:
    """Return that an invitation names another day, hours or place than its meeting has by now; "" where it does not.

    A value that people wrote more fully ("Aula kecamatan, lantai 2") is none other.
    """
    if paper.kind != KIND or meeting.state == CANCELLED:
        return ""
    fields_of = (block["rows"] for block in paper.content.get("blocks", ()) if block["kind"] == "fields")
    said = {name: value for rows in fields_of for name, value in rows}
    until = "" if "selesai" in said.get(HOURS, "") else f"{meeting.ends:%H.%M}"
    checks = (
        (_("hari"), said.get(DAY), [named_day(meeting.day)]),
        (_("jam"), said.get(HOURS), [f"{meeting.begins:%H.%M}", until]),
        (_("tempat"), said.get(PLACE), [meeting.venue]),
    )
    what = ", ".join(name for name, value, parts in checks if value is not None and not _has(value, parts))
    if not what:
        return ""
    if paper.is_in_force:
        words = _(
            "Surat ini tidak sama lagi dengan jadwal rapatnya ({what}): rapatnya {day} pukul {begins} sampai {ends} "
            "di {venue}. Buat pengganti, lalu kirim yang itu."
        )
    elif paper.is_unfinished:
        words = _(
            "Konsep ini tidak sama lagi dengan jadwal rapatnya ({what}): rapatnya {day} pukul {begins} sampai {ends} "
            "di {venue}. Perbaiki sebelum ditandatangani."
        )
    else:
        return ""
    hour = {"begins": f"{meeting.begins:%H.%M}", "ends": f"{meeting.ends:%H.%M}"}
    return words.format(what=what, day=day(meeting.day), venue=meeting.venue, **hour)


def _has(value: str, parts: list[str]) -> bool:
    return all(part.lower() in value.lower() for part in parts)


def _blocks(meeting: Meeting) -> list[Block]:
    agenda = [item.title for item in queries.agenda_of(meeting)]
    return [
        text("Dengan hormat,"),
        text("Kami mengharapkan kehadiran Saudara dalam rapat pada:"),
        fields(
            (DAY, named_day(meeting.day)),
            (HOURS, texts.hours(meeting)),
            (PLACE, meeting.venue),
            ("Acara", meeting.title),
        ),
        text("Dengan agenda:"),
        entries(agenda),
        text(THANKS),
    ]


def _annex(guests: list[tuple[str, str]]) -> list[Block]:
    return [annex("Daftar undangan"), numbered(("Jabatan atau nama", "Instansi, tempat, atau lembaga"), guests)]

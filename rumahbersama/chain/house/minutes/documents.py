"""The papers of a meeting in the usual Indonesian form: notulen, berita acara, daftar hadir; drafts in one tap.

A draft is made anew from the minutes as often as need be; once it is signed it stays as it is.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from rumahbersama.chain.house.meetings import queries as meetings
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.meetings.texts import hours
from rumahbersama.chain.house.minutes import attending
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.house.minutes.queries import Row, rows_of
from rumahbersama.chain.house.minutes.rules import MinutesRefusal
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.contents import TABLE, TEXT, Block, content_of
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.kinds import SHEET, PaperKind
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED
from rumahbersama.workshop.papers.signers import holder_of, titled
from rumahbersama.workshop.papers.writing import (
    fields,
    heading,
    missing,
    named_day,
    numbered,
    spelled_day,
    text,
)

NOTULEN, BERITA_ACARA, DAFTAR_HADIR = "notulen", "berita_acara", "daftar_hadir"
KINDS = (NOTULEN, BERITA_ACARA, DAFTAR_HADIR)
WITNESSES = 2
RESULT, AGREED = "Hasil", ("Siapa", "Melakukan apa", "Untuk", "Paling lambat")


def kinds() -> Iterator[PaperKind]:
    """Yield the kind of paper that only meetings have (filler of ``registry.paper_kinds``)."""
    yield PaperKind(NOTULEN, gettext_lazy("Notulen"), needs_number=False, layout=SHEET, typed=False)


@transaction.atomic
def make_paper(*, meeting: Meeting, kind: str, by: Any, at: datetime) -> Paper:  # noqa: ANN401 - Account
    """Write the draft of a paper of a meeting, or write the one that is there anew; the chair signs it.

    Raises:
        MinutesRefusal: the meeting was not held, it is signed already, or nobody is on the attendance list.
        PaperRefusal: a part that papers refuse.
    """
    if meeting.state not in (Meeting.State.OPEN, Meeting.State.CLOSED):
        raise MinutesRefusal(_("Rapat ini belum dibuka, jadi belum ada yang ditulis."))
    subject = meetings.owner_text(meeting)
    there = Paper.objects.filter(kind=kind, subject=subject)
    old = there.filter(state__in=UNFINISHED).select_for_update().first()
    if old is None and there.filter(state__in=IN_FORCE).exists():
        raise MinutesRefusal(
            _("Surat ini sudah ditandatangani, jadi tidak ditulis ulang. Gantilah dari halaman suratnya.")
        )
    with override("id"):
        title, blocks = _TEXTS[kind](meeting, rows_of(meeting))
    initials = [meeting.secretary] if meeting.secretary else []
    if old is not None:
        wording = papers.Wording(
            title=title, content={"blocks": blocks}, signer_post=meeting.chair, initials=initials
        )
        return papers.correct(paper=old, wording=wording, by=by, at=at, seen=old.version)
    return papers.draft(
        kind=kind,
        region=meeting.region,
        agency=meeting.chair.agency,
        title=title,
        content={"blocks": blocks},
        signer_post=meeting.chair,
        initials=initials,
        subject=subject,
        by=by,
        at=at,
    )


def _facts(meeting: Meeting) -> Block:
    return fields(
        ("Hari, tanggal", named_day(meeting.day)),
        ("Pukul", hours(meeting)),
        ("Tempat", meeting.venue),
        ("Acara", meeting.title),
        ("Pemimpin rapat", _held(meeting, "chair")),
        ("Notulis", _held(meeting, "secretary")),
        ("Hadir", _attended(meeting)),
    )


def _attended(meeting: Meeting) -> str:
    """Return how many were there, and that the list comes with it where that paper was written; "" for nobody."""
    count = attending.counted(meeting)
    lists = Paper.objects.filter(kind=DAFTAR_HADIR, subject=meetings.owner_text(meeting))
    is_there = bool(count) and lists.filter(state__in=(*UNFINISHED, *IN_FORCE)).exists()
    return f"{count} (daftar hadir terlampir)" if is_there else count


def _held(meeting: Meeting, role: str) -> str:
    """Return a post of the meeting with who held it on its day, "" where there is none."""
    post = getattr(meeting, role)
    tenure = holder_of(post, meeting.day) if post else None
    return f"{tenure.person.name}, {titled(post)}" if tenure else titled(post) if post else ""


def _notulen(meeting: Meeting, rows: list[Row]) -> tuple[str, list[Block]]:
    blocks = [_facts(meeting)]
    for number, row in enumerate(rows, start=1):
        blocks.append(heading(f"{number}. {row.item.title}"))
        said = [line.strip() for line in row.item.notes.splitlines() if line.strip()]
        blocks += [text(line) for line in said] or [text("Tidak ada catatan.")]
        blocks += _came_of(row)
    return meeting.title, blocks


def _came_of(row: Row) -> list[Block]:
    """Return what came of an item as the notulen writes it."""
    said = [text(f"{RESULT}: {_result(row)}")] if _result(row) else []
    return [*said, _agreed([row])] if row.pledges else said


def _berita_acara(meeting: Meeting, rows: list[Row]) -> tuple[str, list[Block]]:
    there = _attended(meeting) or missing("yang hadir")
    opening = (
        f"Pada hari ini, {spelled_day(meeting.day)} ({meeting.day:%d-%m-%Y}), bertempat di {meeting.venue}, telah "
        f"dilaksanakan {meeting.title} {meeting.region}, yang dipimpin {titled(meeting.chair)} dan dihadiri {there}."
    )
    results, *agreed = _outcomes(rows)
    blocks = [text(opening), heading("Hasil pembahasan"), results]
    blocks.append(heading("Kesepakatan"))
    blocks += agreed or [text("Tidak ada komitmen baru.")]
    blocks.append(text("Demikian berita acara ini dibuat dengan sebenarnya untuk digunakan sebagaimana mestinya."))
    blocks.append(numbered(("Nama", "Jabatan", "Sebagai", "Tanda tangan"), _signing(meeting)))
    return meeting.title, blocks


def _outcomes(rows: list[Row]) -> list[Block]:
    """Return what came of all items as the berita acara writes it: a table of results, and one of promises if any."""
    results = [(row.item.title, _result(row) or _promised(row)) for row in rows if not row.item.is_opening]
    pledged = [row for row in rows if row.pledges]
    return [numbered(("Mata acara", RESULT), results), *([_agreed(pledged)] if pledged else [])]


def differs(paper: Paper, rows: list[Row]) -> bool:
    """Tell whether a signed notulen or berita acara says otherwise than what came of the items (no query)."""
    if paper.kind not in (NOTULEN, BERITA_ACARA) or not paper.is_in_force:
        return False
    with override("id"):
        now = _outcomes(rows) if paper.kind == BERITA_ACARA else [each for row in rows for each in _came_of(row)]
    said = [block for block in content_of(paper.content).blocks if _tells_outcomes(block)]
    return said != list(content_of({"blocks": now}).blocks)


def _tells_outcomes(block: Block) -> bool:
    if block["kind"] == TEXT:
        return str(block["text"]).startswith(f"{RESULT}: ")
    return block["kind"] == TABLE and tuple(block["columns"][1:]) in (("Mata acara", RESULT), AGREED)


def _signing(meeting: Meeting) -> list[tuple[str, str, str, str]]:
    """Return who signs: chair, secretary, and witnesses of those who were there and are neither."""
    rows = []
    for post, role in ((meeting.chair, "Pemimpin rapat"), (meeting.secretary, "Sekretaris rapat")):
        if post is not None:
            tenure = holder_of(post, meeting.day)
            rows.append((tenure.person.name if tenure else missing("nama"), titled(post), role, ""))
    used = {name for name, *_rest in rows}
    others = [(name, office) for name, office, _at in attending.there(meeting) if name not in used][:WITNESSES]
    others += [(missing("nama"), missing("jabatan"))] * (WITNESSES - len(others))
    return rows + [(name, office, "Saksi", "") for name, office in others]


def _agreed(rows: list[Row]) -> Block:
    told = [(each.who, _what(each), each.region, long_day(each.due_on)) for row in rows for each in row.pledges]
    return numbered(AGREED, told)


def _what(pledge: Pledge) -> str:
    """Return what is promised, with the target where one was given."""
    return pledge.what if pledge.target is None else f"{pledge.what} ({pledge.aim})"


def _result(row: Row) -> str:
    item = row.item
    if item.result == item.Result.DECISION:
        return item.result_text
    if item.result == item.Result.UPWARD:
        return f"Diteruskan ke kabupaten: {item.result_text}"
    if item.result == item.Result.PUT_OFF and item.put_off_to is not None:
        return f"Ditunda sampai {long_day(item.put_off_to)}: {item.result_text}"
    return ""


def _promised(row: Row) -> str:
    return f"{len(row.pledges)} komitmen, lihat kesepakatan." if row.pledges else "Belum ada hasil."


def _daftar_hadir(meeting: Meeting, _rows: list[Row]) -> tuple[str, list[Block]]:
    people = [(name, office, at, "") for name, office, at in attending.there(meeting)]
    if not people:
        raise MinutesRefusal(
            _("Belum ada yang tercatat hadir. Buka daftar hadir rapat ini, catat yang hadir, lalu ulangi.")
        )
    facts = fields(("Hari, tanggal", named_day(meeting.day)), ("Pukul", hours(meeting)), ("Tempat", meeting.venue))
    return meeting.title, [
        facts,
        numbered(("Nama", "Jabatan, lembaga", "Hadir", "Tanda tangan"), people),
    ]


_TEXTS: dict[str, Callable[[Meeting, list[Row]], tuple[str, list[Block]]]] = {
    NOTULEN: _notulen,
    BERITA_ACARA: _berita_acara,
    DAFTAR_HADIR: _daftar_hadir,
}

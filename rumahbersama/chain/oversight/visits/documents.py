"""The papers of a visit: letter of assignment, berita acara, and the report for the account of the journey (SPJ).

All are drafts. The berita acara is the sheet that is signed in the village: printed before with empty places, or
written after with what was answered; the signed sheet is kept as the scan of its paper.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from rumahbersama.chain.oversight.visits import assignments, queries, recording
from rumahbersama.chain.oversight.visits.models import Signature, Visit
from rumahbersama.chain.oversight.visits.rules import CANCELLED, DONE, VisitRefusal
from rumahbersama.ground.people.queries import camat_of
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.contents import MOST_PICTURES, Block
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.kinds import SHEET, PaperKind
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.pictures import Print, block_of, prints_of
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED
from rumahbersama.workshop.papers.signers import holder_of, titled
from rumahbersama.workshop.papers.writing import fields, heading, missing, named_day, numbered, text

ASSIGNMENT, MINUTES, REPORT = "surat_tugas", "berita_acara_kunjungan", "laporan_kunjungan"
KINDS = (ASSIGNMENT, MINUTES, REPORT)
DOTS = "…" * 12  # a place to write by hand


def kinds() -> list[PaperKind]:
    """Return the kinds of paper that only visits have (filler of ``registry.paper_kinds``)."""
    plain: dict[str, Any] = {"needs_number": False, "layout": SHEET, "typed": False, "is_private": True}
    return [
        PaperKind(MINUTES, gettext_lazy("Berita acara kunjungan"), **plain),
        PaperKind(REPORT, gettext_lazy("Laporan kunjungan"), **plain),
    ]


def make_paper(*, visit: Visit, kind: str, by: Any, at: datetime) -> Paper:  # noqa: ANN401 - Account
    """Write the draft of a paper of a visit, or write the one that is there anew.

    The letter of assignment is signed by the camat, the others by who leads the visit. The report keeps copies of the
    photos, made small before the database is held for writing.

    Raises:
        VisitRefusal: called off, not made yet (the report), signed already, or nobody could sign.
        PaperRefusal: a part that papers refuse.
        FileRefusal: a photo whose bytes are gone or changed.
    """
    if visit.state == CANCELLED:
        raise VisitRefusal(_("Kunjungan ini dibatalkan, jadi suratnya tidak ditulis."))
    if kind == REPORT and visit.state != DONE:
        raise VisitRefusal(_("Laporan ditulis sesudah kunjungan ditutup."))
    return _written(visit, kind, _prints(visit) if kind == REPORT else [], by=by, at=at)


def _prints(visit: Visit) -> list[Print]:
    photos = queries.photos_of(visit)[:MOST_PICTURES]
    chosen = [(photo.file, photo.caption or "Foto kunjungan") for photo in photos]
    return prints_of(chosen, owner=f"{recording.ENTITY}:{visit.pk}") if chosen else []


@transaction.atomic
def _written(visit: Visit, kind: str, prints: Sequence[Print], *, by: Any, at: datetime) -> Paper:  # noqa: ANN401
    subject = queries.owner_text(visit)
    there = Paper.objects.filter(kind=kind, subject=subject)
    if there.filter(state__in=IN_FORCE).exists():
        raise VisitRefusal(
            _("Surat ini sudah ditandatangani, jadi tidak ditulis ulang. Gantilah dari halaman suratnya.")
        )
    signer = _signer(visit, kind)
    with override("id"):
        title, blocks = _assignment(visit) if kind == ASSIGNMENT else _sheet(visit, kind, prints)
    content: dict[str, Any] = {"blocks": blocks, "copies": []}  # an office's tembusan are for letters that go out
    old = there.filter(state__in=UNFINISHED).select_for_update().first()
    if old is not None:
        wording = papers.Wording(title=title, content=content, signer_post=signer, pictures=prints)
        return papers.correct(paper=old, wording=wording, by=by, at=at, seen=old.version)
    return papers.draft(
        kind=kind,
        region=signer.region,
        agency=signer.agency,
        title=title,
        content=content,
        signer_post=signer,
        initials=[],
        subject=subject,
        pictures=prints,
        by=by,
        at=at,
    )


def _signer(visit: Visit, kind: str) -> Any:  # noqa: ANN401 - a Post
    if kind != ASSIGNMENT:
        return visit.who.select_related("post__region").earliest("order", "pk").post
    kecamatan = visit.region.parent
    found = camat_of(kecamatan=kecamatan) if kecamatan else None
    if found is None:
        raise VisitRefusal(_("Jabatan camat belum tercatat, jadi surat tugas belum dapat ditulis. Catat dulu."))
    return found


def _goers(visit: Visit) -> list[tuple[str, str, str]]:
    rows = []
    for each in visit.who.select_related("post__region"):
        tenure = holder_of(each.post, visit.day)
        name, rank = (tenure.person.name, tenure.person.rank) if tenure else (missing("nama"), "")
        rows.append((name, rank, titled(each.post)))
    return rows


def _people(visit: Visit) -> Block:
    return numbered(("Nama", "Pangkat", "Jabatan"), _goers(visit))


def _assignment(visit: Visit) -> tuple[str, list[Block]]:
    blocks = [
        fields(("Dasar", missing("dasar penugasan"))),
        text("MENUGASKAN kepada:"),
        _people(visit),
        fields(
            ("Untuk", visit.purpose),
            ("Waktu", named_day(visit.planned_on)),
            ("Tempat", str(visit.region)),
        ),
        text("Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."),
    ]
    return f"Surat tugas kunjungan ke {visit.region}", blocks


def _sheet(visit: Visit, kind: str, prints: Sequence[Print]) -> tuple[str, list[Block]]:
    return _minutes(visit) if kind == MINUTES else _report(visit, prints)


def _minutes(visit: Visit) -> tuple[str, list[Block]]:
    sheet = queries.sheet_of(visit)
    rows = [
        (line.asked.label, line.shown or DOTS, line.note)
        for _heading, lines in sheet.sections
        for line in lines
        if line.asked.is_answered
    ]
    said = [text(line) for line in sheet.report.splitlines() if line.strip()]
    blocks = [
        text(
            "Pada hari dan tanggal di bawah ini telah diadakan kunjungan ke desa. Isi berita acara ini dibacakan "
            "kepada pemerintah desa sebelum ditandatangani."
        ),
        *_facts(visit),
    ]
    if rows:
        blocks += [heading("Jawaban daftar periksa"), numbered(("Pertanyaan", "Jawaban", "Catatan"), rows)]
    blocks += [heading("Catatan kunjungan"), *(said or [text(DOTS), text(DOTS)])]
    blocks += [heading("Tanda tangan"), numbered(("Nama", "Jabatan", "Untuk", "Tanda tangan"), _signing(visit))]
    return f"Berita acara kunjungan ke {visit.region}", blocks


def _signing(visit: Visit) -> list[tuple[str, str, str, str]]:
    """Return a line for the village official, empty where nobody signed yet, and one for everyone who goes."""
    side = Signature.Side.VILLAGE
    there = [row for row in queries.signatures_of(visit) if row.side == side]
    village = [(row.name, row.title, "Pemerintah desa", "") for row in there] or [(DOTS, DOTS, "Pemerintah desa", "")]
    return [*village, *((name, title, "Kecamatan", "") for name, _rank, title in _goers(visit))]


def _assigned(visit: Visit) -> str:
    """Return number and day of the letter of assignment in force, its own or that of its week or quarter."""
    there = Paper.objects.filter(kind=ASSIGNMENT, subject=queries.owner_text(visit), state__in=IN_FORCE)
    paper = there.order_by("-signed_on", "-pk").first() or assignments.assigning(visit)
    if paper is None or paper.signed_on is None:
        return missing("nomor dan tanggal surat tugas")
    return f"{paper.number or missing('nomor surat tugas')}, {long_day(paper.signed_on)}"


def _facts(visit: Visit, *more: tuple[str, str]) -> list[Block]:
    return [
        fields(
            ("Desa", str(visit.region)),
            ("Hari, tanggal", named_day(visit.day)),
            ("Maksud", visit.purpose),
            ("Daftar periksa", str(visit.checklist.questionnaire) if visit.checklist else "Tanpa daftar periksa"),
            *more,
        ),
        heading("Yang berangkat"),
        _people(visit),
    ]


def _report(visit: Visit, prints: Sequence[Print]) -> tuple[str, list[Block]]:
    sheet, signatures = queries.sheet_of(visit), queries.signatures_of(visit)
    outcome = sheet.outcome
    said = [text(line) for line in visit.report.splitlines() if line.strip()]
    hours = (("Jam berangkat", sheet.left), ("Jam kembali", sheet.returned))
    blocks = [
        *_facts(visit, ("Surat tugas", _assigned(visit)), *(each for each in hours if each[1])),
        heading("Catatan kunjungan"),
        *(said or [text("Tidak ada catatan.")]),
    ]
    if outcome.answered:
        told = f"{outcome.yes} ya, {len(outcome.lacks)} tidak, {outcome.not_applicable} tidak berlaku."
        blocks += [heading("Hasil daftar periksa"), text(told)]
    if outcome.lacks:
        rows = [(lack.label, lack.remedy) for lack in outcome.lacks]
        blocks += [heading("Dijawab tidak"), numbered(("Pertanyaan", "Perbaikan"), rows)]
    if prints:
        blocks += [heading("Dokumentasi"), block_of(prints)]
    if signatures:
        signed = [(row.name, row.title, str(row.get_side_display())) for row in signatures]
        blocks += [heading("Berita acara ditandatangani"), numbered(("Nama", "Jabatan", "Untuk"), signed)]
    return f"Laporan kunjungan ke {visit.region}", blocks

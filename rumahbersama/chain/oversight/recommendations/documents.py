"""The paper that goes to the bupati with a copy to APIP: only what the camat confirmed, with the village's reply.

Source: Permendagri 73/2020 (result to the bupati with a copy to APIP: FACTS section 2.7); the form is ours, since the
forms of its annex were not legible (docs/adr/0040-recommendations.md).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from rumahbersama.chain.oversight.recommendations import queries, rules
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report, Step
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.kinds import PaperKind
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.writing import annex, heading, numbered, text

KIND, SUBJECT = "laporan_binwas", "recommendations.report"
REPLIES = {
    rules.ASKED: "Desa tidak menanggapi sampai tenggatnya",
    rules.AGREED: "Desa menyetujui",
    rules.KEPT: "Desa keberatan; dipertahankan dengan alasan (di bawah)",
}
WORDS = ("Desa", "Hasil", "Tanggapan desa", "Jawaban kecamatan")


def kinds() -> Iterator[PaperKind]:
    """Yield the kind of paper (filler of ``registry.paper_kinds``); its public page tells only that it is valid."""
    label = gettext_lazy("Laporan hasil pembinaan dan pengawasan")
    yield PaperKind(KIND, label, is_private=True, classification="700", typed=False)


def papers_of(report: Report) -> QuerySet[Paper]:
    """Return the papers of a report, newest first."""
    return Paper.objects.filter(kind=KIND, subject=f"{SUBJECT}:{report.key}")


def head_of(kecamatan: Region) -> tuple[str, str]:
    """Return who heads the kabupaten or kota, and who its inspectorate is, as a letter names them."""
    above = kecamatan.parent
    name = above.name if above else ""
    title = "Wali Kota" if above and above.kind == "kota" else "Bupati"
    return f"{title} {name}", f"Inspektur {above or ''} (APIP)".strip()


def draft_report(
    *,
    report: Report,
    items: Sequence[Recommendation],
    signer: Post,
    by: Any,  # noqa: ANN401 - Account, or None for the program
    at: datetime,
) -> Paper:
    """Write the draft of the paper of a report.

    Raises:
        PaperRefusal: as ``papers.actions.draft``.
    """
    with override("id"):
        head, inspectorate = head_of(report.kecamatan)
        content = {
            "to": [head, "di Tempat"],
            "nature": "Penting",
            "attachment": "Satu berkas",
            "blocks": _blocks(report, items, at),
            "copies": [inspectorate],
        }
    return papers.draft(
        kind=KIND,
        region=report.kecamatan,
        agency=signer.agency,
        title=f"Laporan hasil pembinaan dan pengawasan no. {report}",
        content=content,
        signer_post=signer,
        subject=f"{SUBJECT}:{report.key}",
        by=by,
        at=at,
    )


def _words(items: Sequence[Recommendation]) -> list[tuple[object, str, str, str]]:
    """Return what villages said, in their own words, each with what it was answered (one query)."""
    heard = queries.heard_of(items)
    rows: list[tuple[object, str, str, str]] = []
    for item in items:
        steps = heard.get(item.pk, [])
        for place, step in enumerate(steps, start=1):
            if step.kind in Step.VILLAGE and step.text:
                answer = next((each.text for each in steps[place : place + 1] if each.kind in Step.ANSWERS), "–")
                rows.append((item.village, f"no. {item.numbered}", f"{step.get_kind_display()}: {step.text}", answer))
    return rows


def _blocks(report: Report, items: Sequence[Recommendation], at: datetime) -> list[dict[str, Any]]:
    villages = len({item.village_id for item in items})
    rule = rule_on(timezone.localdate(at))
    opening = (
        f"Bersama ini disampaikan {len(items)} hasil pembinaan dan pengawasan di {villages} desa/kelurahan "
        f"{report.kecamatan}, yang sudah ditanggapi desa atau lewat tenggat tanggapannya, dan dikonfirmasi camat. "
        "Hasil ini merupakan kesesuaian dokumen dan pelayanan dengan ketentuan, bukan hasil pemeriksaan."
    )
    rows = [
        (
            item.village,
            f"{item.get_kind_display()} no. {item.numbered}: {item.what}",
            item.legal_basis,
            item.remedy,
            f"{rule.severity(item.severity).name}, {long_day(item.due_on)}",
            REPLIES.get(item.confirmed_reply, ""),
        )
        for item in items
    ]
    columns = ("Desa", "Hasil", "Dasar", "Cara membenahi", "Tingkat, tenggat", "Tanggapan desa")
    words = _words(items)
    closing = "Demikian disampaikan untuk menjadi bahan selanjutnya."
    return [
        text("Dengan hormat,"),
        text(opening),
        text(closing),
        annex("Hasil satu per satu"),
        numbered(columns, rows),
        *([heading("Kata-kata desa dan jawaban kecamatan"), numbered(WORDS, words)] if words else ()),
    ]

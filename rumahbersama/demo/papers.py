"""Invented papers of the demo's kecamatan, at every stop of their road."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from rumahbersama.demo.people import HOME
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.papers import actions, pdfs
from rumahbersama.workshop.papers.actions import Signing
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.papers.offices import first_guess, set_up_office
from rumahbersama.workshop.papers.sealing import seal_paper


def _fields(*rows: tuple[str, str]) -> dict[str, Any]:
    return {"kind": "fields", "rows": [list(row) for row in rows]}


def _text(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": text}


def write_papers(*, at: datetime, today: date) -> list[Paper]:
    """Set the letterhead and write papers: finished, to be signed, sent back, cancelled, and a schedule."""
    home = get_region(HOME)
    posts = {post.role: post for post in Post.objects.filter(region=home).select_related("region")}
    facts = replace(
        first_guess(home),
        address="Jalan Balai Rakyat 1, telepon (000) 123456, surel kecamatan@contoh.invalid",
        short="Kec",
        copies=("Bupati, sebagai laporan",),
    )
    set_up_office(region=home, agency="", facts=facts, by=None, at=at)
    sent = _invitation(home, posts, "Undangan rapat Rumah Bersama ke-8", "09.00", at=at, today=today)
    waiting = _invitation(home, posts, "Undangan rapat Rumah Bersama ke-9", "13.30", at=at, today=today)
    returned = _assignment(home, posts, at=at)
    finish(sent, Numbering("000", 41), at=at, today=today)
    put = actions.put_up(paper=waiting, by=None, at=at, seen=waiting.version)
    actions.initial(paper=put, post=posts["sekcam"], by=None, at=at, seen=put.version)
    put = actions.put_up(paper=returned, by=None, at=at, seen=returned.version)
    reason = "Tulis juga kendaraan yang dipakai."
    actions.send_back(paper=put, reason=reason, by=None, at=at, seen=put.version)
    wrong = _invitation(home, posts, "Undangan rapat koordinasi posyandu", "08.00", at=at, today=today, marks=())
    wrong = finish(wrong, Numbering("400"), at=at, today=today)
    wrong = Paper.objects.get(pk=wrong.pk)
    actions.cancel(paper=wrong, reason="Rapatnya digabung dengan rapat ke-8.", by=None, at=at, seen=wrong.version)
    return [sent, waiting, returned, wrong, _schedule(home, posts, at=at)]


def _invitation(
    home: Region,
    posts: dict[str, Post],
    title: str,
    hour: str,
    *,
    at: datetime,
    today: date,
    marks: tuple[str, ...] = ("sekcam",),
) -> Paper:
    day = today + timedelta(days=7)
    content = {
        "to": [f"Kepala Desa se-{home}", "di Tempat"],
        "nature": "Biasa",
        "blocks": [
            _text("Dengan hormat,"),
            _text("Kami mengundang Saudara untuk hadir dalam rapat Rumah Bersama pada:"),
            _fields(
                ("Tanggal", f"{day.day}-{day.month}-{day.year}"),
                ("Pukul", hour),
                ("Tempat", f"Aula {home}"),
                ("Acara", "Membahas kebutuhan layanan dasar yang belum terlayani"),
            ),
            _text("Atas kehadiran Saudara diucapkan terima kasih."),
        ],
    }
    return actions.draft(
        kind="surat_undangan",
        region=home,
        title=title,
        content=content,
        signer_post=posts["camat"],
        initials=[posts[role] for role in marks],
        by=None,
        at=at,
    )


def _assignment(home: Region, posts: dict[str, Post], *, at: datetime) -> Paper:
    content = {
        "blocks": [
            _text(f"Camat {home.name} menugaskan:"),
            {
                "kind": "table",
                "columns": ["No.", "Nama", "Jabatan"],
                "rows": [["1", "Dewi Lestari", "Plt. Kasi Pemberdayaan Masyarakat dan Desa"]],
            },
            _fields(("Untuk", "Mendampingi desa menyusun usulan pustu")),
        ]
    }
    return actions.draft(
        kind="surat_tugas",
        region=home,
        title="Pendampingan usulan pustu",
        content=content,
        signer_post=posts["sekcam"],
        on_behalf=posts["camat"],
        by=None,
        at=at,
    )


def _schedule(home: Region, posts: dict[str, Post], *, at: datetime) -> Paper:
    rows = [["08.30", "Pendaftaran", "Aula"], ["09.00", "Pembukaan", "Aula"], ["10.00", "Diskusi per desa", "Aula"]]
    table = {"kind": "table", "columns": ["Waktu", "Acara", "Tempat"], "rows": rows}
    return actions.draft(
        kind="jadwal",
        region=home,
        title="Rapat Rumah Bersama ke-8",
        content={"copies": [], "blocks": [table]},
        signer_post=posts["sekcam"],
        by=None,
        at=at,
    )


def finish(paper: Paper, numbering: Numbering, *, at: datetime, today: date) -> Paper:
    """Initial, sign, number and seal a paper."""
    put = actions.put_up(paper=paper, by=None, at=at, seen=paper.version)
    for mark in put.initials.select_related("post"):
        put = actions.initial(paper=put, post=mark.post, by=None, at=at, seen=put.version)
    signing = Signing(signed_on=today, way=Paper.Way.SEAL, numbering=numbering)
    made = actions.sign(paper=put, signing=signing, by=None, at=at, seen=put.version)
    if pdfs.can_make():
        seal_paper(paper=made, by=None, at=at)
    return made

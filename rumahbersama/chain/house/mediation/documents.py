"""Berita acara kesepakatan: a paper with the points and the places to sign, for the parties and the camat as witness.

It is printed, signed by hand, and its scan kept, like other papers. It has no number of the office's register, which
everybody in the kecamatan reads: it bears the number of the case.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from rumahbersama.chain.house.mediation import queries, recording
from rumahbersama.chain.house.mediation.actions.rows import locked
from rumahbersama.chain.house.mediation.models import Case
from rumahbersama.chain.house.mediation.permissions import keys_of_own_cases
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.rules import AGREED, MEDIATING, MediationRefusal
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.queries import camat_of
from rumahbersama.ground.people.roles import MEDIATE
from rumahbersama.workshop.papers import actions as papers
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.kinds import SHEET, PaperKind
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.queries import papers_for
from rumahbersama.workshop.papers.rules import IN_FORCE, UNFINISHED
from rumahbersama.workshop.papers.signers import holder_of, titled
from rumahbersama.workshop.papers.writing import fields, heading, missing, numbered, spelled_day, text

KIND = "berita_acara_kesepakatan"


def kinds() -> Iterator[PaperKind]:
    """Yield the kind of paper that only cases have (filler of ``registry.paper_kinds``)."""
    yield PaperKind(
        KIND,
        gettext_lazy("Berita acara kesepakatan"),
        needs_number=False,
        layout=SHEET,
        is_private=True,
        typed=False,
        act=MEDIATE,
        closed_to=_closed_to,
        whatsapp=_no_text,
    )


def _no_text(_paper: Paper) -> str:
    """Give nothing to copy: what is sealed here does not travel by message."""
    return ""


def _closed_to(user: Any) -> Any:  # noqa: ANN401 - Account; a subquery of texts
    """Return the subjects of the cases in which the user is a party: its papers are for who mediates."""
    told = Concat(Value(f"{recording.ENTITY}:"), "key", output_field=CharField())
    return keys_of_own_cases(user).annotate(subject=told).values("subject")


@transaction.atomic
def make_paper(*, case: Case, by: Any, at: datetime) -> Paper:  # noqa: ANN401 - Account
    """Write the draft of the agreement of a case, or write the one that is there anew; the camat signs as witness.

    Raises:
        MediationRefusal: neither mediated nor agreed, no points, no post of a camat, or it is signed already.
        PaperRefusal: a part that papers refuse.
    """
    case = locked(case)
    if case.state not in (MEDIATING, AGREED):
        raise MediationRefusal(_("Berita acara ditulis selama perkara dimediasi atau disepakati."))
    if not queries.points_of(case):
        raise MediationRefusal(_("Tulis dulu butir kesepakatannya, satu baris satu butir."))
    camat = camat_of(kecamatan=case.kecamatan)
    if camat is None:
        raise MediationRefusal(
            _("{kecamatan} belum punya jabatan Camat. Catat dulu jabatan dan pejabatnya.").format(
                kecamatan=case.kecamatan
            )
        )
    there = papers_for(queries.subject_of(case)).filter(kind=KIND)
    if there.filter(state__in=IN_FORCE).exists():
        raise MediationRefusal(
            _("Berita acara ini sudah ditandatangani, jadi tidak ditulis ulang. Gantilah dari halaman suratnya.")
        )
    with override("id"):
        title = f"Kesepakatan perkara nomor {case.numbered}"
        content: dict[str, Any] = {"blocks": _blocks(case, camat, at), "copies": []}  # no tembusan of the office
    old = Paper.objects.filter(pk__in=there.filter(state__in=UNFINISHED).values("pk")).select_for_update().first()
    if old is not None:
        wording = papers.Wording(title=title, content=content, signer_post=camat, initials=())
        return papers.correct(paper=old, wording=wording, by=by, at=at, seen=old.version)
    return papers.draft(
        kind=KIND,
        region=case.kecamatan,
        title=title,
        content=content,
        signer_post=camat,
        subject=queries.subject_of(case),
        by=by,
        at=at,
    )


def _blocks(case: Case, camat: Post, at: datetime) -> list[Block]:
    today = timezone.localdate(at)
    day, parties = case.agreed_on or today, queries.parties_of(case)
    tenure = holder_of(camat, day)
    opening = (
        f"Pada hari ini, {spelled_day(day)} ({day:%d-%m-%Y}), para pihak di bawah ini telah bermusyawarah dengan "
        f"ditengahi Camat {case.kecamatan.name}, dan menyepakati hal-hal berikut tanpa paksaan."
    )
    signing = [(party.name, party.side or missing("mewakili"), "") for party in parties]
    witness = ", ".join((tenure.person.name if tenure else missing("nama"), titled(camat)))
    check = case.check_on
    return [
        text(opening),
        fields(
            ("Nomor perkara", case.numbered),
            ("Tentang", case.title),
            ("Tempat", ", ".join(str(place) for place in case.places.order_by("code"))),
            ("Dasar", frame_on(today).legal_basis),
        ),
        heading("Para pihak"),
        numbered(("Nama", "Mewakili"), [(party.name, party.side) for party in parties]),
        heading("Butir kesepakatan"),
        numbered(("Butir",), [(point.text,) for point in queries.points_of(case)]),
        text(
            f"Kesepakatan ini diperiksa bersama pada {long_day(check)}."
            if check
            else "Kesepakatan ini diperiksa bersama pada tanggal yang disepakati para pihak."
        ),
        text(
            "Demikian berita acara ini dibuat dengan sebenarnya, dibaca, dan ditandatangani para pihak, dengan "
            f"{witness}, sebagai saksi."
        ),
        numbered(("Nama", "Mewakili", "Tanda tangan"), signing),
    ]

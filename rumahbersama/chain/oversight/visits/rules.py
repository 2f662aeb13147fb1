"""The states of a visit, and what may be done in which.

Source: project decision, docs/adr/0039-visits.md.
"""

from datetime import date

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

PLANNED, GOING, DONE, CANCELLED = "planned", "going", "done", "cancelled"
OPEN = (PLANNED, GOING)
MOST_VISITORS = 8


class VisitRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a visit, and how to mend it."""


def check_plan(*, day: date, purpose: str, visitors: int, today: date, before: date | None = None) -> None:
    """Refuse a plan that cannot be; ``before`` is the day it had, which may stay.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: which parts of it, all at once, and how to mend them.
    """
    wrong = []
    if not purpose.strip():
        wrong.append(_("Tulis maksud kunjungannya dalam satu kalimat."))
    if not visitors:
        wrong.append(_("Pilih sedikitnya satu orang yang berangkat."))
    if visitors > MOST_VISITORS:
        wrong.append(_("Paling banyak {most} orang dalam satu kunjungan.").format(most=MOST_VISITORS))
    if day < today and day != before:
        wrong.append(_("Tanggalnya sudah lewat. Isi hari ini atau sesudahnya."))
    if wrong:
        raise VisitRefusal(" ".join(wrong))


def check_planned(state: str) -> None:
    """Refuse to change the plan of a visit that has begun, is over, or was called off.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: why.
    """
    if state == CANCELLED:
        raise VisitRefusal(_("Kunjungan ini sudah dibatalkan. Rencanakan kunjungan baru kalau jadi berangkat."))
    if state == DONE:
        raise VisitRefusal(_("Kunjungan ini sudah selesai, jadi rencananya tidak diubah lagi."))
    if state == GOING:
        raise VisitRefusal(_("Kunjungan ini sedang berlangsung, jadi rencananya tidak diubah lagi."))


def check_open(state: str) -> None:
    """Refuse to write down something of a visit that is over or was called off.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: why.
    """
    if state == DONE:
        raise VisitRefusal(_("Kunjungan ini sudah ditutup. Buka lagi dulu, lalu perbaiki."))
    check_not_cancelled(state)


def check_closed(state: str) -> None:
    """Refuse to send the result of a visit that is not closed.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: what comes first.
    """
    if state != DONE:
        raise VisitRefusal(_("Tutup dulu kunjungannya, baru kirim hasilnya ke desa."))


def check_not_cancelled(state: str) -> None:
    """Refuse to go on with a visit that was called off.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: why.
    """
    if state == CANCELLED:
        raise VisitRefusal(_("Kunjungan ini sudah dibatalkan. Rencanakan kunjungan baru kalau jadi berangkat."))


def check_unbegun(*, was_sent: bool, holds: bool) -> None:
    """Refuse to plan a visit again that was begun, unless it holds nothing.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: why.
    """
    if was_sent:
        raise VisitRefusal(_("Hasil kunjungan ini sudah dikirim ke desa, jadi tidak kembali direncanakan."))
    if holds:
        raise VisitRefusal(
            _("Kunjungan ini sudah berisi. Kosongkan dulu jawaban, catatan, foto, dan tanda tangannya, lalu ulangi.")
        )


def check_hours(*, are_hours: bool) -> None:
    """Refuse an hour of leaving or returning that is none.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: how an hour is written.
    """
    if not are_hours:
        raise VisitRefusal(_("Tulis jam berangkat dan jam kembali seperti 08.30, atau kosongkan."))


def reason_of(text: str) -> str:
    """Return a reason as it is kept.

    Source: project decision, docs/adr/0039-visits.md.

    Raises:
        VisitRefusal: nothing was said.
    """
    why = " ".join(text.split())[:300]
    if not why:
        raise VisitRefusal(_("Tulis alasannya, supaya riwayat kunjungannya jelas."))
    return why

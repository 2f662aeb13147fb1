"""What somebody may do with one now, in words, the main act first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.permissions import may_confirm, may_reply, may_work_on

SEND = "send"


@dataclass(frozen=True)
class Act:
    """One act: its words, the page where it is done, its icon, and whether it is done at once by its button."""

    words: str
    url: str
    icon: str
    at_once: bool = False


def acts_for(user: Any, found: Recommendation, *, today: date) -> list[Act]:  # noqa: ANN401 - Account
    """Return what this account may do with it now (no query)."""
    was_heard = found.was_heard(today)
    confirms, works = may_confirm(user, found), may_work_on(user, found)
    is_draft, is_to_answer = found.state == rules.DRAFT, found.state in rules.TO_ANSWER
    ended_or_to_answer = found.state in (*rules.ENDED_STATES, *rules.TO_ANSWER)
    offered = (
        (may_reply(user, found) and found.state == rules.ASKED, _("Tanggapi"), "reply", "message-square"),
        (confirms and not found.is_confirmed and was_heard, _("Konfirmasi"), "confirm", "badge-check"),
        (works and is_draft, _("Kirim ke desa"), SEND, "send"),
        (works and is_draft, _("Perbaiki"), "edit", "pencil"),
        (works and is_to_answer, _("Jawab desa"), "answer", "message-square"),
        (works and is_to_answer, _("Ubah isinya"), "edit", "pencil"),
        (works and found.state != rules.CLOSED and was_heard, _("Periksa ulang"), "recheck", "clipboard-check"),
        (works and found.state == rules.CLOSED, _("Buka lagi"), "reopen", "rotate-ccw"),
        (works and not found.is_confirmed and not ended_or_to_answer, _("Tarik"), "withdraw", "undo-2"),
        (
            confirms and found.is_confirmed and found.report_id is None,
            _("Batalkan konfirmasi"),
            "unconfirm",
            "undo-2",
        ),
    )
    return [
        Act(words, reverse(f"recommendations:{page}", args=[found.pk]), icon, at_once=page == SEND)
        for holds, words, page, icon in offered
        if holds
    ]

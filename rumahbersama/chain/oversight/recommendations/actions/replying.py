"""What a village says to a note or recommendation."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.recommendations import recording, rules
from rumahbersama.chain.oversight.recommendations.actions.rows import held, save
from rumahbersama.chain.oversight.recommendations.models import Recommendation


@transaction.atomic
def reply(*, found: Recommendation, reply: str, text: str, by: Any, at: datetime, seen: int) -> Recommendation:  # noqa: ANN401
    """Reply for the village: agree, object with a reason, or ask.

    Also after its time has passed, as long as the camat has not confirmed: a late reply counts.

    Raises:
        RecommendationRefusal: it does not wait for a reply, no reason or question, confirmed, or changed meanwhile.
    """
    fresh = held(found, seen=seen)
    rules.check_reply(state=fresh.state, reply=reply, text=text)
    if reply not in rules.replies_to(is_confirmed=fresh.is_confirmed):
        raise rules.too_late_to_object()
    before = recording.facts_of(fresh)
    fresh.state = rules.REPLIED_AS[reply]
    save(fresh)
    recording.step(fresh, reply, by=by, at=at, text=text)
    summaries = {
        rules.AGREE: _("Desa menyetujui: {what}"),
        rules.OBJECT: _("Desa keberatan: {what}"),
        rules.ASK: _("Desa bertanya: {what}"),
    }
    recording.write(fresh, before, by=by, at=at, act="reply", summary=summaries[reply])
    return fresh

"""The texts that ask, and remind: to copy for WhatsApp or to send by mail."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.after.rules import SELF, plan_on
from rumahbersama.ground.core.formats import day
from rumahbersama.workshop.surveys.links import link_of


def is_reminder(rater: Rater, *, today: date) -> bool:
    """Tell whether the text reminds by now; ``rater`` with invitation, round and event."""
    plan = plan_on(rater.participation.event.ends_on)
    return today >= rater.invitation.round.opens_on + timedelta(days=plan.remind_after_days)


def text_for(rater: Rater, *, base: str, today: date) -> str:
    """Return the text that asks one of the four, or reminds; the link is theirs alone."""
    row, survey = rater.participation, rater.invitation.round
    facts: dict[str, Any] = {
        "name": rater.invitation.name,
        "alumnus": row.name,
        "event": row.event,
        "months": rater.months,
        "day": day(survey.closes_on),
        "link": link_of(rater.invitation.token, base=base),
    }
    reminds = _("Kami mengingatkan: formulir ini belum terisi.\n") if is_reminder(rater, today=today) else ""
    if rater.relation == SELF:
        facts["naming"] = base.rstrip("/") + reverse("after:personal", args=[row.token])
        return _(
            "Yth. {name},\n{reminds}sudah {months} bulan sejak {event}. Mohon dua hal, paling lambat {day}:\n"
            "1. Isi formulir singkat tentang perilaku Anda di tempat kerja: {link}\n"
            "2. Sebutkan atasan dan dua rekan yang akan ditanya: {naming}\n"
            "Jawaban tidak dikaitkan dengan nama. Terima kasih."
        ).format(reminds=reminds, **facts)
    return _(
        "Yth. {name},\n{reminds}{alumnus} mengikuti {event} {months} bulan yang lalu. Mohon isi formulir singkat"
        " tentang yang Anda lihat di tempat kerja, paling lambat {day}:\n{link}\n"
        "Jawaban tidak dikaitkan dengan nama; alumnus dan penyelenggara tidak melihat siapa menjawab apa.\n"
        "Terima kasih."
    ).format(reminds=reminds, **facts)


def mail_to(rater: Rater, text: str) -> str:
    """Return the address that opens a mail with the text in the keeper's own mail program; "" without an e-mail."""
    try:
        validate_email(rater.contact)
    except ValidationError:
        return ""
    told = {"subject": str(rater.invitation.round.title), "body": text}
    return f"mailto:{quote(rater.contact)}?{urlencode(told, quote_via=quote)}"

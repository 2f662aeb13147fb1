"""The code of the moment: six letters that change every half minute, the same on the screen and in its QR.

Made from the installation's secret key, the occasion and the time step (like RFC 6238, with other letters), so
nothing is stored and two server processes agree. Letters that look alike (0 O, 1 I L, 2 Z, 5 S, 8 B) are left out.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rumahbersama.workshop.presence.rules import Rule, rule_on

LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
SALT = "rumahbersama.presence.code"
TICKET = "rumahbersama.presence.ticket"


def step_of(at: datetime, rule: Rule) -> int:
    """Return the number of the time step that holds a moment."""
    return int(at.timestamp()) // rule.code_seconds


def code_at(key: str, step: int, rule: Rule) -> str:
    """Return the code of an occasion for a time step."""
    digest = salted_hmac(SALT, f"{key}:{step}", algorithm="sha256").digest()
    number = int.from_bytes(digest[:16], "big")
    letters = []
    for _place in range(rule.code_letters):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def code_now(key: str, at: datetime) -> str:
    """Return the code of an occasion at a moment."""
    rule = rule_on(timezone.localdate(at))
    return code_at(key, step_of(at, rule), rule)


def is_code_of(key: str, typed: str, at: datetime) -> bool:
    """Tell whether a typed code is that of the moment, or of a step before it within the grace."""
    rule, wanted = rule_on(timezone.localdate(at)), plain(typed)
    step = step_of(at, rule)
    fresh = (code_at(key, step - back, rule) for back in range(rule.code_grace_steps + 1))
    return any(hmac.compare_digest(code, wanted) for code in fresh)


def plain(typed: str) -> str:
    """Return a typed code without blanks and dashes, in capitals; what cannot be a code is shortened."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())[:12]


@dataclass(frozen=True)
class Ticket:
    """That this device had the right code a moment ago: it may choose a name now. ``how`` is qr or code."""

    key: str
    device: str
    how: str


def ticket_for(ticket: Ticket) -> str:
    """Return a ticket as signed text."""
    told = [ticket.key, hashlib.sha256(ticket.device.encode()).hexdigest()[:16], ticket.how]
    return signing.dumps(told, salt=TICKET)


def is_ticket_of(text: str, *, key: str, device: str, rule: Rule) -> str:
    """Return how the code was read where the ticket is this device's, of this occasion and fresh; else ""."""
    try:
        found, told, how = signing.loads(text, salt=TICKET, max_age=rule.ticket_minutes * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    if found != key or told != hashlib.sha256(device.encode()).hexdigest()[:16]:
        return ""
    return str(how)

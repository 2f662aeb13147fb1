"""The personal link of who teaches in an event: signed, not stored, and good for as long as they teach in it.

Nobody has to make it: taking somebody out of their classes and sessions closes it, putting them back opens it again.
"""

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rumahbersama.chain.training.models import Event
from rumahbersama.chain.training.taking_part.messages_out import days_of
from rumahbersama.ground.people.models import Person

_SIGNER = signing.Signer(salt="rumahbersama.training.trainer", sep=".")


def token_of(event: int, person: int) -> str:
    """Return the token of a person who teaches in an event; always the same one."""
    return _SIGNER.sign(f"{event}-{person}")


def read(token: str) -> tuple[int, int] | None:
    """Return event and person of a token, None where we did not make it."""
    try:
        event, _dash, person = _SIGNER.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return int(event), int(person)


def message_for(request: HttpRequest, event: Event, person: Person) -> str:
    """Return the text for one trainer, to copy for WhatsApp; the link is theirs alone."""
    link = request.build_absolute_uri(reverse("trainers:personal", args=[token_of(event.pk, person.pk)]))
    return _(
        "Yth. {name},\n"
        "Anda mengajar di {event}, {days}.\n"
        "Buka tautan ini untuk melihat sesi Anda, bahan ajar dengan panduan pelatih, dan daftar kelas:\n"
        "{link}\n"
        "Tautan ini hanya untuk Anda; jangan diteruskan."
    ).format(name=person.name, event=event, days=days_of(event), link=link)

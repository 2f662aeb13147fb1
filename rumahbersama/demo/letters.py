"""Letters of the past course: the invitation that went out, and the report that waits to be completed."""

from datetime import datetime, timedelta

from rumahbersama.chain.training.letters.actions import Order, write
from rumahbersama.chain.training.letters.rules import LETTERS, PEOPLE, REPORT
from rumahbersama.chain.training.models import Event
from rumahbersama.demo.papers import finish
from rumahbersama.demo.passing import TITLE
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers.numbering import Numbering

BEFORE = timedelta(days=14)  # the invitation went out


def write_letters(*, at: datetime) -> None:
    """Write an invitation, sign it, and draft the report; after the decisions and the signer are there."""
    event = Event.objects.select_related("region", "programme", "curriculum").get(title=TITLE)
    order = Order(Post.objects.select_related("region").get(region=event.region, title="Kepala BPSDMD"))
    (invitation,) = write(event=event, letter=LETTERS[PEOPLE], region=event.region, order=order, by=None, at=at)
    finish(invitation, Numbering("000"), at=at, today=event.starts_on - BEFORE)
    write(event=event, letter=LETTERS[REPORT], region=event.region, order=order, by=None, at=at)

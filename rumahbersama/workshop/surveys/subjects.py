"""What a round may be about: rooms above register a prefix and decide who may see and keep its rounds.

A room fills ``core.registry.survey_subjects`` with a function that yields its ``SubjectKind``, and opens rounds with
a subject "PREFIX:KEY". A round without a subject is a survey of its place and asks nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.ground.core import registry
from rumahbersama.workshop.surveys.rules import SurveyRefusal


@dataclass(frozen=True)
class SubjectKind:
    """One kind of subject. Each function takes the KEY behind the prefix; the first two also the account.

    Attributes:
        prefix: "training.class"; no colon.
        may_see: may this account see the round and its results?
        may_keep: may it invite, close, and read what named people answered?
        url: the page of the subject.
        title: what it is called.
    """

    prefix: str
    may_see: Callable[[Any, str], bool]
    may_keep: Callable[[Any, str], bool]
    url: Callable[[str], str]
    title: Callable[[str], str]


def split(subject: str) -> tuple[str, str]:
    """Return prefix and key of a subject."""
    prefix, _colon, key = subject.partition(":")
    return prefix, key


def kind_of(subject: str) -> SubjectKind | None:
    """Return the kind of a subject; None for none, and for one whose room is not there."""
    prefix, _key = split(subject)
    return next((kind for kind in registry.survey_subjects.each() if kind.prefix == prefix), None) if prefix else None


def check_subject(subject: str) -> None:
    """Refuse a subject of which no room knows anything.

    Raises:
        SurveyRefusal: it is of a kind that nobody registered.
    """
    if subject and kind_of(subject) is None:
        raise SurveyRefusal(_("Pokok survei “{kind}” tidak dikenal ruang mana pun.").format(kind=split(subject)[0]))


def place_in_words(subject: str) -> tuple[str, str]:
    """Return title and address of a subject, both "" for none."""
    kind, key = kind_of(subject), split(subject)[1]
    return (kind.title(key), kind.url(key)) if kind else ("", "")

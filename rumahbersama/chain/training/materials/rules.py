"""What may be with materials, which version was current at a moment, and what files are called in a ZIP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.utils.text import slugify

from rumahbersama.ground.core.rules import Refusal

NAME_LENGTH = 60


class MaterialRefusal(Refusal):
    """Something about a material that may not be, as a sentence."""


class Dated(Protocol):
    """Something that came at a moment."""

    at: datetime


Version = TypeVar("Version", bound=Dated)


def current_at(versions: Sequence[Version], moment: datetime) -> Version | None:
    """Return the version that was current at a moment, None before the first one.

    Args:
        versions: newest first.
        moment: when, as the first minute of a session.

    Source: project decision, training/materials/README.md: the newest version is the current one.
    """
    return next((each for each in versions if each.at <= moment), None)


def folder_name(order: int, subject: str) -> str:
    """Return what a subject's folder is called in a ZIP: its place and its words, in letters every system knows."""
    return f"{order:02d}-{slugify(subject)[:NAME_LENGTH].strip('-') or 'mata-ajar'}"


def file_name(*, number: int, kind: str, title: str, version: int, ending: str) -> str:
    """Return what a file is called in a ZIP; the number of the material keeps two of one title apart."""
    words = slugify(f"{kind} {title}")[:NAME_LENGTH].strip("-") or "bahan"
    return f"{words}-{number}-v{version}{ending}"

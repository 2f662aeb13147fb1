"""The photo of a thing that the caller's own access function has given."""

from typing import Any

from django.shortcuts import get_object_or_404


def photo_of(thing: Any, number: int) -> Any:  # noqa: ANN401 - a voice or a facility, and its kind of photo
    """Return a photo of this thing and no other; 404 where there is none."""
    return get_object_or_404(thing.photos.select_related("file"), pk=number)

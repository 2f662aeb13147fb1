"""The one page on which something of this room is typed, whatever it is."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from rumahbersama.ground.core.http import render_page


@dataclass(frozen=True)
class Words:
    """What a form page says.

    Attributes:
        heading: the act, as its title.
        button: the act, on the button.
        back: address of the page before it.
        back_label: what that page is called.
        lead: a sentence above the form.
        danger: the act takes something away.
    """

    heading: str
    button: str
    back: str
    back_label: str
    lead: str = ""
    danger: bool = False


def form_page(
    request: HttpRequest,
    form: forms.Form | None,
    words: Words,
    *,
    seen: int | None = None,
    **context: Any,  # noqa: ANN401
) -> HttpResponse:
    """Show a form with its words; 422 where it came back with mistakes."""
    told = {"form": form, "words": words, "seen": seen} | context
    return render_page(request, "training/form.html", told, invalid=request.method == "POST")

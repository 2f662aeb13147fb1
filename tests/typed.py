"""What a browser sends of a page when nothing is touched: the form that holds a box, with all that stands in it."""

from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    """Reads the forms of a page: name and value of each box that a browser sends."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.select = self.area = ""
        self.first: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        if not self.forms or "disabled" in told:
            return
        name, kind = told.get("name", ""), told.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "button", "file"):
            if kind not in ("radio", "checkbox") or "checked" in told:
                self.forms[-1].append((name, told.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "select":
            self.select, self.first = name, None
        elif tag == "option" and self.select:
            if "selected" in told:
                self.forms[-1].append((self.select, told.get("value", "")))
                self.select = ""
            elif self.first is None:
                self.first = told.get("value", "")
        elif tag == "textarea":
            self.area, self.text = name, ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select and self.forms:
            self.forms[-1].append((self.select, self.first or ""))
            self.select = ""
        elif tag == "textarea" and self.area:
            self.forms[-1].append((self.area, self.text.removeprefix("\n")))
            self.area = ""


def untouched(response: Any, box: str) -> dict[str, Any]:
    """Return what the form with this box sends when nothing is touched."""
    reader = _Forms()
    reader.feed(response.content.decode())
    form = next(form for form in reader.forms if any(name == box for name, _value in form))
    found: dict[str, Any] = {}
    for name, value in form:
        found.setdefault(name, []).append(value)
    return found

"""People who fill in the entry form as its own script does, over any way of asking a page.

A person opens a section, changes one box, and the form is sent as ``outbox.js`` sends it: the whole form under a key
of its own, with a token that is asked for once; the page again for the device when its person rests. What the server
acknowledged is kept, and ``losses`` holds it against what is stored, by plain reading.
"""

import http.client
import json
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import urlencode

Ask = Callable[[str, str, dict[str, str] | None, dict[str, str]], tuple[int, str]]
SEEN = "initial-"
CSRF = "a" * 32
REST = 15.0  # seconds after a save until the page is fetched again for the device
LOWEST, HIGHEST = 10, 99  # what is typed: more than what stands there before, and within every limit


@dataclass(frozen=True)
class Sample:
    """One autosave: when it began, how long its token (if it had none) and its storing took (ms), and the answer."""

    began: float
    token_ms: float
    save_ms: float
    status: int
    said: str = ""


class _Boxes(HTMLParser):
    """Takes the boxes of the form that the script would keep."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, str] = {}
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self._is_inside = "data-outbox" in told
        elif tag == "input" and self._is_inside and told.get("name") not in {None, "csrfmiddlewaretoken"}:
            self.boxes[str(told["name"])] = told.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


@dataclass
class Person:
    """Somebody at one section of one place; ``acknowledged`` are the values per box, in order."""

    account: str
    address: str
    ask: Ask
    chance: random.Random
    boxes: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, list[int]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    token: str = ""
    _typed: int = LOWEST

    def open(self) -> None:
        """Open the section and see what stands in its boxes."""
        status, page = self.ask("GET", self.address, None, {})
        assert status == 200, f"{self.address}: {status}"
        reader = _Boxes()
        reader.feed(page)
        self.boxes = reader.boxes | {"reason": "dikoreksi"}
        assert self._numbers(), f"nothing to fill in at {self.address}"

    def _numbers(self) -> list[str]:
        return [name for name in self.boxes if name.startswith("n-")]

    def save(self) -> Sample:
        """Type the next number into one box and let the form save itself."""
        box = self.chance.choice(self._numbers())
        self._typed = self._typed + 1 if self._typed < HIGHEST else LOWEST
        self.boxes[box] = str(self._typed)
        began = time.time()
        start = time.perf_counter()
        if not self.token:
            self.token = json.loads(self.ask("GET", "/token/", None, {})[1])["token"]
        middle = time.perf_counter()
        status, said = self.ask("POST", self.address, self._form(), {"X-CSRFToken": self.token, "X-Outbox": "1"})
        end = time.perf_counter()
        if status == 201:
            self.acknowledged.setdefault(box, []).append(self._typed)
            self.refused.discard(box)
        else:
            self.refused.add(box)
            self.token = "" if status in {0, 403, 409} else self.token
        self.boxes[SEEN + box] = self.boxes[box]
        text = "" if status == 201 else said[:300]
        return Sample(began, (middle - start) * 1000, (end - middle) * 1000, status, text)

    def rest(self, seconds: float) -> None:
        """Do nothing for so long; the page is fetched again for the device where that is long enough."""
        if seconds >= REST:
            self.ask("GET", self.address, None, {"X-Luring": "1"})

    def _form(self) -> dict[str, str]:
        return self.boxes | {"kunci": uuid.uuid4().hex, "akun": self.account}


class Line:
    """A connection that stays open, with the cookies of one session."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = f"rumah_sesi={session}; rumah_csrf={CSRF}"

    def ask(self, method: str, path: str, data: dict[str, str] | None, headers: dict[str, str]) -> tuple[int, str]:
        """Ask for a page; a broken line is status 0, and the next question opens a new one."""
        told = {"Cookie": self.cookies, **headers}
        if data is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, urlencode(data) if data is not None else None, told)
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            return 0, f"{type(error).__name__}: {error}"


def losses(people: list[Person], period: str) -> list[str]:
    """Return what was acknowledged and is not stored exactly, and sums that differ from the raw rows; in words."""
    from rumahbersama.ground.audit.models import AuditChange
    from rumahbersama.ground.intake.numbers import canonical

    stored = _stored(period)
    packs = AuditChange.objects.filter(entity="needs.observation").values_list("rows", flat=True)
    history = {(key, after["numerator"]) for pack in packs for key, _before, after in pack if after}
    found = []
    for person in people:
        for box, values in person.acknowledged.items():
            indicator, place = _named(box)
            key = f"{place}|{indicator}|{period}"
            found += [f"{key} {value} not in the record" for value in values if (key, str(value)) not in history]
            value = stored.get((place, indicator))
            if box not in person.refused and value != values[-1]:
                told = "missing" if value is None else canonical(value)
                found.append(f"{key} is {told}, acknowledged was {values[-1]}")
    typed = {_named(box) for person in people for box in person.acknowledged}
    return found + _wrong_sums(typed, stored, period)


def _named(box: str) -> tuple[str, str]:
    """Return the codes of indicator and place that a box stands for."""
    indicator, _dash, place = box.removeprefix("n-").rpartition("-")
    return indicator, place.replace("_", ".")


def _stored(period: str) -> dict[tuple[str, str], Decimal]:
    return _read(
        "SELECT r.code, i.code, o.numerator FROM needs_observation o JOIN regions_region r ON r.id = o.region_id"
        " JOIN needs_indicator i ON i.id = o.indicator_id JOIN needs_period p ON p.id = o.period_id"
        " WHERE p.code = %s",
        period,
    )


def _read(statement: str, period: str) -> dict[tuple[str, str], Decimal]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, [period])
        return {(place, indicator): Decimal(str(value)) for place, indicator, value in cursor.fetchall()}


def _wrong_sums(typed: set[tuple[str, str]], stored: dict[tuple[str, str], Decimal], period: str) -> list[str]:
    sums = _read(
        "SELECT r.code, i.code, s.numerator FROM needs_indicatorsum s JOIN regions_region r ON r.id = s.region_id"
        " JOIN needs_indicator i ON i.id = s.indicator_id JOIN needs_period p ON p.id = s.period_id"
        " WHERE p.code = %s",
        period,
    )
    wanted = {(place[:length], indicator) for indicator, place in typed for length in (5, 8)}
    raw: dict[tuple[str, str], Decimal] = {}
    for (place, indicator), value in stored.items():
        for length in (5, 8):
            key = (place[:length], indicator)
            if key in wanted and len(place) == 13:
                raw[key] = raw.get(key, Decimal(0)) + value
    return [
        f"sum of {indicator} in {place} is {sums.get((place, indicator))}, its rows make {total}"
        for (place, indicator), total in raw.items()
        if sums.get((place, indicator), Decimal(0)) != total
    ]

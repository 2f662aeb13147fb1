"""Asks every address as everybody about every place, and says where the answer is not the table's."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.lines.shape import MORE_QUERIES, MOST_QUERIES, Line
from tests.access.matrix import CLASSES, HOMES, PLACES, RELATIONS, ROLES
from tests.access.world import World, private_words, secret_figures

FAR = ("cousin", "other", "gone")
ALL = 0
SOME = 7  # one role in so many asks by a method that an address does not take


@dataclass(frozen=True)
class Case:
    """One question: who asks for which address about which place, and the letter that the table gives."""

    line: Line
    method: str
    role: str
    relation: str
    code: str
    letter: str

    def __str__(self) -> str:
        return f"{self.method} {self.line.name} as {self.role} about {self.relation} ({self.code})"


def every_name(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Give the name of every address there is, third-party ones too; one without a name gives its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or f"({pattern.pattern})")
        else:
            yield from every_name(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def cases(line: Line, *, whole: bool = True, one_in: int = 1) -> list[Case]:
    """Return all questions about one line, or some of them, always the same ones.

    A method that the address does not take is refused before anything else is looked at: some ask for it, about the
    own place, where the most would be allowed. A form that is shown by GET asks the same permission when it
    is sent: everybody sends it about the own place, and one role in three about another.

    Args:
        line: the address.
        whole: everybody asks about every place; otherwise everybody about the own, and every second role about one
            other, a different one from line to line. Of the places that are nobody's (``FAR``) everybody asks about
            one where the line is asked whole.
        one_in: keep one question in so many.
    """
    taken = line.methods.split()
    found = []
    for method in ("GET", "POST"):
        kind = CLASSES[line.post_kind if method == "POST" and line.post_kind else line.kind]
        is_sent = method == "POST" and set(taken) == {"GET", "POST"} and not line.post_kind
        for role in ROLES:
            others = 3 if is_sent else ALL if whole else 2
            for relation in _asked(line, role, others=others, taken=method in taken):
                letter, code = kind[role].get(relation, "."), PLACES[HOMES[role]].get(relation)
                if letter != "." and code is not None:
                    found.append(Case(line, method, role, relation, code, letter))
    return [case for case in found if zlib.crc32(str(case).encode()) % one_in == 0]


def _asked(line: Line, role: str, *, others: int, taken: bool) -> list[str]:
    """Return the relations about which a role asks; ``others``: one role in so many asks about another place."""
    chance = zlib.crc32(f"{line.name} {role}".encode())
    if not taken:
        return ["own"] if chance % SOME == 0 else []
    other = RELATIONS[1 + chance % (len(RELATIONS) - 1)]
    if others != ALL:
        return ["own", other] if chance // len(RELATIONS) % others == 0 else ["own"]
    far = FAR[chance // len(RELATIONS) % len(FAR)]
    return [relation for relation in RELATIONS if relation not in FAR or relation in {other, far}]


def violations(asked: Iterable[Case], world: World) -> list[str]:
    """Ask all questions and return a sentence for each answer that is not the table's."""
    found = []
    for case in asked:
        with counted() as asking:
            response, body = ask(case, world, world.clients[case.role])
        answer = letter_of(response)
        found += _too_many(case, response.status_code, len(asking))
        if not agrees(case, answer, response.status_code):
            found.append(f"{case}: {answer} ({response.status_code}), the table says {case.letter}")
        found += [f"{case}: shows {word}" for word in _leaks(case, body)]
    return found


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect what the database is asked, but for savepoints: the test's own transaction makes those."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _too_many(case: Case, status: int, asked: int) -> list[str]:
    more = MORE_QUERIES.get(case.line.name)
    most = more.most if more else MOST_QUERIES
    if case.method != "GET" or status != 200 or asked <= most:
        return []
    return [f"{case}: asks the database {asked} times, at most {most}"]


def ask(case: Case, world: World, client: Client) -> tuple[HttpResponseBase, str]:
    """Ask one question; whatever it changes is taken back."""
    path = reverse(case.line.name, kwargs=case.line.make(world, case.code))
    path += f"?{case.line.query.format(code=case.code)}" if case.line.query else ""
    cache.clear()
    cookies = client.cookies.copy()
    with transaction.atomic():
        response: Any = client.get(path) if case.method == "GET" else client.post(path, case.line.data)
        body = text_of(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, body


def text_of(response: Any) -> str:
    """Return what an answer holds, as text; of a workbook its cells."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = [name for name in book.namelist() if name.startswith(("xl/worksheets/", "xl/sharedStrings"))]
            content = b"".join(book.read(name) for name in names)
    return content.decode("utf-8", "replace")


def letter_of(response: Any) -> str:
    """Return the letter of an answer."""
    status = response.status_code
    if status in {301, 302} and response["Location"].partition("?")[0] == "/masuk/":
        return "L"
    return {403: "n", 404: "-", 405: "m"}.get(status, "y" if status in {200, 204, 301, 302, 410, 422, 503} else "?")


def agrees(case: Case, answer: str, status: int) -> bool:
    """Tell whether an answer is the one that the table gives."""
    if case.method not in case.line.methods.split():
        return answer in "mn-L"
    if case.letter == "x":
        return answer == "L"
    if case.letter == "y" and case.line.name in {"people:sessions", "account_logout"} and case.method == "POST":
        return answer in "yL"
    return answer == case.letter


def _leaks(case: Case, body: str) -> list[str]:
    home = HOMES[case.role]
    words = [] if case.line.names_people else private_words(case.role, home)
    return [word for word in [*words, *secret_figures(case.role, home)] if word in body]

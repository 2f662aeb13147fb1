"""While a restored database takes the old one's place, nobody else is at work: two locks on files of the data folder.

Who works (a request, a job, a command that writes) passes the *door* and holds the *room* together with others.
Who needs the room alone locks the door, so that nobody new comes in, and waits until the room is empty. Both locks
end with their process, however it ends: a killed restore leaves no installation closed. Without ``fcntl`` (Windows)
nothing is locked; there the server is stopped first.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from rumahbersama.ground.core.rules import Refusal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

DOOR, ROOM = "pintu.kunci", "ruang.kunci"
PAUSE, PATIENCE_SECONDS = 0.05, 120.0
RETRY_AFTER = "30"
ALWAYS_ANSWERED = {"/healthz"}
_kept: list[contextlib.AbstractContextManager[None]] = []


class Closed(Exception):
    """Somebody has the room alone: come back a little later."""


@contextlib.contextmanager
def inside() -> Iterator[None]:
    """Work in the room.

    Raises:
        Closed: the door is locked.
    """
    if fcntl is None:
        yield
        return
    with _file(DOOR) as door, _file(ROOM) as room:
        try:
            fcntl.flock(door, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Closed from None
        fcntl.flock(room, fcntl.LOCK_SH)  # at once: whoever has it alone holds the door too
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


def is_closed() -> bool:
    """Tell whether somebody has the room alone."""
    try:
        with inside():
            return False
    except Closed:
        return True


def stay_inside() -> None:
    """Work in the room until this process ends (commands that write)."""
    if _kept:
        return
    guard = inside()
    try:
        guard.__enter__()
    except Closed:
        raise Refusal(_("Pemulihan cadangan sedang berjalan. Tunggu sampai selesai, lalu coba lagi.")) from None
    _kept.append(guard)


@contextlib.contextmanager
def alone(*, waiting: Callable[[], None], patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Have the room alone; ``waiting`` is called once when others must be waited for.

    Raises:
        Refusal: another restore goes on, or somebody is still at work after ``patience`` seconds.
    """
    if fcntl is None:
        yield
        return
    with _file(DOOR) as door, _file(ROOM) as room:
        if not _locked(door, patience=5):
            raise Refusal(_("Pemulihan lain sedang berjalan. Tunggu sampai selesai."))
        if not _locked(room, patience=0):
            waiting()
            if not _locked(room, patience=patience):
                text = _("Pekerjaan latar atau permintaan halaman belum selesai sesudah {n} detik; coba lagi nanti.")
                raise Refusal(text.format(n=round(patience)))
        yield


def _locked(file: int, *, patience: float) -> bool:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(PAUSE)
        else:
            return True


@contextlib.contextmanager
def _file(name: str) -> Iterator[int]:
    handle = os.open(Path(settings.DATA_DIR) / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def pages_wait(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 503 with a sentence while the room is closed; it asks nothing of the database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path in ALWAYS_ANSWERED:
            return get_response(request)
        try:
            with inside():
                return get_response(request)
        except Closed:
            return _closed_page()

    return middleware


def _closed_page() -> HttpResponse:
    stylesheet = ""
    with contextlib.suppress(ValueError):  # as all pages that must come when little else does
        stylesheet = staticfiles_storage.url("core/app.css")
    with override(settings.LANGUAGE_CODE):
        page = HttpResponse(render_to_string("503.html", {"stylesheet": stylesheet}), status=503)
    page["Retry-After"], page["Cache-Control"] = RETRY_AFTER, "no-store"
    return page

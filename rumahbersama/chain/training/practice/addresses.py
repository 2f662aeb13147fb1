"""Where a practice copy listens, and the address under which people reach it."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rumahbersama.chain.training.practice.models import PracticeCopy

NUMBER = "{n}"
OWN_COMPUTER = ("127.0.0.1", "localhost", "::1")


def why_not() -> str:
    """Return why this installation opens no copies, "" where it does."""
    if settings.PRACTICE:
        return _("Anda sedang berada di dalam salinan latihan; di sini tidak ada salinan lain.")
    if not settings.PRACTICE_COPIES:
        return _("Salinan latihan dimatikan di server ini (RUMAH_PRACTICE_COPIES).")
    if settings.MODE == "tls" and NUMBER not in settings.PRACTICE_URL:
        return _(
            "Server ini belum punya alamat untuk salinan latihan. Minta administrator mengisi RUMAH_PRACTICE_URL, "
            "atau pakai laptop di aula."
        )
    return ""


def port_of(slot: int) -> int:
    """Return the port on which the copy of a place listens."""
    return int(settings.PRACTICE_PORT) + slot


def base_of(slot: int, *, port: int, host: str = "") -> str:
    """Return the address of the copy of a place that listens on a port, without a slash at its end.

    Without an own host name (``RUMAH_PRACTICE_URL``) it is the installation's, at another port; where that is only
    known as this computer, ``host`` as the browser wrote it.
    """
    if NUMBER in settings.PRACTICE_URL:
        return str(settings.PRACTICE_URL.replace(NUMBER, str(slot)).rstrip("/"))
    known = urlsplit(settings.SITE_URL).hostname or OWN_COMPUTER[0]
    name = known if known not in OWN_COMPUTER else urlsplit(f"//{host}").hostname or known
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def address_of(copy: PracticeCopy, request: HttpRequest) -> str:
    """Return the address of a copy as people type it, "" while it is closed or not ready."""
    if copy.slot is None or copy.port is None:
        return ""
    return base_of(copy.slot, port=copy.port, host=request.get_host())


def door_of(copy: PracticeCopy, request: HttpRequest) -> str:
    """Return the way into a copy with its code, "" while there is none."""
    base = address_of(copy, request)
    return f"{base}/masuk/?{urlencode({'kode': copy.code})}" if base else ""

"""The practice copy of a class as it really runs: another process with another database, and nothing comes back."""

import contextlib
import http.cookiejar
import re
import socket
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.cli.test_serve import answer, children, until

SCENE = "tests.cli.practice_scene"
STATEMENT = "Jembatan gantung di dusun latihan"
VOICE = {
    "statement": STATEMENT,
    "about": "a:kesehatan",
    "place": "99.01.01.2001",
    "source_kind": "musdus",
    "voiced_on_0": "12",
    "voiced_on_1": "1",
    "voiced_on_2": "2026",
}


class Visitor:
    """A browser with its cookies."""

    def __init__(self, base: str) -> None:
        self.base, self.jar = base, http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open

    def get(self, path: str) -> str:
        with self.open(self.base + path, timeout=30) as page:
            return page.read().decode()

    def post(self, path: str, words: dict[str, str], *, seen: str = "") -> str:
        form = self.get(seen or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form).group(1)
        data = urllib.parse.urlencode(words | {"csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.base + path, data, {"Referer": self.base + path})
        with self.open(request, timeout=30) as page:
            return page.read().decode()


def family(pid: int) -> set[int]:
    """Give a process with all that stand below it."""
    return {pid}.union(*(family(child) for child in children(pid)))


def environment(pid: int) -> set[str]:
    with contextlib.suppress(OSError):
        return {word.partition("=")[0] for word in Path(f"/proc/{pid}/environ").read_text().split("\0")}
    return set()


def voices(folder: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'demo.sqlite3'}?mode=ro", uri=True)) as database:
        return [
            row[0] for row in database.execute("SELECT statement FROM needs_voice WHERE statement = ?", [STATEMENT])
        ]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(installation, *, turn: int) -> dict:
    """Wait until the copy answers as it was last made; a process of ours is only asked once its folder is there."""

    def look():
        if not list((installation.folder / "latihan").glob(f"*-{turn}")):
            return None
        told = installation.ask("tell", module=SCENE)
        assert told["trouble"] == ""
        time.sleep(1)
        return told if told["port"] and told["turn"] == turn else None

    return until(look, seconds=600)  # patience bounds a failure, not a success


def entered(told: dict, person: str) -> Visitor:
    """Enter the copy as the operator of a village, by the code and a typed name."""
    visitor = Visitor(f"http://127.0.0.1:{told['port']}")
    page = visitor.get(f"/masuk/?kode={told['code']}")
    account = re.search(r'value="(\d+)">Masuk<span class="vh"> sebagai Siti Aminah', page).group(1)
    visitor.post("/masuk/contoh/", {"akun": account, "kode": told["code"]}, seen="/masuk/")
    visitor.post("/masuk/siapa/", {"name": person})
    return visitor


def test_what_a_class_does_in_its_copy_never_reaches_the_real_one(installation, port):
    made = installation.ask("make", module=SCENE)
    secrets = {"RUMAH_MAIL_HOST": "127.0.0.1", "RUMAH_MAIL_PORT": "9", "RUMAH_OIDC_SECRET": "rahasia"}
    server = installation.start("serve", "--port", str(port), **secrets)
    latihan = installation.folder / "latihan"
    try:
        before = ready(installation, turn=1)
        assert before["port"] == port + 101
        door = f"http://127.0.0.1:{before['port']}/masuk/?kode={before['code']}"
        assert f'href="{door}"' in answer(port, f"/pelatihan/peserta/{made['token']}/")
        copies = {pid for pid in family(server.pid) if "RUMAH_PRACTICE" in environment(pid)}
        held = set().union(*(environment(pid) for pid in copies))
        assert (len(copies) >= 3, held & {"DATABASE_URL", "RUMAH_SECRET_KEY", *secrets}) == (True, set())

        visitor = entered(before, "Ani")
        home = visitor.get("/")
        assert "LATIHAN: tempat rekaan, tidak ada yang sampai ke yang sebenarnya." in home
        assert {cookie.name for cookie in visitor.jar} & {"rumah_sesi", "rumah_csrf"} == set()
        visitor.post("/usulan/tempat/99.01.01.2001/baru/", VOICE)
        assert voices(latihan / before["name"]) == [STATEMENT]
        sent = visitor.post("/akun/sandi/lupa/", {"email": "camat.99.01.01@contoh.invalid"})
        assert "Tidak dikirim: latihan" in sent

        after = installation.ask("tell", module=SCENE)
        assert after["rows"] == before["rows"]
        assert not (installation.folder / "berkas").exists() or not list(
            (installation.folder / "berkas").rglob("*.*")
        )

        installation.ask("anew", module=SCENE)
        again = ready(installation, turn=2)
        until(lambda: not (latihan / before["name"]).exists())
        assert (voices(latihan / again["name"]), again["code"]) == ([], before["code"])
        assert STATEMENT not in entered(again, "Budi").get("/usulan/tempat/99.01.01.2001/")

        installation.ask("close", module=SCENE)
        until(lambda: not [pid for pid in copies if Path(f"/proc/{pid}").exists()])
        until(lambda: not (latihan / again["name"]).exists())
        assert answer(again["port"], "/healthz") == ""
    finally:
        server.terminate()
        server.communicate(timeout=60)
    assert family(server.pid) == {server.pid}

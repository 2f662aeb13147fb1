"""A served installation of its own and headless Chromium, for journeys of people.

No ORM here: the server is another process with its own database (the audit tables refuse the flush that
pytest-django's live server would do). Chromium missing is a failure in CI and a told skip elsewhere.
"""

import json
import os
import shutil
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.installation import Installation, made_once

START_SECONDS = 60
PATIENCE_MS = 45_000  # a busy machine stands still at times; nothing is measured by it
SCENE = "scene.json"
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the lightest first


@dataclass(frozen=True)
class Site:
    """A running server and what stands behind it."""

    url: str
    installation: Installation


@dataclass(frozen=True)
class Gallery:
    """The demo with something to show on every page: its address, and what ``tests.browser.scene`` made."""

    url: str
    scene: dict[str, Any]

    def cookies(self, role: str) -> list[dict[str, str]]:
        """Return the cookies of somebody who is signed in; of a stranger none."""
        if role in {"stranger", "anonymous"}:
            return []
        return [{"name": "rumah_sesi", "value": self.scene["sessions"][role], "url": self.url}]


@pytest.fixture(scope="session")
def site(migrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a fresh installation of no demo, without its worker, for all journeys of the run."""
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(migrated.folder, folder)
    served = Installation(folder, migrated.database_url)
    yield from serving(served, "serve", "--no-worker")


def serving(installation: Installation, *command: str) -> Iterator[Site]:
    """Start the command on a free port, wait until it answers, and end it afterwards.

    Without the practice copies of its classes, installations of their own: ``tests/cli/test_practice.py`` has one.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}", installation)
    log = installation.folder / "served.log"
    process = installation.start(*command, "--port", str(port), RUMAH_PRACTICE_COPIES="0")
    try:
        _wait_for(f"{site.url}/healthz", process)
        yield site
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=30)
        log.write_text(said, encoding="utf-8")


def _wait_for(url: str, process: "object") -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last:
        if process.poll() is not None:
            pytest.fail(f"the server ended: {process.communicate()[0]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; in CI the browser journeys must run")
        pytest.skip("chromium is not installed: the browser journeys did not run")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a fresh, signed-out page: ``open_page(width=360, scheme="dark", script=False)``."""
    opened: list[BrowserContext] = []

    def opener(
        *,
        width: int = 1280,
        scheme: str = "light",
        script: bool = True,
        locale: str = "id-ID",
        state: Path | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800 if width < 700 else 900},
            color_scheme=scheme,
            java_script_enabled=script,
            locale=locale,
            storage_state=state,
        )
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        opened.append(context)
        return context.new_page()

    yield opener
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def demo_built(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo: the invented country, as ``rumah demo`` makes it; its database is always SQLite."""

    def make(folder: Path) -> None:
        done = Installation(folder, "").run("demo", "--no-serve")
        assert done.returncode == 0, done.stderr + done.stdout

    return Installation(made_once("demo", make, tmp_path_factory), "")


@pytest.fixture(scope="session")
def demo(demo_built: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the demo with its worker, for journeys that write into it."""
    yield from serving(_copied(demo_built.folder, tmp_path_factory), "demo")


@pytest.fixture(scope="session")
def gallery(demo_built: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """Serve the demo with the scene in it, for looking at every kind of page; nobody writes there."""

    def make(folder: Path) -> None:
        shutil.copytree(demo_built.folder, folder, dirs_exist_ok=True)
        done = Installation(folder, "").run(module="tests.browser.make_scene")
        assert done.returncode == 0, done.stderr
        (folder / SCENE).write_text(done.stdout, encoding="utf-8")

    filled = _copied(made_once("gallery", make, tmp_path_factory), tmp_path_factory)
    scene = json.loads((filled.folder / SCENE).read_text(encoding="utf-8"))
    for site in serving(filled, "demo"):
        yield Gallery(site.url, scene)


def _copied(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(built, folder)
    return Installation(folder, "")

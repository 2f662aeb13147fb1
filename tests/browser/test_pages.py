"""Every kind of page, as somebody it is meant for: both widths and schemes, weighed, walked, without script."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.access.harness import every_name
from tests.browser.checks import axe, check_here, check_page
from tests.browser.conftest import PATIENCE_MS
from tests.browser.kinds import ELSEWHERE, KINDS

pytestmark = pytest.mark.browser
FORMS = """() => [...document.querySelectorAll('form')].filter(form =>
  form.method === 'post' && !form.querySelector('[name=csrfmiddlewaretoken]')
  || !form.querySelector('button, input[type=submit]') || !form.hasAttribute('method')).map(form => form.outerHTML)"""
FIRST = {kind.name: kind for kind in reversed(KINDS)}  # the others are the same template, for somebody else
SWAPPED = (
    "() => [...document.querySelectorAll('[hx-get]:not(a[href], form), [hx-post]:not(form)')].map(e => e.outerHTML)"
)
SEND_EMPTY = """() => {
  const form = document.querySelector('main form[method=post]:has(input:not([type=hidden]), select, textarea)');
  for (const box of form.querySelectorAll('input:not([type=hidden])')) {
    if (box.type === 'radio' || box.type === 'checkbox') box.checked = false; else box.value = '';
  }
  for (const box of form.querySelectorAll('textarea')) box.value = '';
  form.noValidate = true;
  form.requestSubmit();
}"""


@contextmanager
def signed_in(browser: Browser, gallery, role: str, **more) -> Iterator[Page]:
    """Open a page in a browser of its own, as somebody who is signed in."""
    context = browser.new_context(locale="id-ID", **more)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies(gallery.cookies(role))
    yield context.new_page()
    context.close()


def test_every_page_is_a_kind():
    known = {kind.name for kind in KINDS} | set(ELSEWHERE)

    assert sorted(set(every_name()) ^ known) == []


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_page_holds(gallery, browser, kind):
    """Checked whole at 360 px in the dark; the first of an address on a wide screen in the light; without script."""
    address = gallery.url + kind.address(gallery.scene)
    small = {"viewport": {"width": 360, "height": 800}, "color_scheme": "dark", "reduced_motion": "reduce"}
    with signed_in(browser, gallery, kind.role, **small) as page:
        check_page(page, address, status=kind.status)
        assert [page.evaluate(FORMS), page.evaluate(SWAPPED)] == [[], []]
        said = _words(page)
        if FIRST[kind.name] is kind:
            # Colours are tokens of a scheme, the same at every width: each scheme is measured once, each width once.
            page.set_viewport_size({"width": 1280, "height": 800})
            page.emulate_media(color_scheme="light")
            assert axe(page, ()) == []
            page.set_viewport_size(small["viewport"])
        page.context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
        page.goto(address)
        assert _words(page) == said != []


def test_titles_tell_pages_apart(gallery, browser):
    """Two kinds share a title only where they are the same page seen by different people or in different states."""
    titles: dict[str, set[str]] = {}
    for role in sorted({kind.role for kind in KINDS}):
        with signed_in(browser, gallery, role) as page:
            for kind in (kind for kind in KINDS if kind.role == role):
                html = page.request.get(gallery.url + kind.address(gallery.scene)).text()
                title = " ".join(unescape(re.search(r"<title>(.*?)</title>", html, re.DOTALL).group(1)).split())
                titles.setdefault(title, set()).add(kind.name)

    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def _words(page: Page) -> list[str]:
    """Return the words of the content less what is new each time, and what only a script can do or makes needless."""
    text = re.sub(r"\b[A-Z2-7]{30,}\b|^[A-Z0-9]{6}$", "", page.locator("main").inner_text(), flags=re.MULTILINE)
    lines = (re.sub(r"\d+", "0", line.strip()) for line in text.splitlines())
    needless = {"Cetak", "Salin", "Kirim sekarang", "Lihat dampaknya dulu", "Bandingkan dengan sekarang", ""}
    needless |= {"Tanda tangan di layar, dengan jari atau pena", "Bersihkan"}  # a pen on glass needs a script
    return [line for line in lines if line not in needless and not line.startswith("Waktu dibawa")]


def test_checks_of_forms_and_swaps_see_seeded_faults(gallery, browser):
    with signed_in(browser, gallery, "stranger") as page:
        page.goto(gallery.url + "/masuk/")
        spoilt = "<form method=post></form><form><button>x</button></form><div hx-get=/x></div>"
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", spoilt)

        assert [len(page.evaluate(FORMS)), len(page.evaluate(SWAPPED))] == [2, 1]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.empty], ids=str)
def test_form_sent_empty_says_what_is_missing(gallery, browser, kind):
    with signed_in(browser, gallery, kind.role, viewport={"width": 360, "height": 800}) as page:
        page.goto(gallery.url + kind.address(gallery.scene))
        with page.expect_navigation():
            page.evaluate(SEND_EMPTY)

        assert page.title().strip().startswith("Kesalahan:")
        expect(page.locator(".errors")).to_be_focused()
        check_here(page)
        page.locator(".errors a").first.click()
        assert page.evaluate("document.activeElement.matches('input, select, textarea')")

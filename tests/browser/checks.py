"""What must hold of every page, wherever a journey meets it.

``check_page(page, url)`` opens the address and fails with every finding at once; ``check_here(page)`` looks at
what stands on the screen already (after a click or a swap).
"""

import re
import time
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import CDPSession, Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 360, 820, 1280)
KB = 1024
BUDGETS = {"all": 60 * KB, "Document": 20 * KB, "Stylesheet": 8 * KB, "Script": 22 * KB}
SMALLEST_TARGET = 23.5  # 24, less what rounding takes
MOST_TABS = 60
PATIENCE = 15  # seconds, for what a page loads

# Links inside a sentence are excepted by WCAG 2.5.8; so is what the list beside a map repeats.
TARGETS = """least => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
.filter(e => {
  if (e.closest('[aria-hidden=true], .vh, .skip') || e.type === 'hidden' || !e.checkVisibility()) return false;
  const box = e.getBoundingClientRect(), around = e.parentElement.textContent.trim();
  if (box.right <= 1 || box.width <= 1) return false;
  const sentence = getComputedStyle(e).display === 'inline' && around !== e.textContent.trim();
  return !sentence && (box.width < least || box.height < least);
}).map(e => `${e.outerHTML.slice(0, 99)} ${e.getBoundingClientRect().width} x ${e.getBoundingClientRect().height}`)"""
SPILLING = """() => document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll, svg, .vh, .skip') && e.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 4).map(e => e.tagName + '.' + e.className) : []"""

REACHABLE = """() => [...document.querySelectorAll('main :is(a[href], button, input)')]
  .some(e => e.checkVisibility() && e.tabIndex >= 0)"""

# Only what is wrong is worked out to the end and sent over: what is right fills megabytes on a page with a table.
RUN_AXE = """async only => (await axe.run(document, {runOnly: only, resultTypes: ['violations'], iframes: false}))
  .violations.flatMap(found => found.nodes.slice(0, 3).map(
    node => [found.id, node.target.join(' '), node.failureSummary]))"""
SETTLED = """() => new Promise(done => requestIdleCallback(() => requestAnimationFrame(() => setTimeout(done)),
  {timeout: 1000}))"""


@dataclass
class Load:
    """What came over the wire and what the console said while a page opened."""

    bytes_by_type: dict[str, int] = field(default_factory=dict)
    under_way: dict[str, str] = field(default_factory=dict)
    console: list[str] = field(default_factory=list)


def check_page(page: Page, url: str, *, status: int = 200, budget: bool = True) -> Load:
    """Open ``url`` in a page that has loaded nothing yet and check everything about it."""
    load = Load()
    page.on("console", lambda said: load.console.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: load.console.append(str(error)))
    session = page.context.new_cdp_session(page)
    _count_bytes(session, load)
    answer = page.goto(url)
    _wait_until_idle(page, load)
    findings = [] if answer is not None and answer.status == status else [f"status {answer and answer.status}"]
    findings += here(page)
    _wait_until_idle(page, load)
    session.detach()
    findings += [text for text in load.console if not (status != 200 and f"status of {status}" in text)]
    if budget:
        findings += _over_budget(load)
    findings += _keyboard(page)
    assert findings == [], f"{url}\n" + "\n".join(findings)
    return load


def check_here(page: Page) -> None:
    """Check what stands on the screen now."""
    findings = here(page)
    assert findings == [], f"{page.url}\n" + "\n".join(findings)


def here(page: Page) -> list[str]:
    """Return every finding about headings, title, accessibility, overflow and targets."""
    findings = []
    if page.locator("h1").count() != 1:
        findings.append(f"{page.locator('h1').count()} h1")
    if not re.fullmatch(r"\S.* – Rumah Bersama", page.title().strip()):
        findings.append(f"title {page.title()!r}")
    findings += axe(page)
    findings += _at_widths(page)
    return findings


def axe(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds on the page as it stands, by all rules or by those named."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN_AXE, list(rules) or AXE_TAGS)
    return [f"axe {rule}: {target} {summary}" for rule, target, summary in found]


def _at_widths(page: Page) -> list[str]:
    """Look at every width, then put the window back."""
    before = page.viewport_size
    findings = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        spilling, small = page.evaluate(f"least => [({SPILLING})(), ({TARGETS})(least)]", SMALLEST_TARGET)
        findings += [f"{width} px: spills sideways: {name}" for name in spilling]
        findings += [f"{width} px: small target: {name}" for name in small]
    page.set_viewport_size(before)
    return findings


def _keyboard(page: Page) -> list[str]:
    """Check that the skip link comes first, and that the tab key walks into the content, seen all the way."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('.skip')"):
        return ["the first tab stop is not the skip link"]
    findings = [] if _tabs_into_content(page) else ["the tab key does not reach the content"]
    page.evaluate("document.querySelector('.skip').focus()")
    page.keyboard.press("Enter")
    if not page.evaluate("document.activeElement.id === 'isi'"):
        findings.append("the skip link does not lead to the content")
    return findings


def _tabs_into_content(page: Page) -> bool:
    """Press the tab key from the skip link on until the content has the focus, if anything in it can."""
    if not page.evaluate(REACHABLE):
        return True
    for _number in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('main') !== null"):
            return True
    return False


def _count_bytes(session: CDPSession, load: Load) -> None:
    kinds: dict[str, str] = {}
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.requestWillBeSent", lambda event: load.under_way.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFailed", lambda event: load.under_way.pop(event["requestId"], None))
    session.on("Network.responseReceived", lambda event: kinds.__setitem__(event["requestId"], event["type"]))

    def finished(event: dict) -> None:
        kind = kinds.get(event["requestId"], "Other")
        load.under_way.pop(event["requestId"], None)
        load.bytes_by_type[kind] = load.bytes_by_type.get(kind, 0) + int(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)


def _wait_until_idle(page: Page, load: Load) -> None:
    """Wait until the page has nothing to do and nothing is under way: no fixed time, which is long or too short."""
    last = time.monotonic() + PATIENCE
    page.evaluate(SETTLED)
    while load.under_way and time.monotonic() < last:
        page.wait_for_timeout(10)
        page.evaluate(SETTLED)


def _over_budget(load: Load) -> list[str]:
    sizes = load.bytes_by_type | {"all": sum(load.bytes_by_type.values())}
    return [
        f"{kind}: {sizes[kind]} bytes, at most {most}" for kind, most in BUDGETS.items() if sizes.get(kind, 0) > most
    ]

"""What must hold of every page, wherever a journey meets it.

``check_page(page, url)`` opens the address and fails with every finding at once; ``check_here(page)`` looks at
what stands on the screen already (after a click or a swap).
"""

import re
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import CDPSession, Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 360, 820, 1280)
KB = 1024
BUDGETS = {"all": 60 * KB, "Document": 20 * KB, "Stylesheet": 8 * KB, "Script": 22 * KB}
SMALLEST_TARGET = 23.5  # 24, less what rounding takes
MOST_TABS = 60

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


@dataclass
class Load:
    """What came over the wire and what the console said while a page opened."""

    bytes_by_type: dict[str, int] = field(default_factory=dict)
    console: list[str] = field(default_factory=list)


def check_page(page: Page, url: str, *, status: int = 200, budget: bool = True) -> Load:
    """Open ``url`` in a page that has loaded nothing yet and check everything about it."""
    load = Load()
    page.on("console", lambda said: load.console.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: load.console.append(str(error)))
    session = page.context.new_cdp_session(page)
    _count_bytes(session, load)
    answer = page.goto(url)
    page.wait_for_load_state("networkidle")
    session.detach()
    findings = [] if answer is not None and answer.status == status else [f"status {answer and answer.status}"]
    findings += [text for text in load.console if not (status != 200 and f"status of {status}" in text)]
    if budget:
        findings += _over_budget(load)
    findings += here(page)
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
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", list(rules) or AXE_TAGS)
    return [
        f"axe {found['id']}: {' '.join(str(part) for part in node['target'])} {node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"][:3]
    ]


def _at_widths(page: Page) -> list[str]:
    """Look at every width, then put the window back."""
    before = page.viewport_size
    findings = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": before["height"]})
        findings += [f"{width} px: spills sideways: {name}" for name in page.evaluate(SPILLING)]
        findings += [f"{width} px: small target: {name}" for name in page.evaluate(TARGETS, SMALLEST_TARGET)]
    page.set_viewport_size(before)
    return findings


def _keyboard(page: Page) -> list[str]:
    """Check that the skip link comes first, and that the tab key walks into the content, seen all the way."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    if not page.evaluate("document.activeElement.matches('.skip')"):
        return ["the first tab stop is not the skip link"]
    page.keyboard.press("Enter")
    if not page.evaluate("document.activeElement.id === 'isi'"):
        return ["the skip link does not lead to the content"]
    if not page.evaluate(REACHABLE):
        return []
    page.reload()
    for _number in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('main') !== null"):
            return []
    return ["the tab key does not reach the content"]


def _count_bytes(session: CDPSession, load: Load) -> None:
    kinds: dict[str, str] = {}
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.responseReceived", lambda event: kinds.__setitem__(event["requestId"], event["type"]))

    def finished(event: dict) -> None:
        kind = kinds.get(event["requestId"], "Other")
        load.bytes_by_type[kind] = load.bytes_by_type.get(kind, 0) + int(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)


def _over_budget(load: Load) -> list[str]:
    sizes = load.bytes_by_type | {"all": sum(load.bytes_by_type.values())}
    return [
        f"{kind}: {sizes[kind]} bytes, at most {most}" for kind, most in BUDGETS.items() if sizes.get(kind, 0) > most
    ]

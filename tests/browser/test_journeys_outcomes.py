"""What a meeting ends in, typed without signal: promises that arrive once, and two people who end the same item."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys_minutes import KASI, KEEPER, at_the_item
from tests.browser.test_journeys_offline import ON_DEVICE, queue
from tests.browser.walking import fill, follow, path, press

pytestmark = pytest.mark.browser
FIRST, SECOND = "Memasang jaringan cadangan di ruang perekaman", "Menjemput warga lansia untuk perekaman"
LATER = date.today() + timedelta(days=21)  # noqa: DTZ011 - only to be ahead


def waiting(page: Page):
    return page.locator("[data-tunggu] li")


def result(page: Page):
    return page.locator("[data-hasil]")


def way(page: Page, name: str):
    """Return the form behind one of the ways in which an item ends, opened."""
    box = page.locator("#hasil details", has=page.locator("summary", has_text=re.compile(f"^{name}$")))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return box


def fill_day(where, day: date) -> None:
    for end, part in zip(("0", "1", "2"), (day.day, day.month, day.year), strict=True):
        where.locator(f"input[name$=_{end}]").fill(str(part))


def kept(page: Page) -> Page:
    """Wait until the service worker keeps this page, so that it opens without signal."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    for _patience in range(120):
        if page.evaluate("caches.match(location.href, {ignoreVary: true}).then((found) => !!found)"):
            return page
        page.wait_for_timeout(250)
    pytest.fail(f"{page.url} is not kept")


def promise(page: Page, what: str) -> None:
    form = way(page, "Catat komitmen")
    form.get_by_label("Siapa yang berjanji?").select_option(index=1)
    fill(form, "Apa yang dijanjikan?", what)
    fill_day(form, LATER)
    press(form, "Simpan komitmen")


def test_promises_typed_without_signal_are_shown_waiting_and_arrive_once(demo, open_page):
    page = kept(at_the_item(demo, open_page(width=360), KASI, "kasi").page)
    page.context.set_offline(True)
    fill(way(page, "Catat komitmen"), "Apa yang dijanjikan?", FIRST)
    page.reload()  # the battery died over a form half typed
    expect(way(page, "Catat komitmen").get_by_label("Apa yang dijanjikan?")).to_have_value(FIRST)

    for number, what in enumerate((FIRST, SECOND), start=1):
        promise(page, what)
        expect(waiting(page)).to_have_count(number)
        expect(way(page, "Catat komitmen").locator("[data-keadaan]")).to_have_text(ON_DEVICE)
        expect(queue(page)).to_have_text(f"{number} menunggu dikirim")
    page.reload()  # nothing that was sent comes back as half typed
    expect(waiting(page)).to_have_count(2)
    expect(waiting(page).first).to_contain_text(FIRST)
    assert way(page, "Catat komitmen").get_by_label("Apa yang dijanjikan?").input_value() == ""

    lost = []

    def lose(route):
        """Let the first one through to the server, and drop what it answers."""
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/hasil/**", lose)
    with page.expect_event("requestfailed"):
        page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")  # instead of waiting until the device tries again by itself
    expect(queue(page)).to_be_hidden()
    expect(page.locator("[data-tunggu]")).to_be_hidden()
    assert lost == [201]
    for what in (FIRST, SECOND):
        expect(result(page).get_by_role("link", name=what)).to_have_count(1)
    other = at_the_item(demo, open_page(), KEEPER, "agus").page
    for what in (FIRST, SECOND):
        expect(result(other).get_by_role("link", name=what)).to_have_count(1)


def test_two_people_end_the_same_item_and_neither_overwrites_the_other(demo, open_page):
    page = kept(at_the_item(demo, open_page(width=360), KASI, "kasi").page)
    other = at_the_item(demo, open_page(), KEEPER, "agus").page
    page.context.set_offline(True)
    form = way(page, "Tunda")
    fill(form, "Mengapa ditunda?", "Menunggu alat dari dinas")
    fill_day(form, LATER)
    press(form, "Tunda mata acara ini")
    expect(waiting(page)).to_have_count(1)
    form = way(other, "Catat keputusan")
    fill(form, "Apa yang diputuskan?", "Perekaman tiap Sabtu")
    press(form, "Simpan keputusan")
    expect(result(other)).to_contain_text("Perekaman tiap Sabtu")

    page.context.set_offline(False)
    told = "Sementara itu orang lain mencatat: Keputusan: Perekaman tiap Sabtu."
    expect(waiting(page)).to_contain_text(told)
    follow(waiting(page), "Menunggu alat dari dinas", exact=False)
    expect(result(page)).to_contain_text("Perekaman tiap Sabtu")
    expect(way(page, "Tunda").get_by_label("Mengapa ditunda?")).to_have_value("Menunggu alat dari dinas")
    other.reload()
    expect(result(other)).to_contain_text("Perekaman tiap Sabtu")

    press(way(page, "Tunda"), "Tunda mata acara ini")  # having seen both
    expect(result(page)).to_contain_text("Menunggu alat dari dinas")
    expect(queue(page)).to_be_hidden()
    # The other still has the decision before them, and is shown what they would take back instead.
    follow(other.locator("main"), "Cabut hasil: keputusan")
    expect(other.locator("main")).to_contain_text("Menunggu alat dari dinas")
    press(other, "Ya, cabut")
    expect(result(other)).not_to_contain_text("Menunggu alat dari dinas")


def test_with_signal_and_without_script_an_item_ends_at_once(demo, open_page):
    for options in ({}, {"script": False}):
        what = f"Menambah operator {len(options)}"
        page = at_the_item(demo, open_page(**options), KASI, "kasi").page
        address = path(page)
        promise(page, what)
        expect(result(page).get_by_role("link", name=what)).to_have_count(1)
        expect(page.locator("main .notice").first).to_contain_text("Janji tercatat.")
        assert path(page) == address


def test_going_on_to_the_next_item_needs_no_signal(demo, open_page):
    page = kept(at_the_item(demo, open_page(width=360), KASI, "kasi").page)
    onward = page.locator("form[data-luring]", has_text="Lanjut:")
    heading = page.locator("h1").inner_text()
    target = onward.get_attribute("data-luring")
    for _patience in range(120):
        if page.evaluate("(url) => caches.match(url, {ignoreVary: true}).then((found) => !!found)", target):
            break
        page.wait_for_timeout(250)
    page.context.set_offline(True)
    onward.get_by_role("button").click()

    expect(page.locator("h1")).not_to_have_text(heading)
    assert path(page) == target
    page.context.set_offline(False)

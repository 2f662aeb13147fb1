"""Two secretaries write the minutes of the same item in two browsers, while connections drop and answers are lost."""

import os
import random
import re
import time
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys_offline import ON_DEVICE, SENT, queue
from tests.browser.walking import enter, follow, path, press

pytestmark = pytest.mark.browser
SECONDS = float(os.environ.get("RUMAH_MINUTES_SECONDS", "20"))  # five minutes once by hand: 300
KASI, KEEPER = "Dewi Lestari", "Agus Salim"
MEETING = "Rapat khusus perekaman KTP"
MARK = re.compile(r"^\[[^\]]+, \d\d\.\d\d\] ", re.MULTILINE)  # before a line that stays beside another one


@dataclass
class Writer:
    """Somebody at the item: the page, and every word typed there."""

    page: Page
    name: str
    words: list[str] = field(default_factory=list)
    is_offline: bool = False

    @property
    def box(self):
        return self.page.get_by_role("textbox", name="Yang dibicarakan")

    @property
    def state(self):
        return self.page.locator("form[data-notulen] [data-keadaan]")

    def text(self) -> str:
        return self.box.input_value()

    def type(self, chance: random.Random) -> None:
        """Go to the end of some line and type a word there, or a line of its own, key by key."""
        word = f"{self.name}{len(self.words):03}"
        self.box.focus()
        for key in chance.choice((["ArrowUp"], ["ArrowDown"], ["Control+End"], [])):
            self.page.keyboard.press(key)
        self.page.keyboard.press("End")
        if chance.random() < 0.4:
            self.page.keyboard.press("Enter")
        self.words.append(word)
        self.page.keyboard.type(f" {word}", delay=15)

    def switch(self) -> None:
        self.is_offline = not self.is_offline
        self.page.context.set_offline(self.is_offline)


def at_the_item(demo, page: Page, account: str, name: str) -> Writer:
    enter(page, demo.url, account)
    page.goto(f"{demo.url}/rumah-bersama/99.01.01/rapat/")
    follow(page.locator("main"), MEETING)
    follow(page.locator("main"), "Notulen dan hasil")
    follow(page.locator("main"), "Tulis notulen")
    writer = Writer(page, name)
    expect(writer.box).to_be_visible()
    return writer


def losing(page: Page, chance: random.Random) -> None:
    """Let one save in five through to the server, and drop what it answers."""

    def lose(route):
        if route.request.method == "POST" and chance.random() < 0.2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.context.route(re.compile(r"/notulen/\d+/$"), lose)


def twice_without_a_mark(text: str, words: list[str]) -> list[str]:
    """Return the words that stand twice although no line between is marked as kept beside another one."""
    found = []
    for word in words:
        places = [match.start() for match in re.finditer(word, text)]
        lines = [text.rfind("\n", 0, place) + 1 for place in places]
        if not all(MARK.search(text, line, later) for line, later in zip(lines, places[1:], strict=False)):
            found.append(word)
    return found


def test_two_browsers_lose_no_character_while_connections_drop(demo, open_page):
    chance = random.Random(20)
    writers = [
        at_the_item(demo, open_page(width=360), KASI, "dewi"),
        at_the_item(demo, open_page(), KEEPER, "agus"),
    ]
    for writer in writers:
        losing(writer.page, chance)
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        writer = chance.choice(writers)
        if chance.random() < 0.15:
            writer.switch()
        else:
            writer.type(chance)
        writer.page.wait_for_timeout(chance.choice((0, 200, 1500)))
    for writer in writers:
        writer.page.context.unroute_all()
        if writer.is_offline:
            writer.switch()
        expect(queue(writer.page)).to_be_hidden()
    for writer in writers:
        expect(writer.page.locator("form[data-notulen]")).not_to_have_attribute("data-menunggu", "")
    same = writers[0].text
    for _patience in range(120):
        if same() == writers[1].text() and all(word in same() for w in writers for word in w.words):
            break
        writers[0].page.wait_for_timeout(250)

    final = writers[0].text()
    counted = {word: final.count(word) for writer in writers for word in writer.words}
    assert final == writers[1].text()
    assert [word for word, count in counted.items() if not count] == [], final
    assert twice_without_a_mark(final, list(counted)) == [], final
    assert len(counted) > SECONDS / 4  # something was written
    writers[0].page.reload()
    expect(writers[0].box).to_have_value(final)


def test_a_closed_tab_without_signal_loses_nothing_and_another_takes_it_over(demo, open_page):
    kasi = at_the_item(demo, open_page(width=360), KASI, "tab")
    keeper = at_the_item(demo, open_page(), KEEPER, "lain")
    address, context = path(kasi.page), kasi.page.context
    context.set_offline(True)
    kasi.type(random.Random(1))
    expect(kasi.state).to_have_text(ON_DEVICE)
    kasi.page.close()
    context.set_offline(False)
    again = Writer(context.new_page(), "tab")
    again.page.goto(f"{demo.url}{address}")

    expect(again.box).to_have_value(re.compile(r"tab000"))
    expect(again.state).to_contain_text(SENT)
    expect(keeper.box).to_have_value(re.compile(r"tab000"))
    expect(keeper.page.locator("[data-lain]")).to_contain_text("menulis pukul")


def test_without_script_the_button_saves_and_joins(demo, open_page):
    page = at_the_item(demo, open_page(script=False), KASI, "tanpa").page
    box = page.get_by_role("textbox", name="Yang dibicarakan")
    box.fill(f"{box.input_value()}\nDitulis tanpa skrip")
    press(page, "Simpan notulen")

    expect(box).to_have_value(re.compile("Ditulis tanpa skrip"))
    expect(page.locator(".notice").first).to_contain_text(re.compile("tersimpan|Digabung"))

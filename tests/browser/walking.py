"""What people do in every journey: arrive at the home page, sign in, follow links, press buttons."""

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.words import PASSWORD


def enter(page: Page, url: str, name: str, *, keyboard: str = "") -> Page:
    """Come to the home page and sign in with one click as somebody of the demo."""
    page.goto(url + "/")
    follow(page.locator("main"), "Masuk")
    press(page, f"Masuk sebagai {name}")
    if keyboard:
        fill(page, "Siapa yang memakai akun ini sekarang?", keyboard)
        press(page, "Lanjutkan")
    expect(page.get_by_role("link", name="Buka halaman tempat ini")).to_be_visible()
    return page


def enter_with_password(page: Page, url: str, email: str) -> None:
    """Come to the home page and sign in with e-mail and password."""
    page.goto(url + "/")
    follow(page.locator("main"), "Masuk")
    fill(page, "E-mail", email)
    fill(page, "Kata sandi", PASSWORD)
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()


def follow(where: Page | Locator, name: str, *, exact: bool = True) -> None:
    """Click the first link of this name."""
    where.get_by_role("link", name=name, exact=exact).first.click()


def menu(page: Page, name: str) -> None:
    """Click an entry of the main menu."""
    follow(page.get_by_role("navigation", name="Menu utama"), name)


def press(where: Page | Locator, name: str) -> None:
    """Press the first button of this name."""
    where.get_by_role("button", name=name, exact=True).first.click()


def fill(where: Page | Locator, label: str, text: str) -> None:
    """Type into the box of this label; a hint may follow the label."""
    where.get_by_label(label, exact=True).first.fill(text)


def expect_heading(page: Page, text: str) -> None:
    """Wait for the page of this heading."""
    expect(page.locator("h1")).to_have_text(text)


def expect_notice(page: Page, text: str) -> None:
    """Wait for what the page says on top."""
    expect(page.locator("main .notice").filter(has_text=text).first).to_be_visible()


def errors(page: Page) -> list[str]:
    """Return the sentences of the error summary, which has the focus."""
    summary = page.locator(".errors")
    expect(summary).to_be_visible()
    assert summary.evaluate("e => e === document.activeElement")
    assert page.title().strip().startswith("Kesalahan:")
    return [line.strip() for line in summary.get_by_role("listitem").all_inner_texts()]


def asked(page: Page) -> dict[str, str]:
    """Return the query of the address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def path(page: Page) -> str:
    """Return the path of the address."""
    return urlsplit(page.url).path


def number(text: str) -> int:
    """Return the number that stands first in a text: "−1.250" is 1250."""
    digits = text.replace(".", "").strip().lstrip("−").split()[0]
    return int(digits)


def downloaded(page: Page, link: Locator) -> Path:
    """Click something that gives a file, and return where it lies."""
    with page.expect_download() as waiting:
        link.click()
    return Path(waiting.value.path())


def csv_rows(file: Path) -> list[list[str]]:
    """Return the rows of a CSV file as spreadsheets in Indonesia open it."""
    text = file.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def sheet_rows(file: Path) -> list[list[object]]:
    """Return the rows of the first sheet of a workbook."""
    with file.open("rb") as content:
        return [list(row) for row in load_workbook(content).worksheets[0].iter_rows(values_only=True)]

"""The components page and the ground's own pages in Chromium: seen, heard, walked and weighed."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import check_here, check_page, here

pytestmark = pytest.mark.browser

PAGES = ["/bantuan/", "/aksesibilitas/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_components_hold_in_both_schemes_and_widths(site, open_page, width, scheme):
    load = check_page(open_page(width=width, scheme=scheme), f"{site.url}/ui/")

    # "Other" is the icon, which the headless shell does not ask for.
    assert sorted(load.bytes_by_type.keys() - {"Other"}) == ["Document", "Script", "Stylesheet"]


@pytest.mark.parametrize("path", PAGES)
def test_own_pages_hold(site, open_page, path):
    check_page(open_page(width=360), site.url + path)


def test_missing_page_holds(site, open_page):
    check_page(open_page(width=360, scheme="dark"), f"{site.url}/tidak-ada/", status=404)


def test_components_hold_with_wide_text_spacing(site, open_page):
    """WCAG 1.4.12 at 320 px."""
    page = open_page(width=320)
    page.goto(f"{site.url}/ui/")
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('body *')) Object.assign(e.style,
        {lineHeight: '1.5', letterSpacing: '.12em', wordSpacing: '.16em'}); }"""
    )

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_language_switch_and_pager_work_without_script(site, open_page):
    page = open_page(script=False)
    page.goto(f"{site.url}/ui/")
    page.get_by_role("link", name="Berikutnya").click()
    address = page.url
    page.get_by_role("button", name="English").click()

    assert [address, page.url] == [f"{site.url}/ui/?hal=2", f"{site.url}/ui/?hal=2"]
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[data-print]:visible").count() == 0


def test_copy_says_that_it_copied(site, open_page):
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/ui/")
    page.get_by_role("button", name="Salin untuk WhatsApp").click()
    page.get_by_role("button", name="Tersalin.").wait_for()

    assert page.evaluate("navigator.clipboard.readText()").startswith("Undangan Rumah Bersama ke-8")
    page.locator("#kabar", has_text="Tersalin.").wait_for(state="attached")


def test_swap_moves_focus_to_the_new_heading_and_says_it(site, open_page):
    """Any page part that htmx swaps: the pager's link is given the attributes a room would write."""
    page = open_page()
    page.goto(f"{site.url}/ui/")
    page.evaluate(
        """() => { const link = document.querySelector('.pager a');
        link.setAttribute('hx-get', link.href); link.setAttribute('hx-select', '#tabel');
        link.setAttribute('hx-target', '#tabel'); link.setAttribute('hx-swap', 'outerHTML');
        link.setAttribute('hx-push-url', 'true'); htmx.process(link); }"""
    )
    page.get_by_role("link", name="Berikutnya").click()
    page.wait_for_url("**/ui/?hal=2")
    expect(page.locator("#h-tabel")).to_be_focused()

    page.locator("#kabar", has_text="Belanja desa").wait_for(state="attached")
    assert page.locator("#tabel").get_attribute("aria-busy") is None
    check_here(page)


def test_print_keeps_the_table_a_table(site, open_page):
    page = open_page(width=703)
    page.emulate_media(media="print")
    page.goto(f"{site.url}/ui/")

    shown = {
        name: page.locator(name).first.is_visible() for name in (".brand", ".tab", ".pager", ".data thead", ".map")
    }
    assert shown == {".brand": False, ".tab": False, ".pager": False, ".data thead": True, ".map": True}


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("document.querySelector('h2').outerHTML = '<h1>Dua</h1>'", "2 h1"),
        ("document.title = 'Rumah Bersama'", "title"),
        ("document.querySelector('main p').style.color = '#aaa'", "color-contrast"),
        ("document.querySelector('main').insertAdjacentHTML('beforeend', '<input>')", "axe label"),
        ("document.querySelector('main p').style.width = '2000px'", "spills sideways"),
        ("document.querySelector('.flinks').insertAdjacentHTML('beforeend', '<button>x</button>')", "small target"),
    ],
)
def test_checks_see_seeded_faults(site, open_page, fault, word):
    page = open_page()
    page.goto(f"{site.url}/aksesibilitas/")
    page.evaluate(fault)

    assert [found for found in here(page) if word in found] != []


def test_policy_stops_inline_script_and_the_check_hears_it(site, open_page):
    page = open_page()
    page.route("**/bantuan/", lambda route: _with_inline_script(route))

    with pytest.raises(AssertionError, match="Content Security Policy"):
        check_page(page, f"{site.url}/bantuan/")


def _with_inline_script(route):
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("</main>", "<script>window.x = 1</script></main>"))


def test_without_network_the_page_tells_the_next_step(site, open_page):
    page = open_page(width=360)
    page.goto(f"{site.url}/bantuan/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{site.url}/aksesibilitas/")
    page.context.set_offline(True)
    page.goto(f"{site.url}/ui/")

    assert page.locator("h1").text_content() == "Tidak tersambung"
    assert page.locator(".btn.p").evaluate("e => getComputedStyle(e).borderRadius") == "8px"
    check_here(page)
    page.context.set_offline(False)
    page.get_by_role("link", name="Coba lagi").click()
    assert page.locator("h1").text_content() == "Komponen"

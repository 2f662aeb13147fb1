"""No page leads its reader to a refusal: every link from home on, some steps deep, as people of each kind."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.access.world import World

STEPS = 3
OF_A_KIND = 1  # page of one address that is opened, for they are made by one template
ROLES = ("camat", "kasi_trantib", "operator", "inspectorate", "governance", "agency")
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
PASSED_BY = re.compile(r"\.(csv|xlsx|pdf|ics|zip|svg|geojson)$|^/(static|akun/keluar|Rahasia-[^/]*)/")


def links_in(body: str, page: str) -> Iterator[str]:
    """Give the addresses on our own host that a page links, without their fragment."""
    for found in LINK.findall(body):
        parts = urlsplit(urljoin(page, html.unescape(found)))
        if not parts.netloc and parts.scheme in ("", "http") and not PASSED_BY.search(parts.path):
            yield parts._replace(fragment="").geturl()


def name_of(address: str) -> str:
    """Return the name of an address, by which pages are of a kind; where there is none, the path."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return urlsplit(address).path


def dead_ends(client: Client) -> list[str]:
    """Return the links that do not open, each with the page it stands on."""
    seen, opened, found = {"/"}, Counter[str](), []
    waiting = [("/", "/", 0)]
    for address, page, steps in waiting:
        response = client.get(address)
        if response.status_code >= 400:
            found.append(f"{page} links {address}: {response.status_code}")
        if response.status_code != 200 or steps == STEPS or response.streaming:
            continue
        for link in links_in(response.content.decode("utf-8", "replace"), address):
            kind = name_of(link)
            if link not in seen and opened[kind] < OF_A_KIND:
                seen.add(link)
                opened[kind] += 1
                waiting.append((link, address, steps + 1))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_link_is_a_dead_end(world: World, role: str):
    client = Client()
    client.force_login(world.cast[role])
    assert dead_ends(client) == []

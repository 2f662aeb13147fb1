"""Voices of two kecamatan, entered by the people of each."""

from datetime import date

import pytest

from rumahbersama.chain.needs.models import Service, ServiceArea
from rumahbersama.chain.needs.voices import actions
from rumahbersama.chain.needs.voices.actions import Facts
from tests.needs.conftest import found, period, put, reference

__all__ = ["found", "period", "put", "reference"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def facts(reference, country):
    """Make what somebody said at a place."""

    def making(code: str = "71.01.01.2001", statement: str = "Posyandu Melati butuh timbangan bayi", **more) -> Facts:
        service = more.pop("service", None)
        told = {
            "hamlet": "Dusun II",
            "source_kind": "musdus",
            "voiced_on": date(2026, 3, 14),
            "people_count": 40,
        }
        return Facts(
            region=country[code],
            statement=statement,
            area=ServiceArea.objects.get(code=more.pop("area", "kesehatan")),
            service=Service.objects.get(code=service) if service else None,
            **(told | more),
        )

    return making


@pytest.fixture
def say(facts, cast, now):
    """Enter a voice."""

    def saying(code: str = "71.01.01.2001", statement: str = "Posyandu Melati butuh timbangan bayi", **more):
        photos = more.pop("photos", ())
        return actions.enter_voice(facts=facts(code, statement, **more), photos=photos, by=cast["keeper"], at=now)

    return saying


@pytest.fixture
def form_data(reference) -> dict[str, str]:
    """What the form of a voice sends."""
    return {
        "statement": "Posyandu Melati butuh timbangan bayi",
        "about": "s:posyandu",
        "place": "71.01.01.2001",
        "hamlet": "Dusun II",
        "source_kind": "musdus",
        "source": "",
        "voiced_on_0": "14",
        "voiced_on_1": "3",
        "voiced_on_2": "2026",
        "people_count": "40",
    }


@pytest.fixture
def as_(client, cast):
    """Sign somebody of the cast in."""

    def signing(role: str):
        client.force_login(cast[role])
        return client

    return signing


def text_of(response) -> str:
    """Return a page with single spaces."""
    return " ".join(response.content.decode().split())

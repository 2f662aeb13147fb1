from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from rumahbersama.ground.regions import hooks
from rumahbersama.ground.regions.models import Edition, Region
from tests.conftest import make_account
from tests.regions.making import OLD, changed, load

pytestmark = pytest.mark.django_db
TODAY = date(2023, 1, 1)


@pytest.fixture
def editions(tmp_path):
    load(tmp_path, OLD)
    load(tmp_path, changed(OLD, drop=("71.01.01.2001",)), year=2022)


def test_a_manager_is_told_of_open_questions_in_ones_place(editions):
    def tasks(account):
        return [(task.text, task.url) for task in hooks.home_tasks(user=account, today=TODAY)]

    open_one = [("1 wilayah belum jelas penggantinya", "/wilayah/belum-jelas/")]
    assert tasks(make_account("ministry", Region.objects.get(code="0"))) == open_one
    assert tasks(make_account("administrator", Region.objects.get(code="71.02"))) == []
    assert tasks(make_account("camat", Region.objects.get(code="71.01.01"))) == []
    assert tasks(AnonymousUser()) == []


def test_search_gives_regions_with_code_and_place(editions):
    hits = [(hit.title, hit.url, hit.detail) for hit in hooks.search(user=AnonymousUser(), text="curug")]

    assert hits == [("Kecamatan Curug", "/wilayah/71.02.01/", "71.02.01 · Kabupaten Danau, Provinsi Utara")]


def test_the_doctor_knows_the_edition_and_its_age(editions):
    assert [(check.state, "Keputusan uji 2022" in check.text) for check in hooks.doctor_checks()] == [("warn", True)]

    Edition.objects.filter(number="UJI-2022").update(valid_from=date(2999, 1, 1))
    assert [check.state for check in hooks.doctor_checks()] == ["ok"]


def test_the_doctor_says_when_no_edition_is_loaded():
    assert [check.state for check in hooks.doctor_checks()] == ["warn"]

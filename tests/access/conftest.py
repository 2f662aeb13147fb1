"""The world that every question about access is asked in; made once a module."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests.access.world import World, build
from tests.conftest import make_cast, make_country


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    photos = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("berkas"))
    with photos, django_db_blocker.unblock(), transaction.atomic():
        country = make_country()
        yield build(country, make_cast(country), timezone.now())
        transaction.set_rollback(True)


@pytest.fixture
def world(made, db, settings) -> World:
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    return made

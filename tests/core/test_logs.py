"""What the log keeps to itself."""

import logging

import pytest

from rumahbersama.ground.core.logs import RefusalsInOneLine, WithoutSecrets

TOKEN = "kPq3-x9_LmNo4RstUvWx-yZ012345"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (f"/undangan/terima/{TOKEN}/", "/undangan/terima/…/"),
        (f"/sandi/ganti/{TOKEN}?x=1", "/sandi/ganti/…?x=1"),
        ("/tempat/99.01.01.2001/spm/", "/tempat/99.01.01.2001/spm/"),
    ],
)
def test_the_secret_of_an_address_is_not_logged(path, kept):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", path), None)

    assert WithoutSecrets().filter(record) is True
    assert record.getMessage() == f"Gone: {kept}"


@pytest.mark.django_db
def test_a_refused_invitation_reaches_the_log_without_its_token(client, settings):
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(record.getMessage())

    handler = Kept()
    handler.addFilter(WithoutSecrets())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        status = client.get(f"/undangan/terima/{TOKEN}/").status_code
    finally:
        logger.removeHandler(handler)

    assert status >= 400
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets", "refusals"]
    assert [TOKEN in line for line in lines] == [False]


@pytest.mark.parametrize(("status", "is_told"), [(403, False), (404, False), (500, True)])
def test_only_a_fault_brings_its_traceback_into_the_log(status, is_told):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden", (), (ValueError, None, None))
    record.status_code = status

    assert RefusalsInOneLine().filter(record) is True
    assert bool(record.exc_info) is is_told

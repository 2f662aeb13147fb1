"""What the doctor says: what is wrong and how to mend it; the health page shows the same lines."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.ground.audit.actions import record
from rumahbersama.ground.core import health
from rumahbersama.ground.core.models import Heartbeat
from rumahbersama.ground.core.registry import DoctorCheck
from rumahbersama.ground.core.translations import is_stale
from rumahbersama.office.administration.checks import clock
from rumahbersama.office.backup.checks import checks as backups
from rumahbersama.settings import PACKAGE

PO = PACKAGE / "locale/en/LC_MESSAGES/django.po"


def only(checks) -> DoctorCheck:
    (one,) = checks
    return one


def write(verb: str, *, days: float) -> None:
    record(by=None, at=timezone.now() - timedelta(days=days), verb=verb, summary="uji")


def test_no_backup_says_how_to_begin(db):
    assert (only(backups()).state, "rumah backup --new-key" in only(backups()).text) == ("warn", True)


@pytest.mark.parametrize(("days", "state"), [(0.5, "ok"), (6.9, "ok"), (7.1, "warn"), (30, "warn")])
def test_backup_grows_old_after_seven_days(db, days, state):
    write("office.backup", days=90)
    write("office.backup", days=days)

    assert only(backups()).state == state


def test_backup_limit_is_a_setting(db, settings):
    settings.BACKUP_DAYS = 31
    write("office.backup", days=30)

    assert only(backups()).state == "ok"


def test_data_that_was_put_back_is_in_a_backup(db):
    write("office.restore", days=1)

    assert only(backups()).state == "ok"


def test_demo_needs_no_backup(db, settings):
    settings.DEMO = True

    assert list(backups()) == []


def test_clock_that_went_back(db):
    write("people.invite", days=-0.5)

    assert (only(clock()).state, "jamnya mundur. Betulkan jam" in only(clock()).text) == ("bad", True)


def test_clock_that_is_right(db):
    write("people.invite", days=0.5)
    Heartbeat.objects.create(worker="a", seen_at=timezone.now())

    assert (only(clock()).state, only(clock()).text.endswith(" WIB")) == ("ok", True)


def test_clock_of_another_country(db, settings):
    settings.TIME_ZONE = "Europe/London"

    assert only(clock()).state == "warn"
    assert "Asia/Makassar" in only(clock()).text


@pytest.fixture
def locale(tmp_path) -> Path:
    """A copy of the English texts, compiled."""
    for ending in (".po", ".mo"):
        (tmp_path / f"django{ending}").write_bytes(PO.with_suffix(ending).read_bytes())
    return tmp_path / "django.po"


def test_translation_as_delivered_is_compiled(locale):
    assert is_stale(locale) is False


def test_translation_changed_and_not_compiled_is_stale(locale):
    text = locale.read_text(encoding="utf-8")
    locale.write_text(text + '\nmsgid "Kalimat baru"\nmsgstr "A new "\n"sentence"\n', encoding="utf-8")

    assert is_stale(locale) is True


def test_translation_that_is_fuzzy_is_not_compiled_and_so_not_stale(locale):
    text = locale.read_text(encoding="utf-8")
    locale.write_text(text + '\n#, fuzzy\nmsgid "Kalimat baru"\nmsgstr "A new sentence"\n', encoding="utf-8")

    assert is_stale(locale) is False


def test_translation_without_compiled_file_is_stale(locale):
    locale.with_suffix(".mo").unlink()

    assert is_stale(locale) is True


def test_health_page_shows_the_lines_of_the_doctor(client, cast):
    client.force_login(cast["administrator"])

    shown = client.get(reverse("administration:health")).context["checks"]

    assert [check.name for check in shown] == [check.name for check in health.all_checks()]
    assert sorted(check.name for check in shown) == sorted(
        [
            *("Basis data", "Tabel", "Pekerja latar", "Catatan riwayat", "Keutuhan basis data", "Ruang simpan"),
            *(
                "Cara dibuka",
                "Cadangan",
                "Jam",
                "Terjemahan",
                "Administrator",
                "Surat",
                "Surel",
                "Kode wilayah",
                "Hari libur",
            ),
        ]
    )


def test_readiness_asks_none_of_the_thorough_ones(client, db):
    write("people.invite", days=-0.5)

    assert client.get("/readyz").json() == {"ready": True, "bad": []}

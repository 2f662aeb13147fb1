"""The fixed cast: two kecamatan with people in both, an outsider, and those above."""

import gc
import os
import zlib
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings

from rumahbersama.ground.core import migrating
from rumahbersama.ground.people.models import Account, RoleAssignment
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import folded, level_of, parent_code
from tests.installation import empty, installation, migrated

__all__ = ["empty", "installation", "migrated"]

# They start programs of ours on the database of the run, so both runs need them though they use no fixture of it.
ON_EVERY_DATABASE = ("tests/backup/", "tests/cli/", "tests/faults/", "tests/migrations/")
ONLY_SQLITE = (
    "tests/cli/test_demo.py",  # the demo's database is always SQLite
    "tests/cli/test_practice.py",  # a copy is always SQLite, and its process is told no database
    "tests/migrations/test_lean.py",  # reads SQLite's own list of tables
    "tests/cli/test_serve.py",  # processes and signals; tests/faults kills a server that writes on both databases
    "tests/cli/test_training_analyse.py",  # reads and writes files; asks no database
    "tests/backup/test_sealed.py",  # the file of a backup as bytes; tests/backup/test_commands.py makes and reads it
    "tests/backup/test_maintenance.py",  # the door is a lock on a file
    "tests/access/test_links.py",  # pages link the same on every database
    # Two roles beside the table; on PostgreSQL it asks one question in ten, and these ask all again.
    "tests/access/test_leadership.py",
    "tests/access/test_inspectorate.py",
    # Files, keys and words of a backup: refused before a database is asked.
    "tests/backup/test_commands.py::test_refused_with_one_sentence_and_nothing_touched",
    "tests/backup/test_commands.py::test_keys_are_not_in_a_backup_and_it_is_not_readable",
    # The dry run makes and removes the same on both; that it is also what happens without --yes is asked once.
    "tests/backup/test_commands.py::test_nothing_is_replaced_unasked",
    # What the file says is held against what was made of it, in Python.
    "tests/backup/test_commands.py::test_database_that_is_not_as_its_snapshot_was_is_refused",
    # Words and files that are refused, and mail: told before, or without, anything that two databases do differently.
    *(
        f"tests/cli/test_commands.py::{name}"
        for name in (
            "test_help_names_every_command",
            "test_no_command_is_refused",
            "test_doctor_tells_whether_mail_leaves",
            "test_invite_refused",
            "test_regions_load_unreadable",
            "test_import_refused",
        )
    ),
)


def pytest_configure() -> None:
    """Make the tables of the run as the program makes them; a busy machine may draw examples slowly."""
    migrating.install()
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Spare the collector what stays for the whole run, and let it look less often: a tenth of the processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what this run is for.

    On PostgreSQL leave out what asks no database: it has run on SQLite, and says the same. With ``RUMAH_SHARD=1/2``
    keep one share, so that CI runs the shares side by side.
    """
    kept = items
    if os.environ.get("TEST_DATABASE_URL"):
        kept = [item for item in kept if _asks_the_database(item)]
    if share := os.environ.get("RUMAH_SHARD"):
        number, count = (int(part) for part in share.split("/"))
        kept = [item for item in kept if zlib.crc32(_stays_together(item).encode()) % count == number - 1]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _stays_together(item: pytest.Item) -> str:
    """Return the name of what is not parted: a file, which shares what it made; of the two long ones each test."""
    return (
        item.nodeid if item.nodeid.startswith(("tests/access/", "tests/browser/")) else item.nodeid.partition("::")[0]
    )


def _asks_the_database(item: pytest.Item) -> bool:
    if item.nodeid.startswith(ONLY_SQLITE):
        return False
    # The hundreds of bad days of a phone are lived through on SQLite; here two blocks of each: they wait for disks.
    if "_bad_days_" in item.nodeid and not item.nodeid.endswith(("[0]", "[1]")):
        return False
    names = set(getattr(item, "fixturenames", ()))
    has_mark = item.get_closest_marker("django_db") is not None
    return has_mark or "db" in names or item.nodeid.startswith((*ON_EVERY_DATABASE, "tests/browser/"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """On PostgreSQL begin the keys far above any figure of a test.

    There a key taken back with its test is not given again, so they grow from test to test: the key in an address
    would some day be the number that a page must not show.
    """
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 100000000) FROM pg_sequences"
        )


SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """The real public data beside the checkout; CI fails where it is absent."""
    if not SHARED_DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared/data is missing; in CI it must be there")
        pytest.skip("../shared/data is not beside this checkout: the real-data tests did not run")
    return SHARED_DATA


KINDS = ["negara", "provinsi", "kabupaten", "kecamatan", "desa"]


def make_region(code: str, name: str, kind: str = "") -> Region:
    """Make a region whose parent exists."""
    region = _region(code, name, kind, Region.objects.get(code=parent_code(code)) if parent_code(code) else None)
    region.save()
    return region


def _region(code: str, name: str, kind: str, parent: Region | None) -> Region:
    level = level_of(code)
    return Region(
        code=code, name=name, search_name=folded(name), level=level, kind=kind or KINDS[level], parent=parent
    )


def make_country() -> dict[str, Region]:
    """Make two provinces; kabupaten 71.01 with kecamatan A (3 desa) and B (2 desa); kabupaten 71.02; province 72."""
    tree = {
        "0": "Indonesia",
        "71": "Utara",
        "71.01": "Sungai",
        "71.01.01": "Alas",
        "71.01.01.2001": "Anggrek",
        "71.01.01.2002": "Akasia",
        "71.01.01.1003": "Asri",
        "71.01.02": "Bukit",
        "71.01.02.2001": "Bambu",
        "71.01.02.2002": "Beringin",
        "71.02": "Danau",
        "71.02.01": "Curug",
        "71.02.01.2001": "Cemara",
        "72": "Selatan",
        "72.01": "Pantai",
        "72.01.01": "Deras",
        "72.01.01.2001": "Damar",
    }
    made: dict[str, Region] = {}
    for level in range(len(KINDS)):  # hundreds of tests begin here: one statement for each level
        made |= {
            code: _region(code, name, "kelurahan" if code[9:10] == "1" else "", made.get(parent_code(code) or ""))
            for code, name in tree.items()
            if level_of(code) == level
        }
        Region.objects.bulk_create(region for region in made.values() if region.level == level)
    return {code: made[code] for code in tree}


@pytest.fixture
def country(db: None) -> dict[str, Region]:
    """The invented country of ``make_country``."""
    return make_country()


def make_account(role: str, region: Region, *, name: str = "") -> Account:
    """Make an active account that holds ``role`` at ``region``."""
    return make_accounts([(role, region)], name=name)[0]


def make_accounts(held: list[tuple[str, Region]], *, name: str = "") -> list[Account]:
    """Make an active account for each role at a place, with one statement for each table."""
    accounts = []
    for role, region in held:
        account = Account(email=f"{role}.{region.code}@contoh.invalid", name=name or f"{role} {region.name}")
        account.set_password("kata-sandi-uji")
        accounts.append(account)
    Account.objects.bulk_create(accounts)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(account=account, role=role, region=region, starts_on=date(2020, 1, 1))
        for account, (role, region) in zip(accounts, held, strict=True)
    )
    officers = (account for account, (_role, region) in zip(accounts, held, strict=True) if region.level < 3)
    Authenticator.objects.bulk_create(_second_factor(account) for account in officers)
    return accounts


def give_second_factor(account: Account) -> Authenticator:
    """Set up the authenticator app that officers above kecamatan must have before anything else."""
    factor = _second_factor(account)
    factor.save()
    return factor


def _second_factor(account: Account) -> Authenticator:
    return Authenticator(
        user=account, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}
    )


def make_cast(country: dict[str, Region]) -> dict[str, Account]:
    """Make everybody of DESIGN section 2 that issue 2 needs, in A, in B and elsewhere."""
    where = {
        "ministry": "0",
        "auditor": "0",
        "administrator": "0",
        "province": "71",
        "training_body": "71",
        "bappeda": "71.01",
        "dpmd": "71.01",
        "governance": "71.01",
        "agency": "71.01",
        "inspectorate": "71.01",
        "leadership": "71.01",
        "camat": "71.01.01",
        "sekcam": "71.01.01",
        "kasi": "71.01.01",
        "kasi_trantib": "71.01.01",
        "keeper": "71.01.01",
        "education_unit": "71.01.01",
        "health_unit": "71.01.01",
        "registry_unit": "71.01.01",
        "operator": "71.01.01.2001",
    }
    held = {who: (who, country[code]) for who, code in where.items()}
    held["camat_b"] = ("camat", country["71.01.02"])
    held["operator_b"] = ("operator", country["71.01.02.2001"])
    held["outsider"] = ("camat", country["72.01.01"])
    people = dict(zip(held, make_accounts(list(held.values())), strict=True))
    people["nobody"] = Account.objects.create(email="tanpa.peran@contoh.invalid", name="Tanpa Peran")
    return people


@pytest.fixture
def cast(country: dict[str, Region]) -> dict[str, Account]:
    """The fixed cast of ``make_cast``."""
    return make_cast(country)


@pytest.fixture(autouse=True)
def indonesian():
    """Begin each test in Indonesian: the language of an earlier test's last request stays with the thread."""
    translation.activate("id")


@pytest.fixture
def now():
    """One moment for a whole test."""
    return timezone.now()

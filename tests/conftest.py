"""The fixed cast: two kecamatan with people in both, an outsider, and those above."""

import gc
import os
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone, translation

from rumahbersama.ground.people.models import Account, RoleAssignment
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.rules import folded, level_of, parent_code
from tests.installation import empty, installation, migrated

__all__ = ["empty", "installation", "migrated"]

# They start programs of ours on the database of the run, so both runs need them though they use no fixture of it.
ON_EVERY_DATABASE = ("tests/backup/", "tests/cli/", "tests/faults/", "tests/migrations/")
ONLY_SQLITE = (
    "tests/cli/test_demo.py",  # the demo's database is always SQLite
    "tests/cli/test_practice.py",  # the database of a copy too; what it is given is tested without one
    "tests/cli/test_serve.py",  # processes and signals; tests/faults kills a server that writes on both databases
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


def pytest_collection_finish() -> None:
    """Spare the collector what stays for the whole run, and let it look less often: a tenth of the processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what asks no database: it has run on SQLite, and says the same."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    kept = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _asks_the_database(item: pytest.Item) -> bool:
    if item.nodeid.startswith(ONLY_SQLITE):
        return False
    # The hundreds of bad days of a phone are lived through on SQLite; here two blocks of each: they wait for disks.
    if "_bad_days_" in item.nodeid and not item.nodeid.endswith(("[0]", "[1]")):
        return False
    names = set(getattr(item, "fixturenames", ()))
    has_mark = item.get_closest_marker("django_db") is not None
    return has_mark or "db" in names or item.nodeid.startswith((*ON_EVERY_DATABASE, "tests/browser/"))


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
    parent = Region.objects.get(code=parent_code(code)) if parent_code(code) else None
    return Region.objects.create(
        code=code,
        name=name,
        search_name=folded(name),
        level=level_of(code),
        kind=kind or KINDS[level_of(code)],
        parent=parent,
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
    return {code: make_region(code, name, "kelurahan" if code[9:10] == "1" else "") for code, name in tree.items()}


@pytest.fixture
def country(db: None) -> dict[str, Region]:
    """The invented country of ``make_country``."""
    return make_country()


def make_account(role: str, region: Region, *, name: str = "") -> Account:
    """Make an active account that holds ``role`` at ``region``."""
    account = Account(email=f"{role}.{region.code}@contoh.invalid", name=name or f"{role} {region.name}")
    account.set_password("kata-sandi-uji")
    account.save()
    RoleAssignment.objects.create(account=account, role=role, region=region, starts_on=date(2020, 1, 1))
    if region.level < 3:
        give_second_factor(account)
    return account


def give_second_factor(account: Account) -> Authenticator:
    """Set up the authenticator app that officers above kecamatan must have before anything else."""
    return Authenticator.objects.create(
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
        "camat": "71.01.01",
        "sekcam": "71.01.01",
        "kasi": "71.01.01",
        "keeper": "71.01.01",
        "education_unit": "71.01.01",
        "health_unit": "71.01.01",
        "registry_unit": "71.01.01",
        "operator": "71.01.01.2001",
    }
    people = {role: make_account(role, country[code]) for role, code in where.items()}
    people["camat_b"] = make_account("camat", country["71.01.02"])
    people["operator_b"] = make_account("operator", country["71.01.02.2001"])
    people["outsider"] = make_account("camat", country["72.01.01"])
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

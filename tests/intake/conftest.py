"""Fixtures of the intake tests: the toy room registered, uploads kept in a temporary folder."""

from pathlib import Path

import pytest

from rumahbersama.ground.core import registry
from rumahbersama.ground.intake.command import accept_best, import_table
from tests.intake.toy import ToyTable


@pytest.fixture
def toy(monkeypatch):
    """The toy room, the only one that receives tables."""
    room = ToyTable()
    monkeypatch.setattr(registry.datasets, "_fillers", [(50, lambda: [room])])
    return room


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    """Uploads go into the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "berkas"
    return settings.MEDIA_ROOT / "unggahan"


@pytest.fixture
def load(toy, cast, now, tmp_path):
    """Import a CSV text (or a file) for kabupaten 71.01 and give (exit code, report)."""

    def loader(content, *, period="2020", commit=True, accept=False, name="data.csv", by="bappeda", **more):
        path = content if isinstance(content, Path) else tmp_path / name
        if not isinstance(content, Path):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_table(
            path,
            dataset="toy",
            place_code="71.01",
            place_name="Kabupaten Sungai",
            by=cast[by],
            at=now,
            period=period,
            accept_matches=accept,
            commit=commit,
            **more,
        )

    return loader


__all__ = ["accept_best"]

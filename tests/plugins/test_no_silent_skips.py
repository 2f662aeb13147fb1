"""The plugin itself: red for a skip without leave, green for an allowed one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("body", "ci", "code"),
    [
        ("def test_a(): pass", "true", 0),
        ("import pytest\ndef test_a(): pytest.skip('weil')", "true", 1),
        ("import pytest\ndef test_a(): pytest.skip('weil')", "", 0),
        ("import pytest\npytest.skip('ganz', allow_module_level=True)\ndef test_b(): pass", "true", 1),
        ("import pytest\n@pytest.mark.xfail\ndef test_a(): assert False", "true", 1),
    ],
)
def test_skip_fails_in_ci(tmp_path, body, ci, code):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_one.py").write_text(body)
    (tmp_path / "test_two.py").write_text("def test_more(): pass")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.plugins.no_silent_skips",
        str(tmp_path),
    ]
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(CHECKOUT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code, done.stdout
    assert ("skipped without leave" in done.stdout) is ("pass" not in body.splitlines()[-1] or "skip" in body)

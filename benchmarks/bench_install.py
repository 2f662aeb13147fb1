"""How much a base installation lays down: a fresh environment with the locked packages and the program."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIMIT_MEGABYTES = 350


def run() -> list[dict[str, Any]]:
    """Install as ``make`` does and add up the sizes of all files; pip itself is told apart."""
    with tempfile.TemporaryDirectory(prefix="rumah-bench-") as folder:
        home = Path(folder) / "venv"
        began = time.perf_counter()
        venv.create(home, with_pip=True)
        bare = _megabytes(home)
        pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _do([*pip, "--require-hashes", "-r", str(ROOT / "requirements/base.txt")])
        source = Path(folder) / "source"  # a copy, so that building leaves nothing in the checkout
        shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "tests"))
        _do([*pip, "--no-deps", "--no-build-isolation", str(source)])
        seconds, whole = time.perf_counter() - began, _megabytes(home)
    return [
        {
            "name": "base installation",
            "input": f"Python {sys.version_info[0]}.{sys.version_info[1]}, requirements/base.txt and the program",
            "ours": f"{whole:.0f} MB laid down (of which {bare:.0f} MB the empty environment with pip)",
            "seconds": round(seconds),
            "bar": f"<= {LIMIT_MEGABYTES} MB",
            "met": whole <= LIMIT_MEGABYTES,
        }
    ]


def _do(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PIP_NO_INPUT": "1"}, stdout=sys.stderr)


def _megabytes(folder: Path) -> float:
    """Return the room taken on disk, in whole blocks, each file once."""
    seen: set[tuple[int, int]] = set()
    total = 0
    for path in folder.rglob("*"):
        status = path.lstat()
        if (status.st_dev, status.st_ino) not in seen:
            seen.add((status.st_dev, status.st_ino))
            total += status.st_blocks * 512
    return total / 1_000_000

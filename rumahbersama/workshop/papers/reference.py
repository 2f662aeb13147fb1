"""The main groups of the klasifikasi arsip, offered as a hint (``data/classification.yaml``)."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("data") / "classification.yaml"


@cache
def classification_groups() -> tuple[tuple[str, str], ...]:
    """Return (code, label) of each group in order."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple((group["code"], group["label"]) for group in told["groups"])

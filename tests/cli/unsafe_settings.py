"""Settings under which writes could be lost: deferred transactions, or commits that do not wait for the disk."""

from rumahbersama.settings import *  # noqa: F403
from rumahbersama.settings import DATABASES

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

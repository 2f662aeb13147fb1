"""Every act that the rooms record has its words."""

import re
from pathlib import Path

import rumahbersama
from rumahbersama.office.history.verbs import VERBS


def test_every_recorded_act_has_words() -> None:
    package = Path(next(iter(rumahbersama.__path__)))
    sources = [path.read_text(encoding="utf-8") for path in package.rglob("actions/**/*.py")]
    sources += [
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if path.name in {"actions.py", "reference.py"}
    ]
    recorded = {verb for source in sources for verb in re.findall(r'verb="([a-z_.]+)"', source)}

    assert recorded - set(VERBS) == set()
    assert len(recorded) > 15

"""Are the compiled English texts those of the translation file; needs neither gettext's tools nor Babel."""

import ast
import gettext
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from rumahbersama.ground.core.registry import DoctorCheck

CONTEXT = "\x04"  # how a .mo file joins context and text
Key = str | tuple[str, int]


def checks() -> Iterator[DoctorCheck]:
    """Yield whether every language is compiled from its texts (filler of ``thorough_checks``)."""
    name = _("Terjemahan")
    stale = [path.parts[-3] for folder in settings.LOCALE_PATHS for path in _files(Path(folder)) if is_stale(path)]
    if stale:
        text = _("Terjemahan {languages} lebih lama daripada teksnya. Pasang ulang program ini dari rilis yang utuh.")
        yield DoctorCheck(name=name, state="warn", text=text.format(languages=", ".join(stale)))
    else:
        yield DoctorCheck(name=name, state="ok", text=_("Sesuai dengan teksnya"))


def is_stale(path: Path) -> bool:
    """Tell whether a .po file says something that its .mo file beside it does not."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return True
    with compiled.open("rb") as file:
        catalog: dict[Key, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return any(catalog.get(key) != text for key, text in _texts(path.read_text(encoding="utf-8")))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/LC_MESSAGES/*.po"))


def _texts(source: str) -> Iterator[tuple[Key, str]]:
    """Yield what a .po file translates, by the keys a compiled catalogue has."""
    for block in source.split("\n\n"):
        parts, is_fuzzy = _parts(block)
        if is_fuzzy or not parts.get("msgid"):
            continue
        key = (parts["msgctxt"] + CONTEXT if "msgctxt" in parts else "") + parts["msgid"]
        if "msgid_plural" not in parts:
            yield key, parts.get("msgstr", "")
            continue
        for word, text in parts.items():
            if word.startswith("msgstr["):
                yield (key, int(word[7:-1])), text


def _parts(block: str) -> tuple[dict[str, str], bool]:
    parts: dict[str, str] = {}
    word, is_fuzzy = "", False
    for line in block.splitlines():
        if line.startswith("#"):
            is_fuzzy = is_fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if not line.startswith('"'):
            word, _space, line = line.partition(" ")
        if word and line:
            parts[word] = parts.get(word, "") + ast.literal_eval(line)
    return parts, is_fuzzy

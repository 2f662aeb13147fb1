"""Collects interface texts from templates and Python, and keeps the English translation; needs no gettext.

Usage: ``python tools/messages.py`` updates ``locale/en`` and compiles it; ``--check`` changes nothing and fails
where something is missing or stale; ``--missing`` prints untranslated texts as JSON; ``--fill FILE`` takes such
a JSON file with the translations in it. A text with a context has it before "|"; plural texts are lists of two.
"""

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = CHECKOUT / "rumahbersama"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "worded"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "worded_count"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*(?:![rsa])?(?::[^}]*)?\}|%%")
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "# English texts of Rumah Bersama. Made by `make messages`; translate here or with --fill."


def collected() -> Catalog:
    """Return every text of templates and Python, with the files it stands in."""
    catalog = Catalog(locale="en")
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(CHECKOUT).as_posix()
        for text, context in _texts(source if path.suffix == ".py" else _as_python(source, name)):
            catalog.add(text, locations=[(name, 1)], context=context)
    return catalog


def _texts(source: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield text (or its singular and plural) and context of every call that marks one."""
    for _line, text, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        if (text if isinstance(text, str) else text[0]).strip():
            yield text, context


def _as_python(source: str, name: str) -> str:
    """Return a template as Django's own extraction sees it: calls of gettext among blanked-out text."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in templatize(source, origin=name).splitlines())


def stored() -> Catalog:
    """Return the translation as it is on disk."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def merged(found: Catalog, known: Catalog) -> Catalog:
    """Return the texts found, with the translations known; texts no longer used are dropped."""
    result = Catalog(locale="en", header_comment=HEADER, fuzzy=False)
    for message in found:
        if not message.id:
            continue
        old = known.get(message.id, context=message.context)
        fits = old is not None and isinstance(old.string, str) is isinstance(message.id, str)
        result.add(
            message.id,
            old.string if fits else None,
            locations=message.locations,
            flags=old.flags & {"fuzzy"} if old else (),
            context=message.context,
        )
    return result


def po_bytes(catalog: Catalog) -> bytes:
    """Return the catalog as a .po file without dates or line numbers, so that it changes only with its texts."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    dropped = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Generated-By")
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in dropped))).encode()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return the compiled catalog."""
    with io.BytesIO(po_bytes(catalog)) as file:
        clean = read_po(file, locale="en")
    clean.creation_date = clean.revision_date = UNDATED  # else it would hold the minute it was compiled in
    out = io.BytesIO()
    write_mo(out, clean)
    return out.getvalue()


def strings(message: Message) -> list[str]:
    """Return the translation(s) of a message."""
    return [message.string] if isinstance(message.string, str) else [one or "" for one in message.string or ("", "")]


def is_missing(message: Message) -> bool:
    """Tell whether a message still needs a translator."""
    return bool(message.id) and (message.fuzzy or not all(strings(message)))


def wrong_placeholders(message: Message) -> str:
    """Return a complaint where a translation lost or invented a {name} or %(name)s; "" when it is right."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted, texts = set(PLACEHOLDER.findall(ids[-1])), strings(message)
    for text in filter(None, texts):
        found = set(PLACEHOLDER.findall(text))
        must_have_all = text is texts[-1]  # "one thing" may leave the number out, "{n} things" may not
        if found - wanted or (must_have_all and wanted - found):
            return f"placeholders differ: {ids[0]!r} -> {text!r}"
    return ""


def name_of(message: Message) -> str:
    """Return the text by which translators know a message."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}|{text}" if message.context else text


def check() -> list[str]:
    """Return everything that is not as it must be."""
    found, known = collected(), stored()
    faults = [
        f"not in django.po (run make messages): {name_of(message)!r}"
        for message in found
        if message.id and known.get(message.id, context=message.context) is None
    ]
    faults += [
        f"no longer used (run make messages): {name_of(message)!r}"
        for message in known
        if message.id and found.get(message.id, context=message.context) is None
    ]
    faults += [f"untranslated or fuzzy: {name_of(message)!r}" for message in known if is_missing(message)]
    faults += [complaint for message in known if message.id and (complaint := wrong_placeholders(message))]
    mo = PO.with_suffix(".mo")
    if not faults and (not mo.exists() or mo.read_bytes() != mo_bytes(known)):
        faults.append("django.mo is stale (run make messages)")
    return faults


def write(catalog: Catalog) -> None:
    """Store and compile the catalog."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalog))
    PO.with_suffix(".mo").write_bytes(mo_bytes(catalog))


def fill(catalog: Catalog, translations: dict[str, str | list[str]]) -> list[str]:
    """Put translations into the catalog; returns the texts that match nothing."""
    by_name = {name_of(message): message for message in catalog if message.id}
    unknown = []
    for name, value in translations.items():
        message = by_name.get(name)
        if message is None:
            unknown.append(name)
            continue
        if isinstance(message.id, str):
            message.string = value if isinstance(value, str) else value[0]
        else:
            message.string = (value, value) if isinstance(value, str) else tuple(value)
        message.flags.discard("fuzzy")
    return unknown


def main() -> int:
    """Do what the options ask."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; fail where something is missing")
    choice.add_argument("--missing", action="store_true", help="print untranslated texts as JSON")
    choice.add_argument("--fill", type=Path, metavar="FILE", help="take translations from a JSON file")
    arguments = parser.parse_args()
    if arguments.check:
        faults = check()
        print("\n".join(faults) or "messages: complete")
        return 1 if faults else 0
    catalog = merged(collected(), stored())
    if arguments.missing:
        gaps = {name_of(one): "" if isinstance(one.id, str) else ["", ""] for one in catalog if is_missing(one)}
        print(json.dumps(gaps, ensure_ascii=False, indent=1))
        return 0
    unknown = fill(catalog, json.loads(arguments.fill.read_text(encoding="utf-8"))) if arguments.fill else []
    write(catalog)
    missing = sum(is_missing(message) for message in catalog)
    for name in unknown:
        print(f"matches no text: {name!r}", file=sys.stderr)
    print(f"messages: {len(catalog)} texts, {missing} without translation")
    return 1 if unknown else 0


if __name__ == "__main__":
    raise SystemExit(main())

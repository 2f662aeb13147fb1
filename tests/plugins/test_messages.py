"""tools/messages.py: finds every text, and sees what is missing, fuzzy, wrong or stale."""

import json
import re

import pytest

from tools import messages

TEMPLATE = """{% trans "Satu" %}
   {% blocktrans count n=rows|length %}Satu baris{% plural %}{{ n }} baris{% endblocktrans %}
<p>{{ _("Dua") }} isn't "code" {( </p>{% trans "Mei" context "bulan" %}"""
PYTHON = 'from x import gettext as _\n_("Tiga {name}")\nngettext("{n} hal", "{n} hal-hal", 3)\n'


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "rumahbersama"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "a.html").write_text(TEMPLATE)
    (folder / "a.py").write_text(PYTHON)
    monkeypatch.setattr(messages, "CHECKOUT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGE", folder)
    monkeypatch.setattr(messages, "PO", folder / "locale" / "en" / "LC_MESSAGES" / "django.po")
    return folder


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["messages.py", *words])
    return messages.main()


FULL = {
    "Satu": "One",
    "Satu baris": ["One row", "%(n)s rows"],
    "Dua": "Two",
    "bulan|Mei": "May",
    "Tiga {name}": "Three {name}",
    "{n} hal": ["{n} thing", "{n} things"],
}


def filled(monkeypatch, tmp_path, translations) -> int:
    file = tmp_path / "fill.json"
    file.write_text(json.dumps(translations))
    return run(monkeypatch, "--fill", str(file))


def test_missing_names_every_text(package, monkeypatch, capsys):
    run(monkeypatch, "--missing")

    assert json.loads(capsys.readouterr().out) == {
        name: "" if isinstance(value, str) else ["", ""] for name, value in FULL.items()
    }


def test_check_green_when_complete(package, monkeypatch, tmp_path):
    filled(monkeypatch, tmp_path, FULL)

    assert run(monkeypatch, "--check") == 0


def test_check_green_twice_the_same_bytes(package, monkeypatch, tmp_path):
    filled(monkeypatch, tmp_path, FULL)
    before = messages.PO.read_bytes()
    run(monkeypatch)

    assert messages.PO.read_bytes() == before


def test_compiled_bytes_hold_no_moment():
    dates = re.findall(rb"(?:POT-Creation|PO-Revision)-Date: ([\d-]+)", messages.mo_bytes(messages.stored()))

    assert dates == [b"2026-01-01", b"2026-01-01"]


def test_check_red_for_new_text(package, monkeypatch, tmp_path, capsys):
    filled(monkeypatch, tmp_path, FULL)
    (package / "b.py").write_text('_("Baru")')

    assert run(monkeypatch, "--check") == 1
    assert "not in django.po (run make messages): 'Baru'" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("Satu", "", "untranslated or fuzzy: 'Satu'"),
        ("Satu baris", ["One row", ""], "untranslated or fuzzy: 'Satu baris'"),
        ("Tiga {name}", "Three", "placeholders differ: 'Tiga {name}' -> 'Three'"),
        ("{n} hal", ["{n} thing", "{m} things"], "placeholders differ: '{n} hal' -> '{m} things'"),
    ],
)
def test_check_red_for_bad_translation(package, monkeypatch, tmp_path, capsys, name, value, complaint):
    filled(monkeypatch, tmp_path, FULL | {name: value})
    capsys.readouterr()

    assert run(monkeypatch, "--check") == 1
    assert complaint in capsys.readouterr().out.splitlines()


def test_check_red_for_fuzzy(package, monkeypatch, tmp_path):
    filled(monkeypatch, tmp_path, FULL)
    text = messages.PO.read_text()
    messages.PO.write_text(text.replace('msgid "Satu"\n', '#, fuzzy\nmsgid "Satu"\n', 1))

    assert [fault for fault in messages.check() if "Satu" in fault] == ["untranslated or fuzzy: 'Satu'"]


def test_check_red_for_stale_mo(package, monkeypatch, tmp_path):
    filled(monkeypatch, tmp_path, FULL)
    messages.PO.with_suffix(".mo").write_bytes(b"old")

    assert messages.check() == ["django.mo is stale (run make messages)"]


def test_fill_tells_what_matches_nothing(package, monkeypatch, tmp_path, capsys):
    assert filled(monkeypatch, tmp_path, {"Tak ada": "Nothing"}) == 1
    assert "'Tak ada'" in capsys.readouterr().err

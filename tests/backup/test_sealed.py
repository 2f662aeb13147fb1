"""The file of a backup: what was written comes back, and every fault in the file is noticed."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahbersama.ground.core.backup.keys import make_key, number_of, read_key
from rumahbersama.ground.core.backup.rules import BackupRefused, Contents, differences
from rumahbersama.ground.core.backup.sealed import PIECE, Opener, Sealer

KEY, OTHER = b"k" * 32, b"o" * 32


def sealed(things: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, KEY)
    sealer.begin({"vendor": "sqlite"})
    for name, data in things.items():
        sealer.add(name, [data[:7], data[7:]], about=len(data))
    sealer.end({"rows": {"a": 1}})
    return file.getvalue()


def opened(data: bytes, key: bytes = KEY) -> dict[str, bytes]:
    opener = Opener(io.BytesIO(data), key)
    return {entry.name: b"".join(entry.data) for entry in opener.entries()}


def refusal(data: bytes, key: bytes = KEY) -> str:
    with pytest.raises(BackupRefused) as refused:
        opened(data, key)
    return str(refused.value)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.text(min_size=1), st.binary(max_size=200), max_size=5))
def test_what_was_written_comes_back(things):
    assert opened(sealed(things)) == things


def test_large_entries_are_cut_and_joined():
    things = {"a": bytes(range(256)) * 10_000, "b": b"", "c": b"x" * PIECE}

    assert opened(sealed(things)) == things


def test_contents_and_sums_stand_at_the_end():
    opener = Opener(io.BytesIO(sealed({"a": b"abc"})), KEY)
    for entry in opener.entries():
        assert (entry.name, entry.about["about"], list(entry.data)) == ("a", 3, [b"abc"])

    assert opener.contents == {
        "entries": {"a": {"size": 3, "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}},
        "rows": {"a": 1},
    }


def test_every_cut_is_refused():
    whole = sealed({"a": b"abc" * 50, "b": b"def"})

    assert [length for length in range(len(whole)) if not refusal(whole[:length])] == []


def test_every_flipped_bit_is_refused():
    whole = sealed({"a": b"abc" * 10})

    for place in range(len(whole)):
        assert refusal(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])


def test_what_is_added_after_the_end_is_refused():
    whole = sealed({"a": b"abc"})

    assert refusal(whole + b"\0\0\0\x04abcd").startswith("Cadangan ini rusak")


def test_pieces_of_another_backup_are_refused():
    one, other = sealed({"a": b"abc"}), sealed({"a": b"abc"})
    half = len(one) // 2

    assert refusal(one[:half] + other[half:]).startswith("Cadangan ini rusak")


def test_wrong_key_is_told_by_number():
    assert refusal(sealed({"a": b"abc"}), OTHER) == (
        f"Kuncinya lain: cadangan ini dibuat dengan kunci {number_of(KEY)}, yang diberikan kunci {number_of(OTHER)}."
    )


def test_something_else_is_not_a_backup():
    assert refusal(b"PK\x03\x04" + b"x" * 500).startswith("Berkas ini bukan cadangan Rumah Bersama")


def test_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "kunci"

    number = make_key(path)

    assert (number_of(read_key(path)), path.stat().st_mode & 0o777) == (number, 0o600)
    with pytest.raises(BackupRefused, match="Kunci lama tidak ditimpa"):
        make_key(path)


@pytest.mark.parametrize("text", ["", "rahasia", "RUMAH-KUNCI-CADANGAN-1:", "RUMAH-KUNCI-CADANGAN-1:YWJj", "\xff"])
def test_what_is_no_key_is_told(tmp_path, text):
    path = tmp_path / "kunci"
    path.write_text(text, encoding="latin-1")

    with pytest.raises(BackupRefused, match="tidak berisi kunci cadangan"):
        read_key(path)


def test_missing_key_is_told(tmp_path):
    with pytest.raises(BackupRefused, match="Kunci cadangan tidak ada di"):
        read_key(tmp_path / "kunci")


def test_differences_name_tables_and_sums():
    def contents(rows: int, total: str | None) -> Contents:
        return Contents({"t": rows}, [{"name": "jumlah", "query": "", "rows": [["a", total]]}])

    assert differences(contents(2, "1.5"), contents(2, "1.5000000000001")) == []
    assert differences(contents(2, "1.5"), contents(3, "1.6")) == ["t: 3 ≠ 2", "jumlah"]
    assert differences(contents(2, None), contents(2, "0")) == ["jumlah"]

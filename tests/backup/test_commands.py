"""``rumah backup`` and ``rumah restore`` as a person or a timer calls them, on both databases."""

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from rumahbersama.ground.core.backup.keys import read_key
from rumahbersama.ground.core.backup.rules import BackupRefused
from rumahbersama.ground.core.backup.sealed import Opener, Sealer
from rumahbersama.office.backup import making
from tests.backup.conftest import drop_side_databases, listing, side_databases
from tests.installation import Installation

ACTS = "tests.backup.acts"
KILLS = 2


@pytest.fixture(scope="module")
def file(kept: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of ``kept``."""
    return Path(kept.ask("backup", str(tmp_path_factory.mktemp("cadangan")), "--json")["path"])


def test_backup_and_restore_bring_back_what_was_lost(saved):
    before = saved.ask("tell", module=ACTS)
    made = saved.ask("backup", "--json")
    saved.run("lose", module=ACTS)
    shutil.rmtree(saved.folder / "berkas")
    restored = saved.ask("restore", made["path"], "--yes", "--json")
    after = saved.ask("tell", module=ACTS)

    assert (after["sums"], after["missing_triggers"]) == (before["sums"], [])
    assert len(before["sums"]) == 3
    assert after["verbs"] == [*before["verbs"], "office.restore"]
    same = set(before["rows"]) - {"audit_auditrecord", "django_session", "core_heartbeat", "core_cache"}
    assert {name: after["rows"][name] for name in same} == {name: before["rows"][name] for name in same}
    assert (saved.folder / "berkas/unggahan/a1b2").read_bytes() == b"kode;nama\n" * 300_000
    assert (restored["switched"], restored["rows"], restored["files"]) == (True, made["rows"], 1)
    assert side_databases(saved) == [Path(restored["kept_database"]).name]


def test_backup_is_recorded_and_known(saved):
    before = saved.ask("tell", module=ACTS)["verbs"]

    saved.ask("backup", "--json")

    told = saved.ask("tell", module=ACTS)
    assert (told["last_backup"], told["verbs"]) == (True, [*before, "office.backup"])


def test_keys_are_not_in_a_backup_and_it_is_not_readable(kept, file):
    sealed = file.read_bytes()

    assert (file.stat().st_mode & 0o777) == 0o600
    assert [
        word for word in (b"SQLite format", b"kode;nama", b"pengelola@", b"needs_observation") if word in sealed
    ] == []
    assert len(sealed) < 300_000  # the upload of 3 MB is compressed; the key folder's files are not there
    assert kept.ask("restore", str(file), "--dry-run", "--json")["files"] == 1


def test_dry_run_makes_verifies_and_removes_it_and_what_a_killed_one_left_a_day_ago(saved, file):
    before, held = listing(saved), saved.ask("tell", module=ACTS)
    (saved.folder / "berkas-baru-20250101-000000").mkdir()
    for name in ("baru", "lama"):
        (saved.folder / f"rumah-{name}-20250101-000000.sqlite3").write_text("")

    tried = saved.ask("restore", str(file), "--dry-run", "--json")

    assert (tried["switched"], tried["upgraded"]) == (False, 0)
    others = ["rumah-baru-20250101-000000.sqlite3"] if saved.database_url else []
    left = sorted(path.name for path in saved.folder.glob("*-20250101-000000*"))
    assert left == [*others, "rumah-lama-20250101-000000.sqlite3"]
    assert [name for name in listing(saved) if name not in left] == before
    assert saved.ask("tell", module=ACTS) == held


def test_nothing_is_replaced_unasked(kept, file):
    before, held = listing(kept), kept.ask("tell", module=ACTS)

    unasked = kept.run("restore", str(file))

    assert unasked.returncode == 0
    assert unasked.stdout.splitlines()[-1] == "Belum ada yang diganti; pakai --yes untuk mengganti."
    assert listing(kept) == before
    assert kept.ask("tell", module=ACTS) == held


def test_refused_with_one_sentence_and_nothing_touched(kept, file, tmp_path):
    kept.run("future", "add", module=ACTS)
    newer = Path(kept.ask("backup", str(tmp_path / "baru"), "--json")["path"])
    kept.run("future", "remove", module=ACTS)
    faults = dict(_faults(file.read_bytes(), tmp_path, str(newer)))
    assert kept.run("backup", "--new-key", "--key", str(tmp_path / "kunci-lain")).returncode == 0
    before, left = listing(kept), kept.ask("tell", module=ACTS)

    for sentence, words in faults.items():
        done = kept.run("restore", *words, "--yes")
        assert (done.returncode, sentence in done.stderr) == (2, True), (sentence, done.stderr)
        assert len(done.stderr.strip().splitlines()) == 1
    assert listing(kept) == before
    assert kept.ask("tell", module=ACTS) == left


def _faults(whole: bytes, folder: Path, newer: str) -> Iterator[tuple[str, list[str]]]:
    middle = len(whole) - 2000
    for name, data in (
        ("utuh", whole),
        ("terpotong", whole[:-100]),
        ("berubah", whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]),
    ):
        (folder / name).write_bytes(data)
    yield "Cadangan ini terpotong", [str(folder / "terpotong")]
    yield "Cadangan ini rusak", [str(folder / "berubah")]
    yield "Kuncinya lain", [str(folder / "utuh"), "--key", str(folder / "kunci-lain")]
    yield f"Kunci cadangan tidak ada di {folder / 'hilang'}", [str(folder / "utuh"), "--key", str(folder / "hilang")]
    yield "versi program yang lebih baru", [newer]
    yield f"Berkas cadangan {folder / 'tidak-ada'} tidak ada", [str(folder / "tidak-ada")]
    yield "bukan cadangan", [__file__]


@pytest.mark.parametrize("what", ["rows", "sums"])
def test_database_that_is_not_as_its_snapshot_was_is_refused(kept, file, tmp_path, what):
    def change(contents: dict) -> str:
        if what == "rows":
            contents["rows"]["needs_observation"] += 1
            return "needs_observation: "
        (sums,) = [one for one in contents["sums"] if one["name"] == "needs.observation"]
        sums["rows"][0][2] = "1234567"
        return "needs.observation. "

    sentence = _resealed(file, tmp_path / "lain", read_key(kept.folder / "kunci-cadangan"), change)
    before = listing(kept)
    done = kept.run("restore", str(tmp_path / "lain"), "--yes")

    assert (done.returncode, done.stdout.count("Selesai")) == (2, 0)
    assert done.stderr.startswith(f"Basis data yang dibuat tidak sama dengan cadangannya: {sentence}")
    assert listing(kept) == before


def _resealed(file: Path, target: Path, key: bytes, change: Callable[[dict], str]) -> str:
    """Seal a backup again with other contents at its end, as only a holder of the key could."""
    with file.open("rb") as source, target.open("wb") as goal:
        opener, sealer = Opener(source, key), Sealer(goal, key)
        sealer.begin(opener.about)
        for entry in opener.entries():
            about = {name: value for name, value in entry.about.items() if name != "name"}
            sealer.add(entry.name, entry.data, **about)
        contents = {name: value for name, value in opener.contents.items() if name != "entries"}
        sentence = change(contents)
        sealer.end(contents)
    return sentence


def test_backup_without_a_key_says_how_to_make_one(installation):
    done = installation.run("backup")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().endswith("rumah backup --new-key")


def test_backup_never_overwrites(kept, file):
    done = kept.run("backup", str(file))

    assert (done.returncode, done.stderr) == (2, f"Sudah ada berkas {file}; cadangan tidak menimpa.\n")


def test_keep_leaves_the_newest_of_our_own_names(kept, tmp_path):
    folder = tmp_path / "tujuan"
    folder.mkdir()
    for name in ("rumah-20200101-000000.cadangan", "rumah-20200102-000000.cadangan", "catatan.cadangan"):
        (folder / name).write_text("")

    made = kept.ask("backup", str(folder), "--keep", "2", "--json")

    assert made["removed"] == ["rumah-20200101-000000.cadangan"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["catatan.cadangan", "rumah-20200102-000000.cadangan", Path(made["path"]).name]
    )


def test_new_machine_with_nothing_but_the_file_and_the_key(kept, file, empty):
    before = kept.ask("tell", module=ACTS)
    key = kept.folder / "kunci-cadangan"

    done = empty.run("restore", str(file), "--key", str(key), "--yes", "--json")
    after = empty.ask("tell", module=ACTS)
    drop_side_databases(empty)

    said = json.loads(done.stdout)
    assert (done.returncode, said["switched"], said["needs_restart"]) == (0, True, False)
    assert (said["kept_database"] == "") is not bool(kept.database_url)  # an empty database of PostgreSQL is kept
    assert (after["sums"], after["missing_triggers"]) == (before["sums"], [])


def test_a_sqlite_file_that_is_no_database_any_more_is_kept_and_replaced(saved, file):
    if saved.database_url:
        return
    before = saved.ask("tell", module=ACTS)
    (saved.folder / "rumah.sqlite3").write_bytes(b"rusak" * 5000)

    done = saved.run("restore", str(file), "--yes")

    assert done.returncode == 0, done.stderr
    assert "Hentikan dan jalankan lagi rumah serve" in done.stdout
    assert saved.ask("tell", module=ACTS)["sums"] == before["sums"]
    assert [(saved.folder / name).read_bytes()[:5] for name in side_databases(saved)] == [b"rusak"]


def test_restore_killed_at_any_moment_leaves_the_old_or_the_new(saved):
    old = saved.ask("tell", module=ACTS)["sums"]
    made = saved.ask("backup", "--json")["path"]
    saved.run("write", "81.02", "1", "2", module="tests.faults.people")
    new = saved.ask("tell", module=ACTS)["sums"]
    rng = random.Random(11)
    for _ in range(KILLS):
        killed = saved.start("restore", made, "--yes")
        time.sleep(rng.uniform(1, 4))
        killed.kill()
        killed.communicate()
        assert saved.ask("tell", module=ACTS)["sums"] in (old, new)
        assert saved.run("migrate", "--dry-run").returncode == 0  # nothing stays closed
    restored = saved.ask("restore", made, "--yes", "--json")

    assert restored["switched"] is True
    assert saved.ask("tell", module=ACTS)["sums"] == old
    assert [check for check in saved.ask("doctor", "--json") if check["state"] == "bad"] == []


def test_table_of_somebody_else_is_left_out_and_told(saved):
    if not saved.database_url:
        return
    with psycopg.connect(saved.database_url, autocommit=True) as server:
        server.execute("CREATE TABLE punya_orang (n integer)")

    done = saved.run("backup")

    assert (done.returncode, done.stderr) == (1, "Tabel punya_orang bukan milik program ini dan tidak ikut.\n")


def test_no_room_on_the_disk_is_told_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=60_000_000))

    with pytest.raises(BackupRefused, match="kurang: perlu 150 MB, ada 60 MB"):
        making._refuse_below(tmp_path, 100_000_000)

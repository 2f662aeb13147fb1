"""Each command end to end, as a person or a script calls it."""

import json

import pytest

UNSAFE = {"DJANGO_SETTINGS_MODULE": "tests.cli.unsafe_settings"}


def states(installation) -> dict[str, str]:
    return {check["name"]: check["state"] for check in installation.ask("doctor", "--json")}


def test_help_names_every_command(empty):
    done = empty.run("--help")

    assert done.returncode == 0
    commands = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("    ") and line[4] != " "]
    assert commands == [
        "migrate",
        "invite",
        "demo",
        "serve",
        "worker",
        "regions",
        "import",
        "training",
        "backup",
        "restore",
        "doctor",
    ]


def test_no_command_is_refused(empty):
    assert empty.run().returncode == 2


def test_migrate_from_nothing(empty):
    before = empty.ask("migrate", "--dry-run", "--json")["waiting"]
    first = empty.ask("migrate", "--json")
    again = empty.ask("migrate", "--json")

    assert before == first["migrations"] > 0
    assert (again["migrations"], again["reference"], again["static_collected"]) == (
        0,
        {"regions": 0, "needs": 0, "surveys": 0, "training": 0, "checklists": 0},
        False,
    )
    assert first["static_collected"] is True
    assert empty.ask("migrate", "--dry-run", "--json") == {"waiting": 0}


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_refused_before_migrate(empty, command):
    done = empty.run(command)

    assert (done.returncode, done.stderr) == (2, "Tabel belum lengkap. Jalankan lebih dulu: rumah migrate\n")


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_refused_on_unsafe_database(installation, command):
    done = installation.run(command, **UNSAFE)

    assert done.returncode == 2
    assert done.stderr.startswith("Setelan basis data tidak aman: ")


def test_refused_without_protection_of_the_record(installation):
    installation.run(module="tests.cli.drop_trigger")

    assert installation.run("serve").stderr.startswith("Catatan riwayat tidak terlindung.")
    assert states(installation)["Catatan riwayat"] == "bad"
    assert installation.run("doctor").returncode == 1


def test_database_away(installation):
    away = "postgres://nobody@127.0.0.1:9/none"
    done = installation.run("invite", "--role", "administrator", "--at", "0", DATABASE_URL=away)

    assert done.returncode == 2
    assert done.stderr.startswith("Basis data tidak dapat dipakai: ")


def test_doctor_before_migrate(empty):
    assert states(empty)["Tabel"] == "bad"
    assert empty.run("doctor").returncode == 1


def test_doctor_tells_unsafe_setting(installation):
    done = installation.run("doctor", "--json", **UNSAFE)

    bad = [check["name"] for check in json.loads(done.stdout) if check["state"] == "bad"]
    assert done.returncode == 1
    assert [name for name in bad if name in {"Basis data: transaction_mode", "Basis data: synchronous_commit"}]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "Tidak dikirim: server surel belum disetel."),
        ({"RUMAH_MAIL_HOST": "127.0.0.1", "RUMAH_MAIL_PORT": "9"}, "Tidak terkirim ke a@contoh.invalid: "),
    ],
)
def test_doctor_tells_whether_mail_leaves(installation, settings, words):
    done = installation.run("doctor", "--mail", "a@contoh.invalid", "--json", **settings)

    first = json.loads(done.stdout)[0]
    assert (done.returncode, first["name"], first["state"]) == (1, "Surel percobaan", "bad")
    assert first["text"].startswith(words)


def test_invite_prints_a_link(installation):
    told = installation.ask("invite", "--role", "administrator", "--at", "0", "--json", "--url", "https://rumah.test")

    assert (told["role"], told["at"]) == ("administrator", "0")
    assert told["link"].startswith("https://rumah.test/undangan/")


@pytest.mark.parametrize(
    ("role", "place", "words"),
    [
        ("raja", "0", "Peran raja tidak ada."),
        ("camat", "33.01.16", "Wilayah 33.01.16 tidak ada."),
        ("camat", "bukan", "Wilayah bukan tidak ada."),
        ("camat", "0", "Peran ini tidak dapat dipegang di Indonesia."),
    ],
)
def test_invite_refused(installation, role, place, words):
    done = installation.run("invite", "--role", role, "--at", place)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(words)


def test_invite_dry_run_makes_nothing(installation):
    shown = installation.run(
        "invite", "--role", "administrator", "--at", "0", "--email", "a@contoh.invalid", "--dry-run"
    )
    made = installation.run("invite", "--role", "administrator", "--at", "0", "--email", "a@contoh.invalid")
    again = installation.run("invite", "--role", "administrator", "--at", "0", "--email", "a@contoh.invalid")

    assert (shown.returncode, made.returncode, again.returncode) == (0, 0, 2)
    assert "undangan/" not in shown.stdout


def test_worker_batch_ends_by_itself(installation):
    assert installation.run("worker", "--batch").returncode == 0


def test_regions_load_unreadable(installation, tmp_path):
    file = tmp_path / "foto.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")

    for path in (file, tmp_path / "tidak-ada.csv"):
        assert installation.run("regions", "load", str(path), "--yes").returncode == 2


@pytest.fixture
def with_regions(installation, tmp_path):
    """An installation with one kabupaten of two desa."""
    file = tmp_path / "kode.csv"
    rows = ["71,Utara", "71.01,Kabupaten Sungai", "71.01.01,Alas", "71.01.01.2001,Anggrek", "71.01.01.2002,Akasia"]
    file.write_text("\n".join(["kode,nama", *rows]) + "\n")
    return installation, [
        *("regions", "load", str(file), "--number", "1/2026"),
        *("--legal-basis", "Uji 1/2026", "--valid-from", "2026-01-01"),
    ]


def test_regions_load_previews_then_loads(with_regions):
    installation, words = with_regions

    preview = installation.run(*words)
    loaded = installation.run(*words, "--yes", "--json")
    again = installation.ask(*words, "--dry-run", "--json")

    assert (preview.returncode, loaded.returncode) == (0, 0), loaded.stdout + loaded.stderr
    assert "belum ada yang berubah" in preview.stdout
    assert again["is_same"] is True


def test_import_checks_then_stores(with_regions, tmp_path):
    installation, words = with_regions
    installation.run(*words, "--yes")
    table, wrong = tmp_path / "data.csv", tmp_path / "salah.csv"
    table.write_text("kode,nama,posyandu\n71.01.01.2001,Anggrek,3\n71.01.01.2002,Akasia,4\n")
    wrong.write_text("kode,nama,posyandu\n71.01.01.2001,Anggrek,tiga\n71.01.01.2002,Akasia,4\n")
    options = ["--at", "71.01", "--period", "2026-S1", "--source", "Uji"]

    shown = installation.run("import", str(table), *options, "--dry-run")
    stored = installation.ask("import", str(table), *options, "--yes", "--json")
    again = installation.ask("import", str(table), *options, "--dry-run", "--json")
    found = installation.run("import", str(wrong), *options, "--yes")

    assert (shown.returncode, shown.stdout.splitlines()[-1]) == (0, "Belum disimpan; pakai --yes untuk menyimpan.")
    assert (stored["state"], stored["summary"]["created"]) == ("committed", 2)
    assert (again["summary"]["created"], again["summary"]["unchanged"]) == (0, 2)
    assert found.returncode == 1
    assert "baris 2, posyandu = 'tiga'" in found.stdout
    assert found.stdout.splitlines()[-1].startswith("Belum ada yang disimpan; betulkan temuan di atas")


def test_import_says_what_to_do_where_consent_was_not_enough(installation, tmp_path):
    installation.run("prepare", module="tests.faults.people")
    table = tmp_path / "data.csv"
    table.write_text("kode,nama,posyandu\n81.01.01.2001,Desa 1,3\n,Entah,4\n")
    command = ["import", str(table), "--at", "81.01.01", "--period", "2026-S1", "--yes"]

    unasked = installation.run(*command)
    asked = installation.run(*command, "--as", "pengelola@contoh.invalid", "--accept-matches")
    left_out = installation.run(*command, "--as", "pengelola@contoh.invalid", "--leave-unmatched")

    assert "belum dicocokkan: Entah (pakai --accept-matches)" in unasked.stdout
    assert "belum dicocokkan: Entah (tulis kodenya di berkas, atau cocokkan di halaman Unggahan)" in asked.stdout
    assert [each.returncode for each in (unasked, asked, left_out)] == [1, 1, 0]
    told = ["1 baris, 1 nilai, 1 tempat.", "Baru 1, berubah 0, tetap 0.", "Tersimpan."]
    assert left_out.stdout.splitlines() == told


@pytest.mark.parametrize("change", [["--at", "99.99"], ["--dataset", "needs.nothing"], ["--as", "x@contoh.invalid"]])
def test_import_refused(with_regions, tmp_path, change):
    installation, words = with_regions
    installation.run(*words, "--yes")
    table = tmp_path / "data.csv"
    table.write_text("kode,posyandu\n71.01.01.2001,3\n")

    done = installation.run("import", str(table), "--at", "71.01", *change, "--yes")

    assert (done.returncode, done.stderr == "") == (2, False)

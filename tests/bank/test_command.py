"""``rumah training import-questions``: what is shown, what is stored, what is refused; the real file whole."""

import json

import pytest

from rumahbersama.chain.training.bank.models import Bank, BankImport, Item
from rumahbersama.cli import main
from rumahbersama.commands import training_import_questions as command
from rumahbersama.ground.audit.models import AuditRecord

pytestmark = pytest.mark.django_db
GIFT = "Satu? {=ya ~tidak}\n\nDua? {=ya ~tidak\n\nTiga? {=ya ~tidak}\n"


@pytest.fixture
def ask(country, monkeypatch, capsys, tmp_path):
    """Call the command with a file at province 71; return its exit code and what it said."""
    monkeypatch.setattr(command, "take_part", lambda: None)  # the door of the data folder stays shut to tests

    def asking(file, *words: str, at: str = "71", bank: str = "Ujian") -> tuple[int, str]:
        if isinstance(file, str):
            (tmp_path / "soal.gift").write_text(file, encoding="utf-8")
            file = tmp_path / "soal.gift"
        code = main(["training", "import-questions", str(file), "--bank", bank, "--at", at, *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return asking


def test_the_real_file_is_read_whole_shown_first_and_stored_once(ask, shared_data):
    path = shared_data / "pelatihan" / "bank_soal_pilihan_ganda.csv"
    code, said = ask(path, "--dry-run")
    assert (code, Bank.objects.count(), AuditRecord.objects.count()) == (1, 0, 0)
    assert "Pilihan B dan D sama. Bedakan salah satunya." in said
    assert "162 soal baru untuk bank baru “Ujian”, 1 sudah ada, 2 blok keliru." in said
    assert (ask(path, "--yes")[0], Item.objects.count()) == (1, 0)  # faulty blocks: nothing half stored

    code, said = ask(path, "--yes", "--leave-faulty", "--json")
    told = json.loads(said)
    assert (code, told["state"], told["questions"], len(told["findings"])) == (0, "committed", 162, 2)
    assert (Item.objects.count(), Bank.objects.get().region.code) == (162, "71")
    again = ask(path, "--yes", "--leave-faulty")
    assert (again[0], "0 soal baru untuk bank “Ujian”, 163 sudah ada" in again[1]) == (0, True)
    assert (Item.objects.count(), BankImport.objects.count()) == (162, 1)


def test_a_wrong_block_is_named_by_its_line(ask):
    code, said = ask(GIFT, "--yes", "--json")
    told = json.loads(said)
    assert (code, told["state"], told["questions"], told["format"]) == (1, "dry-run", 2, "gift")
    assert [each["line"] for each in told["findings"]] == [3]
    assert "Kurung kurawal { tidak ditutup." in told["findings"][0]["message"]
    assert "--leave-faulty" in ask(GIFT)[1]


@pytest.mark.parametrize(
    ("file", "words", "sentence"),
    [
        ("/tidak/ada.gift", (), "Berkas /tidak/ada.gift tidak ada."),
        (GIFT, ("--as", "siapa@contoh.invalid"), "Akun siapa@contoh.invalid tidak ada"),
        ('<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', ("--format", "moodle"), "DOCTYPE atau entitas"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(ask, tmp_path, file, words, sentence):
    code, said = ask(tmp_path / file if file.startswith("/") else file, *words)
    assert (code, sentence in said, Bank.objects.count()) == (2, True, 0)


def test_only_who_runs_training_there_imports_by_name(ask, cast):
    assert ask(GIFT, "--leave-faulty", "--yes", "--as", cast["camat"].email)[0] == 2
    assert ask(GIFT, "--leave-faulty", "--yes", "--as", cast["training_body"].email, at="72")[0] == 2
    assert ask(GIFT, at="98")[0] == 2
    assert ask(GIFT, "--leave-faulty", "--yes", "--as", cast["training_body"].email)[0] == 0
    assert BankImport.objects.get().made_by == cast["training_body"]

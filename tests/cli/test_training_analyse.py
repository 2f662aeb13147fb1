"""``rumah training analyse``: the table, the figures, and what is wrong said with row and column."""

import json

import pytest

from rumahbersama.cli import main

LADDER = "respondent,i1,i2,i3\nA,1,1,1\nB,1,1,0\nC,1,0,0\nD,0,0,0\n"


@pytest.fixture
def analyse(tmp_path, capsys):
    def asked(answers: str, *, key: str = "", more: tuple[str, ...] = ()):
        (tmp_path / "j.csv").write_text(answers, encoding="utf-8")
        words = ["training", "analyse", str(tmp_path / "j.csv"), "--out", str(tmp_path / "out.csv"), *more]
        if key:
            (tmp_path / "k.csv").write_text(key, encoding="utf-8")
            words += ["--key", str(tmp_path / "k.csv")]
        code = main(words)
        out = tmp_path / "out.csv"
        said = capsys.readouterr()
        return code, said.out + said.err, out.read_text(encoding="utf-8") if out.exists() else ""

    return asked


def test_table_and_figures(analyse):
    code, said, table = analyse(LADDER)

    assert code == 0
    assert table == (
        "item,n,p,r_item_total,r_item_rest,alpha_without_item,d_27\n"
        "i1,4,0.75,0.7745966692,0.5222329679,0.7272727273,1\n"
        "i2,4,0.5,0.894427191,0.7071067812,0.5,1\n"
        "i3,4,0.25,0.7745966692,0.5222329679,0.7272727273,1\n"
    )
    assert said.splitlines()[:4] == [
        "4 responden, 3 butir. Jawaban kosong dihitung salah: 0.",
        "alfa (Cronbach, KR-20): 0.75",
        "rata-rata skor: 1.5",
        "ragam skor: 1.666666667 (pembagi n-1), 1.25 (pembagi n)",
    ]
    assert "Responden kurang dari 30" in said


def test_letters_with_their_key_give_the_same_and_the_options(analyse):
    letters = "respondent,i1,i2,i3\nA,a,B,C\nB,A,b,D\nC,A,C,B\nD,B,,A\n"
    code, said, table = analyse(letters, key="item,key\ni1,A\ni2,B\ni3,C\n", more=("--json",))

    report = json.loads(said)
    assert (code, report["alpha"], report["variance"], report["items"][1]["missing"]) == (0, 0.75, 5 / 3, 1)
    assert table.splitlines()[1:] == analyse(LADDER)[2].splitlines()[1:]
    assert [(each["option"], each["count"]) for each in report["options"]["i2"]] == [
        *(("A", 0), ("B", 2), ("C", 1), ("D", 0), ("E", 0), ("", 1))
    ]


def test_findings_say_row_column_and_remedy_and_nothing_is_written(analyse):
    code, said, table = analyse("n,i1,i2\nA,A,C\nB,Q,C\nA,B\na,B,A\n", key="item,key\ni1,A\ni2,C\n")

    assert (code, table) == (1, "")
    assert said.splitlines() == [
        "j.csv baris 3, kolom i1 = 'Q': Pilihan ini tidak dikenal. Yang boleh: A, B, C, D, E, atau kosong "
        "kalau tidak dijawab.",
        "j.csv baris 4: Baris ini berisi 2 sel, seharusnya 3. Periksa tanda pemisah atau sel yang hilang.",
        "j.csv baris 5, kolom n = 'a': Responden ini sudah ada di baris 2. Hapus salah satu, atau bedakan namanya.",
        "Belum ada yang ditulis; betulkan temuan di atas, lalu jalankan lagi.",
    ]


def test_key_outside_its_options(analyse):
    code, said, _table = analyse("n,i1\nA,A\nB,B\n", key="item,key\ni1,Z\n")

    assert code == 1
    assert said.startswith("k.csv baris 2, kolom i1 = 'Z': Kunci ini di luar pilihannya (A, B, C, D, E).")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ("", "j.csv: Berkas ini kosong."),
        ("n,i1\nA,B\nB,C\n", "j.csv: Butir i1 berisi huruf pilihan (“B”), tetapi kuncinya tidak ada."),
        ("n,i1\nA,1\n", "j.csv: Hanya 1 responden terbaca."),
    ],
)
def test_unreadable_is_refused_with_a_sentence(analyse, answers, sentence):
    code, said, table = analyse(answers)

    assert (code, table) == (2, "")
    assert said.startswith(sentence)


def test_no_file_and_no_overwriting(tmp_path, capsys, analyse):
    analyse(LADDER)
    answers = str(tmp_path / "j.csv")

    assert main(["training", "analyse", answers, "--out", answers]) == 2
    assert main(["training", "analyse", "/tidak/ada.csv", "--out", answers]) == 2
    assert main(["training", "analyse", answers, "--out", str(tmp_path / "tiada" / "o.csv")]) == 2
    assert "Berkas /tidak/ada.csv tidak ada." in capsys.readouterr().err
    assert (tmp_path / "j.csv").read_text(encoding="utf-8") == LADDER

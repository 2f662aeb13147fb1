"""Banks and questions: versions that never change, states, imports whole or not at all, and who sees them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumahbersama.chain.training.bank import actions, importing, queries
from rumahbersama.chain.training.bank.formats import gift
from rumahbersama.chain.training.bank.formats.shapes import Question
from rumahbersama.chain.training.bank.models import Bank, BankImport, Item, ItemVersion, Topic
from rumahbersama.chain.training.bank.rules import BankRefusal
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from tests.bank.conftest import AT, QUESTION

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client, cast):
    client.force_login(cast["training_body"])
    return client


def test_other_words_make_a_version_and_the_old_one_stays(item, cast):
    other = Question("Siapa memimpin kecamatan itu?", ("Camat", "Bupati"), 0, "", "Kelembagaan")
    actions.edit_item(
        item=item, question=other, difficulty=2, reason="lebih jelas", by=cast["ministry"], at=AT, seen=1
    )
    item.refresh_from_db()

    assert [(v.number, v.stem) for v in queries.versions_of(item)] == [
        (2, "Siapa memimpin kecamatan itu?"),
        (1, "Siapa memimpin kecamatan?"),
    ]
    assert item.current.number == 2
    with pytest.raises(TypeError):
        item.current.save()


def test_topic_and_difficulty_make_no_version(item, cast):
    moved = Question(QUESTION.stem, QUESTION.options, 0, QUESTION.explanation, "  kelembagaan ")
    actions.edit_item(item=item, question=moved, difficulty=3, reason="", by=cast["ministry"], at=AT, seen=1)

    assert ItemVersion.objects.count() == Topic.objects.count() == 1
    assert Item.objects.get().difficulty == 3


@pytest.mark.parametrize(
    ("question", "reason", "seen", "sentence"),
    [
        (Question("Lain?", ("a", "b"), 0), "", 1, "Tulis alasan"),
        (Question("Lain?", ("a", "b"), 0), "x", 7, "Orang lain baru saja"),
        (Question("Lain?", ("a", " A "), 0), "x", 1, "Pilihan A dan B sama"),
        (Question("Kedua?", ("b", "a"), 0), "x", 1, "sudah ada"),
        (Question("Lain?", ("a",), 0), "x", 1, "Soal ini punya 1 pilihan"),
    ],
)
def test_edit_is_refused_with_a_sentence(item, bank, cast, question, reason, seen, sentence):
    actions.add_item(
        bank=bank, question=Question("KEDUA?", ("a", "b"), 0), difficulty=None, by=cast["ministry"], at=AT
    )
    with pytest.raises(BankRefusal, match=sentence):
        actions.edit_item(item=item, question=question, difficulty=None, reason=reason, by=None, at=AT, seen=seen)
    assert ItemVersion.objects.count() == 2


def test_states_and_double_touches(item, cast):
    by = cast["training_body"]
    for _touch in range(2):
        actions.use_item(item=item, by=by, at=AT)
    for _touch in range(2):
        actions.retire_item(item=item, reason="kunci keliru", by=by, at=AT)
    with pytest.raises(BankRefusal, match="berubah keadaan"):
        actions.use_item(item=item, by=by, at=AT)
    actions.restore_item(item=item, by=by, at=AT)

    verbs = AuditRecord.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[1:] == [
        f"training_bank.{verb}" for verb in ("add_item", "use_item", "retire_item", "restore_item")
    ]
    assert Item.objects.get().state == "draft"


def test_record_never_holds_words_or_key(item, cast):
    other = Question("RAHASIA?", ("Camat", "Bupati"), 1)
    actions.edit_item(item=item, question=other, difficulty=2, reason="x", by=cast["ministry"], at=AT, seen=1)

    told = str(list(AuditRecord.objects.values())) + str(list(AuditChange.objects.values()))
    assert "RAHASIA" not in told
    assert "memimpin" not in told
    assert "Bupati" not in told


def test_bank_with_questions_is_not_removed(item, bank, cast):
    with pytest.raises(BankRefusal, match="berisi soal"):
        actions.remove_bank(bank=bank, by=None, at=AT)
    empty = actions.make_bank(title="Kosong", description="", region=bank.region, by=None, at=AT)
    actions.remove_bank(bank=empty, by=None, at=AT)
    with pytest.raises(BankRefusal, match="sudah ada di"):
        actions.make_bank(title=" Aparatur  kecamatan ", description="", region=bank.region, by=None, at=AT)
    assert Bank.objects.count() == 1


THREE = """$CATEGORY: Desa

Satu? {=a ~b}

Siapa memimpin kecamatan? {~bupati =camat ~kepala  desa}

rusak {=a

satu? {~B =A}

Dua? {=a ~b}
"""


@pytest.fixture
def run(bank, item, cast):
    found = gift.read(THREE.encode())
    return importing.preview(
        bank=bank, kind="gift", found=found, file_name="tiga.txt", by=cast["training_body"], at=AT
    )


def test_preview_stores_no_question(run, item):
    assert Item.objects.count() == 1
    assert (run.count, [line for line, _text in run.faults]) == (2, [7])
    assert run.doubles == [[5, f"sudah ada di bank: no. {item.pk}"], [9, "sama dengan baris 3"]]


def test_commit_takes_all_in_once_and_undo_takes_them_back(run, cast):
    by = cast["training_body"]
    for _touch in range(2):
        importing.commit(run=run, by=by, at=AT)

    brought = Item.objects.filter(brought_by=run).select_related("current", "topic")
    assert [(i.current.stem, str(i.topic), i.source_file, i.source_line, i.state) for i in brought] == [
        ("Satu?", "Desa", "tiga.txt", 3, "draft"),
        ("Dua?", "Desa", "tiga.txt", 11, "draft"),
    ]
    assert BankImport.objects.get().read == []

    for _touch in range(2):
        importing.undo(run=run, by=by, at=AT)
    assert (Item.objects.count(), ItemVersion.objects.count(), Topic.objects.count()) == (1, 1, 1)


def test_undo_is_refused_where_somebody_used_one(run, cast):
    importing.commit(run=run, by=None, at=AT)
    used = Item.objects.filter(brought_by=run).first()
    actions.use_item(item=used, by=cast["ministry"], at=AT)

    with pytest.raises(BankRefusal, match=f"1 soal dari impor ini sudah diubah atau dipakai .no. {used.pk}."):
        importing.undo(run=run, by=None, at=AT)
    assert Item.objects.count() == 3


def test_nothing_is_half_written(run, monkeypatch):
    def fail(**_words):
        raise RuntimeError("cut off")

    monkeypatch.setattr(importing.recording, "write", lambda *_args, **words: fail(**words))
    with pytest.raises(RuntimeError):
        importing.commit(run=run, by=None, at=AT)
    assert (Item.objects.count(), Topic.objects.count(), BankImport.objects.get().state) == (1, 1, "previewed")


def test_what_came_meanwhile_is_left_out_and_discarded_stays_out(run, bank):
    actions.add_item(bank=bank, question=Question("satu?", ("a", "b"), 0), difficulty=None, by=None, at=AT)
    importing.commit(run=run, by=None, at=AT)
    assert Item.objects.filter(brought_by=run).count() == 1

    again = importing.preview(bank=bank, kind="gift", found=gift.read(THREE.encode()), file_name="x", by=None, at=AT)
    assert again.count == 0
    importing.discard(run=again, by=None, at=AT)
    with pytest.raises(BankRefusal, match="sudah dibuang"):
        importing.commit(run=again, by=None, at=AT)


def test_two_thousand_questions(bank, tmp_path):
    many = [
        Question(f"Soal ke {n}: apa?", (f"a{n}", "b", "c", "d"), n % 4, "sebab " * 20, f"T{n % 9}")
        for n in range(2000)
    ]
    path = tmp_path / "banyak.txt"
    path.write_text(gift.write(many), encoding="utf-8")
    kind, found = importing.read_file(path=path, name=path.name, kind="")
    run = importing.preview(bank=bank, kind=kind, found=found, file_name=path.name, by=None, at=AT)
    with CaptureQueriesContext(connection) as asked:
        importing.commit(run=run, by=None, at=AT)

    assert Item.objects.exclude(current=None).count() == 2000
    assert len(asked) < 60


def test_real_bank_becomes_a_bank(bank, cast, shared_data):
    path = shared_data / "pelatihan" / "bank_soal_pilihan_ganda.csv"
    kind, found = importing.read_file(path=path, name=path.name, kind="")
    run = importing.preview(bank=bank, kind=kind, found=found, file_name=path.name, by=cast["ministry"], at=AT)
    importing.commit(run=run, by=cast["ministry"], at=AT)

    # 165 rows: one twice, two with the same option twice
    assert (kind, run.count, len(run.doubles)) == ("tabel", 162, 1)
    assert [sentence for _line, sentence in run.faults] == [
        "Pilihan B dan D sama. Bedakan salah satunya.",
        "Pilihan A dan C sama. Bedakan salah satunya.",
    ]
    assert Item.objects.count() == 162
    assert Topic.objects.count() == 3


# pages


def test_from_file_to_bank_and_out_again(trainer, bank, item):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"berkas": SimpleUploadedFile("tiga.txt", THREE.encode()), "bentuk": ""}
    shown = trainer.post(f"/bank-soal/{bank.pk}/impor/", sent, follow=True)
    page = shown.content.decode()
    assert "2 soal baru siap disimpan, 2 sudah ada, 1 blok keliru" in page
    assert "Kurung kurawal { tidak ditutup." in page

    number = BankImport.objects.get().pk
    assert trainer.post(f"/bank-soal/impor/{number}/simpan/").headers["Location"] == f"/bank-soal/{bank.pk}/"
    out = trainer.get(f"/bank-soal/{bank.pk}/soal.gift")
    assert {q.stem for q in gift.read(out.content).questions} == {"Satu?", "Dua?", "Siapa memimpin kecamatan?"}
    for form in ("aiken", "xml", "xlsx", "csv"):
        name = f"/bank-soal/{bank.pk}/soal.{form}"
        back = SimpleUploadedFile(f"x.{form}", trainer.get(name).content)
        again = trainer.post(f"/bank-soal/{bank.pk}/impor/", {"berkas": back, "bentuk": ""}, follow=True)
        assert "0 soal baru siap disimpan, 3 sudah ada, 0 blok keliru" in again.content.decode(), form
    assert trainer.get(f"/bank-soal/{bank.pk}/soal.exe").status_code == 404
    searched = trainer.get(f"/bank-soal/{bank.pk}/soal.gift?cari=memimpin")
    assert [q.stem for q in gift.read(searched.content).questions] == ["Siapa memimpin kecamatan?"]


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("x.xml", b"<!DOCTYPE q [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "DOCTYPE atau entitas"),
        ("x.txt", b"a\0{=b ~c}", "NUL"),
        ("x.xlsx", b"PK\x03\x04rusak", "rusak"),
        ("x.pdf", b"%PDF-1.7", "PDF"),
    ],
)
def test_hostile_upload_is_refused_with_a_sentence(trainer, bank, own_folder, name, raw, sentence):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"berkas": SimpleUploadedFile(name, raw), "bentuk": ""}
    answer = trainer.post(f"/bank-soal/{bank.pk}/impor/", sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert BankImport.objects.count() == 0
    assert [path for path in own_folder.rglob("*") if path.is_file()] == []


def _typed(**more):
    plain = {"stem": "Apa?", "kind": "pilihan", "option_A": "a", "option_B": "b", "right": "B", "explanation": ""}
    return plain | {"topic": "Desa", "difficulty": "1"} | more


def test_a_question_is_written_edited_used_retired_and_restored(trainer, bank):
    trainer.post(f"/bank-soal/{bank.pk}/soal-baru/", _typed())
    one = Item.objects.get()
    at = f"/bank-soal/soal/{one.pk}/"
    trainer.post(f"{at}ubah/", _typed(kind="benar-salah", right="benar", reason="lebih mudah", seen="1"))
    trainer.post(f"{at}pakai/")
    trainer.post(f"{at}tarik/", {"reason": "usang"})
    page = trainer.get(at).content.decode()
    assert "Alasan: usang" in page
    assert "Versi 2, yang berlaku" in page
    trainer.post(f"{at}pulihkan/")

    one.refresh_from_db()
    assert (one.state, one.current.options, one.current.right) == ("draft", ["Benar", "Salah"], 0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"right": "C"}, "Kunci “3” di luar pilihannya (A sampai B)"),
        ({"right": "benar"}, "pilih huruf kuncinya"),
        ({"kind": "benar-salah"}, "pilih Benar atau Salah"),
        ({"option_C": "", "option_D": "d"}, "Pilihan C kosong"),
    ],
)
def test_bad_question_is_refused_with_what_was_typed_kept(trainer, bank, typed, sentence):
    answer = trainer.post(f"/bank-soal/{bank.pk}/soal-baru/", _typed(**typed))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Desa"' in answer.content.decode()
    assert Item.objects.count() == 0


def test_list_is_searched_and_filtered(trainer, bank, item):
    actions.add_item(bank=bank, question=Question("Lain?", ("a", "b"), 0), difficulty=None, by=None, at=AT)

    def stems(query):
        return [row.current.stem for row in trainer.get(f"/bank-soal/{bank.pk}/{query}").context["listing"].page]

    assert stems("") == ["Siapa memimpin kecamatan?", "Lain?"]
    assert stems("?cari=memimpin") == ["Siapa memimpin kecamatan?"]
    assert stems(f"?topik={item.topic_id}") == ["Siapa memimpin kecamatan?"]
    assert stems("?topik=0") == ["Lain?"]
    assert stems("?keadaan=retired") == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_rows(trainer, bank, count, django_assert_max_num_queries):
    for n in range(count):
        question = Question(f"S{n}?", ("a", "b"), 0, "", f"T{n}")
        actions.add_item(bank=bank, question=question, difficulty=None, by=None, at=AT)
    with django_assert_max_num_queries(12):
        trainer.get(f"/bank-soal/{bank.pk}/")
    with django_assert_max_num_queries(12):
        trainer.get("/bank-soal/")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("training_body", 200),
        ("ministry", 200),
        ("province", 403),
        ("auditor", 403),
        ("bappeda", 404),
        ("camat", 404),
    ],
)
def test_only_who_runs_training_sees_keys(client, cast, bank, item, who, status):
    client.force_login(cast[who])
    for address in (f"/bank-soal/{bank.pk}/", f"/bank-soal/soal/{item.pk}/", f"/bank-soal/{bank.pk}/soal.gift"):
        assert client.get(address).status_code == status

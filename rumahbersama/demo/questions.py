"""An invented question bank of the province: questions in every state, and a file that waits to be looked at."""

from datetime import datetime

from rumahbersama.chain.training.bank import actions, importing
from rumahbersama.chain.training.bank.formats import gift
from rumahbersama.chain.training.bank.formats.shapes import Question
from rumahbersama.chain.training.bank.models import Bank, Item
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import get_region

PROVINCE = "99"
QUESTIONS = """$CATEGORY: Rumah Bersama

Data kebutuhan layanan dasar di kecamatan pertama-tama dipakai untuk apa? {
=Menemukan desa yang layanannya paling kurang ~Mengurutkan desa terbaik ~Mengisi laporan akhir tahun saja
#### Angka dipakai untuk bertindak, bukan untuk memeringkat desa.}

Angka yang belum diverifikasi kecamatan tetap dihitung, tetapi diberi tanda.{T}

Kebutuhan punya dua wajah: yang dihitung dari angka, dan yang ... {
=disuarakan warga ~ditetapkan pusat ~disalin dari tahun lalu ~diperkirakan penyedia}

Sesudah rapat di Rumah Bersama, yang harus jelas adalah {
=siapa mengerjakan apa dan kapan ~berapa lama rapatnya ~siapa yang duduk di depan}

$CATEGORY: Pembinaan desa

Catatan hasil pembinaan kecamatan kepada desa disebut apa? {
=Catatan pembinaan dan rekomendasi ~Temuan ~Putusan ~Teguran
#### Istilah temuan dipakai Inspektorat.}

Camat memerintah dinas kabupaten secara langsung.{F}

RTL yang baik selalu memuat {
=kegiatan, tenggat, penanggung jawab, dan buktinya ~daftar hadir ~anggaran tahun lalu ~nama pelatih}

Bukti selesainya sebuah janji diperiksa oleh {=orang lain ~pemegang janji sendiri ~siapa saja yang hadir}
"""
WAITING = """$CATEGORY: Pembinaan desa

Siapa yang menegaskan bahwa angka desanya benar? {=Desa ~Penyedia aplikasi ~Pelatih}

Kurungnya lupa ditutup {=satu ~dua

RTL ditagih sesudah pelatihan selesai.{T}
"""


def make_questions(*, at: datetime) -> Bank:
    """Fill a bank from a file, take some questions into use, edit one, retire one, and leave a file waiting."""
    by = Account.objects.filter(assignments__role="training_body", assignments__region__code=PROVINCE).first()
    bank = actions.make_bank(
        title="Pelatihan aparatur kecamatan",
        description="Tes awal dan tes akhir, semua angkatan.",
        region=get_region(PROVINCE),
        by=by,
        at=at,
    )
    run = importing.preview(
        bank=bank, kind="gift", found=gift.read(QUESTIONS.encode()), file_name="aparatur.gift.txt", by=by, at=at
    )
    importing.commit(run=run, by=by, at=at)
    items = list(Item.objects.filter(bank=bank))
    for item in items[:6]:
        actions.use_item(item=item, by=by, at=at)
    actions.edit_item(
        item=items[2],
        question=Question(
            "Kebutuhan punya dua wajah: yang dihitung dari angka, dan yang ...",
            ("disuarakan warga", "ditetapkan pusat", "disalin dari tahun lalu"),
            0,
            "Usulan warga dicatat dengan asal dan tanggalnya.",
            "Rumah Bersama",
        ),
        difficulty=Item.Difficulty.EASY,
        reason="Pengecoh keempat tidak pernah dipilih.",
        by=by,
        at=at,
        seen=1,
    )
    actions.retire_item(item=items[7], reason="Terlalu mudah: semua peserta benar.", by=by, at=at)
    found = gift.read(WAITING.encode())
    importing.preview(bank=bank, kind="gift", found=found, file_name="tambahan.gift.txt", by=by, at=at)
    return bank

"""Invented promises of the demo's kecamatan, one in every state."""

from datetime import date, datetime, timedelta

from rumahbersama.chain.commitments import actions
from rumahbersama.chain.commitments.actions import Promise
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.demo.people import HOME, VILLAGE
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.permissions import get_region

Row = tuple[str, str, str, int, int]
# role of the post, what, why, promised so many days ago, due in so many days
PROMISES: tuple[Row, ...] = (
    (
        "kasi",
        "Menyusun daftar kader dan honor semua posyandu",
        "Belum diketahui berapa kader masih aktif.",
        40,
        -6,
    ),
    ("kasi", "Mendampingi desa menyusun usulan pustu", "Satu desa masih jauh dari pustu.", 20, 3),
    ("sekcam", "Mengumpulkan angka semester dari semua desa", "Sebagian desa belum mengirim.", 30, 45),
    ("camat", "Menyepakati hari angkut sampah pasar dengan dinas", "Sampah menumpuk sesudah hari pasar.", 60, -20),
    ("kasi", "Melatih kader posyandu menimbang dan mencatat", "Catatan bulanan sering kosong.", 90, -10),
    ("sekcam", "Membuka loket layanan pada hari pasar", "Diminta dalam musdes.", 50, 20),
)


def make_promises(*, at: datetime, today: date) -> list[Commitment]:
    """Write down what the posts of the kecamatan promised, and what became of it."""
    posts = {post.role: post for post in Post.objects.filter(region__code=HOME).select_related("region")}
    made = [_made(posts, row, at=at, today=today) for row in PROMISES]
    progress, done, dropped = made[1], made[4], made[5]
    actions.report_on(
        commitment=progress, text="Rapat pertama dengan desa sudah jalan.", to="in_progress", by=None, at=at
    )
    actions.report_on(
        commitment=done,
        text="Dua belas kader ikut latihan, daftar hadir ada.",
        to="done",
        by=None,
        at=at,
        done_steps=[1],
    )
    actions.drop_commitment(
        commitment=dropped, reason="Loketnya dibuka oleh Dukcapil sendiri.", by=None, at=at, seen=dropped.version
    )
    return made


def _made(posts: dict[str, Post], row: Row, *, at: datetime, today: date) -> Commitment:
    role, what, why, ago, ahead = row
    promised_on, due_on = today - timedelta(days=ago), today + timedelta(days=ahead)
    promise = Promise(
        what=what,
        why=why,
        post=posts[role],
        region=get_region(VILLAGE if role == "kasi" else HOME),
        promised_on=promised_on,
        due_on=due_on,
        reviewer=posts["camat"] if role == "kasi" else None,
        measure="Anak ditimbang setiap bulan" if role == "kasi" else "",
        steps=(("Menyusun jadwal", None), ("Melapor dalam rapat", due_on)) if role == "kasi" else (),
    )
    return actions.make_commitment(promise=promise, by=None, at=at)

"""Invented judgements and degrees: of the people of the kecamatan, and of candidates for a post of camat."""

from datetime import date, datetime, timedelta

from rumahbersama.chain.training.competency.actions import Diploma, Said, add_qualification, judge
from rumahbersama.demo.people import HOME
from rumahbersama.ground.people.models import Tenure

# role of the post, unit, level, days ago, what was seen
SEEN = (
    ("sekcam", "pelayanan", 3, 60, "Menata loket; antrean surat pengantar selesai pada hari yang sama."),
    ("sekcam", "koordinasi", 2, 60, "Menyiapkan rapat Rumah Bersama lengkap dengan penanggung jawab."),
    ("kasi", "binwas", 2, 45, "Berkunjung ke empat desa dengan daftar periksa dan menulis catatannya."),
    ("kasi", "sinkronisasi", 1, 45, "Mengenal dokumennya, belum mencocokkan kegiatan desa dengan dinas."),
    ("camat", "mediasi", 3, 90, "Menengahi sengketa batas dua desa sampai berita acara."),
)
# role of the post, kind, degree, field, of government studies
DEGREES = (
    ("sekcam", "degree", "s1", "Ilmu Pemerintahan", True),
    ("kasi", "degree", "s1", "Teknik Sipil", False),
    ("camat", "degree", "s2", "Administrasi Publik", False),
    ("camat", "certificate", "", "Pendidikan teknis pemerintahan", True),
)


def judge_people(*, at: datetime, today: date) -> None:
    """Record what mentors saw of the people of the kecamatan, and their degrees."""
    held = Tenure.objects.filter(post__region__code=HOME, ends_on=None).select_related("person", "post__region")
    holders = {row.post.role: row for row in held}
    for role, code, level, ago, note in SEEN:
        row = holders[role]
        said = Said(code, level, today - timedelta(days=ago), note, "Catatan pembinaan (contoh)")
        judge(person=row.person, region=row.post.region, said=said, by=None, at=at, today=today)
    for role, kind, degree, field, is_governance in DEGREES:
        row = holders[role]
        told = Diploma(kind, date(2009, 8, 20), field, degree, is_governance=is_governance)
        add_qualification(person=row.person, region=row.post.region, told=told, by=None, at=at, today=today)

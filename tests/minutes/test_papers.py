"""Berita acara, notulen and attendance list of a meeting, as papers."""

import pytest

from rumahbersama.chain.house.meetings.actions import attending, planning
from rumahbersama.chain.house.minutes.actions import outcomes
from rumahbersama.chain.house.minutes.actions.closing import close_meeting
from rumahbersama.chain.house.minutes.actions.notes import Typed, write_notes
from rumahbersama.chain.house.minutes.rules import Outcome
from rumahbersama.workshop.papers.actions import replace
from rumahbersama.workshop.papers.contents import content_of, text_of
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.papers.writing import spelled, spelled_day
from rumahbersama.workshop.presence import actions as presence
from rumahbersama.workshop.presence.marking import tap
from rumahbersama.workshop.presence.models import Attendee, Occasion
from tests.meetings.conftest import AT, TODAY
from tests.minutes.conftest import STATEMENT, page_of, pledge, url

pytestmark = pytest.mark.django_db


def attended(held, *names: str) -> None:
    attending.make_list(meeting=held.meeting, by=held.cast("kasi"), at=AT)
    occasion = Occasion.objects.get()
    presence.open_occasion(occasion=occasion, by=held.cast("kasi"), at=AT)
    for row in Attendee.objects.filter(name__in=names):
        tap(occasion=occasion, said={row.pk: "present"}, by=held.cast("kasi"), at=AT)


def written(held, client, kind: str) -> str:
    answer = client.post(url("paper", held.meeting.pk), {"jenis": kind})
    assert answer.status_code == 302, page_of(answer)
    return text_of(content_of(Paper.objects.get(kind=kind).content).blocks)


def test_the_three_papers_say_what_was_held_said_agreed_and_who_was_there(held, as_):
    client = as_("kasi")
    write_notes(item=held.about, typed=Typed("", "Hadir 20 orang\nDibuka camat"), by=held.cast("kasi"), at=AT)
    pledge(held, held.about)
    outcomes.set_outcome(item=held.own, outcome=Outcome("decision", "Jadwal tiap Selasa."), by=None, at=AT)
    attended(held, "camat Alas", "Kapolsek")
    close_meeting(meeting=held.meeting, by=held.cast("kasi"), at=AT)

    notulen, hadir, acara = (written(held, client, kind) for kind in ("notulen", "daftar_hadir", "berita_acara"))

    assert "Hadir: 2 orang\n" in notulen
    assert "Hadir: 2 orang (daftar hadir terlampir)\n" in written(held, client, "notulen")
    assert "dihadiri 2 orang (daftar hadir terlampir)." in acara
    Paper.objects.filter(kind="daftar_hadir").update(state="cancelled", cancelled_because="Salah.")
    assert "dihadiri 2 orang." in written(held, client, "berita_acara")
    assert f"## 2. {STATEMENT}\n\nHadir 20 orang\n\nDibuka camat" in notulen
    agreed = "| 1 | Kepala Puskesmas, Puskesmas Alas | Melatih dua kader | Desa Anggrek | 16 Maret 2026 |"
    assert (agreed in notulen, agreed in acara) == (True, True)
    opening = (
        "Pada hari ini, Senin tanggal dua bulan Maret tahun dua ribu dua puluh enam (02-03-2026), bertempat di Aula"
    )
    assert acara.startswith(opening)
    assert "| 2 | Jadwal posyandu | Jadwal tiap Selasa. |" in acara
    assert "| 1 | camat Alas | Camat Alas | Pemimpin rapat |  |" in acara
    assert (
        "| 2 | Kapolsek | Polsek Alas | Saksi |  |\n| 3 | [Lengkapi nama] | [Lengkapi jabatan] | Saksi |  |" in acara
    )
    assert [line for line in hadir.splitlines() if "Kapolsek" in line] == [
        "| 2 | Kapolsek | Polsek Alas | 09.00 |  |"
    ]


def test_a_draft_is_written_anew_and_a_signed_paper_stays(held, as_):
    client = as_("kasi")
    first = written(held, client, "notulen")
    write_notes(item=held.about, typed=Typed("", "Baru dicatat"), by=held.cast("kasi"), at=AT)
    second = written(held, client, "notulen")

    assert ("Baru dicatat" in first, "Baru dicatat" in second) == (False, True)
    assert Paper.objects.get().edition == 2
    Paper.objects.update(state="signed", signed_on=TODAY)
    answer = client.post(url("paper", held.meeting.pk), {"jenis": "notulen"})
    assert (answer.status_code, "sudah ditandatangani" in page_of(answer)) == (422, True)
    assert client.post(url("paper", held.meeting.pk), {"jenis": "surat_tugas"}).status_code == 404
    nobody = client.post(url("paper", held.meeting.pk), {"jenis": "daftar_hadir"})
    assert (nobody.status_code, "Belum ada yang tercatat hadir" in page_of(nobody)) == (422, True)


@pytest.mark.parametrize("kind", ["notulen", "berita_acara"])
def test_a_signed_paper_that_contradicts_the_outcomes_of_now_says_so(held, as_, kind):
    client, facts = as_("camat"), {"by": held.cast("camat"), "at": AT}
    outcomes.set_outcome(item=held.about, outcome=Outcome("decision", "Dibuka  lagi."), **facts)
    outcomes.set_outcome(item=held.own, outcome=Outcome("decision", "Tiap Selasa."), **facts)
    pledge(held, held.about)
    close_meeting(meeting=held.meeting, **facts)
    written(held, client, kind)
    paper = Paper.objects.get()
    Paper.objects.update(state="signed", signed_on=TODAY)
    pages, told = (url("front", held.meeting.pk), paper.get_absolute_url()), "tidak sama lagi dengan hasil rapat"
    assert [told in page_of(client.get(page)) for page in pages] == [False, False]

    planning.reopen_meeting(meeting=held.meeting, reason="Salah tulis", **facts)
    outcomes.set_outcome(item=held.again(held.own), outcome=Outcome("decision", "Tiap Rabu."), **facts)

    assert [f"{told}; buat penggantinya." in page_of(client.get(page)) for page in pages] == [True, True]
    draft = replace(paper=paper, **facts)
    client.post(url("paper", held.meeting.pk), {"jenis": kind})
    draft.refresh_from_db()
    assert ("Tiap Rabu." in str(draft.content), "Tiap Rabu." in str(paper.content)) == (True, False)
    assert told not in page_of(client.get(draft.get_absolute_url()))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (15, "lima belas"), (20, "dua puluh"), (31, "tiga puluh satu"),
        (100, "seratus"), (111, "seratus sebelas"), (250, "dua ratus lima puluh"), (1000, "seribu"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"), (2026, "dua ribu dua puluh enam"),
        (9999, "sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)  # fmt: skip
def test_numbers_are_spelled_as_letters_do(number, words):
    assert spelled(number) == words


def test_a_day_is_spelled_as_a_berita_acara_begins():
    assert spelled_day(TODAY) == "Senin tanggal dua bulan Maret tahun dua ribu dua puluh enam"

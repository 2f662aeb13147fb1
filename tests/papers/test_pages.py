"""Pages of papers: writing, the road, lists, the book of numbers, the letterhead, and the public check."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.workshop.papers import actions, hooks
from rumahbersama.workshop.papers.models import Office, Paper, PaperFile
from rumahbersama.workshop.papers.sealing import seal_paper
from tests.files.making import picture
from tests.papers.conftest import AT, TODAY, sign

pytestmark = pytest.mark.django_db
PLACE = "71.01.01"


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def as_(client, cast):
    def signing_in(who: str):
        client.force_login(cast[who])
        return client

    return signing_in


def url(name: str, *args) -> str:
    return reverse(f"papers:{name}", args=args)


def typed(posts, **more) -> dict:
    plain = {
        "title": "Undangan rapat",
        "to": "Kepala Desa\ndi Tempat",
        "text": "Dengan hormat,\n\nHari: Senin",
        "signer": str(posts["camat"].pk),
        "initials": [str(posts["kasi"].pk)],
    }
    return plain | more


def body(answer) -> str:
    return answer.content.decode()


def test_a_letter_is_written_initialled_and_signed_on_the_web(as_, posts):
    answer = as_("keeper").post(url("new", PLACE) + "?jenis=surat_undangan", typed(posts))
    paper = Paper.objects.get()
    assert (answer.status_code, answer.url, paper.state) == (302, paper.get_absolute_url(), "draft")

    as_("keeper").post(url("put_up", paper.pk))
    as_("kasi").post(url("initial", paper.pk), {"verdict": "paraf"})
    day = {"signed_on_0": "2", "signed_on_1": "3", "signed_on_2": "2026"}
    as_("camat").post(url("sign", paper.pk), {"way": "wet", "when": "now", "classification": "005"} | day)
    scan = SimpleUploadedFile("pindaian.jpg", picture(), content_type="image/jpeg")
    as_("keeper").post(url("add_file", paper.pk), {"kind": "scan", "file": scan})
    sent = {"sent_on_0": "2", "sent_on_1": "3", "sent_on_2": "2026"}
    as_("keeper").post(url("send", paper.pk), sent)

    paper.refresh_from_db()
    assert (paper.state, paper.number, paper.signer["name"]) == ("sent", "005/001/KA/2026", "camat Alas")
    assert sorted(PaperFile.objects.values_list("kind", flat=True)) == ["scan", "sealed"]
    assert as_("camat").get(paper.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": ""}, "Bidang ini tidak boleh kosong"),
        ({"signer": ""}, "Bidang ini tidak boleh kosong"),
        ({"text": "| x " * 13 + "|"}, "1 sampai 12 kolom"),
        ({"to": "\n".join("x" for _ in range(41))}, "Paling banyak 40 baris"),
    ],
)
def test_what_cannot_be_is_told_in_the_form_and_nothing_is_stored(as_, posts, wrong, told):
    answer = as_("keeper").post(url("new", PLACE) + "?jenis=surat_undangan", typed(posts, **wrong))

    assert (answer.status_code, Paper.objects.count()) == (422, 0)
    assert told in body(answer)


def test_a_form_sent_twice_is_stored_once(as_, posts):
    for _each in range(2):
        as_("keeper").post(url("new", PLACE) + "?jenis=surat_undangan", typed(posts, kunci="sama"))

    assert Paper.objects.count() == 1


def test_what_is_left_to_be_filled_in_is_told_and_not_put_up(as_, posts):
    client = as_("keeper")
    client.post(
        url("new", PLACE) + "?jenis=surat_undangan", typed(posts, text="Tempat: [Lengkapi tempat] [Lengkapi acara]")
    )
    paper = Paper.objects.get()

    shown = body(client.get(paper.get_absolute_url()))
    refused = client.post(url("put_up", paper.pk), {"seen": str(paper.version)})

    assert "belum lengkap. Isi dulu: tempat, acara." in shown
    assert "isi tanda [Lengkapi …] untuk: tempat, acara." in body(refused)
    assert Paper.objects.get().state == "draft"


def test_only_who_has_the_turn_initials(as_, draft, posts):
    paper = draft(initials=[posts["kasi"]])
    actions.put_up(paper=paper, by=None, at=AT, seen=paper.version)

    answers = {who: as_(who).get(url("initial", paper.pk)).status_code for who in ("kasi", "camat", "keeper")}

    assert answers == {"kasi": 200, "camat": 403, "keeper": 403}


def test_who_does_not_hold_the_post_is_asked_for_the_scan(as_, draft):
    paper = draft()
    actions.put_up(paper=paper, by=None, at=AT, seen=paper.version)
    day = {"signed_on_0": "2", "signed_on_1": "3", "signed_on_2": "2026"}

    answer = as_("keeper").post(url("sign", paper.pk), {"way": "wet", "when": "later"} | day)

    assert (answer.status_code, "bukan pemegang jabatan" in body(answer)) == (422, True)


def test_home_tells_what_waits_for_whom(cast, draft, posts, signed):
    paper = draft(initials=[posts["kasi"]])
    actions.put_up(paper=paper, by=None, at=AT, seen=paper.version)
    sign(draft(), numbering=None)

    tasks = {who: [task.text for task in hooks.home_tasks(user=cast[who], today=TODAY)] for who in ("kasi", "camat")}

    unnumbered = "1 surat sudah ditandatangani dan belum bernomor"
    assert tasks == {"kasi": ["1 surat menunggu paraf atau tanda tangan Anda", unnumbered], "camat": [unnumbered]}


def test_unfinished_and_private_papers_stay_in_the_office(as_, draft, signed):
    rough, open_, private = draft(), signed(), sign(draft("biodata"))

    seen = {
        who: [as_(who).get(row.get_absolute_url()).status_code for row in (rough, open_, private)]
        for who in ("kasi", "bappeda", "camat_b", "outsider")
    }

    assert seen == {
        "kasi": [200, 200, 200],
        "bappeda": [403, 200, 403],
        "camat_b": [404, 404, 404],
        "outsider": [404, 404, 404],
    }


def test_the_list_is_filtered_searched_and_downloaded(as_, draft, signed):
    signed(title="Undangan musyawarah")
    draft("surat_tugas", title="Tugas ke desa")

    found = {
        query: [row.title for row in as_("kasi").get(url("place", PLACE) + query).context["listing"].page]
        for query in ("?jenis=surat_tugas", "?keadaan=numbered", "?tahun=2025", "?cari=musyawarah", "?keadaan=aneh")
    }
    table = as_("kasi").get(url("download", PLACE, "csv")).content.decode()

    assert found == {
        "?jenis=surat_tugas": ["Tugas ke desa"],
        "?keadaan=numbered": ["Undangan musyawarah"],
        "?tahun=2025": [],
        "?cari=musyawarah": ["Undangan musyawarah"],
        "?keadaan=aneh": ["Tugas ke desa", "Undangan musyawarah"],
    }
    assert ("000/001/KA/2026" in table, table.count("\n")) == (True, 3)


def test_the_list_is_sorted_by_how_far_papers_are(as_, draft, signed):
    paper = signed()
    actions.cancel(paper=paper, reason="Keliru.", by=None, at=AT, seen=paper.version)
    signed(), draft()

    page = as_("kasi").get(url("place", PLACE), {"urut": "keadaan"}).context["listing"].page

    assert [row.state for row in page] == ["draft", "numbered", "cancelled"]


def test_the_book_of_numbers_shows_cancelled_ones_too(as_, signed):
    paper = signed(title="Salah tanggal")
    actions.cancel(paper=paper, reason="Keliru.", by=None, at=AT, seen=paper.version)
    signed()

    page = body(as_("kasi").get(url("register", PLACE) + "?tahun=2026"))
    table = as_("kasi").get(url("register_file", PLACE, "csv") + "?tahun=2026").content.decode()

    assert all(words in page for words in ("000/001/KA/2026", "000/002/KA/2026", "Dibatalkan"))
    assert (
        table.splitlines()[1] == "000/001/KA/2026,000,2026-03-02,Surat undangan,Salah tanggal,camat Alas,Dibatalkan"
    )


def test_the_letterhead_is_suggested_and_saved(as_, posts):
    page = as_("keeper").get(url("letterhead", PLACE))
    assert "KECAMATAN ALAS" in body(page)

    told = {"heading": "KECAMATAN\nALAS", "city": "Alas", "short": "KA", "pattern": "{urut}"}
    refused = as_("keeper").post(url("letterhead", PLACE), told)
    saved = as_("keeper").post(url("letterhead", PLACE), told | {"pattern": "{klasifikasi}-{urut}"})

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert list(Office.objects.values_list("heading", "pattern")) == [("KECAMATAN\nALAS", "{klasifikasi}-{urut}")]


def test_anybody_checks_a_paper_by_its_code(client, signed):
    paper = signed(content={"to": ["Kepala Desa"], "blocks": [{"kind": "text", "text": "Isi yang tercetak"}]})
    digest = seal_paper(paper=paper, by=None, at=AT).file.sha256

    asked = client.get(url("check"), {"kode": paper.shown_code.lower()})
    page = body(client.get(asked.url))

    printed = ("Berlaku.", paper.number, "Isi yang tercetak", "Kepala Desa", "camat Alas", "Camat Alas,", digest)
    assert [words for words in printed if words not in page] == []
    assert "bukan tanda tangan elektronik tersertifikasi" in page


def test_the_public_page_tells_of_revocation_and_replacement(client, signed):
    gone, old = signed(), signed()
    actions.cancel(paper=gone, reason="Salah tanggal.", by=None, at=AT, seen=gone.version)
    draft = actions.replace(paper=old, by=None, at=AT)
    before = body(client.get(url("check_code", old.shown_code)))
    new = sign(draft)

    pages = [body(client.get(url("check_code", row.shown_code))) for row in (gone, old, new)]

    assert ("Berlaku." in before, draft.shown_code in before) == (True, False)
    assert "Dibatalkan pada 2 Mar 2026." in pages[0]
    assert "Salah tanggal." in pages[0]
    assert ("Sudah diganti." in pages[1], new.number in pages[1]) == (True, True)
    assert ("Berlaku." in pages[2], old.number in pages[2]) == (True, True)


def test_a_draft_and_an_unknown_code_are_answered_alike(client, draft):
    codes = [draft().shown_code, "ABCD-EFGH-JKLM", "bukan-kode"]

    answers = [client.get(url("check_code", code)) for code in codes]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert all("Tidak ada surat yang sudah ditandatangani" in body(answer) for answer in answers)
    assert client.get(url("check"), {"kode": "abc"}).status_code == 422


def test_a_private_paper_tells_only_that_it_is_valid(client, draft):
    content = {"blocks": [{"kind": "text", "text": "NIP Rahasia"}]}
    paper = sign(draft("biodata", title="Biodata Budi", content=content))

    page = body(client.get(url("check_code", paper.shown_code)))

    assert "Berlaku." in page
    assert [word for word in ("Budi", "Rahasia", "camat Alas") if word in page] == []


def test_guessing_codes_is_stopped(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"check_paper": "3/m/ip"}

    answers = [client.get(url("check_code", "ABCD-EFGH-JKLM")).status_code for _each in range(4)]

    assert answers == [404, 404, 404, 429]


def test_a_hall_behind_one_address_opens_its_certificates_whatever_others_guess(client, signed, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"check_paper": "1/m/ip"}
    address = url("check_code", signed().shown_code)

    guesses = [client.get(url("check_code", "ABCD-EFGH-JKLM")).status_code for _each in range(2)]
    opened = [client.get(address).status_code for _each in range(5)]

    assert (guesses, opened) == ([404, 429], [200] * 5)


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_paper_is_taken_along(as_, signed, form, start):
    answer = as_("kasi").get(url("export", signed().pk, form))

    assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    assert "attachment" in answer["Content-Disposition"]


def test_a_signed_paper_has_no_form_to_change_it(as_, signed):
    answer = as_("kasi").get(url("edit", signed().pk))

    assert (answer.status_code, "Buat penggantinya" in body(answer)) == (422, True)


def test_hostile_text_stays_text_on_the_pages(as_, client, signed):
    paper = signed(title="<script>alert(1)</script>", content={"to": ["<img src=x>"], "blocks": []})

    pages = [body(as_("kasi").get(url(name, paper.pk))) for name in ("paper", "printed", "cancel")]
    pages.append(body(client.get(url("check_code", paper.shown_code))))

    assert all("<script>alert" not in page and "<img src=x" not in page for page in pages)


def test_a_list_asks_as_often_for_three_rows_as_for_one(as_, signed):
    signed()
    as_("kasi").get(url("place", PLACE))
    with CaptureQueriesContext(connection) as one:
        as_("kasi").get(url("place", PLACE))
    signed()
    signed()
    with CaptureQueriesContext(connection) as three:
        as_("kasi").get(url("place", PLACE))

    assert len(three) == len(one)

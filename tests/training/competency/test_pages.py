"""Pages of competency: who reads whom, what is written, the gap list, candidates side by side."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.training.competency.actions import Diploma, add_qualification
from rumahbersama.chain.training.competency.models import Judgement, Qualification, Standard
from rumahbersama.chain.training.competency.queries import profiles_of
from rumahbersama.chain.training.competency.views import comparing
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.models import Post
from tests.conftest import make_account
from tests.training.competency.conftest import AT, TODAY, in_post, trained
from tests.training.taking_part.conftest import make_event

pytestmark = pytest.mark.django_db
DAY = {"judged_on_0": "29", "judged_on_1": "11", "judged_on_2": "2026"}


@pytest.fixture
def office(client, country):
    """Bagian Pemerintahan of kabupaten A, signed in."""
    client.force_login(make_account("governance", country["71.01"], name="Tapem A"))
    return client


def url(name: str, *args) -> str:
    return reverse(f"competency:{name}", args=args)


def text(client, path: str, status: int = 200) -> str:
    page = client.get(path)
    assert page.status_code == status
    return page.content.decode()


def test_people_of_ones_place_are_listed_who_lacks_most_first_and_nobody_else(office, people, country):
    trained(people["sekcam"], country["71.01.01"], code="kepamongprajaan")
    told = text(office, url("people"))
    assert ("Budi Sekcam" in told, "Dodi Lain" in told) == (True, False)
    assert told.index("Budi Sekcam") < told.index("Ani Camat")
    assert "Menyelenggarakan pelayanan di kecamatan: 2/3" in told

    assert "Budi Sekcam" not in text(office, url("people") + "?jabatan=kasi")
    narrowed = text(office, url("people") + "?keadaan=below")
    assert ("Budi Sekcam" in narrowed, "Cici Kasi" in narrowed) == (True, False)
    assert "Tidak ada orang yang cocok" in text(office, url("people") + "?cari=Entah")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_gap_list_comes_as_a_file_without_what_was_said(office, people, country, form):
    trained(people["sekcam"], country["71.01.01"], code="kepamongprajaan")
    file = office.get(url("download", form) + "?keadaan=below")
    assert file.status_code == 200
    if form == "csv":
        rows = file.content.decode("utf-8-sig").splitlines()
        assert rows[0].startswith("Nama,Jabatan,Kode wilayah,Wilayah,Kompetensi,Diminta,Sekarang,Kurang")
        assert "Budi Sekcam,Sekcam,71.01.01" in rows[1]
        assert all("di bawah yang diminta" in row for row in rows[1:])


def test_one_reads_oneself_and_records_nothing_of_oneself(client, people, country):
    account = make_account("sekcam", country["71.01.01"], name="Budi")
    account.person = people["sekcam"]
    account.save()
    client.force_login(account)
    told = text(client, url("person", people["sekcam"].pk))
    assert "dari 8 kompetensi yang diminta, 0 di bawah tingkatnya dan 8 belum diketahui" in told
    assert "Catat penilaian" not in told
    assert client.get(url("judge", people["sekcam"].pk)).status_code == 403
    assert client.get(url("person", people["kasi"].pk)).status_code == 403
    assert client.get(url("person", people["other"].pk)).status_code == 404
    own = url("person", people["sekcam"].pk)
    assert own in text(client, url("standards"))
    assert own in text(client, reverse("cascade:transcript", args=[people["sekcam"].pk]))


def test_suggested_training_reaches_what_is_asked_and_names_the_open_event(office, people, country):
    make_event(
        country["71.01"],
        title="Pelatihan terbuka",
        starts_on=TODAY.replace(year=2027, month=2, day=1),
        curriculum=trained(people["camat"], country["71.01"], code="kepamongprajaan").event.curriculum,
    )
    tenures = people["sekcam"].tenures.select_related("person", "post__region")
    user = office.get(url("standards")).wsgi_request.user
    (profile,) = profiles_of(tenures, today=TODAY, user=user)
    line = next(line for line in profile.lines if line.standard.code == "pelayanan")
    suggested = [(each.level, [event.title for event in each.events]) for each in line.courses]
    assert suggested == [(3, []), (2, ["Pelatihan terbuka"])]  # what reaches the level first
    assert "Pelatihan terbuka" in text(office, url("person", people["sekcam"].pk))


def test_a_judgement_is_written_read_and_withdrawn(office, people):
    page = url("judge", people["kasi"].pk)
    refused = office.post(page, {})
    assert (refused.status_code, Judgement.objects.count()) == (422, 0)
    told = {"code": "binwas", "level": "2", "note": "Empat desa dikunjungi", **DAY}
    assert office.post(page, told).status_code == 302
    person = text(office, url("person", people["kasi"].pk))
    assert ("Empat desa dikunjungi" in person, "Penilaian Tapem A" in person) == (True, True)

    row = Judgement.objects.get()
    away = url("withdraw_judgement", people["kasi"].pk, row.pk)
    assert office.post(away, {"reason": " "}).status_code == 422
    assert office.post(away, {"reason": "Salah orang"}).status_code == 302
    assert "Salah orang" in text(office, url("person", people["kasi"].pk))
    assert office.get(away).status_code == 404


def test_a_degree_says_how_high(office, people):
    page, day = url("qualify", people["kasi"].pk), {"held_on_0": "1", "held_on_1": "8", "held_on_2": "2010"}
    told = {"kind": "degree", "field": "Ilmu Pemerintahan", "is_governance": "on", **day}
    refused = office.post(page, told)
    assert (refused.status_code, "Pilih jenjang ijazahnya" in refused.content.decode()) == (422, True)
    assert office.post(page, told | {"degree": "s1"}).status_code == 302
    row = Qualification.objects.get()
    assert (row.degree, row.is_governance) == ("s1", True)
    assert (
        office.post(url("withdraw_qualification", people["kasi"].pk, row.pk), {"reason": "Salah"}).status_code == 302
    )
    assert "Belum ada ijazah" in text(office, url("person", people["kasi"].pk))


def test_the_ministry_writes_standards_and_others_read_them(client, cast, reference):
    client.force_login(cast["ministry"])
    new = {f"level_{number}": "Dapat" for number in range(1, 6)} | {"title": "Bahasa", "kind": "technical"}
    new |= {"description": "Berbahasa", "legal_basis": "Perbup", "required_camat": "3"}
    new |= {"valid_from_0": "1", "valid_from_1": "11", "valid_from_2": "2026"}
    assert client.post(url("new_standard"), new).status_code == 302
    made = Standard.objects.get(code="bahasa")
    assert (made.required, made.is_ours) == ({"camat": 3}, False)
    assert client.post(url("edit_standard", "bahasa"), new | {"title": "Berbahasa"}).status_code == 302
    told = text(client, url("standard", "bahasa"))
    assert "Bahasa → Berbahasa" in told
    assert client.post(url("raises", "bahasa"), {}).status_code == 302
    client.force_login(cast["camat"])
    assert "Berbahasa" in text(client, url("standards"))
    assert "dari kami" in text(client, url("standards"))
    assert client.get(url("edit_standard", "bahasa")).status_code == 403


def side_by_side(post, *people) -> str:
    calon = "".join(f"&calon={person.pk}" for person in people)
    return url("compare") + f"?jabatan={post.pk}{calon}&lihat=1"


def test_candidates_stand_side_by_side_and_nothing_is_decided_or_stored(office, people, country):
    post = Post.objects.get(role="camat", region=country["71.01.01"])
    governance = Diploma("degree", TODAY, "Ilmu Pemerintahan", "s1", is_governance=True)
    told = {"region": country["71.01.01"], "by": None, "at": AT, "today": TODAY}
    add_qualification(person=people["sekcam"], told=governance, **told)
    add_qualification(person=people["kasi"], told=Diploma("degree", TODAY, "Teknik", "s1"), **told)
    trained(people["sekcam"], country["71.01.01"])
    before = AuditRecord.objects.count()

    page = text(office, side_by_side(post, people["kasi"], people["sekcam"]))
    assert "Halaman ini membantu menimbang dan tidak memutuskan apa pun" in page
    assert page.index("Cici Kasi") < page.index("Budi Sekcam")  # as chosen, no ranking
    for words in (
        "ijazah yang tercatat bukan pemerintahan",
        "tidak diperlukan: ijazahnya pemerintahan",
        "NIP tidak tercatat",
        "3,9 tahun dalam jabatan kecamatan yang tercatat",
        "dibaca dari ringkasan umum",
        "PP 17/2018",
    ):
        assert words in page
    assert AuditRecord.objects.count() == before


def test_choosing_carries_who_was_chosen_and_says_how_many(office, people, country):
    post = Post.objects.get(role="camat", region=country["71.01.01"])
    told = text(office, side_by_side(post, people["kasi"]))
    assert "Pilih satu jabatan dan 2 sampai 4 calon; sekarang 1 calon." in told
    found = text(office, url("compare") + f"?jabatan={post.pk}&calon={people['kasi'].pk}&cari=Budi")
    assert ("Budi Sekcam" in found, "Ani Camat" in found) == (True, False)
    assert f'value="{people["kasi"].pk}"' in found
    assert office.get(side_by_side(post, people["kasi"], people["other"])).status_code == 404
    other = Post.objects.get(role="camat", region=country["71.02.01"])
    assert office.get(side_by_side(other, people["kasi"], people["sekcam"])).status_code == 404
    assert office.get(url("compare") + "?calon=x").status_code == 404


def test_who_is_ticked_on_one_page_of_the_list_stays_ticked_on_the_next_and_nobody_is_passed_over(
    office, people, country, monkeypatch
):
    monkeypatch.setattr(comparing, "PAGE_SIZE", 2)
    for number in range(3):
        in_post(country["71.01.01"], "kasi", f"Eko {number}", title=f"Kasi {number}")
    asked, seen = {"calon": str(people["camat"].pk), "cari": "", "hal": "2"}, set()
    for number in (1, 2, 3):
        page = text(office, url("compare") + "?" + urlencode(asked | {"hal": str(number)}))
        boxes = re.findall(r'name="calon"\s+value="(\d+)"(\s+checked)?', page)
        assert [who for who, ticked in boxes if ticked] == [str(people["camat"].pk)]
        seen |= {int(who) for who, _ticked in boxes}
        assert 'name="hal"' in page.split("</fieldset>")[1].split("</form>")[0]  # of the form, with its ticks
    assert len(seen) == 6  # camat, sekcam, kasi and the three


def test_what_the_law_asks_of_a_camat_is_a_page_for_everybody(client, people, country):
    client.force_login(make_account("operator", country["71.01.01.2001"]))
    page = text(client, url("requirements"))
    for words in ("PP 17/2018", "Berlaku mulai 1 Mei 2018", "Pengalaman di kecamatan", "anggapan kami"):
        assert words in page
    assert (url("requirements") in text(client, url("standards")), "Sandingkan calon" in page) == (True, False)
    client.force_login(make_account("governance", country["71.01"]))
    post = Post.objects.get(role="camat", region=country["71.01.01"])
    assert url("requirements") in text(client, side_by_side(post, people["kasi"], people["sekcam"]))


def test_who_holds_a_post_comes_from_home_to_the_gap_and_the_training_in_one_sentence(
    client, cast, people, reference
):
    camat = cast["camat"]
    camat.person = people["camat"]
    camat.save()
    client.force_login(camat)
    own = url("person", people["camat"].pk)
    assert own in text(client, reverse("home"))
    assert own in text(client, reverse("training:events"))
    lead = " ".join(text(client, own).split('class="lead"')[1].split("</p>")[0].split())
    assert re.search(
        r"Mulai dari [^<]+, yang belum diketahui tingkatnya ?: <a href=[^>]+>[^<]+</a> menaikkannya", lead
    )


def test_pages_ask_the_same_number_of_questions_for_any_number_of_people(office, people, country):
    for number in range(12):
        person = in_post(country["71.01.01"], "kasi", f"Kasi {number}", title=f"Kasi {number}")
        trained(person, country["71.01.01"], code="aparatur-kecamatan")
    for path in (url("people"), url("download", "csv"), url("person", people["camat"].pk), url("compare")):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(path).status_code == 200
        assert len(asked) <= 12, (path, len(asked))
    post = Post.objects.get(role="camat", region=country["71.01.01"])
    for part in ("", "&bagian=riwayat"):
        with CaptureQueriesContext(connection) as asked:
            office.get(side_by_side(post, people["camat"], people["sekcam"], people["kasi"]) + part)
        assert len(asked) <= 12, (part, len(asked))

"""The page of a section: all its posts together, each for itself, late work first; the sekcam hands over from it."""

from datetime import date

import pytest
from django.urls import reverse

from rumahbersama.ground.people.actions import place_in_section
from rumahbersama.ground.people.models import Section
from tests.meetings.conftest import AT, text
from tests.programme.conftest import url

pytestmark = pytest.mark.django_db
OWN, OTHER = "71.01.01.2001", "71.01.01.2002"
AHEAD = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 30)}
LATER = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 27)}


@pytest.fixture
def section(house) -> Section:
    """The kasi's section, to which the health unit's post belongs as one of its staff."""
    for name in ("kasi", "puskesmas"):
        place_in_section(post=house.posts[name], name="Seksi  PMD", by=None, at=AT)
    return Section.objects.get()


def test_a_section_sums_the_kasi_and_the_staff_with_late_work_first(house, as_, draft, add, approve, section):
    add("Klinik", who="puskesmas", budget_rupiah=2_000_000, **AHEAD)
    add("Buku bank", who="puskesmas", budget_rupiah=1_000_000)
    add("Buku kas", budget_rupiah=4_000_000, **LATER)
    add("Milik sekcam", who="sekcam", budget_rupiah=8_000_000)
    approve()
    client = as_("sekcam")

    units = client.get(draft.get_absolute_url()).context["units"]
    assert [(str(unit.section), unit.total, unit.late, unit.rupiah) for unit in units] == [
        ("Seksi PMD", 3, 2, 7_000_000),
        ("None", 1, 1, 8_000_000),
    ]
    page = client.get(url("section", draft.pk, section.pk))
    people = [(share.post.title, share.total, share.late, share.rupiah) for share, _held in page.context["people"]]
    assert people == [("Kepala Puskesmas", 2, 1, 3_000_000), ("Kasi PMD", 1, 1, 4_000_000)]
    assert [row.title for row in page.context["listing"].page] == ["Buku kas", "Buku bank", "Klinik"]
    html = text(page)
    assert "Memegang 3 dari 4 kegiatan; 0 sudah selesai. 2 terlambat. Anggarannya Rp7 juta." in html
    hand_over = [url("hand_over", row.pk) in html for row in page.context["listing"].page]
    assert (hand_over, "Alihkan" in text(as_("kasi").get(page.wsgi_request.path))) == ([True] * 3, False)


def test_a_section_is_narrowed_to_one_post_and_given_as_a_file(house, as_, draft, add, approve, section):
    add("Buku kas"), add("Buku bank", who="puskesmas"), add("Milik sekcam", who="sekcam")
    approve()
    client = as_("camat")

    html = text(client.get(url("section", draft.pk, section.pk), {"jabatan": house.posts["kasi"].pk}))
    assert [name in html for name in ("Buku kas", "Buku bank", "Milik sekcam")] == [True, False, False]
    found = client.get(url("section", draft.pk, section.pk), {"cari": "bank"})
    assert [row.title for row in found.context["listing"].page] == ["Buku bank"]
    assert 'name="cari" type="search" value="bank"' in text(found)
    sheet = client.get(url("download", draft.pk, "csv"), {"seksi": section.pk}).content.decode()
    assert [name in sheet for name in ("Buku kas", "Buku bank", "Milik sekcam")] == [True, True, False]


def test_a_section_costs_the_same_with_more(house, as_, draft, add, approve, section, django_assert_num_queries):
    add("Buku kas", villages=(OWN,))
    approve()
    client, page = as_("camat"), url("section", draft.pk, section.pk)
    with django_assert_num_queries(12):
        client.get(page)
    add("Buku bank", who="puskesmas", villages=(OTHER,)), add("Klinik")
    with django_assert_num_queries(12):
        client.get(page)


def test_a_village_opens_only_sections_whose_activities_it_reads(house, as_, draft, add, approve, section):
    place_in_section(post=house.posts["sekcam"], name="Sekretariat", by=None, at=AT)
    add("Untuk desa ini", villages=(OWN,))
    add("Untuk desa lain", who="puskesmas", villages=(OTHER,))
    add("Untuk desa lain juga", who="sekcam", villages=(OTHER,))
    approve()
    hidden = Section.objects.get(name="Sekretariat")

    page = as_("operator").get(url("section", draft.pk, section.pk))
    assert ([share.post.title for share, _held in page.context["people"]], page.context["whole"].total) == (
        ["Kasi PMD"],
        1,
    )
    seen = [as_(who).get(url("section", draft.pk, hidden.pk)).status_code for who in ("operator", "camat", "camat_b")]
    assert seen == [404, 200, 404]


def test_a_post_is_put_into_a_section_and_out_again_with_its_record(house, as_):
    client, post = as_("camat"), house.posts["kasi"]
    address = reverse("people:section", args=[post.pk])
    assert client.post(address, {"section": "Seksi PMD"}).status_code == 302
    place_in_section(post=house.posts["sekcam"], name="seksi pmd", by=None, at=AT)
    posts = reverse("people:post", args=[post.pk])
    assert "Seksi PMD" in text(client.get(posts))
    assert [part.posts.count() for part in Section.objects.all()] == [2]
    assert client.post(address, {"section": ""}).status_code == 302
    assert "Seksi PMD" not in text(client.get(posts))
    assert as_("kasi").post(address, {"section": "Lain"}).status_code == 403

"""Who handles cases handles none in which it is a party itself: it reads its own page, like everybody else."""

import pytest
from django.http import Http404
from django.urls import reverse

from rumahbersama.chain.house.mediation import documents, queries
from rumahbersama.chain.house.mediation.acts import acts_for
from rumahbersama.chain.house.mediation.models import Party
from rumahbersama.chain.house.mediation.permissions import get_party_page
from rumahbersama.ground.people.models import RoleAssignment
from tests.mediation.conftest import AT, NOTE, SECRET_TWO, TITLE, TODAY, A, B, agree, text, url


@pytest.fixture
def promoted(hall):
    """The party became Kasi Trantib of the same kecamatan after the case was written down."""
    party = hall.cast["party"]
    RoleAssignment.objects.create(account=party, role="kasi_trantib", region=hall.country[A], starts_on=TODAY)
    party.__dict__.pop("_scope", None)
    return party


def _addresses(hall) -> list[str]:
    case, step = hall.case, hall.case.steps.get(text=SECRET_TWO)
    return [
        *(url(name, case.key) for name in ("case", "edit", "decide", "check", "points", "bodies", "add_step")),
        url("party_page", case.key, hall.two.pk),
        url("edit_party", case.key, hall.two.pk),
        url("edit_step", case.key, step.pk),
    ]


def test_every_page_of_the_own_case_is_closed_but_the_party_page(as_, hall, promoted):
    client = as_("party")
    assert {client.get(address).status_code for address in _addresses(hall)} == {404}
    page = text(client.get(url("party_page", hall.case.key, hall.one.pk)))
    assert (SECRET_TWO in page, NOTE in page, "Inilah persis yang dibaca" in page) == (False, False, False)
    assert client.post(url("paper", hall.case.key)).status_code == 404


def test_lists_files_search_and_home_leave_the_own_case_out(as_, hall, promoted):
    client, case = as_("party"), agree(hall)
    pages = [client.get(url("list", A)), client.get("/cari/", {"cari": "mata air bersama"})]
    rows = client.get(url("download", A, "csv")).getvalue().decode()
    assert [TITLE in text(page) for page in pages] == [False, False]
    assert (TITLE in rows, "Anda tercatat sebagai pihak" in text(client.get("/"))) == (False, True)
    assert queries.asked_of(promoted, today=case.check_on) == []


def test_papers_of_the_own_case_are_closed(as_, hall, promoted):
    paper = documents.make_paper(case=agree(hall), by=hall.cast["camat"], at=AT)
    client = as_("party")
    assert client.get(paper.get_absolute_url()).status_code == 404
    assert paper.title not in text(client.get(reverse("papers:place", args=[A])))
    assert as_("kasi_trantib").get(paper.get_absolute_url()).status_code == 200


def test_another_account_of_the_same_person_handles_it_neither(as_, hall):
    camat = hall.cast["camat"]
    hall.cast["party"].person = camat.person
    hall.cast["party"].save()
    assert as_("camat").get(url("case", hall.case.key)).status_code == 404
    Party.objects.filter(pk=hall.one.pk).update(left_at=AT, left_because="Salah catat")
    assert as_("camat").get(url("case", hall.case.key)).status_code == 200


def test_an_account_that_became_an_office_s_reads_nothing(hall):
    party = hall.cast["party"]
    assert [found.key for found in queries.waits_for(party, today=TODAY)] == [hall.case.key]
    party.is_shared = True
    assert queries.waits_for(party, today=TODAY) == []
    with pytest.raises(Http404):
        get_party_page(party, hall.case.key, hall.one.pk)


def test_home_of_who_handles_two_kecamatan_names_each_and_leads_there(as_, hall):
    from rumahbersama.chain.house.mediation.actions import cases

    camat = hall.cast["camat"]
    RoleAssignment.objects.create(account=camat, role="camat", region=hall.country[B], starts_on=TODAY)
    facts = cases.Facts("trantib", "Keramaian pasar malam", (hall.country[B],))
    cases.open_case(facts=facts, kecamatan=hall.country[B], by=None, at=AT)
    page = text(as_("camat").get("/"))
    assert f"{hall.country[B]}: 1 perkara diterima" in page
    assert f"{url('list', B)}?keadaan=received" in page


def test_a_received_case_is_a_decision_of_the_camat_alone(as_, hall):
    from rumahbersama.chain.house.mediation.actions import cases

    facts = cases.Facts("trantib", TITLE, (hall.case.kecamatan,))
    case = cases.open_case(facts=facts, kecamatan=hall.case.kecamatan, by=None, at=AT)
    told = "1 perkara diterima: mulai mediasi, serahkan ke yang berwenang, atau tarik."
    pages = {who: text(as_(who).get("/")) for who in ("camat", "sekcam", "kasi_trantib")}

    assert {who: (told in page, TITLE in page) for who, page in pages.items()} == {
        "camat": (True, False),
        "sekcam": (False, False),
        "kasi_trantib": (False, False),
    }
    acts = [act for _to, act in acts_for(case, leads=True, before_end="")]
    assert acts == ["Mulai mediasi", "Serahkan ke yang berwenang", "Tarik perkara"]

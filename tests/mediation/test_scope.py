"""Nobody but the camat, the Kasi Trantib and the parties learns of a case, by whatever page, list or number."""

import pytest
from django.urls import reverse

from rumahbersama.chain.house.mediation import documents, hooks
from rumahbersama.chain.house.mediation.actions import agreeing, cases, reports, steps
from rumahbersama.chain.house.mediation.actions import files as attaching
from rumahbersama.chain.house.mediation.actions.steps import Who
from rumahbersama.chain.house.mediation.models import Case, Party
from rumahbersama.chain.house.mediation.rules import MediationRefusal
from rumahbersama.chain.house.mediation.views import lists
from rumahbersama.chain.house.problems.actions import Facts as ProblemFacts
from rumahbersama.chain.house.problems.actions import raise_problem
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.people.roles import SEALING
from rumahbersama.ground.people.rules import grantable_roles
from rumahbersama.ground.regions.actions import plan_link
from rumahbersama.ground.regions.models import Region, RegionCode
from rumahbersama.workshop.papers import hooks as paper_hooks
from rumahbersama.workshop.papers import queries as paper_queries
from rumahbersama.workshop.papers.kinds import PaperKind, kinds
from rumahbersama.workshop.papers.models import Office, Paper
from tests.conftest import give_second_factor
from tests.files.making import PDF
from tests.mediation.conftest import (
    ABOUT,
    AT,
    CALLED,
    NOTE,
    ONE,
    SECRET_ONE,
    SECRET_TWO,
    SHARED,
    TITLE,
    TODAY,
    A,
    B,
    agree,
    fresh,
    text,
    url,
)

OTHERS = [
    "camat_b",
    "outsider",
    "sekcam",
    "kasi",
    "keeper",
    "operator",
    "bappeda",
    "province",
    "ministry",
    "auditor",
    "administrator",
]
MARKS = [
    "mediation.open",
    "mediation.decide",
    "Perkara dicatat",
    "keadaan berubah",
    "Berita acara kes",
    TITLE,
    "Karim",
    "mediation.attach",
    "mediation.take_away",
    "berkas dilampirkan",
    "berkas dicabut",
    *ABOUT.values(),
    CALLED,
]


def test_a_party_reads_its_own_and_nothing_that_the_other_said(as_, hall):
    page = text(as_("party").get(url("party_page", hall.case.key, hall.one.pk)))

    assert [words in page for words in (SECRET_ONE, SECRET_TWO, SHARED, NOTE, hall.case.causes)] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_a_party_has_no_other_page(as_, hall):
    client = as_("party")
    others = [
        url("case", hall.case.key),
        url("party_page", hall.case.key, hall.two.pk),
        url("list", A),
        url("download", A, "csv"),
        url("points", hall.case.key),
    ]
    assert [client.get(address).status_code for address in others] == [404] * len(others)
    assert TITLE in text(client.get(url("mine")))
    assert "Anda tercatat sebagai pihak" in text(client.get("/"))


def test_cases_are_sorted_by_how_far_they_are_and_those_of_a_party_paged(as_, hall, monkeypatch):
    monkeypatch.setattr(lists, "PAGE_SIZE", 1)
    said = {"by": None, "at": AT}
    facts = cases.Facts("mediasi", "Batas kebun di lereng", (hall.country[ONE],))
    other = cases.open_case(facts=facts, kecamatan=hall.country[A], **said)
    steps.add_party(case=other, who=Who("Darmawan Halim", hall.country[ONE], "", hall.cast["party"]), **said)
    by_state = as_("camat").get(url("list", A), {"urut": "keadaan"}).context["listing"].page
    assert [row.state for row in by_state] == ["received", "mediating"]
    client = as_("party")

    first, second = (text(client.get(url("mine"), {"hal": number})) for number in (1, 2))

    assert ["Batas kebun" in first, TITLE in first, "1–1 dari 2" in first] == [True, False, True]
    assert ["Batas kebun" in second, TITLE in second, "2–2 dari 2" in second] == [False, True, True]


def test_points_are_read_by_a_party_once_they_are_agreed(as_, hall):
    client, address = as_("party"), url("party_page", hall.case.key, hall.one.pk)
    agreeing.write_points(case=hall.case, points=["Rancangan"], by=None, at=AT, seen=hall.case.version)
    before = text(client.get(address))
    agree(hall)
    assert ("Rancangan" in before, "Bak pembagi dipasang." in text(client.get(address))) == (False, True)


def test_who_is_no_party_any_more_reads_nothing(as_, hall):
    steps.remove_party(party=Party.objects.get(pk=hall.one.pk), reason="Salah catat", by=None, at=AT)
    client = as_("party")
    assert client.get(url("party_page", hall.case.key, hall.one.pk)).status_code == 404
    assert "Anda tercatat" not in text(client.get("/"))


def test_words_that_were_corrected_away_are_for_handlers_alone(as_, hall):
    step = hall.case.steps.get(text=SHARED)
    told = steps.Told("lapangan", TODAY, "Debit diukur bersama.")
    steps.correct_step(step=step, told=told, reason="Kurang tepat", by=None, at=AT)
    party = text(as_("party").get(url("party_page", hall.case.key, hall.one.pk)))
    assert (SHARED in party, "Kurang tepat" in party, "Debit diukur bersama." in party) == (False, False, True)
    page = text(as_("kasi_trantib").get(url("case", hall.case.key)))
    assert (SHARED in page, "Kurang tepat" in page) == (True, True)


@pytest.mark.parametrize("role", OTHERS)
def test_the_record_of_a_case_is_not_there_for_others(client, hall, role):
    case = agree(hall)
    documents.make_paper(case=case, by=hall.cast["camat"], at=AT)
    told = {"by": hall.cast["camat"], "at": AT}
    step = case.steps.get(text=SHARED)
    attaching.attach_files(step=step, sent=attaching.Sent([checked(chunks=[PDF], name=CALLED)]), **told)
    attaching.take_away(file=step.files.latest("pk"), reason="Salah berkas", **told)
    client.force_login(hall.cast[role])
    history, rows = reverse("history:records"), reverse("history:rows")
    told = text(client.get(history))
    files = client.get(reverse("history:csv"))
    content = files.getvalue().decode() if files.status_code == 200 else ""
    assert [mark for mark in MARKS if mark in told or mark in content] == []
    row = client.get(rows, {"entity": "mediation.case", "key": case.key}).status_code
    records = AuditRecord.objects.filter(needs="mediate")
    answers = {client.get(reverse("history:record", args=[record.pk])).status_code for record in records}
    assert {"mediation.attach_files", "mediation.take_away"} <= set(records.values_list("verb", flat=True))
    assert records.count() > 10
    assert {row, *answers} <= {403, 404}


def test_the_camat_reads_the_record_and_finds_no_words_in_it(as_, hall):
    case = agree(hall)
    client = as_("camat")
    page = text(client.get(reverse("history:records"), {"tindakan": "mediation.decide"}))
    rows = text(client.get(reverse("history:rows"), {"entity": "mediation.case", "key": case.key}))
    stored = str(list(AuditChange.objects.filter(entity="mediation.case").values_list("rows", flat=True)))
    assert "keadaan berubah" in page
    assert "(diubah)" in rows
    words = (TITLE, "Karim", SECRET_ONE, SHARED, *ABOUT.values(), CALLED)
    assert [each for each in words if each in stored + rows] == []


@pytest.mark.parametrize("role", OTHERS)
def test_the_berita_acara_is_not_there_for_others(client, hall, role):
    paper = documents.make_paper(case=agree(hall), by=hall.cast["camat"], at=AT)
    client.force_login(hall.cast[role])
    assert client.get(paper.get_absolute_url()).status_code == 404
    for address in (reverse("papers:mine"), reverse("papers:place", args=[A]), "/", "/cari/?cari=Kesepakatan"):
        page = text(client.get(address))
        assert [words for words in (paper.title, paper.get_absolute_url()) if words in page] == []


def test_the_berita_acara_is_read_signed_and_returned_by_handlers(as_, hall):
    office = {"heading": "Kecamatan Alas", "city": "Alas", "short": "Kec", "copies": "Bupati, sebagai laporan"}
    Office.objects.update_or_create(region=hall.country[A], agency="", defaults=office)
    paper = documents.make_paper(case=agree(hall), by=hall.cast["camat"], at=AT)
    for role in ("camat", "kasi_trantib"):
        page = text(as_(role).get(paper.get_absolute_url()))
        assert ("Karim Latif" in page, "sebagai saksi" in page) == (True, True)
        assert ("Tembusan" in page, "WhatsApp" in page) == (False, False)
        assert paper.title in text(as_(role).get(reverse("papers:place", args=[A])))


@pytest.mark.parametrize("role", [*OTHERS, "party"])
def test_search_finds_no_case_for_others(client, hall, role):
    client.force_login(hall.cast[role])
    for word in ("mata air bersama", "Karim", ABOUT[SHARED], CALLED):
        assert hall.case.key not in text(client.get("/cari/", {"cari": word}))


def test_search_finds_it_for_handlers(as_, hall):
    for word in ("mata air bersama", "Karim"):
        assert hall.case.key in text(as_("kasi_trantib").get("/cari/", {"cari": word}))


def test_the_number_of_cases_is_told_from_five_on(as_, hall):
    client, front = as_("sekcam"), reverse("problems:front", args=[A])
    few = text(client.get(front))
    for number in range(4):
        facts = cases.Facts("trantib", f"Kebisingan nomor {number}", (hall.country[A],))
        cases.open_case(facts=facts, kecamatan=hall.country[A], by=None, at=AT)
    many = text(client.get(front))
    assert ("terlalu sedikit untuk ditampilkan" in few, "5 perkara" in many) == (True, True)
    assert "Buka daftar perkara" not in many
    assert "Buka daftar perkara" in text(as_("camat").get(front))
    Case.objects.all().update(state="withdrawn", check_on=None)
    assert "terlalu sedikit" in text(client.get(front))


def test_none_and_four_read_the_same(as_, hall):
    client, front = as_("operator"), reverse("problems:front", args=[A])
    one = text(client.get(front))
    hall_page = one[one.index("terlalu sedikit") - 90 : one.index("terlalu sedikit")]
    Case.objects.update(state="withdrawn", check_on=None)
    assert hall_page in text(client.get(front))


def test_a_commitment_of_a_point_tells_nothing_of_the_case(as_, hall):
    case = agree(hall)
    point = case.points.get(order=2)
    outside = agreeing.Outside("Memasang dua keran di bak air", hall.camat, hall.country[A], TODAY)
    made = agreeing.promise_point(point=point, outside=outside, by=hall.cast["camat"], at=AT)
    page = text(as_("sekcam").get(made.get_absolute_url()))
    assert (made.source_kind, made.source_url, made.snapshot, made.why) == ("own", "", {}, "")
    assert [mark for mark in (*MARKS, case.key) if mark in page] == []


def test_a_sekcam_cannot_name_a_kasi_trantib(hall):
    assert "kasi_trantib" not in grantable_roles([("sekcam", A)], A)
    assert "kasi_trantib" in grantable_roles([("camat", A)], A)


def test_an_account_of_an_office_or_of_a_handler_is_no_party(hall):
    from rumahbersama.chain.house.mediation.permissions import accounts_for_parties

    hall.cast["operator"].is_shared = True
    hall.cast["operator"].save()
    offered = set(accounts_for_parties(hall.country[A]))
    assert hall.cast["party"] in offered
    assert offered & {hall.cast[who] for who in ("operator", "camat", "kasi_trantib", "camat_b", "ministry")} == set()


def test_strangers_above_have_no_door_even_with_a_second_factor(client, hall):
    give_second_factor(hall.cast["nobody"])
    for role in ("ministry", "auditor", "administrator", "bappeda"):
        client.force_login(hall.cast[role])
        assert client.get(url("case", fresh(hall.case).key)).status_code == 404


def test_linking_regions_counts_and_names_no_case_and_no_paper_of_one(hall):
    documents.make_paper(case=agree(hall), by=hall.cast["camat"], at=AT)
    Region.objects.filter(code=B).update(gone_on=TODAY)
    facts = cases.Facts("trantib", "Keramaian pasar malam", (hall.country[B],))
    cases.open_case(facts=facts, kecamatan=hall.country[B], by=None, at=AT)
    for code in (A, B):
        told = reports.Reported("mediasi", SHARED, (hall.country[code],))
        reports.send_report(told=told, kecamatan=hall.country[code], place=hall.country[code], by=None, at=AT)
    gone, successor = Region.objects.get(code=B), Region.objects.get(code=A)
    RegionCode.objects.create(region=successor, code=A, scheme="kemendagri", valid_from=TODAY)
    plan = plan_link(gone=gone, successor=successor)
    labels = {one.label for one in plan.moved} | {told.partition(" (")[0] for told in plan.collisions}
    assert "Jabatan" in labels
    assert labels & {"Perkara", "Laporan tertutup", "Surat", "party", "case", "step file", "Berkas"} == set()


def test_a_kind_of_paper_seals_by_an_act_by_which_the_record_seals():
    with pytest.raises(ValueError, match="SEALING"):
        PaperKind("rahasia", "Rahasia", act="view_rows")
    assert {kind.act for kind in kinds().values()} - {""} <= set(SEALING)


@pytest.mark.parametrize(("role", "is_offered"), [("kasi_trantib", True), ("sekcam", False), ("bappeda", False)])
def test_a_problem_offers_mediation_to_handlers_alone(as_, hall, role, is_offered):
    facts = ProblemFacts("Dua desa berebut mata air.", (hall.country[ONE],))
    a = hall.country[A]
    problem = raise_problem(facts=facts, kecamatan=a, raised_at=a, by=hall.cast["kasi"], at=AT)
    Problem.objects.filter(pk=problem.pk).update(shared_at=AT, state="tabled")
    page = as_(role).get(problem.get_absolute_url())
    assert (page.status_code, url("new", A) in text(page)) == (200, is_offered)


def test_a_point_is_promised_only_in_words_that_tell_nothing(hall):
    point = agree(hall).points.get(order=1)
    for words in ("Membuka keran untuk Karim", "Menjaga hasil mediasi", TITLE):
        outside = agreeing.Outside(words, hall.camat, hall.country[A], TODAY)
        with pytest.raises(MediationRefusal, match="semua orang"):
            agreeing.promise_point(point=point, outside=outside, by=None, at=AT)


def test_the_paper_waits_on_no_desk_of_a_stranger_who_holds_the_post_or_writes_the_papers(hall):
    paper = documents.make_paper(case=agree(hall), by=hall.cast["camat"], at=AT)
    sekcam = hall.cast["sekcam"]
    sekcam.person = hall.cast["camat"].person  # stands in for the camat, without the role
    assert list(paper_hooks.handover_items(post=hall.camat)) == []
    for state, returned in (("draft", "Perbaiki"), ("initials", ""), ("signed", "")):
        Paper.objects.filter(pk=paper.pk).update(
            state=state, returned_because=returned, signed_on=TODAY if state == "signed" else None
        )
        waiting = paper_queries.waiting_of(sekcam)
        assert (state, waiting.mine + waiting.returned + waiting.unnumbered) == (state, 0)
        assert paper.pk not in paper_queries.own_papers(sekcam).values_list("pk", flat=True)
    assert list(hooks.paper_subjects(user=sekcam, subject=paper.subject)) == []
    assert len(list(hooks.paper_subjects(user=hall.cast["camat"], subject=paper.subject))) == 1

"""Changes to cases: each checked, whole, and to be taken back."""

from datetime import date, timedelta

import pytest

from rumahbersama.chain.commitments.actions import drop_commitment
from rumahbersama.chain.house.mediation import documents, hooks, queries
from rumahbersama.chain.house.mediation.actions import agreeing, cases, steps
from rumahbersama.chain.house.mediation.actions.cases import Found
from rumahbersama.chain.house.mediation.models import Case, Party
from rumahbersama.chain.house.mediation.rules import Decision, MediationRefusal
from rumahbersama.chain.house.problems.actions import Facts as ProblemFacts
from rumahbersama.chain.house.problems.actions import raise_problem
from rumahbersama.ground.core.outbox import KEY
from rumahbersama.workshop.papers.models import Paper
from tests.mediation.conftest import AT, ONE, SECRET_ONE, TODAY, A, B, agree, fresh, text, url

DAY = {"day_0": "2", "day_1": "3", "day_2": "2026"}


def decide(hall, to, reason="", **more):
    told = {"by": hall.cast["camat"], "at": AT, "seen": fresh(hall.case).version}
    leads = more.pop("leads", True)
    return cases.decide(case=hall.case, decision=Decision(to, reason, **more), leads=leads, **told)


def check(hall, outcome, reason="", until=None):
    found = Found(outcome, reason, until)
    told = {"by": hall.cast["camat"], "at": AT, "seen": fresh(hall.case).version}
    return cases.check_agreement(case=hall.case, found=found, **told)


def test_numbers_count_in_the_kecamatan_and_year(hall):
    told = cases.Facts("trantib", "Keramaian pasar malam", (hall.country[A],))
    second = cases.open_case(facts=told, kecamatan=hall.country[A], by=None, at=AT)
    other = cases.Facts("trantib", "Keramaian pasar malam", (hall.country[B],))
    elsewhere = cases.open_case(facts=other, kecamatan=hall.country[B], by=None, at=AT)
    assert [row.numbered for row in (hall.case, second, elsewhere)] == ["1/2026", "2/2026", "1/2026"]


def test_a_place_elsewhere_is_refused_and_nothing_is_written(hall):
    before = Case.objects.count()
    facts = cases.Facts("mediasi", "Batas kebun di sungai", (hall.country[B],))
    with pytest.raises(MediationRefusal, match="harus di"):
        cases.open_case(facts=facts, kecamatan=hall.country[A], by=None, at=AT)
    assert Case.objects.count() == before


def test_a_problem_is_linked_and_stays_as_it_is(hall):
    facts = ProblemFacts("Dua desa berebut mata air.", (hall.country[ONE],))
    problem = raise_problem(
        facts=facts, kecamatan=hall.country[A], raised_at=hall.country[A], by=hall.cast["kasi"], at=AT
    )
    told = cases.Facts("mediasi", "Air untuk dua desa", (hall.country[ONE],))
    made = cases.open_case(facts=told, kecamatan=hall.country[A], problem=problem, by=None, at=AT)
    version = problem.version
    problem.refresh_from_db()
    assert (made.problem, problem.state, problem.version) == (problem, "new", version)


def test_a_case_is_offered_for_an_open_problem_alone(hall):
    facts = ProblemFacts("Dua desa berebut mata air.", (hall.country[ONE],))
    problem = raise_problem(
        facts=facts, kecamatan=hall.country[A], raised_at=hall.country[A], by=hall.cast["kasi"], at=AT
    )
    told = {"user": hall.cast["kasi_trantib"], "problems": [problem]}
    offered = []
    for state in ("new", "put_off", "upward", "merged", "solved", "closed"):
        problem.state = state
        offered.append(len(list(hooks.problem_links(**told))))
    assert offered == [1, 1, 1, 0, 0, 0]


def test_agreement_with_its_check_date_and_a_broken_one_is_mediated_again(hall):
    case = agree(hall)
    assert (case.state, case.agreed_on, case.check_on) == ("agreed", TODAY, date(2026, 6, 1))
    move = check(hall, "dilanggar", "Pipa dipasang lagi.")
    case = fresh(case)
    assert (case.state, case.check_on, move.finding, move.reason) == (
        "mediating",
        None,
        "dilanggar",
        "Pipa dipasang lagi.",
    )
    assert "Camat Alas" in move.as_post


def test_it_holds_or_is_looked_at_later(hall):
    agree(hall)
    check(hall, "nanti", "Pihak kedua sakit.", TODAY + timedelta(days=14))
    assert fresh(hall.case).check_on == TODAY + timedelta(days=14)
    check(hall, "berjalan")
    assert (fresh(hall.case).check_on, fresh(hall.case).state) == (None, "agreed")


@pytest.mark.parametrize(("outcome", "reason"), [("dilanggar", ""), ("nanti", ""), ("nanti", "x")])
def test_a_check_that_says_too_little_is_refused(hall, outcome, reason):
    agree(hall)
    with pytest.raises(MediationRefusal):
        check(hall, outcome, reason)


def test_not_agreed_is_handed_over_with_a_reason_ended_and_opened_again(hall):
    decide(hall, "not_agreed", "Satu pihak menolak.")
    decide(hall, "handed", "Bukan wewenang camat.", handed_to="Polsek Alas")
    decide(hall, "ended", "Diputus di sana.")
    with pytest.raises(MediationRefusal, match="berakhir"):
        steps.ask_bodies(case=hall.case, bodies=[("Danramil", "Koramil")], by=None, at=AT)
    decide(hall, "handed", "Ternyata belum selesai.")
    case = fresh(hall.case)
    assert (case.state, case.handed_to) == ("handed", "Polsek Alas")
    assert [move.state for move in queries.moves_of(case)][-4:] == ["not_agreed", "handed", "ended", "handed"]


@pytest.mark.parametrize(("to", "is_asked"), [("agreed", False), ("not_agreed", True), ("withdrawn", True)])
def test_a_decision_that_must_say_why_asks_for_it(hall, as_, to, is_asked):
    form = as_("camat").get(url("decide", hall.case.key), {"ke": to}).context["form"]
    assert form.fields["reason"].required == is_asked


def test_the_kasi_trantib_begins_and_does_not_decide(hall):
    with pytest.raises(MediationRefusal, match="diambil camat"):
        decide(hall, "not_agreed", "x", leads=False)
    decide(hall, "withdrawn", "Salah catat.")
    decide(hall, "mediating", "Ternyata benar.")
    assert fresh(hall.case).state == "mediating"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(hall):
    old = hall.case.version
    steps.ask_bodies(case=hall.case, bodies=[("Danramil", "Koramil")], by=None, at=AT)
    with pytest.raises(MediationRefusal, match="orang lain"):
        agreeing.write_points(case=hall.case, points=["x"], by=None, at=AT, seen=old)


def test_bodies_are_asked_once(hall):
    pairs = [("Kapolsek", "Polsek Alas"), ("Kapolsek", "Polsek Alas")]
    counts = [steps.ask_bodies(case=hall.case, bodies=pairs, by=None, at=AT) for _ in range(2)]
    assert counts == [1, 0]


def test_points_keep_their_commitment_and_cannot_lose_it(hall):
    case = agree(hall)
    point = case.points.get(order=1)
    outside = agreeing.Outside("Membuka keran pagi dan sore", hall.camat, hall.country[A], TODAY)
    made = agreeing.promise_point(point=point, outside=outside, by=None, at=AT)
    with pytest.raises(MediationRefusal, match="sudah menjadi"):
        agreeing.promise_point(point=point, outside=outside, by=None, at=AT)
    check(hall, "dilanggar", "Pipa dipasang lagi.")
    with pytest.raises(MediationRefusal, match="tidak dapat diubah"):
        agreeing.write_points(case=case, points=["Lain"], by=None, at=AT, seen=fresh(case).version)
    agreeing.write_points(case=case, points=["Baru", point.text], by=None, at=AT, seen=fresh(case).version)
    assert [(row.text, row.commitment) for row in queries.points_of(case)] == [("Baru", None), (point.text, made)]


def test_a_point_whose_commitment_was_dropped_may_change_and_be_promised_anew(hall):
    case = agree(hall)
    point = case.points.get(order=1)
    outside = agreeing.Outside("Membuka keran pagi dan sore", hall.camat, hall.country[A], TODAY)
    first = agreeing.promise_point(point=point, outside=outside, by=None, at=AT)
    drop_commitment(commitment=first, reason="Keran dicuri", by=None, at=AT, seen=first.version)
    second = agreeing.promise_point(point=point, outside=outside, by=None, at=AT)
    drop_commitment(commitment=second, reason="Keran dicuri lagi", by=None, at=AT, seen=second.version)
    check(hall, "dilanggar", "Pipa dipasang lagi.")
    agreeing.write_points(case=case, points=["Lain"], by=None, at=AT, seen=fresh(case).version)
    assert [(row.text, row.commitment) for row in queries.points_of(case)] == [("Lain", None)]


def test_mediated_again_it_is_neither_agreed_nor_handed_to_anybody(hall):
    agree(hall)
    decide(hall, "mediating", "Satu pihak menarik kata.")
    assert (fresh(hall.case).agreed_on, fresh(hall.case).check_on) == (None, None)
    agree(hall)
    check(hall, "dilanggar", "Pipa dipasang lagi.")
    assert fresh(hall.case).agreed_on is None
    decide(hall, "not_agreed", "Satu pihak menolak.")
    decide(hall, "handed", "Bukan wewenang camat.", handed_to="Polsek Alas")
    decide(hall, "mediating", "Polsek menyarankan musyawarah.")
    assert fresh(hall.case).handed_to == ""


def test_a_reopened_agreement_has_its_day_and_its_check_day_again(hall):
    agree(hall)
    check(hall, "nanti", "Pihak kedua sakit.", TODAY + timedelta(days=14))
    decide(hall, "ended", "Semua butir dijalankan.")
    decide(hall, "agreed", "Ternyata belum semua.")
    case = fresh(hall.case)
    assert (case.agreed_on, case.check_on) == (TODAY, TODAY + timedelta(days=14))


def test_the_paper_is_written_anew_until_it_is_signed_and_takes_no_number(hall):
    case = agree(hall)
    first = documents.make_paper(case=case, by=None, at=AT)
    again = documents.make_paper(case=case, by=None, at=AT)
    assert (first.pk, again.is_private, again.kind_here.needs_number) == (again.pk, True, False)
    Paper.objects.filter(pk=first.pk).update(state="signed", signed_on=TODAY)
    with pytest.raises(MediationRefusal, match="ditandatangani"):
        documents.make_paper(case=case, by=None, at=AT)


def test_the_paper_is_written_only_while_something_can_be_agreed(hall):
    agree(hall)
    decide(hall, "ended", "Semua butir dijalankan.")
    with pytest.raises(MediationRefusal, match="selama perkara dimediasi"):
        documents.make_paper(case=hall.case, by=None, at=AT)


def test_a_hearing_of_somebody_who_left_stays_its_own_when_corrected(as_, hall):
    step = hall.case.steps.get(text=SECRET_ONE)
    steps.remove_party(party=Party.objects.get(pk=hall.one.pk), reason="Pindah desa", by=None, at=AT)
    client, address = as_("kasi_trantib"), url("edit_step", hall.case.key, step.pk)
    given = client.get(address).context["form"].initial["party"]
    sent = {"kind": "dengar", **DAY, "party": given, "text": "Diperbaiki.", "reason": "Salah tulis"}
    assert client.post(address, sent | {"seen": fresh(hall.case).version}).status_code == 302
    assert hall.case.steps.get(text="Diperbaiki.").party_id == hall.one.pk
    with pytest.raises(MediationRefusal, match="bukan pihak"):
        left = Party.objects.get(pk=hall.one.pk)
        steps.add_step(case=hall.case, told=steps.Told("dengar", TODAY, "Baru.", left), by=None, at=AT)


def test_a_party_is_corrected_as_it_was_seen_and_keeps_its_account(hall, as_):
    hall.cast["party"].is_active = False
    hall.cast["party"].save()
    client, address = as_("kasi_trantib"), url("edit_party", hall.case.key, hall.one.pk)
    form = client.get(address).context["form"]
    sent = form.initial | {"stands_for": "warga RT 3", "seen": hall.case.version}
    assert client.post(address, sent).status_code == 302
    kept = Party.objects.get(pk=hall.one.pk)
    assert (kept.account, kept.stands_for) == (hall.cast["party"], "warga RT 3")
    assert "orang lain" in text(client.post(address, sent))


def test_a_form_that_is_sent_twice_is_written_once(hall, as_):
    client, address = as_("kasi_trantib"), url("add_step", hall.case.key)
    assert f'name="{KEY}"' in text(client.get(address))
    sent = {"kind": "catatan", **DAY, "party": "", "text": "Sekali saja.", KEY: "k" * 32}
    answers = [client.post(address, sent).status_code for _ in range(2)]
    assert (answers, hall.case.steps.filter(text="Sekali saja.").count()) == ([302, 302], 1)


def test_parties_are_named_once_and_not_in_the_title(hall):
    for name, words in (("karim latif", "sudah tercatat"), ("Bersama Mata", "netral"), (" ", "nama")):
        with pytest.raises(MediationRefusal, match=words):
            steps.add_party(case=hall.case, who=steps.Who(name), by=None, at=AT)

"""Problems are written, corrected, decided, scored, merged and parted, each with its record and nothing half done."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from rumahbersama.chain.house.problems import actions, deciding, queries, rules
from rumahbersama.chain.house.problems.actions import Snapshot
from rumahbersama.chain.house.problems.models import Move, Problem, ProblemEvidence, Score
from rumahbersama.chain.house.problems.rules import ProblemRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.audit.queries import rows_of
from rumahbersama.ground.core.registry import Evidence
from rumahbersama.ground.core.rules import Refusal
from tests.problems.conftest import DESA, DESA_B, SIBLING, STATEMENT, A

READ = Evidence("Posyandu kurang 6.", "Kekurangan posyandu", "6", "", DESA, "/tempat/71.01.01.2001/", "2026", "SNI")


def snapshot(reference: str = "kurang:posyandu:x:y", **more) -> Snapshot:
    return Snapshot(reference, Evidence(**(READ.__dict__ | more)))


def verbs() -> list[str]:
    return list(
        AuditRecord.objects.filter(verb__startswith="problems.").order_by("pk").values_list("verb", flat=True)
    )


def added_up(problem: Problem) -> tuple[int, int]:
    problem.refresh_from_db()
    return problem.scorers, problem.score_sum


# Writing ---------------------------------------------------------------------------------
def test_a_problem_is_written_with_its_number_causes_and_evidence(house):
    before = len(verbs())

    made = house.write(causes=("Kader berhenti.", "Honor tidak ada."), snapshots=[snapshot(), snapshot("usulan:1")])

    assert [made.kecamatan.code, made.numbered, made.state, made.version] == [A, f"3/{made.year}", "new", 1]
    assert [place.code for place in queries.places_of(made)] == [DESA]
    assert [(cause.order, cause.text) for cause in queries.causes_of(made)] == [
        (1, "Kader berhenti."),
        (2, "Honor tidak ada."),
    ]
    kept = queries.evidence_of(made)
    assert [(each.reference, each.value, each.period, each.source) for each in kept] == [
        ("kurang:posyandu:x:y", "6", "2026", "SNI"),
        ("usulan:1", "6", "2026", "SNI"),
    ]
    assert [move.state for move in queries.moves_of(made)] == ["new"]
    assert verbs()[before:] == ["problems.raise_problem"]


def test_numbers_count_within_a_kecamatan_and_a_year(house):
    numbers = [house.write(code=code, by=by).number for code, by in ((DESA, "keeper"), (DESA_B, "camat_b"))]
    last_year = actions.raise_problem(
        facts=house.facts(),
        kecamatan=house.country[A],
        raised_at=house.country[A],
        by=None,
        at=house.at - timedelta(days=366),
    )

    assert [*numbers, last_year.number] == [3, 2, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=last_year.pk).update(year=house.new.year)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"statement": "Air keruh"}, "Tulis masalahnya dalam satu kalimat"),
        ({"people": 0}, "Jumlah orang harus lebih dari nol"),
        ({"causes": ("a", "b", "c", "d", "e", "f")}, "Paling banyak 5 sebab"),
        ({"code": DESA_B}, "Tempatnya harus di Kecamatan Alas"),
    ],
)
def test_facts_that_cannot_be_are_refused_and_nothing_is_stored(house, more, told):
    before = Problem.objects.count()

    with pytest.raises(Refusal, match=told):
        actions.raise_problem(
            facts=house.facts(**more), kecamatan=house.country[A], raised_at=house.country[A], by=None, at=house.at
        )

    assert Problem.objects.count() == before


def test_a_problem_without_a_place_is_refused(house):
    facts = actions.Facts(statement=STATEMENT, places=())
    with pytest.raises(ProblemRefusal, match="Pilih sedikitnya satu tempat"):
        actions.check(facts, house.country[A])


def test_a_correction_says_why_and_keeps_what_was_before(house):
    made = house.write()
    facts = house.facts("Bayi di Dusun Hilir tidak ditimbang sejak Januari.", SIBLING, causes=("Timbangan rusak.",))
    common = {"problem": made, "facts": facts, "by": house.cast["kasi"], "at": house.at}

    with pytest.raises(ProblemRefusal, match="Tulis alasan perbaikannya"), transaction.atomic():
        actions.correct_problem(reason=" ", seen=1, **common)
    actions.correct_problem(reason="Salah bulan.", seen=1, **common)
    with pytest.raises(ProblemRefusal, match="baru saja diubah orang lain"):
        actions.correct_problem(reason="Lagi.", seen=1, **common)

    [change] = [row for row in rows_of(entity=queries.ENTITY, key=made.key, codes=None) if row.before]
    assert change.before == {"statement": STATEMENT, "places": DESA, "causes": ""}
    assert [change.after["places"], change.after["causes"]] == [SIBLING, "Timbangan rusak."]


def test_a_correction_that_changes_nothing_leaves_no_record(house):
    made, before = house.write(), len(verbs())
    actions.correct_problem(problem=made, facts=house.facts(), reason="", by=None, at=house.at, seen=1)
    made.refresh_from_db()
    assert [made.version, len(verbs())] == [1, before]


# Evidence --------------------------------------------------------------------------------
def test_the_same_evidence_of_a_day_is_kept_once(house):
    made = house.write()
    for _twice in range(2):
        actions.bring_evidence(problem=made, snapshot=snapshot(), by=house.cast["kasi"], at=house.at)
    actions.bring_evidence(problem=made, snapshot=snapshot(), by=None, at=house.at + timedelta(days=1))

    assert ProblemEvidence.objects.filter(problem=made).count() == 2


def test_evidence_has_a_limit_and_can_be_taken_away(house, monkeypatch):
    monkeypatch.setattr(actions, "MOST_EVIDENCE", 1)
    made = house.write(snapshots=[snapshot()])

    with pytest.raises(ProblemRefusal, match="sudah punya 1 bukti"), transaction.atomic():
        actions.bring_evidence(problem=made, snapshot=snapshot("usulan:2"), by=None, at=house.at)
    actions.remove_evidence(evidence=queries.evidence_of(made)[0], by=house.cast["kasi"], at=house.at)

    assert queries.evidence_of(made) == []
    change = rows_of(entity=queries.ENTITY, key=made.key, codes=None)[0]
    assert [change.before, change.after] == [{"evidence": "Posyandu kurang 6."}, {"evidence": ""}]


# Decisions -------------------------------------------------------------------------------
def test_a_problem_goes_its_way_and_keeps_who_decided_in_which_post(house):
    made = house.write()
    house.move(made, rules.TABLED)
    deciding.decide(
        problem=made,
        decision=rules.Decision(rules.AGREED),
        by=house.cast["kasi"],
        at=house.at,
        seen=made.version,
    )
    made.refresh_from_db()
    house.move(made, rules.PUT_OFF, "Menunggu anggaran.", until=date(2027, 1, 4))

    assert [made.state, made.put_off_to, made.shared_at] == ["put_off", date(2027, 1, 4), house.at]
    moves = [(move.state, move.reason, move.until, move.as_post) for move in queries.moves_of(made)]
    assert moves == [
        ("put_off", "Menunggu anggaran.", date(2027, 1, 4), ""),
        ("agreed", "", None, "Dewi Lestari, Plt. Kasi PMD Alas"),
        ("tabled", "", None, ""),
        ("new", "", None, ""),
    ]
    house.move(made, rules.PUT_OFF, "Salah tanggal.", until=date(2027, 2, 1))
    assert [made.state, made.put_off_to] == ["put_off", date(2027, 2, 1)]
    house.move(made, rules.TABLED)
    assert [made.put_off_to, made.shared_at] == [None, house.at]


def test_what_was_closed_before_it_was_tabled_is_not_shared(house):
    made = house.write()
    house.move(made, rules.CLOSED, "Bukan masalah kecamatan.")
    assert made.shared_at is None
    house.move(made, rules.NEW, "Ternyata terjadi lagi.")
    assert [made.state, made.shared_at] == ["new", None]


def test_a_decision_on_what_changed_meanwhile_is_refused(house):
    made = house.write()
    with pytest.raises(ProblemRefusal, match="baru saja diubah orang lain"):
        deciding.decide(problem=made, decision=rules.Decision("tabled"), by=None, at=house.at, seen=7)


def test_nothing_is_added_to_what_has_ended(house):
    made = house.write(snapshots=[snapshot()])
    house.move(made, rules.CLOSED, "Selesai sendiri.")
    attempts = (
        lambda: actions.bring_evidence(problem=made, snapshot=snapshot("usulan:3"), by=None, at=house.at),
        lambda: actions.remove_evidence(evidence=queries.evidence_of(made)[0], by=None, at=house.at),
        lambda: house.score(made, 1, 1, 1),
        lambda: house.merge(made, house.new),
        lambda: actions.correct_problem(
            problem=made, facts=house.facts(), reason="x", by=None, at=house.at, seen=made.version
        ),
    )
    for attempt in attempts:
        with pytest.raises(ProblemRefusal, match="sudah ditutup"), transaction.atomic():
            attempt()


# Scores ----------------------------------------------------------------------------------
def test_a_person_scores_once_and_may_change_it(house):
    made, before = house.write(), len(verbs())
    house.score(made, 3, 3, 3)
    house.score(made, 5, 4, 4, later=1)
    house.score(made, 5, 4, 4, later=2)

    [score] = queries.scores_of(made)
    assert [str(score), score.by_name] == ["5 + 4 + 4 = 13", "kasi Alas"]
    assert verbs()[before:] == ["problems.score"] * 2
    changes = rows_of(entity=queries.ENTITY, key=made.key, codes=None)[:2]
    assert [(row.before["score"], row.after["score"]) for row in changes] == [
        ("3 + 3 + 3 = 9", "5 + 4 + 4 = 13"),
        ("", "3 + 3 + 3 = 9"),
    ]


def test_a_score_off_the_scale_is_refused_by_rule_and_database(house):
    made = house.write()
    with pytest.raises(ProblemRefusal, match="1 sampai 5"):
        house.score(made, 0, 3, 6)
    house.score(made, 1, 3, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.update(urgency=6)


def test_several_problems_are_scored_in_a_sitting_all_or_none(house):
    one, two, gone = (house.write(f"{STATEMENT} Bagian {number}.") for number in "123")
    house.move(gone, rules.CLOSED, "Sudah selesai.")

    left_out = deciding.score_many(
        {one: (1, 2, 3), two: (3, 3, 3), gone: (5, 5, 5)}, by=house.cast["kasi"], at=house.at
    )
    with pytest.raises(ProblemRefusal), transaction.atomic():
        deciding.score_many({one: (5, 5, 5), two: (9, 9, 9)}, by=house.cast["kasi"], at=house.at)

    assert left_out == [gone]
    assert [str(queries.scores_of(each)[0]) for each in (one, two)] == ["1 + 2 + 3 = 6", "3 + 3 + 3 = 9"]


def test_the_rank_puts_enough_scorers_first_then_the_mean_then_people(house):
    few, low, high, many = (house.write(f"{STATEMENT} Bagian {number}.", people=10) for number in "1234")
    for by in ("camat", "sekcam", "kasi"):
        house.score(low, 1, 1, 1, by=by)
        house.score(high, 4, 4, 4, by=by)
    for by, value in (("camat", 5), ("sekcam", 4), ("kasi", 3)):
        house.score(many, value, value, value, by=by)
    Problem.objects.filter(pk=many.pk).update(people=900)
    house.score(few, 5, 5, 5)

    rows = queries.agenda_of(house.country[A], user=house.cast["camat"], today=house.at.date())

    assert [row.pk for row in rows if row.pk not in {house.new.pk, house.shared.pk}] == [
        many.pk,
        high.pk,
        low.pk,
        few.pk,
    ]
    assert [(row.scorers, row.total, row.is_ranked) for row in rows][:4] == [
        (3, 12.0, 1),
        (3, 12.0, 1),
        (3, 3.0, 1),
        (1, 15.0, 0),
    ]


# Merge -----------------------------------------------------------------------------------
def test_what_is_merged_is_read_with_the_main_one_and_parted_as_it_was(house):
    main = house.write(causes=("Kader berhenti.",), snapshots=[snapshot()])
    part = house.write(f"{STATEMENT} Juga di sini.", SIBLING, causes=("Honor.",), snapshots=[snapshot("usulan:9")])
    house.score(main, 2, 2, 2, by="kasi")
    house.score(part, 5, 5, 5, by="kasi", later=5)
    house.score(main, 4, 4, 4, by="camat", later=9)
    house.score(part, 1, 1, 1, by="camat")
    house.move(part, rules.PUT_OFF, "Menunggu.", until=date(2027, 3, 1))

    house.merge(part, main)

    assert [part.state, part.merged_into, part.put_off_to] == ["merged", main, None]
    assert [each.reference for each in queries.evidence_of(main)] == ["kurang:posyandu:x:y", "usulan:9"]
    assert [cause.text for cause in queries.causes_of(main)] == ["Kader berhenti.", "Honor."]
    assert [place.code for place in queries.places_of(main)] == [DESA, SIBLING]
    assert {(score.by_name, score.total) for score in queries.scores_of(main)} == {
        ("kasi Alas", 15),
        ("camat Alas", 12),
    }
    assert {score.total for score in queries.scores_of(part)} == {15, 3}
    assert [added_up(each) for each in (main, part)] == [(2, 27), (0, 0)]

    deciding.part(problem=part, by=house.cast["camat"], at=house.at, seen=part.version)
    part.refresh_from_db()

    assert [part.state, part.merged_into, part.put_off_to] == ["put_off", None, date(2027, 3, 1)]
    assert {score.total for score in queries.scores_of(main)} == {6, 12}
    assert {score.total for score in queries.scores_of(part)} == {15, 3}
    assert [added_up(each) for each in (main, part)] == [(2, 18), (2, 18)]
    assert [each.reference for each in queries.evidence_of(main)] == ["kurang:posyandu:x:y"]
    assert Move.objects.filter(problem=part).first().reason == f"Dilepas dari no. {main.numbered}"


def test_a_score_given_after_a_merge_counts_once(house):
    main, part = house.write(), house.write(f"{STATEMENT} Juga di sini.")
    house.score(part, 2, 2, 2)
    house.merge(part, main)
    house.score(main, 4, 4, 4, later=3)
    assert [score.total for score in queries.scores_of(main)] == [12]


def test_merges_that_make_no_sense_are_refused(house):
    main, part, third = (house.write(f"{STATEMENT} Bagian {number}.") for number in "123")
    for problem, other, told in (
        (main, main, "dengan dirinya sendiri"),
        (main, house.other, "di kecamatan yang sama"),
    ):
        with pytest.raises(ProblemRefusal, match=told), transaction.atomic():
            house.merge(problem, other)
    house.merge(part, main)
    with pytest.raises(ProblemRefusal, match="Masalah lain sudah digabung"), transaction.atomic():
        house.merge(main, third)
    with pytest.raises(ProblemRefusal, match=r"sendiri sudah digabung\. Gabungkan ke no\. "), transaction.atomic():
        house.merge(third, part)
    house.move(third, rules.UPWARD, "Jalannya milik kabupaten.")
    with pytest.raises(ProblemRefusal, match="menunggu jawaban kabupaten"), transaction.atomic():
        house.merge(third, house.new)
    with pytest.raises(ProblemRefusal, match="tidak sedang digabung"):
        deciding.part(problem=third, by=None, at=house.at, seen=third.version)


def test_doubles_are_offered_to_who_sees_them(house):
    one = house.write()
    two = house.write("Bayi Dusun Hilir tidak pernah ditimbang sejak bulan Maret.")
    house.write(code=DESA_B, by="camat_b")

    offered = {
        role: [other.pk for other, _why in queries.doubles_of(one, places=one.places.all(), user=house.cast[role])]
        for role in ("camat", "camat_b")
    }
    assert offered == {"camat": [two.pk], "camat_b": []}

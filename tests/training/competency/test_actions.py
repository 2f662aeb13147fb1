"""Standards with their editions, what raises them, evidence of a person, and what is refused."""

from datetime import date, timedelta

import pytest

from rumahbersama.chain.training.competency import queries
from rumahbersama.chain.training.competency.actions import (
    Diploma,
    Said,
    StandardFacts,
    add_qualification,
    end_standard,
    judge,
    save_standard,
    set_raises,
    withdraw,
)
from rumahbersama.chain.training.competency.models import Judgement, Qualification, Raise, Standard
from rumahbersama.chain.training.competency.rules import CompetencyRefusal
from rumahbersama.chain.training.models import Curriculum
from rumahbersama.chain.training.passing.queries import subject_of
from rumahbersama.chain.training.reference import load_reference
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers.models import Office, Paper
from tests.training.competency.conftest import AT, TODAY, trained

pytestmark = pytest.mark.django_db


def facts(**more) -> StandardFacts:
    told = {
        "title": "Pelayanan",
        "kind": "technical",
        "description": "Melayani",
        "levels": ("a", "b", "c", "d", "e"),
        "legal_basis": "Perbup 1/2026",
        "valid_from": date(2026, 12, 1),
        "required": {"camat": 4},
    }
    return StandardFacts(**(told | more))


def save(code, seen, **more):
    return save_standard(code=code, facts=facts(**more), by=None, at=AT, seen=seen)


def level(person, code="mediasi"):
    (profile,) = queries.profiles_of(person.tenures.select_related("person", "post__region"), today=TODAY)
    return next(line.level for line in profile.lines if line.standard.code == code)


def revoked(seat, region) -> Paper:
    """Give somebody a certificate that was taken back."""
    office, _made = Office.objects.get_or_create(region=region, agency="")
    signer = Post.objects.create(title="Kepala BPSDMD", region=region)
    return Paper.objects.create(
        kind="sertifikat",
        office=office,
        region=region,
        subject=subject_of(seat.event),
        person_key=seat.key,
        title="Sertifikat",
        signer_post=signer,
        signed_on=TODAY,
        state=Paper.State.CANCELLED,
        cancelled_because="Salah orang",
        entered_at=AT,
    )


def tell(person, region, code="mediasi", **more):
    told = {"level": 2, "judged_on": TODAY, "note": "Menengahi sengketa batas"}
    return judge(person=person, region=region, said=Said(code, **(told | more)), by=None, at=AT, today=TODAY)


def test_shipped_standards_are_added_once_say_they_are_ours_and_edits_stay(reference):
    rows = Standard.objects.all()
    assert (rows.count(), all(row.is_ours and len(row.levels) == 5 for row in rows)) == (8, True)
    old = Standard.objects.get(code="pelayanan")
    save("pelayanan", old.pk)
    assert load_reference(by=None, at=AT) == 0
    assert Standard.objects.get(code="pelayanan", valid_to=None).is_ours is False


def test_a_later_day_is_another_edition_and_the_same_day_corrects(reference):
    old = Standard.objects.get(code="pelayanan")
    new = save("pelayanan", old.pk)
    old.refresh_from_db()
    assert (old.valid_to, new.valid_to) == (date(2026, 12, 1), None)
    assert queries.standards_on(TODAY).get(code="pelayanan") == old
    assert queries.standards_on(date(2026, 12, 1)).get(code="pelayanan") == new

    save("pelayanan", new.pk, legal_basis="Perbup 2/2026")
    assert Standard.objects.filter(code="pelayanan").count() == 2
    change = AuditChange.objects.latest("pk").rows[0]
    assert change[1:] == [{"legal_basis": "Perbup 1/2026"}, {"legal_basis": "Perbup 2/2026"}]


def test_an_edition_before_the_newest_and_an_unseen_one_are_refused(reference):
    old = Standard.objects.get(code="pelayanan")
    with pytest.raises(CompetencyRefusal, match="Ketetapan terbaru berlaku sejak"):
        save("pelayanan", old.pk, valid_from=old.valid_from - timedelta(days=1))
    save("pelayanan", old.pk)
    with pytest.raises(CompetencyRefusal, match="baru saja diubah orang lain"):
        save("pelayanan", old.pk, valid_from=date(2027, 1, 1))


def test_an_ended_unit_is_asked_for_no_longer(reference):
    end_standard(code="pelayanan", ends_on=TODAY, by=None, at=AT)
    assert not queries.standards_on(TODAY).filter(code="pelayanan").exists()
    with pytest.raises(CompetencyRefusal, match="sudah diakhiri"):
        end_standard(code="pelayanan", ends_on=TODAY, by=None, at=AT)


def test_what_a_curriculum_raises_counts_at_once_for_who_passed_it(people, country):
    trained(people["camat"], country["71.01.01"])
    assert level(people["camat"]) == 3

    course = Curriculum.objects.get(code="kapasitas-camat")
    assert set_raises(code="mediasi", levels={course.pk: 4}, by=None, at=AT)
    assert not set_raises(code="mediasi", levels={course.pk: 4}, by=None, at=AT)
    assert level(people["camat"]) == 4
    assert Raise.objects.filter(code="mediasi").count() == 1


def test_a_failed_course_leaves_its_test_and_a_revoked_certificate_takes_the_training(people, country):
    trained(people["sekcam"], country["71.01.01"], outcome="failed")
    assert level(people["sekcam"]) == 2
    trained(people["kasi"], country["71.01.01"], outcome="failed", score="50")
    assert level(people["kasi"]) is None

    seat = trained(people["camat"], country["71.01.01"], score="50")
    revoked(seat, country["71"])
    assert level(people["camat"]) is None


def test_a_judgement_counts_until_it_is_withdrawn_and_the_record_does_not_say_what(people, country):
    trained(people["camat"], country["71.01.01"])
    row = tell(people["camat"], country["71.01.01"])
    assert level(people["camat"]) == 2
    entry = AuditRecord.objects.latest("pk")
    told = str(list(AuditChange.objects.filter(record=entry).values_list("rows", flat=True)))
    assert ("sengketa" in told + entry.summary, entry.place_code) == (False, "71.01.01")

    withdraw(row=row, region=country["71.01.01"], reason="Salah orang", by=None, at=AT)
    assert (level(people["camat"]), Judgement.objects.get().withdrawn_because) == (3, "Salah orang")
    with pytest.raises(CompetencyRefusal, match="sudah ditarik"):
        withdraw(row=row, region=country["71.01.01"], reason="Lagi", by=None, at=AT)


def test_nobody_judges_themselves_or_the_future(people, country, cast):
    account = cast["camat"]
    account.person = people["camat"]
    account.save()
    region, told = country["71.01.01"], {"at": AT, "today": TODAY}
    with pytest.raises(CompetencyRefusal, match="Tentang diri sendiri"):
        judge(person=people["camat"], region=region, said=Said("mediasi", 5, TODAY, "x"), by=account, **told)
    diploma = Diploma("degree", TODAY, "Ilmu Pemerintahan", "s1", is_governance=True)
    with pytest.raises(CompetencyRefusal, match="Tentang diri sendiri"):
        add_qualification(person=people["camat"], region=region, told=diploma, by=account, **told)
    with pytest.raises(CompetencyRefusal, match="belum tiba"):
        tell(people["camat"], region, judged_on=TODAY + timedelta(days=1))
    assert (Judgement.objects.count(), Qualification.objects.count()) == (0, 0)

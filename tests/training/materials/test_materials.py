"""What the rules and actions of materials hold to: versions, the same file, copies, withdrawing, the record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rumahbersama.chain.training.curricula import actions as curricula
from rumahbersama.chain.training.curricula.actions import CurriculumFacts, SubjectFacts
from rumahbersama.chain.training.materials import actions, queries
from rumahbersama.chain.training.materials.actions import MaterialFacts
from rumahbersama.chain.training.materials.models import Material, Version
from rumahbersama.chain.training.materials.permissions import Reach
from rumahbersama.chain.training.materials.rules import MaterialRefusal, current_at, file_name, folder_name
from rumahbersama.chain.training.models import Curriculum, Subject
from rumahbersama.chain.training.rules import TrainingRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.files.actions import remove_unattached
from rumahbersama.ground.files.models import StoredFile
from tests.training.materials.conftest import AT, add, pdf, taught

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def renew(material, text, *, at=LATER) -> Version:
    material.refresh_from_db()
    return actions.add_version(
        material=material, file=pdf(text), note=f"Diubah: {text}", by=None, at=at, seen=material.changes
    )


def titles(curriculum, *, guides=True) -> list[list[str]]:
    found = queries.shelves_of(Reach(curriculum, guides=guides))
    return [[row.material.title for row in shelf.rows] for shelf in found.shelves]


def test_current_at_is_the_newest_version_of_that_moment(slides):
    renew(slides, "kedua")
    versions = list(slides.versions.order_by("-number"))
    assert [
        getattr(current_at(versions, moment), "number", None)
        for moment in (AT - timedelta(seconds=1), AT, LATER - timedelta(seconds=1), LATER)
    ] == [None, 1, 1, 2]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [("../../etc/passwd", "01-etcpasswd"), ("Überschrift/1", "01-uberschrift1"), ("…", "01-mata-ajar")],
)
def test_names_in_a_zip_cannot_leave_their_folder(subject, expected):
    assert folder_name(1, subject) == expected
    assert file_name(number=7, kind="Slide", title=subject, version=2, ending=".pdf").count("/") == 0


def test_a_new_version_is_current_and_the_old_one_stays(slides):
    made = renew(slides, "kedua")
    assert (made.number, made.note) == (2, "Diubah: kedua")
    assert list(slides.versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert StoredFile.objects.count() == 2
    assert remove_unattached(now=LATER + timedelta(days=9)) == 0  # all are attached


def test_going_back_holds_the_same_file_in_a_new_version(slides):
    renew(slides, "kedua")
    slides.refresh_from_db()
    back = actions.use_again(material=slides, number=1, reason="salah angka", by=None, at=LATER, seen=slides.changes)
    assert (back.number, back.note) == (3, "Kembali ke versi 1: salah angka")
    assert back.file_id == slides.versions.get(number=1).file_id
    slides.refresh_from_db()
    with pytest.raises(MaterialRefusal, match="sedang berlaku"):
        actions.use_again(material=slides, number=3, reason="x", by=None, at=LATER, seen=slides.changes)


def test_the_same_file_is_named_and_stored_once(subject, slides):
    same = pdf(subject.title, "Slide pembuka")
    with pytest.raises(MaterialRefusal, match="sama persis dengan “Slide pembuka” versi 1 di mata ajar Kepemimpinan"):
        actions.add_material(facts=MaterialFacts(subject, "handout", "Lain"), file=same, note="", by=None, at=AT)
    with pytest.raises(MaterialRefusal, match="versi 1 yang sedang berlaku"):
        actions.add_version(material=slides, file=same, note="x", by=None, at=AT, seen=1)
    renew(slides, "kedua")
    slides.refresh_from_db()
    with pytest.raises(MaterialRefusal, match="tekan “Pakai lagi versi 1”"):
        actions.add_version(material=slides, file=same, note="x", by=None, at=AT, seen=slides.changes)
    assert (Material.objects.count(), Version.objects.count(), StoredFile.objects.count()) == (1, 2, 2)


def test_another_curriculum_may_hold_the_same_file(country, slides):
    other = Curriculum.objects.create(code="lain", title="Lain", region=country["72"])
    add(Subject.objects.create(curriculum=other, order=1, title="Kepemimpinan", jp=2), "slides", "Slide pembuka")
    assert Version.objects.values("file__sha256").distinct().count() == 1


def test_unseen_changes_are_not_overwritten(slides):
    renew(slides, "kedua")
    facts = MaterialFacts(slides.subject, "handout", "Lain")
    for act in (
        lambda: actions.add_version(material=slides, file=pdf("x"), note="x", by=None, at=LATER, seen=1),
        lambda: actions.correct(material=slides, facts=facts, by=None, at=LATER, seen=1),
        lambda: actions.withdraw(material=slides, reason="x", by=None, at=LATER, seen=1),
    ):
        with pytest.raises(MaterialRefusal, match="diubah orang lain"):
            act()


def test_withdrawn_is_shown_to_keepers_only_and_comes_back(curriculum, slides):
    actions.withdraw(material=slides, reason="hak cipta", by=None, at=LATER, seen=1)
    slides.refresh_from_db()
    assert titles(curriculum) == [[], []]
    kept = queries.shelves_of(Reach(curriculum, guides=True, keeps=True))
    assert [row.material.withdrawn_because for row in kept.withdrawn] == ["hak cipta"]
    with pytest.raises(MaterialRefusal, match="sudah ditarik"):
        actions.add_version(material=slides, file=pdf("x"), note="x", by=None, at=LATER, seen=slides.changes)
    actions.restore(material=slides, by=None, at=LATER, seen=slides.changes)
    assert titles(curriculum) == [["Slide pembuka"], []]


def test_the_database_wants_a_reason_for_what_is_withdrawn(slides):
    with pytest.raises(IntegrityError), transaction.atomic():
        Material.objects.filter(pk=slides.pk).update(withdrawn_at=AT)


def test_every_act_is_in_the_record_at_the_place_of_the_curriculum(slides):
    renew(slides, "kedua")
    slides.refresh_from_db()
    actions.use_again(material=slides, number=1, reason="r", by=None, at=LATER, seen=slides.changes)
    other = Subject.objects.get(curriculum=slides.subject.curriculum, order=2)
    slides.refresh_from_db()
    facts = MaterialFacts(other, "handout", "Judul baru")
    actions.correct(material=slides, facts=facts, by=None, at=LATER, seen=slides.changes)
    slides.refresh_from_db()
    actions.withdraw(material=slides, reason="keliru", by=None, at=LATER, seen=slides.changes)
    slides.refresh_from_db()
    actions.restore(material=slides, by=None, at=LATER, seen=slides.changes)
    rows = AuditRecord.objects.filter(verb__startswith="training_materials.").order_by("pk")
    assert [row.verb.partition(".")[2] for row in rows] == [
        *("add", "add_version", "use_again", "correct", "withdraw", "restore")
    ]
    assert {row.place_code for row in rows} == {"71"}
    assert rows[4].reason == "keliru"


# Copies -----------------------------------------------------------------------------
def copy(source, country, *subjects) -> Curriculum:
    told = tuple(SubjectFacts(title, 2) for title in subjects)
    facts = CurriculumFacts(f"Salinan {source.title}", told)
    return curricula.make_curriculum(facts=facts, region=country["72"], by=None, at=AT, copied_from=source)


def test_a_copy_shows_what_its_source_has_and_gets_for_subjects_of_the_same_title(country, curriculum, slides, guide):
    own = copy(curriculum, country, "kepemimpinan", "Yang lain")
    further = copy(own, country, "Kepemimpinan")
    assert titles(own) == [["Slide pembuka", "Alur sesi"], []]
    assert titles(own, guides=False) == [["Slide pembuka"], []]
    assert titles(further) == [["Slide pembuka", "Alur sesi"]]
    add(Subject.objects.get(curriculum=own, order=2), "exercise", "Latihan sendiri")
    renew(slides, "kedua")
    found = queries.shelves_of(Reach(own, guides=False))
    assert [(row.material.title, row.current.number, row.is_own) for row in found.rows] == [
        ("Slide pembuka", 2, False),
        ("Latihan sendiri", 1, True),
    ]
    assert titles(curriculum) == [["Slide pembuka", "Alur sesi"], []]  # nothing goes up
    counts = queries.counts_by_title([own.pk, further.pk, curriculum.pk], guides=False)
    assert [dict(counts[each.pk]) for each in (own, further, curriculum)] == [
        {"kepemimpinan": 1, "yang lain": 1},
        {"kepemimpinan": 1, "yang lain": 1},
        {"kepemimpinan": 1},
    ]


def test_a_subject_with_materials_is_not_lost(curriculum, slides):
    facts = CurriculumFacts("Camat Utara", (SubjectFacts("Sinkronisasi", 2),))
    with pytest.raises(TrainingRefusal, match="“Kepemimpinan” punya bahan ajar"):
        curricula.change_curriculum(curriculum=curriculum, facts=facts, by=None, at=AT, seen=1)
    assert titles(curriculum) == [["Slide pembuka"], []]


# What was taught with ---------------------------------------------------------------
def test_an_event_tells_the_version_of_its_first_session(event, subject, slides, curriculum):
    renew(slides, "kedua")
    taught(event, subject, AT + timedelta(days=1))
    taught(event, subject, LATER + timedelta(days=1))
    reach = Reach(curriculum, guides=True)
    for now, expected in ((AT, None), (LATER, 1)):
        shelf = queries.shelves_of(reach, event=event, now=now).shelves[0]
        assert getattr(shelf.rows[0].taught, "number", None) == expected


def test_the_events_of_a_material_are_told_with_their_version(cast, country, event, subject, slides, curriculum):
    taught(event, subject, AT - timedelta(days=1))
    reach, now = Reach(curriculum, guides=True), LATER
    row = queries.shelves_of(reach).rows[0]
    told = queries.taught_with(cast["training_body"], reach, row, now=now)
    assert [(each.event, each.version) for each in told] == [(event, None)]
    assert queries.taught_with(cast["outsider"], reach, row, now=now) == []

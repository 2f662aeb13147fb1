"""Adding materials and versions, correcting, withdrawing and showing again. Each locks the curriculum first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rumahbersama.chain.training.materials import queries, recording
from rumahbersama.chain.training.materials.models import Material, Version
from rumahbersama.chain.training.materials.rules import MaterialRefusal
from rumahbersama.chain.training.models import Curriculum, Subject
from rumahbersama.ground.audit.rules import only_differences
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files.actions import Checked
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.regions.rules import NATION_CODE


@dataclass(frozen=True)
class MaterialFacts:
    """What a material is: of which subject, which ``Material.Kind``, and its title."""

    subject: Subject
    kind: str
    title: str


def _account(by: Any) -> Any:  # noqa: ANN401
    return by if getattr(by, "pk", None) else None


def _held(curriculum: int) -> Curriculum:
    """Return a curriculum, held for this transaction, so that no file enters it twice at the same moment."""
    return Curriculum.objects.select_for_update(of=("self",)).select_related("region").get(pk=curriculum)


def _fresh(material: Material, *, seen: int, withdrawn: bool = False) -> Material:
    """Return a material as it is now, its curriculum held."""
    curriculum = _held(material.subject.curriculum_id)
    fresh = Material.objects.select_related("subject").get(pk=material.pk)
    fresh.subject.curriculum = curriculum
    if fresh.changes != seen:
        raise MaterialRefusal(_("Bahan ini baru saja diubah orang lain. Muat ulang halamannya, lalu ulangi."))
    if not withdrawn and fresh.withdrawn_at is not None:
        raise MaterialRefusal(_("Bahan ini sudah ditarik. Tampilkan lagi dulu, lalu ulangi."))
    return fresh


def check_new(curriculum: Curriculum, file: Checked, *, material: Material | None = None) -> None:
    """Refuse a file that the curriculum holds already, by its SHA-256 as kept.

    Raises:
        MaterialRefusal: says which material and version it is, and what to do instead.
    """
    same = queries.same_file(curriculum, file.sha256)
    if same is None:
        return
    told = {"title": same.material.title, "number": same.number, "subject": same.material.subject.title}
    if material is None or same.material_id != material.pk:
        raise MaterialRefusal(
            _(
                "Berkas ini sama persis dengan “{title}” versi {number} di mata ajar {subject}. "
                "Pakai bahan itu, atau pilih berkas lain."
            ).format(**told)
        )
    if same.number == _last(material):
        raise MaterialRefusal(
            _(
                "Berkas ini sama persis dengan versi {number} yang sedang berlaku. Pilih berkas yang sudah diubah."
            ).format(**told)
        )
    raise MaterialRefusal(
        _(
            "Berkas ini sama persis dengan versi {number}. Untuk kembali ke sana, tekan “Pakai lagi versi {number}”."
        ).format(**told)
    )


def _last(material: Material) -> int:
    numbers = Version.objects.filter(material=material).order_by("-number").values_list("number", flat=True)
    return numbers[0] if numbers else 0


def _keep(curriculum: Curriculum, material: Material, file: Checked, by: Any, at: datetime) -> StoredFile:  # noqa: ANN401
    place = curriculum.region.code if curriculum.region else NATION_CODE
    kept = files.keep(file, place_code=place, by=by, at=at)
    files.attach(files=[kept], to=f"{recording.ENTITY}:{material.pk}")
    return kept


def _add(material: Material, file: StoredFile, note: str, by: Any, at: datetime) -> Version:  # noqa: ANN401
    number = _last(material) + 1
    return Version.objects.create(material=material, number=number, file=file, note=note, by=_account(by), at=at)


@transaction.atomic
def add_material(*, facts: MaterialFacts, file: Checked, note: str, by: Any, at: datetime) -> Material:  # noqa: ANN401
    """Add a material with its first version; ``file`` was looked at before, outside a transaction.

    Raises:
        MaterialRefusal: the curriculum holds this very file already.
    """
    curriculum = _held(facts.subject.curriculum_id)
    check_new(curriculum, file)
    made = Material.objects.create(subject=facts.subject, kind=facts.kind, title=facts.title)
    made.subject.curriculum = curriculum
    version = _add(made, _keep(curriculum, made, file, by, at), note or _("Versi pertama"), by, at)
    after = recording.facts_of(made) | recording.facts_of_version(version)
    summary = _("Bahan ajar ditambahkan: {material}")
    recording.write(made, None, after, by=by, at=at, verb="training_materials.add", summary=summary)
    return made


@transaction.atomic
def add_version(*, material: Material, file: Checked, note: str, by: Any, at: datetime, seen: int) -> Version:  # noqa: ANN401
    """Add a version, which is the current one from now on.

    Raises:
        MaterialRefusal: the same file is there already, it is withdrawn, or changed since ``seen``.
    """
    fresh = _fresh(material, seen=seen)
    curriculum = fresh.subject.curriculum
    check_new(curriculum, file, material=fresh)
    kept = _keep(curriculum, fresh, file, by, at)
    return _put_on_top(fresh, kept, note, by, at, "training_materials.add_version", _("Versi baru: {material}"))


@transaction.atomic
def use_again(*, material: Material, number: int, reason: str, by: Any, at: datetime, seen: int) -> Version:  # noqa: ANN401
    """Go back to the file of an earlier version: a new version holds the very same file, nothing is sent again.

    Raises:
        MaterialRefusal: the current one, none of that number, withdrawn, or changed since ``seen``.
    """
    fresh = _fresh(material, seen=seen)
    earlier = Version.objects.select_related("file").filter(material=fresh, number=number).first()
    if earlier is None or earlier.number == _last(fresh):
        raise MaterialRefusal(_("Versi ini sedang berlaku, atau tidak ada. Muat ulang halamannya."))
    note = _("Kembali ke versi {number}: {reason}").format(number=number, reason=reason)[:300]
    summary = _("Kembali ke versi sebelumnya: {material}")
    return _put_on_top(fresh, earlier.file, note, by, at, "training_materials.use_again", summary)


def _put_on_top(
    material: Material,
    file: StoredFile,
    note: str,
    by: Any,  # noqa: ANN401
    at: datetime,
    verb: str,
    summary: str,
) -> Version:
    last = Version.objects.select_related("file").get(material=material, number=_last(material))
    made = _add(material, file, note, by, at)
    _save(material)
    before, after = recording.facts_of_version(last), recording.facts_of_version(made)
    recording.write(material, *only_differences(before, after), by=by, at=at, verb=verb, summary=summary)
    return made


def _save(material: Material) -> None:
    material.changes += 1
    material.save()


@transaction.atomic
def correct(*, material: Material, facts: MaterialFacts, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Change title, kind or subject; the versions stay.

    Raises:
        MaterialRefusal: a subject of another curriculum, it is withdrawn, or changed since ``seen``.
    """
    fresh = _fresh(material, seen=seen)
    if facts.subject.curriculum_id != fresh.subject.curriculum_id:
        raise MaterialRefusal(_("Mata ajar ini milik kurikulum lain. Pilih mata ajar dari kurikulum ini."))
    before, curriculum = recording.facts_of(fresh), fresh.subject.curriculum
    fresh.subject, fresh.kind, fresh.title = facts.subject, facts.kind, facts.title
    fresh.subject.curriculum = curriculum
    was, now = only_differences(before, recording.facts_of(fresh))
    if not now:
        return
    _save(fresh)
    summary = _("Bahan ajar diperbaiki: {material}")
    recording.write(fresh, was, now, by=by, at=at, verb="training_materials.correct", summary=summary)


@transaction.atomic
def withdraw(*, material: Material, reason: str, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Show a material to readers no longer; its versions stay.

    Raises:
        MaterialRefusal: it is withdrawn already, or changed since ``seen``.
    """
    fresh = _fresh(material, seen=seen)
    fresh.withdrawn_at, fresh.withdrawn_because = at, reason
    _save(fresh)
    states = {"state": "shown"}, {"state": "withdrawn"}
    summary, verb = _("Bahan ajar ditarik: {material}"), "training_materials.withdraw"
    recording.write(fresh, *states, by=by, at=at, verb=verb, summary=summary, reason=reason)


@transaction.atomic
def restore(*, material: Material, by: Any, at: datetime, seen: int) -> None:  # noqa: ANN401
    """Show a withdrawn material again.

    Raises:
        MaterialRefusal: it is shown already, or changed since ``seen``.
    """
    fresh = _fresh(material, seen=seen, withdrawn=True)
    if fresh.withdrawn_at is None:
        raise MaterialRefusal(_("Bahan ini sudah ditampilkan."))
    fresh.withdrawn_at, fresh.withdrawn_because = None, ""
    _save(fresh)
    states = {"state": "withdrawn"}, {"state": "shown"}
    summary, verb = _("Bahan ajar ditampilkan lagi: {material}"), "training_materials.restore"
    recording.write(fresh, *states, by=by, at=at, verb=verb, summary=summary)

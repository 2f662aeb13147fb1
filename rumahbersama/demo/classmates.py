"""Who of the demo's people sat in which training: the officer of Bappeda in the ToT, three promisers in class 14."""

from collections.abc import Sequence
from dataclasses import dataclass

from rumahbersama.chain.training.models import TrainingClass
from rumahbersama.demo.people import HOME, KABUPATEN, PUSKESMAS
from rumahbersama.demo.story import CLASS
from rumahbersama.ground.people.models import Person, Tenure
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region

TRAINER = "Kepala Bidang Perencanaan"
# title of the post, kind of office
IN_CLASS = (
    ("Camat", "kecamatan"),
    ("Pembina Teknis Pemerintahan Desa", "kecamatan"),
    (PUSKESMAS, "kesehatan"),
)


@dataclass(frozen=True)
class Seat:
    """A seat that is kept for somebody: of a kind of office, in a class where ``klass`` is not 0."""

    person: Person
    region: Region
    kind: str
    title: str
    klass: int = 0

    def fits(self, kind: str, region: Region, klass: TrainingClass) -> bool:
        """Tell whether a place in the list can be theirs."""
        return kind == self.kind and (klass.number == self.klass if self.klass else region == self.region)


def of_tot() -> list[Seat]:
    """Return the seat of who is trained to teach."""
    return [Seat(trainer(), get_region(KABUPATEN), "bappeda", TRAINER)]


def of_class() -> list[Seat]:
    """Return the seats of the three who promise something in the class of the story."""
    return [Seat(held_by(title, HOME), get_region(HOME), kind, title, CLASS) for title, kind in IN_CLASS]


def trainer() -> Person:
    """Return the officer of Bappeda."""
    return held_by(TRAINER, KABUPATEN)


def held_by(title: str, place: str) -> Person:
    """Return who holds a post, or held it first."""
    rows = Tenure.objects.filter(post__title=title, post__region__code=place).select_related("person")
    return rows.order_by("starts_on")[0].person


def trained_by(alumni: Sequence[Person], klass: int) -> list[Person]:
    """Return who teaches in turn, two of each class, so that the officer of Bappeda leads this one."""
    officer = trainer()
    others = [person for person in alumni if person != officer]
    others.insert(2 * (klass - 1), officer)
    return others

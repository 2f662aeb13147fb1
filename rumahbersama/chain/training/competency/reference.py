"""Standards that ship with the program and are missing are added, with the curricula that raise them."""

from collections.abc import Iterator
from datetime import date

import yaml

from rumahbersama.chain.training.competency.models import Raise, Standard
from rumahbersama.chain.training.competency.rules import DATA
from rumahbersama.chain.training.models import Curriculum
from rumahbersama.ground.audit.rules import Change

FILE = DATA / "standards.yaml"
SINCE = date(2024, 1, 1)
BASIS = "Disusun Rumah Bersama dari materi pelatihan; tingkat 1–5 menurut PermenPANRB 38/2017 (belum diperiksa)"


def missing_standards() -> Iterator[Change]:
    """Add the units of the file that no edition has yet; yields what was added. Curricula must be there before."""
    known = set(Standard.objects.values_list("code", flat=True))
    curricula = dict(Curriculum.objects.values_list("code", "pk"))
    raises: list[Raise] = []
    for told in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        if told["code"] in known:
            continue
        raised_by = told.pop("raised_by")
        Standard.objects.create(**told, legal_basis=BASIS, is_ours=True, valid_from=SINCE)
        raises += [
            Raise(curriculum_id=curricula[code], code=told["code"], level=level)
            for code, level in raised_by.items()
            if code in curricula
        ]
        yield Change("training_competency.standard", told["code"], None, {"title": told["title"]})
    Raise.objects.bulk_create(raises)

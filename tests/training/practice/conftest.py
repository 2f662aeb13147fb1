"""A class of province 71 with people and trainers; copies are asked for, and no worker makes any."""

import pytest
from django.utils import timezone

from rumahbersama.chain.training.models import Participation, Teaching
from rumahbersama.chain.training.practice import actions
from tests.training.hall.conftest import klass

__all__ = ["klass"]


@pytest.fixture
def people(klass, cast) -> dict:
    """Who has to do with the class: who runs it, who teaches it, who takes part, and who only reads."""
    teaching, part = Teaching.objects.filter(klass=klass).first(), Participation.objects.get(name="Ani")
    for name, person in (("kasi", teaching.person), ("camat", part.person)):
        cast[name].person = person
        cast[name].save()
    return {
        "runs": cast["training_body"],
        "teaches": cast["kasi"],
        "takes part": cast["camat"],
        "other": cast["province"],
    }


@pytest.fixture
def ready(klass, now):
    """The copy of the class, open and answering."""
    copy = actions.open_copy(klass=klass, closes_on=timezone.localdate(now), by=None, at=now)
    actions.note_ready(copy, port=8101)
    copy.refresh_from_db()
    return copy

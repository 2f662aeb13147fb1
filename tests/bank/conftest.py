"""A bank of the province, and one beside it in another province."""

from datetime import UTC, datetime

import pytest

from rumahbersama.chain.training.bank import actions
from rumahbersama.chain.training.bank.formats.shapes import Question

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def bank(country, cast):
    return actions.make_bank(
        title="Aparatur kecamatan", description="", region=country["71"], by=cast["training_body"], at=AT
    )


@pytest.fixture
def item(bank, cast):
    return actions.add_item(bank=bank, question=QUESTION, difficulty=2, by=cast["training_body"], at=AT)


QUESTION = Question("Siapa memimpin kecamatan?", ("Camat", "Bupati", "Kepala desa"), 0, "PP 17/2018.", "Kelembagaan")

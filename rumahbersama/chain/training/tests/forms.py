"""What people type about tests; nothing is saved here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.tests.rules import LEAST_MINUTES, MOST_ITEMS, MOST_MINUTES
from rumahbersama.ground.intake.forms import WholeNumber

TOPIC, QUESTION = "topik-", "s"


class PlanForm(forms.Form):
    """The blueprint: minutes, and how many questions of each topic."""

    minutes = WholeNumber(
        label=gettext_lazy("Waktu pengerjaan (menit)"),
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        initial=30,
        help_text=gettext_lazy("Dihitung server untuk setiap peserta, sejak ia menekan Mulai."),
    )
    mixes_options = forms.BooleanField(
        label=gettext_lazy("Acak juga urutan pilihan jawaban"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Matikan bila ada pilihan seperti “semua benar”."),
    )

    def __init__(self, *args: Any, topics: Mapping[int, tuple[str, int]], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        for number, (name, there) in topics.items():
            self.fields[f"{TOPIC}{number}"] = WholeNumber(
                label=_("Soal topik {topic}").format(topic=name),
                help_text=_("{count} soal dipakai di bank ini.").format(count=there),
                min_value=0,
                max_value=min(there, MOST_ITEMS),
                required=False,
                initial=0,
            )

    def counts(self) -> dict[int, int]:
        """Return the questions wanted of each topic."""
        return {
            int(name.removeprefix(TOPIC)): value or 0
            for name, value in self.cleaned_data.items()
            if name.startswith(TOPIC)
        }


def answers_in(data: QueryDict) -> dict[int, int]:
    """Return the place chosen for each question; anything else that was sent is left out."""
    found = {}
    for name, value in data.items():
        number = name.removeprefix(QUESTION)
        is_one = name.startswith(QUESTION) and number.isascii() and number.isdecimal() and len(number) < 12
        if is_one and isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 3:
            found[int(number)] = int(value)
    return found

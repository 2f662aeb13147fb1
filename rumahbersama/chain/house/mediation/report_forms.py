"""What people type about reports under seal; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.mediation.actions.reports import Reported, TakenUp
from rumahbersama.chain.house.mediation.forms import AttachForm, CaseForm
from rumahbersama.chain.house.mediation.models import Case, Report
from rumahbersama.chain.house.mediation.rules import LONGEST_REASON, LONGEST_TEXT, concerned_of
from rumahbersama.chain.house.problems.forms import where
from rumahbersama.ground.core.forms import LongText
from rumahbersama.ground.regions.models import Region


class TellingForm(AttachForm):
    """What is told to the camat, with its files."""

    field_order: tuple[str, ...] = ("text", "attached", "about")
    readers = gettext_lazy("Dibaca camat, Kasi Trantib, dan pelapornya.")

    text = forms.CharField(
        label=gettext_lazy("Apa yang terjadi?"),
        max_length=LONGEST_TEXT,
        widget=LongText(attrs={"rows": 5}),
        help_text=gettext_lazy("Yang dilihat atau didengar sendiri, dan dari siapa. Jangan tulis NIK."),
    )

    def __init__(self, *args: Any, most: int, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, most=most, **options)
        self.fields["attached"].required = False


class ReportForm(TellingForm):
    """A report in plain questions: what, since when, where, who."""

    field_order = ("kind", "text", "happened", "places", "spot", "concerned", "attached", "about")

    kind = forms.ChoiceField(
        label=gettext_lazy("Tentang apa?"),
        choices=[
            (Case.Kind.MEDIATION, gettext_lazy("Pertikaian yang perlu ditengahi")),
            (Case.Kind.ORDER, gettext_lazy("Gangguan ketenteraman dan ketertiban")),
        ],
        widget=forms.RadioSelect,
        initial=Case.Kind.MEDIATION,
    )
    happened = forms.CharField(
        label=gettext_lazy("Kapan?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Misalnya: sejak Agustus, terakhir tadi malam."),
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("Di mana?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu tempat.")},
    )
    spot = forms.CharField(
        label=gettext_lazy("Dusun, lingkungan, atau tempat persisnya"), max_length=160, required=False
    )
    concerned = forms.CharField(
        label=gettext_lazy("Siapa yang bersangkutan?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Satu baris satu orang atau kelompok: nama, lalu koma dan mewakili siapa. Kosongkan kalau belum tahu."
        ),
    )

    def __init__(self, *args: Any, places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.place_of = {place.code: place for place in places}
        self.fields["places"].choices = [(code, where(place)) for code, place in self.place_of.items()]  # type: ignore[attr-defined]

    def reported(self) -> Reported:
        """Return what was told."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("kind", "text", "spot", "happened", "concerned")}
        return Reported(places=tuple(self.place_of[code] for code in data["places"]), **plain)


class TakeUpForm(CaseForm):
    """A case that begins from a report: who of those named is a party, and what its sender reads."""

    field_order = ("kind", "title", "places", "causes", "parties", "sender", "answer")

    parties = forms.MultipleChoiceField(
        label=gettext_lazy("Siapa yang menjadi pihak?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Dari yang disebut dalam laporan. Dapat ditambah dan diperbaiki sesudah ini."),
    )
    sender = forms.ChoiceField(
        label=gettext_lazy("Pelapornya"),
        widget=forms.RadioSelect,
        choices=[
            ("reports", gettext_lazy("Pelapor saja: membaca laporannya dan jawaban ini, tidak perkaranya")),
            ("party", gettext_lazy("Juga satu pihak: membaca halaman pihaknya dengan akunnya")),
        ],
        initial="reports",
    )
    answer = forms.CharField(
        label=gettext_lazy("Pesan untuk pelapor"),
        max_length=LONGEST_REASON,
        required=False,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Pelapor juga membaca bahwa laporannya ditangani, dan oleh siapa."),
    )

    def __init__(self, *args: Any, report: Report, may_be_party: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.named = {str(order): each for order, each in enumerate(concerned_of(report.concerned))}
        choices = [
            (number, ", ".join(filter(None, (each.name, each.stands_for)))) for number, each in self.named.items()
        ]
        self.fields["parties"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["parties"]
        if not may_be_party:
            del self.fields["sender"]

    def taken(self) -> TakenUp:
        """Return what was decided."""
        data = self.cleaned_data
        return TakenUp(
            facts=self.facts(),
            parties=tuple(self.named[number] for number in data.get("parties", ())),
            sender_is_party=data.get("sender") == "party",
            answer=data["answer"],
        )


class AnswerForm(forms.Form):
    """Why a report is closed, for its sender."""

    reason = forms.CharField(
        label=gettext_lazy("Jawaban untuk pelapor"),
        max_length=LONGEST_REASON,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Mengapa tidak menjadi perkara, dan ke mana sebaiknya. Jangan tulis nama orang."),
    )

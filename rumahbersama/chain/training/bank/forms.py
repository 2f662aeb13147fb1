"""What people type about banks and questions; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.bank.formats.choosing import AIKEN, GIFT, MOODLE, TABLE
from rumahbersama.chain.training.bank.formats.shapes import (
    LETTERS,
    LONGEST_EXPLANATION,
    LONGEST_OPTION,
    LONGEST_STEM,
    LONGEST_TOPIC,
    MOST_BYTES,
    TRUE_FALSE,
    Question,
    one_line,
    tidy,
)
from rumahbersama.chain.training.bank.models import Bank, Item, ItemVersion
from rumahbersama.ground.core.forms import LongText
from rumahbersama.ground.regions.models import Region

CHOICE, TRUTH = "pilihan", "benar-salah"
TRUE, FALSE = "benar", "salah"


class BankForm(forms.Form):
    """A bank: what it is called, what it is for, and whose it is."""

    title = forms.CharField(
        label=gettext_lazy("Nama bank soal"),
        max_length=120,
        help_text=gettext_lazy("Misalnya: Pelatihan aparatur kecamatan 2026."),
    )
    description = forms.CharField(label=gettext_lazy("Untuk apa"), max_length=500, required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("Milik"),
        help_text=gettext_lazy("Yang melihat soal dan kuncinya hanya penyelenggara pelatihan di tempat ini."),
    )

    def __init__(self, *args: Any, places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.places = {place.code: place for place in places}
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]
        if not self.places:
            del self.fields["place"]

    def region(self) -> Region:
        """Return the place that was chosen."""
        return self.places[self.cleaned_data["place"]]


def initial_of_bank(bank: Bank) -> dict[str, Any]:
    """Return what stands in the form when a bank is changed."""
    return {"title": bank.title, "description": bank.description}


class QuestionForm(forms.Form):
    """A question: its words, its options with the key, why, and what it is about."""

    stem = forms.CharField(
        label=gettext_lazy("Pertanyaan"), max_length=LONGEST_STEM, widget=LongText(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis soal"),
        choices=[(CHOICE, gettext_lazy("Pilihan ganda")), (TRUTH, gettext_lazy("Benar atau salah"))],
        widget=forms.RadioSelect,
        initial=CHOICE,
    )
    right = forms.ChoiceField(
        label=gettext_lazy("Kunci"),
        choices=[
            ("", gettext_lazy("Pilih")),
            *((letter, letter) for letter in LETTERS),
            (TRUE, gettext_lazy("Benar")),
            (FALSE, gettext_lazy("Salah")),
        ],
        help_text=gettext_lazy("Huruf pilihannya; untuk soal benar atau salah: Benar atau Salah."),
    )
    explanation = forms.CharField(
        label=gettext_lazy("Pembahasan"),
        max_length=LONGEST_EXPLANATION,
        required=False,
        widget=LongText(attrs={"rows": 3}),
    )
    topic = forms.CharField(
        label=gettext_lazy("Topik"),
        max_length=LONGEST_TOPIC,
        required=False,
        widget=forms.TextInput(attrs={"list": "topik"}),
    )
    difficulty = forms.ChoiceField(
        label=gettext_lazy("Kesukaran yang dimaksud"),
        required=False,
        choices=[("", gettext_lazy("Belum ditentukan")), *Item.Difficulty.choices],
    )
    reason = forms.CharField(label=gettext_lazy("Alasan perubahan"), max_length=500, required=False)

    def __init__(self, *args: Any, is_edit: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        for letter in LETTERS:
            self.fields[f"option_{letter}"] = forms.CharField(
                label=_("Pilihan {letter}").format(letter=letter),
                max_length=LONGEST_OPTION,
                required=False,
                widget=forms.TextInput(),
            )
        if not is_edit:
            del self.fields["reason"]
        options_after_kind = [f"option_{letter}" for letter in LETTERS]
        self.order_fields(["stem", "kind", *options_after_kind, "right"])

    def clean(self) -> dict[str, Any]:
        """Hold options and key against the kind."""
        data = super().clean() or {}
        right, kind = data.get("right", ""), data.get("kind", "")
        if kind == TRUTH and right and right not in {TRUE, FALSE}:
            self.add_error("right", _("Soal benar atau salah: pilih Benar atau Salah."))
        if kind == CHOICE and right in {TRUE, FALSE}:
            self.add_error("right", _("Soal pilihan ganda: pilih huruf kuncinya."))
        return data

    def question(self) -> Question:
        """Return what was typed; the rules judge it."""
        data = self.cleaned_data
        if data["kind"] == TRUTH:
            options, right = TRUE_FALSE, (TRUE, FALSE).index(data["right"])
        else:
            typed = [tidy(data[f"option_{letter}"]) for letter in LETTERS]
            while typed and not typed[-1]:
                typed.pop()
            options, right = tuple(typed), LETTERS.index(data["right"])  # type: ignore[assignment]
        explanation, topic = tidy(data["explanation"]), one_line(data["topic"])
        return Question(tidy(data["stem"]), options, right, explanation, topic)

    def wanted(self) -> int | None:
        """Return how hard it is meant to be."""
        return int(self.cleaned_data["difficulty"]) if self.cleaned_data["difficulty"] else None


def initial_of_item(item: Item, version: ItemVersion) -> dict[str, Any]:
    """Return what stands in the form when a question is edited."""
    is_truth = version.is_true_false
    options = {} if is_truth else {f"option_{letter}": text for letter, text, _key in version.lettered}
    return {
        **options,
        "stem": version.stem,
        "kind": TRUTH if is_truth else CHOICE,
        "right": (TRUE, FALSE)[version.right] if is_truth else version.letter,
        "explanation": version.explanation,
        "topic": item.topic.name if item.topic else "",
        "difficulty": item.difficulty or "",
    }


class ReasonForm(forms.Form):
    """Why a question is retired."""

    reason = forms.CharField(label=gettext_lazy("Alasan menarik soal ini"), max_length=500)


class ImportForm(forms.Form):
    """The file with questions, and which format it has."""

    berkas = forms.FileField(
        label=gettext_lazy("Berkas soal"),
        help_text=gettext_lazy("GIFT, Aiken, Moodle XML, CSV, atau Excel (.xlsx), paling besar 5 MB."),
        error_messages={"required": gettext_lazy("Pilih berkas dulu."), "empty": gettext_lazy("Berkas ini kosong.")},
    )
    bentuk = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[
            ("", gettext_lazy("Kenali sendiri")),
            (GIFT, "GIFT"),
            (AIKEN, "Aiken"),
            (MOODLE, "Moodle XML"),
            (TABLE, gettext_lazy("Tabel (CSV atau Excel)")),
        ],
    )

    def clean_berkas(self) -> UploadedFile:
        """Refuse a file that is too large before it is read."""
        sent: UploadedFile = self.cleaned_data["berkas"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("Berkas ini lebih besar dari {limit} MB. Bagi menjadi beberapa berkas.").format(
                    limit=MOST_BYTES // 1_000_000
                )
            )
        return sent

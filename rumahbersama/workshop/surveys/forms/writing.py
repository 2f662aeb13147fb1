"""Questionnaires, questions, rounds and invitations as they are typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import NumberText, WholeNumber
from rumahbersama.workshop.surveys.actions.rounds import Invitee
from rumahbersama.workshop.surveys.models import Question, Questionnaire, Version
from rumahbersama.workshop.surveys.rules import (
    CHOOSING,
    MANY,
    ONE,
    RATING,
    YESNO,
    Asked,
    Option,
    yes_no_options,
)

Places = Sequence[tuple[str, str]]


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(each.split()) for each in text.splitlines()) if line]


class QuestionnaireForm(forms.Form):
    """What a questionnaire is called, what it is for, and whose it is."""

    title = forms.CharField(label=gettext_lazy("Judul"), max_length=160)
    purpose = forms.CharField(
        label=gettext_lazy("Untuk apa?"), max_length=500, required=False, widget=LongText(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Questionnaire.Kind.choices)
    place = forms.ChoiceField(label=gettext_lazy("Milik tempat"))

    def __init__(self, *args: Any, places: Places, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]
        if not places:
            del self.fields["place"]


class CopyForm(forms.Form):
    """A questionnaire of one's own from another."""

    title = forms.CharField(label=gettext_lazy("Judul salinan"), max_length=160)
    place = forms.ChoiceField(label=gettext_lazy("Milik tempat"))

    def __init__(self, *args: Any, places: Places, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """An XLSForm workbook, and whose questionnaire it becomes."""

    file = forms.FileField(label=gettext_lazy("Buku kerja XLSForm (.xlsx)"))
    place = forms.ChoiceField(label=gettext_lazy("Milik tempat"))

    def __init__(self, *args: Any, places: Places, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """One question of a draft."""

    label = forms.CharField(label=gettext_lazy("Pertanyaan"), max_length=500, widget=LongText(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=gettext_lazy("Jenis jawaban"), choices=Question.Kind.choices)
    options = forms.CharField(
        label=gettext_lazy("Pilihan"),
        required=False,
        widget=LongText(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Satu baris satu pilihan. Untuk skala: empat atau lima kata, dari yang paling rendah. "
            "Ya dan tidak tersedia sendiri."
        ),
    )
    group = forms.CharField(
        label=gettext_lazy("Bagian"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Pertanyaan berurutan dengan bagian yang sama tampil pada satu halaman."),
    )
    hint = forms.CharField(label=gettext_lazy("Penjelasan"), max_length=300, required=False)
    required = forms.BooleanField(label=gettext_lazy("Wajib dijawab"), required=False)
    shown = forms.ChoiceField(label=gettext_lazy("Ditanyakan kalau"), required=False)
    minimum = NumberText(label=gettext_lazy("Angka paling kecil"), required=False)
    maximum = NumberText(label=gettext_lazy("Angka paling besar"), required=False)
    weight = NumberText(label=gettext_lazy("Bobot"), required=False)
    legal_basis = forms.CharField(label=gettext_lazy("Dasar hukum"), max_length=300, required=False)
    remedy = forms.CharField(
        label=gettext_lazy("Kalau jawabannya tidak, apa perbaikannya?"), max_length=500, required=False
    )
    lack = forms.CharField(
        label=gettext_lazy("Kalau jawabannya tidak, bagaimana ditulis di catatan?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Satu kalimat, misalnya: Buku kas umum belum terisi sampai bulan lalu."),
    )
    name = forms.CharField(
        label=gettext_lazy("Nama kolom"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Huruf, angka, garis bawah. Dikosongkan: dibuat dari pertanyaannya."),
    )

    def __init__(self, *args: Any, earlier: Sequence[Asked], taken: Sequence[str], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.taken = set(taken)
        conditions = [
            (f"{asked.name}={name}", f"{asked.label[:60]} = {label}")
            for asked in earlier
            if asked.kind in CHOOSING
            for name, label in asked.options
        ]
        self.fields["shown"].choices = [("", _("Selalu")), *conditions]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Return the question that was typed."""
        data = self.cleaned_data
        shown_if, _equals, value = data["shown"].partition("=")
        plain = (
            "label",
            "kind",
            "group",
            "hint",
            "required",
            "minimum",
            "maximum",
            "weight",
            "legal_basis",
            "remedy",
            "lack",
        )
        return Asked(
            **{name: data[name] for name in plain},
            name=data["name"].strip() or self._free_name(data["label"]),
            options=options_of(data["kind"], _lines(data["options"])),
            shown_if=shown_if,
            shown_value=value,
            label_en=self._english_of("label"),
            group_en=self._english_of("group"),
        )

    def _english_of(self, name: str) -> str:
        """Return the English of a text that was left as it stood; that of other words is gone with them."""
        is_same = self.cleaned_data[name] == self.initial.get(name)
        return str(self.initial.get(f"{name}_en", "")) if is_same else ""

    def _free_name(self, label: str) -> str:
        base = name_from(label)[:40]
        return next(name for name in (base, *(f"{base}_{n}" for n in range(2, 999))) if name not in self.taken)


def name_from(label: str) -> str:
    """Return a name of letters, digits and underscores made from words."""
    name = slugify(label).replace("-", "_")
    return name if name[:1].isalpha() else f"p_{name}".rstrip("_")


def options_of(kind: str, lines: Sequence[str]) -> tuple[Option, ...]:
    """Return the options of a question from one line each; "code = words" keeps the code."""
    if kind == YESNO:
        return yes_no_options()
    if kind == RATING:
        return tuple((str(number), line) for number, line in enumerate(lines, start=1))
    if kind not in {ONE, MANY}:
        return ()
    found: list[Option] = []
    for line in lines:
        code, equals, words = line.partition(" = ")
        found.append((code.strip()[:60], words.strip()) if equals else (name_from(line)[:60], line))
    return tuple(found)


def initial_of(asked: Asked) -> dict[str, Any]:
    """Return what stands in the form when a question is changed."""
    plain = (
        "label",
        "kind",
        "group",
        "hint",
        "required",
        "minimum",
        "maximum",
        "weight",
        "legal_basis",
        "remedy",
        "lack",
    )
    lines = [
        label if asked.kind == RATING or name == name_from(label)[:60] else f"{name} = {label}"
        for name, label in (asked.options if asked.kind != YESNO else ())
    ]
    return {
        **{name: getattr(asked, name) for name in (*plain, "name", "label_en", "group_en")},
        "options": "\n".join(lines),
        "shown": f"{asked.shown_if}={asked.shown_value}" if asked.shown_if else "",
    }


class RoundForm(forms.Form):
    """Which questionnaire is asked, for how long, of whom."""

    version = forms.ChoiceField(label=gettext_lazy("Kuesioner"))
    place = forms.ChoiceField(label=gettext_lazy("Tempat"))
    title = forms.CharField(
        label=gettext_lazy("Judul survei"),
        max_length=160,
        help_text=gettext_lazy("Yang dibaca orang yang mengisi, misalnya: Evaluasi rakor 12 November."),
    )
    opens_on = DayField(label=gettext_lazy("Hari pertama"))
    closes_on = DayField(label=gettext_lazy("Hari terakhir"))
    is_anonymous = forms.ChoiceField(
        label=gettext_lazy("Nama penjawab"),
        widget=forms.RadioSelect,
        choices=[
            ("ya", gettext_lazy("Tanpa nama: tidak ada yang dapat mengaitkan jawaban dengan orangnya")),
            ("tidak", gettext_lazy("Dengan nama: pengelola melihat siapa menjawab apa")),
        ],
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("Tautan terbuka dan kode QR, siapa pun yang memegangnya dapat mengisi"), required=False
    )
    expected = WholeNumber(
        label=gettext_lazy("Berapa orang diharapkan mengisi?"), required=False, min_value=1, max_value=100_000
    )
    group_word = forms.CharField(
        label=gettext_lazy("Nama kelompok"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Misalnya Kelas atau Desa."),
    )
    groups = forms.CharField(
        label=gettext_lazy("Kelompok yang dapat dipilih"),
        required=False,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu baris satu kelompok; kosong kalau hasilnya tidak perlu dibagi."),
    )
    raters = forms.CharField(
        label=gettext_lazy("Peran penjawab"),
        required=False,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu baris satu peran, misalnya atasan, rekan, alumnus; boleh kosong."),
    )

    def __init__(self, *args: Any, versions: Sequence[Version], places: Places, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.versions = {str(version.pk): version for version in versions}
        self.fields["version"].choices = [(number, str(row)) for number, row in self.versions.items()]  # type: ignore[attr-defined]
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]

    def clean_groups(self) -> tuple[str, ...]:
        """Return the groups, one a line."""
        return tuple(line[:80] for line in _lines(self.cleaned_data["groups"]))

    def clean_raters(self) -> tuple[str, ...]:
        """Return the roles, one a line."""
        return tuple(line[:60] for line in _lines(self.cleaned_data["raters"]))


class ChangeRoundForm(forms.Form):
    """What may change of a round that is open."""

    title = forms.CharField(label=gettext_lazy("Judul survei"), max_length=160)
    closes_on = DayField(label=gettext_lazy("Hari terakhir"))
    expected = WholeNumber(
        label=gettext_lazy("Berapa orang diharapkan mengisi?"), required=False, min_value=1, max_value=100_000
    )


class InviteForm(forms.Form):
    """Who is asked, one a line: "name; role; group; about whom"."""

    people = forms.CharField(
        label=gettext_lazy("Siapa yang diundang?"),
        widget=LongText(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Satu baris satu orang: nama; peran; kelompok; yang dinilai. Yang tidak dipakai boleh dikosongkan."
        ),
    )

    def clean_people(self) -> list[Invitee]:
        """Return them; the first line that cannot be read is named."""
        found = []
        for number, line in enumerate(self.cleaned_data["people"].splitlines(), start=1):
            parts = [part.strip() for part in line.split(";")]
            if not any(parts):
                continue
            if len(parts) > 4 or not (parts[0] or len(parts) > 1):
                raise forms.ValidationError(
                    _("Baris %(number)s: tulis paling banyak empat bagian, dipisah titik koma."),
                    params={"number": number},
                )
            name, role, group, about = (*parts, "", "", "")[:4]
            found.append(Invitee(name=name, role=role, group=group, about=about))
        return found

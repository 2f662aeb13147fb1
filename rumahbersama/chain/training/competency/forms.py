"""What people type about competency; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.competency.actions import Diploma, Said, StandardFacts
from rumahbersama.chain.training.competency.models import Qualification, Raise, Standard
from rumahbersama.chain.training.competency.queries import post_names
from rumahbersama.chain.training.competency.rules import LEVELS, POST_KINDS
from rumahbersama.chain.training.models import Curriculum
from rumahbersama.ground.core.forms import DayField, LongText

AREA = {"rows": 2}


def _levels(empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((str(level), str(level)) for level in LEVELS)]


class StandardForm(forms.Form):
    """An edition of a competency unit."""

    title = forms.CharField(label=gettext_lazy("Nama kompetensi"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Standard.Kind.choices)
    description = forms.CharField(label=gettext_lazy("Uraian"), max_length=1000, widget=LongText(attrs={"rows": 3}))
    legal_basis = forms.CharField(
        label=gettext_lazy("Dasar hukum atau sumber"),
        max_length=300,
        help_text=gettext_lazy("Peraturan dengan nomor dan tahunnya, atau dokumen tempat standar ini ditetapkan."),
    )
    valid_from = DayField(
        label=gettext_lazy("Berlaku sejak"),
        help_text=gettext_lazy(
            "Hari yang sama dengan ketetapan sekarang membetulkannya; hari sesudahnya menjadi ketetapan baru."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        for kind, name in post_names().items():
            self.fields[f"required_{kind}"] = forms.ChoiceField(
                label=_("Tingkat yang diminta: {post}").format(post=name),
                choices=_levels(_("tidak diminta")),
                required=False,
            )
        for level in LEVELS:
            self.fields[f"level_{level}"] = forms.CharField(
                label=_("Tingkat {n}: orang ini dapat apa?").format(n=level),
                max_length=500,
                widget=LongText(attrs=AREA),
            )

    def facts(self) -> StandardFacts:
        """Return what was typed."""
        data = self.cleaned_data
        required = {kind: int(data[f"required_{kind}"]) for kind in POST_KINDS if data[f"required_{kind}"]}
        return StandardFacts(
            title=data["title"],
            kind=data["kind"],
            description=data["description"],
            levels=tuple(data[f"level_{level}"] for level in LEVELS),
            legal_basis=data["legal_basis"],
            valid_from=data["valid_from"],
            required=required,
        )


def initial_of(row: Standard) -> dict[str, Any]:
    """Return an edition as its form shows it."""
    told = {name: getattr(row, name) for name in ("title", "kind", "description", "legal_basis", "valid_from")}
    told |= {f"required_{kind}": str(row.required.get(kind, "")) for kind in POST_KINDS}
    return told | {f"level_{level}": row.levels[level - 1] for level in LEVELS}


class EndForm(forms.Form):
    """From which day on a unit counts no longer."""

    ends_on = DayField(label=gettext_lazy("Tidak berlaku lagi sejak"))


class RaisesForm(forms.Form):
    """Which curricula raise a unit, and to which level."""

    def __init__(self, *args: Any, curricula: Sequence[Curriculum], raises: Sequence[Raise], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        known = {row.curriculum_id: row.level for row in raises}
        self.numbers = [row.pk for row in curricula]
        for row in curricula:
            self.fields[f"kurikulum-{row.pk}"] = forms.ChoiceField(
                label=row.title,
                choices=_levels(_("tidak menaikkan")),
                required=False,
                initial=str(known.get(row.pk, "")),
            )

    def levels(self) -> dict[int, int]:
        """Return the level by number of the curriculum."""
        return {number: int(self.cleaned_data[f"kurikulum-{number}"] or 0) for number in self.numbers}


class JudgementForm(forms.Form):
    """What a mentor saw of somebody."""

    code = forms.ChoiceField(label=gettext_lazy("Kompetensi"))
    level = forms.ChoiceField(
        label=gettext_lazy("Tingkat yang terlihat"),
        choices=[(str(level), str(level)) for level in LEVELS],
        help_text=gettext_lazy("Uraian tiap tingkat ada di halaman standarnya."),
    )
    judged_on = DayField(label=gettext_lazy("Dilihat pada"))
    note = forms.CharField(
        label=gettext_lazy("Apa yang terlihat?"),
        max_length=500,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Perbuatan dan hasilnya, bukan sifat orangnya. Orang itu ikut membacanya."),
    )
    proof = forms.CharField(
        label=gettext_lazy("Bukti (opsional)"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Nomor surat, alamat halaman, atau tempat buktinya disimpan."),
    )

    def __init__(self, *args: Any, standards: Sequence[Standard], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        choices = [("", _("Pilih")), *((row.code, row.title) for row in standards)]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]

    def said(self) -> Said:
        """Return what was typed."""
        data = self.cleaned_data
        return Said(**data | {"level": int(data["level"])})


class QualificationForm(forms.Form):
    """A degree or certificate."""

    kind = forms.ChoiceField(label=gettext_lazy("Apa?"), choices=Qualification.Kind.choices, widget=forms.RadioSelect)
    degree = forms.ChoiceField(
        label=gettext_lazy("Jenjang ijazah"),
        choices=[("", gettext_lazy("bukan ijazah")), *Qualification.Degree.choices],
        required=False,
    )
    field = forms.CharField(label=gettext_lazy("Bidang studi atau nama sertifikat"), max_length=120)
    is_governance = forms.BooleanField(
        label=gettext_lazy("Bidangnya ilmu pemerintahan"),
        required=False,
        help_text=gettext_lazy("Menurut ijazahnya, bukan perkiraan."),
    )
    held_on = DayField(label=gettext_lazy("Tanggal ijazah atau sertifikat"))
    proof = forms.CharField(
        label=gettext_lazy("Bukti (opsional)"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Di mana salinannya dapat dilihat. Jangan tulis nomor ijazah."),
    )

    def clean(self) -> dict[str, Any]:
        """A degree says how high; a certificate has no degree."""
        data = super().clean() or {}
        if data.get("kind") == Qualification.Kind.DEGREE and not data.get("degree"):
            self.add_error("degree", _("Pilih jenjang ijazahnya."))
        if data.get("kind") == Qualification.Kind.CERTIFICATE:
            data["degree"] = ""
        return data

    def told(self) -> Diploma:
        """Return what was typed."""
        return Diploma(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why something counts no longer."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300, widget=LongText(attrs=AREA))

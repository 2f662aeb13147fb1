"""Parsing of typed values and reference data; nothing is saved here."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.models import Indicator, Period, Standard, Threshold
from rumahbersama.chain.needs.queries import all_periods
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import NumberText, WholeNumber
from rumahbersama.ground.intake.numbers import canonical
from rumahbersama.ground.people.roles import ROLES
from rumahbersama.ground.regions.models import Level


class ValueForm(forms.Form):
    """Entering or correcting one value."""

    source = forms.CharField(
        label=_("Sumber"), max_length=200, help_text=_("Misalnya: laporan bulanan puskesmas, pendataan desa.")
    )
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        max_length=500,
        required=False,
        help_text=_("Wajib kalau mengubah angka yang sudah ada."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        indicator: Indicator,
        is_correction: bool,
        is_look: bool = False,
        **options: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **options)
        self.fields["numerator"] = NumberText(
            label=indicator.numerator, whole=indicator.whole, help_text=indicator.unit
        )
        order = ["numerator"]
        if indicator.upward == Indicator.Upward.RATIO:
            self.fields["denominator"] = NumberText(label=indicator.denominator, whole=indicator.whole)
            order.append("denominator")
        if is_correction:
            self.fields["reason"].required = not is_look  # one looks first, and says why when saving
        else:
            del self.fields["reason"]
        self.order_fields([*order, "source", "reason"])


class StateForm(forms.Form):
    """Confirming, contesting or verifying a value."""

    state = forms.ChoiceField(choices=[("confirmed", ""), ("contested", ""), ("verified", "")])
    seen = forms.CharField(required=False, strip=False)
    why = forms.CharField(label=_("Alasan"), max_length=500, required=False)


class VerifyForm(forms.Form):
    """Verifying everything on the list at once, which nobody does by accident."""

    looked = forms.BooleanField(
        label=_("Saya sudah memeriksa angka-angka ini"),
        error_messages={"required": _("Centang dulu bahwa Anda sudah memeriksanya.")},
    )


class ReasonMixin(forms.Form):
    """A change of reference data says why."""

    reason = forms.CharField(label=_("Alasan perubahan"), max_length=500)


def _suppliers() -> list[tuple[str, str]]:
    """Return who may supply figures: the roles that supply their own, and whoever supplies one already."""
    named = {role.code: str(role.label) for role in ROLES.values() if role.code in role.supplies}
    used = Indicator(supplier="")
    for code in Indicator.objects.order_by("supplier").values_list("supplier", flat=True).distinct():
        used.supplier = code
        named.setdefault(code, used.supplier_name)
    return sorted(named.items(), key=lambda pair: pair[1])


class IndicatorForm(ReasonMixin, forms.ModelForm):
    """A new indicator, or a changed one; the code of an existing one stays."""

    supplier = forms.ChoiceField(label=_("Unit penyedia"), help_text=_("Siapa yang mengisi angkanya."))
    aliases = forms.CharField(
        label=_("Nama lain di judul kolom"),
        required=False,
        widget=LongText(attrs={"rows": 3}),
        help_text=_("Satu nama per baris. Nama ini membuat kolom dikenali sendiri ketika tabel diunggah."),
    )

    class Meta:
        """Fields in the order of the page."""

        model = Indicator
        fields: ClassVar = [
            "code",
            "name",
            "name_en",
            "area",
            "unit",
            "numerator",
            "denominator",
            "observed_level",
            "asked_each",
            "upward",
            "direction",
            "target",
            "maximum",
            "whole",
            "supplier",
            "replaces",
            "replaces_origin",
            "source",
            "legal_basis",
            "legal_basis_verified",
            "aliases",
            "order",
            "disabled_on",
        ]
        labels: ClassVar = {
            "code": _("Kode"),
            "name": _("Nama"),
            "name_en": _("Nama dalam bahasa Inggris"),
            "area": _("Bidang layanan"),
            "unit": _("Satuan"),
            "numerator": _("Yang dihitung (pembilang)"),
            "denominator": _("Dibagi apa (penyebut)"),
            "observed_level": _("Dicatat di tingkat"),
            "asked_each": _("Diminta tiap"),
            "upward": _("Ke tingkat di atasnya"),
            "direction": _("Arah yang baik"),
            "target": _("Target"),
            "maximum": _("Nilai terbesar yang masuk akal"),
            "whole": _("Selalu bilangan bulat"),
            "replaces": _("Menggantikan formulir"),
            "replaces_origin": _("Asal keterangan itu"),
            "source": _("Sumber"),
            "legal_basis": _("Dasar hukum"),
            "legal_basis_verified": _("Dasar hukum sudah diperiksa"),
            "order": _("Urutan"),
            "disabled_on": _("Tidak dipakai sejak"),
        }
        help_texts: ClassVar = {
            "asked_each": _(
                "Hanya periode sejenis yang meminta angka ini. Periodenya ditambahkan di halaman standar."
            ),
            "replaces": _("Formulir lain yang menanyakan angka yang sama. Kosongkan kalau belum diketahui."),
            "replaces_origin": _("Di mana terbaca bahwa formulir itu menanyakannya."),
        }
        field_classes: ClassVar = {"disabled_on": DayField}

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        # above the kabupaten nothing is observed: province and nation are sums
        levels = [choice for choice in Level.choices if choice[0] >= Level.KABUPATEN]
        self.fields["observed_level"].choices = levels  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.initial["aliases"] = "\n".join(self.instance.aliases)
            for name in ("target", "maximum"):
                value = getattr(self.instance, name)
                self.initial[name] = None if value is None else canonical(value)
        self.fields["supplier"].choices = _suppliers()  # type: ignore[attr-defined]
        self.fields["code"].error_messages["invalid"] = _(
            "Tulis huruf kecil, angka, dan tanda hubung saja, tanpa spasi. Contoh: sumur-bor."
        )

    def clean_aliases(self) -> list[str]:
        """Return one alias per line."""
        return [line.strip().lower() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        """A ratio names what it is divided by."""
        cleaned = super().clean() or {}
        if cleaned.get("upward") == Indicator.Upward.RATIO and not cleaned.get("denominator"):
            self.add_error("denominator", _("Isi penyebutnya, karena indikator ini berupa perbandingan."))
        return cleaned


class StandardForm(ReasonMixin, forms.ModelForm):
    """A standard that comes into force on a day; the one before ends then."""

    people_per_facility = WholeNumber(
        label=_("Satu fasilitas melayani berapa orang"), min_value=1, max_value=100_000_000
    )
    valid_from = DayField(label=_("Berlaku mulai"))

    class Meta:
        """Fields in the order of the page."""

        model = Standard
        fields: ClassVar = [
            "people_per_facility",
            "population",
            "level",
            "rounding",
            "minimum_per_place",
            "legal_basis",
            "legal_basis_verified",
            "note",
            "valid_from",
        ]
        labels: ClassVar = {
            "population": _("Orang yang mana"),
            "level": _("Berlaku per"),
            "rounding": _("Dibulatkan"),
            "minimum_per_place": _("Sekurangnya di tiap tempat"),
            "legal_basis": _("Dasar hukum"),
            "legal_basis_verified": _("Dasar hukum sudah diperiksa"),
            "note": _("Catatan"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        # gaps are counted from the figures of villages, so their people must be counted there too
        people = Indicator.objects.filter(
            disabled_on=None,
            area__code="kependudukan",
            upward=Indicator.Upward.SUM,
            observed_level=Level.DESA,
        )
        self.fields["population"].queryset = people  # type: ignore[attr-defined]


class ThresholdForm(ReasonMixin, forms.ModelForm):
    """Another value of a threshold, in force from a day on; the one before ends then."""

    valid_from = DayField(label=_("Berlaku mulai"))

    class Meta:
        """Fields in the order of the page."""

        model = Threshold
        fields: ClassVar = ["value", "source", "valid_from"]
        labels: ClassVar = {"value": _("Nilai"), "source": _("Dasar")}

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["value"] = NumberText(label=_("Nilai"))
        self.order_fields(["value", "source", "valid_from", "reason"])

    def clean_value(self) -> Decimal:
        """Refuse what no method can work with."""
        value = self.cleaned_data["value"]
        if not 0 < value < 10_000:
            raise forms.ValidationError(_("Tulis angka di atas nol dan di bawah 10.000."))
        return Decimal(value)


class PeriodForm(forms.Form):
    """A new period by its code."""

    code = forms.CharField(
        label=_("Periode baru"), max_length=8, help_text=_("Contoh: 2027, 2027-S1, 2027-Q1, 2027-M3.")
    )


class PeriodChoice(forms.Form):
    """Choosing the period of a page, among all or those at hand."""

    def __init__(self, *, period: Period, periods: Iterable[Period] | None = None) -> None:
        super().__init__(initial={"periode": period.code})
        known = all_periods() if periods is None else periods
        self.fields["periode"] = forms.ChoiceField(
            label=_("Periode"), choices=[(each.code, str(each)) for each in known]
        )

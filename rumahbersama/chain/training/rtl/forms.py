"""What people type about an RTL; nothing is saved here. A draft may have empty parts, never wrong ones."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.commitments.forms import StepsText, told
from rumahbersama.chain.commitments.rules import MOST_STEPS
from rumahbersama.chain.needs.newest import Choice
from rumahbersama.chain.training.rtl.measures import Typed, measured, offers
from rumahbersama.chain.training.rtl.models import FACTS, Rtl
from rumahbersama.chain.training.rtl.rules import names
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import NumberText, RupiahText
from rumahbersama.ground.people.models import Post


def _lines(rows: int) -> LongText:
    return LongText(attrs={"rows": rows})


class RtlForm(forms.Form):
    """A follow-up plan: from the problem to who helps."""

    use_required_attribute = False

    problem = forms.CharField(
        label=gettext_lazy("Masalah apa yang Anda hadapi?"),
        max_length=500,
        required=False,
        widget=_lines(2),
        help_text=gettext_lazy("Di tempat kerja Anda, dengan angka kalau ada."),
    )
    activity = forms.CharField(
        label=gettext_lazy("Apa yang akan Anda lakukan?"),
        max_length=300,
        required=False,
        widget=_lines(2),
        help_text=gettext_lazy("Satu kalimat dengan kata kerja, misalnya: mengaktifkan lagi Posyandu Melati."),
    )
    output = forms.CharField(
        label=gettext_lazy("Apa keluarannya?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Yang langsung jadi, misalnya: jadwal dan lima kader terlatih."),
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Ukuran hasilnya"),
        required=False,
        help_text=gettext_lazy(
            "Indikator tempat Anda: angka terbarunya menjadi angka awal, dan hasilnya diikuti nanti."
        ),
    )
    measure = forms.CharField(
        label=gettext_lazy("atau ukuran Anda sendiri"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Kalau tidak ada di daftar itu, misalnya: anak ditimbang setiap bulan."),
    )
    unit = forms.CharField(label=gettext_lazy("Satuan ukuran sendiri"), max_length=40, required=False)
    baseline = NumberText(
        label=gettext_lazy("Angka awal"),
        required=False,
        help_text=gettext_lazy("Kosongkan kalau belum diukur, atau supaya angka indikatornya yang dipakai."),
    )
    target = NumberText(label=gettext_lazy("Sasaran"), required=False)
    steps = StepsText(
        label=gettext_lazy("Langkah"),
        required=False,
        max_length=3000,
        widget=_lines(4),
        help_text=gettext_lazy("Satu baris satu langkah, boleh dengan tanggalnya: Mendata anak; 12 12 2026"),
    )
    due_on = DayField(label=gettext_lazy("Selesai paling lambat"), required=False)
    partners = forms.CharField(label=gettext_lazy("Mitra yang dilibatkan"), max_length=300, required=False)
    cost_rupiah = RupiahText(label=gettext_lazy("Biaya (rupiah)"), required=False)
    funding = forms.CharField(label=gettext_lazy("Sumber biaya"), max_length=120, required=False)
    mentor = forms.CharField(
        label=gettext_lazy("Mentor"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Siapa yang mendampingi Anda, misalnya camat atau pelatih."),
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], kept: Rtl | None, **options: Any) -> None:  # noqa: ANN401
        is_offered = kept is not None and any(each.indicator.code == kept.indicator for each in choices)
        options.setdefault("initial", _initial_of(kept, is_offered=is_offered))
        super().__init__(*args, **options)
        self.offered, self.kept = choices, kept
        own = ("", _("Ukuran sendiri, ditulis di bawah ini"))
        self.fields["indicator"].choices = [own, *offers(choices)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing was written, two measures, too many steps, and money that cannot be."""
        cleaned = super().clean() or {}
        if cleaned.get("indicator") and (cleaned.get("measure") or cleaned.get("unit")):
            self.add_error(
                "measure", _("Pilih dari daftar, atau tulis sendiri ukuran dan satuannya; salah satu saja.")
            )
        if not self.errors and all(value in (None, "", ()) for value in cleaned.values()):
            raise forms.ValidationError(_("Belum ada yang ditulis. Isi sekurangnya satu bagian, lalu simpan."))
        if len(cleaned.get("steps") or ()) > MOST_STEPS:
            self.add_error("steps", _("Paling banyak {most} langkah. Gabungkan yang kecil.").format(most=MOST_STEPS))
        cost = cleaned.get("cost_rupiah")
        if cost is not None and not 0 <= cost < 10**15:
            self.add_error("cost_rupiah", _("Biaya ditulis dalam rupiah, nol atau lebih, paling banyak 15 angka."))
        return cleaned

    def mark(self) -> None:
        """Show which parts must be filled before sending; to be called when the form is read already."""
        for name in names():
            self.fields["indicator" if name == "measure" else name].required = True

    def facts(self) -> dict[str, Any]:
        """Return what was written, as ``actions.save_rtl`` takes it."""
        facts = dict(self.cleaned_data)
        cost = facts["cost_rupiah"]
        typed = Typed(*(facts[name] for name in ("indicator", "measure", "unit", "baseline")))
        return facts | {"cost_rupiah": None if cost is None else int(cost)} | measured(typed, self.offered, self.kept)


def _initial_of(rtl: Rtl | None, *, is_offered: bool) -> dict[str, Any]:
    """Return what stands in the form; of an indicator on offer only what its writer typed beside it."""
    if rtl is None:
        return {}
    lines = [f"{text}; {day:%d %m %Y}" if day else text for text, day in rtl.step_rows]
    plain = {name: getattr(rtl, name) for name in FACTS}
    if is_offered:
        plain |= {"measure": "", "unit": "", "baseline": None if rtl.baseline_period else rtl.baseline}
    cost = "" if rtl.cost_rupiah is None else str(rtl.cost_rupiah)
    return plain | {"steps": "\n".join(lines), "cost_rupiah": cost}


class PostForm(forms.Form):
    """Of which post an RTL is."""

    post = forms.ChoiceField(
        label=gettext_lazy("RTL ini menjadi komitmen jabatan apa?"),
        help_text=gettext_lazy("Janji melekat pada jabatan: kalau orangnya pindah, penggantinya melanjutkan."),
    )

    def __init__(self, *args: Any, posts: list[Post], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        choices = [("", _("Pilih")), *((number, told(post)) for number, post in self.posts.items())]
        self.fields["post"].choices = choices  # type: ignore[attr-defined]

"""What people type about a programme; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rumahbersama.chain.house.programme import rules
from rumahbersama.chain.house.programme.actions.activities import Plan
from rumahbersama.chain.house.programme.actions.goals import Wish
from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
from rumahbersama.chain.needs.models import Indicator, ServiceArea
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import NumberText, RupiahText, WholeNumber
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region

ROWS = LongText(attrs={"rows": 2})


class ReasonField(forms.CharField):
    """Why something is changed that was approved already."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        plain: dict[str, Any] = {"label": gettext_lazy("Alasan perubahan"), "max_length": 500, "required": False}
        super().__init__(**(plain | options))


class BeginForm(forms.Form):
    """Of which year, and whether last year's is copied."""

    year = WholeNumber(
        label=gettext_lazy("Tahun"),
        min_value=rules.EARLIEST_YEAR,
        max_value=rules.LATEST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
    )
    copy = forms.BooleanField(
        label=gettext_lazy("Salin sasaran dan kegiatan dari program sebelumnya"),
        required=False,
        help_text=gettext_lazy("Bulannya sama, semuanya menjadi rencana. Angka awal sasaran dikosongkan."),
    )


class GoalForm(forms.Form):
    """What should be better, in which service area, with figures where there are some."""

    area = forms.ChoiceField(label=gettext_lazy("Bidang layanan"), required=False)
    statement = forms.CharField(
        label=pgettext_lazy("programme", "Sasaran"),
        max_length=300,
        widget=ROWS,
        help_text=gettext_lazy("Satu kalimat, misalnya: anak ditimbang setiap bulan di semua desa."),
    )
    indicator = forms.ChoiceField(label=gettext_lazy("Indikator"), required=False)
    unit = forms.CharField(
        label=gettext_lazy("Satuan"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Misalnya: %, desa, orang"),
    )
    baseline = NumberText(label=gettext_lazy("Angka awal"), required=False)
    target = NumberText(label=gettext_lazy("Sasaran akhir tahun"), required=False)
    reason = ReasonField()

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        programme: Programme,
        areas: Sequence[ServiceArea],
        indicators: Sequence[Indicator],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.areas = {str(area.pk): area for area in areas}
        self.indicators = {str(each.pk): each for each in indicators}
        named = [(number, str(each)) for number, each in self.areas.items()]
        self.fields["area"].choices = [("", _("Lain-lain")), *named]  # type: ignore[attr-defined]
        named = [(number, str(each)) for number, each in self.indicators.items()]
        self.fields["indicator"].choices = [("", _("Tanpa indikator")), *named]  # type: ignore[attr-defined]
        if programme.state == rules.DRAFT:
            del self.fields["reason"]

    def wish(self) -> Wish:
        """Return what was typed."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("statement", "unit", "baseline", "target")}
        return Wish(**plain, area=self.areas.get(data["area"]), indicator=self.indicators.get(data["indicator"]))


def initial_of_goal(goal: Goal) -> dict[str, Any]:
    """Return what stands in the form when a goal is changed."""
    kept = {name: getattr(goal, name) for name in ("statement", "unit", "baseline", "target")}
    return kept | {"area": str(goal.area_id or ""), "indicator": str(goal.indicator_id or "")}


class ActivityForm(forms.Form):
    """An activity: what, for whom, by whom, in which months or on which days, with which money."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Activity.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=pgettext_lazy("programme", "Kegiatan"),
        max_length=300,
        widget=ROWS,
        help_text=gettext_lazy("Misalnya: memeriksa buku kas umum desa."),
    )
    goal = forms.ChoiceField(label=gettext_lazy("Untuk sasaran"), required=False)
    villages = forms.MultipleChoiceField(
        label=gettext_lazy("Untuk desa mana?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tidak dicentang sama sekali: untuk semua desa dan kelurahan."),
    )
    post = forms.ChoiceField(label=gettext_lazy("Siapa penanggung jawabnya?"))
    first_month = forms.TypedChoiceField(
        label=gettext_lazy("Dari bulan"), coerce=int, empty_value=None, required=False
    )
    last_month = forms.TypedChoiceField(
        label=gettext_lazy("sampai bulan"), coerce=int, empty_value=None, required=False
    )
    starts_on = DayField(
        label=gettext_lazy("atau mulai tanggal"),
        required=False,
        help_text=gettext_lazy("Isi bulan atau tanggal, salah satu."),
    )
    ends_on = DayField(
        label=gettext_lazy("sampai tanggal"), required=False, help_text=gettext_lazy("Kosong: hanya satu hari.")
    )
    budget_line = forms.CharField(
        label=gettext_lazy("Mata anggaran"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Kode rekening atau nama subkegiatan, seperti dalam DPA."),
    )
    budget_rupiah = RupiahText(label=gettext_lazy("Anggaran (rupiah)"), required=False)
    reason = ReasonField()

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        programme: Programme,
        posts: Sequence[Post],
        goals: Sequence[Goal],
        villages: Sequence[Region],
        is_new: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.programme = programme
        self.posts = {str(post.pk): post for post in posts}
        self.goals = {str(goal.pk): goal for goal in goals}
        self.places = {place.code: place for place in villages}
        named = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        months = [("", _("Pilih")), *((number, str(name)) for number, name in MONTHS.items())]
        choices: dict[str, Any] = {
            "post": [("", _("Pilih")), *named],
            "goal": [("", _("Tanpa sasaran")), *((number, str(goal)) for number, goal in self.goals.items())],
            "villages": [(code, str(place)) for code, place in self.places.items()],
            "first_month": months,
            "last_month": months,
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        if programme.state == rules.DRAFT:
            del self.fields["reason"]
        elif not is_new:
            self.fields["post"].disabled = True
            self.fields["post"].help_text = _("Sesudah program disetujui, penanggung jawab diganti dengan “Alihkan”.")

    def clean(self) -> dict[str, Any]:
        """Of months and days exactly one is given."""
        cleaned = super().clean() or {}
        has_days, has_months = cleaned.get("starts_on") is not None, cleaned.get("first_month") is not None
        if has_days == has_months and not {"starts_on", "first_month"} & set(self.errors):
            self.add_error("first_month", _("Isi bulan atau tanggal mulainya, salah satu saja."))
        elif has_months and cleaned.get("ends_on") is not None:
            self.add_error("ends_on", _("Bulannya sudah diisi, jadi kosongkan tanggalnya; atau isi tanggal saja."))
        elif has_days and cleaned.get("last_month") is not None:
            self.add_error("last_month", _("Tanggalnya sudah diisi, jadi kosongkan bulannya; atau isi bulan saja."))
        elif has_months and not self.errors:
            first = cleaned["first_month"]
            last = cleaned.get("last_month") or first
            if last < first:
                self.add_error("last_month", _("Bulan akhirnya mendahului bulan awalnya."))
        return cleaned

    def plan(self) -> Plan:
        """Return what was typed."""
        data = self.cleaned_data
        is_in_months = data["starts_on"] is None
        if is_in_months:
            first = data["first_month"]
            days = rules.whole_months(self.programme.year, first, data["last_month"] or first)
        else:
            days = data["starts_on"], data["ends_on"] or data["starts_on"]
        plain = {name: data[name] for name in ("kind", "title", "budget_line")}
        return Plan(
            **plain,
            budget_rupiah=None if data["budget_rupiah"] is None else int(data["budget_rupiah"]),
            post=self.posts[data["post"]],
            goal=self.goals.get(data["goal"]),
            villages=[self.places[code] for code in data["villages"]],
            starts_on=days[0],
            ends_on=days[1],
            is_in_months=is_in_months,
        )


def initial_of(activity: Activity, villages: Sequence[Region]) -> dict[str, Any]:
    """Return what stands in the form when an activity is changed."""
    kept = {name: getattr(activity, name) for name in ("kind", "title", "budget_line", "budget_rupiah")}
    kept |= {"post": str(activity.post_id), "goal": str(activity.goal_id or "")}
    kept |= {"villages": [place.code for place in villages]}
    if activity.is_in_months:
        return kept | {"first_month": activity.starts_on.month, "last_month": activity.ends_on.month}
    return kept | {"starts_on": activity.starts_on, "ends_on": activity.ends_on}


class MoveForm(forms.Form):
    """Why a programme is closed or opened again."""

    reason = ReasonField(label=gettext_lazy("Alasan"))


class ReportForm(forms.Form):
    """What happened, the state it came to, and its evidence."""

    text = forms.CharField(label=gettext_lazy("Apa yang sudah terjadi?"), max_length=500, widget=ROWS)
    to = forms.ChoiceField(label=gettext_lazy("Keadaannya sekarang"), required=False, widget=forms.RadioSelect)
    link = forms.URLField(label=gettext_lazy("Tautan bukti"), required=False, assume_scheme="https")
    file = forms.FileField(
        label=gettext_lazy("Foto atau PDF"),
        required=False,
        help_text=gettext_lazy("Letak pengambilan foto dihapus."),
    )

    def __init__(self, *args: Any, activity: Activity, may_drop: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        names = dict(Activity.State.choices)
        reached = rules.next_states(activity.state, may_drop=may_drop)
        stays = ("", _("Tetap: {state}").format(state=names[activity.state].lower()))
        self.fields["to"].choices = [stays, *((code, names[code]) for code in reached)]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To which post, and why."""

    post = forms.ChoiceField(label=gettext_lazy("Kepada jabatan"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=500, widget=ROWS)

    def __init__(self, *args: Any, posts: Sequence[Post], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        named = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self.fields["post"].choices = [("", _("Pilih")), *named]  # type: ignore[attr-defined]

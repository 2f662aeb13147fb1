"""Invented values for the page ``/ui/``, where every component stands in every state."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.ground.core import charts
from rumahbersama.ground.core.charts import Bar, MapArea, Part
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.core.tables import PAGE, SORT, Listing

TARGET = 75
# name, share served (None: not sent), column and row in the invented map
PLACES: list[tuple[str, int | None, int, int]] = [
    ("Bukit Indah", 38, 2, 1),
    ("Tanjungsari", 43, 2, 0),
    ("Sungai Jernih", 57, 0, 2),
    ("Sidomulyo", 66, 1, 1),
    ("Cempaka", 79, 0, 1),
    ("Sukamaju", 81, 0, 0),
    ("Mekarsari", 88, 1, 0),
    ("Lembah Hijau", None, 1, 2),
    ("Muara", 74, 2, 2),
]
CELL = 150


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("Nama petugas"), help_text=gettext_lazy("Seperti tertulis di surat tugas.")
    )
    people = forms.IntegerField(
        label=gettext_lazy("Jumlah warga"),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "narrow"}),
    )
    service = forms.ChoiceField(
        label=gettext_lazy("Layanan"),
        choices=[("air", gettext_lazy("Air bersih")), ("pos", gettext_lazy("Posyandu"))],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Keadaan bangunan"),
        widget=forms.RadioSelect,
        choices=[
            ("ok", gettext_lazy("Baik")),
            ("poor", gettext_lazy("Rusak ringan")),
            ("bad", gettext_lazy("Rusak berat")),
        ],
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Hari buka"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", gettext_lazy("Senin")), ("2", gettext_lazy("Selasa"))],
    )
    visited = DayField(label=gettext_lazy("Tanggal kunjungan"), help_text=gettext_lazy("Contoh: 26 11 2026"))
    paper = forms.FileField(
        label=gettext_lazy("Surat tugas"), required=False, help_text=gettext_lazy("PDF, paling besar 5 MB.")
    )
    remark = forms.CharField(label=gettext_lazy("Catatan"), required=False, widget=LongText)
    agree = forms.BooleanField(label=gettext_lazy("Saya sudah memeriksa isian ini."))


class QuestionForm(forms.Form):
    """A page that asks one thing."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Apakah posyandu ini buka bulan lalu?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Ya")), ("no", gettext_lazy("Tidak"))],
    )


def everything(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the page ``/ui/``."""
    bad = {"name": "", "people": "-3", "service": "air", "visited_0": "31", "visited_1": "2", "visited_2": "2026"}
    return {
        "empty_form": SampleForm(prefix="kosong"),
        "wrong_form": SampleForm(bad),
        "question": QuestionForm(prefix="tanya"),
        "rows": _rows(),
        "listing": _listing(request),
        "area_map": charts.choropleth(_areas(), box="-4 -4 458 458"),
        "dots": charts.dot_map(_dots()),
        "bar": charts.stacked_bar(
            [Part(61, "f-ok"), Part(18, "f-warn"), Part(10, "f-over"), Part(11, "f-bad")], big=True
        ),
        "needs_bar": charts.stacked_bar([Part(22, "s1"), Part(7, "s2"), Part(12, "s3")]),
        "rising": charts.sparkline([41, 44, 43, 50, 55, 60, 68.2], target=75),
        "falling": charts.sparkline([60, None, 80, 82, 77, 74]),
        "course": charts.line(_course(), target=75),
        "columns": charts.columns(_columns()),
        "day": date(2026, 11, 26),
    }


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "share": share,
            "anchor": f"desa-{number}",
            "dot": charts.dot_row(share, target=TARGET, css=_class(share)),
        }
        for number, (name, share, _column, _row) in enumerate(PLACES)
    ]


def _class(share: int | None) -> str:
    if share is None:
        return charts.NO_DATA
    return f"q{sum(share >= limit for limit in (50, 65, 75, 85))}"


def _text(share: int | None) -> str:
    return _("belum kirim") if share is None else str(share)


def _areas() -> list[MapArea]:
    return [
        MapArea(
            code=str(number),
            name=name,
            url=f"#desa-{number}",
            value_class=_class(share),
            value_text="–" if share is None else str(share),
            x=column * CELL + CELL / 2,
            y=row * CELL + CELL / 2,
            path=f"M{column * CELL} {row * CELL}h{CELL}v{CELL}h-{CELL}z",
        )
        for number, (name, share, column, row) in enumerate(PLACES)
    ]


def _dots() -> list[MapArea]:
    return [
        MapArea(
            code=str(number),
            name=name,
            url=f"#desa-{number}",
            value_class=_class(share),
            value_text=_text(share),
            x=109 + column * 0.11 + row * 0.02,
            y=-7.4 - row * 0.05 - column * 0.013,
        )
        for number, (name, share, column, row) in enumerate(PLACES)
    ]


def _course() -> list[Bar]:
    years = {"2021": 41, "2022": 48, "2023": None, "2024": 57, "2025": 63, "2026": 68}
    return [Bar(label=year, value=value, text="" if value is None else f"{value}%") for year, value in years.items()]


def _columns() -> list[Bar]:
    counts = {"0–20": 2, "20–40": 5, "40–60": 21, "60–80": 34, "80–100": 12}
    return [Bar(label=label, value=count, text=str(count)) for label, count in counts.items()]


def _listing(request: HttpRequest) -> Listing:
    """Return a list in memory of the same shape as ``tables.listed`` gives."""
    sort = request.GET.get(SORT, "nama")
    names = [name for name, *_rest in PLACES] * 20
    names.sort(reverse=sort.startswith("-"))
    return Listing(page=Paginator(names, 5).get_page(request.GET.get(PAGE)), sort=sort, q="")

"""Forms of an upload: the file, the meaning of its columns, the places its rows mean."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.ground.core.formats import number
from rumahbersama.ground.intake.mapping import columns_of
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.intake.rules import CODE, NAME, PARENT, PERIOD, Dataset, Meaning
from rumahbersama.ground.regions.models import Region

LEAVE_OUT, OTHER = "-", "lain"
QUESTIONS_ON_A_PAGE = 50
ALL_CLEAR = "semua"  # the button that consents to every clear match, those not on the page too


class UploadForm(forms.Form):
    """The file, what it is, and which place it belongs to."""

    berkas = forms.FileField(
        label=gettext_lazy("Berkas"),
        help_text=gettext_lazy(
            "Excel (.xlsx), CSV atau GeoJSON, paling besar 20 MB. "
            "Satu baris satu wilayah, orang, usulan, atau fasilitas."
        ),
        error_messages={"required": gettext_lazy("Pilih berkas dulu."), "empty": gettext_lazy("Berkas ini kosong.")},
    )
    jenis = forms.ChoiceField(label=gettext_lazy("Isi tabel"))
    tempat = forms.ChoiceField(
        label=gettext_lazy("Wilayah"), help_text=gettext_lazy("Baris di luar wilayah ini ditolak.")
    )
    periode = forms.ChoiceField(
        label=gettext_lazy("Periode"),
        required=False,
        help_text=gettext_lazy("Dipakai bila judul kolom atau barisnya tidak menyebut periode."),
    )
    sumber = forms.CharField(
        label=gettext_lazy("Sumber data"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Misalnya: Dinas Kesehatan, laporan bulan Juni 2026. Kosong: nama berkas."),
    )

    def __init__(self, *args: Any, places: Sequence[Region], datasets: Sequence[Dataset], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.names = {place.code: str(place) for place in places}
        self._choices("jenis", [(dataset.code, str(dataset.label)) for dataset in datasets])
        self._choices("tempat", [(place.code, f"{place} ({place.code})") for place in places])
        periods = {choice.code: choice.label for dataset in datasets for choice in dataset.periods()}
        self._choices("periode", [*periods.items(), ("", _("Tertulis di berkas"))])
        if not periods:
            del self.fields["periode"]

    def _choices(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class MappingForm(forms.Form):
    """Per column of the file: what it means, and for which period."""

    def __init__(self, *args: Any, run: ImportRun, dataset: Dataset, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.run = run
        columns = columns_of(dataset)
        fixed = [(c.key, str(c.label)) for c in columns if c.kind in {CODE, NAME, PARENT, PERIOD}]
        values = [(c.key, str(c.label)) for c in columns if c.kind not in {CODE, NAME, PARENT, PERIOD}]
        meanings = [("", _("Lewati kolom ini")), (_("Wilayah dan waktu"), fixed), (_("Isi tabel"), values)]
        periods = [("", _("Seperti berkasnya")), *((c.code, c.label) for c in dataset.periods())]
        self.has_periods = len(periods) > 1
        for at, heading in enumerate(run.look["headings"]):
            mapped = run.mapping[at] or ["", ""]
            self.fields[f"arti_{at}"] = forms.ChoiceField(
                choices=meanings,
                required=False,
                initial=mapped[0],
                label=_("Arti kolom {heading}").format(heading=heading),
            )
            self.fields[f"periode_{at}"] = forms.ChoiceField(
                choices=periods,
                required=False,
                initial=mapped[1],
                label=_("Periode kolom {heading}").format(heading=heading),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return heading, samples and both fields of each column, for the page."""
        unknown = self.run.look["unknown_periods"]
        return [
            {
                "heading": heading,
                "samples": self.run.look["samples"][at],
                "meaning": self[f"arti_{at}"],
                "period": self[f"periode_{at}"],
                "unknown": unknown.get(str(at), ""),
            }
            for at, heading in enumerate(self.run.look["headings"])
        ]

    def meanings(self) -> list[Meaning | None]:
        """Return the chosen meaning of each column."""
        data = self.cleaned_data
        return [
            Meaning(data[f"arti_{at}"], data.get(f"periode_{at}", "")) if data[f"arti_{at}"] else None
            for at in range(len(self.run.look["headings"]))
        ]


class MatchForm(forms.Form):
    """Per written name without a known code: the place it means, decided by a person."""

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        asked: list[dict[str, Any]] = run.summary.get("questions", [])
        self.questions = asked[:QUESTIONS_ON_A_PAGE]
        self.clear = {tuple(question["key"]): str(question["best"]) for question in asked if question["best"]}
        for at, question in enumerate(self.questions):
            offers = [
                (
                    code,
                    _("{name}, {parent} · {code} · mirip {score}%").format(
                        name=name, parent=parent, code=code, score=score
                    ),
                )
                for code, name, parent, score in question["offers"]
            ]
            self.fields[f"padanan_{at}"] = forms.ChoiceField(
                label=_title(question),
                help_text=_("Baris {rows}").format(rows=", ".join(number(row) for row in question["rows"])),
                choices=[
                    *offers,
                    (OTHER, _("Wilayah lain, tulis kodenya")),
                    (LEAVE_OUT, _("Bukan wilayah: lewati barisnya")),
                ],
                initial=question["best"],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"kode_{at}"] = forms.CharField(
                label=_("Kode wilayah lain untuk {name}").format(name=question["name"]), required=False, max_length=13
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the code where another place was chosen."""
        data = super().clean() or {}
        for at in range(len(self.questions)):
            if data.get(f"padanan_{at}") == OTHER and not data.get(f"kode_{at}"):
                self.add_error(f"kode_{at}", _("Tulis kode wilayahnya, atau pilih salah satu usulan."))
        return data

    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the two fields of each question, for the page."""
        return [(self[f"padanan_{at}"], self[f"kode_{at}"]) for at in range(len(self.questions))]

    def decisions(self) -> dict[tuple[str, str, str], str]:
        """Return what was decided: key of the question -> code, "" for leaving out; unanswered ones left out."""
        found: dict[tuple[str, str, str], str] = {}
        for at, question in enumerate(self.questions):
            answer = self.cleaned_data.get(f"padanan_{at}", "")
            code = self.cleaned_data[f"kode_{at}"].strip() if answer == OTHER else answer
            if code:
                found[tuple(question["key"])] = "" if code == LEAVE_OUT else code
        return self.clear | found if ALL_CLEAR in self.data else found

    @property
    def more_clear(self) -> int:
        """Return how many clear matches there are beyond those on this page."""
        return len(self.clear.keys() - {tuple(question["key"]) for question in self.questions})


def _title(question: dict[str, Any]) -> str:
    parent = f", {question['parent']}" if question["parent"] else ""
    given = f" ({question['given']})" if question["given"] else ""
    return f"{question['name']}{parent}{given}"

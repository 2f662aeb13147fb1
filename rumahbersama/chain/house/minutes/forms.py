"""What people type about outcomes; nothing is saved here."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.minutes.actions.outcomes import Promised
from rumahbersama.chain.house.minutes.models import Pledge, read_when
from rumahbersama.chain.house.minutes.rules import LONGEST_TEXT
from rumahbersama.chain.house.problems.models import ProblemEvidence
from rumahbersama.ground.core.formats import with_unit
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import NumberText
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


class PledgeForm(forms.Form):
    """Who does what, for which place, by when; and how far a number of the problem is to come."""

    prefix, title = "janji", gettext_lazy("Catat komitmen")
    post = forms.ChoiceField(label=gettext_lazy("Siapa yang berjanji?"))
    what = forms.CharField(
        label=gettext_lazy("Apa yang dijanjikan?"),
        max_length=300,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu kalimat dengan kata kerja, misalnya: mengaktifkan lagi Posyandu Melati."),
    )
    due_on = DayField(label=gettext_lazy("Tenggat"))
    place = forms.ChoiceField(label=gettext_lazy("Untuk tempat mana?"))
    figure = forms.ChoiceField(
        label=gettext_lazy("Angka mana yang akan berubah?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy("Angka itu tidak lagi dibawa masalahnya. Pilih lagi angkanya.")
        },
    )
    target = NumberText(
        label=gettext_lazy("Target angka ini"),
        is_percent=True,
        required=False,
        help_text=gettext_lazy("Angka yang akan tercapai pada tenggatnya, dalam satuan yang sama."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        posts: Sequence[Post],
        places: Sequence[Region],
        figures: Sequence[ProblemEvidence],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        self.places = {place.code: place for place in places}
        told = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self.fields["post"].choices = [("", _("Pilih")), *told]  # type: ignore[attr-defined]
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]
        self.figures = {str(figure.pk): figure for figure in figures}
        if figures:
            of_figures = [(number, self._in_words(figure)) for number, figure in self.figures.items()]
            self.fields["figure"].choices = [*of_figures, ("", _("Tidak diukur dengan angka"))]  # type: ignore[attr-defined]
        else:
            del self.fields["figure"], self.fields["target"]

    def _in_words(self, figure: ProblemEvidence) -> str:
        """Return a figure as it was read, of where and when."""
        place = self.places.get(figure.place_code)
        told = f"{figure.measure}, {place}" if place else figure.measure
        value = with_unit(Decimal(figure.value), figure.unit)
        return f"{told}: {value} ({read_when(figure)})"

    def promised(self) -> Promised:
        """Return what was typed."""
        data = self.cleaned_data
        return Promised(
            data["what"],
            self.posts[data["post"]],
            self.places[data["place"]],
            data["due_on"],
            figure=self.figures.get(data.get("figure", "")),
            target=data.get("target"),
        )


def new_initial(region: Region, figures: Sequence[ProblemEvidence]) -> dict[str, Any]:
    """Return what stands in the form of a new promise: the first figure of the problem, and its place."""
    if not figures:
        return {"place": region.code}
    return {"place": figures[0].place_code or region.code, "figure": str(figures[0].pk)}


def pledge_initial(pledge: Pledge) -> dict[str, Any]:
    """Return what stands in the form when a promise is corrected."""
    return {
        "post": str(pledge.post_id),
        "what": pledge.what,
        "due_on": pledge.due_on,
        "place": pledge.region.code,
        "figure": str(pledge.figure_id or ""),
        "target": pledge.target,
    }


class TextForm(forms.Form):
    """One sentence: a decision, or why it goes upward."""

    text = forms.CharField(max_length=LONGEST_TEXT, widget=LongText(attrs={"rows": 2}))


class DecisionForm(TextForm):
    """What was decided."""

    prefix, title = "putusan", gettext_lazy("Catat keputusan")

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["text"].label = _("Apa yang diputuskan?")
        self.fields["text"].help_text = _("Satu kalimat; kalau hanya diketahui, tulis: Dicatat.")


class UpwardForm(TextForm):
    """Why it goes to the kabupaten."""

    prefix, title = "naik", gettext_lazy("Teruskan ke kabupaten")

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["text"].label = _("Mengapa diteruskan ke kabupaten, dan apa yang diminta?")


class PutOffForm(TextForm):
    """Why and until when it is put off."""

    prefix, title = "tunda", gettext_lazy("Tunda")
    until = DayField(label=gettext_lazy("Ditunda sampai"))

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["text"].label = _("Mengapa ditunda?")


class CloseForm(forms.Form):
    """To which day all that has no outcome is put off."""

    until = DayField(label=gettext_lazy("Tunda yang belum punya hasil sampai"))


class ReopenForm(forms.Form):
    """Why a closed meeting is opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan membuka lagi"),
        max_length=300,
        help_text=gettext_lazy("Tersimpan dalam riwayat rapat, misalnya: tenggat posyandu salah tulis."),
    )


def day_after(day: date, today: date, days: int) -> date:
    """Return the day offered for putting off: so many days after the meeting, or after today if that is later."""
    return date.fromordinal(max(day, today).toordinal() + days)

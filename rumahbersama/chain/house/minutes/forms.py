"""What people type about outcomes; nothing is saved here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.minutes.actions.outcomes import Promised
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.house.minutes.rules import LONGEST_TEXT
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region


class PledgeForm(forms.Form):
    """Who does what, for which place, by when."""

    prefix = "janji"
    post = forms.ChoiceField(label=gettext_lazy("Siapa yang berjanji?"))
    what = forms.CharField(
        label=gettext_lazy("Apa yang dijanjikan?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu kalimat dengan kata kerja, misalnya: mengaktifkan lagi Posyandu Melati."),
    )
    due_on = DayField(label=gettext_lazy("Tenggat"))
    place = forms.ChoiceField(label=gettext_lazy("Untuk tempat mana?"))

    def __init__(self, *args: Any, posts: Sequence[Post], places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        self.places = {place.code: place for place in places}
        told = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self.fields["post"].choices = [("", _("Pilih")), *told]  # type: ignore[attr-defined]
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]

    def promised(self) -> Promised:
        """Return what was typed."""
        data = self.cleaned_data
        return Promised(data["what"], self.posts[data["post"]], self.places[data["place"]], data["due_on"])


def pledge_initial(pledge: Pledge) -> dict[str, Any]:
    """Return what stands in the form when a promise is corrected."""
    return {
        "post": str(pledge.post_id),
        "what": pledge.what,
        "due_on": pledge.due_on,
        "place": pledge.region.code,
    }


class TextForm(forms.Form):
    """One sentence: a decision, or why it goes upward."""

    text = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(TextForm):
    """What was decided."""

    prefix = "putusan"

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["text"].label = _("Apa yang diputuskan?")
        self.fields["text"].help_text = _("Satu kalimat; kalau hanya diketahui, tulis: Dicatat.")


class UpwardForm(TextForm):
    """Why it goes to the kabupaten."""

    prefix = "naik"

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["text"].label = _("Mengapa diteruskan ke kabupaten, dan apa yang diminta?")


class PutOffForm(TextForm):
    """Why and until when it is put off."""

    prefix = "tunda"
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

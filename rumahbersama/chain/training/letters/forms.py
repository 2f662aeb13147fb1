"""Who signs a letter of an event, and what it rests on; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.letters.actions import Issue, Order
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers.contents import lines_of
from rumahbersama.workshop.papers.rules import PaperRefusal


class LetterForm(forms.Form):
    """Who signs, whose paraf is needed, and the basis."""

    basis = forms.CharField(
        label=gettext_lazy("Dasar"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu baris satu dasar, misalnya DPA atau surat permintaan."),
    )
    signer = forms.ChoiceField(label=gettext_lazy("Siapa yang menandatangani?"))
    on_behalf = forms.ChoiceField(label=gettext_lazy("Atas nama (a.n.)"), required=False)
    initials = forms.MultipleChoiceField(
        label=gettext_lazy("Siapa yang memaraf?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, posts: Sequence[Post], has_basis: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        choices = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self.fields["signer"].choices = [("", _("Pilih")), *choices]  # type: ignore[attr-defined]
        self.fields["on_behalf"].choices = [("", _("Tidak atas nama")), *choices]  # type: ignore[attr-defined]
        self.fields["initials"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["initials"]
        if not has_basis:
            del self.fields["basis"]

    def clean_basis(self) -> tuple[str, ...]:
        """Return the lines of the basis."""
        try:
            return lines_of(self.cleaned_data["basis"])
        except PaperRefusal as refusal:
            raise ValidationError(str(refusal)) from None

    def order(self) -> Order:
        """Return what was typed."""
        data = self.cleaned_data
        return Order(
            signer_post=self.posts[data["signer"]],
            on_behalf=self.posts.get(data["on_behalf"]),
            initials=[self.posts[number] for number in data.get("initials", [])],
            basis=data.get("basis", ()),
        )


class EachForm(LetterForm):
    """The same for letters that are signed at once: nobody puts a paraf, but day and klasifikasi are said."""

    signed_on = DayField(label=gettext_lazy("Tanggal surat"))
    classification = forms.CharField(label=gettext_lazy("Kode klasifikasi"), max_length=20)

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields.pop("initials", None)

    def issue(self) -> Issue:
        """Return what was typed."""
        return Issue(self.order(), self.cleaned_data["signed_on"], self.cleaned_data["classification"].strip())

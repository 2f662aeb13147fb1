"""What comes from the page on which a visit is made: a photo, a signature; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.oversight.visits.actions.writing import Shot, Signed
from rumahbersama.chain.oversight.visits.models import Signature
from rumahbersama.chain.oversight.visits.pictures import looked_at
from rumahbersama.chain.oversight.visits.reference import VisitRule
from rumahbersama.ground.core.forms import LongText
from rumahbersama.ground.files.rules import ACCEPT_IMAGES
from rumahbersama.workshop.surveys.rules import Asked

PHOTO_BOX = {"accept": ACCEPT_IMAGES, "capture": "environment", "data-potret": ""}


class _Pictured(forms.Form):
    """A picture: as text from the device that made it small, or as a file where there is no script."""

    picture = forms.CharField(required=False, max_length=4_000_000, widget=LongText)
    empty = gettext_lazy("Ambil atau pilih fotonya dulu.")

    def __init__(self, *args: Any, rule: VisitRule, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self.rule = rule

    def clean(self) -> dict[str, Any]:
        """Refuse a form without a picture, beside whatever else it lacks."""
        data = super().clean() or {}
        is_told = "picture" in self.errors or "photo" in self.errors
        if not is_told and not data.get("picture") and not data.get("photo"):
            self.add_error("photo", str(self.empty))
        return data

    def checked(self, name: str) -> Any:  # noqa: ANN401 - files.Checked
        """Return the picture, looked at; takes a while, so it is called before the database is held.

        Raises:
            Refusal: it cannot be kept.
        """
        data = self.cleaned_data
        return looked_at(text=data.get("picture", ""), upload=data.get("photo"), rule=self.rule, name=name)


class PhotoForm(_Pictured):
    """A photo, what it shows, and which question it belongs to."""

    box = forms.ChoiceField(label=gettext_lazy("Tentang"), required=False)
    caption = forms.CharField(
        label=gettext_lazy("Keterangan"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Apa yang terlihat. Boleh ditulis sebelum atau sesudah fotonya diambil, atau diubah nanti."
        ),
    )
    photo = forms.FileField(
        label=gettext_lazy("Foto"),
        required=False,
        widget=forms.FileInput(attrs=PHOTO_BOX),
        help_text=gettext_lazy("Dikecilkan dan letaknya dihapus. Jangan memotret wajah orang dari dekat."),
    )

    def __init__(self, *args: Any, questions: Sequence[Asked], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        asked = [(each.name, each.label) for each in questions if each.is_answered]
        self.fields["box"].choices = [("", _("Kunjungan ini")), *asked]  # type: ignore[attr-defined]

    def shot(self, checked: Any) -> Shot:  # noqa: ANN401 - files.Checked
        """Return the photo as it is kept."""
        return Shot(checked, self.cleaned_data["caption"], self.cleaned_data["box"])


class CaptionForm(forms.Form):
    """What a stored photo shows."""

    caption = forms.CharField(label=gettext_lazy("Keterangan"), max_length=200, required=False)


class SignatureForm(_Pictured):
    """Who signs for which side; on the glass, or the photographed paper."""

    empty = gettext_lazy("Tanda tangani dulu di layar, atau foto berita acara yang ditandatangani di kertas.")
    side = forms.ChoiceField(label=gettext_lazy("Untuk siapa?"), choices=Signature.Side.choices)
    name = forms.CharField(label=gettext_lazy("Nama yang menandatangani"), max_length=120)
    title = forms.CharField(label=gettext_lazy("Jabatan"), max_length=120)
    how = forms.ChoiceField(required=False, choices=Signature.How.choices, initial=Signature.How.PAPER)
    photo = forms.FileField(
        label=gettext_lazy("Foto berita acara yang ditandatangani di kertas"),
        required=False,
        widget=forms.FileInput(attrs=PHOTO_BOX),
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, auto_id="ttd_%s", **options)  # it stands on one page with the photo's form

    def signed(self, checked: Any) -> Signed:  # noqa: ANN401 - files.Checked
        """Return the signature as it is kept."""
        data = self.cleaned_data
        how = Signature.How.PAPER if data.get("photo") else data["how"] or Signature.How.PAPER
        return Signed(checked, data["side"], how, data["name"], data["title"])

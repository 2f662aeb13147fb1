"""Photos in a form; each is looked at when it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.ground.files.rules import ACCEPT_IMAGES, limits


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several photos, or lets a phone take one.

    The kinds are named one by one: a phone offers its camera all the same, and an iPhone sends JPEG instead of HEIC.
    """

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT_IMAGES, "multiple": True})


class PhotosField(forms.FileField):
    """Several photos."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 - what the widget gives
        """Return the files, none if none was chosen."""
        if self.required and not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(PhotosField, self).clean(each, initial) for each in data or []]


class PhotosForm(forms.Form):
    """A form with photos, which come behind its own questions and before the reason."""

    photos = PhotosField(label=gettext_lazy("Foto"), required=False)
    keep_position = forms.BooleanField(
        label=gettext_lazy("Simpan letak tempat foto diambil"),
        required=False,
        help_text=gettext_lazy("Tanpa centang, letaknya dihapus dari foto."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        super().__init__(*args, **options)
        self.order_fields([name for name in self.fields if name not in {"photos", "keep_position", "reason"}])
        self.fields["photos"].help_text = _("Paling banyak {most}. Jangan memotret wajah orang dari dekat.").format(
            most=limits().photos
        )

    def sent_photos(self) -> list[Photo]:
        """Return the photos as they were sent."""
        keep = self.cleaned_data.get("keep_position", False)
        return [Photo(file.chunks(), file.name, keep) for file in self.cleaned_data.get("photos", [])]


class AddPhotosForm(PhotosForm):
    """Photos alone, for what is written down already."""

    photos = PhotosField(
        label=gettext_lazy("Tambah foto"), error_messages={"required": gettext_lazy("Pilih fotonya dulu.")}
    )

"""Photos in a form; each is looked at when it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.ground.core.forms import FilesField
from rumahbersama.ground.files.rules import ACCEPT_IMAGES, limits


class PhotosForm(forms.Form):
    """A form with photos, which come behind its own questions and before the reason."""

    photos = FilesField(accept=ACCEPT_IMAGES, label=gettext_lazy("Foto"), required=False)
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

    photos = FilesField(
        accept=ACCEPT_IMAGES,
        label=gettext_lazy("Tambah foto"),
        error_messages={"required": gettext_lazy("Pilih fotonya dulu.")},
    )

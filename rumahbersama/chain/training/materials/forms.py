"""What people type about materials; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.materials.actions import MaterialFacts
from rumahbersama.chain.training.materials.models import Material
from rumahbersama.chain.training.models import Subject
from rumahbersama.ground.files.rules import ACCEPT_MATERIALS, limits


class FileBox(forms.FileField):
    """A PDF, a picture or an office document; an empty file is refused by what looks at the content."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Django's own options
        super().__init__(
            label=gettext_lazy("Berkas"),
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ACCEPT_MATERIALS}),
            help_text=format_lazy(
                gettext_lazy(
                    "PDF, gambar (JPEG, PNG, WebP), atau berkas PowerPoint, Word, Excel, dan LibreOffice "
                    "(PPTX, DOCX, XLSX, ODP, ODT, ODS) tanpa makro; paling besar {limit} MB. "
                    "Nama pembuat yang tersimpan di dalam berkas ikut terbaca oleh penerima."
                ),
                limit=limits().max_bytes // 1_000_000,
            ),
            **options,
        )


class CorrectForm(forms.Form):
    """Of which subject, of which kind, and what it is called."""

    subject = forms.ChoiceField(label=gettext_lazy("Mata ajar"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis bahan"),
        choices=Material.Kind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Panduan pelatih hanya terlihat oleh penyelenggara dan pengajar."),
    )
    title = forms.CharField(label=gettext_lazy("Judul"), max_length=160)

    def __init__(self, *args: Any, subjects: Sequence[Subject], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.subjects = {str(subject.pk): subject for subject in subjects}
        self.fields["subject"].choices = [(pk, each.title) for pk, each in self.subjects.items()]  # type: ignore[attr-defined]

    def facts(self) -> MaterialFacts:
        """Return what was typed."""
        told = self.cleaned_data
        return MaterialFacts(self.subjects[told["subject"]], told["kind"], " ".join(told["title"].split()))


class MaterialForm(CorrectForm):
    """A new material with its file."""

    file = FileBox()
    note = forms.CharField(
        label=gettext_lazy("Catatan versi"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Misalnya dari mana asalnya."),
    )


class VersionForm(forms.Form):
    """A new version."""

    file = FileBox()
    note = forms.CharField(
        label=gettext_lazy("Apa yang berubah?"),
        max_length=300,
        help_text=gettext_lazy("Contoh: angka tahun 2026 dimasukkan, halaman 4 sampai 7."),
    )


class ReasonForm(forms.Form):
    """Why something is withdrawn, or an earlier version is used again."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=240)

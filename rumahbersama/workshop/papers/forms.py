"""What people type about papers; nothing is saved here."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.ground.core.forms import DayField, LongText, depending
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers.actions import Wording
from rumahbersama.workshop.papers.contents import Block, blocks_of, content_of, lines_of, text_of
from rumahbersama.workshop.papers.models import Office, Paper
from rumahbersama.workshop.papers.numbering import Numbering
from rumahbersama.workshop.papers.offices import OfficeFacts
from rumahbersama.workshop.papers.reference import classification_groups
from rumahbersama.workshop.papers.rules import HIGHEST_NUMBER, PaperRefusal

Read = TypeVar("Read")
NATURES = ("Biasa", "Segera", "Penting", "Rahasia")


class RoadForm(forms.Form):
    """Who signs a paper, for whom, and whose paraf it needs."""

    signer = forms.ChoiceField(label=gettext_lazy("Siapa yang menandatangani?"))
    on_behalf = forms.ChoiceField(label=gettext_lazy("Atas nama (a.n.)"), required=False)
    initials = forms.MultipleChoiceField(
        label=gettext_lazy("Siapa yang memaraf?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, posts: Sequence[Post], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        choices = [(number, _told(post)) for number, post in self.posts.items()]
        self.fields["signer"].choices = [("", _("Pilih")), *choices]  # type: ignore[attr-defined]
        self.fields["on_behalf"].choices = [("", _("Tidak atas nama")), *choices]  # type: ignore[attr-defined]
        self.fields["initials"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["initials"]

    def road(self) -> dict[str, Any]:
        """Return who was chosen, as ``actions.draft`` and ``Wording`` take it."""
        data = self.cleaned_data
        return {
            "signer_post": self.posts[data["signer"]],
            "on_behalf": self.posts.get(data["on_behalf"]),
            "initials": [self.posts[number] for number in data.get("initials", [])],
        }


class DraftForm(RoadForm):
    """The text of a paper, who signs it, and whose paraf it needs."""

    field_order = ("title", "to", "nature", "attachment", "text", "copies", "signer", "on_behalf", "initials")
    title = forms.CharField(
        label=gettext_lazy("Hal"),
        max_length=300,
        help_text=gettext_lazy("Satu kalimat pendek, misalnya: Undangan rapat Rumah Bersama."),
    )
    to = forms.CharField(
        label=gettext_lazy("Kepada (Yth.)"),
        required=False,
        max_length=2_000,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu baris satu nama atau alamat."),
    )
    nature = forms.ChoiceField(label=gettext_lazy("Sifat"), required=False)
    attachment = forms.CharField(label=gettext_lazy("Lampiran"), required=False, max_length=80)
    text = forms.CharField(
        label=gettext_lazy("Isi"),
        max_length=300_000,
        widget=LongText(attrs={"rows": 16}),
        help_text=gettext_lazy(
            "Baris kosong memisahkan alinea. “Hari: Senin” menjadi isian, “1. …” menjadi daftar, "
            "“| No. | Nama |” menjadi tabel, “## …” menjadi judul bagian, “# …” memulai lampiran di halaman baru."
        ),
    )
    copies = forms.CharField(
        label=gettext_lazy("Tembusan"),
        required=False,
        max_length=2_000,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu baris satu penerima."),
    )

    def __init__(self, *args: Any, pictures: Sequence[Block] = (), **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.pictures = pictures
        if pictures:
            told = _(
                "Baris “[Rangkaian foto 1]” adalah tempat fotonya: boleh dipindah, atau dihapus bersama fotonya."
            )
            self.fields["text"].help_text = f"{self.fields['text'].help_text} {told}"
        self.fields["nature"].choices = [("", _("Tidak dicetak")), *((word, word) for word in NATURES)]  # type: ignore[attr-defined]

    def clean_text(self) -> tuple[dict[str, Any], ...]:
        """Return the blocks of the text."""
        return self._taken(lambda: blocks_of(self.cleaned_data["text"], pictures=self.pictures))

    def clean_to(self) -> tuple[str, ...]:
        """Return the lines of the address."""
        return self._taken(lambda: lines_of(self.cleaned_data["to"]))

    def clean_copies(self) -> tuple[str, ...]:
        """Return who gets a copy."""
        return self._taken(lambda: lines_of(self.cleaned_data["copies"]))

    def _taken(self, read: Callable[[], Read]) -> Read:
        try:
            return read()
        except PaperRefusal as refusal:
            raise ValidationError(str(refusal)) from None

    def wording(self) -> Wording:
        """Return what was typed."""
        data = self.cleaned_data
        return Wording(
            title=data["title"],
            content={
                "to": data["to"],
                "nature": data["nature"],
                "attachment": data["attachment"],
                "blocks": data["text"],
                "copies": data["copies"],
            },
            **self.road(),
        )


def _told(post: Post) -> str:
    return f"{post.title}, {post.agency or post.region}"


def initial_of(paper: Paper, initials: Sequence[Post]) -> dict[str, Any]:
    """Return what stands in the form when a draft is corrected."""
    content = content_of(paper.content)
    return {
        "title": paper.title,
        "to": "\n".join(content.to),
        "nature": content.nature,
        "attachment": content.attachment,
        "text": text_of(content.blocks),
        "copies": "\n".join(content.copies),
        "signer": str(paper.signer_post_id),
        "on_behalf": str(paper.on_behalf_id or ""),
        "initials": [str(post.pk) for post in initials],
    }


class NumberForm(forms.Form):
    """The number of a paper: its klasifikasi, and a number from the office's book where that is ahead."""

    classification = forms.CharField(label=gettext_lazy("Kode klasifikasi"), max_length=20)
    sequence = WholeNumber(
        label=gettext_lazy("Nomor urut"),
        required=False,
        min_value=1,
        max_value=HIGHEST_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Kosong: nomor berikutnya. Isi kalau buku agenda kantor sudah lebih jauh."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        groups = ", ".join(f"{code} {label}" for code, label in classification_groups())
        self.fields["classification"].help_text = _("Kelompok utama: {groups}.").format(groups=groups)

    def numbering(self) -> Numbering:
        """Return what number the paper is to get."""
        return Numbering(self.cleaned_data["classification"].strip(), self.cleaned_data["sequence"])


class SignForm(NumberForm):
    """How a paper was signed, when, with its proof and its number."""

    field_order = ("way", "signed_on", "file", "when", "classification", "sequence")
    way = forms.ChoiceField(
        label=gettext_lazy("Cara tanda tangan"), choices=Paper.Way.choices, widget=forms.RadioSelect
    )
    signed_on = DayField(label=gettext_lazy("Tanggal tanda tangan"))
    file = forms.FileField(
        label=gettext_lazy("Pindaian atau PDF yang sudah ditandatangani"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP, atau PDF. Boleh menyusul kalau Anda sendiri penanda tangannya."),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("Nomor surat"),
        widget=forms.RadioSelect,
        choices=[("now", gettext_lazy("Beri nomor sekarang")), ("later", gettext_lazy("Nomor menyusul"))],
    )

    def __init__(self, *args: Any, needs_number: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["classification"].required = False
        if not needs_number:
            for name in ("when", "classification", "sequence"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A number now needs its klasifikasi."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == "now" and not cleaned.get("classification"):
            self.add_error("classification", _("Isi kode klasifikasinya, atau pilih nomor menyusul."))
        return cleaned

    def numbering(self) -> Numbering | None:  # type: ignore[override]
        """Return the number that is given now, or None."""
        return super().numbering() if self.cleaned_data.get("when") == "now" else None


class InitialForm(forms.Form):
    """What one says of a paper that waits for a paraf or the signature."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Keputusan Anda"),
        widget=forms.RadioSelect,
        choices=[("paraf", gettext_lazy("Paraf")), ("kembali", gettext_lazy("Kembalikan untuk diperbaiki"))],
    )
    reason = depending(
        forms.CharField(
            label=gettext_lazy("Yang harus diperbaiki"),
            max_length=500,
            widget=LongText(attrs={"rows": 2}),
            help_text=gettext_lazy("Wajib kalau dikembalikan."),
        )
    )


class ReasonForm(forms.Form):
    """Why a paper is sent back or cancelled."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=500, widget=LongText(attrs={"rows": 2}))


class FileForm(forms.Form):
    """A scan, or the PDF that came back signed."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Berkas apa ini?"),
        widget=forms.RadioSelect,
        choices=[
            ("scan", gettext_lazy("Pindaian surat bertanda tangan basah")),
            ("certified", gettext_lazy("PDF bertanda tangan elektronik dari luar")),
        ],
    )
    file = forms.FileField(label=gettext_lazy("Berkas"), help_text=gettext_lazy("JPEG, PNG, WebP, atau PDF."))


class SentForm(forms.Form):
    """When a paper went out."""

    sent_on = DayField(label=gettext_lazy("Tanggal kirim"))


class OfficeForm(forms.Form):
    """The letterhead of an office and how its numbers look."""

    heading = forms.CharField(
        label=gettext_lazy("Kop surat"),
        max_length=600,
        widget=LongText(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu baris satu nama; baris terakhir dicetak paling besar."),
    )
    address = forms.CharField(
        label=gettext_lazy("Alamat"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Jalan, telepon, surel, kode pos; dicetak di bawah nama kantor."),
    )
    city = forms.CharField(label=gettext_lazy("Tempat surat dibuat"), max_length=80)
    short = forms.CharField(label=gettext_lazy("Singkatan kantor dalam nomor"), max_length=30)
    pattern = forms.CharField(
        label=gettext_lazy("Pola nomor"),
        max_length=100,
        help_text=gettext_lazy("Dengan {klasifikasi}, {urut}, {kantor}, {bulan}, {tahun}."),
    )
    copies = forms.CharField(
        label=gettext_lazy("Tembusan tetap"),
        required=False,
        max_length=2_000,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu baris satu penerima; muncul di setiap konsep baru dan dapat dihapus di sana."),
    )

    def facts(self) -> OfficeFacts:
        """Return what was typed."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("address", "city", "short", "pattern")}
        return OfficeFacts(heading=lines_of(data["heading"]), copies=lines_of(data["copies"]), **plain)


def initial_of_office(office: Office | None, guess: OfficeFacts) -> dict[str, str]:
    """Return what stands in the form: what is stored, or what the names of the places suggest."""
    names = ("heading", "address", "city", "short", "pattern", "copies")
    if office is not None:
        return {name: getattr(office, name) for name in names}
    return {
        **{name: getattr(guess, name) for name in ("address", "city", "short", "pattern")},
        "heading": "\n".join(guess.heading),
        "copies": "",
    }

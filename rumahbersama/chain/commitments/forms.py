"""What people type about commitments; nothing is saved here."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.commitments.actions import Promise
from rumahbersama.chain.commitments.models import Commitment, Step
from rumahbersama.chain.commitments.rules import DONE, IN_PROGRESS, WAITING
from rumahbersama.ground.core.forms import DayField, LongText, depending
from rumahbersama.ground.core.working_days import LONGEST
from rumahbersama.ground.intake.forms import NumberText, RupiahText, WholeNumber
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.regions.models import Region

DAY_AT_END = re.compile(r"^(.*?)[;,]\s*(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})$")


def told(post: Post) -> str:
    """Return a post with its place."""
    return f"{post.title}, {post.agency or post.region}"


class StepsText(forms.CharField):
    """Steps, one a line; a line may end with its day: "Mendata anak; 12 12 2026"."""

    def clean(self, value: Any) -> tuple[tuple[str, date | None], ...]:  # noqa: ANN401 - what the widget gives
        """Return the steps in their order; the first line that cannot be read is named."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        return tuple(self._step(line) for line in lines if line)

    def _step(self, line: str) -> tuple[str, date | None]:
        found = DAY_AT_END.match(line)
        text = found[1].strip() if found else line
        if len(text) > 200:
            raise forms.ValidationError(_("Langkah “%(text)s…” lebih dari 200 huruf."), params={"text": text[:30]})
        if not found:
            return text, None
        try:
            return text, date(int(found[4]), int(found[3]), int(found[2]))
        except ValueError:
            raise forms.ValidationError(
                _("Tanggal pada langkah “%(text)s” tidak ada di kalender."), params={"text": text}
            ) from None


class CommitmentForm(forms.Form):
    """A promise: who, what, for where, by when; and what makes it checkable."""

    post = forms.ChoiceField(label=gettext_lazy("Siapa yang berjanji?"))
    what = forms.CharField(
        label=gettext_lazy("Apa yang dijanjikan?"),
        max_length=300,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu kalimat dengan kata kerja, misalnya: mengaktifkan lagi Posyandu Melati."),
    )
    why = forms.CharField(
        label=gettext_lazy("Mengapa?"), max_length=500, required=False, widget=LongText(attrs={"rows": 2})
    )
    place = forms.ChoiceField(label=gettext_lazy("Untuk tempat mana?"))
    due_on = DayField(label=gettext_lazy("Tenggat"), required=False)
    working_days = WholeNumber(
        label=gettext_lazy("atau dalam berapa hari kerja"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Isi salah satu. Hari libur tempat jabatan itu tidak dihitung."),
    )
    steps = StepsText(
        label=gettext_lazy("Langkah"),
        required=False,
        widget=LongText(attrs={"rows": 4}),
        help_text=gettext_lazy("Satu baris satu langkah, boleh dengan tanggalnya: Mendata anak; 12 12 2026"),
    )
    measure = forms.CharField(
        label=gettext_lazy("Ukuran hasilnya"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Misalnya: anak ditimbang setiap bulan."),
    )
    unit = forms.CharField(label=gettext_lazy("Satuan"), max_length=40, required=False)
    baseline = NumberText(label=gettext_lazy("Angka awal"), required=False)
    target = NumberText(label=gettext_lazy("Sasaran"), required=False)
    cost_rupiah = RupiahText(label=gettext_lazy("Biaya (rupiah)"), required=False)
    funding = forms.CharField(label=gettext_lazy("Sumber biaya"), max_length=120, required=False)
    reviewer = forms.ChoiceField(
        label=gettext_lazy("Siapa yang memeriksa?"),
        required=False,
        help_text=gettext_lazy("Kosong: camat atau sekretaris camat."),
    )
    reason = forms.CharField(label=gettext_lazy("Alasan perubahan"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        posts: Sequence[Post],
        places: Sequence[Region],
        is_correction: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        self.places = {place.code: place for place in places}
        choices = [(number, told(post)) for number, post in self.posts.items()]
        self.fields["post"].choices = [("", _("Pilih")), *choices]  # type: ignore[attr-defined]
        self.fields["reviewer"].choices = [("", _("Camat atau sekretaris camat")), *choices]  # type: ignore[attr-defined]
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]
        if not is_correction:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Of the two ways to say the deadline exactly one is used."""
        cleaned = super().clean() or {}
        ways = [cleaned.get("due_on"), cleaned.get("working_days")]
        if "due_on" in cleaned and "working_days" in cleaned and ways.count(None) != 1:
            self.add_error("due_on", _("Isi tanggal tenggat, atau jumlah hari kerja; salah satu saja."))
        return cleaned

    def promise(self, *, promised_on: date, due_on: date, **source: Any) -> Promise:  # noqa: ANN401
        """Return what was promised; ``due_on`` is the day that was typed or counted."""
        data = self.cleaned_data
        cost = data["cost_rupiah"]
        kept = {name: data[name] for name in ("what", "why", "measure", "unit", "baseline", "target", "funding")}
        return Promise(
            **kept,
            **source,
            post=self.posts[data["post"]],
            region=self.places[data["place"]],
            promised_on=promised_on,
            due_on=due_on,
            reviewer=self.posts.get(data["reviewer"]),
            cost_rupiah=None if cost is None else int(cost),
            steps=data["steps"],
        )


def initial_of(commitment: Commitment, steps: Sequence[Step]) -> dict[str, Any]:
    """Return what stands in the form when a commitment is corrected."""
    plain = ("what", "why", "due_on", "measure", "unit", "baseline", "target", "funding")
    lines = [f"{step.text}; {step.due_on:%d %m %Y}" if step.due_on else step.text for step in steps]
    return {
        **{name: getattr(commitment, name) for name in plain},
        "cost_rupiah": "" if commitment.cost_rupiah is None else str(commitment.cost_rupiah),
        "post": str(commitment.post_id),
        "reviewer": str(commitment.reviewer_id or ""),
        "place": commitment.region.code,
        "steps": "\n".join(lines),
    }


class ReportForm(forms.Form):
    """How it goes: one sentence, its proof, the steps that are done, and where it stands now."""

    text = forms.CharField(
        label=gettext_lazy("Apa yang sudah terjadi?"), max_length=500, widget=LongText(attrs={"rows": 3})
    )
    done_steps = forms.MultipleChoiceField(
        label=gettext_lazy("Langkah yang sudah selesai"), required=False, widget=forms.CheckboxSelectMultiple
    )
    to = forms.ChoiceField(label=gettext_lazy("Keadaan sekarang"), widget=forms.RadioSelect)
    link = forms.URLField(label=gettext_lazy("Tautan bukti"), max_length=300, required=False, assume_scheme="https")
    file = forms.FileField(
        label=gettext_lazy("Foto atau dokumen bukti"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP, atau PDF. Letak foto dihapus."),
    )

    def __init__(self, *args: Any, commitment: Commitment, steps: Sequence[Step], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        waiting = [(str(step.order), step.text) for step in steps if step.done_on is None]
        self.fields["done_steps"].choices = waiting  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["done_steps"]
        labels = dict(Commitment.State.choices)
        states = [IN_PROGRESS, WAITING, DONE]
        self.fields["to"].choices = [(state, labels[state]) for state in states]  # type: ignore[attr-defined]
        self.initial.setdefault("to", WAITING if commitment.state == WAITING else IN_PROGRESS)
        if commitment.state == DONE:
            del self.fields["to"]


class ReasonForm(forms.Form):
    """Why a commitment is dropped."""

    reason = forms.CharField(label=gettext_lazy("Alasan menghentikannya"), max_length=500)


class ConfirmForm(forms.Form):
    """What the reviewer says: it was kept, or what is still missing."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Hasil pemeriksaan"),
        widget=forms.RadioSelect,
        choices=[
            ("terbukti", gettext_lazy("Terbukti")),
            ("kembali", gettext_lazy("Dikembalikan, masih ada yang kurang")),
        ],
    )
    note = depending(
        forms.CharField(
            label=gettext_lazy("Catatan"),
            max_length=500,
            widget=LongText(attrs={"rows": 2}),
            help_text=gettext_lazy("Wajib kalau dikembalikan: tulis apa yang masih kurang."),
        )
    )

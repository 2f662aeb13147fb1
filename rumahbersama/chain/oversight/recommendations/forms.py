"""What people type about notes and recommendations; nothing is saved here."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.recommendations.actions.rechecking import Seen
from rumahbersama.chain.oversight.recommendations.actions.rows import due_proposed
from rumahbersama.chain.oversight.recommendations.actions.writing import Told
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.ground.core.forms import DayField, LongText, depending
from rumahbersama.ground.regions.models import Region

LONG = {"rows": 3}


class WriteForm(forms.Form):
    """A note or recommendation in plain questions: where, what, on which basis, how it is mended, by when."""

    village = forms.ChoiceField(label=gettext_lazy("Desa atau kelurahan"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=Recommendation.Kind.choices,
        widget=forms.RadioSelect,
        initial=Recommendation.Kind.NOTE,
        help_text=gettext_lazy("Catatan dibenahi dan diperiksa ulang. Rekomendasi juga dapat menjadi komitmen."),
    )
    what = forms.CharField(
        label=gettext_lazy("Apa yang dilihat?"),
        max_length=rules.LONGEST,
        widget=LongText(attrs=LONG),
        help_text=gettext_lazy("Satu kalimat: apa, di mana, sejak kapan. Jangan tulis nama orang."),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Dasar hukum"),
        max_length=300,
        help_text=gettext_lazy("Peraturan dan pasalnya, sama dengan butir daftar periksa kalau ada."),
    )
    remedy = forms.CharField(
        label=gettext_lazy("Cara membenahi"), max_length=rules.LONGEST, widget=LongText(attrs=LONG)
    )
    severity = forms.ChoiceField(label=gettext_lazy("Tingkat"), widget=forms.RadioSelect)
    due_on = DayField(
        label=gettext_lazy("Tenggat membenahi"),
        required=False,
        help_text=gettext_lazy("Kosong: dihitung dari tingkatnya dalam hari kerja desa itu."),
    )
    item_text = forms.CharField(
        label=gettext_lazy("Butir daftar periksa"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Kalau berasal dari daftar periksa. Dipakai untuk melihat apa yang berulang di desa lain."
        ),
    )
    item = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Mengapa diubah?"),
        max_length=rules.LONGEST_REASON,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Dibaca desa. Sesudah diubah, desa menanggapi lagi."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        villages: Sequence[Region],
        today: date,
        asks_reason: bool = False,
        is_new: bool = True,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.today, self.village_of = today, {village.code: village for village in villages}
        places = [(code, str(village)) for code, village in self.village_of.items()]
        self.fields["village"].choices = [("", _("Pilih")), *places]  # type: ignore[attr-defined]
        grades = [(each.code, f"{each.name}: {each.meaning}") for each in rule_on(today).severities]
        self.fields["severity"].choices = grades  # type: ignore[attr-defined]
        if not is_new:
            for name in ("village", "item", "item_text"):
                del self.fields[name]
        if not asks_reason:
            del self.fields["reason"]

    def told(self, village: Region, **evidence: Any) -> Told:  # noqa: ANN401 - text, and the visit
        """Return what was told; where no day was typed, the one that its severity proposes."""
        data = self.cleaned_data
        due = data["due_on"] or due_proposed(village, data["severity"], self.today)
        names = ("kind", "what", "legal_basis", "remedy", "severity")
        more = {name: data.get(name, "") for name in ("item", "item_text")}
        return Told(**{name: data[name] for name in names}, due_on=due, **more, **evidence)


def initial_of(found: Recommendation) -> dict[str, Any]:
    """Return what stands in the form when one is corrected."""
    return {name: getattr(found, name) for name in ("kind", "what", "legal_basis", "remedy", "severity", "due_on")}


class ReplyForm(forms.Form):
    """What a village says: what may still be said is offered."""

    reply = forms.ChoiceField(
        label=gettext_lazy("Tanggapan desa"),
        widget=forms.RadioSelect,
        choices=[
            (rules.AGREE, gettext_lazy("Setuju, akan dibenahi")),
            (rules.OBJECT, gettext_lazy("Keberatan, dengan alasan")),
            (rules.ASK, gettext_lazy("Bertanya dulu")),
        ],
    )
    text = depending(
        forms.CharField(
            label=gettext_lazy("Alasan, pertanyaan, atau keterangan"),
            max_length=rules.LONGEST_REASON,
            widget=LongText(attrs=LONG),
            help_text=gettext_lazy(
                "Wajib kalau keberatan atau bertanya. Dibaca kecamatan dan ikut ke mana pun ini pergi."
            ),
        )
    )

    def __init__(self, *args: Any, is_confirmed: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        field, offered = self.fields["reply"], rules.replies_to(is_confirmed=is_confirmed)
        field.choices = [each for each in field.choices if each[0] in offered]  # type: ignore[attr-defined]
        if is_confirmed:
            field.initial = rules.AGREE
            field.error_messages["invalid_choice"] = str(rules.too_late_to_object())
            self.fields["text"].is_depending = False  # type: ignore[attr-defined]
            self.fields["text"].help_text = _("Boleh dikosongkan. Dibaca kecamatan dan ikut ke mana pun ini pergi.")


class AnswerForm(forms.Form):
    """What the writer answers to a question or an objection."""

    answer = forms.ChoiceField(label=gettext_lazy("Jawaban kecamatan"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Penjelasan atau alasan"),
        max_length=rules.LONGEST_REASON,
        widget=LongText(attrs=LONG),
        help_text=gettext_lazy("Dibaca desa dan tetap di riwayat."),
    )

    def __init__(self, *args: Any, state: str, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        first = {
            rules.QUESTIONED: (rules.EXPLAIN, _("Jelaskan; desa menanggapi lagi")),
            rules.OBJECTED: (rules.KEEP, _("Pertahankan; keberatan desa tetap tercatat di sampingnya")),
        }.get(state)
        choices = [first] if first else []
        self.fields["answer"].choices = [*choices, (rules.WITHDRAW, _("Tarik; ini tidak berlaku lagi"))]  # type: ignore[attr-defined]


class RecheckForm(forms.Form):
    """What a re-check saw, with its proof."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Hasil pemeriksaan ulang"),
        widget=forms.RadioSelect,
        choices=[
            (rules.DONE, gettext_lazy("Sudah dibenahi: tutup")),
            (rules.NOT_YET, gettext_lazy("Belum, masih ada yang kurang")),
        ],
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Diperiksa lewat"),
        widget=forms.RadioSelect,
        initial=rules.BY_VISIT,
        choices=[
            (rules.BY_VISIT, gettext_lazy("Kunjungan ke desa")),
            (rules.BY_PAPER, gettext_lazy("Dokumen yang dikirim desa")),
        ],
    )
    text = forms.CharField(
        label=gettext_lazy("Apa yang dilihat?"), max_length=rules.LONGEST_REASON, widget=LongText(attrs=LONG)
    )
    link = forms.CharField(
        label=gettext_lazy("Nomor surat atau tautan bukti"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Isi ini, atau kirim berkas di bawah. Tanpa bukti hasilnya tidak disimpan."),
    )
    file = forms.FileField(
        label=gettext_lazy("Foto atau dokumen bukti"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP, atau PDF. Letak foto dihapus."),
    )
    until = depending(
        DayField(
            label=gettext_lazy("Tenggat baru"),
            help_text=gettext_lazy("Hanya kalau belum selesai dan desa mendapat waktu lagi."),
        )
    )

    def seen_there(self, proof: Any) -> Seen:  # noqa: ANN401 - files.Checked or None
        """Return what was seen; ``proof`` is the file as it was looked at."""
        data = self.cleaned_data
        return Seen(data["verdict"], data["way"], data["text"], data["link"], proof, data["until"])


class ReasonForm(forms.Form):
    """Why a step is taken that must say why."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=rules.LONGEST_REASON, widget=LongText(attrs={"rows": 2})
    )

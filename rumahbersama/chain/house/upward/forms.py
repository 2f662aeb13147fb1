"""What people type about passed problems and service targets; nothing is saved here."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.upward.rules import (
    ACCEPTED,
    LONGEST_TEXT,
    MOST_DAYS,
    REJECTED,
    Answer,
    Level,
    ServiceTarget,
)
from rumahbersama.ground.core.forms import DayField, LongText, depending
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.people.models import Post


def _few_digits(most: int) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "maxlength": str(most), "autocomplete": "off"})


class AssignForm(forms.Form):
    """Which post of the kabupaten must answer; and why another one than now."""

    office = forms.ChoiceField(label=gettext_lazy("Jabatan yang harus menjawab"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan pindah kantor"),
        max_length=300,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Tampak di perjalanan masalah, supaya jelas mengapa masalah ini berpindah tangan."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        offices: Sequence[Post],
        held: Collection[int],
        now: int | None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        """``now`` is the post that holds it already, which needs a reason to change; ``held`` have a holder today."""
        super().__init__(*args, **options)
        self.offices, self.held = {str(post.pk): post for post in offices if post.pk != now}, held
        named = [(number, self._in_words(post)) for number, post in self.offices.items()]
        self.fields["office"].choices = [("", _("Pilih")), *named]  # type: ignore[attr-defined]
        if now is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Without a change there is no reason to ask for."""
        cleaned = super().clean() or {}
        cleaned.setdefault("reason", "")
        return cleaned

    def _in_words(self, post: Post) -> str:
        named = f"{post.title}, {post.agency or post.region}"
        return named if post.pk in self.held else _("{post} (sedang kosong)").format(post=named)

    def chosen(self) -> Post:
        """Return the chosen post."""
        return self.offices[self.cleaned_data["office"]]

    def told(self) -> str:
        """Say whether anybody learns of it: a post without a holder has nobody to tell."""
        if not self.is_valid() or self.chosen().pk in self.held:
            return _("Kantor penjawab tersimpan dan diberi tahu.")
        return _(
            "Kantor penjawab tersimpan. Jabatan itu sedang kosong, jadi belum ada yang diberi tahu di sana; "
            "pengingatnya datang kepada koordinator."
        )


class AnswerForm(forms.Form):
    """Accepted into a plan year, or rejected; and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Jawaban"),
        choices=[
            (ACCEPTED, gettext_lazy("Diterima, masuk rencana tahun tertentu")),
            (REJECTED, gettext_lazy("Ditolak dengan alasan")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu: diterima atau ditolak.")},
    )
    plan_year = depending(
        WholeNumber(
            label=gettext_lazy("Tahun rencana"),
            widget=_few_digits(4),
            help_text=gettext_lazy("Hanya kalau diterima, misalnya 2027."),
        )
    )
    text = depending(
        forms.CharField(
            label=gettext_lazy("Isi jawaban atau alasan"),
            max_length=400,
            widget=LongText(attrs={"rows": 3}),
            help_text=gettext_lazy("Wajib kalau ditolak. Kalau diterima: nama kegiatan dan perkiraan waktunya."),
        )
    )

    def answer(self) -> Answer:
        """Return what was answered."""
        data = self.cleaned_data
        year = data["plan_year"] if data["outcome"] == ACCEPTED else None
        return Answer(outcome=data["outcome"], text=data["text"], plan_year=year)


class TextForm(forms.Form):
    """One text: a question, a reply, or a reason."""

    text = forms.CharField(max_length=LONGEST_TEXT - 50, widget=LongText(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["text"].label = label


class TargetForm(forms.Form):
    """What the bupati set: days for each holder, and who is told how late."""

    valid_from = DayField(label=gettext_lazy("Berlaku sejak"))
    assign_days = WholeNumber(
        label=gettext_lazy("Hari kerja untuk menugaskan kantor"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=_few_digits(3),
    )
    answer_days = WholeNumber(
        label=gettext_lazy("Hari kerja untuk menjawab"), min_value=1, max_value=MOST_DAYS, widget=_few_digits(3)
    )
    reply_days = WholeNumber(
        label=gettext_lazy("Hari kerja kecamatan membalas pertanyaan"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=_few_digits(3),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        now: ServiceTarget,
        posts: Sequence[Post],
        **options: Any,  # noqa: ANN401
    ) -> None:
        """``now`` is what the form begins with; its levels are those that are asked about."""
        super().__init__(*args, **options)
        self.levels, self.posts = now.levels, {str(post.pk): post for post in posts}
        named = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        for level in now.levels:
            self.fields[f"after_{level.code}"] = WholeNumber(
                label=_("{title} diberi tahu sesudah terlambat (hari kerja)").format(title=level.title),
                min_value=1,
                max_value=MOST_DAYS,
                widget=_few_digits(3),
            )
            self.fields[f"post_{level.code}"] = forms.ChoiceField(
                label=_("Jabatan {title} yang diberi tahu").format(title=level.title),
                choices=[("", _("Semua jabatan dengan sebutan itu")), *named],
                required=False,
            )
        self.fields["legal_basis"] = forms.CharField(
            label=_("Dasar hukum"),
            max_length=200,
            help_text=_("Misalnya: Keputusan Bupati nomor 100/12/2026 tentang target jawaban usulan kecamatan."),
        )

    def target(self) -> ServiceTarget:
        """Return what was set."""
        data = self.cleaned_data
        return ServiceTarget(
            valid_from=data["valid_from"],
            assign_days=data["assign_days"],
            answer_days=data["answer_days"],
            reply_days=data["reply_days"],
            levels=tuple(
                Level(each.code, each.title, data[f"after_{each.code}"], _number(data[f"post_{each.code}"]))
                for each in self.levels
            ),
            legal_basis=data["legal_basis"],
        )


def _number(typed: str) -> int | None:
    return int(typed) if typed else None


def initial_of(target: ServiceTarget) -> dict[str, Any]:
    """Return what stands in the form at first: what holds now."""
    plain = {name: getattr(target, name) for name in ("assign_days", "answer_days", "reply_days")}
    for level in target.levels:
        plain |= {f"after_{level.code}": level.after, f"post_{level.code}": str(level.post or "")}
    return plain

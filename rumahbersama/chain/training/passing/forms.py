"""What people type about passing; nothing is saved here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.training.passing.actions import Objection, Typed, typed_of
from rumahbersama.chain.training.passing.certificates import Signature
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.passing.queries import Standing, as_text
from rumahbersama.chain.training.passing.rules import (
    ATTENDANCE,
    BY_HAND,
    FROM_LIST,
    FROM_TEST,
    PARTS,
    POST_TEST,
    TYPED,
    PassingRefusal,
    Rule,
)
from rumahbersama.ground.core.forms import DayField, LongText
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.people.models import Post

REVOKE, REISSUE = "cabut", "ulang"
NUMERIC = forms.TextInput(attrs={"inputmode": "numeric"})


def part_names() -> dict[str, str]:
    """Return what the parts are called."""
    return dict(zip(PARTS, (_("Kehadiran"), _("Tes akhir"), _("Praktik"), _("Sikap")), strict=True))


def _percent(label: Any, help_text: Any = "") -> WholeNumber:  # noqa: ANN401 - lazy text
    return WholeNumber(label=label, min_value=0, max_value=100, widget=NUMERIC, help_text=help_text)


class RuleForm(forms.Form):
    """The rule of an event."""

    least_attendance = _percent(
        gettext_lazy("Kehadiran paling sedikit (%)"), gettext_lazy("Dari seluruh JP yang dihitung presensi.")
    )
    least_score = _percent(gettext_lazy("Nilai akhir paling rendah"))
    attendance = _percent(gettext_lazy("Bobot kehadiran (%)"), gettext_lazy("Keempat bobot berjumlah 100."))
    post_test = _percent(gettext_lazy("Bobot tes akhir (%)"))
    practice = _percent(gettext_lazy("Bobot praktik (%)"))
    attitude = _percent(gettext_lazy("Bobot sikap (%)"))

    def rule(self) -> Rule:
        """Return what was typed."""
        data = self.cleaned_data
        return Rule(data["least_attendance"], data["least_score"], {part: data[part] for part in PARTS})


def initial_of_rule(rule: Rule) -> dict[str, int]:
    """Return what stands in the form."""
    return {"least_attendance": rule.least_attendance, "least_score": rule.least_score, **rule.weights}


class ObjectionForm(forms.Form):
    """What a person says against a decision, and what is decided now."""

    outcome = forms.ChoiceField(label=gettext_lazy("Putusan baru"), widget=forms.RadioSelect)
    says = forms.CharField(
        label=gettext_lazy("Isi keberatan"),
        max_length=500,
        required=False,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Apa yang disampaikan peserta, kapan, dan lewat apa."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan putusan baru"), max_length=500, widget=LongText(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, decision: Decision, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        words = {
            Decision.Outcome.PASSED: _("Lulus"),
            Decision.Outcome.FAILED: _("Tidak lulus"),
            Decision.Outcome.REOPENED: _("Buka lagi, supaya nilainya dapat diperbaiki lalu diputuskan ulang"),
        }
        choices = [(code, text) for code, text in words.items() if code != decision.outcome]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]

    def objection(self) -> Objection:
        """Return what was typed."""
        data = self.cleaned_data
        return Objection(data["outcome"], data["reason"], data["says"])


class SignatureForm(forms.Form):
    """Who signs certificates, when, and under which klasifikasi."""

    signer = forms.ChoiceField(label=gettext_lazy("Siapa yang menandatangani?"))
    signed_on = DayField(label=gettext_lazy("Tanggal sertifikat"))
    classification = forms.CharField(label=gettext_lazy("Kode klasifikasi"), max_length=20)

    def __init__(self, *args: Any, posts: Sequence[Post], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        choices = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self.fields["signer"].choices = [("", _("Pilih")), *choices]  # type: ignore[attr-defined]

    def signature(self) -> Signature:
        """Return what was typed."""
        data = self.cleaned_data
        return Signature(self.posts[data["signer"]], data["signed_on"], data["classification"].strip())


class CertificateForm(SignatureForm):
    """Revoke a certificate, or issue another in its place."""

    field_order = ("act", "reason", "signer", "signed_on", "classification")
    ACTS = (
        (REVOKE, gettext_lazy("Cabut sertifikat ini")),
        (REISSUE, gettext_lazy("Terbitkan lagi dengan nomor baru; nomor lama tetap terbaca")),
    )
    act = forms.ChoiceField(label=gettext_lazy("Apa yang dilakukan?"), widget=forms.RadioSelect, choices=ACTS)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy("Alasan mencabut tampil di halaman pemeriksaan umum. Jangan tulis data pribadi."),
    )

    def __init__(self, *args: Any, is_in_force: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        for name in ("signer", "signed_on", "classification"):
            self.fields[name].required = False
        self.fields["signer"].help_text = _("Ketiga isian ini hanya untuk menerbitkan lagi.")
        if not is_in_force:
            self.fields["act"].choices = self.ACTS[1:]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another certificate needs its signer, day and klasifikasi."""
        data = super().clean() or {}
        if data.get("act") == REISSUE:
            for name in ("signer", "signed_on", "classification"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Isi ini untuk menerbitkan lagi."))
        return data


# The table of marks of a class ----------------------------------------------------------------
BOXES = (*TYPED, ATTENDANCE)
REASONS = {ATTENDANCE: "alasan", POST_TEST: "alasan-tes"}  # the box of the reason with which a part is typed


@dataclass
class Box:
    """One box of the table: its name in the form, its label for who cannot see, what stands in it, what counts."""

    name: str
    label: str
    head: str
    value: str
    note: str = ""


@dataclass
class MarkRow:
    """One person of the table: what is known, the boxes (none once decided), and what stood there when it opened."""

    standing: Standing
    boxes: list[Box]
    before: str

    @property
    def attendance_why(self) -> str:
        """Return why attendance was typed."""
        return self.standing.why(ATTENDANCE)

    @property
    def post_test_source(self) -> str:
        """Return where the post-test comes from, with the reason where it was typed over a test."""
        source, why = self.standing.parts.sources.get(POST_TEST, ""), self.standing.why(POST_TEST)
        return f"{source_names()[source]}: {why}" if why else source_names().get(source, "")


def rows_of(standings: Sequence[Standing], posted: Mapping[str, str]) -> list[MarkRow]:
    """Return the table of a class; what was posted stays in its boxes."""
    names, rows = part_names(), []
    for standing in standings:
        number, stored = standing.person.pk, typed_of(standing.marks)
        boxes = [
            Box(f"{part}-{number}", f"{names[part]}: {standing.person.name}", names[part], "")
            for part in (() if standing.is_decided else BOXES)
        ]
        for box, part in zip(boxes, BOXES, strict=False):
            box.value = posted.get(box.name, as_text(getattr(stored, part)))[:12]
            box.note = note_of_test(standing) if part == POST_TEST else ""
        before = "|".join(as_text(getattr(stored, part)) for part in BOXES)
        rows.append(MarkRow(standing, boxes, posted.get(f"lama-{number}", before)[:60]))
    return rows


def source_names() -> dict[str, str]:
    """Return in words where a mark comes from."""
    return {FROM_LIST: _("dari presensi"), FROM_TEST: _("dari tes"), BY_HAND: _("diketik")}


def note_of_test(standing: Standing) -> str:
    """Return what the test of the program says of somebody, or that what was typed counts; "" for none."""
    taken = standing.taken
    if taken is None:
        return ""
    if taken.score is None:
        return _("tes sedang dikerjakan")
    if standing.parts.sources.get(POST_TEST) == BY_HAND:
        return _("diketik menggantikan tes {score}").format(score=as_text(taken.score))
    return _("dari tes: {score}").format(score=as_text(taken.score))


def typed_in(standings: Sequence[Standing], posted: Mapping[str, str]) -> dict[int, tuple[Typed, Typed]]:
    """Return for each person what stood in the boxes and what stands there now.

    Raises:
        PassingRefusal: a box holds no number; names the person.
    """
    found = {}
    for standing in standings:
        number, name = standing.person.pk, standing.person.name
        if f"lama-{number}" not in posted:
            continue
        old = posted[f"lama-{number}"].split("|")
        was = _typed(name, dict(zip(BOXES, [*old, *[""] * len(BOXES)], strict=False)))
        now = _typed(name, {part: posted.get(f"{part}-{number}", "") for part in BOXES})
        stored = typed_of(standing.marks)
        for part, box in REASONS.items():
            key, before, value = f"{part}_reason", getattr(was, part), getattr(now, part)
            kept = getattr(stored, key) if before is not None else ""
            said = posted.get(box, "") if value != before else kept
            reasons: tuple[dict[str, Any], dict[str, Any]] = {key: kept}, {key: said if value is not None else ""}
            was, now = replace(was, **reasons[0]), replace(now, **reasons[1])
        found[number] = (was, now)
    return found


def _typed(name: str, texts: Mapping[str, str]) -> Typed:
    post_test, practice, attitude, attendance = (number_of(name, texts[part]) for part in BOXES)
    return Typed(post_test, practice, attitude, attendance)


def number_of(name: str, text: str) -> Decimal | None:
    """Return a typed number with comma or point; None for an empty box.

    Raises:
        PassingRefusal: no number; names the person.
    """
    told = text.strip().replace(",", ".")
    if not told:
        return None
    try:
        return Decimal(told[:12])
    except InvalidOperation:
        words = _("{name}: “{text}” bukan angka. Tulis angka antara 0 dan 100, misalnya 82,5.")
        raise PassingRefusal(words.format(name=name, text=text[:20])) from None

"""Parsing of a section's boxes; nothing is saved here."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rumahbersama.chain.needs.entry.actions import UNSEEN, Typed
from rumahbersama.chain.needs.entry.queries import Cell, Key, Section
from rumahbersama.chain.needs.entry.rules import BoxRefusal, Doubt
from rumahbersama.chain.needs.models import Indicator
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.intake.forms import NumberText


class SectionForm(forms.Form):
    """The boxes of one section; empty and untouched boxes change nothing.

    Each box carries what stood in it when the page was opened, so that a page left open, or a sheet that waited
    in a phone, never takes back what somebody else has corrected meanwhile.
    """

    source = forms.CharField(
        label=_("Sumber"), max_length=200, help_text=_("Misalnya: laporan bulanan puskesmas, pendataan desa.")
    )
    reason = forms.CharField(
        label=_("Alasan, kalau mengubah angka yang diisi orang lain atau sudah diperiksa"),
        max_length=500,
        required=False,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        section: Section,
        doubts: dict[Key, Doubt] | None = None,
        **options: Any,  # noqa: ANN401 - Django's own
    ) -> None:
        super().__init__(*args, **options)
        self.section = section
        self.tops: dict[Key, str] = {}
        for cell in section.cells:
            self._add_boxes(cell)
        for cell in section.cells:
            # a reason written beside a value that was looked at, and not yet kept, is taken too
            if (doubts and cell.key in doubts) or name_of("k", cell) in self.data:
                self.fields[name_of("k", cell)] = forms.CharField(
                    label=_("Mengapa angka ini benar"),
                    max_length=300,
                    required=False,
                    initial=cell.stored.note if cell.stored else "",
                )

    def _add_boxes(self, cell: Cell) -> None:
        indicator, stored = cell.indicator, cell.stored
        label = str(cell.region) if self.section.by_place else str(indicator)
        hint = "" if self.section.by_place else f"{indicator.numerator} ({indicator.unit})"
        self.tops[cell.key] = name_of("n", cell)
        self.fields[name_of("n", cell)] = NumberText(
            label=label,
            whole=indicator.whole,
            required=False,
            help_text=hint,
            initial=stored.numerator if stored else None,
            show_hidden_initial=True,
        )
        if indicator.upward == Indicator.Upward.RATIO:
            self.fields[name_of("d", cell)] = NumberText(
                label=_("{name}: penyebut").format(name=label),
                whole=indicator.whole,
                required=False,
                help_text=indicator.denominator,
                initial=stored.denominator if stored else None,
                show_hidden_initial=True,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse half a ratio: a denominator alone would be lost."""
        cleaned = super().clean() or {}
        for cell in self.section.cells:
            bottom = name_of("d", cell)
            if cleaned.get(bottom) is not None and cleaned.get(name_of("n", cell)) is None:
                self.add_error(bottom, _("Isi pembilangnya juga, atau kosongkan keduanya."))
        return cleaned

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at the box that it concerns, so that the summary leads there; else above all boxes."""
        if not isinstance(refusal, BoxRefusal) or refusal.key not in self.tops:
            self.add_error(None, str(refusal))
            return
        self.add_error(self.tops[refusal.key], refusal.at_box)
        if refusal.asks_reason:
            self.add_error("reason", _("Tulis mengapa angka itu diubah."))

    def typed(self) -> list[Typed]:
        """Return the boxes that were filled or changed, with what stood in them when the page was opened."""
        touched = set(self.changed_data)
        found = []
        for cell in self.section.cells:
            top = self.cleaned_data.get(name_of("n", cell))
            if top is not None and touched & {name_of("n", cell), name_of("d", cell)}:
                bottom = self.cleaned_data.get(name_of("d", cell))
                seen = (self._seen(name_of(side, cell)) for side in ("n", "d"))
                found.append(Typed(cell.region, cell.indicator, top, bottom, *seen))
        return found

    def _seen(self, name: str) -> Any:  # noqa: ANN401 - a number, None for an empty box, or UNSEEN
        if name not in self.fields:
            return UNSEEN
        box = self[name]
        if box.html_initial_name not in self.data:
            return UNSEEN
        try:
            return self.fields[box.name].clean(self.data[box.html_initial_name])
        except forms.ValidationError:
            return UNSEEN

    def notes(self) -> dict[Key, str]:
        """Return what explains unusual values, by ids of place and indicator."""
        named = {cell.key: name_of("k", cell) for cell in self.section.cells}
        return {key: self.cleaned_data[name] for key, name in named.items() if name in self.fields}

    def opened_with(self) -> SafeString:
        """Return the hidden boxes that remember what stood there, anew each time the form is shown."""
        boxes = (self[name] for name, field in self.fields.items() if field.show_hidden_initial)
        rows = ((box.html_initial_name, self.fields[box.name].prepare_value(box.initial) or "") for box in boxes)
        return format_html_join("\n", '<input type="hidden" name="{}" value="{}">', rows)

    def rows(self) -> Iterator[tuple[Cell, list[forms.BoundField], forms.BoundField | None]]:
        """Yield each cell with its boxes, and the box for its explanation where it is doubted."""
        for cell in self.section.cells:
            boxes = [self[name] for name in (name_of("n", cell), name_of("d", cell)) if name in self.fields]
            why = name_of("k", cell)
            yield cell, boxes, self[why] if why in self.fields else None


def name_of(side: str, cell: Cell) -> str:
    """Return the name of a box: the codes of indicator and place, so that a sheet kept in a phone stays true."""
    return f"{side}-{cell.indicator.code}-{cell.region.code.replace('.', '_')}"


class ConfirmForm(forms.Form):
    """Saying for a village that its figures are right, which nobody does by accident."""

    looked = forms.BooleanField(
        label=_("Saya sudah membaca angka-angka ini atas nama desa"),
        error_messages={"required": _("Centang dulu bahwa Anda sudah membacanya.")},
    )


class ReopenForm(forms.Form):
    """Opening a closed period again."""

    reason = forms.CharField(label=_("Alasan membuka kembali"), max_length=500)

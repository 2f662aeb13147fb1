"""How far a value is believed, and what became of it, in words."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.models import Observation
from rumahbersama.ground.audit.queries import RowChange
from rumahbersama.ground.core.formats import number
from rumahbersama.ground.core.templatetags.ui import chip

register = template.Library()
STATES = {
    Observation.State.ENTERED: ("warn", "circle-dashed"),
    Observation.State.CONFIRMED: ("none", "circle-check"),
    Observation.State.VERIFIED: ("ok", "circle-check"),
    Observation.State.CONTESTED: ("bad", "triangle-alert"),
}


@register.simple_tag
def state_chip(state: str) -> SafeString:
    """Return the chip of a value's state; "" is a value that nobody has sent."""
    if not state:
        return chip("none", "circle-dashed", _("belum dikirim"))
    tone, icon = STATES[Observation.State(state)]
    return chip(tone, icon, str(Observation.State(state).label))


SURENESS = {
    "contested": ("bad", "triangle-alert", gettext_lazy("ada angka yang disanggah")),
    "partial": ("warn", "circle-dashed", gettext_lazy("baru sebagian desa mengirim")),
    "unverified": ("warn", "circle-dashed", gettext_lazy("belum diverifikasi")),
    "verified": ("ok", "circle-check", gettext_lazy("sudah diverifikasi")),
}


@register.simple_tag
def sureness_chip(sureness: str) -> SafeString:
    """Return the chip that says how sure a shortage is."""
    tone, icon, words = SURENESS[sureness]
    return chip(tone, icon, str(words))


@register.simple_tag
def value_change(change: RowChange) -> str:
    """Return one change of a value in words: "12 → 14", "Diverifikasi"."""
    before, after = change.before or {}, change.after
    if after is None:
        return _("{value} dihapus (impor dibatalkan)").format(value=_value(before))
    if "note" in after and "numerator" not in after:
        return _("Dijelaskan: {note}").format(note=after["note"])
    if "numerator" not in after:
        return str(Observation.State(after["state"]).label)
    if not before:
        return _("{value} dimasukkan").format(value=_value(after))
    return f"{_value(before)} → {_value(after)}"


def _value(row: dict[str, Any]) -> str:
    top = number(Decimal(row["numerator"]))
    return f"{top} / {number(Decimal(row['denominator']))}" if "denominator" in row else top


@register.filter
def of(found: dict[int, Any], key: int) -> Any:  # noqa: ANN401 - whatever the mapping holds
    """Return what a mapping by id holds for a row."""
    return found.get(key, "")

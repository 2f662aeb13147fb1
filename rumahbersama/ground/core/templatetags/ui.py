"""The components of ``templates/ui`` as tags and filters. Built in: no ``{% load %}`` is needed.

Every one is shown, with its markup, on the page ``/ui/``. In short::

    {{ n|number }} {{ a|percent:b }} {{ n|rupiah }} {{ n|rupiah_short }} {{ date|day }} {{ at|moment }}
    {% icon "target" %}                                    always beside a word
    {% chip "bad" "unlink-2" text %}                       tone: ok, warn, bad, over, none
    {% notice "warn" title="..." %}...{% endnotice %}      stays on the page
    {% card title="..." note="..." %}...{% endcard %}      a section with its heading
    {% details "Ringkasan" %}...{% enddetails %}
    {% scroll "Nama tabel" %}<table>...{% endscroll %}     scrolls sideways inside itself only
    {% fig label value sub=... url=... %}                  one figure of <dl class="figs">
    {% errors form %} {% field form.name %}                summary on top; label, hint, error, input
    {% once %}                                             the key under which a form is taken once
    {% search_box listing "Nama" %} {% sort_head listing "nama" "Nama" %} {% pager listing.page %}
    {% query_with hal=2 %}                                 the query string with one thing changed
    {% progress done total "Membaca baris" %}
    {% source_note "BPS" period on=date state="..." %}
"""

import uuid
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from rumahbersama.ground.core import formats
from rumahbersama.ground.core.outbox import KEY
from rumahbersama.ground.core.tables import PAGE, SEARCH, SORT, Listing, next_sort

register = template.Library()
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("rupiah", formats.rupiah)
register.filter("rupiah_short", formats.rupiah_short)
register.filter("day", formats.day)
register.filter("moment", formats.moment)

# Tones of Django's messages beside our own, and the icon of each tone.
TONES = {"success": "ok", "warning": "warn", "error": "bad", "info": "none", "debug": "none"}
NOTICE_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "over": "copy", "none": "info"}
DELTA_MARKS = {"up": "▲", "down": "▼", "flat": "■"}


# Leaf parts -----------------------------------------------------------------------
@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """Return a lucide icon as inline SVG; it is decoration, the word beside it carries the meaning."""
    inner = lucide(name).partition(">")[2].replace(" />", "/>").replace("\n", "").replace("  ", "")
    return mark_safe(f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{inner}')  # noqa: S308 - our own icons


@register.simple_tag
def chip(tone: str, icon_name: str, text: str) -> SafeString:
    """Return a status: icon and word in one of five tones (ok, warn, bad, over, none)."""
    return format_html('<span class="chip {}">{}{}</span>', tone, icon(icon_name), text)


@register.simple_tag
def fig(
    label: str, value: str, sub: str = "", url: str = "", delta: str = "", way: str = "flat", spark: str = ""
) -> SafeString:
    """Return one figure of a strip; ``way`` is up, down or flat, ``spark`` a chart of ``charts.py``."""
    shown = format_html('<a href="{}">{}</a>', url, value) if url else value
    return format_html(
        '<div class="fig"><dt>{}</dt><dd><span class="val">{}</span>{}{}{}</dd></div>',
        label,
        shown,
        format_html('<span class="sub">{}</span>', sub) if sub else "",
        format_html(
            '<span class="delta {}"><span aria-hidden="true">{}</span> {}</span>', way, DELTA_MARKS[way], delta
        )
        if delta
        else "",
        spark,
    )


@register.simple_tag
def progress(done: int, total: int, label: str) -> SafeString:
    """Return a bar with its words; without ``total`` the bar only says that something is going on."""
    if not total:
        return format_html('<p>{}</p><progress aria-label="{}"></progress>', label, label)
    words = _("{done} dari {total}").format(done=formats.number(done), total=formats.number(total))
    return format_html(
        '<p>{} <span class="note">{}</span></p><progress value="{}" max="{}" aria-label="{}"></progress>',
        label,
        words,
        str(min(done, total)),
        str(total),
        label,
    )


@register.simple_tag
def source_note(source: str, period: str = "", on: date | None = None, state: str = "") -> SafeString:
    """Return where a figure comes from: source, period, date, state."""
    parts = [source, period, formats.day(on) if on else "", state]
    return format_html('<p class="note">{} {}</p>', _("Sumber:"), " · ".join(str(part) for part in parts if part))


# Parts that hold others -------------------------------------------------------------
@register.simple_block_tag
def notice(content: SafeString, tone: str = "none", title: str = "") -> SafeString:
    """Return a notice that stays on the page; ``tone`` may also be a level of Django's messages."""
    tone = TONES.get(tone, tone)
    heading = format_html("<b>{}</b> ", title) if title else ""
    return format_html(
        '<div class="notice {}">{}<div>{}{}</div></div>',
        tone,
        icon(NOTICE_ICONS.get(tone, "info")),
        heading,
        content,
    )


@register.simple_block_tag
def card(content: SafeString, title: str, note: str = "", anchor: str = "") -> SafeString:
    """Return a section with its heading; ``anchor`` is its id for links."""
    name = anchor or slugify(title)
    return format_html(
        '<section class="card" id="{0}" aria-labelledby="h-{0}"><div class="ch"><h2 id="h-{0}">{1}</h2>{2}</div>'
        "{3}</section>",
        name,
        title,
        format_html('<p class="note">{}</p>', note) if note else "",
        content,
    )


@register.simple_block_tag
def details(content: SafeString, summary: str, *, is_open: bool = False) -> SafeString:
    """Return text that opens on demand, or stands open already; works without JavaScript."""
    opened = SafeString(" open") if is_open else ""
    return format_html("<details{}><summary>{}</summary><div>{}</div></details>", opened, summary, content)


@register.simple_block_tag
def scroll(content: SafeString, label: str) -> SafeString:
    """Return a frame in which a big table scrolls sideways, reachable with the keyboard."""
    return format_html('<div class="scroll" role="group" aria-label="{}" tabindex="0">{}</div>', label, content)


# Lists ------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:  # noqa: ANN401 - any value that has a text
    """Return the query string with these keys changed; an empty value removes the key."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_link(context: Context, listing: Listing, key: str, label: str) -> SafeString:
    """Return the link of a column's heading; a second click turns the order round."""
    mark = {key: "chevron-up", f"-{key}": "chevron-down"}.get(listing.sort)
    href = query_with(context, **{SORT: next_sort(listing, key), PAGE: ""})
    return format_html('<a href="{}">{}{}</a>', href, label, icon(mark) if mark else "")


@register.simple_tag(takes_context=True)
def sort_head(context: Context, listing: Listing, key: str, label: str, css: str = "") -> SafeString:
    """Return a whole heading cell that sorts; only the column in force says so."""
    order = {key: "ascending", f"-{key}": "descending"}.get(listing.sort)
    return format_html(
        '<th role="columnheader" scope="col"{}{}>{}</th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', order) if order else "",
        sort_link(context, listing, key, label),
    )


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Page, by_form: bool = False) -> dict[str, Any]:
    """Show which rows these are, and the way to the others; ``by_form``: by the form around it, with its ticks."""
    return {"request": context["request"], "page": page, "by_form": by_form}


@register.inclusion_tag("ui/search_box.html", takes_context=True)
def search_box(context: Context, listing: Listing, label: str) -> dict[str, Any]:
    """Show the search of a list; a new search starts at the first page and keeps the other filters."""
    query = context["request"].GET
    kept = [(key, value) for key in query if key not in {SEARCH, PAGE} for value in query.getlist(key)]
    return {"label": label, "q": listing.q, "kept": kept}


# Forms ------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """Return the hidden key under which a form is taken once (``core/outbox.py``); a refused form keeps its own."""
    sent = context["request"].POST.get(KEY, "")
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, sent or uuid.uuid4().hex)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, ask: bool = False) -> dict[str, Any]:
    """Show label, hint, error and input; with ``ask`` the label is the heading of the page."""
    widget = bound.field.widget
    options = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return {
        "field": bound,
        "ask": ask,
        "group": options or isinstance(widget, forms.MultiWidget),
        "single": isinstance(widget, forms.CheckboxInput),
        "options": bound.subwidgets if options else [],
        "optional": not bound.field.required and not getattr(bound.field, "is_depending", False),
        "described": _described_by(bound),
    }


def _described_by(bound: BoundField) -> str:
    parts = [("helptext", bool(bound.help_text)), ("error", bool(bound.errors))]
    return " ".join(f"{bound.auto_id}_{name}" for name, there in parts if there)


@register.inclusion_tag("ui/errors.html")
def errors(form: BaseForm | list[BaseForm] | None) -> dict[str, Any]:
    """Show what must be mended in a form, or in several, each line a link to its field."""
    problems: list[tuple[str, str]] = []
    for each in form if isinstance(form, list) else [form] if form else []:
        problems += [("", str(text)) for text in each.non_field_errors()] if each.is_bound else []
        problems += [
            (_first_input(bound), f"{str(bound.label).rstrip('.:?')}: {text}")
            for bound in each
            for text in bound.errors
        ]
    return {"problems": problems}


def _first_input(bound: BoundField) -> str:
    many = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget)
    return f"{bound.auto_id}_0" if many else bound.id_for_label

"""The component tags: what they write, and that text stays text."""

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from rumahbersama.ground.core.context import current_url
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.core.registry import NavigationItem
from rumahbersama.ground.core.showcase import SampleForm
from rumahbersama.ground.core.tables import Listing

EVIL = "<b>&"


def shown(template: str, query: str = "", **values) -> str:
    with translation.override("id"):
        return Template(template).render(Context({"request": RequestFactory().get(f"/?{query}"), **values})).strip()


def test_icon_is_decoration():
    assert (
        shown('{% icon "minus" %}')
        == '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h14"/></svg>'
    )


def test_chip_has_icon_and_escaped_word():
    assert shown('{% chip "bad" "minus" text %}', text=EVIL) == (
        '<span class="chip bad"><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h14"/></svg>'
        "&lt;b&gt;&amp;</span>"
    )


def test_filters_write_as_people_do():
    written = shown(
        "{{ 1250000|number }} {{ 146|percent:214 }} {{ 2500000|rupiah_short }} {{ d|day }}", d=date(2026, 11, 26)
    )

    assert written == "1.250.000 68,2% Rp2,5 juta 26 Nov 2026"


@pytest.mark.parametrize(
    ("level", "tone"), [("success", "ok"), ("error", "bad"), ("warning", "warn"), ("info", "none"), ("over", "over")]
)
def test_notice_knows_the_levels_of_messages(level, tone):
    assert shown("{% notice level %}x{% endnotice %}", level=level).startswith(f'<div class="notice {tone}">')


def test_card_is_named_by_its_heading():
    assert shown('{% card title=t anchor="a" %}isi{% endcard %}', t=EVIL) == (
        '<section class="card" id="a" aria-labelledby="h-a"><div class="ch"><h2 id="h-a">&lt;b&gt;&amp;</h2></div>'
        "isi</section>"
    )


def test_query_with_keeps_the_others():
    assert shown("{% query_with hal=3 %}", "cari=a&hal=2&urut=-nama") == "?cari=a&amp;hal=3&amp;urut=-nama"
    assert shown("{% query_with hal='' %}", "cari=a&hal=2") == "?cari=a"


def test_sort_head_turns_round_and_starts_at_the_first_page():
    listing = Listing(page=Paginator([], 5).get_page(1), sort="nama", q="")

    assert shown('{% sort_head listing "nama" "Nama" %}', "hal=4&cari=x", listing=listing) == (
        '<th role="columnheader" scope="col" aria-sort="ascending"><a href="?cari=x&amp;urut=-nama">Nama'
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="m18 15-6-6-6 6"/></svg></a></th>'
    )
    assert shown('{% sort_head listing "umur" "Umur" "n" %}', listing=listing) == (
        '<th role="columnheader" scope="col" class="n"><a href="?urut=umur">Umur</a></th>'
    )


def test_pager_tells_which_rows_these_are():
    html = shown("{% pager page %}", page=Paginator(list(range(1200)), 50).get_page(2))

    assert "51–100 dari 1.200" in html
    assert ['href="?hal=1"' in html, 'href="?hal=3"' in html] == [True, True]


def test_search_box_keeps_other_filters_and_drops_the_page():
    listing = Listing(page=Paginator([], 5).get_page(1), sort="nama", q="x")

    html = shown('{% search_box listing "Nama" %}', "cari=x&hal=2&status=bad", listing=listing)

    assert html.count('type="hidden"') == 1
    assert '<input type="hidden" name="status" value="bad">' in html


def test_field_ties_hint_and_error_to_the_input():
    html = shown("{% field form.people %}{% field form.name %}", form=SampleForm({"people": "-1", "name": ""}))

    assert html.count('<p class="err"') == 2
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "opsional" not in html


def test_group_of_choices_is_a_fieldset_and_optional_is_said():
    html = shown("{% field form.days %}", form=SampleForm())

    assert ["<fieldset" in html, "<legend>" in html, "(opsional)" in html] == [True, True, True]


def test_error_summary_links_to_the_first_input_of_each_field():
    with translation.override("id"):
        html = shown("{% errors form %}", form=SampleForm({"visited_0": "31", "visited_1": "2", "visited_2": "2026"}))

    assert [f'href="#id_{name}"' in html for name in ("name", "state_0", "visited_0", "agree")] == [True] * 4


def test_error_summary_of_a_good_or_absent_form_is_empty():
    assert shown("{% errors form %}{% errors nothing %}", form=SampleForm(), nothing=None) == ""


def test_hint_and_label_are_escaped():
    class Evil(forms.Form):
        x = forms.CharField(label=EVIL, help_text=EVIL)

    assert "<b>" not in shown("{% field form.x %}{% errors form %}", form=Evil({}))


@pytest.mark.parametrize(
    ("boxes", "result"),
    [
        (("26", "11", "2026"), date(2026, 11, 26)),
        (("", "", ""), None),
        (("31", "2", "2026"), "unreal"),
        (("26", "", "2026"), "incomplete"),
        (("a", "b", "c"), "unreal"),
        (("1", "1", "20226"), "unreal"),
        (("1", "1", "26"), "unreal"),
    ],
)
def test_date_in_three_boxes(boxes, result):
    class Visit(forms.Form):
        day = DayField(required=False)

    data = QueryDict(mutable=True)
    data.update({f"day_{number}": box for number, box in enumerate(boxes)})
    form = Visit(data)

    code = next((error.code for error in form.errors.as_data().get("day", [])), None)
    assert (code or form.cleaned_data["day"]) == result


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/", "/"),
        ("/wilayah/71/", "/wilayah/"),
        ("/wilayah/riwayat/1/", "/wilayah/riwayat/"),
        ("/wilayahku/", ""),
        ("/x/", ""),
    ],
)
def test_menu_marks_the_longest_entry_one_is_below(path, url):
    items = [NavigationItem(label=u, short=u, url=u, icon="house") for u in ("/", "/wilayah/", "/wilayah/riwayat/")]

    assert current_url(items, path) == url

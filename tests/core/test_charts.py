"""Charts are valid SVG, keep their gaps, and never let text become markup."""

from xml.etree import ElementTree

import pytest

from rumahbersama.ground.core.charts import (
    Bar,
    MapArea,
    Part,
    choropleth,
    columns,
    dot_map,
    dot_row,
    line,
    sparkline,
    stacked_bar,
)
from rumahbersama.ground.core.charts.labels import extent_of


def elements(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(tag))


def area(number: int, *, name: str = "Bukit", x: float = 0, y: float = 0, path: str = "", css: str = "q1") -> MapArea:
    return MapArea(
        code=str(number), name=name, url=f"/w/{number}/", value_class=css, value_text=str(number), x=x, y=y, path=path
    )


def square(left: int, top: int, side: int) -> str:
    return f"M{left} {top}h{side}v{side}h-{side}z"


def test_dot_row_without_value_shows_only_rail_and_target():
    svg = dot_row(None, target=75)

    assert [len(elements(svg, "circle")), len(elements(svg, "line"))] == [0, 2]


@pytest.mark.parametrize(("value", "at"), [(0, "0%"), (38, "38%"), (140, "100%"), (-5, "0%")])
def test_dot_row_stays_inside_its_rail(value, at):
    assert [circle.get("cx") for circle in elements(dot_row(value), "circle")] == [at]


def test_stacked_bar_fills_the_width_and_leaves_out_empty_parts():
    rects = elements(stacked_bar([Part(60, "s1"), Part(0, "s2"), Part(40, "s3")]), "rect")

    assert [(rect.get("class"), rect.get("x"), rect.get("width")) for rect in rects] == [
        ("s1", "0.00%", "59.60%"),
        ("s3", "60.00%", "40.00%"),
    ]


def test_stacked_bar_on_a_common_scale_is_shorter():
    rects = elements(stacked_bar([Part(10, "s1")], maximum=40), "rect")

    assert [rect.get("width") for rect in rects] == ["25.00%"]


def test_sparkline_keeps_gaps_and_marks_the_last_value():
    svg = sparkline([1, 2, None, 3, 4], target=5)

    assert len(elements(svg, "polyline")) == 2
    assert elements(svg, "circle")[-1].get("cx") == "154"


def test_charts_without_values_are_empty():
    assert [sparkline([None]), line([Bar("2020", None)]), dot_map([])] == ["", "", ""]


def test_flat_course_lies_in_the_middle():
    assert elements(sparkline([7, 7]), "circle")[0].get("cy") == "17"


def test_columns_grow_from_zero_and_write_what_fits():
    svg = columns([Bar("0–20", 2, "2"), Bar("20–40", 4, "4"), Bar("40–60", None)])

    assert [rect.get("height") for rect in elements(svg, "rect")] == ["58", "116", "0"]
    assert [text.text for text in elements(svg, "text")] == ["0–20", "2", "20–40", "4", "40–60"]


def test_line_writes_only_labels_that_do_not_touch():
    svg = line([Bar(f"Semester {n} 2020", n, str(n)) for n in range(1, 25)])

    written = [text.text for text in elements(svg, "text") if text.text.startswith("Semester")]
    assert written == ["Semester 24 2020", "Semester 16 2020", "Semester 8 2020"]


def test_choropleth_links_each_area_out_of_the_tab_order():
    svg = choropleth([area(1, path=square(0, 0, 200), x=100, y=100)], box="0 0 200 200")

    assert [(a.get("href"), a.get("tabindex"), a.get("class")) for a in elements(svg, "a")] == [("/w/1/", "-1", "q1")]
    assert [ElementTree.fromstring(svg).get(key) for key in ("aria-hidden", "viewBox")] == ["true", "0 0 200 200"]
    assert [text.get("class") for text in elements(svg, "text")] == ["t-q1"]


def test_label_that_fits_no_area_is_left_to_the_list():
    areas = [area(1, path=square(0, 0, 20), x=10, y=10), area(2, path=square(20, 0, 300), x=170, y=150)]

    svg = choropleth(areas, box="0 0 320 300")

    assert [[t.text for t in text.iter("tspan")] for text in elements(svg, "text")] == [["2"]]


def test_name_too_wide_for_its_area_stands_on_two_lines():
    svg = choropleth([area(1, name="Sungai Jernih", path=square(0, 0, 70), x=35, y=30)], box="0 0 70 70")

    text = elements(svg, "text")[0]
    assert [text.text, *[part.text for part in text.iter("tspan")]] == ["Sungai", "Jernih", "1"]


def test_name_that_would_leave_the_map_stands_on_two_lines():
    path = square(0, 0, 80) + square(400, 0, 80)  # two islands: wide, and its middle near the edge
    svg = choropleth([area(1, name="Nusa Mentari", path=path, x=30, y=30)], box="0 0 480 80")

    text = elements(svg, "text")[0]
    assert [text.text, *[part.text for part in text.iter("tspan")]] == ["Nusa", "Mentari", "1"]


def test_labels_of_crowded_dots_never_overlap():
    areas = [area(n, name=f"Kecamatan {n}", x=108.5 + n % 6 * 0.06, y=-7.5 - n // 6 * 0.05) for n in range(30)]

    svg = dot_map(areas)
    boxes = [_box(text) for text in elements(svg, "text") if text.get("class", "").startswith("t-dot")]

    assert len(elements(svg, "circle")) == 30
    assert 5 <= len(boxes) < 30
    assert [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if _touch(a, b)] == []


def _box(text: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y = float(text.get("x")), float(text.get("y"))
    half = len(text.text) * 11 * 0.57 / 2
    return x - half, y - 11, x + half, y


def _touch(a, b) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_dot_map_keeps_north_up_and_shows_a_round_scale():
    svg = dot_map([area(1, x=108.6, y=-7.3), area(2, x=109.4, y=-7.7)])

    north, south = elements(svg, "circle")
    assert float(north.get("cy")) < float(south.get("cy"))
    assert float(north.get("cx")) < float(south.get("cx"))
    assert [text.text for text in elements(svg, "text") if text.get("class") == "km"] == ["20 km"]


def test_dot_map_of_one_place_needs_no_scale():
    assert len(elements(dot_map([area(1, x=109, y=-7)]), "circle")) == 1


def test_names_never_become_markup():
    evil = '"><script>x</script>'
    found = [
        choropleth([area(1, name=evil, path=square(0, 0, 400), x=200, y=200)], box='0 0 400 400" onload="x'),
        dot_map([area(1, name=evil), area(2, x=1, y=1)]),
        columns([Bar(evil, 1, evil)]),
        line([Bar(evil, 1, evil), Bar("b", 2)]),
    ]

    assert [elements(svg, "script") for svg in found] == [[], [], [], []]
    assert [ElementTree.fromstring(svg).get("onload") for svg in found] == [None] * 4


@pytest.mark.parametrize(
    ("path", "size"),
    [("M10 10H30V50H10Z", (20, 40)), ("M10 10l20 0l0 40l-20 0z", (20, 40)), ("M5 5h7v-9h-7z", (7, 9)), ("", (0, 0))],
)
def test_extent_of_absolute_and_relative_paths(path, size):
    assert extent_of(path) == size

import json
import re
from decimal import Decimal

import pytest

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.regions.actions import load_centroids, load_shapes
from rumahbersama.ground.regions.borders import draw, polygon_of
from rumahbersama.ground.regions.models import Region, Shape
from rumahbersama.ground.regions.rules import RegionRefusal


def square(west, south, size=1.0):
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(folder, *features):
    path = folder / "batas.geojson"
    content = [{"type": "Feature", "properties": {"kode": code}, "geometry": shape} for code, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": content}), encoding="utf-8")
    return path


def corners(path):
    """Follow the relative steps of a path; return the absolute corners."""
    x, y, *steps = (int(number) for number in re.findall(r"-?\d+", path))
    found = [(x, y)]
    for right, down in zip(steps[::2], steps[1::2], strict=True):
        found.append((found[-1][0] + right, found[-1][1] + down))
    return set(found)


def test_siblings_share_their_border_in_one_box_of_integers():
    west, east = (polygon_of(square(x, -7)) for x in (106, 107))
    drawn = draw({"a": west, "b": east})

    assert drawn["a"].box == drawn["b"].box == "0 0 480 242"
    assert corners(drawn["a"].path) & corners(drawn["b"].path) == {(240, 0), (240, 242)}
    assert (drawn["a"].label_x, drawn["b"].label_x) == (120, 360)


def test_a_ragged_border_of_two_stays_one_line():
    border = [[107 + 0.013 * ((7 * step) % 11), -7 + step / 40] for step in range(41)]
    west = {"type": "Polygon", "coordinates": [[[106, -7], *border, [106, -6], [106, -7]]]}
    east = {"type": "Polygon", "coordinates": [[*border[20:], [108, -6], [108, -7], *border[:21]]]}
    drawn = draw({"west": polygon_of(west), "east": polygon_of(east)})
    sides = [{(x, y) for x, y in corners(drawn[side].path) if 235 < x < 285} for side in ("west", "east")]

    assert sides[0] == sides[1]
    assert len(sides[0]) > 10


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [106, -7]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": [[[106, -7], [107, -7], [106, -7]]]},
        square(106, 40),
        square(700000, 9200000, 1000),
        {},
    ],
)
def test_what_is_no_area_in_indonesia_is_no_polygon(geometry):
    assert polygon_of(geometry) is None


def test_a_broken_polygon_is_mended_and_a_sliver_left_out():
    bow = [[106, -7], [107, -6], [107, -7], [106, -6], [106, -7]]
    sliver = [[106, -7], [106, -7], [106, -7], [106, -7]]
    found = polygon_of({"type": "MultiPolygon", "coordinates": [[bow], [sliver]]})

    assert found.is_valid
    assert found.area == pytest.approx(0.5)


def test_shapes_are_loaded_by_code_and_again_change_nothing(country, tmp_path, now):
    path = geojson(tmp_path, ("71.01.01", square(106, -7)), ("710102", square(107, -7)), ("71.09", square(108, -7)))
    found = load_shapes(path=path, source="Uji 2026", by=None, at=now)
    again = load_shapes(path=path, source="Uji 2026", by=None, at=now)

    assert sorted(found.changed) == ["71.01.01", "71.01.02"]
    assert [(one.row, one.value) for one in found.findings] == [(3, "71.09")]
    assert (again.changed, again.unchanged) == ([], 2)
    assert Shape.objects.get(region=country["71.01.01"]).source == "Uji 2026"
    assert AuditRecord.objects.get().place_code == "71.01"


def test_features_without_code_area_or_twice_are_found(country, tmp_path, now):
    path = geojson(
        tmp_path,
        ("x", square(106, -7)),
        ("71.01", {"type": "Point", "coordinates": [1, 2]}),
        ("71.02", square(106, -7)),
        ("71.02", square(107, -7)),
    )
    found = load_shapes(path=path, source="Uji", by=None, at=now, dry_run=True)

    assert [(one.row, one.column, one.value) for one in found.findings] == [
        (1, "kode", "x"),
        (2, "geometry", "71.01"),
        (4, "kode", "71.02"),
    ]
    assert Shape.objects.count() == 0


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"type":"FeatureCollection","features":[]}', "kode,nama\n71,Utara\n"]
)
def test_no_geojson_is_refused(db, tmp_path, now, content):
    path = tmp_path / "batas.geojson"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(RegionRefusal):
        load_shapes(path=path, source="Uji", by=None, at=now)


def test_shapes_need_a_source(db, tmp_path, now):
    with pytest.raises(RegionRefusal, match="sumber"):
        load_shapes(path=geojson(tmp_path, ("71", square(106, -7))), source=" ", by=None, at=now)


def centroid_file(folder, *rows):
    path = folder / "titik.csv"
    path.write_text("\n".join(["kode,nama,lat,lng", *rows]) + "\n", encoding="utf-8")
    return path


def test_centroids_are_loaded_and_unknown_codes_listed(country, tmp_path, now):
    path = centroid_file(
        tmp_path, "71.01.01,Alas,-7.6212345,109.11", '7101022001,Bambu,"-7,5",109.2', "88.01,Lain,-7,109"
    )
    found = load_centroids(path=path, by=None, at=now)
    again = load_centroids(path=path, by=None, at=now)

    assert found.changed == ["71.01.01", "71.01.02.2001"]
    assert [(one.row, one.value) for one in found.findings] == [(4, "88.01")]
    assert (again.changed, again.unchanged) == ([], 2)
    assert list(
        Region.objects.exclude(latitude=None).values_list("code", "latitude", "longitude").order_by("code")
    ) == [
        ("71.01.01", Decimal("-7.62123"), Decimal("109.11")),
        ("71.01.02.2001", Decimal("-7.5"), Decimal("109.2")),
    ]


def test_a_province_without_a_point_stands_in_the_middle_of_its_kabupaten(country, tmp_path, now):
    load_centroids(path=centroid_file(tmp_path, "71.01,Sungai,-7,109", "71.02,Danau,-8,110"), by=None, at=now)

    placed = Region.objects.filter(level=1).values_list("code", "latitude", "longitude")
    assert list(placed) == [("71", Decimal("-7.5"), Decimal("109.5")), ("72", None, None)]


@pytest.mark.parametrize("row", ["71.01,x,109.1,-7.6", "71.01,x,abc,109", "71.01,x,,109", "71.01,x,NaN,109"])
def test_one_wrong_centroid_stops_the_file(country, tmp_path, now, row):
    found = load_centroids(path=centroid_file(tmp_path, "71.02,Danau,-7,109", row), by=None, at=now)

    assert [one.row for one in found.findings] == [3]
    assert found.changed == []
    assert Region.objects.exclude(latitude=None).count() == 0

"""Invented regions with invented borders, somewhere in the sea."""

import json
import math
import random
import tempfile
from datetime import datetime
from itertools import product
from pathlib import Path

from shapely import MultiPoint, Point, Polygon, unary_union, voronoi_polygons
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from rumahbersama.ground.regions.actions import ensure_nation, load_centroids, load_shapes
from rumahbersama.ground.regions.actions.invented import InventedRegion, invent_regions

SEED = 2026
PROVINCES = {"98": "Nusa Mentari", "99": "Nusa Cendana", "90": "Nusa Baruna"}
# code: name, longitude and latitude of its middle, villages of each kecamatan
KABUPATEN = {
    "98.01": ("Tirtamulya", 107.6, -4.6, (9, 8, 7, 10)),
    "98.71": ("Purnama", 108.3, -4.7, (6, 5, 7)),
    "99.01": ("Contoh", 109.4, -4.5, (12, 9, 8, 11, 7)),
    "99.02": ("Wanasari", 110.1, -4.8, (8, 10, 9, 6)),
    "90.01": ("Barunajaya", 111.0, -4.5, (6, 5)),
}
_FIRST = ("Suka", "Mekar", "Karang", "Sumber", "Tanjung", "Sido", "Purwa", "Marga", "Sri", "Bumi", "Wono", "Giri")
_SECOND = ("maju", "sari", "rejo", "mulya", "asih", "makmur", "tani", "indah", "agung", "wangi", "lestari", "harja")
NAMED = {"99.01.01.2001": "Lembah Hijau"}  # the village of the story
_KECAMATAN = [
    "Bukit Indah",
    "Rawa Bening",
    "Alas Tua",
    "Muara Tenang",
    "Balai Agung",
    "Taman Sari",
    "Pasar Lama",
    "Mekar Jaya",
    "Lembah Subur",
    "Sungai Jernih",
    "Padang Baru",
    "Tanah Merah",
    "Kayu Manis",
    "Batu Putih",
    "Pulau Pasir",
    "Ladang Luas",
    "Teluk Biru",
    "Gunung Kembar",
]


def make_country(*, at: datetime) -> list[str]:
    """Make the regions and their borders; returns the codes of the villages."""
    ensure_nation()
    rng = random.Random(SEED)  # noqa: S311 - invented data, the same each time
    rows = [InventedRegion(code, name) for code, name in PROVINCES.items()]
    names = [first + second for first, second in product(_FIRST, _SECOND)]
    rng.shuffle(names)
    kecamatan_names = iter(_KECAMATAN)
    borders: dict[str, BaseGeometry] = {}
    villages: list[str] = []
    for code, (name, longitude, latitude, sizes) in KABUPATEN.items():
        rows.append(InventedRegion(code, name))
        borders[code] = _island(rng, longitude, latitude)
        for number, (size, outline) in enumerate(
            zip(sizes, _cut(rng, borders[code], len(sizes)), strict=True), start=1
        ):
            kecamatan = f"{code}.{number:02}"
            rows.append(InventedRegion(kecamatan, next(kecamatan_names)))
            borders[kecamatan] = outline
            kind = 1 if code.endswith("71") else 2
            for village, plot in enumerate(_cut(rng, outline, size), start=1):
                villages.append(f"{kecamatan}.{kind}{village:03}")
                drawn = names.pop()
                rows.append(InventedRegion(villages[-1], NAMED.get(villages[-1], drawn)))
                borders[villages[-1]] = plot
    for province in PROVINCES:
        borders[province] = unary_union([shape for code, shape in borders.items() if code.startswith(province + ".")])
    invent_regions(rows=rows, by=None, at=at)
    _load_borders(borders, at=at)
    _load_middles(borders, at=at)
    return villages


def _island(rng: random.Random, longitude: float, latitude: float) -> Polygon:
    """Return a lumpy round outline of about 50 km across."""
    waves = [(rng.uniform(0.02, 0.05), rng.randint(2, 7), rng.uniform(0, 6.3)) for _ in range(4)]
    points = []
    for step in range(72):
        angle = step * math.tau / 72
        radius = 0.27 + sum(size * math.sin(count * angle + start) for size, count, start in waves)
        points.append((longitude + 1.15 * radius * math.cos(angle), latitude + 0.8 * radius * math.sin(angle)))
    return Polygon(points).buffer(0)


def _cut(rng: random.Random, outline: BaseGeometry, pieces: int) -> list[BaseGeometry]:
    """Cut an outline into pieces of like size: seeds moved to the middles of their cells a few times."""
    west, south, east, north = outline.bounds
    seeds: list[Point] = []
    while len(seeds) < pieces:
        seed = Point(rng.uniform(west, east), rng.uniform(south, north))
        if outline.contains(seed):
            seeds.append(seed)
    for _round in range(8):
        seeds = [
            cell.representative_point() if not cell.contains(cell.centroid) else cell.centroid
            for cell in _cells(seeds, outline)
        ]
    return _cells(seeds, outline)


def _cells(seeds: list[Point], outline: BaseGeometry) -> list[BaseGeometry]:
    cells = voronoi_polygons(MultiPoint(seeds), extend_to=outline).geoms
    return [next(cell for cell in cells if cell.covers(seed)).intersection(outline) for seed in seeds]


def _load_borders(borders: dict[str, BaseGeometry], *, at: datetime) -> None:
    features = [
        {"type": "Feature", "properties": {"kode": code, "nama": ""}, "geometry": mapping(shape)}
        for code, shape in borders.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        load_shapes(path=path, source="Batas rekaan", by=None, at=at)


def _load_middles(borders: dict[str, BaseGeometry], *, at: datetime) -> None:
    middles = {code: shape.representative_point() for code, shape in borders.items()}
    rows = [f"{code},{middle.y:.5f},{middle.x:.5f}\n" for code, middle in middles.items()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "titik-tengah.csv"
        path.write_text("".join(["kode,lat,lng\n", *rows]), encoding="utf-8")
        load_centroids(path=path, by=None, at=at)

"""Access of a whole kabupaten: 284 desa of Cilacap against 2,091 posyandu, peer: the naive double loop.

People and numbers of posyandu are real (``../shared/data``); no list tells where each posyandu stands, so they are
scattered within about 1.5 km of the centre of their desa, the same way each time. Both sides run in the same
process, five times, the best is told.
"""

import csv
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rumahbersama.engines.access import CENTROID, Access, Demand, Point, Supply, access_scores, access_scores_plainly

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LIMIT_SECONDS = 2.0
SCATTER = 0.0135  # degrees, about 1.5 km
CATCHMENTS = (1.0, 3.0, 6.0)
Compute = Callable[..., list[Access]]


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row per catchment; empty where the real data are not beside the checkout."""
    if not DATA.is_dir():
        return []
    demand, supply = _kabupaten()
    rows = []
    for catchment in CATCHMENTS[1:2] if quick else CATCHMENTS:
        ours, found = _best(access_scores, demand, supply, catchment)
        peer, plain = _best(access_scores_plainly, demand, supply, catchment)
        assert found == plain, "grid and double loop differ"
        rows.append(
            {
                "name": f"two-step floating catchment, {catchment:g} km",
                "input": f"{len(demand)} desa x {len(supply):,} posyandu (Cilacap)",
                "seconds": round(ours, 3),
                "peer": "every desa against every facility",
                "peer_seconds": round(peer, 3),
                "ratio": round(peer / ours, 1),
                "bar": f"< {LIMIT_SECONDS:g} s",
                "met": ours < LIMIT_SECONDS,
            }
        )
    return rows


def _best(
    compute: Compute, demand: list[Demand], supply: list[Supply], catchment: float
) -> tuple[float, list[Access]]:
    seconds, found = float("inf"), []
    for _ in range(5):
        begin = time.perf_counter()
        found = compute(demand, supply, catchment_km=catchment)
        seconds = min(seconds, time.perf_counter() - begin)
    return seconds, found


def _kabupaten() -> tuple[list[Demand], list[Supply]]:
    """Return desa and posyandu; the six desa without a code stand at the middle of their kecamatan."""
    chance = random.Random(3301)
    centres = {
        row["kode"]: (float(row["lat"]), float(row["lng"]))
        for row in _rows(DATA / "wilayah" / "titik_tengah_kab_kec_desa.csv")
        if row["lat"]
    }
    demand: list[Demand] = []
    supply: list[Supply] = []
    kecamatan = ""
    for number, row in enumerate(_rows(DATA / "layanan_dasar" / "cilacap_infrastruktur_desa.csv")):
        kecamatan = row["kode_desa_2025"][:8] or kecamatan
        latitude, longitude = centres.get(row["kode_desa_2025"]) or centres[kecamatan]
        demand.append(Demand(str(number), int(row["t_2020sm1"]), Point(latitude, longitude, CENTROID)))
        for each in range(int(row["posyandu"] or 0)):
            shift = (chance.uniform(-SCATTER, SCATTER), chance.uniform(-SCATTER, SCATTER))
            supply.append(Supply(f"{number} {each}", 1, Point(latitude + shift[0], longitude + shift[1])))
    return demand, supply


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    for one in run():
        print(one)

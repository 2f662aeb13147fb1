"""Charts and maps as SVG made on the server: no library, nothing to load, prints well, needs no script.

Pure functions from frozen dataclasses to markup. Geometry stands in attributes only (the policy forbids
inline styles); colours come from classes of ``app.css`` (q0..q4 around a target, nd for no data, s1..s3 and
f-ok/f-warn/f-over/f-bad for parts). Every chart is ``aria-hidden``: the page shows the same values as a
table or ranked list beside it, with the same links, which is what keyboards and screen readers use.
"""

from rumahbersama.ground.core.charts.maps import NO_DATA, MapArea, choropleth, dot_map
from rumahbersama.ground.core.charts.plots import Bar, columns, line
from rumahbersama.ground.core.charts.small import Part, dot_row, sparkline, stacked_bar

__all__ = [
    "NO_DATA",
    "Bar",
    "MapArea",
    "Part",
    "choropleth",
    "columns",
    "dot_map",
    "dot_row",
    "line",
    "sparkline",
    "stacked_bar",
]

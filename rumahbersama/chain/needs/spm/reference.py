"""Loading ``data/spm.yaml``: rows of indicators and thresholds for the loader of the room, then what joins them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rumahbersama.chain.needs.adding import add_missing
from rumahbersama.chain.needs.models import Indicator
from rumahbersama.chain.needs.spm.models import SpmField, SpmService

REFERENCE = Path(__file__).parent / "data" / "spm.yaml"
MAXIMUM = 300_000_000
RECEIVERS, QUALITY = "-penerima", "-mutu"
Rows = list[dict[str, Any]]


@cache
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(REFERENCE.read_text(encoding="utf-8")))


def threshold_rows() -> Rows:
    """Return the weights and limits as the loader of the room takes them."""
    return list(_data()["thresholds"])


def indicator_rows() -> Rows:
    """Return both indicators of every service as the loader of the room takes them."""
    return [row for area, service in _services() for row in (_receivers(area, service), _quality(area, service))]


def load_services() -> Iterator[tuple[str, str]]:
    """Add the fields and services that are missing; yields what was added."""
    data = _data()
    fields = {
        row["code"]: SpmField(code=row["code"], **_names(row, order)) for order, row in enumerate(data["fields"])
    }
    yield from (("spm_field", code) for code in add_missing(SpmField, fields))
    stored = {field.code: field for field in SpmField.objects.all()}
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    services = {
        service["code"]: SpmService(
            code=service["code"],
            field=stored[row["code"]],
            receivers=indicators[service["code"] + RECEIVERS],
            quality=indicators[service["code"] + QUALITY],
            denominator_basis=service.get("denominator", SpmService.Basis.COUNT),
            valid_from=data["valid_from"],
            **_names(service, place),
        )
        for row in data["fields"]
        for place, service in enumerate(row["services"])
    }
    yield from (("spm_service", code) for code in add_missing(SpmService, services))


def _services() -> Iterator[tuple[str, dict[str, Any]]]:
    for field in _data()["fields"]:
        for service in field["services"]:
            yield field["area"], service


def _receivers(area: str, service: dict[str, Any]) -> dict[str, Any]:
    return _measure(area) | {
        "code": service["code"] + RECEIVERS,
        "name": f"SPM {service['name']}: penerima layanan",
        "name_en": f"SPM {service['name_en']}: receivers",
        "unit": service["unit"],
        "numerator": f"{service['who']} yang menerima layanan",
        "denominator": f"{service['who']} yang berhak",
    }


def _quality(area: str, service: dict[str, Any]) -> dict[str, Any]:
    same: dict[str, Any] = _data()["quality"]
    return (
        _measure(area)
        | same
        | {
            "code": service["code"] + QUALITY,
            "name": f"SPM {service['name']}: mutu minimal",
            "name_en": f"SPM {service['name_en']}: minimum quality",
        }
    )


def _measure(area: str) -> dict[str, Any]:
    data = _data()
    return {
        "area": area,
        "level": "kabupaten",
        "upward": "ratio",
        "direction": "up",
        "supplier": "agency",
        "source": "Laporan penerapan SPM kabupaten/kota",
        "basis": data["basis"],
        "verified": data["verified"],
        "maximum": MAXIMUM,
        "replaces": data["replaces"],
        "replaces_origin": data["replaces_origin"],
    }


def _names(row: dict[str, Any], order: int) -> dict[str, Any]:
    return {"name": row["name"], "name_en": row["name_en"], "order": order}

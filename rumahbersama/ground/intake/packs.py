"""Rows as JSON texts, between the reading child, the staged packs and the dry run."""

import contextlib
import json
from typing import Any

import orjson


def loads(text: str | bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a JSON text holds; numbers beyond JSON (NaN, huge integers) as Python writes them."""
    with contextlib.suppress(orjson.JSONDecodeError):
        return orjson.loads(text)
    return json.loads(text)


def dumps(value: object) -> str:
    """Return plain rows as JSON text."""
    return orjson.dumps(value).decode()

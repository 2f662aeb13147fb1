"""The pages of materials."""

from collections.abc import Callable
from typing import Any

from tests.browser.kinds.shape import Kind, Scene, number

CODE = {"code": "aparatur-kecamatan"}


def material(**more: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: CODE | {"number": scene["numbers"]["material"]} | more


KINDS: list[Kind] = [
    Kind("materials:curriculum", "ministry", lambda _scene: CODE, note="keeps"),
    Kind("materials:curriculum", "training_body", lambda _scene: CODE, note="reads"),
    Kind("materials:curriculum", "ministry", lambda _scene: CODE, query="?cari=tidakada", note="nothing found"),
    Kind("materials:new", "ministry", lambda _scene: CODE, empty=True),
    Kind("materials:material", "ministry", material(), note="two versions"),
    Kind("materials:edit", "ministry", material()),
    Kind("materials:new_version", "ministry", material(), empty=True),
    Kind("materials:withdraw", "ministry", material(), empty=True),
    Kind("materials:again", "ministry", material(version=1), empty=True),
    Kind("materials:event", "training_body", number("event")),
    Kind("materials:personal", "stranger", lambda scene: {"token": scene["people"]["token"]}, note="none yet"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "materials:archive": "a file",
    "materials:download": "a file",
    "materials:event_archive": "a file",
    "materials:file": "a file",
    "materials:personal_archive": "a file",
    "materials:personal_file": "a file",
    "materials:restore": "a form on the page of the material",
}

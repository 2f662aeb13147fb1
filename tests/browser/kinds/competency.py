"""The pages of competency."""

from typing import Any

from tests.browser.kinds.shape import Kind, Scene

SIDE_BY_SIDE = "?jabatan={camat_post}&calon={sekcam_person}&calon={camat_person}&lihat=1"


def unit(_scene: Scene) -> dict[str, Any]:
    return {"code": "pelayanan"}


def sekcam(scene: Scene) -> dict[str, Any]:
    return {"person": scene["numbers"]["sekcam_person"]}


def judged(scene: Scene) -> dict[str, Any]:
    return sekcam(scene) | {"number": scene["numbers"]["judgement"]}


def qualified(scene: Scene) -> dict[str, Any]:
    return sekcam(scene) | {"number": scene["numbers"]["qualification"]}


KINDS: list[Kind] = [
    Kind("competency:standards", "kasi"),
    Kind("competency:standards", "ministry", note="keeps"),
    Kind("competency:standard", "ministry", unit),
    Kind("competency:new_standard", "ministry", empty=True),
    Kind("competency:edit_standard", "ministry", unit),
    Kind("competency:end_standard", "ministry", unit, empty=True),
    Kind("competency:raises", "ministry", unit),
    Kind("competency:requirements", "kasi"),
    Kind("competency:people", "training_body"),
    Kind("competency:people", "camat", query="?keadaan=below", note="narrowed"),
    Kind("competency:person", "camat", sekcam),
    Kind("competency:person", "camat", lambda scene: {"person": scene["numbers"]["camat_person"]}, note="own"),
    Kind("competency:judge", "camat", sekcam, empty=True),
    Kind("competency:withdraw_judgement", "camat", judged, empty=True),
    Kind("competency:qualify", "camat", sekcam, empty=True),
    Kind("competency:withdraw_qualification", "camat", qualified, empty=True),
    Kind("competency:compare", "training_body", note="choosing"),
    Kind("competency:compare", "training_body", query=SIDE_BY_SIDE, note="side by side"),
    Kind("competency:compare", "training_body", query=f"{SIDE_BY_SIDE}&bagian=riwayat", note="what they did"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {"competency:download": "a file"}

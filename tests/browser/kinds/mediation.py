"""The pages of cases."""

from collections.abc import Callable
from typing import Any

from tests.browser.kinds.shape import HOME, Kind, Scene, place


def case(state: str, part: str = "") -> Callable[[Scene], dict[str, Any]]:
    def make(scene: Scene) -> dict[str, Any]:
        found = {"key": scene["numbers"][f"case_{state}"]}
        return found | ({"number": scene["numbers"][f"case_{part}"]} if part else {})

    return make


def report(state: str, part: str = "") -> Callable[[Scene], dict[str, Any]]:
    def make(scene: Scene) -> dict[str, Any]:
        found = {"key": scene["numbers"][f"told_{state}"]}
        return found | ({"number": scene["numbers"][f"told_{part}"]} if part else {})

    return make


KINDS: list[Kind] = [
    Kind("mediation:mine", "party"),
    Kind("mediation:mine", "nobody", note="without a case"),
    Kind("mediation:list", "camat", place(HOME)),
    Kind("mediation:list", "camat", place(HOME), query="?cari=tidakada", note="nothing found"),
    Kind("mediation:new", "camat", place(HOME), query="?masalah={problem_new}", empty=True),
    Kind("mediation:new_report", "operator", place(HOME), empty=True),
    Kind("mediation:new_report", "keeper", place(HOME), empty=True, note="of an office"),
    Kind("mediation:reports", "camat", place(HOME)),
    Kind("mediation:report", "camat", report("waiting")),
    Kind("mediation:report", "party", report("closed"), note="answered, as its sender reads it"),
    Kind("mediation:report", "operator", report("waiting"), note="of a shared account"),
    Kind("mediation:add_to_report", "operator", report("waiting"), empty=True),
    Kind("mediation:withdraw_report", "operator", report("waiting"), empty=True),
    Kind("mediation:take_up", "camat", report("waiting"), empty=True),
    Kind("mediation:close_report", "camat", report("waiting"), empty=True),
    Kind("mediation:take_report_file", "camat", report("waiting", "file"), empty=True),
    Kind("mediation:case", "camat", case("agreed")),
    Kind("mediation:case", "camat", case("received"), note="received"),
    Kind("mediation:case", "camat", case("ended"), note="ended"),
    Kind("mediation:edit", "camat", case("agreed")),
    Kind("mediation:decide", "camat", case("received"), query="?ke=handed", empty=True),
    Kind("mediation:check", "camat", case("agreed"), empty=True),
    Kind("mediation:add_party", "camat", case("agreed"), empty=True),
    Kind("mediation:party_page", "party", case("agreed", "party")),
    Kind("mediation:party_page", "camat", case("agreed", "party"), note="as the camat sees it"),
    Kind("mediation:edit_party", "camat", case("agreed", "party")),
    Kind("mediation:remove_party", "camat", case("agreed", "party"), empty=True),
    Kind("mediation:add_step", "camat", case("agreed"), empty=True),
    Kind("mediation:edit_step", "camat", case("agreed", "step")),
    Kind("mediation:attach", "camat", case("agreed", "step"), empty=True),
    Kind("mediation:take_away", "camat", case("agreed", "file"), empty=True),
    Kind("mediation:bodies", "camat", case("agreed")),
    Kind("mediation:points", "camat", case("received"), empty=True),
    Kind("mediation:promise", "camat", case("agreed", "point"), empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "mediation:download": "a file",
    "mediation:file": "a file",
    "mediation:report_file": "a file",
    "mediation:paper": "a button on the page of a case",
}

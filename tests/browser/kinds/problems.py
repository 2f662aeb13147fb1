"""The pages of problems."""

from typing import Any

from tests.browser.kinds.shape import HOME, Kind, number, place


def brought(scene: dict[str, Any]) -> dict[str, Any]:
    return {"number": scene["numbers"]["problem_in_hand"], "evidence": scene["numbers"]["problem_evidence"]}


KINDS: list[Kind] = [
    Kind("problems:mine", "nobody", note="without a place"),
    Kind("problems:front", "camat", place(HOME)),
    Kind("problems:front", "operator", place(HOME), note="village"),
    Kind("problems:front", "bappeda", place("99.01"), note="kabupaten"),
    Kind("problems:list", "camat", place(HOME), query="?keadaan="),
    Kind("problems:list", "camat", place(HOME), query="?cari=tidakada", note="nothing found"),
    Kind("problems:new", "kasi", place(HOME), empty=True),
    Kind("problems:new", "operator", place(HOME), query=f"?bukti=kurang:posyandu:{HOME}:2025", note="brought"),
    Kind("problems:sheet", "kasi", place(HOME)),
    Kind("problems:bring", "kasi", place(HOME), query=f"?bukti=kurang:posyandu:{HOME}:2025"),
    Kind("problems:bring", "kasi", place(HOME), note="nothing brought"),
    Kind("problems:problem", "camat", number("problem_in_hand")),
    Kind("problems:problem", "camat", number("problem_new"), note="new"),
    Kind("problems:problem", "camat", number("problem_merged"), note="merged"),
    Kind("problems:edit", "camat", number("problem_new")),
    Kind("problems:decide", "camat", number("problem_new"), empty=True),
    Kind("problems:merge", "camat", number("problem_new"), empty=True),
    Kind("problems:score", "camat", number("problem_new"), empty=True),
    Kind("problems:evidence", "camat", brought),
    Kind("problems:remove_evidence", "camat", brought),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "problems:download": "a file",
    "problems:add_evidence": "a form on the page of the problem to which something is brought",
    "problems:part": "a form on the page of a merged problem",
}

"""The pages of needs, facilities, voices and results."""

from collections.abc import Callable
from typing import Any

from tests.browser.kinds.shape import HOME, OTHER, PERIOD, VILLAGE, Kind, Scene, number, place


def photo(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"][name], "photo": scene["numbers"][f"photo_of_{name}"]}


def value(_scene: Scene) -> dict[str, Any]:
    return {"code": VILLAGE, "indicator": "posyandu", "period": PERIOD}


KINDS: list[Kind] = [
    # needs
    Kind("needs:index", "ministry"),
    Kind("needs:new_indicator", "ministry", empty=True),
    Kind("needs:indicator", "camat", place("penduduk")),
    Kind("needs:edit_indicator", "ministry", place("penduduk")),
    Kind("needs:service", "camat", place("posyandu")),
    Kind("needs:replace_standard", "ministry", place("posyandu"), empty=True),
    Kind("needs:ask_once", "ministry"),
    Kind("needs:dictionary", "ministry"),
    Kind("needs:replace_threshold", "ministry", lambda _scene: {"code": "days-to-send"}, empty=True),
    Kind("needs:tasks", "keeper", place(HOME)),
    Kind("needs:tasks", "operator", place(VILLAGE)),
    Kind("needs:section", "keeper", lambda _scene: {"code": HOME, "section": "posyandu"}, note="villages"),
    Kind("needs:section", "operator", lambda _scene: {"code": VILLAGE, "section": "bidang-kesehatan"}),
    Kind("needs:closing", "keeper", place(HOME)),
    Kind("needs:verify_place", "keeper", place(VILLAGE)),
    Kind("needs:value", "keeper", value),
    Kind("needs:value", "operator", value),
    # facilities
    Kind("facilities:place", "keeper", place(HOME)),
    Kind("facilities:place", "operator", place(VILLAGE)),
    Kind("facilities:place", "ministry", place("71"), note="none"),
    Kind("facilities:add", "keeper", place(HOME), empty=True),
    Kind("facilities:add", "operator", place(VILLAGE), empty=True),
    Kind("facilities:facility", "keeper", number("facility")),
    Kind("facilities:facility", "operator", number("facility")),
    Kind("facilities:correct", "keeper", number("facility"), empty=True),
    Kind("facilities:close", "keeper", number("facility"), empty=True),
    Kind("facilities:restore", "keeper", number("closed_facility"), empty=True),
    Kind("facilities:remove_photo", "keeper", photo("facility")),
    Kind("facilities:reach", "bappeda", place("99.01")),
    Kind("facilities:reach", "camat", place(HOME)),
    Kind("voices:list", "camat", place(HOME)),
    Kind("voices:list", "operator", place(VILLAGE)),
    Kind("voices:new", "keeper", place(HOME), empty=True),
    Kind("voices:new", "operator", place(VILLAGE), empty=True),
    Kind("voices:voice", "keeper", number("voice"), note="open"),
    Kind("voices:voice", "keeper", number("merged"), note="merged"),
    Kind("voices:voice", "keeper", number("withdrawn"), note="withdrawn"),
    Kind("voices:edit", "keeper", number("voice")),
    Kind("voices:withdraw", "keeper", number("voice"), empty=True),
    Kind("voices:join", "keeper", number("voice"), empty=True),
    Kind("voices:part", "keeper", number("merged")),
    Kind("voices:remove_photo", "keeper", photo("voice")),
    Kind("voices:unvoiced", "camat", place(HOME)),
    Kind("voices:unvoiced", "province", place("99"), note="to choose"),
    Kind("voices:unsupported", "camat", place(HOME)),
    # results
    Kind("results:place", "stranger", place("99.01")),
    Kind("results:place", "ministry", place("0")),
    Kind("results:place", "ministry", place("99")),
    Kind("results:place", "bappeda", place("99.01")),
    Kind("results:place", "camat", place(HOME)),
    Kind("results:place", "camat", place(OTHER), note="neighbour"),
    Kind("results:place", "camat", place(VILLAGE)),
    Kind("results:place", "ministry", place("71"), note="no figures"),
    Kind("results:indicator", "bappeda", lambda _scene: {"code": "99.01", "indicator": "posyandu"}),
    Kind("results:indicator", "camat", lambda _scene: {"code": HOME, "indicator": "posyandu"}),
    Kind("results:thread", "camat", place(HOME)),
    Kind("results:thread_of", "camat", lambda _scene: {"code": HOME, "indicator": "posyandu"}),
    Kind("results:thread_of", "operator", lambda _scene: {"code": VILLAGE, "indicator": "penduduk"}, note="empty"),
    Kind("results:monday", "camat", place(HOME)),
    Kind("results:spm", "bappeda", place("99.01")),
    Kind("results:spm", "camat", place("99.01"), note="reader"),
    Kind("results:spm", "ministry", place("99")),
    Kind("results:spm", "ministry", place("71"), note="none"),
    Kind("needs:tasks", "bappeda", place("99.01")),
    Kind("needs:section", "bappeda", lambda _scene: {"code": "99.01", "section": "bidang-spm-kesehatan-1"}),
    Kind("results:completeness", "ministry", place("0")),
    Kind("results:completeness", "bappeda", place("99.01")),
    Kind("results:completeness", "camat", place(HOME)),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "results:download_thread": "a file",
    "results:download_thread_of": "a file",
    "facilities:download": "a file",
    "facilities:download_reach": "a file",
    "facilities:add_photos": "a form on the page of the facility",
    "facilities:photo": "a file",
    "facilities:state": "a form on the page of the facility",
    "needs:confirm_place": "a form on the page of what is to be filled in",
    "needs:dictionary_file": "a file",
    "needs:value_state": "a form on the page of the value",
    "results:download": "a file",
    "results:download_indicator": "a file",
    "results:download_completeness": "a file",
    "results:download_spm": "a file",
    "voices:download": "a file",
    "voices:photo": "a file",
    "voices:restore": "a form on the page of the voice",
}

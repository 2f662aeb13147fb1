"""The addresses of needs, facilities, voices and results."""

from typing import Any

from tests.access.lines.shape import Line, place, voice
from tests.access.rooms import PERIOD
from tests.access.world import World


def facility(world: World, code: str) -> dict[str, Any]:
    return {"number": world.facility(code)}


def facility_photo(world: World, code: str) -> dict[str, Any]:
    return {"number": world.facility(code), "photo": world.facility_photo(code)}


def voice_photo(world: World, code: str) -> dict[str, Any]:
    return {"number": world.voice(code), "photo": world.voice_photo(code)}


def _value(_world: World, code: str) -> dict[str, Any]:
    return {"code": code, "indicator": "penduduk", "period": PERIOD}


LINES: list[Line] = [
    # needs
    Line("needs:index", "signed-in", methods="GET POST", post_kind="manages reference"),
    Line("needs:dictionary", "signed-in"),
    Line("needs:dictionary_file", "signed-in"),
    Line("needs:new_indicator", "manages reference", methods="GET POST"),
    Line("needs:indicator", "signed-in", lambda world, code: {"code": "penduduk"}, methods="GET POST"),
    Line("needs:edit_indicator", "manages reference", lambda world, code: {"code": "penduduk"}, methods="GET POST"),
    Line("needs:service", "signed-in", lambda world, code: {"code": "posyandu"}, methods="GET POST"),
    Line("needs:replace_standard", "manages reference", lambda world, code: {"code": "posyandu"}, methods="GET POST"),
    Line("needs:ask_once", "signed-in", methods="GET POST"),
    Line(
        "needs:replace_threshold",
        "manages reference",
        lambda world, code: {"code": "days-to-send"},
        methods="GET POST",
    ),
    Line("needs:tasks", "enters", place, methods="GET POST"),
    Line(
        "needs:section",
        "fills in a section",
        lambda world, code: {"code": code, "section": "posyandu"},
        methods="GET POST",
    ),
    Line("needs:confirm_place", "confirms", place, methods="POST"),
    Line("needs:closing", "closes", place, methods="GET POST"),
    Line("needs:verify_place", "verifies", place, methods="GET POST", data={"looked": "on"}),
    Line("needs:value", "rows of a desa", _value, methods="GET POST", post_kind="corrects a desa"),
    Line("needs:value_state", "changes a state", _value, methods="POST"),
    # facilities one by one
    Line("facilities:place", "rows", place),
    Line("facilities:download", "rows", lambda world, code: {"code": code, "form": "csv"}),
    Line("facilities:add", "enters a facility", place, methods="GET POST"),
    Line("facilities:reach", "reach per desa", place),
    Line("facilities:download_reach", "reach per desa", lambda world, code: {"code": code, "form": "xlsx"}),
    Line("facilities:facility", "a facility", facility),
    Line("facilities:correct", "corrects a posyandu", facility, methods="GET POST"),
    Line("facilities:close", "corrects a posyandu", facility, methods="GET POST"),
    Line("facilities:restore", "corrects a posyandu", facility, methods="GET POST"),
    Line("facilities:state", "no state to set", facility, methods="POST"),
    Line("facilities:photo", "a facility", facility_photo),
    Line("facilities:add_photos", "corrects a posyandu", facility, methods="POST"),
    Line("facilities:remove_photo", "corrects a posyandu", facility_photo, methods="GET POST"),
    # what people ask for
    Line("voices:list", "rows", place),
    Line("voices:unvoiced", "rows", place),
    Line("voices:unsupported", "rows", place),
    Line("voices:download", "rows", lambda world, code: {"code": code, "table": "usulan", "form": "csv"}),
    Line("voices:new", "speaks", place, methods="GET POST"),
    Line("voices:voice", "a voice", voice),
    Line("voices:edit", "changes a voice", voice, methods="GET POST"),
    Line("voices:withdraw", "changes a voice", voice, methods="GET POST"),
    Line("voices:restore", "changes a voice", voice, methods="POST"),
    Line("voices:join", "changes a voice", voice, methods="GET POST"),
    Line("voices:part", "changes a voice", voice, methods="GET POST"),
    Line("voices:photo", "a voice", voice_photo),
    Line("voices:remove_photo", "changes a voice", voice_photo, methods="GET POST"),
    # results
    Line("results:place", "names", place, methods="GET POST"),
    Line(
        "results:indicator",
        "one figure",
        lambda world, code: {"code": code, "indicator": "penduduk"},
        methods="GET POST",
    ),
    Line(
        "results:download_indicator",
        "one figure",
        lambda world, code: {"code": code, "indicator": "penduduk", "form": "csv"},
        methods="GET POST",
    ),
    Line("results:spm", "minimum services", place, methods="GET POST"),
    Line(
        "results:download_spm",
        "minimum services",
        lambda world, code: {"code": code, "form": "csv"},
        methods="GET POST",
    ),
    Line("results:thread", "rows", place, names_people=True),
    Line("results:download_thread", "rows", lambda world, code: {"code": code, "form": "csv"}, names_people=True),
    Line(
        "results:thread_of",
        "rows",
        lambda world, code: {"code": code, "indicator": "penduduk"},
        names_people=True,
    ),
    Line(
        "results:download_thread_of",
        "rows",
        lambda world, code: {"code": code, "indicator": "penduduk", "form": "csv"},
        names_people=True,
    ),
    Line("results:monday", "ranks shortages", place, methods="GET POST"),
    Line("results:completeness", "who has not sent", place, methods="GET POST"),
    Line(
        "results:download_completeness",
        "who has not sent",
        lambda world, code: {"code": code, "form": "csv"},
        methods="GET POST",
    ),
    Line(
        "results:download",
        "figures",
        lambda world, code: {"code": code, "table": "nilai", "form": "csv"},
        methods="GET POST",
    ),
    Line(
        "results:download",
        "figures",
        lambda world, code: {"code": code, "table": "layanan", "form": "xlsx"},
        methods="GET POST",
    ),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}

"""The addresses of papers, presence and surveys."""

from typing import Any

from tests.access.lines.shape import Line, place
from tests.access.world import World


def survey(world: World, code: str) -> dict[str, Any]:
    return {"number": world.survey(code)}


def questionnaire(world: World, code: str) -> dict[str, Any]:
    return {"number": world.questionnaire(code)}


def version(world: World, code: str) -> dict[str, Any]:
    return {"number": world.questionnaire(code), "version": 1}


def first_question(world: World, code: str) -> dict[str, Any]:
    return {"number": world.questionnaire(code), "order": 1}


def survey_file(world: World, code: str) -> dict[str, Any]:
    return {"number": world.survey(code), "form": "csv"}


def survey_link(world: World, _code: str) -> dict[str, Any]:
    return {"token": world.survey_token}


def paper(world: World, code: str) -> dict[str, Any]:
    return {"number": world.paper(code)}


def listed(world: World, code: str) -> dict[str, Any]:
    return {"number": world.roster(code)}


def held(world: World, code: str) -> dict[str, Any]:
    return {"number": world.occasion(code)}


def attending(world: World, code: str) -> dict[str, Any]:
    return {"number": world.roster(code), "attendee": world.attendee(code)}


def attended(world: World, code: str) -> dict[str, Any]:
    return {"number": world.occasion(code), "attendee": world.attendee(code)}


LINES: list[Line] = [
    # surveys
    Line("surveys:answer", "public", survey_link, methods="GET POST"),
    Line("surveys:answered", "public", survey_link, methods="GET POST"),
    Line("surveys:rounds", "signed-in"),
    Line("surveys:new_round", "promises", methods="GET POST"),
    Line("surveys:round", "a voice", survey),
    Line("surveys:screen", "a voice", survey),
    Line("surveys:invite", "keeps a survey", survey, methods="GET POST"),
    Line("surveys:invitations", "keeps a survey", survey_file),
    Line("surveys:change_round", "keeps a survey", survey, methods="GET POST"),
    Line("surveys:close_round", "keeps a survey", survey, methods="GET POST"),
    Line("surveys:results", "a voice", survey),
    Line("surveys:download_results", "a voice", survey_file),
    Line("surveys:answers", "keeps a survey", survey_file),
    Line("surveys:questionnaires", "signed-in"),
    Line("surveys:new_questionnaire", "promises", methods="GET POST"),
    Line("surveys:import", "promises", methods="GET POST"),
    Line("surveys:questionnaire", "a voice", questionnaire),
    Line("surveys:version", "a voice", version),
    Line("surveys:export", "a voice", version),
    Line("surveys:copy", "copies a questionnaire", questionnaire, methods="GET POST"),
    Line("surveys:edit_questionnaire", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:retire", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:draft", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:publish", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:discard", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:add_question", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:question", "keeps a survey", first_question, methods="GET POST"),
    Line("surveys:move_question", "keeps a survey", first_question, methods="POST"),
    # papers
    Line("papers:check", "public"),
    Line("papers:mine", "signed-in"),
    Line("papers:download_mine", "signed-in", lambda world, code: {"form": "csv"}),
    Line("papers:place", "rows", place),
    Line("papers:download", "rows", lambda world, code: {"code": code, "form": "csv"}),
    Line("papers:register", "rows", place),
    Line("papers:register_file", "rows", lambda world, code: {"code": code, "form": "csv"}),
    Line("papers:letterhead", "writes papers", place, methods="GET POST"),
    Line("papers:new", "writes papers", place, methods="GET POST", query="jenis=surat_dinas"),
    Line("papers:paper", "rows", paper),
    Line("papers:printed", "rows", paper),
    Line("papers:export", "rows", lambda world, code: paper(world, code) | {"form": "docx"}),
    Line("papers:edit", "writes papers", paper, methods="GET POST"),
    Line("papers:put_up", "writes papers", paper, methods="POST"),
    Line("papers:initial", "no paraf to put", paper, methods="GET POST"),
    Line("papers:send_back", "writes papers", paper, methods="GET POST"),
    Line("papers:sign", "writes papers", paper, methods="GET POST"),
    Line("papers:give_number", "writes papers", paper, methods="GET POST"),
    Line("papers:add_file", "writes papers", paper, methods="GET POST"),
    Line("papers:seal", "writes papers", paper, methods="POST"),
    Line("papers:send", "writes papers", paper, methods="GET POST"),
    Line("papers:cancel", "writes papers", paper, methods="GET POST"),
    Line("papers:replace", "writes papers", paper, methods="POST"),
    # presence
    Line("presence:rosters", "signed-in"),
    Line("presence:new", "promises", methods="GET POST"),
    Line("presence:roster", "a voice", listed, names_people=True),
    Line("presence:names", "keeps a promise", listed, methods="GET POST"),
    Line("presence:attendee", "keeps a promise", attending, methods="GET POST", data={"lakukan": "ganti"}),
    Line("presence:new_occasion", "keeps a promise", listed, methods="GET POST"),
    Line("presence:download", "a voice", lambda world, code: listed(world, code) | {"form": "csv"}),
    Line("presence:sheets", "keeps a promise", lambda world, code: listed(world, code) | {"kind": "kartu"}),
    Line("presence:occasion", "a voice", held, names_people=True),
    Line("presence:edit", "keeps a promise", held, methods="GET POST"),
    Line("presence:open", "keeps a promise", held, methods="POST"),
    Line("presence:close", "keeps a promise", held, methods="POST"),
    Line("presence:tap", "keeps a promise", held, methods="GET POST"),
    Line("presence:correct", "keeps a promise", attended, methods="GET POST"),
    Line("presence:download_occasion", "a voice", lambda world, code: held(world, code) | {"form": "csv"}),
    Line("presence:sheet", "a voice", held),
    Line("presence:screen", "keeps a promise", held),
    Line("presence:enter", "public", methods="GET POST"),
    Line(
        "presence:scan",
        "public",
        lambda world, code: {"key": world.occasion_key, "code": "SALAHH"},
        methods="GET POST",
    ),
    Line(
        "presence:mine",
        "public",
        lambda world, code: {"token": world.own_link},
        methods="GET POST",
        names_people=True,
    ),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "papers:check_code": "needs a signed paper that names nobody's secret: tests/papers",
    "papers:file": "needs a paper with a file: tests/papers",
    "papers:batch": "needs papers made at once: tests/papers",
}

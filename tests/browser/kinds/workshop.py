"""The pages of papers, presence and surveys."""

from collections.abc import Callable
from typing import Any

from tests.browser.kinds.shape import HOME, Kind, Scene, link, number, place


def attending(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["roster"], "attendee": scene["numbers"]["attendee"]}


def attended(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["occasion"], "attendee": scene["numbers"]["attendee"]}


def sheets(kind: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"]["roster"], "kind": kind}


KINDS: list[Kind] = [
    # surveys
    Kind("surveys:rounds", "camat"),
    Kind("surveys:rounds", "nobody", note="none"),
    Kind("surveys:new_round", "kasi", empty=True),
    Kind("surveys:round", "camat", number("survey"), note="open"),
    Kind("surveys:round", "camat", number("rubric"), note="with names"),
    Kind("surveys:screen", "camat", number("survey")),
    Kind("surveys:invite", "camat", number("rubric"), empty=True),
    Kind("surveys:change_round", "camat", number("survey")),
    Kind("surveys:close_round", "camat", number("survey")),
    Kind("surveys:results", "camat", number("evaluated"), query="?menurut=kelompok"),
    Kind("surveys:results", "camat", number("rubric"), note="two raters"),
    Kind("surveys:results", "bappeda", number("survey"), note="not yet"),
    Kind("surveys:answer", "stranger", link),
    Kind("surveys:answer", "camat", link, note="whole"),
    Kind("surveys:questionnaires", "camat"),
    Kind("surveys:new_questionnaire", "kasi", empty=True),
    Kind("surveys:import", "kasi", empty=True),
    Kind("surveys:questionnaire", "camat", number("questionnaire")),
    Kind("surveys:questionnaire", "camat", number("drafted"), note="draft"),
    Kind("surveys:version", "camat", lambda scene: number("questionnaire")(scene) | {"version": 1}),
    Kind("surveys:copy", "camat", number("questionnaire")),
    Kind("surveys:edit_questionnaire", "camat", number("drafted")),
    Kind("surveys:retire", "ministry", number("questionnaire")),
    Kind("surveys:draft", "camat", number("drafted")),
    Kind("surveys:publish", "camat", number("drafted")),
    Kind("surveys:discard", "camat", number("drafted")),
    Kind("surveys:add_question", "camat", number("drafted"), empty=True),
    Kind("surveys:question", "camat", lambda scene: number("drafted")(scene) | {"order": 2}),
    # what people ask for
    Kind("presence:rosters", "kasi"),
    Kind("presence:rosters", "nobody", note="empty"),
    Kind("presence:new", "kasi", empty=True),
    Kind("presence:roster", "kasi", number("roster")),
    Kind("presence:names", "kasi", number("roster"), empty=True),
    Kind("presence:attendee", "kasi", attending),
    Kind("presence:new_occasion", "kasi", number("roster"), empty=True),
    Kind("presence:occasion", "kasi", number("occasion"), note="open"),
    Kind("presence:occasion", "kasi", number("occasion_closed"), note="closed"),
    Kind("presence:edit", "kasi", number("occasion")),
    Kind("presence:tap", "kasi", number("occasion")),
    Kind("presence:correct", "kasi", attended, empty=True),
    Kind("presence:sheet", "kasi", number("occasion")),
    *(
        Kind("presence:sheets", "kasi", sheets(kind), note=kind)
        for kind in ("hari", "tanda-terima", "biodata", "kartu")
    ),
    Kind("presence:screen", "kasi", number("occasion")),
    Kind("presence:enter", "stranger"),
    Kind("presence:mine", "stranger", lambda scene: {"token": scene["own_link"]}),
    Kind(
        "presence:scan",
        "stranger",
        lambda scene: {"key": scene["occasion_key"], "code": "SALAHH"},
        status=422,
        note="old code",
    ),
    Kind("papers:mine", "camat"),
    Kind("papers:place", "camat", place(HOME)),
    Kind("papers:new", "camat", place(HOME)),
    Kind("papers:new", "camat", place(HOME), query="?jenis=surat_undangan", empty=True, note="a kind"),
    Kind("papers:register", "camat", place(HOME)),
    Kind("papers:letterhead", "camat", place(HOME)),
    Kind("papers:paper", "camat", number("paper_numbered"), note="numbered"),
    Kind("papers:paper", "camat", number("paper_ready"), note="to sign"),
    Kind("papers:paper", "camat", number("paper_returned"), note="sent back"),
    Kind("papers:paper", "camat", number("paper_photos"), note="with photos"),
    Kind("papers:edit", "camat", number("paper_returned")),
    Kind("papers:printed", "camat", number("paper_numbered")),
    Kind("papers:sign", "camat", number("paper_ready")),
    Kind("papers:send_back", "camat", number("paper_ready"), empty=True),
    Kind("papers:add_file", "camat", number("paper_numbered"), empty=True),
    Kind("papers:give_number", "camat", number("paper_numbered")),
    Kind("papers:send", "camat", number("paper_numbered")),
    Kind("papers:cancel", "camat", number("paper_ready"), empty=True),
    Kind("papers:check", "stranger"),
    Kind("papers:check_code", "stranger", lambda scene: {"code": scene["paper_code"]}),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "papers:batch": "a page with the parts of the page of a job: tests/papers",
    "papers:download": "a file",
    "papers:download_mine": "a file",
    "papers:export": "a file",
    "papers:file": "a file",
    "papers:initial": "the page of `papers:send_back` with another question: tests/papers",
    "papers:put_up": "a form on the page of the paper",
    "papers:register_file": "a file",
    "papers:replace": "a form on the page of the paper",
    "papers:seal": "a form on the page of the paper",
    "presence:close": "a form on the page of the occasion",
    "presence:download": "a file",
    "presence:download_occasion": "a file",
    "presence:open": "a form on the page of the occasion",
    "surveys:answered": "leads back to the questions before anything was sent: tests/surveys",
    "surveys:answers": "a file",
    "surveys:download_results": "a file",
    "surveys:export": "a file",
    "surveys:invitations": "a file",
    "surveys:move_question": "a form on the page of the draft",
}

"""The pages of notes and recommendations, and of the history of a village."""

from tests.browser.kinds.shape import HOME, VILLAGE, Kind, number, place

OBJECTED, CLOSED, SILENT = (number(f"guidance_{state}") for state in ("objected", "closed", "silent"))
KINDS: list[Kind] = [
    Kind("recommendations:mine", "nobody", note="without a place"),
    Kind("recommendations:list", "kasi", place(HOME), query="?keadaan="),
    Kind("recommendations:list", "kasi", place(HOME), query="?cari=tidakada", note="nothing found"),
    Kind("recommendations:list", "operator", place(VILLAGE), note="of a village"),
    Kind("recommendations:list", "inspectorate", place("99.01"), note="confirmed only"),
    Kind("recommendations:new", "kasi", place(HOME), empty=True),
    Kind("recommendations:repeated", "camat", place(HOME)),
    Kind("recommendations:reports", "camat", place(HOME)),
    Kind("recommendations:report", "camat", number("guidance_report")),
    Kind("recommendations:recommendation", "kasi", OBJECTED, note="objected"),
    Kind("recommendations:recommendation", "operator", CLOSED, note="closed"),
    Kind("recommendations:recommendation", "inspectorate", SILENT, note="confirmed without a reply"),
    Kind("recommendations:edit", "kasi", OBJECTED),
    Kind("recommendations:answer", "kasi", OBJECTED, empty=True),
    Kind("recommendations:withdraw", "kasi", OBJECTED, empty=True),
    Kind("recommendations:reply", "operator", OBJECTED, empty=True),
    Kind("recommendations:confirm", "camat", OBJECTED),
    Kind("recommendations:unconfirm", "camat", SILENT, empty=True),
    Kind("recommendations:recheck", "kasi", SILENT, empty=True),
    Kind("recommendations:reopen", "kasi", CLOSED, empty=True),
    Kind("results:history", "camat", place(VILLAGE)),
    Kind("results:history", "camat", place(VILLAGE), query="?tahun=2001", note="nothing found"),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "recommendations:download": "a file",
    "recommendations:download_repeated": "a file",
    "recommendations:proof": "a file",
    "recommendations:send": "a form on the page of a draft",
    "recommendations:take_back": "a form on the page of a report",
    "results:download_history": "a file",
}

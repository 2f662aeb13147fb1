"""The pages of the calendar of a kecamatan."""

from tests.browser.kinds.shape import HOME, Kind, place

KINDS: list[Kind] = [
    Kind("calendar:calendar", "camat", place(HOME)),
    Kind("calendar:calendar", "kasi", place(HOME), "?lihat=minggu", note="week"),
    Kind("calendar:calendar", "operator", place(HOME), "?lihat=daftar", note="list"),
    Kind("calendar:address", "camat", place(HOME)),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "calendar:download": "a file",
    "calendar:feed": "a file",
}

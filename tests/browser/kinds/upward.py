"""The pages of what was passed upward."""

from tests.browser.kinds.shape import HOME, Kind, number, place

KINDS: list[Kind] = [
    Kind("upward:mine", "agency"),
    Kind("upward:mine", "bappeda", note="without a post"),
    Kind("upward:place", "bappeda", place("99.01")),
    Kind("upward:place", "camat", place(HOME), query="?keadaan=", note="kecamatan"),
    Kind("upward:place", "bappeda", place("99.01"), query="?cari=tidakada", note="nothing found"),
    Kind("upward:targets", "bappeda", place("99.01"), empty=True),
    Kind("upward:targets", "operator", place("99.01"), note="read"),
    Kind("upward:referral", "camat", number("referral_late"), note="late"),
    Kind("upward:referral", "bappeda", number("referral_new"), note="new"),
    Kind("upward:referral", "camat", number("referral_rejected"), note="rejected"),
    Kind("upward:assign", "bappeda", number("referral_new"), empty=True),
    Kind("upward:assign", "bappeda", number("referral_late"), empty=True, note="again"),
    Kind("upward:answer", "bappeda", number("referral_late"), empty=True),
    Kind("upward:ask", "bappeda", number("referral_late"), empty=True),
    Kind("upward:take_back_question", "bappeda", number("referral_late"), empty=True),
    Kind("upward:take_back_answer", "bappeda", number("referral_rejected"), empty=True),
    Kind("upward:reply", "camat", number("referral_late"), empty=True),
    Kind("upward:withdraw", "camat", number("referral_late"), empty=True),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "upward:download": "a file",
    "upward:download_mine": "a file",
}

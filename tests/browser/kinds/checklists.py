"""The pages of checklists."""

from tests.browser.kinds.shape import Kind, number

KINDS: list[Kind] = [
    Kind("checklists:list", "kasi"),
    Kind("checklists:sheet", "kasi", number("checklist")),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {}

"""The road of a paper: draft, correct, put up, initial or send back, sign, number, send, cancel, replace."""

from rumahbersama.workshop.papers.actions.drafting import Wording, correct, draft, initial, put_up, send_back
from rumahbersama.workshop.papers.actions.signing import (
    Signing,
    add_file,
    cancel,
    give_number,
    replace,
    send,
    sign,
)

__all__ = [
    "Signing",
    "Wording",
    "add_file",
    "cancel",
    "correct",
    "draft",
    "give_number",
    "initial",
    "put_up",
    "replace",
    "send",
    "send_back",
    "sign",
]

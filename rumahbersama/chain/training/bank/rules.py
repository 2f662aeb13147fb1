"""What may be done with a question in which state, and when two questions are the same.

Source: project decision, docs/adr/0025-question-banks.md.
"""

import hashlib

from django.utils.translation import gettext as _

from rumahbersama.chain.training.bank.formats.shapes import BadBlock, Question, checked, folded
from rumahbersama.chain.training.bank.words import fault_in_words
from rumahbersama.ground.core.rules import Refusal

DRAFT, IN_USE, RETIRED = "draft", "in_use", "retired"
EASIEST, HARDEST = 1, 3


class BankRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a bank or question, and how to mend it."""


def fingerprint(question: Question) -> str:
    """Return what makes two questions the same: their words and options, whatever case, blanks and order."""
    parts = [folded(question.stem), *sorted(folded(option) for option in question.options)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def check_question(question: Question) -> None:
    """Refuse a question that cannot be asked.

    Raises:
        BankRefusal: what is wrong with it, and how to mend it.
    """
    try:
        checked(question)
    except BadBlock as problem:
        raise BankRefusal(fault_in_words(problem.fault)) from problem


def check_move(*, state: str, to: str) -> None:
    """Refuse a change of state that makes no sense.

    Raises:
        BankRefusal: it stands there already, or is retired.
    """
    allowed = {IN_USE: (DRAFT,), DRAFT: (IN_USE, RETIRED), RETIRED: (DRAFT, IN_USE)}[to]
    if state not in allowed:
        raise BankRefusal(_("Soal ini sudah berubah keadaan. Muat ulang halamannya, lalu periksa."))

"""What a log line must not hold: the secret part of an address, and the traceback of an answer that is no fault."""

import logging
import re

FAULT = 500
SECRET = re.compile(r"(?<=/)[\w-]{20,}(?=/|\?|$)")


class WithoutSecrets(logging.Filter):
    """Put "…" for long unguessable parts of addresses; Django writes the path of each refused request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, with its addresses shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub("…", each) if isinstance(each, str) else each for each in record.args)
        return True


class RefusalsInOneLine(logging.Filter):
    """Leave the traceback away where a request was refused (status below 500): nothing is broken there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, as one line where it tells of a refusal."""
        if getattr(record, "status_code", FAULT) < FAULT:
            record.exc_info = None
        return True

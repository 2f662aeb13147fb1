"""What a log line must not hold: the secret part of an address, such as the token of an invitation."""

import logging
import re

SECRET = re.compile(r"(?<=/)[\w-]{20,}(?=/|\?|$)")


class WithoutSecrets(logging.Filter):
    """Put "…" for long unguessable parts of addresses; Django writes the path of each refused request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, with its addresses shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub("…", each) if isinstance(each, str) else each for each in record.args)
        return True

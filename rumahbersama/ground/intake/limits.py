"""How large a table may be, what the look at a file gives, and how a file is refused."""

from dataclasses import dataclass, field

MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_LINE = 64_000
MAX_DEPTH = 20


class BadFile(Exception):
    """A file that is not opened. ``code`` names the reason, ``values`` fill its sentence."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass
class Checked:
    """What the look found: how to read the file, what to tell about it."""

    kind: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    notes: list[str] = field(default_factory=list)
    error_cells: list[str] = field(default_factory=list)

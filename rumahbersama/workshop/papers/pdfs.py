"""PDF of a paper by Typst, where the extra ``papers`` is installed. Texts go in as data, never as source."""

import json
import tempfile
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.workshop.papers.documents import Document
from rumahbersama.workshop.papers.pictures import bytes_of
from rumahbersama.workshop.papers.rules import PaperRefusal

TEMPLATE = Path(__file__).with_name("data") / "paper.typ"


def can_make() -> bool:
    """Tell whether this installation makes PDF files with their seal."""
    return find_spec("typst") is not None and find_spec("pyhanko") is not None


def check_can_make() -> None:
    """Refuse where the program that makes PDF is not installed.

    Raises:
        PaperRefusal: how to install it, and what works without.
    """
    if not can_make():
        raise PaperRefusal(
            _(
                "Pembuat PDF belum dipasang di server ini. Cetak suratnya dari peramban atau unduh DOCX; "
                "pengelola server dapat memasangnya dengan pip install rumahbersama[papers]."
            )
        )


class _Own(threading.local):
    """The template, read once by each thread: a compiler that sets a paper refuses a second one meanwhile.

    Typst starts threads of its own, which do not pass a fork: no process that set a paper may be forked afterwards.
    """

    @cached_property
    def compiler(self) -> Any:  # noqa: ANN401 - typst.Compiler
        """Read the template; what a paper says is given with each file (about 2 ms)."""
        import typst

        return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), ignore_system_fonts=True)


_own = _Own()


def pdf_of(document: Document, *, at: datetime) -> bytes:
    """Return a paper as PDF, the same bytes for the same document and moment.

    Raises:
        PaperRefusal: the program that makes PDF is not installed.
        FileRefusal: a picture is gone from the disk, or is not the one that the paper names.
    """
    check_can_make()
    data = json.dumps(document.as_data(), ensure_ascii=False)
    if document.pictures:
        return _with_pictures(data, bytes_of(document.pictures), at=at)
    return _set(_own.compiler, data, at=at)


def _set(compiler: Any, data: str, *, at: datetime) -> bytes:  # noqa: ANN401 - typst.Compiler
    made: bytes = compiler.compile(format="pdf", sys_inputs={"data": data}, timestamp=int(at.timestamp()))
    return made


def _with_pictures(data: str, pictures: Mapping[str, bytes], *, at: datetime) -> bytes:
    """Set a paper in a folder of its own that holds the template and its pictures, and nothing else to be read."""
    import typst

    with tempfile.TemporaryDirectory(prefix="surat-") as name:
        folder = Path(name)
        (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        for digest, content in pictures.items():
            (folder / f"{digest}.jpg").write_bytes(content)
        compiler = typst.Compiler(str(folder / TEMPLATE.name), root=name, ignore_system_fonts=True)
        return _set(compiler, data, at=at)

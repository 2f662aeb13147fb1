"""A picture that a device made small and put into a text box, so that the one outbox keeps and sends it as text."""

import base64
import binascii
import re
from typing import Any

from django.utils.translation import gettext as _

from rumahbersama.chain.oversight.visits.reference import VisitRule
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.files.rules import IMAGES

WRITTEN = re.compile(r"^data:image/(?:jpeg|png|webp);base64,([A-Za-z0-9+/=\s]+)$")


def decoded(text: str, *, rule: VisitRule) -> bytes:
    """Return the bytes of a picture that came as text.

    Raises:
        VisitRefusal: it is none, or larger than a phone would make it.
    """
    found = WRITTEN.match(text.strip())
    try:
        content = base64.b64decode(found[1], validate=False) if found else b""
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise VisitRefusal(_("Gambar ini tidak terbaca. Ambil fotonya sekali lagi."))
    if len(content) > rule.most_bytes:
        raise VisitRefusal(_("Gambar ini terlalu besar. Ambil fotonya sekali lagi dari halaman ini."))
    return content


def looked_at(*, text: str, upload: Any, rule: VisitRule, name: str) -> files.Checked:  # noqa: ANN401 - a file, or None
    """Return a picture as it may be kept, from the text box or from the file box; written anew, without position.

    Raises:
        VisitRefusal: it is none, or too large.
        FileRefusal: of another kind, or damaged.
    """
    if upload is not None:
        return files.checked(chunks=upload.chunks(), name=upload.name, takes=IMAGES)
    return files.checked(chunks=[decoded(text, rule=rule)], name=name, takes=IMAGES)

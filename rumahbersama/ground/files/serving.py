"""Handing out a file: called by a room's own view, after its own check of who may see the thing it belongs to."""

from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header

from rumahbersama.ground.files import storage
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.files.rules import CONTENT_TYPES, ENDINGS

KEPT_SECONDS = 600  # in the cache of this person's browser alone


def respond(file: StoredFile, *, small: bool = False) -> HttpResponse:
    """Return the file, or its small picture, with headers under which it can do nothing but be seen.

    A picture is shown in the page, a document is downloaded. 404 where the bytes are gone from the disk.
    """
    path = storage.path_of(file.name, small=small and file.is_picture)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=CONTENT_TYPES[file.kind])
    shown_as = f"{'foto' if file.is_picture else 'dokumen'}-{file.pk}{ENDINGS[file.kind]}"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=not file.is_picture, filename=shown_as) or "attachment"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    patch_vary_headers(response, ["Cookie"])
    return response

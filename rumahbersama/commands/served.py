"""The web application as ``rumah serve`` runs it, in a process that never outlives its parent."""

import os

from rumahbersama.commands.processes import die_with_parent, stand_apart

stand_apart()  # told to stop twice, by the terminal and by the server, granian would wait to be killed
die_with_parent(int(os.environ["RUMAHBERSAMA_PARENT"]))

from django.urls import get_resolver  # noqa: E402 - the bond with the parent comes first

from rumahbersama.wsgi import application  # noqa: E402

assert get_resolver().url_patterns, "no pages"  # noqa: S101 - loads all pages now: a broken one shows at start

__all__ = ["application"]

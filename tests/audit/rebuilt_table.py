"""Rebuilds an audit table as a migration would, then migrates; run as ``python -m tests.audit.rebuilt_table``.

Prints which triggers were missing after the rebuild and after ``rumah migrate``.
"""

import contextlib
import io
import json
import sys

import django

django.setup()

from django.db import connection, models  # noqa: E402

from rumahbersama.cli import main  # noqa: E402
from rumahbersama.ground.audit import triggers  # noqa: E402
from rumahbersama.ground.audit.models import AuditRecord  # noqa: E402

old = AuditRecord._meta.get_field("reason")
new = models.CharField(max_length=700, blank=True)
new.set_attributes_from_name("reason")
new.model = AuditRecord
with connection.schema_editor() as editor:
    editor.alter_field(AuditRecord, old, new, strict=True)
    if connection.vendor == "sqlite":
        editor._remake_table(AuditRecord, alter_fields=[(old, new)])
after_rebuild = triggers.missing()
with contextlib.redirect_stdout(io.StringIO()):
    main(["migrate"])
sys.stdout.write(json.dumps([after_rebuild, triggers.missing()]))

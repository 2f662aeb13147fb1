"""A table rebuilt by a migration gets its protection back."""

import os


def test_triggers_survive_a_table_rebuild_and_migrate(installation):
    after_rebuild, after_migrate = installation.ask(module="tests.audit.rebuilt_table")

    lost = (
        [] if os.environ.get("TEST_DATABASE_URL") else ["audit_auditrecord_no_update", "audit_auditrecord_no_delete"]
    )
    assert after_rebuild == lost
    assert after_migrate == []

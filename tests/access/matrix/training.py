"""Pages of training: an event of a place, open, with a quota for that very place."""

from tests.access.matrix.reading import Table, table

TRAINING: dict[str, Table] = {
    "runs training somewhere": table("signed-in n\nministry,training_body y\nanonymous L"),
    "uses ceilings": table("signed-in n\nministry,training_body,administrator y\nanonymous L"),
    "changes a shipped curriculum": table("signed-in n\nministry,administrator y\nanonymous L"),
    # What is taught with, in a curriculum that ships with us: who runs training anywhere, and who changes it.
    "reads materials": table("signed-in n\nministry,training_body,administrator y\nanonymous L"),
    "changes a programme of the nation": table("signed-in n\nministry y\nanonymous L"),
    # Who names people sees the events of the places above too, for those have seats for them.
    "an event": table(
        """nation             y . . y y . . -
        administrator         n . . n n . . -
        provincial            y y - y y - - -
        kabupaten             y y - y y - - -
        heads                 y y - y y - - -
        staff                 y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "runs an event of a person": table(
        """ministry           y . . y y . . -
        auditor               n . . n n . . -
        administrator         n . . n n . . -
        province              n n - n n - - -
        training_body         y n - y y - - -
        kabupaten             n n - n n - - -
        heads                 n n - n n - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # The cast teaches nowhere and takes part nowhere: of who sees an event, who runs training anywhere reads.
    "materials of an event": table(
        """ministry           y . . y y . . -
        auditor               n . . n n . . -
        administrator         n . . n n . . -
        province              n n - n n - - -
        training_body         y y - y y - - -
        kabupaten             n n - n n - - -
        heads                 n n - n n - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # Written by who runs the event and writes the papers of its place, or of a place above it; nobody writes for
    # the nation.
    "writes letters of an event": table(
        """ministry           y . . y y . . -
        auditor               n . . n n . . -
        administrator         n . . n n . . -
        province              n n - n n - - -
        training_body         y n - y y - - -
        kabupaten             n n - n n - - -
        heads                 n n - n n - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # Who names people for an event assigns those of the own place.
    "assigns people of an event": table(
        """ministry           y . . y y . . -
        auditor               n . . n n . . -
        administrator         n . . n n . . -
        province              y y - y y - - -
        training_body         y y - y y - - -
        kabupaten             y y - y y - - -
        heads                 y y - y y - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "runs an event": table(
        """ministry           y . . y y . . -
        auditor               n . . n n . . -
        administrator         n . . n n . . -
        province              n n - n n - - -
        training_body         y n - y y - - -
        kabupaten             n n - n n - - -
        heads                 n n - n n - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

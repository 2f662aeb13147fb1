"""Pages of one training: its seats and people, who names them, who runs it."""

from tests.access.matrix.reading import Table, table

TRAININGS: dict[str, Table] = {
    "a training": table(
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
    "names people": table(
        """ministry           y . . y y . . -
        auditor,administrator n . . n n . . -
        provincial            y y - y y - - -
        kabupaten             y y - y y - - -
        heads                 y y - y y - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes a participant": table(
        """ministry           y . . y y . . -
        auditor,administrator n . . n n . . -
        provincial            y n - y y - - -
        kabupaten             y n - y y - - -
        heads                 y n - y y - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "runs a training": table(
        """ministry           y . . y y . . -
        auditor,administrator n . . n n . . -
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

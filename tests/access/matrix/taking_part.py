"""Pages of the people of an event: who names them, and who changes one of them."""

from tests.access.matrix.reading import Table, table

TAKING_PART: dict[str, Table] = {
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
}

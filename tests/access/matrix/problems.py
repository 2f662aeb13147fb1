"""Pages of the house: problems of a kecamatan, of which a village sees its own and what is shared.

Of the problems of the world each is new and names one desa: nothing of them is shared.
"""

from tests.access.matrix.reading import Table, table

PROBLEMS: dict[str, Table] = {
    "a house": table(
        """nation             y . . y - . . -
        administrator         n . . n - . . -
        provincial            y - - y - - - -
        kabupaten             y - - y - - - -
        heads,staff           y - - - - - - -
        operator              - y - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a house of a kecamatan": table(
        """nation             - . . - - . . -
        administrator         n . . n - . . -
        provincial            - - - - - - - -
        kabupaten             - - - y - - - -
        heads,staff           y - - - - - - -
        operator              - y - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "raises problems": table(
        """nation             - . . - - . . -
        administrator         n . . n - . . -
        provincial            - - - - - - - -
        kabupaten             - - - n - - - -
        heads,staff           y - - - - - - -
        operator              - y - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a problem": table(
        """nation             - . . - y . . -
        administrator         - . . - - . . -
        provincial            - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "works on a problem": table(
        """nation             - . . - n . . -
        administrator         - . . - - . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads,staff           - - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "leads a problem": table(
        """nation             - . . - n . . -
        administrator         - . . - - . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads                 - - - y y - - -
        staff                 - - - n n - - -
        operator              n - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

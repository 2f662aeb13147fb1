"""What kecamatan passed upward. Columns: own parent sibling child desa cousin other gone.

In the world no office was named yet: only who coordinates may speak for it.
"""

from tests.access.matrix.reading import Table, table

UPWARD: dict[str, Table] = {
    "what went up": table(
        """nation             y . . y - . . -
        administrator         n . . n - . . -
        provincial            y - - y - - - -
        kabupaten             y - - y - - - -
        heads,staff           y - - - - - - -
        operator              - n - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a passed problem": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - y - - - -
        heads,staff           y - - - - - - -
        operator              - - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "coordinates a passed problem": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        bappeda,governance    - - - y - - - -
        dpmd,agency           - - - n - - - -
        heads,staff           n - - - - - - -
        operator              - - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "replies about a passed problem": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - n - - - -
        heads,staff           y - - - - - - -
        operator              - - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "withdraws a passed problem": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - n - - - -
        heads                 y - - - - - - -
        staff                 n - - - - - - -
        operator              - - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # What the bupati set is no secret: everybody who is signed in reads it, of every kabupaten.
    "an answer target": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - y - - - -
        kabupaten             y - y - - - y -
        heads,staff           - y - - - - - -
        operator              - - - . . - - -
        nobody                - y - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "sets an answer target": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - n - - - -
        bappeda,governance    y - n - - - n -
        dpmd,agency           n - n - - - n -
        heads,staff           - n - - - - - -
        operator              - - - . . - - -
        nobody                - n - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

"""Visits to villages. Columns: own parent sibling child desa cousin other gone."""

from tests.access.matrix.reading import Table, table

VISITS: dict[str, Table] = {
    "plans visits": table(
        """nation             - . . - n . . -
        administrator         n . . n n . . -
        provincial            - - - - n - - -
        kabupaten             - - - n n - - -
        heads,kasi,keeper     y - - y y - - -
        education_unit        n - - n n - - -
        health_unit           n - - n n - - -
        registry_unit         n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "plans a quarter": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - n - - - -
        heads,kasi,keeper     y - - - - - - -
        education_unit        n - - - - - - -
        health_unit           n - - - - - - -
        registry_unit         n - - - - - - -
        operator              - n - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a visit": table(
        """nation             - . . - y . . -
        administrator         - . . - - . . -
        provincial            - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "the result of a visit": table(  # sent to the village: never read above the kecamatan
        """nation             - . . - n . . -
        administrator         - . . - - . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads,staff           - - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "makes a visit": table(
        """nation             - . . - n . . -
        administrator         - . . - - . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads,kasi,keeper     - - - y y - - -
        education_unit        - - - n n - - -
        health_unit           - - - n n - - -
        registry_unit         - - - n n - - -
        operator              n - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

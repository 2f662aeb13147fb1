"""Meetings, shared by their kecamatan. Columns: own parent sibling child desa cousin other gone."""

from tests.access.matrix.reading import Table, table

MEETINGS: dict[str, Table] = {
    "plans meetings": table(
        """nation             - . . - - . . -
        administrator         n . . n - . . -
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
    "a meeting": table(
        """nation,administrator  - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - y - - - -
        heads,staff           y - - - - - - -
        operator              - y - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "keeps a meeting": table(
        """nation,administrator  - . . - - . . -
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
    "calls a meeting off": table(
        """nation,administrator  - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - n - - - -
        heads                 y - - - - - - -
        staff                 n - - - - - - -
        operator              - n - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

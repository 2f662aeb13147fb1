"""Pages of a place: figures, entering, people. Columns: own parent sibling child desa cousin other gone."""

from tests.access.matrix.reading import Table, table

OF_PLACES: dict[str, Table] = {
    # Pages of a place: own parent sibling child desa cousin other gone ---------------------------
    "names": table(
        """everybody          y y y y y y y -
        nation,administrator  y . . y y . . -
        operator              y y y . . y y -"""
    ),
    "figures": table(
        """nation,administrator  y . . y y . . -
        provincial            y y y y y - y -
        kabupaten             y y y y y - y -
        heads,staff           y y y y y - y -
        operator              y y y . . - - -
        nobody                y y y - - - y -
        anonymous             x x x x x x x x"""
    ),
    "who has not sent": table(
        """nation,administrator  y . . y - . . -
        provincial            y y y y - - y -
        kabupaten             y y y y - - y -
        heads,staff           y y n - - - n -
        operator              - y - . . - - -
        nobody                n y n - - - n -
        anonymous             L L L L L L L L"""
    ),
    # Sums of a kabupaten and above, for everybody signed in; nothing below it has minimum services.
    "minimum services": table(
        """nation,administrator  y . . y - . . -
        provincial            y y y y - - y -
        kabupaten             y y y - - - y -
        heads,staff           - y - - - - - -
        operator              - - - . . - - -
        nobody                - y - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "ranks shortages": table(
        """nation             - . . - y . . -
        administrator         - . . - y . . -
        provincial            - - - y y - - -
        kabupaten             y - n y y - n -
        heads,staff           y n n y y - n -
        operator              y y y . . - - -
        nobody                n n n - - - n -
        anonymous             L L L L L L L L"""
    ),
    "one figure": table(
        """nation,administrator  y . . y y . . -
        provincial            y y y y y - y -
        kabupaten             y y y y y - y -
        heads,staff           y y y y y - y -
        operator              y y y . . - - -
        nobody                y y y - - - y -
        anonymous             L L L L L L L L"""
    ),
    "rows": table(
        """nation             y . . y y . . -
        administrator         n . . n n . . -
        provincial            y - - y y - - -
        kabupaten             y - - y y - - -
        heads,staff           y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # Papers are written at the very place, not below; a finished one is read like a row ("rows").
    "writes papers": table(
        """ministry           y . . n n . . -
        auditor,administrator n . . n n . . -
        provincial            y - - n n - - -
        kabupaten             y - - n n - - -
        heads,staff           y - - n n - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "no paraf to put": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        kabupaten             n - - n n - - -
        heads,staff           n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "rows of a desa": table(
        """nation             - . . - y . . -
        administrator         n . . n n . . -
        provincial            - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "enters": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        bappeda,dpmd,agency   y - - y y - - -
        governance            n - - n n - - -
        camat                 n - - n n - - -
        sekcam,staff          y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # The section "posyandu" lists the villages of a kecamatan for those who may enter it there.
    "fills in a section": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        bappeda,dpmd,agency   - - - y - - - -
        governance            n - - n n - - -
        camat                 n - - n n - - -
        sekcam,kasi,keeper    y - - - - - - -
        education_unit        - - - - - - - -
        health_unit           - - - - - - - -
        registry_unit         - - - - - - - -
        operator              - n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "confirms": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        kabupaten             n - - n n - - -
        heads,staff           n - - n n - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "corrects a desa": table(
        """nation             - . . - n . . -
        administrator         n . . n n . . -
        provincial            - - - - n - - -
        bappeda,dpmd,agency   - - - - y - - -
        governance            - - - - n - - -
        camat                 - - - n n - - -
        sekcam,kasi,keeper    - - - y y - - -
        education_unit        - - - n n - - -
        health_unit           - - - n n - - -
        registry_unit         - - - y y - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "enters a facility": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        bappeda,dpmd,agency   - - - y y - - -
        governance            n - - n n - - -
        camat                 n - - n n - - -
        sekcam,staff          y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "corrects a posyandu": table(
        """nation             - . . - n . . -
        administrator         - . . - n . . -
        provincial            - - - - n - - -
        bappeda,dpmd,agency   - - - - y - - -
        governance            - - - - n - - -
        camat                 - - - n n - - -
        sekcam,kasi,keeper    - - - y y - - -
        education_unit        - - - n n - - -
        health_unit           - - - n n - - -
        registry_unit         - - - n n - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a facility": table(
        """nation             - . . - y . . -
        administrator         - . . - n . . -
        provincial            - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "no state to set": table(
        """nation             - . . - n . . -
        administrator         - . . - n . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads,staff           - - - n n - - -
        operator              n - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "reach per desa": table(
        """nation,administrator  - . . - - . . -
        provincial            - - - y - - - -
        kabupaten             y - - y - - - -
        heads,staff           y - - - - - - -
        operator              - y - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes a state": table(
        """nation             - . . - n . . -
        administrator         n . . n n . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads,staff           - - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # Bappeda looks after the figures of the kabupaten itself; those of villages are their kecamatan's.
    "verifies": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        bappeda               y - - n n - - -
        dpmd,governance       n - - n n - - -
        agency                n - - n n - - -
        heads,keeper          y - - y y - - -
        kasi                  n - - n n - - -
        education_unit        n - - n n - - -
        health_unit           n - - n n - - -
        registry_unit         n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "closes": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        kabupaten             n - - n n - - -
        heads,keeper          y - - y y - - -
        kasi                  n - - n n - - -
        education_unit        n - - n n - - -
        health_unit           n - - n n - - -
        registry_unit         n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "posts": table(
        """nation,administrator  y . . y y . . -
        provincial            y - - y y - - -
        kabupaten             y - - y y - - -
        heads,staff           y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes posts": table(
        """nation             n . . n n . . -
        administrator         y . . y y . . -
        provincial            n - - n n - - -
        kabupaten             n - - n n - - -
        heads                 y - - y y - - -
        staff                 n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes people": table(
        """nation             n . . n n . . n
        administrator         y . . y y . . -
        provincial            n n n n n n n n
        kabupaten             n n n n n n n n
        heads                 y - - y y - - -
        staff                 n n n n n n n n
        operator              n n n . . n n n
        nobody                n n n n n n n n
        anonymous             L L L L L L L L"""
    ),
    "who sees it": table(
        """nation,administrator  y . . y y . . -
        provincial            y - - y y - - -
        kabupaten             y - - y y - - -
        heads,staff           y - - y y - - -
        operator              y y y . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

"""Notes and recommendations: the kecamatan reads all of its villages, a village what was sent to it.

Those of the world are sent and not confirmed: nobody above the kecamatan reads any of them, auditors included.
"""

from tests.access.matrix.reading import Table, table

RECOMMENDATIONS: dict[str, Table] = {
    "reads guidance": table(
        """ministry,administrator n . . n n . . -
        auditor               y . . y y . . -
        provincial            n - - n n - - -
        bappeda,agency        n - - n n - - -
        dpmd,governance       y - - y y - - -
        heads,kasi,keeper     y - - y y - - -
        education_unit,health_unit,registry_unit n - - n n - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "what repeats": table(
        """ministry,administrator n . . n n . . -
        auditor               y . . y - . . -
        provincial            n - - n n - - -
        bappeda,agency        n - - n n - - -
        dpmd,governance       y - - y - - - -
        heads,kasi,keeper     y - - - - - - -
        education_unit,health_unit,registry_unit n - - n n - - -
        operator              - n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "writes guidance": table(
        """ministry,administrator n . . n n . . -
        auditor               - . . - - . . -
        provincial            n - - n n - - -
        bappeda,agency        n - - n n - - -
        dpmd,governance       - - - n - - - -
        heads,kasi,keeper     y - - - - - - -
        education_unit,health_unit,registry_unit n - - n n - - -
        operator              - n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "reports guidance": table(
        """ministry,administrator n . . n n . . -
        auditor               - . . - - . . -
        provincial            n - - n n - - -
        bappeda,agency        n - - n n - - -
        dpmd,governance       - - - n - - - -
        camat                 y - - - - - - -
        sekcam,kasi,keeper    n - - - - - - -
        education_unit,health_unit,registry_unit n - - n n - - -
        operator              - n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a recommendation": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - - - - - -
        heads,kasi,keeper     - - - y y - - -
        education_unit,health_unit,registry_unit - - - - - - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "works on a recommendation": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - - - - - -
        heads,kasi,keeper     - - - y y - - -
        education_unit,health_unit,registry_unit - - - - - - - -
        operator              n - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "replies to a recommendation": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - - - - - -
        heads,kasi,keeper     - - - n n - - -
        education_unit,health_unit,registry_unit - - - - - - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "confirms a recommendation": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        kabupaten             - - - - - - - -
        camat                 - - - y y - - -
        sekcam,kasi,keeper    - - - n n - - -
        education_unit,health_unit,registry_unit - - - - - - - -
        operator              n - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a report of guidance": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        bappeda,agency        - - - - - - - -
        dpmd,governance       - - - y - - - -
        heads,kasi,keeper     y - - - - - - -
        education_unit,health_unit,registry_unit - - - - - - - -
        operator              - - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "frees a report of guidance": table(
        """nation             - . . - - . . -
        administrator         - . . - - . . -
        provincial            - - - - - - - -
        bappeda,agency        - - - - - - - -
        dpmd,governance       - - - n - - - -
        camat                 y - - - - - - -
        sekcam,kasi,keeper    n - - - - - - -
        education_unit,health_unit,registry_unit - - - - - - - -
        operator              - - - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "history of a village": table(
        """nation             - . . - y . . -
        administrator         - . . - n . . -
        provincial            - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

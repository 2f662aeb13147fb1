"""Pages of one thing of a place: uploads, voices, promises, closed days."""

from tests.access.matrix.reading import Table, table

THINGS: dict[str, Table] = {
    "words of a region": table(
        """signed-in          n n n n n n n -
        auditor               n . . n n . . -
        administrator         - . . y - . . -
        ministry              - . . y - . . -
        operator              n n n . . n n -
        anonymous             L L L L L L L L"""
    ),
    "closed days of a region": table(
        """nation                y . . y - . . -
        auditor               n . . n - . . -
        administrator         y . . y - . . -
        provincial            n n n n - - n -
        kabupaten             n n n - - - n -
        heads,staff           - n - - - - - -
        operator              - - - . . - - -
        nobody                - n - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "an upload": table(
        """nation,administrator  y . . y y . . -
        provincial            y - - y y - - -
        kabupaten             y - - y y - - -
        heads,keeper          y - - y y - - -
        kasi                  - - - - - - - -
        education_unit        y - - y y - - -
        health_unit           y - - y y - - -
        registry_unit         y - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             x x x x x x x x"""
    ),
    "changes an upload": table(
        """ministry           y . . y n . . -
        auditor,administrator n . . n n . . -
        province              y - - n n - - -
        training_body         n - - n n - - -
        kabupaten             y - - y y - - -
        camat                 n - - n n - - -
        sekcam,keeper         y - - y y - - -
        kasi                  - - - - - - - -
        education_unit        y - - y y - - -
        health_unit           y - - y y - - -
        registry_unit         y - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             x x x x x x x x"""
    ),
    "imports": table(
        """ministry           y . . y y . . -
        auditor,administrator n . . n n . . -
        province              y - - y y - - -
        training_body         n - - n n - - -
        kabupaten             y - - y y - - -
        camat                 n - - n n - - -
        sekcam,keeper         y - - y y - - -
        kasi                  n - - n n - - -
        education_unit        y - - y y - - -
        health_unit           y - - y y - - -
        registry_unit         y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             x x x x x x x x"""
    ),
    "speaks": table(
        """nation,administrator  n . . n n . . -
        provincial            n - - n n - - -
        kabupaten             n - - n n - - -
        camat                 n - - n n - - -
        sekcam,kasi,keeper    y - - y y - - -
        education_unit        n - - n n - - -
        health_unit           n - - n n - - -
        registry_unit         n - - n n - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "questions": table(
        """ministry           y . . y y . . -
        auditor,administrator n . . n n . . -
        training_body         y - - y y - - -
        province              n - - n n - - -
        kabupaten             n - - n n - - -
        heads,staff           n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a voice": table(
        """nation             - . . - y . . -
        administrator         - . . - n . . -
        provincial            - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "keeps a promise": table(
        """nation,administrator  - . . - n . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads                 - - - y y - - -
        staff                 - - - n n - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # Kept by the people of its very place, not by those above it.
    "keeps a survey": table(
        """nation,administrator  - . . - n . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads,staff           - - - n n - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "copies a questionnaire": table(
        """ministry           - . . - y . . -
        auditor,administrator - . . - n . . -
        provincial            - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "confirms a promise": table(
        """nation,administrator  - . . - n . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        heads                 - - - y y - - -
        staff                 - - - n n - - -
        operator              n - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes a voice": table(
        """nation,administrator  - . . - n . . -
        provincial            - - - - n - - -
        kabupaten             - - - - n - - -
        camat                 - - - n n - - -
        sekcam,kasi,keeper    - - - y y - - -
        education_unit        - - - n n - - -
        health_unit           - - - n n - - -
        registry_unit         - - - n n - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

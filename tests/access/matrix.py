"""The access table in letters: what each kind of page answers to whom, about a place of which relation.

Written by hand from DESIGN section 4 and the roles of section 2. Nothing here is computed from the permission
functions that it tests.

Letters: y = comes in (page, form, redirect to one's own page), n = 403, - = 404, L = sent to the sign-in page,
x = no access in whatever form (strangers), . = no such relation.

Columns, seen from one's own place:
    own      the place itself
    parent   the place above it
    sibling  a neighbour below the same parent (for an operator: another desa of the same kecamatan)
    child    a place right below it
    desa     a desa inside it
    cousin   a desa of a neighbour (for an operator: a desa of the neighbouring kecamatan)
    other    a place of the same level in another province
    gone     a code that no place bears
"""

RELATIONS = ("own", "parent", "sibling", "child", "desa", "cousin", "other", "gone")

PLACES: dict[str, dict[str, str]] = {
    "0": {"own": "0", "child": "71", "desa": "71.01.01.2001", "gone": "71.99"},
    "71": {
        "own": "71",
        "parent": "0",
        "sibling": "72",
        "child": "71.01",
        "desa": "71.01.01.2001",
        "cousin": "72.01.01.2001",
        "other": "72",
        "gone": "71.99",
    },
    "71.01": {
        "own": "71.01",
        "parent": "71",
        "sibling": "71.02",
        "child": "71.01.01",
        "desa": "71.01.01.2001",
        "cousin": "71.02.01.2001",
        "other": "72.01",
        "gone": "71.01.99",
    },
    "71.01.01": {
        "own": "71.01.01",
        "parent": "71.01",
        "sibling": "71.01.02",
        "child": "71.01.01.2001",
        "desa": "71.01.01.2002",
        "cousin": "71.01.02.2001",
        "other": "72.01.01",
        "gone": "71.01.01.2099",
    },
    "71.01.01.2001": {
        "own": "71.01.01.2001",
        "parent": "71.01.01",
        "sibling": "71.01.01.2002",
        "cousin": "71.01.02.2001",
        "other": "72.01.01.2001",
        "gone": "71.01.01.2099",
    },
}

# Where each of the cast stands; strangers and people without a role look from kecamatan A.
HOMES = {
    "ministry": "0",
    "auditor": "0",
    "administrator": "0",
    "province": "71",
    "bappeda": "71.01",
    "dpmd": "71.01",
    "governance": "71.01",
    "agency": "71.01",
    "camat": "71.01.01",
    "sekcam": "71.01.01",
    "kasi": "71.01.01",
    "keeper": "71.01.01",
    "education_unit": "71.01.01",
    "health_unit": "71.01.01",
    "operator": "71.01.01.2001",
    "nobody": "71.01.01",
    "anonymous": "71.01.01",
}
ROLES = tuple(HOMES)

Table = dict[str, dict[str, str]]


def table(text: str) -> Table:
    """Read a table: per line the roles (comma separated, or a group), then one letter per column."""
    groups = {
        "nation": ["ministry", "auditor"],
        "kabupaten": ["bappeda", "dpmd", "governance", "agency"],
        "heads": ["camat", "sekcam"],
        "staff": ["kasi", "keeper", "education_unit", "health_unit"],
        "signed-in": [role for role in ROLES if role != "anonymous"],
        "everybody": list(ROLES),
    }
    found: Table = {}
    for line in text.strip().splitlines():
        names, *letters = line.split()
        for name in names.split(","):
            for role in groups.get(name, [name]):
                columns = RELATIONS if len(letters) > 1 else ("own",)
                found[role] = dict(zip(columns, letters, strict=True))
    assert set(found) == set(ROLES), set(ROLES) - set(found)
    return found


CLASSES: dict[str, Table] = {
    # Pages without a place -----------------------------------------------------------------
    "public": table("everybody y"),
    "nowhere": table("everybody -"),
    "signed-in": table("signed-in y\nanonymous L"),
    "any role": table("signed-in y\nnobody -\nanonymous L"),
    "some rows": table("signed-in y\nnobody -\nanonymous L"),
    "own job": table("signed-in -\ncamat y\nanonymous L"),
    "reads history": table(
        """signed-in n
        ministry,auditor,administrator,province,bappeda,dpmd,governance,camat,sekcam,keeper y
        anonymous x"""
    ),
    "history without a row": table(
        """signed-in n
        ministry,auditor,administrator,province,bappeda,dpmd,governance,camat,sekcam,keeper -
        anonymous x"""
    ),
    "manages people": table("signed-in n\nadministrator,camat,sekcam y\nanonymous L"),
    "manages regions": table("signed-in n\nadministrator,ministry y\nanonymous L"),
    "manages reference": table("signed-in n\nadministrator,ministry y\nanonymous L"),
    "promises": table(
        """signed-in y
        nation,administrator,nobody n
        anonymous L"""
    ),
    "sends tables": table(
        """signed-in n
        bappeda,dpmd,governance,agency,sekcam,keeper,education_unit,health_unit,operator y
        anonymous x"""
    ),
    "sees uploads": table(
        """signed-in y
        kasi,nobody n
        anonymous x"""
    ),
    "runs the system": table("signed-in n\nadministrator y\nanonymous x"),
    # Pages of a place: own parent sibling child desa cousin other gone ---------------------------
    "names": table(
        """everybody          y y y y y y y -
        nation,administrator  y . . y y . . -
        operator              y y y . . y y -"""
    ),
    "figures": table(
        """nation,administrator  y . . y y . . -
        province              y y y y y - y -
        kabupaten             y y y y y - y -
        heads,staff           y y y y y - y -
        operator              y y y . . - - -
        nobody                y y y - - - y -
        anonymous             x x x x x x x x"""
    ),
    "who has not sent": table(
        """nation,administrator  y . . y - . . -
        province              y y y y - - y -
        kabupaten             y y y y - - y -
        heads,staff           y y n - - - n -
        operator              - y - . . - - -
        nobody                n y n - - - n -
        anonymous             L L L L L L L L"""
    ),
    # Sums of a kabupaten and above, for everybody signed in; nothing below it has minimum services.
    "minimum services": table(
        """nation,administrator  y . . y - . . -
        province              y y y y - - y -
        kabupaten             y y y - - - y -
        heads,staff           - y - - - - - -
        operator              - - - . . - - -
        nobody                - y - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "ranks shortages": table(
        """nation             - . . - y . . -
        administrator         - . . - y . . -
        province              - - - y y - - -
        kabupaten             y - n y y - n -
        heads,staff           y n n y y - n -
        operator              y y y . . - - -
        nobody                n n n - - - n -
        anonymous             L L L L L L L L"""
    ),
    "one figure": table(
        """nation,administrator  y . . y y . . -
        province              y y y y y - y -
        kabupaten             y y y y y - y -
        heads,staff           y y y y y - y -
        operator              y y y . . - - -
        nobody                y y y - - - y -
        anonymous             L L L L L L L L"""
    ),
    "rows": table(
        """nation             y . . y y . . -
        administrator         n . . n n . . -
        province              y - - y y - - -
        kabupaten             y - - y y - - -
        heads,staff           y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "rows of a desa": table(
        """nation             - . . - y . . -
        administrator         n . . n n . . -
        province              - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "enters": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
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
        province              n - - n n - - -
        bappeda,dpmd,agency   - - - y - - - -
        governance            n - - n n - - -
        camat                 n - - n n - - -
        sekcam,kasi,keeper    y - - - - - - -
        education_unit        - - - - - - - -
        health_unit           - - - - - - - -
        operator              - n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "confirms": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
        kabupaten             n - - n n - - -
        heads,staff           n - - n n - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "corrects a desa": table(
        """nation             - . . - n . . -
        administrator         n . . n n . . -
        province              - - - - n - - -
        bappeda,dpmd,agency   - - - - y - - -
        governance            - - - - n - - -
        camat                 - - - n n - - -
        sekcam,kasi,keeper    - - - y y - - -
        education_unit        - - - n n - - -
        health_unit           - - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "enters a facility": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
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
        province              - - - - n - - -
        bappeda,dpmd,agency   - - - - y - - -
        governance            - - - - n - - -
        camat                 - - - n n - - -
        sekcam,kasi,keeper    - - - y y - - -
        education_unit        - - - n n - - -
        health_unit           - - - n n - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a facility": table(
        """nation             - . . - y . . -
        administrator         - . . - n . . -
        province              - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "no state to set": table(
        """nation             - . . - n . . -
        administrator         - . . - n . . -
        province              - - - - n - - -
        kabupaten             - - - - n - - -
        heads,staff           - - - n n - - -
        operator              n - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "reach per desa": table(
        """nation,administrator  - . . - - . . -
        province              - - - y - - - -
        kabupaten             y - - y - - - -
        heads,staff           y - - - - - - -
        operator              - y - . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes a state": table(
        """nation             - . . - n . . -
        administrator         n . . n n . . -
        province              - - - - n - - -
        kabupaten             - - - - n - - -
        heads,staff           - - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    # Bappeda looks after the figures of the kabupaten itself; those of villages are their kecamatan's.
    "verifies": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
        bappeda               y - - n n - - -
        dpmd,governance       n - - n n - - -
        agency                n - - n n - - -
        heads,keeper          y - - y y - - -
        kasi                  n - - n n - - -
        education_unit        n - - n n - - -
        health_unit           n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "closes": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
        kabupaten             n - - n n - - -
        heads,keeper          y - - y y - - -
        kasi                  n - - n n - - -
        education_unit        n - - n n - - -
        health_unit           n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "posts": table(
        """nation,administrator  y . . y y . . -
        province              y - - y y - - -
        kabupaten             y - - y y - - -
        heads,staff           y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes posts": table(
        """nation             n . . n n . . -
        administrator         y . . y y . . -
        province              n - - n n - - -
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
        province              n n n n n n n n
        kabupaten             n n n n n n n n
        heads                 y - - y y - - -
        staff                 n n n n n n n n
        operator              n n n . . n n n
        nobody                n n n n n n n n
        anonymous             L L L L L L L L"""
    ),
    "who sees it": table(
        """nation,administrator  y . . y y . . -
        province              y - - y y - - -
        kabupaten             y - - y y - - -
        heads,staff           y - - y y - - -
        operator              y y y . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
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
        province              n n n n - - n -
        kabupaten             n n n - - - n -
        heads,staff           - n - - - - - -
        operator              - - - . . - - -
        nobody                - n - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "an upload": table(
        """nation,administrator  y . . y y . . -
        province              y - - y y - - -
        kabupaten             y - - y y - - -
        heads,keeper          y - - y y - - -
        kasi                  - - - - - - - -
        education_unit        y - - y y - - -
        health_unit           y - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             x x x x x x x x"""
    ),
    "changes an upload": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
        kabupaten             y - - y y - - -
        camat                 n - - n n - - -
        sekcam,keeper         y - - y y - - -
        kasi                  - - - - - - - -
        education_unit        y - - y y - - -
        health_unit           y - - y y - - -
        operator              y - - . . - - -
        nobody                - - - - - - - -
        anonymous             x x x x x x x x"""
    ),
    "imports": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
        kabupaten             y - - y y - - -
        camat                 n - - n n - - -
        sekcam,keeper         y - - y y - - -
        kasi                  n - - n n - - -
        education_unit        y - - y y - - -
        health_unit           y - - y y - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             x x x x x x x x"""
    ),
    "speaks": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
        kabupaten             n - - n n - - -
        camat                 n - - n n - - -
        sekcam,kasi,keeper    y - - y y - - -
        education_unit        n - - n n - - -
        health_unit           n - - n n - - -
        operator              y n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a voice": table(
        """nation             - . . - y . . -
        administrator         - . . - n . . -
        province              - - - - y - - -
        kabupaten             - - - - y - - -
        heads,staff           - - - y y - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "keeps a promise": table(
        """nation,administrator  - . . - n . . -
        province              - - - - n - - -
        kabupaten             - - - - n - - -
        heads                 - - - y y - - -
        staff                 - - - n n - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "confirms a promise": table(
        """nation,administrator  - . . - n . . -
        province              - - - - n - - -
        kabupaten             - - - - n - - -
        heads                 - - - y y - - -
        staff                 - - - n n - - -
        operator              n - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "changes a voice": table(
        """nation,administrator  - . . - n . . -
        province              - - - - n - - -
        kabupaten             - - - - n - - -
        camat                 - - - n n - - -
        sekcam,kasi,keeper    - - - y y - - -
        education_unit        - - - n n - - -
        health_unit           - - - n n - - -
        operator              y - n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

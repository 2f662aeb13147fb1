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
    "training_body": "71",
    "bappeda": "71.01",
    "dpmd": "71.01",
    "governance": "71.01",
    "agency": "71.01",
    "camat": "71.01.01",
    "sekcam": "71.01.01",
    "kasi": "71.01.01",
    "kasi_trantib": "71.01.01",
    "keeper": "71.01.01",
    "education_unit": "71.01.01",
    "health_unit": "71.01.01",
    "registry_unit": "71.01.01",
    "operator": "71.01.01.2001",
    "nobody": "71.01.01",
    "party": "71.01.01",
    "anonymous": "71.01.01",
}
ROLES = tuple(HOMES)

LIKE = {"kasi_trantib": "kasi", "party": "nobody"}

Table = dict[str, dict[str, str]]


def table(text: str) -> Table:
    """Read a table: per line the roles (comma separated, or a group), then one letter per column.

    Where a table does not name them, a Kasi Trantib is a kasi, and a party of a case is somebody without a role.
    """
    groups = {
        "nation": ["ministry", "auditor"],
        "provincial": ["province", "training_body"],
        "kabupaten": ["bappeda", "dpmd", "governance", "agency"],
        "heads": ["camat", "sekcam"],
        "staff": ["kasi", "keeper", "education_unit", "health_unit", "registry_unit"],
        "signed-in": [role for role in ROLES if role != "anonymous"],
        "everybody": list(ROLES),
    }
    found: Table = {}
    told: set[str] = set()
    for line in text.strip().splitlines():
        names, *letters = line.split()
        told |= set(names.split(","))
        for name in names.split(","):
            for role in groups.get(name, [name]):
                columns = RELATIONS if len(letters) > 1 else ("own",)
                found[role] = dict(zip(columns, letters, strict=True))
    for role, like in LIKE.items():
        if role not in told:
            found[role] = found[like]
    assert set(found) == set(ROLES), set(ROLES) - set(found)
    return found

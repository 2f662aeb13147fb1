"""Pages without a place."""

from tests.access.matrix.reading import Table, table

NOWHERE: dict[str, Table] = {
    # Pages without a place -----------------------------------------------------------------
    "public": table("everybody y"),
    "nowhere": table("everybody -"),
    "signed-in": table("signed-in y\nanonymous L"),
    "any role": table("signed-in y\nnobody -\nanonymous L"),
    "some rows": table("signed-in y\nnobody -\nanonymous L"),
    "own job": table("signed-in -\ncamat y\nanonymous L"),
    "reads history": table(
        """signed-in n
        ministry,auditor,administrator,province,training_body,bappeda,dpmd,governance,camat,sekcam,keeper y
        anonymous x"""
    ),
    "history without a row": table(
        """signed-in n
        ministry,auditor,administrator,province,training_body,bappeda,dpmd,governance,camat,sekcam,keeper -
        anonymous x"""
    ),
    "manages people": table("signed-in n\nadministrator,camat,sekcam y\nanonymous L"),
    "manages regions": table("signed-in n\nadministrator,ministry y\nanonymous L"),
    "manages reference": table("signed-in n\nadministrator,ministry y\nanonymous L"),
    "runs training": table("signed-in n\nministry,training_body y\nanonymous L"),
    "promises": table(
        """signed-in y
        auditor,administrator,nobody n
        anonymous L"""
    ),
    "sends tables": table(
        """signed-in n
        ministry,province,training_body,bappeda,dpmd,governance,agency,camat,sekcam,keeper y
        education_unit,health_unit,registry_unit,operator y
        anonymous x"""
    ),
    "sees uploads": table(
        """signed-in y
        kasi,nobody n
        anonymous x"""
    ),
    "runs the system": table("signed-in n\nadministrator y\nanonymous x"),
}

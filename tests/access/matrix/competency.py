"""Pages of competency: personal data of who holds a post at one's place or below, by a named act."""

from tests.access.matrix.reading import Table, table

COMPETENCY: dict[str, Table] = {
    "develops people somewhere": table("signed-in n\ntraining_body,governance,camat y\nanonymous L"),
    "fills posts": table("signed-in n\ntraining_body,governance y\nanonymous L"),
    "develops people": table(
        """nation,administrator  n . . n n . . -
        province              n - - n n - - -
        training_body         y - - y y - - -
        bappeda,dpmd,agency   n - - n n - - -
        governance            y - - y y - - -
        camat                 y - - y y - - -
        sekcam,staff          n - - n n - - -
        operator              n n n . . - - -
        nobody                - - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

"""Cases of mediation and order: the camat, the Kasi Trantib of the very kecamatan, parties; for others nothing.

A report under seal: the same two, and who sent it (here the account of the party).

Nobody above the kecamatan has a letter but "-": the ministry, the auditor and the administrator as little as the
sekcam beside the camat. Columns: own parent sibling child desa cousin other gone.
"""

from tests.access.matrix.reading import Table, table

MEDIATION: dict[str, Table] = {
    "cases of a kecamatan": table(
        """everybody          - - - - - - - -
        camat,kasi_trantib    y - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "leads a case": table(
        """everybody          - - - - - - - -
        camat                 y - - - - - - -
        kasi_trantib          n - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a report of one's own": table(
        """everybody          - - - - - - - -
        party                 y - - - - - - -
        anonymous             L L L L L L L L"""
    ),
    "a party's page": table(
        """everybody          - - - - - - - -
        camat,kasi_trantib    y - - - - - - -
        party                 y - - - - - - -
        anonymous             L L L L L L L L"""
    ),
}

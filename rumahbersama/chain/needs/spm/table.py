"""Figures of kabupaten as a table: one row a kabupaten, two columns for each measure of a minimum service."""

from django.utils.translation import gettext_lazy

from rumahbersama.chain.needs.table import ObservationTable
from rumahbersama.ground.regions.models import Level


class KabupatenTable(ObservationTable):
    """The same road as for villages, for what is observed of a kabupaten as a whole."""

    code = "needs.kabupaten"
    label = gettext_lazy("Angka kabupaten/kota (SPM)")
    parent_label = gettext_lazy("Nama provinsi")
    parent_aliases = ("nama provinsi", "provinsi")
    levels = (Level.KABUPATEN,)
    national = False

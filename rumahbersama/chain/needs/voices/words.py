"""What the fields of a voice are called in its record."""

from django.utils.translation import gettext as _

from rumahbersama.chain.needs.voices.models import Voice


def fields() -> dict[str, str]:
    """Return the words for the stored fields, in the order of the page."""
    return {
        "statement": _("Usulan"),
        "region": _("Kode wilayah"),
        "hamlet": _("Dusun/lingkungan"),
        "area": _("Bidang"),
        "service": _("Layanan"),
        "source_kind": _("Sumber"),
        "source": _("Keterangan sumber"),
        "voiced_on": _("Tanggal"),
        "people_count": _("Jumlah orang"),
        "joint_people": _("Jumlah orang bersama"),
        "state": _("Keadaan"),
        "merged_into": _("Digabung ke nomor"),
        "withdrawn_because": _("Alasan menarik"),
        "photos": _("Jumlah foto"),
    }


def values() -> dict[str, dict[str, str]]:
    """Return the words for the codes stored in fields."""
    return {
        "state": {code: str(label) for code, label in Voice.State.choices},
        "source_kind": {code: str(label) for code, label in Voice.Source.choices},
    }

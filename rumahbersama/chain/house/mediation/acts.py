"""Where a case may be moved by whom, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rumahbersama.chain.house.mediation.models import Case, Step
from rumahbersama.chain.house.mediation.rules import (
    AGREED,
    ENDED,
    HANDED,
    MEDIATING,
    NOT_AGREED,
    RECEIVED,
    WITHDRAWN,
    WITHOUT_CAMAT,
    next_states,
    party_reads,
)


@dataclass(frozen=True)
class Words:
    """What a page says that asks for one thing about a case."""

    title: str
    button: str
    done: str
    lead: str = ""
    is_danger: bool = False


def acts_for(case: Case, *, leads: bool, before_end: str) -> list[tuple[str, str]]:
    """Return where a case may go for the camat, or for the Kasi Trantib, each with the act in words."""
    is_back = case.state in (ENDED, WITHDRAWN)
    words = {
        RECEIVED: _("Buka lagi"),
        MEDIATING: _("Mulai mediasi") if case.state == RECEIVED else _("Mediasi lagi"),
        AGREED: _("Nyatakan disepakati"),
        NOT_AGREED: _("Nyatakan tidak disepakati"),
        HANDED: _("Serahkan ke yang berwenang"),
        ENDED: _("Akhiri"),
        WITHDRAWN: _("Tarik perkara"),
    }
    states = next_states(case.state, before_end=before_end)
    return [
        (to, _("Buka lagi") if is_back else words[to]) for to in states if leads or (case.state, to) in WITHOUT_CAMAT
    ]


def words_of(to: str, *, is_back: bool) -> Words:
    """Return what the page of a decision says."""
    done = _("Keputusan tersimpan.")
    if is_back:
        lead = _("Perkara kembali ke keadaan sebelum berakhir. Alasan dan keputusan lama tetap di riwayatnya.")
        return Words(title=_("Buka lagi perkara"), button=_("Buka lagi"), done=done, lead=lead)
    return {
        MEDIATING: Words(_("Mediasi perkara"), _("Mulai mediasi"), done, _("Para pihak melihat keadaannya berubah.")),
        AGREED: Words(
            _("Kesepakatan tercapai"),
            _("Nyatakan disepakati"),
            done,
            _("Butirnya berlaku sejak hari ini dan dibaca para pihak. Tandatangan dikumpulkan di berita acara."),
        ),
        NOT_AGREED: Words(
            _("Tidak ada kesepakatan"),
            _("Nyatakan tidak disepakati"),
            done,
            _("Sesudah ini perkara dapat diserahkan kepada yang berwenang, atau dimediasi lagi."),
        ),
        HANDED: Words(
            _("Serahkan perkara"),
            _("Serahkan perkara"),
            done,
            _("Yang berwenang menerima perkara dengan suratnya sendiri; di sini tercatat kepada siapa dan mengapa."),
        ),
        ENDED: Words(_("Akhiri perkara"), _("Akhiri perkara"), done, _("Dapat dibuka lagi dengan alasan.")),
        WITHDRAWN: Words(
            _("Tarik perkara"),
            _("Tarik perkara ini"),
            done,
            _("Untuk perkara yang salah catat atau dicabut pihaknya. Tidak dihitung lagi, dan dapat dibuka lagi."),
            is_danger=True,
        ),
        RECEIVED: Words(_("Buka lagi perkara"), _("Buka lagi"), done),
    }[to]


def readers_of(step: Step) -> str:
    """Return who reads a step and its files, in words."""
    if step.party is not None and party_reads(step.kind, of_party=step.party.pk, party=step.party.pk):
        return _("Berkasnya dibaca {name} dan penangan perkara.").format(name=step.party.name)
    if party_reads(step.kind, of_party=step.party_id, party=0):
        return _("Berkasnya dibaca semua pihak dan penangan perkara.")
    return _("Berkasnya hanya dibaca penangan perkara.")

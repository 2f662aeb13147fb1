"""What the home page needs to know."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.audit.queries import records_in
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.registry import HomeTask
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import (
    CONFIRM_DATA,
    CONFIRM_GUIDANCE,
    COORDINATE,
    ENTER_DATA,
    ENTER_VOICES,
    IMPORT_TABLES,
    KEEP_MEETINGS,
    LEAD_HOUSE,
    LEAD_PROMISES,
    MANAGE_PEOPLE,
    MANAGE_REFERENCE,
    MANAGE_REGIONS,
    MEDIATE,
    NOMINATE,
    OVERSEE,
    PROMISE,
    RAISE,
    READ_CONFIRMED,
    REPLY_GUIDANCE,
    ROLES,
    RUN_SYSTEM,
    RUN_TRAINING,
    VERIFY_DATA,
    VERIFY_KABUPATEN,
    VIEW_HISTORY,
    VIEW_ROWS,
    Role,
)
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import NATION_CODE

TONES = {"bad": 0, "warn": 1, "none": 2}
RECENT = 5
MOST_DECISIONS = 3


# act, its words, the page where it is done, and how that page is told the place ("" for not at all)
PATH, QUERY, NOWHERE = "path", "query", ""
SEALED = "mediation:mine"  # not for who reads what is told there
ACTS = (
    (ENTER_DATA, _("mengisi angka layanan dan kebutuhan"), "needs:tasks", PATH),
    (ENTER_VOICES, _("mencatat usulan warga"), "voices:new", PATH),
    (RAISE, _("menulis masalah dan menilai yang sudah ditulis"), "problems:mine", NOWHERE),
    (KEEP_MEETINGS, _("menulis program kerja setahun dan melaporkan kegiatannya"), "programme:place", PATH),
    (KEEP_MEETINGS, _("merencanakan rapat, mengundang, dan menyusun agenda"), "meetings:place", PATH),
    (PROMISE, _("menulis komitmen jabatan di sini dan melaporkan kemajuannya"), "commitments:mine", NOWHERE),
    (PROMISE, _("menulis surat dan memberi nomornya"), "papers:place", PATH),
    (LEAD_HOUSE, _("memutuskan apa jadinya sebuah masalah"), "problems:mine", NOWHERE),
    (KEEP_MEETINGS, _("melihat kalender kegiatan dan tenggat"), "calendar:calendar", PATH),
    (RAISE, _("menyampaikan pertikaian atau gangguan ketertiban kepada camat secara tertutup"), SEALED, NOWHERE),
    (MEDIATE, _("menangani perkara ketenteraman dan mediasi"), "mediation:list", PATH),
    (COORDINATE, _("menugaskan kantor untuk masalah yang diteruskan kecamatan"), "upward:place", PATH),
    (OVERSEE, _("merencanakan kunjungan ke desa"), "visits:plan", PATH),
    (OVERSEE, _("menulis catatan pembinaan dan rekomendasi untuk desa"), "recommendations:list", PATH),
    (REPLY_GUIDANCE, _("menanggapi catatan dan rekomendasi kecamatan untuk desa"), "recommendations:list", PATH),
    (CONFIRM_GUIDANCE, _("mengonfirmasi hasil pembinaan dan melaporkannya"), "recommendations:reports", PATH),
    (READ_CONFIRMED, _("membaca hasil pembinaan yang dikonfirmasi camat"), "recommendations:list", PATH),
    (LEAD_PROMISES, _("memeriksa komitmen yang dinyatakan selesai"), "commitments:reviews", NOWHERE),
    (RUN_TRAINING, _("merancang pelatihan dan mengatur pesertanya"), "training:events", NOWHERE),
    (NOMINATE, _("mengusulkan orang untuk pelatihan"), "taking_part:mine", NOWHERE),
    (VIEW_ROWS, _("membuka daftar hadir rapat dan kegiatan"), "presence:rosters", NOWHERE),
    (VIEW_ROWS, _("membuka survei dan hasilnya"), "surveys:rounds", NOWHERE),
    (CONFIRM_DATA, _("menyatakan angka desa sudah benar, atau menyanggahnya"), "needs:tasks", PATH),
    (VERIFY_DATA, _("memeriksa dan mengesahkan angka desa"), "needs:verify_place", PATH),
    (VERIFY_KABUPATEN, _("memeriksa dan mengesahkan angka kabupaten sendiri"), "needs:verify_place", PATH),
    (IMPORT_TABLES, _("mengunggah tabel untuk banyak desa"), "uploads:new", QUERY),
    (MANAGE_PEOPLE, _("mengundang orang dan memberi peran"), "people:accounts", NOWHERE),
    (VIEW_HISTORY, _("melihat siapa mengubah apa"), "history:records", QUERY),
    (MANAGE_REGIONS, _("memuat kode dan batas wilayah"), "regions:editions", NOWHERE),
    (MANAGE_REFERENCE, _("mengubah ukuran, standar, dan periode"), "needs:index", NOWHERE),
    (RUN_SYSTEM, _("merawat pemasangan ini"), "administration:overview", NOWHERE),
)


@dataclass(frozen=True)
class Act:
    """Something one may do at a place, and the page where it is done."""

    words: str
    url: str


@dataclass(frozen=True)
class MyPlace:
    """A place with the roles one holds there."""

    region: Region
    roles: tuple[Role, ...]

    @property
    def acts(self) -> list[Act]:
        """Return what these roles may do here, with the way there."""
        may = {act for role in self.roles for act in role.may}
        rows = [row for row in ACTS if row[0] in may and not (row[2] == SEALED and MEDIATE in may)]
        return [Act(self._said(act, words), self._way(page, told)) for act, words, page, told in rows]

    def _said(self, act: str, words: Any) -> str:  # noqa: ANN401 - a translated text
        """Return the words of an act, of a village those of one village."""
        is_village = act == IMPORT_TABLES and self.region.level == Level.DESA
        return str(_("mengunggah tabel angka desa ini") if is_village else words)

    def _way(self, page: str, told: str) -> str:
        if told == PATH:
            return reverse(page, args=[self.region.code])
        return reverse(page, query={"tempat": self.region.code} if told == QUERY else None)


def my_places(*, user: Any) -> list[MyPlace]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the places of ``user`` with the roles held there, highest first."""
    scope = scope_of(user)
    held: dict[str, list[Role]] = {}
    for role, code in scope.holdings:
        held.setdefault(code, []).append(ROLES[role])
    regions = sorted(scope.regions.values(), key=lambda region: (region.level, region.code))
    return [MyPlace(region=region, roles=tuple(held[region.code])) for region in regions]


def chosen_place(places: list[MyPlace], *, code: str) -> MyPlace | None:
    """Return the place of ``code``, else the first, else None."""
    return next((place for place in places if place.region.code == code), places[0] if places else None)


def tasks_for(*, user: Any, today: date) -> list[HomeTask]:  # noqa: ANN401
    """Return what every room asks of ``user`` today, worst first."""
    tasks = registry.home_tasks.each(user=user, today=today)
    return sorted(tasks, key=lambda task: (TONES[task.tone], -task.count))


def decisions_for(tasks: list[HomeTask], *, user: Any) -> list[HomeTask] | None:  # noqa: ANN401
    """Return the most pressing decisions among tasks that were read; None for who leads no kecamatan (no query)."""
    if not scope_of(user).places_for(LEAD_HOUSE):
        return None
    return sorted((task for task in tasks if task.decision), key=lambda task: (task.rank, -task.count))[
        :MOST_DECISIONS
    ]


def below_decisions(tasks: list[HomeTask], decisions: list[HomeTask] | None) -> list[HomeTask]:
    """Return the tasks that do not already stand above as a decision."""
    return [task for task in tasks if task not in (decisions or ())]


def recent_changes(*, user: Any, code: str) -> list[AuditRecord] | None:  # noqa: ANN401
    """Return the newest records at ``code`` and below; None where ``user`` may not read the record."""
    if not scope_of(user).may(VIEW_HISTORY, code):
        return None
    return list(records_in(codes=None if code == NATION_CODE else [code])[:RECENT])

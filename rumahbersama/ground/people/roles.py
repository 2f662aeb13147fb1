"""The roles, each a readable class: at which level it is held and what its holder may do there and below.

What may be *seen* follows the visibility matrix (``permissions.py``); ``may`` lists what may be *done*.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What can be done. "view_rows" is the raw rows of the visibility matrix ("by role").
VIEW_ROWS = "view_rows"
ENTER_DATA = "enter_data"  # type or upload observations of its own supply
ENTER_VOICES = "enter_voices"  # write down what people ask for, correct, join and withdraw it
CONFIRM_DATA = "confirm_data"  # the village says its figures are right
VERIFY_DATA = "verify_data"  # the keeper says so after looking
VERIFY_KABUPATEN = "verify_kabupaten"  # the planner says so of the kabupaten's own figures, not of its villages
PROMISE = "promise"  # write and keep the commitments of the posts of one's very place, and its papers
RAISE = "raise"  # write down problems of one's kecamatan, bring evidence, and score them
LEAD_HOUSE = "lead_house"  # decide what becomes of problems, merge them, and name who must answer
KEEP_MEETINGS = "keep_meetings"  # plan the meetings of a kecamatan, invite, write agenda and minutes
MEDIATE = "mediate"  # see and write the cases of mediation and order of one's very kecamatan
LEAD_MEDIATION = "lead_mediation"  # decide what becomes of such a case, as mediator and witness
COORDINATE = "coordinate"  # name the office that answers what kecamatan pass upward, keep the bupati's service target
OVERSEE = "oversee"  # visit the villages of a kecamatan, write what was noted and recommended, and re-check it
READ_GUIDANCE = "read_guidance"  # read them before they leave the kecamatan; a village those sent to it
REPLY_GUIDANCE = "reply_guidance"  # reply for one's village to what was sent to it
CONFIRM_GUIDANCE = "confirm_guidance"  # let a result leave the kecamatan: to the bupati, with a copy to APIP
READ_CONFIRMED = "read_confirmed"  # read the results of guidance that a camat confirmed
LEAD_PROMISES = "lead_promises"  # the same for all below, and confirm or send back what others say is done
RUN_TRAINING = "run_training"  # plan events, place people in them, see who takes part
NOMINATE = "nominate"  # name people of one's place and below for an event
DEVELOP_PEOPLE = "develop_people"  # read and judge the competency of who holds a post at one's place or below
FILL_POSTS = "fill_posts"  # lay candidates for a post of camat side by side
IMPORT_TABLES = "import_tables"  # upload tables for many villages
MANAGE_PEOPLE = "manage_people"  # accounts and roles of one's place and below
VIEW_HISTORY = "view_history"  # the audit record of one's place and below
MANAGE_REGIONS = "manage_regions"  # editions, links, shapes
MANAGE_REFERENCE = "manage_reference"  # indicators, standards, periods
RUN_SYSTEM = "run_system"  # jobs and health of the installation


@dataclass(frozen=True)
class Role:
    """One role. ``levels`` are the region levels it can be held at (0 nation to 4 desa)."""

    code: str
    label: str | Promise
    levels: tuple[int, ...]
    may: frozenset[str]
    supplies: frozenset[str] = frozenset()  # supplying posts whose indicators it enters; empty: any it may enter

    @property
    def is_above_kecamatan(self) -> bool:
        """Tell whether its holders must use a second factor."""
        return min(self.levels) < 3

    @property
    def is_above_kabupaten(self) -> bool:
        """Tell whether its holders upload only tables whose supply is national."""
        return min(self.levels) < 2


# Acts without which a record or a paper that asks for one is not even there (``audit``, ``papers``): not below the
# very place, and not for who stands above it.
SEALING = (MEDIATE,)


def _role(
    code: str, label: str | Promise, levels: tuple[int, ...], *may: str, supplies: tuple[str, ...] = ()
) -> Role:
    return Role(code=code, label=label, levels=levels, may=frozenset(may), supplies=frozenset(supplies))


# Above the kabupaten only what is supplied nationally is uploaded, never what villages and their units fill in.
NATIONAL = ("bps", "kemendesa")
MINISTRY = _role(
    "ministry",
    _("Kementerian"),
    (0,),
    VIEW_ROWS,
    VIEW_HISTORY,
    PROMISE,
    MANAGE_REFERENCE,
    MANAGE_REGIONS,
    RUN_TRAINING,
    IMPORT_TABLES,
    supplies=NATIONAL,
)
PROVINCE = _role(
    "province",
    _("Pemerintah provinsi"),
    (1,),
    VIEW_ROWS,
    VIEW_HISTORY,
    PROMISE,
    NOMINATE,
    IMPORT_TABLES,
    supplies=NATIONAL,
)
TRAINING_BODY = _role(
    "training_body",
    _("BPSDMD atau BKPSDM"),
    (1, 2),
    VIEW_ROWS,
    VIEW_HISTORY,
    PROMISE,
    RUN_TRAINING,
    NOMINATE,
    DEVELOP_PEOPLE,
    FILL_POSTS,
)
BAPPEDA = _role(
    "bappeda",
    _("Bappeda"),
    (2,),
    VIEW_ROWS,
    VIEW_HISTORY,
    IMPORT_TABLES,
    ENTER_DATA,
    VERIFY_KABUPATEN,
    PROMISE,
    NOMINATE,
    COORDINATE,
)
DPMD = _role(
    "dpmd",
    _("Dinas PMD"),
    (2,),
    VIEW_ROWS,
    VIEW_HISTORY,
    IMPORT_TABLES,
    ENTER_DATA,
    PROMISE,
    NOMINATE,
    READ_CONFIRMED,
)
GOVERNANCE = _role(
    "governance",
    _("Bagian Pemerintahan"),
    (2,),
    VIEW_ROWS,
    VIEW_HISTORY,
    IMPORT_TABLES,
    PROMISE,
    NOMINATE,
    DEVELOP_PEOPLE,
    FILL_POSTS,
    COORDINATE,
    READ_CONFIRMED,
)
AGENCY = _role("agency", _("Dinas kabupaten"), (2,), VIEW_ROWS, ENTER_DATA, IMPORT_TABLES, PROMISE, NOMINATE)
CAMAT = _role(
    "camat",
    _("Camat"),
    (3,),
    VIEW_ROWS,
    VIEW_HISTORY,
    VERIFY_DATA,
    MANAGE_PEOPLE,
    PROMISE,
    RAISE,
    LEAD_HOUSE,
    KEEP_MEETINGS,
    MEDIATE,
    LEAD_MEDIATION,
    OVERSEE,
    LEAD_PROMISES,
    NOMINATE,
    DEVELOP_PEOPLE,
    READ_GUIDANCE,
    CONFIRM_GUIDANCE,
)
SEKCAM = _role(
    "sekcam",
    _("Sekretaris camat"),
    (3,),
    VIEW_ROWS,
    VIEW_HISTORY,
    VERIFY_DATA,
    IMPORT_TABLES,
    ENTER_DATA,
    ENTER_VOICES,
    MANAGE_PEOPLE,
    PROMISE,
    RAISE,
    LEAD_HOUSE,
    KEEP_MEETINGS,
    OVERSEE,
    LEAD_PROMISES,
    NOMINATE,
    READ_GUIDANCE,
)
KASI = _role(
    "kasi",
    _("Kepala seksi kecamatan"),
    (3,),
    VIEW_ROWS,
    ENTER_DATA,
    ENTER_VOICES,
    PROMISE,
    RAISE,
    KEEP_MEETINGS,
    OVERSEE,
    READ_GUIDANCE,
)
# A kasi like the others, and the one besides the camat who sees cases of mediation and order.
KASI_TRANTIB = _role("kasi_trantib", _("Kasi ketenteraman dan ketertiban"), (3,), *KASI.may, MEDIATE)
KEEPER = _role(
    "keeper",
    _("Pengelola dashboard kecamatan"),
    (3,),
    VIEW_ROWS,
    VIEW_HISTORY,
    ENTER_DATA,
    ENTER_VOICES,
    VERIFY_DATA,
    IMPORT_TABLES,
    PROMISE,
    RAISE,
    KEEP_MEETINGS,
    OVERSEE,
    READ_GUIDANCE,
)
EDUCATION_UNIT = _role(
    "education_unit",
    _("Unit pendidikan"),
    (3, 4),
    VIEW_ROWS,
    ENTER_DATA,
    IMPORT_TABLES,
    PROMISE,
    RAISE,
    supplies=("education_unit",),
)
HEALTH_UNIT = _role(
    "health_unit",
    _("Unit kesehatan"),
    (3, 4),
    VIEW_ROWS,
    ENTER_DATA,
    IMPORT_TABLES,
    PROMISE,
    RAISE,
    supplies=("health_unit",),
)
REGISTRY_UNIT = _role(
    "registry_unit",
    _("Unit Dukcapil"),
    (3,),
    VIEW_ROWS,
    ENTER_DATA,
    IMPORT_TABLES,
    PROMISE,
    RAISE,
    supplies=("dukcapil",),
)
OPERATOR = _role(
    "operator",
    _("Operator desa"),
    (4,),
    VIEW_ROWS,
    ENTER_DATA,
    CONFIRM_DATA,
    ENTER_VOICES,
    IMPORT_TABLES,
    PROMISE,
    RAISE,
    READ_GUIDANCE,
    REPLY_GUIDANCE,
    supplies=("operator",),
)
AUDITOR = _role("auditor", _("Auditor"), (0, 1, 2, 3), VIEW_ROWS, VIEW_HISTORY, READ_CONFIRMED)
# Bupati, Sekda, Asisten: they read what their kabupaten owes and what a camat confirmed, and decide by their post.
LEADERSHIP = _role("leadership", _("Pimpinan kabupaten atau kota"), (2,), VIEW_ROWS, READ_CONFIRMED)
INSPECTORATE = _role("inspectorate", _("Inspektorat (APIP)"), (2,), READ_CONFIRMED)
ADMINISTRATOR = _role(
    "administrator",
    _("Administrator sistem"),
    (0, 1, 2),
    MANAGE_PEOPLE,
    MANAGE_REGIONS,
    MANAGE_REFERENCE,
    VIEW_HISTORY,
    RUN_SYSTEM,
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        MINISTRY,
        PROVINCE,
        TRAINING_BODY,
        BAPPEDA,
        DPMD,
        GOVERNANCE,
        AGENCY,
        LEADERSHIP,
        CAMAT,
        SEKCAM,
        KASI,
        KASI_TRANTIB,
        KEEPER,
        EDUCATION_UNIT,
        HEALTH_UNIT,
        REGISTRY_UNIT,
        OPERATOR,
        AUDITOR,
        INSPECTORATE,
        ADMINISTRATOR,
    )
}

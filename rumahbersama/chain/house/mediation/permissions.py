"""Who sees a case: the camat and the Kasi Trantib of its very kecamatan, and each party its own page. Nobody else.

``MEDIATE`` counts at the very place: roles above it, the sekcam, other kasi and auditors have no door at all, so for
them every address here is 404, as if there were nothing. Of the camat's decisions the Kasi Trantib sees the page and
gets 403.

A report is sent by who may write a problem of the kecamatan. It is read by who handles cases there and by the account
that sent it; its words not by an account that an office shares, for that is read by whoever holds the phone.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from rumahbersama.chain.house.mediation.models import Case, Party, Point, Report, Step, StepFile, TellingFile
from rumahbersama.chain.house.mediation.rules import party_reads
from rumahbersama.chain.house.problems.permissions import get_kecamatan_to_raise
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.people.models import Account, RoleAssignment
from rumahbersama.ground.people.permissions import get_region, on_day, scope_of, within
from rumahbersama.ground.people.roles import LEAD_MEDIATION, MEDIATE, RAISE, ROLES
from rumahbersama.ground.regions.models import Level, Region
from rumahbersama.ground.regions.rules import level_of, parent_code

SHOWN = ("kecamatan__parent", "problem", "report__place")
REPORT_SHOWN = ("kecamatan__parent", "place", "case")


def places_of_cases(user: Any) -> list[str]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the codes of the kecamatan whose cases the user handles."""
    return scope_of(user).places_for(MEDIATE)


def visible_cases(user: Any) -> QuerySet[Case]:  # noqa: ANN401
    """Return the cases that the user handles: none in which who asks is a party, by whatever account."""
    places = places_of_cases(user)
    if not places:
        return Case.objects.none()
    return Case.objects.filter(kecamatan__code__in=places).exclude(pk__in=_own(user)).select_related(*SHOWN)


def _own(user: Any) -> QuerySet[Party, Any]:  # noqa: ANN401
    """Return the cases in which the user, or its person by another account, is a party."""
    mine = Q(account=user.pk)
    if getattr(user, "person_id", None) is not None:
        mine |= Q(account__person=user.person_id)
    return Party.objects.filter(mine, left_at=None).values("case")


def keys_of_own_cases(user: Any) -> QuerySet[Case, Any]:  # noqa: ANN401
    """Return the keys of the cases in which the user is a party, for what else is closed to it."""
    return Case.objects.filter(pk__in=_own(user)).values("key")


def own_parties(user: Any) -> QuerySet[Party]:  # noqa: ANN401
    """Return as which party of which case the user reads a page."""
    if not getattr(user, "is_authenticated", False) or not user.is_active or user.is_shared:
        return Party.objects.none()  # an account that became an office's is read by whoever holds the phone
    return Party.objects.filter(account=user.pk, left_at=None).select_related("case__kecamatan", "region")


def get_place_of_cases(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose cases the user handles; 404 for everybody else."""
    if code not in places_of_cases(user):
        raise Http404
    return get_region(code)


def get_case(user: Any, key: str) -> Case:  # noqa: ANN401
    """Return a case that the user handles; 404 for everybody else."""
    found = visible_cases(user).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def get_case_to_lead(user: Any, key: str) -> Case:  # noqa: ANN401
    """Return a case that the user decides about; 404 where there is none for the user, 403 for the Kasi Trantib."""
    found = get_case(user, key)
    if not may_lead(user, found):
        raise PermissionDenied
    return found


def may_lead(user: Any, case: Case) -> bool:  # noqa: ANN401
    """Tell whether the user decides about a case: the camat, mediator and witness."""
    return case.kecamatan.code in scope_of(user).places_for(LEAD_MEDIATION)


def get_step(user: Any, key: str, number: int) -> Step:  # noqa: ANN401
    """Return a step in force of a case that the user handles."""
    case = get_case(user, key)
    found = Step.objects.filter(case=case, pk=number, successor=None).select_related("party").first()
    if found is None:
        raise Http404
    found.case = case
    return found


def get_file(user: Any, key: str, number: int) -> StepFile:  # noqa: ANN401
    """Return a file, not taken away, of a step of a case that the user handles."""
    case = get_case(user, key)
    found = _files(key).filter(pk=number).first()
    if found is None:
        raise Http404
    found.step.case = case
    return found


def get_file_to_read(user: Any, key: str, number: int) -> StoredFile:  # noqa: ANN401
    """Return a file of a step that the user reads: who handles the case every one, a party those of its own steps."""
    found = _files(key).filter(pk=number).first()
    if found is None or found.file is None:
        raise Http404
    if visible_cases(user).filter(key=key).exists():
        return found.file
    step = found.step
    mine = own_parties(user).filter(case=step.case_id).values_list("pk", flat=True)
    is_in_force = not Step.objects.filter(replaces=step).exists()
    if not is_in_force or not any(party_reads(step.kind, of_party=step.party_id, party=party) for party in mine):
        raise Http404
    return found.file


def _files(key: str) -> QuerySet[StepFile]:
    return StepFile.objects.filter(step__case__key=key, taken_at=None).select_related("file", "step")


def get_party(user: Any, key: str, number: int) -> Party:  # noqa: ANN401
    """Return a party of a case that the user handles."""
    case = get_case(user, key)
    found = Party.objects.filter(case=case, pk=number, left_at=None).select_related("region", "account").first()
    if found is None:
        raise Http404
    found.case = case
    return found


def get_point_to_promise(user: Any, key: str, number: int) -> Point:  # noqa: ANN401
    """Return a point from which the user may make a commitment."""
    case = get_case_to_lead(user, key)
    found = Point.objects.filter(case=case, pk=number).select_related("commitment").first()
    if found is None:
        raise Http404
    found.case = case
    return found


def get_party_page(user: Any, key: str, number: int) -> tuple[Party, bool]:  # noqa: ANN401
    """Return a party and whether a handler looks at its page; 404 for everybody but handlers and that party."""
    rows = Party.objects.filter(case__key=key, pk=number, left_at=None)
    found = rows.select_related("case__kecamatan__parent", "region").first()
    if found is None:
        raise Http404
    handles = visible_cases(user).filter(pk=found.case_id).exists()
    if not handles and not own_parties(user).filter(pk=found.pk).exists():
        raise Http404
    return found, handles


def accounts_for_parties(kecamatan: Region) -> QuerySet[Account]:
    """Return accounts that may read as a party: of one person each, with a role here, and none of who handles cases.

    An office's shared account is read by whoever holds the phone, so it is never one.
    """
    held = RoleAssignment.objects.filter(on_day(timezone.localdate()), within([kecamatan.code]))
    handling = [role.code for role in ROLES.values() if MEDIATE in role.may]
    rows = Account.objects.filter(is_active=True, is_shared=False, pk__in=held.values("account"))
    return rows.exclude(pk__in=held.filter(role__in=handling, region=kecamatan).values("account"))


def places_to_report(user: Any) -> list[str]:  # noqa: ANN401
    """Return the codes of the kecamatan whose camat the user may call on: where it writes problems, not cases."""
    codes = scope_of(user).places_for(RAISE)
    kecamatan = {code if level_of(code) == Level.KECAMATAN else parent_code(code) or "" for code in codes}
    return sorted(kecamatan - set(places_of_cases(user)))


def get_kecamatan_to_report(user: Any, code: str) -> Region:  # noqa: ANN401
    """Return a kecamatan whose camat the user may call on; as for problems 404 out of sight, 403 in sight."""
    return get_kecamatan_to_raise(user, code)


def visible_reports(user: Any) -> QuerySet[Report]:  # noqa: ANN401
    """Return the reports that the user answers: none it sent itself, none of a case in which it is a party."""
    places = places_of_cases(user)
    if not places:
        return Report.objects.none()
    rows = Report.objects.filter(kecamatan__code__in=places).exclude(by=user.pk).exclude(case__in=_own(user))
    if getattr(user, "person_id", None) is not None:
        rows = rows.exclude(by__person=user.person_id)
    return rows.select_related(*REPORT_SHOWN)


def own_reports(user: Any) -> QuerySet[Report]:  # noqa: ANN401
    """Return the reports that this very account sent."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Report.objects.none()
    return Report.objects.filter(by=user.pk).select_related(*REPORT_SHOWN)


def get_report(user: Any, key: str) -> tuple[Report, bool]:  # noqa: ANN401
    """Return a report and whether the user answers it, or sent it; 404 for everybody else."""
    found = visible_reports(user).filter(key=key).first()
    return (found, True) if found is not None else (get_own_report(user, key), False)


def get_own_report(user: Any, key: str) -> Report:  # noqa: ANN401
    """Return a report that this account sent; 404 for everybody else, also for who answers it."""
    found = own_reports(user).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def get_report_to_answer(user: Any, key: str) -> Report:  # noqa: ANN401
    """Return a report that the user answers; 404 for everybody else, also for who sent it."""
    found = visible_reports(user).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def may_read_words(user: Any, *, answers: bool) -> bool:  # noqa: ANN401
    """Tell whether the words of a report are shown: to who answers it, and to its sender where that is one person."""
    return answers or not user.is_shared


def get_sent_file(user: Any, key: str, number: int) -> tuple[TellingFile, bool]:  # noqa: ANN401
    """Return a file, not taken away, of a report whose words the user reads, and whether it answers the report."""
    report, answers = get_report(user, key)
    rows = TellingFile.objects.filter(telling__report=report, taken_at=None).select_related("file", "telling")
    found = rows.filter(pk=number).first()
    if found is None or found.file is None or not may_read_words(user, answers=answers):
        raise Http404
    found.telling.report = report
    return found, answers

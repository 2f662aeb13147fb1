"""What this room tells the others through the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahbersama.ground.core import formats
from rumahbersama.ground.core.registry import AuditEntity, DoctorCheck, HomeTask, NavigationItem, SearchHit
from rumahbersama.ground.regions import permissions
from rumahbersama.ground.regions.models import UnresolvedRegion
from rumahbersama.ground.regions.office_days import queries as office_days
from rumahbersama.ground.regions.queries import names_of
from rumahbersama.ground.regions.queries import pages as query
from rumahbersama.ground.regions.queries.search import find

MOST_HITS = 10
# Decrees with new codes came every one to three years (2017, 2019, 2021, 2022, 2025).
OLD_DAYS = 3 * 365


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Yield the entry of the menu."""
    yield NavigationItem(label=_("Wilayah"), short=_("Wilayah"), url=reverse("regions:index"), icon="map")


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - AUTH_USER_MODEL
    """Yield the open questions of a manager."""
    if not permissions.managed_places(user):
        return
    count = permissions.visible_questions(user).filter(state=UnresolvedRegion.State.OPEN).count()
    if count:
        text = ngettext(
            "{count} wilayah belum jelas penggantinya", "{count} wilayah belum jelas penggantinya", count
        ).format(count=formats.number(count))
        yield HomeTask(text=text, url=reverse("regions:questions"), action=_("Putuskan"), tone="warn", count=count)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401 - AUTH_USER_MODEL
    """Yield regions by name or code; they are public."""
    for one in find(text, limit=MOST_HITS):
        yield SearchHit(
            title=str(one.region),
            url=one.region.get_absolute_url(),
            kind=_("Wilayah"),
            detail=" · ".join(part for part in (one.region.code, query.lies_in(one.region)) if part),
            score=one.score,
        )


def history_labels() -> Iterator[AuditEntity]:
    """Name what this room records."""
    yield AuditEntity(
        "regions.region",
        _("Wilayah"),
        {"region": _("Kode dan nama"), "change": _("Perubahan"), "word": _("Sebutan")},
        names=names_of,
    )
    yield AuditEntity("regions.regioncode", _("Riwayat kode dan nama"), {})
    yield AuditEntity("regions.regionchange", _("Riwayat perubahan"), {})
    yield AuditEntity("regions.shape", _("Batas wilayah"), {"source": _("Sumber")})
    yield AuditEntity("regions.centroid", _("Titik tengah"), {"lat": _("Lintang"), "lng": _("Bujur")})
    days = {"name": _("Nama"), "legal_basis": _("Dasar hukum"), "withdrawn": _("Ditarik")}
    yield AuditEntity(office_days.ENTITY, _("Hari libur"), days, names=office_days.names_of)
    week = {"weekdays": _("Hari kerja (1 = Senin)"), "legal_basis": _("Dasar hukum")}
    yield AuditEntity(office_days.WEEK_ENTITY, _("Hari kerja"), week, names=office_days.names_of)
    yield AuditEntity("regions.question", _("Wilayah yang belum jelas"), {"state": _("Keadaan")})


def doctor_checks() -> Iterator[DoctorCheck]:
    """Say which edition is loaded, how old it is, and what is undecided."""
    edition = query.newest_edition()
    name = _("Kode wilayah")
    if edition is None:
        yield DoctorCheck(name=name, state="warn", text=_("Belum ada daftar kode. Jalankan: rumah regions load FILE"))
        return
    days = query.age_in_days(edition, timezone.localdate())
    text = _("{basis}, berlaku sejak {day}").format(basis=edition.legal_basis, day=formats.day(edition.valid_from))
    if days > OLD_DAYS:
        yield DoctorCheck(name=name, state="warn", text=_("{text}; periksa apakah ada edisi baru").format(text=text))
    else:
        yield DoctorCheck(name=name, state="ok", text=text)


def office_days_check() -> Iterator[DoctorCheck]:
    """Say up to when the national holidays are known."""
    last = office_days.last_national_day()
    name = _("Hari libur")
    if last is None or office_days.is_running_out(today=timezone.localdate()):
        text = _("Daftar libur nasional hampir habis atau belum ada. Jalankan: rumah migrate")
        yield DoctorCheck(name=name, state="warn", text=text)
    else:
        yield DoctorCheck(
            name=name, state="ok", text=_("Libur nasional dikenal sampai {year}").format(year=last.year)
        )

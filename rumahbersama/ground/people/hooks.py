"""What this room fills into the registry."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rumahbersama.ground.core.registry import AuditEntity, DoctorCheck, HomeTask, NavigationItem, SearchHit
from rumahbersama.ground.people import queries
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.roles import MANAGE_PEOPLE, ROLES
from rumahbersama.ground.people.rules import SOON


def navigation(request: HttpRequest) -> Iterator[NavigationItem]:
    """Give managers of people their entry of the menu."""
    if scope_of(getattr(request, "user", None)).places_for(MANAGE_PEOPLE):
        yield NavigationItem(label=_("Orang"), short=_("Orang"), url=reverse("people:accounts"), icon="users")


def home_tasks(*, user: Any, today: date) -> Iterator[HomeTask]:  # noqa: ANN401 - Account or AnonymousUser
    """Name what a manager of people has to do: invitations about to lapse, posts that nobody holds."""
    codes = scope_of(user).places_for(MANAGE_PEOPLE)
    if not codes:
        return
    waiting, vacant = queries.waiting_counts(codes=codes, today=today, lapsing_by=timezone.now() + SOON)
    if waiting:
        text = ngettext(
            "{count} undangan belum diterima dan segera atau sudah lewat waktunya.",
            "{count} undangan belum diterima dan segera atau sudah lewat waktunya.",
            waiting,
        )
        yield HomeTask(
            text=text.format(count=waiting),
            url=reverse("people:invitations"),
            action=_("Lihat undangan"),
            tone="warn",
            count=waiting,
        )
    if vacant:
        text = ngettext("{count} jabatan tidak ada pejabatnya.", "{count} jabatan tidak ada pejabatnya.", vacant)
        url = reverse("people:posts", args=[codes[0]])
        yield HomeTask(text=text.format(count=vacant), url=url, action=_("Tetapkan pejabat"), count=vacant)


def search(*, user: Any, text: str) -> Iterator[SearchHit]:  # noqa: ANN401
    """Find accounts by name in the places where ``user`` manages people."""
    codes = scope_of(user).places_for(MANAGE_PEOPLE)
    if not codes:
        return
    for account, roles in queries.accounts_named(codes=codes, text=text, today=timezone.localdate()):
        yield SearchHit(
            title=account.name,
            url=reverse("people:account", args=[account.pk]),
            kind=_("Akun"),
            detail="; ".join(f"{row.role_label}, {row.region}" for row in roles),
            score=0.5,
        )


def history_labels() -> Iterator[AuditEntity]:
    """Name the entities that this room records."""
    yield AuditEntity(
        "people.account",
        _("Akun"),
        {
            "email": _("E-mail"),
            "name": _("Nama"),
            "password": _("Kata sandi"),
            "language": _("Bahasa"),
            "is_active": _("Aktif"),
            "is_shared": _("Akun bersama"),
            "is_demo": _("Akun contoh"),
            "person": _("Pegawai"),
            "second_factor": _("Verifikasi dua langkah"),
            "email_verified": _("E-mail dipastikan"),
            "session_epoch": _("Putaran sesi"),
            "oidc": _("Identitas OIDC"),
        },
    )
    period = {"starts_on": _("Mulai"), "ends_on": _("Berakhir")}
    roles = {"role": {code: str(role.label) for code, role in ROLES.items()}}
    yield AuditEntity("people.assignment", _("Peran"), {"role": _("Peran"), "region": _("Wilayah")} | period, roles)
    yield AuditEntity(
        "people.invitation",
        _("Undangan"),
        {
            "role": _("Peran"),
            "region": _("Wilayah"),
            "name": _("Nama"),
            "email": _("E-mail"),
            "expires_at": _("Berlaku sampai"),
            "used": _("Dipakai"),
            "revoked": _("Dicabut"),
        },
        roles,
    )
    yield AuditEntity(
        "people.post",
        _("Jabatan"),
        {
            "title": _("Nama jabatan"),
            "agency": _("Instansi"),
            "section": _("Seksi"),
            "role": _("Peran"),
            "region": _("Wilayah"),
        },
        roles,
    )
    yield AuditEntity(
        "people.tenure",
        _("Masa jabatan"),
        {
            "post": _("Jabatan"),
            "person": _("Pegawai"),
            "capacity": _("Kedudukan"),
            "decree": pgettext("post", "Keputusan"),
        }
        | period,
    )
    yield AuditEntity(
        "people.person",
        _("Pegawai"),
        {"name": _("Nama"), "rank": _("Pangkat"), "nip": _("NIP"), "phone": _("Telepon")},
    )


def doctor_checks() -> Iterator[DoctorCheck]:
    """Tell whether somebody can run the installation, and whether mail leaves it."""
    found = queries.active_administrators(today=timezone.localdate())
    if found:
        yield DoctorCheck(_("Administrator"), "ok", _("{count} akun administrator aktif.").format(count=found))
    else:
        hint = _("Belum ada administrator. Jalankan: rumah invite --role administrator --at 0")
        yield DoctorCheck(_("Administrator"), "warn", hint)
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        hint = _("Belum disetel: tautan ganti kata sandi hanya tercetak di layar server. Setel RUMAH_MAIL_HOST.")
        yield DoctorCheck(_("Surel"), "warn", hint)
    else:
        text = _("Dikirim lewat {host}; coba dengan rumah doctor --mail ALAMAT").format(host=settings.EMAIL_HOST)
        yield DoctorCheck(_("Surel"), "ok", text)

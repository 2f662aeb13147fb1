"""How allauth behaves here: nobody signs up by themselves, and its changes are recorded like all others."""

import time
from io import BytesIO
from typing import Any

import qrcode  # type: ignore[import-untyped] # comes with allauth[mfa]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from rumahbersama.ground.people import actions, queries
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.people.rules import RECENT_SIGN_IN_SECONDS, needs_second_factor

_SAID = {
    "account/messages/password_changed.txt": _("Kata sandi sudah diganti."),
    "account/messages/password_set.txt": _("Kata sandi sudah dipasang."),
    "account/messages/email_confirmed.txt": _("Alamat e-mail Anda sudah dipastikan."),
    "mfa/messages/totp_activated.txt": _("Verifikasi dua langkah sudah terpasang."),
    "mfa/messages/totp_deactivated.txt": _("Verifikasi dua langkah sudah dilepas."),
    "mfa/messages/recovery_codes_generated.txt": _("Kode pemulihan baru sudah dibuat. Simpan sekarang."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """Accounts come by invitation only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini nonaktif. Hubungi pengelola akun di tempat Anda."),
        "email_password_mismatch": _("E-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
        "enter_current_password": _("Kata sandi sekarang tidak cocok."),
        "incorrect_code": _("Kode tidak cocok. Ketik kode yang sedang tampil di aplikasi, atau satu kode pemulihan."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "invalid_password_reset": _("Tautan ini tidak berlaku lagi. Mintalah tautan baru."),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."),
        "rate_limited": _("Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse sign-up."""
        return False

    def set_password(self, user: Account, password: str) -> None:
        """Set a new password as an action, with its record."""
        actions.set_password(account=user, password=password, by=user, at=timezone.now())

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:  # noqa: ANN401 - allauth's model
        """Mark an e-mail address as proved, with its record."""
        done: bool = super().confirm_email(request, email_address)
        if done:
            actions.note_email_verified(account=email_address.user, at=timezone.now())
        return done

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ANN401
        """Ask for the password again before sensitive changes, but not right after signing in."""
        records = get_authentication_records(context.request, context.request.user)
        recent = any(time.time() - entry["at"] < RECENT_SIGN_IN_SECONDS for entry in records)
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to one's own page."""
        return reverse("people:profile")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what happened in our own words; what the next page says anyway is not said twice."""
        text = message or _SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """Officers above kecamatan cannot do without the second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Kode tidak cocok. Ketik kode yang sedang tampil di aplikasi, atau satu kode pemulihan."),
        "cannot_delete_authenticator": _("Peran Anda mewajibkan verifikasi dua langkah; ia tidak dapat dilepas."),
        "cannot_generate_recovery_codes": _("Pasang verifikasi dua langkah dulu; kode pemulihan ikut dibuat."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR on white, so that a phone reads it from a dark page too."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:  # noqa: ANN401 - allauth's model
        """Tell whether the holder may remove it."""
        return not needs_second_factor(scope_of(authenticator.user).holdings)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """An OIDC identity opens an existing account only: same e-mail, proved on both sides."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401
        """Refuse sign-up."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:  # noqa: ANN401
        """Let an identity open the account of the same e-mail where the account has proved it."""
        account = queries.account_of_email(email=email)
        return account is not None and account.is_active and queries.is_email_verified(account)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401
        """Turn away identities without an account, before allauth would offer to sign up."""
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=403))
        if sociallogin._did_authenticate_by_email:
            actions.note_oidc_sign_in(account=sociallogin.user, at=timezone.now())

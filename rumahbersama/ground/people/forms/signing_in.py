"""allauth's forms in the words of this house."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HINT = _("Sedikitnya 10 huruf atau angka, dan bukan kata sandi yang mudah ditebak.")


class _Words(forms.Form):
    """Gives fields their label and hint, and takes placeholders away: a placeholder is no label."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own arguments
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
            self.fields[name].widget.attrs.pop("placeholder", None)


class LoginForm(_Words, account.LoginForm):  # type: ignore[misc] # allauth is untyped
    """Sign in with e-mail and password."""

    words = {
        "login": (_("E-mail"), ""),
        "password": (_("Kata sandi"), ""),
        "remember": (_("Tetap masuk di perangkat ini sampai 12 jam"), _("Jangan dicentang di komputer bersama.")),
    }


class ResetPasswordForm(_Words, account.ResetPasswordForm):  # type: ignore[misc] # allauth is untyped
    """Ask for a link by e-mail."""

    words = {"email": (_("E-mail"), _("Alamat yang Anda pakai untuk masuk."))}


class _TwoPasswords(_Words):
    words = {
        "password1": (_("Kata sandi baru"), PASSWORD_HINT),
        "password2": (_("Ketik sekali lagi kata sandi baru"), ""),
    }


class ResetPasswordKeyForm(_TwoPasswords, account.ResetPasswordKeyForm):  # type: ignore[misc] # allauth is untyped
    """A new password after following the link."""


class SetPasswordForm(_TwoPasswords, account.SetPasswordForm):  # type: ignore[misc] # allauth is untyped
    """A first password."""


class ChangePasswordForm(_TwoPasswords, account.ChangePasswordForm):  # type: ignore[misc] # allauth is untyped
    """A new password for the old one."""

    words = {"oldpassword": (_("Kata sandi sekarang"), "")} | _TwoPasswords.words


class ReauthenticateForm(_Words, account.ReauthenticateForm):  # type: ignore[misc] # allauth is untyped
    """The password once more, before something delicate."""

    words = {"password": (_("Kata sandi"), "")}


class AuthenticateForm(_Words, mfa.AuthenticateForm):  # type: ignore[misc] # allauth is untyped
    """The second step of signing in."""

    words = {"code": (_("Kode"), _("Enam angka dari aplikasi, atau satu kode pemulihan."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own arguments
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ReauthenticateByCodeForm(_Words, mfa.ReauthenticateForm):  # type: ignore[misc] # allauth is untyped
    """A code once more, before something delicate."""

    words = AuthenticateForm.words


class ActivateTotpForm(_Words, ActivateTOTPForm):  # type: ignore[misc] # allauth is untyped
    """The first code, which proves that the app is set up."""

    words = {"code": (_("Kode dari aplikasi"), _("Enam angka yang sedang tampil."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own arguments
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

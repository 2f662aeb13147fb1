"""Forms about accounts, roles and invitations. Choices hold only what the person may give."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from rumahbersama.ground.core.forms import LongText
from rumahbersama.ground.people import queries
from rumahbersama.ground.people.forms.signing_in import PASSWORD_HINT
from rumahbersama.ground.people.models import Account
from rumahbersama.ground.people.permissions import Scope
from rumahbersama.ground.people.roles import MANAGE_PEOPLE, ROLES
from rumahbersama.ground.people.rules import GRANTS, grantable_roles, may_grant
from rumahbersama.ground.regions.models import Region
from rumahbersama.ground.regions.queries import present
from rumahbersama.ground.regions.rules import NATION_CODE, dotted, level_of


def role_choices(scope: Scope) -> list[tuple[str, Any]]:
    """Return the roles that somebody may give at some place of theirs."""
    given = set().union(*(GRANTS.get(role, frozenset()) for role, _code in scope.holdings))
    deepest = min((level_of(code) for code in scope.places_for(MANAGE_PEOPLE)), default=4)
    return [(role, ROLES[role].label) for role in ROLES if role in given and max(ROLES[role].levels) >= deepest]


def offer(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Give a choice field of ``form`` its choices."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class RoleAtPlaceForm(forms.Form):
    """A role and the code of the place where it is held."""

    role = forms.ChoiceField(label=_("Peran"))
    place = forms.CharField(
        label=_("Kode wilayah"),
        max_length=13,
        help_text=_("Kode wilayah tempat peran itu dipegang, misalnya 33.01.16."),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.region: Region | None = None
        offer(self, "role", [("", _("Pilih peran")), *role_choices(scope)])
        places = queries.places_to_choose(codes=scope.places_for(MANAGE_PEOPLE))
        if places:
            choices = [("", _("Pilih tempat")), *((place.code, str(place)) for place in places)]
            self.fields["place"] = forms.ChoiceField(label=_("Tempat"), choices=choices)
            self.order_fields(self.field_order)

    def clean_place(self) -> str:
        """Return the code of a place that exists, dotted."""
        typed = self.cleaned_data["place"].strip()
        code = NATION_CODE if typed == NATION_CODE else dotted(typed)
        self.region = present().filter(code=code).first() if code else None
        if self.region is None or not self.scope.may(MANAGE_PEOPLE, self.region.code):
            raise forms.ValidationError(_("Tidak ada wilayah dengan kode ini di tempat Anda."))
        return self.region.code

    @property
    def chosen(self) -> Region:
        """Return the place of a valid form."""
        if self.region is None:
            raise ValueError("the form is not valid")
        return self.region

    def clean(self) -> dict[str, Any]:
        """Refuse a role that cannot be given there."""
        cleaned: dict[str, Any] = super().clean() or {}
        role, code = cleaned.get("role"), cleaned.get("place")
        if role and code and not may_grant(self.scope.holdings, role=role, code=code):
            known = ", ".join(str(ROLES[each].label) for each in grantable_roles(self.scope.holdings, code))
            self.add_error(
                "role",
                __("Peran ini tidak dapat Anda berikan di {place}. Yang dapat: {roles}.").format(
                    place=self.region, roles=known or "–"
                ),
            )
        return cleaned


class InviteForm(RoleAtPlaceForm):
    """Whom to invite, for which role."""

    name = forms.CharField(label=_("Nama yang diundang"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Bila dikosongkan, yang diundang mengisinya sendiri."),
    )
    is_shared = forms.BooleanField(
        label=_("Akun bersama"),
        required=False,
        help_text=_("Dipakai beberapa orang di satu perangkat. Setelah masuk, nama pemakai ditanyakan."),
    )
    field_order = ["name", "email", "role", "place", "is_shared"]


class ReasonForm(forms.Form):
    """Why something is ended; kept in the history."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=LongText(attrs={"rows": 3}),
        help_text=_("Tersimpan di riwayat."),
    )


class AcceptForm(forms.Form):
    """Name, e-mail if the invitation holds none, and a password."""

    name = forms.CharField(label=_("Nama"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Dipakai untuk masuk dan untuk mengganti kata sandi yang terlupa."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, ask_email: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(*args, **kwargs)
        if not ask_email:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Measure the password against name and e-mail."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password"):
            someone = Account(name=cleaned.get("name", ""), email=cleaned.get("email", self.initial.get("email", "")))
            try:
                validate_password(cleaned["password"], someone)
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return cleaned


class ProfileForm(forms.Form):
    """One's own name and language."""

    name = forms.CharField(label=_("Nama"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Bahasa"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class KeyboardForm(forms.Form):
    """Who is at the keyboard of a shared account."""

    name = forms.CharField(
        label=_("Siapa yang memakai akun ini sekarang?"),
        max_length=120,
        help_text=_("Ketik nama Anda. Nama ini tersimpan di riwayat pada setiap perubahan."),
    )

    def clean_name(self) -> str:
        """Return a name of more than one letter, single blanks."""
        name = " ".join(self.cleaned_data["name"].split())
        if len(name) < 2:
            raise forms.ValidationError(_("Ketik nama lengkap."))
        return name

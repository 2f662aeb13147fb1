"""What people type about the plan of a visit; nothing is saved here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.oversight.visits.quarters import Quarter
from rumahbersama.chain.oversight.visits.ranking import Ranked
from rumahbersama.ground.core.forms import DayField
from rumahbersama.ground.people.models import Post
from rumahbersama.ground.people.roles import ROLES
from rumahbersama.ground.regions.models import Region
from rumahbersama.workshop.surveys.models import Version

NO_LONGER = [MaxLengthValidator(300)]  # and not the box: a browser cuts there what is pasted, without a word


class VisitForm(forms.Form):
    """Where (unless that is known), what for, when, who goes, and with which checklist."""

    region = forms.ChoiceField(label=gettext_lazy("Desa mana yang dikunjungi?"))
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Visit.Kind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=gettext_lazy("Maksud kunjungan"),
        validators=NO_LONGER,
        help_text=gettext_lazy("Satu kalimat, seperti akan tertulis di surat tugas."),
    )
    planned_on = DayField(label=gettext_lazy("Tanggal"))
    leader = forms.ChoiceField(
        label=gettext_lazy("Siapa yang memimpin?"), help_text=gettext_lazy("Juga menulis laporannya.")
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Siapa lagi yang berangkat?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    checklist = forms.ChoiceField(
        label=gettext_lazy("Daftar periksa"),
        required=False,
        help_text=gettext_lazy("Dibuka di HP saat kunjungan, juga tanpa sinyal."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        villages: Sequence[Region] = (),
        posts: Sequence[Post],
        checklists: Sequence[Version],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.villages = {village.code: village for village in villages}
        self.posts = {str(post.pk): post for post in posts}
        self.checklists = {str(version.pk): version for version in checklists}
        named = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self._choose("region", _("Pilih"), [(code, str(village)) for code, village in self.villages.items()])
        self._choose("leader", _("Pilih"), named)
        self.fields["others"].choices = named  # type: ignore[attr-defined]
        asked = [(number, str(version.questionnaire)) for number, version in self.checklists.items()]
        self._choose("checklist", _("Tanpa daftar periksa"), asked)
        if not villages:
            del self.fields["region"]

    def _choose(self, name: str, none: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", none), *choices]  # type: ignore[attr-defined]

    def village(self) -> Region:
        """Return the chosen village."""
        return self.villages[self.cleaned_data["region"]]

    def plan(self) -> Plan:
        """Return what was typed."""
        data = self.cleaned_data
        chosen = [data["leader"], *(number for number in data["others"] if number != data["leader"])]
        return Plan(
            kind=data["kind"],
            planned_on=data["planned_on"],
            purpose=data["purpose"],
            posts=[self.posts[number] for number in chosen],
            checklist=self.checklists.get(data["checklist"]),
        )


def initial_of(visit: Visit) -> dict[str, Any]:
    """Return what stands in the form when the plan of a visit is changed."""
    going = [str(each.post_id) for each in visit.who.all()]
    return {
        "kind": visit.kind,
        "purpose": visit.purpose,
        "planned_on": visit.planned_on,
        "leader": going[0] if going else "",
        "others": going[1:],
        "checklist": str(visit.checklist_id or ""),
    }


class ReasonForm(forms.Form):
    """Why a visit is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan membatalkan"),
        max_length=300,
        help_text=gettext_lazy("Dibaca oleh desa, kecamatan, dan yang di atasnya."),
    )


READ_BY_OTHERS = gettext_lazy(
    "Tercatat dalam riwayat, yang dibaca desa dan kabupaten juga: jangan menulis hasilnya di sini."
)


class ReopenForm(forms.Form):
    """Why a closed visit is opened again."""

    reason = forms.CharField(label=gettext_lazy("Alasan membuka lagi"), max_length=300, help_text=READ_BY_OTHERS)


class RemoveSignatureForm(forms.Form):
    """Why a signature is removed."""

    reason = forms.CharField(label=gettext_lazy("Alasan menghapus"), max_length=300, help_text=READ_BY_OTHERS)


class QuarterForm(forms.Form):
    """Which villages are planned, who goes, what for; days and people are spread by the rule."""

    villages = forms.MultipleChoiceField(
        label=gettext_lazy("Desa mana yang direncanakan?"), widget=forms.CheckboxSelectMultiple
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Siapa yang berangkat bergiliran?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Sudah dicentang: yang perannya membina desa, tanpa camat dan sekretaris camat."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Visit.Kind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(label=gettext_lazy("Maksud kunjungan"), validators=NO_LONGER)
    checklist = forms.ChoiceField(label=gettext_lazy("Daftar periksa"), required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        rows: Sequence[Ranked],
        posts: Sequence[Post],
        checklists: Sequence[Version],
        roles: Mapping[int, str],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.rows = list(rows)
        self.posts = {str(post.pk): post for post in posts}
        self.checklists = {str(version.pk): version for version in checklists}
        free = [(row.village.code, f"{row.village} ({row.score})") for row in rows if not row.is_planned]
        self.fields["villages"].choices = free  # type: ignore[attr-defined]
        ordered = sorted(posts, key=lambda post: post.pk not in roles)
        named = [(str(post.pk), _named(post, roles.get(post.pk, ""))) for post in ordered]
        self.fields["people"].choices = named  # type: ignore[attr-defined]
        asked = [(number, str(version.questionnaire)) for number, version in self.checklists.items()]
        self.fields["checklist"].choices = [("", _("Tanpa daftar periksa")), *asked]  # type: ignore[attr-defined]

    def chosen_rows(self) -> list[Ranked]:
        """Return the chosen villages in their order."""
        return [row for row in self.rows if row.village.code in self.cleaned_data["villages"]]

    def chosen_posts(self) -> list[Post]:
        """Return who goes."""
        return [self.posts[number] for number in self.cleaned_data["people"]]

    def plan(self, quarter: Quarter) -> Plan:
        """Return what every visit has in common; day and people come with each."""
        data = self.cleaned_data
        checklist = self.checklists.get(data["checklist"])
        return Plan(data["kind"], quarter.first, data["purpose"], [], checklist=checklist)


def _named(post: Post, role: str) -> str:
    where = f"{post.title}, {post.agency or post.region}"
    return f"{where} ({ROLES[role].label})" if role else where

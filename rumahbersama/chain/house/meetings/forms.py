"""What people type about meetings; nothing is saved here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.meetings.actions.inviting import Answer, Guest
from rumahbersama.chain.house.meetings.actions.planning import Plan
from rumahbersama.chain.house.meetings.models import AgendaItem, Invitee, Meeting
from rumahbersama.chain.house.meetings.rules import LONGEST_ITEM
from rumahbersama.ground.core.forms import ClockField, DayField
from rumahbersama.ground.intake.forms import WholeNumber
from rumahbersama.ground.people.models import Post


class MeetingForm(forms.Form):
    """What kind of meeting, when, where, under whom; for a new one also after which earlier one it is made."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis rapat"), choices=Meeting.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("Nama rapat"),
        max_length=200,
        help_text=gettext_lazy("Seperti akan tertulis di undangan, misalnya: Rapat Rumah Bersama Desember."),
    )
    day = DayField(label=gettext_lazy("Tanggal"))
    begins = ClockField(label=gettext_lazy("Jam mulai"), help_text=gettext_lazy("Misalnya 09.00"))
    ends = ClockField(label=gettext_lazy("Jam selesai"), help_text=gettext_lazy("Misalnya 11.30"))
    venue = forms.CharField(label=gettext_lazy("Tempat"), max_length=200)
    chair = forms.ChoiceField(label=gettext_lazy("Siapa yang memimpin?"))
    secretary = forms.ChoiceField(label=gettext_lazy("Siapa notulisnya?"), required=False)
    people = forms.BooleanField(required=False)
    items = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        posts: Sequence[Post],
        like: Meeting | None = None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        choices = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self.fields["chair"].choices = [("", _("Pilih")), *choices]  # type: ignore[attr-defined]
        self.fields["secretary"].choices = [("", _("Belum ditentukan")), *choices]  # type: ignore[attr-defined]
        if like is None:
            del self.fields["people"], self.fields["items"]
            return
        self.fields["people"].label = _("Undang orang yang sama seperti {meeting}").format(meeting=like)
        self.fields["items"].label = _("Pakai mata acara lain-lain yang sama")

    def plan(self) -> Plan:
        """Return what was typed."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("kind", "title", "day", "begins", "ends", "venue")}
        return Plan(**plain, chair=self.posts[data["chair"]], secretary=self.posts.get(data["secretary"]))


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """Return what stands in the form when a meeting is changed."""
    return like_initial(meeting) | {"title": meeting.title, "day": meeting.day}


def like_initial(meeting: Meeting) -> dict[str, Any]:
    """Return what stands in the form of a new meeting that is to be like an earlier one: all but title and day."""
    return {
        "kind": meeting.kind,
        "begins": f"{meeting.begins:%H.%M}",
        "ends": f"{meeting.ends:%H.%M}",
        "venue": meeting.venue,
        "chair": str(meeting.chair_id),
        "secretary": str(meeting.secretary_id or ""),
    }


class ReasonForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan membatalkan"),
        max_length=300,
        help_text=gettext_lazy("Dibaca oleh semua yang diundang."),
    )


class GuestForm(forms.Form):
    """Somebody without a recorded post: title or name, body, e-mail."""

    name = forms.CharField(
        label=gettext_lazy("Jabatan atau nama"), max_length=120, help_text=gettext_lazy("Misalnya: Kapolsek")
    )
    body = forms.CharField(
        label=gettext_lazy("Lembaga"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Misalnya: Polsek Mekar Jaya"),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Undangan dan tautan jawabannya dikirim ke sini."),
    )

    def guest(self) -> Guest:
        """Return who was typed."""
        return Guest(**{name: self.cleaned_data[name] for name in ("name", "body", "email")})


class PostAddressForm(forms.Form):
    """Another address for a post that is invited."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Kosong: alamat akun pemegang jabatannya, kalau ada."),
    )


class AnswerForm(forms.Form):
    """What an invited one says."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Apakah Bapak/Ibu hadir?"),
        choices=[choice for choice in Invitee.Answer.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    represented_by = forms.CharField(
        label=gettext_lazy("Nama dan jabatan yang mewakili"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Isi kalau diwakili."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Isi kalau tidak hadir; beberapa kata saja."),
    )

    def said(self) -> Answer:
        """Return the answer."""
        return Answer(**{name: self.cleaned_data[name] for name in ("answer", "represented_by", "reason")})


def answer_initial(invitee: Invitee) -> dict[str, Any]:
    """Return what stands in the form: what was answered before."""
    return {"answer": invitee.answer, "represented_by": invitee.represented_by, "reason": invitee.reason}


class MinutesForm(forms.Form):
    """How long each item takes; only what differs from what the page showed counts, so nobody undoes another's."""

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options | {"auto_id": "%s"})
        self.names = {item.pk: f"menit-{item.pk}" for item in items}
        self.fields |= {self.names[item.pk]: _minutes_of(item) for item in items}

    def minutes(self) -> dict[int, int]:
        """Return the changed minutes by item; an empty box changes nothing."""
        data, changed = self.cleaned_data, set(self.changed_data)
        return {number: data[name] for number, name in self.names.items() if name in changed and data[name]}


def _minutes_of(item: AgendaItem) -> WholeNumber:
    return WholeNumber(
        label=item.title,
        required=False,
        min_value=1,
        max_value=LONGEST_ITEM,
        initial=item.minutes,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "3", "size": "3", "autocomplete": "off"}),
        error_messages={"invalid": _("Isi jumlah menit dengan angka saja, misalnya 15.")},
    )


class ItemForm(forms.Form):
    """An item of one's own."""

    title = forms.CharField(label=gettext_lazy("Apa yang dibahas?"), max_length=300)
    minutes = WholeNumber(
        label=gettext_lazy("Berapa menit?"),
        min_value=1,
        max_value=LONGEST_ITEM,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "3"}),
    )

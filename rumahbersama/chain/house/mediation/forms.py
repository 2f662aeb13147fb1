"""What people type about cases; nothing is saved here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahbersama.chain.house.mediation.actions.agreeing import Outside
from rumahbersama.chain.house.mediation.actions.cases import Facts, Found
from rumahbersama.chain.house.mediation.actions.files import Sent
from rumahbersama.chain.house.mediation.actions.steps import Told, Who
from rumahbersama.chain.house.mediation.models import Case, Move, Party, Step, StepFile
from rumahbersama.chain.house.mediation.rules import (
    AGREED,
    HANDED,
    LONGEST_REASON,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Decision,
)
from rumahbersama.chain.house.meetings.reference import Body
from rumahbersama.chain.house.problems.forms import where
from rumahbersama.ground.core.forms import DayField, FilesField, LongText, depending
from rumahbersama.ground.files.actions import Checked, checked
from rumahbersama.ground.files.rules import ACCEPT_ALL, PROOFS
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region

REASON_READ = gettext_lazy("Satu kalimat. Para pihak membacanya.")


class CaseForm(forms.Form):
    """What a case is about, in neutral words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"), choices=Case.Kind.choices, widget=forms.RadioSelect, initial=Case.Kind.MEDIATION
    )
    title = forms.CharField(
        label=gettext_lazy("Judul"),
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("Netral dan tanpa nama orang, misalnya: Pembagian air dari mata air bersama."),
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("Di mana?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu tempat.")},
    )
    causes = forms.CharField(
        label=gettext_lazy("Mengapa sampai terjadi?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=LongText(attrs={"rows": 4}),
        help_text=gettext_lazy("Hanya dibaca camat dan Kasi Trantib, tidak oleh para pihak."),
    )

    def __init__(self, *args: Any, places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.place_of = {place.code: place for place in places}
        self.fields["places"].choices = [(code, where(place)) for code, place in self.place_of.items()]  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        """Return what was told."""
        data = self.cleaned_data
        places = tuple(self.place_of[code] for code in data["places"])
        return Facts(kind=data["kind"], title=data["title"], places=places, causes=data["causes"])


class PartyForm(forms.Form):
    """One party, and the account by which it reads its own page."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120, help_text=gettext_lazy("Tanpa NIK."))
    region = forms.ChoiceField(label=gettext_lazy("Mewakili desa atau kelurahan"), required=False)
    stands_for = forms.CharField(
        label=gettext_lazy("Mewakili siapa?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Misalnya: kelompok tani di hulu, atau diri sendiri."),
    )
    account = forms.ChoiceField(
        label=gettext_lazy("Akunnya di program ini"),
        required=False,
        help_text=gettext_lazy(
            "Dengan akun, pihak membaca halamannya sendiri. Akun bersama milik kantor tidak dapat dipilih. Tanpa "
            "akun, cetak halamannya dan serahkan."
        ),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        villages: Sequence[Region],
        accounts: Iterable[Account],
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.villages = {village.code: village for village in villages}
        self.accounts = {str(account.pk): account for account in accounts}
        villages_told = [(code, str(village)) for code, village in self.villages.items()]
        self.fields["region"].choices = [("", _("Bukan mewakili desa")), *villages_told]  # type: ignore[attr-defined]
        told = [(number, account.name) for number, account in self.accounts.items()]
        self.fields["account"].choices = [("", _("Tidak punya akun")), *told]  # type: ignore[attr-defined]

    def who(self) -> Who:
        """Return what was told."""
        data = self.cleaned_data
        return Who(
            name=data["name"],
            region=self.villages.get(data["region"]),
            stands_for=data["stands_for"],
            account=self.accounts.get(data["account"]),
        )


def party_initial(party: Party) -> dict[str, Any]:
    """Return what stands in the form when a party is corrected."""
    region = party.region.code if party.region else ""
    return {
        "name": party.name,
        "region": region,
        "stands_for": party.stands_for,
        "account": str(party.account_id or ""),
    }


class AttachForm(forms.Form):
    """Files for a step or a report, and what they are."""

    readers = gettext_lazy("Dibaca siapa pun yang membaca langkahnya.")
    attached = FilesField(
        accept=ACCEPT_ALL,
        label=gettext_lazy("Foto atau berkas"),
        error_messages={"required": gettext_lazy("Pilih berkasnya dulu.")},
    )
    about = forms.CharField(
        label=gettext_lazy("Apa isinya?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Misalnya: surat perjanjian lama, atau bak pembagi dilihat dari hulu."),
    )

    def __init__(self, *args: Any, most: int, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["attached"].help_text = _(
            "JPEG, PNG, WebP, atau PDF, paling banyak {most}. Letak pengambilan foto dan nama berkasnya dihapus; "
            "keterangan di dalam PDF, misalnya penulisnya, tidak. {readers}"
        ).format(most=most, readers=self.readers)

    def looked_at(self) -> list[Checked]:
        """Return the files, looked at; a picture is opened, so the database is not held for writing meanwhile.

        Raises:
            FileRefusal: one is not taken.
        """
        sent = self.cleaned_data.get("attached") or []
        return [checked(chunks=each.chunks(), name="", takes=PROOFS) for each in sent]

    def sent(self, looked_at: Sequence[Checked]) -> Sent:
        """Return what was sent."""
        return Sent(looked_at, self.cleaned_data.get("about", ""))


class StepForm(AttachForm):
    """What was done on a day, who reads it, and its files."""

    field_order = ("kind", "day", "party", "text", "attached", "about", "keeping", "reason")

    kind = forms.ChoiceField(label=gettext_lazy("Langkah"), choices=Step.Kind.choices, widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Tanggal"))
    party = depending(
        forms.ChoiceField(
            label=gettext_lazy("Pihak"),
            help_text=gettext_lazy(
                "Wajib untuk mendengar satu pihak. Undangan boleh untuk satu pihak atau semuanya."
            ),
        )
    )
    text = forms.CharField(
        label=gettext_lazy("Apa yang terjadi?"),
        max_length=LONGEST_TEXT,
        widget=LongText(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Undangan untuk semua, peninjauan, dan pertemuan bersama dibaca semua pihak. Catatan mendengar satu "
            "pihak hanya dibaca pihak itu. Koordinasi dan catatan penangan tidak dibaca pihak mana pun."
        ),
    )
    keeping = forms.MultipleChoiceField(
        label=gettext_lazy("Berkas yang ikut"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Yang dicentang dibaca siapa pun yang membaca langkah yang baru."),
    )
    reason = forms.CharField(label=gettext_lazy("Alasan perbaikan"), max_length=LONGEST_REASON)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        parties: Sequence[Party],
        is_correction: bool,
        there: Sequence[StepFile] = (),
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        self.fields["attached"].required = False
        choices = [(str(row.pk), f"{order}. {row}") for order, row in enumerate(there, start=1)]
        self.fields["keeping"].choices = choices  # type: ignore[attr-defined]
        for name in ("attached", "about") if is_correction else ("keeping",):
            del self.fields[name]
        if is_correction and not there:
            del self.fields["keeping"]
        self.parties = {str(party.pk): party for party in parties}
        told = [(number, party.name) for number, party in self.parties.items()]
        self.fields["party"].choices = [("", _("Semua, atau bukan satu pihak")), *told]  # type: ignore[attr-defined]
        if not is_correction:
            del self.fields["reason"]

    def told(self) -> Told:
        """Return what was told."""
        data = self.cleaned_data
        return Told(data["kind"], data["day"], data["text"], self.parties.get(data["party"]))

    def kept(self) -> list[int]:
        """Return the numbers of the files that go along with a correction."""
        return [int(number) for number in self.cleaned_data.get("keeping", ())]


class BodiesForm(forms.Form):
    """Which bodies are asked to come: those one usually coordinates with, and one more in words."""

    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Lembaga dan tokoh"), widget=forms.CheckboxSelectMultiple, required=False
    )
    title = forms.CharField(label=gettext_lazy("Jabatan atau nama lain"), max_length=120, required=False)
    body = forms.CharField(label=gettext_lazy("Lembaganya"), max_length=160, required=False)

    def __init__(self, *args: Any, offered: Sequence[Body], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.offered = {each.code: each for each in offered}
        choices = [(each.code, f"{each.title}, {each.body}") for each in offered]
        self.fields["bodies"].choices = choices  # type: ignore[attr-defined]
        if not offered:
            del self.fields["bodies"]

    def clean(self) -> dict[str, Any]:
        """Something must be chosen."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("bodies") and not cleaned.get("title"):
            raise forms.ValidationError(_("Pilih sedikitnya satu lembaga, atau tulis jabatan lain."))
        return cleaned

    def chosen(self) -> list[tuple[str, str]]:
        """Return what was chosen as (title, body)."""
        data = self.cleaned_data
        found = [(self.offered[code].title, self.offered[code].body) for code in data.get("bodies", ())]
        typed = (" ".join(data["title"].split()), " ".join(data["body"].split()))
        return [*found, typed] if typed[0] else found


class PointsForm(forms.Form):
    """The points of an agreement, one a line."""

    points = forms.CharField(
        label=gettext_lazy("Butir kesepakatan"),
        widget=LongText(attrs={"rows": 8}),
        help_text=gettext_lazy("Satu baris satu butir: siapa melakukan apa, dan kapan."),
    )

    def clean_points(self) -> tuple[str, ...]:
        """Return the points in their order; one that is too long is named."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["points"].splitlines()]
        points = tuple(line for line in lines if line)
        for line in points:
            if len(line) > 500:
                raise forms.ValidationError(
                    _("Butir “%(text)s…” lebih dari 500 huruf. Ringkas."), params={"text": line[:30]}
                )
        return points


class DecisionForm(forms.Form):
    """Why a case moves on; to whom it is handed, or when its agreement is looked at again."""

    handed_to = forms.CharField(
        label=gettext_lazy("Diserahkan kepada"),
        max_length=160,
        help_text=gettext_lazy(
            "Yang berwenang, misalnya Polsek atau Bagian Hukum. Camat menyerahkan, tidak memerintah."
        ),
    )
    check_on = DayField(
        label=gettext_lazy("Diperiksa lagi pada"),
        help_text=gettext_lazy("Pada hari itu perkara ini muncul di beranda camat dan Kasi Trantib."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        required=False,
        widget=LongText(attrs={"rows": 2}),
        help_text=REASON_READ,
    )

    def __init__(self, *args: Any, to: str, asks_day: bool, asks_why: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.to = to
        self.fields["reason"].required = asks_why
        if to != HANDED or not asks_day:
            del self.fields["handed_to"]
        if to != AGREED or not asks_day:
            del self.fields["check_on"]

    def decision(self) -> Decision:
        """Return what was decided."""
        data = self.cleaned_data
        return Decision(
            to=self.to,
            reason=data["reason"],
            handed_to=data.get("handed_to", ""),
            check_on=data.get("check_on"),
        )


class CheckForm(forms.Form):
    """Whether an agreement still holds."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Apakah kesepakatan masih berjalan?"),
        widget=forms.RadioSelect,
        choices=[
            (Move.Finding.HOLDS, gettext_lazy("Masih berjalan")),
            (Move.Finding.BROKEN, gettext_lazy("Dilanggar, dimediasi lagi")),
            (Move.Finding.LATER, gettext_lazy("Belum dapat diperiksa, diundur")),
        ],
    )
    reason = depending(
        forms.CharField(
            label=gettext_lazy("Apa yang ditemukan?"),
            max_length=LONGEST_REASON,
            widget=LongText(attrs={"rows": 2}),
            help_text=gettext_lazy("Wajib kalau dilanggar atau diundur. Para pihak membacanya."),
        )
    )
    until = depending(
        DayField(
            label=gettext_lazy("Diperiksa lagi pada"),
            help_text=gettext_lazy(
                "Wajib kalau diundur. Kosong kalau masih berjalan dan tidak perlu diperiksa lagi."
            ),
        )
    )

    def found(self) -> Found:
        """Return what was found."""
        data = self.cleaned_data
        return Found(outcome=data["outcome"], reason=data["reason"], until=data["until"])


class PromiseForm(forms.Form):
    """A commitment of a point, in words that everybody may read."""

    what = forms.CharField(
        label=gettext_lazy("Apa yang dijanjikan, dalam kata yang netral?"),
        max_length=300,
        widget=LongText(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Dibaca semua orang di kecamatan. Jangan sebut nama pihak, perkara, atau sengketanya."
        ),
    )
    post = forms.ChoiceField(label=gettext_lazy("Jabatan yang berjanji"))
    place = forms.ChoiceField(label=gettext_lazy("Untuk tempat mana?"))
    due_on = DayField(label=gettext_lazy("Tenggat"))

    def __init__(self, *args: Any, posts: Sequence[Post], places: Sequence[Region], **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        self.places = {place.code: place for place in places}
        told = [(number, f"{post.title}, {post.agency or post.region}") for number, post in self.posts.items()]
        self.fields["post"].choices = [("", _("Pilih")), *told]  # type: ignore[attr-defined]
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]  # type: ignore[attr-defined]

    def outside(self) -> Outside:
        """Return the commitment as it will be read outside."""
        data = self.cleaned_data
        return Outside(data["what"], self.posts[data["post"]], self.places[data["place"]], data["due_on"])


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=LONGEST_REASON, widget=LongText(attrs={"rows": 2})
    )

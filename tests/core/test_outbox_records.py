"""Forms that make or change a record: one entry per submission, taken once, mended under its key where refused."""

import io
import random

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.facilities.queries import history_of, photos_of
from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.core.models import Delivery
from tests.facilities.conftest import DESA, make, own_folder, reference
from tests.facilities.test_pages import FORM
from tests.files.making import picture
from tests.voices.conftest import form_data

__all__ = ["form_data", "make", "own_folder", "reference"]
SENT = {"X-Outbox": "1"}
VOICES = f"/usulan/tempat/{DESA}/baru/"
REPEATED = "tidak disimpan dua kali"


def kept(account, key: str, data: dict[str, str], **more: str) -> dict[str, str]:
    """Return what the page's script sends of a form."""
    return data | {"kunci": key, "akun": str(account.pk), "pada": "2026-07-01T08:00:00+07:00"} | more


def upload():
    file = io.BytesIO(picture(exif=True))
    file.name = "IMG_1.jpg"
    return file


@pytest.fixture
def operator(cast, client):
    """The clerk of the village, signed in."""
    client.force_login(cast["operator"])
    return cast["operator"]


# From the outbox -------------------------------------------------------------------------
def test_a_voice_whose_reply_was_lost_is_made_once_and_the_repeat_names_its_page(operator, client, form_data):
    first = client.post(VOICES, kept(operator, "k1", form_data), headers=SENT)
    again = client.post(VOICES, kept(operator, "k1", form_data), headers=SENT)

    made = Voice.objects.get()
    assert first.json() == {
        "keadaan": "terkirim",
        "pesan": [f"Usulan tersimpan dengan nomor {made.pk}."],
        "tujuan": made.get_absolute_url(),
    }
    assert [first.status_code, again.status_code, again.json()] == [201, 200, first.json()]
    assert AuditRecord.objects.filter(verb="needs.enter_voice").count() == 1


def test_what_was_typed_after_the_lost_reply_is_told_not_to_be_stored(operator, client, form_data):
    client.post(VOICES, kept(operator, "k1", form_data), headers=SENT)
    changed = kept(operator, "k1", form_data | {"people_count": "55"}, diubah="1")
    again = client.post(VOICES, changed, headers=SENT).json()

    made = Voice.objects.get()
    assert [made.people_count, again["tujuan"]] == [40, made.get_absolute_url()]
    assert again["pesan"][1:] == ["Yang diubah sesudah itu belum tersimpan; perbaiki di halaman catatannya."]


def test_two_voices_of_the_same_words_under_two_keys_are_two(operator, client, form_data):
    for key in ("k1", "k2"):
        client.post(VOICES, kept(operator, key, form_data), headers=SENT)

    assert Voice.objects.count() == 2


def test_a_refused_voice_stores_nothing_and_is_mended_under_its_key(operator, client, form_data):
    wrong = client.post(VOICES, kept(operator, "k1", form_data | {"people_count": "banyak"}), headers=SENT)
    between = [Voice.objects.count(), Delivery.objects.count()]
    mended = client.post(VOICES, kept(operator, "k1", form_data), headers=SENT)

    assert [wrong.status_code, between, mended.status_code] == [422, [0, 0], 201]
    assert wrong.json()["galat"] == ["Untuk berapa orang: “banyak” bukan angka. Contoh yang benar: 1.250 atau 12,5."]
    assert Voice.objects.get().people_count == 40


@pytest.mark.parametrize("role", ["camat", "operator_b", "outsider"])
def test_who_may_not_write_there_is_told_and_nothing_is_stored(role, cast, client, make, form_data):
    facility = make()
    client.force_login(cast[role])
    sent = [
        (VOICES, form_data),
        (reverse("facilities:add", args=[DESA]), FORM),
        (reverse("facilities:correct", args=[facility.pk]), FORM | {"reason": "x", "seen": "1"}),
    ]
    answers = [
        client.post(to, kept(cast[role], f"k{number}", data), headers=SENT) for number, (to, data) in enumerate(sent)
    ]

    assert [(answer.status_code, answer.json()["keadaan"]) for answer in answers] == [(403, "ditolak")] * 3
    assert [Voice.objects.count(), Facility.objects.count(), Delivery.objects.count()] == [0, 1, 0]


def test_the_key_of_another_account_does_not_tell_its_record(cast, client, form_data, operator):
    client.post(VOICES, kept(operator, "k1", form_data), headers=SENT)
    client.force_login(cast["keeper"])
    stolen = client.post(VOICES, kept(cast["keeper"], "k1", form_data), headers=SENT)
    plain = client.post(VOICES, form_data | {"kunci": "k1"})

    assert [stolen.status_code, sorted(stolen.json())] == [409, ["galat", "keadaan", "kotak"]]
    assert [plain.status_code, Voice.objects.count()] == [403, 1]


def test_a_facility_is_entered_and_changed_once(operator, client, reference):
    add = reverse("facilities:add", args=[DESA])
    entered = [client.post(add, kept(operator, "k1", FORM), headers=SENT) for _time in range(2)]
    made = Facility.objects.get()
    correct = reverse("facilities:correct", args=[made.pk])
    changed = FORM | {"staff": "7", "reason": "Dihitung lagi", "seen": str(made.version)}
    corrected = [client.post(correct, kept(operator, "k2", changed), headers=SENT) for _time in range(2)]

    assert [answer.status_code for answer in entered + corrected] == [201, 200, 201, 200]
    assert {answer.json()["tujuan"] for answer in entered + corrected} == {made.get_absolute_url()}
    made.refresh_from_db()
    assert [made.staff, len(history_of(made))] == [7, 2]


def test_a_facility_that_somebody_changed_meanwhile_is_not_overwritten(operator, client, make):
    made = make(service="posyandu", name="Posyandu Mawar")
    seen = made.version
    Facility.objects.filter(pk=made.pk).update(version=seen + 1, staff=99)
    changed = FORM | {"staff": "7", "reason": "Dihitung lagi"}
    correct = reverse("facilities:correct", args=[made.pk])
    blind = client.post(correct, kept(operator, "k1", changed | {"seen": str(seen)}), headers=SENT)
    looked = client.post(correct, kept(operator, "k1", changed | {"seen": str(seen + 1)}), headers=SENT)

    assert [blind.status_code, looked.status_code] == [422, 201]
    assert "baru saja diubah orang lain" in blind.json()["galat"][0]
    assert Facility.objects.get().staff == 7


def test_photos_are_not_taken_from_an_outbox(operator, client, form_data):
    sent = kept(operator, "k1", form_data) | {"photos": [upload()]}
    refused = client.post(VOICES, sent, headers=SENT)

    assert [refused.status_code, Voice.objects.count(), Delivery.objects.count()] == [422, 0, 0]
    assert refused.json()["galat"] == ["Foto dikirim dari halaman catatannya, bukan dari antrean ini."]


def test_the_forms_may_be_kept_and_the_pages_of_records_not(operator, client, make, form_data):
    facility = make(service="posyandu")
    client.post(VOICES, form_data)
    voice = Voice.objects.get()
    forms = [
        VOICES,
        reverse("voices:edit", args=[voice.pk]),
        reverse("facilities:add", args=[DESA]),
        reverse("facilities:correct", args=[facility.pk]),
    ]
    pages = [voice.get_absolute_url(), facility.get_absolute_url()]

    assert [client.get(each).headers.get("X-Luring") for each in forms] == [str(operator.pk)] * 4
    assert [client.get(each).headers.get("X-Luring") for each in pages] == [None, None]


# With a button, without script -------------------------------------------------------------
def test_a_double_touch_on_send_photos_keeps_one(operator, client, make):
    made = make(service="posyandu")
    address = reverse("facilities:add_photos", args=[made.pk])
    answers = [client.post(address, {"photos": [upload()], "kunci": "k1"}) for _touch in range(2)]

    assert [(each.status_code, each["Location"]) for each in answers] == [(302, made.get_absolute_url())] * 2
    assert [len(photos_of(made)), FacilityPhoto.objects.count()] == [1, 1]
    assert REPEATED in client.get(made.get_absolute_url()).content.decode()


def test_photos_that_are_refused_leave_the_key_free(operator, client, make):
    made = make(service="posyandu")
    address = reverse("facilities:add_photos", args=[made.pk])
    wrong = io.BytesIO(b"GIF89a" + bytes(40))
    wrong.name = "a.jpg"
    refused = client.post(address, {"photos": [wrong], "kunci": "k1"})
    kept_key = 'name="kunci" value="k1"' in refused.content.decode()
    mended = client.post(address, {"photos": [upload()], "kunci": "k1"})

    assert [refused.status_code, kept_key, mended.status_code, len(photos_of(made))] == [422, True, 302, 1]


def test_a_double_touch_on_a_voice_with_a_photo_makes_one(operator, client, form_data):
    answers = [client.post(VOICES, form_data | {"photos": [upload()], "kunci": "k1"}) for _touch in range(2)]

    made = Voice.objects.get()
    assert [each["Location"] for each in answers] == [made.get_absolute_url()] * 2
    assert VoicePhoto.objects.count() == 1


def test_a_voice_sent_by_the_button_and_by_the_outbox_under_one_key_is_made_once(operator, client, form_data):
    button = client.post(VOICES, form_data | {"kunci": "k1"})
    told = client.post(VOICES, kept(operator, "k1", form_data), headers=SENT)

    assert [told.status_code, told.json()["tujuan"]] == [200, button["Location"]]
    assert Voice.objects.count() == 1


def test_every_page_has_a_key_of_its_own(operator, client, reference):
    pages = [client.get(VOICES).content.decode() for _time in range(2)]
    keys = {page.partition('name="kunci" value="')[2][:32] for page in pages}

    assert [len(keys), {len(key) for key in keys}] == [2, {32}]


# Bad days of a phone -----------------------------------------------------------------------
class Phone:
    """The rules of ``outbox.js`` for new records, in Python: one entry per key, never one in place of another."""

    def __init__(self, client, account, data: dict[str, str], chance: random.Random) -> None:
        self.client, self.account, self.data, self.chance = client, account, data, chance
        self.queue: dict[str, dict[str, str]] = {}
        self.typed: dict[str, str] = {}
        self.told: dict[str, str] = {}

    def say(self, key: str) -> None:
        """Type a voice, now and then a wrong one; touch the button once or twice."""
        self.typed[key] = statement = f"Sumur bor ke-{key} untuk dusun"
        people = self.chance.choice(["12", "12", "banyak"])
        self.queue[key] = self.data | {"statement": statement, "people_count": people}
        for _touch in range(self.chance.randrange(1, 3)):
            self.flush()

    def flush(self) -> None:
        """Send what waits; the network may drop what goes out, or the answer on its way back."""
        for key, data in list(self.queue.items()):
            if self.chance.random() < 0.3:
                return
            answer = self.client.post(VOICES, kept(self.account, key, data), headers=SENT)
            if self.chance.random() < 0.3:
                return
            if answer.status_code in (200, 201):
                self.told[key] = answer.json()["tujuan"]
                del self.queue[key]

    def mend(self) -> None:
        """Open the first wrong one from the queue, and set it right under its key."""
        wrong = [data for data in self.queue.values() if data["people_count"] == "banyak"]
        if wrong:
            wrong[0]["people_count"] = "12"

    def sign_out(self) -> None:
        """Send while nobody is signed in: everything is kept."""
        self.client.logout()
        waiting = dict(self.queue)
        self.flush()
        assert self.queue == waiting
        self.client.force_login(self.account)


@pytest.mark.parametrize("block", range(5))
def test_a_hundred_bad_days_of_a_phone_that_writes_down_voices(block, operator, client, form_data):
    """Twenty schedules a block: dropped, repeated, reply lost, refused and mended, touched twice, signed out."""
    for seed in range(block * 20, block * 20 + 20):
        phone = Phone(client, operator, form_data, random.Random(seed))
        for number in range(phone.chance.randrange(3, 8)):
            act = phone.chance.choice(["say", "say", "flush", "mend", "out"])
            if act == "say":
                phone.say(f"{seed}-{number}")
            else:
                {"flush": phone.flush, "mend": phone.mend, "out": phone.sign_out}[act]()
        while any(data["people_count"] == "12" for data in phone.queue.values()):
            phone.flush()

        stored = {
            voice.statement: voice.get_absolute_url()
            for voice in Voice.objects.filter(statement__contains=f"ke-{seed}-")
        }
        assert Voice.objects.filter(statement__contains=f"ke-{seed}-").count() == len(stored)  # none twice
        assert stored == {phone.typed[key]: target for key, target in phone.told.items()}  # and each told is there
        assert set(phone.typed) == set(phone.told) | set(phone.queue)  # none lost

"""Forms delivered from a device: once per key, nothing half done, refusals in words, and 200 bad days of a phone."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.models import Observation
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.core import outbox
from rumahbersama.ground.core.models import Delivery
from tests.needs.conftest import found, period, put, reference

__all__ = ["found", "period", "put", "reference"]
DESA = "71.01.01.2001"
BOX = f"n-posyandu-{DESA.replace('.', '_')}"
SENT = {"X-Outbox": "1"}


def address() -> str:
    return reverse("needs:section", args=[DESA, "bidang-kesehatan"]) + "?periode=2026-S1"


def form(account, key: str, value: str, seen: str = "", **more: str) -> dict[str, str]:
    sent = {"kunci": key, "akun": str(account.pk), "pada": "2026-07-01T08:00:00+07:00", "source": "desa"}
    return sent | {BOX: value, f"initial-{BOX}": seen} | more


def test_a_second_delivery_under_the_same_key_does_nothing_and_is_answered_as_the_first(cast, reference, client):
    client.force_login(cast["operator"])
    first = client.post(address(), form(cast["operator"], "a1", "3"), headers=SENT)
    records = AuditRecord.objects.count()
    second = client.post(address(), form(cast["operator"], "a1", "9"), headers=SENT)

    assert (first.status_code, first.json()["keadaan"]) == (201, "terkirim")
    assert (second.status_code, second.json()) == (200, first.json())
    assert (Observation.objects.get().numerator, AuditRecord.objects.count()) == (3, records)


def test_two_deliveries_of_one_key_at_the_same_moment_do_it_once(cast, reference, client, now, monkeypatch):
    viewed = outbox._viewed

    def overtaken(*asked, **more):
        Delivery.objects.create(key="a1", account=cast["operator"], path="", received_at=now, told=["sudah"])
        return viewed(*asked, **more)

    monkeypatch.setattr(outbox, "_viewed", overtaken)
    client.force_login(cast["operator"])
    second = client.post(address(), form(cast["operator"], "a1", "9"), headers=SENT)

    assert (second.status_code, second.json()["pesan"]) == (200, ["sudah"])
    assert (Observation.objects.count(), AuditRecord.objects.filter(verb="needs.enter").count()) == (0, 0)


def test_both_clocks_are_kept(cast, reference, client, now):
    client.force_login(cast["operator"])
    client.post(address(), form(cast["operator"], "a1", "3"), headers=SENT)
    kept = Delivery.objects.get()

    assert kept.device_at.isoformat() == "2026-07-01T01:00:00+00:00"
    assert abs(kept.received_at - now) < timedelta(minutes=1)


def test_the_answer_tells_what_moved_and_where_to_go_on(cast, reference, client):
    client.force_login(cast["operator"])
    told = client.post(address(), form(cast["operator"], "a1", "3"), headers=SENT).json()

    assert "Posyandu Kecamatan Alas – menjadi 3" in told["pesan"][0]
    assert told["tujuan"] == reverse("needs:section", args=[DESA, "bidang-infrastruktur"]) + "?periode=2026-S1"
    assert "Posyandu Kecamatan Alas" not in client.get(address()).content.decode().partition("<form")[0]


def test_a_refusal_says_why_and_leaves_the_key_free(cast, put, found, client):
    put({(DESA, "posyandu"): 7})
    client.force_login(cast["operator"])
    refused = client.post(address(), form(cast["operator"], "a1", "4", "2", reason="hitung"), headers=SENT)
    again = client.post(address(), form(cast["operator"], "a1", "4", "7", reason="hitung"), headers=SENT)

    assert (refused.status_code, again.status_code, found(DESA, "posyandu").numerator) == (422, 201, 4)
    assert refused.json()["galat"] == [
        "Posyandu: Baru saja diubah orang lain; sekarang 7. Periksa dulu, lalu simpan lagi kalau masih perlu."
    ]


def test_what_is_typed_wrong_is_told_by_its_label(cast, reference, client):
    client.force_login(cast["operator"])
    refused = client.post(address(), form(cast["operator"], "a1", "tiga"), headers=SENT)

    assert (refused.status_code, Delivery.objects.count()) == (422, 0)
    assert refused.json()["galat"] == ["Posyandu: “tiga” bukan angka. Contoh yang benar: 1.250 atau 12,5."]


def test_a_form_kept_by_another_account_is_not_taken(cast, reference, client):
    client.force_login(cast["keeper"])
    refused = client.post(address(), form(cast["operator"], "a1", "3"), headers=SENT)

    assert (refused.status_code, Observation.objects.count(), Delivery.objects.count()) == (409, 0, 0)


def test_a_role_that_ended_meanwhile_is_told_and_nothing_is_stored(cast, reference, client):
    client.force_login(cast["operator_b"])
    refused = client.post(address(), form(cast["operator_b"], "a1", "3"), headers=SENT)

    assert (refused.status_code, refused.json()["keadaan"], Delivery.objects.count()) == (403, "ditolak", 0)


def test_an_expired_session_is_a_redirect_that_the_device_keeps_its_form_for(cast, reference, client):
    response = client.post(address(), form(cast["operator"], "a1", "3"), headers=SENT)

    assert (response.status_code, Delivery.objects.count()) == (302, 0)


def test_the_token_says_whose_session_it_is(cast, client):
    stranger = client.get(reverse("core:token")).json()
    client.force_login(cast["operator"])
    mine = client.get(reverse("core:token")).json()

    assert (stranger["akun"], mine["akun"], len(mine["token"])) == ("", str(cast["operator"].pk), 64)


def test_pages_to_keep_name_their_reader_and_others_are_not_kept(cast, reference, client):
    client.force_login(cast["operator"])
    kept = client.get(address())
    other = client.get(reverse("home"))

    assert (kept.headers.get("X-Luring"), other.headers.get("X-Luring")) == (str(cast["operator"].pk), None)


class Phone:
    """The rules of ``outbox.js`` in Python: a queue in order, keys made here, kept until the server has answered."""

    def __init__(self, client, account, chance: random.Random) -> None:
        self.client, self.account, self.chance = client, account, chance
        self.queue: list[dict[str, str]] = []
        self.seen = self._stored()
        self.is_fresh = False  # opened anew after a refusal
        self.sent: list[dict[str, str]] = []

    def _stored(self) -> str:
        row = Observation.objects.filter(region__code=DESA, indicator__code="posyandu").first()
        return str(int(row.numerator)) if row else ""

    def type(self, value: int, number: int) -> None:
        """Keep the form in place of what was never stored: not tried, or refused; what first stood in its box stays.

        Only a page opened anew after a refusal has its own say about what was seen.
        """
        old = [entry for entry in self.queue if entry["said"] or not entry["tried"]]
        seen = old[0]["seen"] if old and not self.is_fresh else self.seen
        self.queue = [entry for entry in self.queue if entry not in old]
        self.is_fresh = False
        off = timedelta(days=self.chance.choice([-2, 0, 2]))
        self.queue.append(
            {"key": f"k{number}", "value": str(value), "seen": seen, "off": str(off.days)}
            | dict.fromkeys(("tried", "said", "done"), "")
        )
        self.seen = str(value)

    def flush(self) -> None:
        """Send in order; the network may drop what goes out, or the answer on its way back."""
        for entry in list(self.queue):
            if self.chance.random() < 0.3:
                break  # the network is gone before it left
            if not entry["tried"]:
                self.sent.append(entry)
            entry["tried"] = "1"
            sent = form(self.account, entry["key"], entry["value"], entry["seen"], reason="dari HP")
            sent["pada"] = f"2026-07-0{4 + int(entry['off'])}T08:00:00+07:00"
            answer = self.client.post(address(), sent, headers=SENT)
            if self.chance.random() < 0.3:
                break  # stored (or refused), and the reply is lost
            if answer.status_code in (200, 201):
                self.queue.remove(entry)
                entry["done"] = "1"
            elif answer.status_code == 422:
                entry["said"] = answer.json()["galat"][0]  # and it holds nobody up
            else:
                break

    def open_again(self) -> None:
        """A closed tab opens with what waits, what was refused over what the server has; else with that."""
        self.is_fresh = bool(self.queue) and bool(self.queue[-1]["said"])
        self.seen = self.queue[-1]["value"] if self.queue and not self.is_fresh else self._stored()

    def look_and_mend(self) -> None:
        """The person reads the refusal, throws the form away, and opens the page anew."""
        if any(entry["said"] for entry in self.queue):
            self.queue = [entry for entry in self.queue if not entry["said"]]
            self.open_again()


def live_through(phone: Phone, put, other, *, seed: int, chance: random.Random) -> None:
    """Let a phone type, send, lose, reopen and sign out in random order, while somebody else types too."""
    for number in range(chance.randrange(4, 9)):
        act = chance.choice(["type", "type", "flush", "flush", "tab", "other", "mend", "out"])
        if act == "type":
            phone.type(chance.randrange(1, 100), seed * 1000 + number)
        elif act == "flush":
            phone.flush()
        elif act == "tab":
            phone.open_again()
        elif act == "mend":
            phone.look_and_mend()
        elif act == "other":
            put({(DESA, "posyandu"): 100 + chance.randrange(100)}, by=other)
        else:
            phone.client.logout()
            phone.flush()
            phone.client.force_login(phone.account)
    while any(not entry["said"] for entry in phone.queue):
        phone.flush()


def changes_made(phone: Phone, since: int) -> Counter[tuple[str, str]]:
    """Return (before, after) of every change that this phone made, as the record holds it."""
    rows = AuditChange.objects.filter(
        record__pk__gt=since, record__verb="needs.enter", record__actor=phone.account, entity="needs.observation"
    )
    return Counter(
        ((before or {}).get("numerator", ""), after["numerator"])
        for pack in rows
        for _key, before, after in pack.rows
    )


@pytest.mark.parametrize("block", range(10))
def test_two_hundred_bad_days_of_a_phone(block, cast, put, client):
    """Twenty schedules a block: dropped, repeated, reply lost, wrong clock, closed tab, signed out, others typing."""
    for seed in range(block * 20, block * 20 + 20):
        since = AuditRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        client.force_login(cast["operator"])
        phone = Phone(client, cast["operator"], random.Random(seed))
        live_through(phone, put, cast["keeper"], seed=seed, chance=phone.chance)
        made = changes_made(phone, since)

        # acknowledged: taken once, under its key; nothing is taken that the phone still holds as refused
        assert {entry["key"] for entry in phone.sent if entry["done"]} <= set(
            Delivery.objects.values_list("key", flat=True)
        )
        assert not Delivery.objects.filter(key__in=[entry["key"] for entry in phone.queue]).exists()
        # every change is one that was typed over just what its person saw: nothing is overwritten unseen, none twice
        assert made <= Counter((entry["seen"], entry["value"]) for entry in phone.sent)
        # and what collided is told, not dropped
        assert all("baru saja diubah orang lain" in entry["said"].lower() for entry in phone.queue)

"""Notes and recommendations of two kecamatan; the country and its people are made once for a module."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from rumahbersama.chain.needs.reference import load_reference
from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.recommendations.actions import confirming, rechecking, replying, writing
from rumahbersama.chain.oversight.recommendations.actions.rechecking import Seen
from rumahbersama.chain.oversight.recommendations.actions.writing import Told
from rumahbersama.chain.oversight.recommendations.models import Recommendation
from rumahbersama.ground.people.actions import posts
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region
from tests.conftest import make_cast, make_country

KAB, A, DESA, SIBLING, B, DESA_B = "71.01", "71.01.01", "71.01.01.2001", "71.01.01.2002", "71.01.02", "71.01.02.2001"
WHAT = "Buku kas umum tidak ditutup sejak Juni."
BASIS = "Permendagri 20/2018"
START = timezone.now() - timedelta(days=9)


class Room:
    """What a module made, and short ways to make more."""

    def __init__(self, country: dict[str, Region], cast: dict[str, Account]) -> None:
        self.country, self.cast, self.at = country, cast, timezone.now()
        self.camat_post = self.post("Camat", "camat", A, "Ratna Wulandari")
        self.kasi_post = self.post("Kasi PMD", "kasi", A, "Dewi Lestari", "plt")
        self.village_post = self.post("Kepala Desa", "", DESA, "Karta")

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def post(self, title: str, role: str, code: str, name: str, capacity: str = "definitive") -> Post:
        post = posts.create_post(title=title, region=self.country[code], role=role, by=None, at=self.at)
        tenure = posts.appoint_by_name(
            post=post,
            person=None,
            name=name,
            capacity=capacity,
            decree="SK 1",
            starts_on=START.date(),
            by=None,
            at=self.at,
        )
        if role:
            Account.objects.filter(pk=self.cast[role].pk).update(person=tenure.person)
            self.cast[role].refresh_from_db()
        return post

    def told(self, what: str = WHAT, **more) -> Told:
        plain = {
            "kind": "recommendation",
            "what": what,
            "legal_basis": BASIS,
            "remedy": "Tutup buku kas tiap akhir bulan dan tanda tangani.",
            "severity": "medium",
            "due_on": self.today + timedelta(days=40),
        }
        return Told(**plain | more)

    def write(self, what: str = WHAT, code: str = DESA, by: str = "kasi", **more) -> Recommendation:
        return writing.write(told=self.told(what, **more), village=self.country[code], by=self.cast[by], at=self.at)

    def sent(self, what: str = WHAT, code: str = DESA, by: str = "kasi", **more) -> Recommendation:
        made = self.write(what, code, by, **more)
        return writing.send(found=made, by=self.cast[by], at=self.at, seen=made.version)

    def silent(self, **more) -> Recommendation:
        made = self.sent(**more)
        Recommendation.objects.filter(pk=made.pk).update(reply_due_on=self.today - timedelta(days=1))
        made.refresh_from_db()
        return made

    def reply(self, found: Recommendation, reply: str, text: str = "", by: str = "operator") -> Recommendation:
        return replying.reply(found=found, reply=reply, text=text, by=self.cast[by], at=self.at, seen=found.version)

    def answer(self, found: Recommendation, answer: str, text: str = "Sudah ditimbang.") -> Recommendation:
        return writing.answer(
            found=found, answer=answer, text=text, by=self.cast["kasi"], at=self.at, seen=found.version
        )

    def agreed(self, **more) -> Recommendation:
        made = self.sent(**more)
        village = more.get("code", DESA)
        return self.reply(made, rules.AGREE, by="operator" if village in (DESA, SIBLING) else "operator_b")

    def confirm(self, found: Recommendation, by: str = "camat") -> Recommendation:
        return confirming.confirm(found=found, by=self.cast[by], at=self.at, seen=found.version)

    def recheck(self, found: Recommendation, verdict: str = rules.DONE, **more) -> Recommendation:
        said = {"way": rules.BY_PAPER, "text": "Buku kas sudah ditutup.", "link": "Surat 005/12"} | more
        return rechecking.recheck(
            found=found, seen_there=Seen(verdict, **said), by=self.cast["kasi"], at=self.at, seen=found.version
        )


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        country = make_country()
        load_reference(by=None, at=timezone.now())
        yield Room(country, make_cast(country))
        transaction.set_rollback(True)


@pytest.fixture
def room(made, db) -> Room:
    """What was made, in a savepoint of its own; accounts forget what they read for an earlier test."""
    for account in made.cast.values():
        account.__dict__.pop("_scope", None)
        account.__dict__.pop("_own_posts", None)
    return made


@pytest.fixture
def as_(client, room):
    """Sign somebody of the cast in."""

    def signing(role: str):
        client.force_login(room.cast[role])
        return client

    return signing


def text_of(response) -> str:
    return " ".join(response.content.decode().split())

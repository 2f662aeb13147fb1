"""The golden thread forward: from a training to what was promised, whether it was kept, and what the figures did."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.training.models import Participation, Programme, Quota, Teaching
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.ground.people.models import Person, Post, Tenure
from rumahbersama.results import hooks
from rumahbersama.results.forward import permissions, queries
from rumahbersama.results.forward.actions import read_figures
from rumahbersama.results.forward.queries import forward_of, rows_of
from rumahbersama.results.models import FigureOfPromise
from tests.conftest import make_account
from tests.results.conftest import reference
from tests.training.taking_part.conftest import make_class, make_event

__all__ = ["reference"]
pytestmark = pytest.mark.django_db
TODAY, PROMISED = date(2026, 11, 30), date(2026, 7, 10)
BEFORE, SINCE = "2026-S1", "2026-S2"
A, DESA, DESA_2, B, DESA_B = "71.01.01", "71.01.01.2001", "71.01.01.2002", "71.01.02", "71.01.02.2001"
STATES = ("verified", "done", "promised", "promised", "dropped")


class Course:
    """A programme of two events of province 71, and short ways to make promises of its people."""

    def __init__(self, country, now) -> None:
        self.country, self.now = country, now
        self.programme = Programme.objects.create(code="uji", title="Program uji", region=country["71"])
        held = {"programme": self.programme, "state": "finished"}
        self.event = make_event(country["71"], starts_on=date(2026, 7, 6), **held)
        self.later = make_event(country["71"], title="ToT kedua", starts_on=date(2026, 8, 3), **held)
        self.classes = {event.pk: [make_class(event, 1), make_class(event, 2)] for event in (self.event, self.later)}

    def person(self, name: str, code: str, event=None, klass: int = 1) -> Participation:
        event = event or self.event
        return Participation.objects.create(
            event=event,
            person=Person.objects.create(name=name),
            name=name,
            region=self.country[code],
            agency_kind="kecamatan",
            klass=self.classes[event.pk][klass - 1],
            state="confirmed",
            entered_at=self.now,
        )

    def promise(self, code: str, *, state="promised", due=TODAY + timedelta(days=9), part=None, event=None, **more):
        event, klass = event or self.event, more.pop("klass", 1)
        part = part or self.person(f"Orang {Person.objects.count()}", code, event, klass)
        region = self.country[code]
        post = Post.objects.get_or_create(title="Kasi", region=region)[0]
        told = {"indicator": "posyandu", "measure": "Posyandu", "unit": "unit", "baseline": 2, "target": 4} | more
        period = told.pop("period", BEFORE)
        made = Commitment.objects.create(
            what=f"Janji {Commitment.objects.count()} di {code}",
            post=post,
            region=region,
            promised_on=PROMISED,
            due_on=due,
            state=state,
            dropped_because="Pindah" if state == "dropped" else "",
            source_kind="rtl",
            source_url=event.get_absolute_url(),
            entered_at=self.now,
            **told,
        )
        written = {"activity": made.what, "state": "sent", "sent_on": PROMISED, "changed_at": self.now}
        Rtl.objects.create(participation=part, commitment=made, baseline_period=period, **written)
        return made


@pytest.fixture
def course(country, reference, now) -> Course:
    return Course(country, now)


@pytest.fixture
def promised(course, period_of) -> Course:
    """Five promises of A in five states, two of B, one of a later event; a figure that rose at A, fell at B."""
    period_of(BEFORE, {(DESA, "posyandu"): 2, (DESA_2, "posyandu"): 2, (DESA_B, "posyandu"): 2})
    period_of(SINCE, {(DESA, "posyandu"): 3, (DESA_2, "posyandu"): 2, (DESA_B, "posyandu"): 1})
    for at, state in enumerate(STATES):
        course.promise(DESA, state=state, due=TODAY + timedelta(days=-1 if at == 3 else 9))
    course.promise(DESA_B, state="verified", klass=2)
    course.promise(DESA_B, klass=2, indicator="", measure="Ukuran sendiri", period="")
    course.promise(DESA_2, event=course.later)
    return course


@pytest.fixture
def period_of(country, reference, now):
    """Enter figures of a named period."""

    def entering(code: str, values) -> None:
        from rumahbersama.chain.needs.models import Indicator, Period

        period = Period.objects.get(code=code)
        for (place, indicator), number in values.items():
            Observation.objects.create(
                region=country[place],
                indicator=Indicator.objects.get(code=indicator),
                period=period,
                numerator=Decimal(number),
                state="verified",
                source="uji",
                entered_at=now,
            )

    return entering


def of_event(course, user):
    return forward_of(permissions.get_event(user, course.event.pk), today=TODAY)


def test_the_promises_of_an_event_are_counted_by_state_and_place(promised, cast):
    found = of_event(promised, cast["training_body"])
    states = found.states

    assert (states.kept, states.check, states.going, states.late, states.given_up) == (2, 1, 2, 1, 1)
    assert (found.people, found.where.desa, found.where.kecamatan, found.hidden) == (7, 2, 2, 0)


def test_what_the_figures_did_is_counted_by_promise(promised, cast):
    followed = of_event(promised, cast["training_body"]).followed

    assert (followed.named, followed.told, followed.towards, followed.away, followed.same) == (6, 6, 5, 1, 0)


def test_a_programme_sums_its_events_the_newest_first(promised, cast):
    found = forward_of(permissions.get_programme(cast["ministry"], "uji"), today=TODAY)

    assert [(event.pk, states.total) for event, states in found.by_event] == [
        (promised.later.pk, 1),
        (promised.event.pk, 7),
    ]
    assert found.followed.same == 1


def test_a_trainer_counts_the_own_class_only(promised, country):
    trainer = make_account("operator", country["72.01.01.2001"], name="Pelatih")
    trainer.person = Person.objects.create(name="Pelatih")
    trainer.save()
    Teaching.objects.create(event=promised.event, person=trainer.person, klass=promised.classes[promised.event.pk][1])
    found = of_event(promised, trainer)

    assert (found.states.total, found.people, found.hidden) == (2, 2, 0)
    assert forward_of(permissions.get_programme(trainer, "uji"), today=TODAY).states.total == 2
    assert forward_of(permissions.get_class(trainer, promised.event.pk, 1), today=TODAY).states.total == 0


def test_who_reads_rows_at_the_place_of_an_event_counts_all_and_lists_what_may_be_opened(promised, country):
    province = make_account("province", country["71"], name="Provinsi")
    elsewhere = promised.promise("72.01.01.2001")
    found = of_event(promised, province)
    rows = rows_of(found, user=province, state="", first=0, size=50, today=TODAY)

    assert (found.states.total, found.hidden, len(rows)) == (8, 1, 7)
    assert elsewhere not in [row.promise for row in rows]


def test_a_camat_sees_no_promise_of_another_kecamatan(promised, cast, country, client):
    Quota.objects.create(event=promised.event, region=country["71.01"], seats=30)
    client.force_login(cast["camat"])
    page = client.get(reverse("forward:event", args=[promised.event.pk])).content.decode()

    assert f"di {DESA}<" in page
    assert DESA_B not in page
    client.force_login(cast["outsider"])
    assert client.get(reverse("forward:event", args=[promised.event.pk])).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("camat", 200), ("camat_b", 404), ("kasi", 403), ("nobody", 404)])
def test_the_thread_of_a_person_is_of_that_person_and_who_reads_their_competency(
    promised, cast, client, country, role, status
):
    part = promised.person("Dewi", DESA)
    promised.promise(DESA, part=part)
    post = Post.objects.get(title="Kasi", region=country[DESA])
    Tenure.objects.create(post=post, person=part.person, capacity="definitive", starts_on=date(2020, 1, 1))
    address = reverse("forward:person", args=[part.person_id])
    client.force_login(cast[role])

    assert client.get(address).status_code == status


def test_ones_own_thread_holds_all_ones_promises(promised, cast, client):
    part = promised.person("Dewi", DESA)
    promised.promise(DESA, part=part)
    promised.promise(DESA_2, event=promised.later, part=promised.person("Lain", DESA_2, promised.later))
    own = cast["nobody"]
    own.person = part.person
    own.save()
    client.force_login(own)
    page = client.get(reverse("forward:person", args=[part.person_id])).content.decode()

    assert "1 janji lahir dari 1 pelatihan" in page
    assert "2 → <b" in page


def test_the_page_says_it_in_sentences_and_claims_no_cause(promised, cast, client):
    client.force_login(cast["training_body"])
    words = " ".join(client.get(reverse("forward:event", args=[promised.event.pk])).content.decode().split())

    assert "Dari 7 peserta lahir 7 janji:" in words
    assert "Tempatnya 2 desa dan kelurahan, di 2 kecamatan." in words
    assert (
        "6 punya angka dari sebelum dan sesudahnya: 5 bergerak ke arah yang dijanjikan, 1 menjauh, 0 tetap" in words
    )
    assert "Bergerak tidak berarti disebabkan oleh janji atau pelatihan itu." in words


@pytest.mark.parametrize(
    ("state", "count"), [("terbukti", 2), ("diperiksa", 1), ("berjalan", 2), ("terlambat", 1), ("dihentikan", 1)]
)
def test_the_list_is_narrowed_by_state(promised, cast, state, count):
    found = of_event(promised, cast["training_body"])
    rows = rows_of(found, user=cast["training_body"], state=state, first=0, size=50, today=TODAY)

    assert (len(rows), found.rows_of(state)) == (count, count)


def test_a_page_cuts_through_events(promised, cast, monkeypatch):
    found = forward_of(permissions.get_programme(cast["ministry"], "uji"), today=TODAY)
    told = {"user": cast["ministry"], "state": "", "today": TODAY}
    every = rows_of(found, first=0, size=50, **told)
    cut = [row for first in range(0, 8, 3) for row in rows_of(found, first=first, size=3, **told)]

    assert [row.promise.pk for row in cut] == [row.promise.pk for row in every]
    assert [row.event.pk for row in every] == [promised.later.pk, *[promised.event.pk] * 7]


def test_states_are_counted_from_the_index_alone(promised, cast):
    """On both databases: reading each of 200,000 rows is what made the page of a national programme miss its bar."""
    with CaptureQueriesContext(connection) as asked:
        of_event(promised, cast["training_body"])
    (counted,) = [row["sql"] for row in asked if "GROUP BY" in row["sql"] and '"state"' in row["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it would read such small tables whole
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{counted}")
        plan = " ".join(str(row) for row in cursor.fetchall())

    way = "COVERING INDEX" if connection.vendor == "sqlite" else "Index Only Scan using"
    assert f"{way} commitments_of_a_training" in plan


def test_what_was_read_at_night_says_the_same(promised, cast, monkeypatch):
    subject = permissions.get_programme(cast["ministry"], "uji")
    live = forward_of(subject, today=TODAY)
    monkeypatch.setattr(queries, "MOST_READ", 0)
    unread = forward_of(subject, today=TODAY)
    read_figures(at=timezone.now())
    kept = forward_of(subject, today=TODAY)

    assert (unread.is_unread, unread.by_indicator) == (True, [])
    assert (kept.is_unread, kept.by_indicator) == (False, live.by_indicator)
    assert kept.read_at is not None
    told = {"user": cast["ministry"], "state": "", "first": 0, "size": 50, "today": TODAY}
    assert [row.reading for row in rows_of(kept, **told)] == [row.reading for row in rows_of(live, **told)]


def test_what_changed_is_read_anew_and_what_names_no_figure_is_taken_out(promised):
    read_figures(at=timezone.now())
    assert FigureOfPromise.objects.count() == 7
    Commitment.objects.filter(region__code=DESA).update(indicator="")
    Observation.objects.filter(region__code=DESA_B, period__code=SINCE).update(numerator=9)
    read_figures(at=timezone.now())

    assert [(row.verdict, row.indicator) for row in FigureOfPromise.objects.order_by("verdict")] == [
        ("same", "posyandu"),
        ("towards", "posyandu"),
    ]


def test_the_worker_reads_the_figures_once_a_day(promised):
    at = timezone.now()

    assert len(list(hooks.chores(at=at))) == 1
    assert list(hooks.chores(at=at)) == []
    assert len(list(hooks.chores(at=at + timedelta(days=1)))) == 1


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("most", [2_000, 0])
def test_however_many_promises_the_page_asks_the_same(promised, cast, client, monkeypatch, most):
    read_figures(at=timezone.now())
    monkeypatch.setattr(queries, "MOST_READ", most)
    client.force_login(cast["training_body"])
    addresses = [reverse("forward:programme", args=["uji"]), reverse("forward:event", args=[promised.event.pk])]
    few = [asked(client, address) for address in addresses]
    for number in range(40):
        promised.promise((DESA, DESA_2, DESA_B)[number % 3], event=(promised.event, promised.later)[number % 2])
    read_figures(at=timezone.now())
    many = [asked(client, address) for address in addresses]

    assert many == few
    assert max(many) <= 15


def test_the_file_has_what_the_page_lists(promised, cast, client):
    client.force_login(cast["training_body"])
    address = reverse("forward:download_event", args=[promised.event.pk, "csv"])
    lines = client.get(address, {"keadaan": "terbukti"}).content.decode().splitlines()

    assert len(lines) == 3
    assert "Ke arah yang dijanjikan" in lines[1] + lines[2]
    assert client.get(reverse("forward:download_event", args=[promised.event.pk, "pdf"])).status_code == 404


def test_addresses_in_the_file_are_whole(promised, cast, client):
    client.force_login(cast["training_body"])
    text = client.get(f"/pelatihan/{promised.event.pk}/benang.csv").content.decode()

    assert text.count("http://testserver/komitmen/") == 7


@pytest.mark.parametrize(("today", "told"), [(TODAY, True), (date(2027, 1, 1), False)])
def test_a_figure_of_a_period_that_is_not_over_is_provisional(promised, cast, client, monkeypatch, today, told):
    monkeypatch.setattr(timezone, "localdate", lambda *_at: today)
    client.force_login(cast["training_body"])
    address = f"/pelatihan/{promised.event.pk}/benang"
    page, file = (client.get(address + end).content.decode() for end in ("/", ".csv"))

    assert ("→ Semester 2 2026, sementara" in page, "→ Semester 2 2026" in page) == (told, True)
    assert ("periodenya belum berakhir" in page) == told
    assert (file.count('"Semester 2 2026, sementara"') == 6) == told


def test_whose_promises_are_counted_is_told_beside_all_who_took_part(promised, cast, country, client):
    Quota.objects.create(event=promised.event, region=country["71.01"], seats=30)
    Quota.objects.create(event=promised.later, region=country["71.01"], seats=30)
    promised.person("Tanpa janji", DESA_B, klass=2)
    Participation.objects.filter(name="Orang 0").update(state="rejected")
    client.force_login(cast["camat"])
    told = {
        f"/pelatihan/{promised.event.pk}/benang/": "Dari 4 peserta yang dapat Anda hitung lahir 4 janji:",
        "/pelatihan/program/uji/benang/": "Dari 5 peserta yang dapat Anda hitung lahir 5 janji:",
        f"/pelatihan/{promised.event.pk}/kelas/1/benang/": "Dari 4 peserta lahir 4 janji:",
    }
    pages = {address: " ".join(client.get(address).content.decode().split()) for address in told}
    assert [address for address, words in told.items() if words not in pages[address]] == []
    assert "Semuanya 7 peserta; yang lain tidak dihitung di sini." in pages[f"/pelatihan/{promised.event.pk}/benang/"]
    client.force_login(cast["training_body"])
    page = " ".join(client.get(f"/pelatihan/{promised.event.pk}/benang/").content.decode().split())
    assert ("Dari 7 peserta lahir" in page, "Semuanya" in page) == (True, False)


def test_an_event_without_promises_says_where_they_come_from(course, cast, client):
    client.force_login(cast["training_body"])

    assert "Belum ada benang" in client.get(reverse("forward:event", args=[course.event.pk])).content.decode()


def test_a_promise_of_a_kabupaten_alone_is_told_without_kecamatan(course, cast, client):
    course.promise("71.01")
    client.force_login(cast["training_body"])
    page = " ".join(client.get(f"/pelatihan/{course.event.pk}/benang/").content.decode().split())

    assert "<p> 1 kabupaten atau di atasnya </p>" in page


def test_ways_lead_there_and_back(promised, cast, client):
    client.force_login(cast["training_body"])
    number = promised.event.pk
    ways = {
        reverse("training:event", args=[number]): reverse("forward:event", args=[number]),
        reverse("training:class", args=[number, 1]): reverse("forward:class", args=[number, 1]),
        reverse("training:programme", args=["uji"]): reverse("forward:programme", args=["uji"]),
        reverse("results:thread", args=["71"]): reverse("forward:event", args=[number]),
        reverse("forward:event", args=[number]): reverse("forward:programme", args=["uji"]),
    }

    assert [page for page, way in ways.items() if way not in client.get(page).content.decode()] == []


def test_nobody_signed_in_counts_nothing(promised):
    subject = permissions.get_programme(AnonymousUser(), "uji")

    assert forward_of(subject, today=TODAY).states.total == 0

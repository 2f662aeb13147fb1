"""The thread of a village leads to what its kecamatan promised in trainings, apart from its own, and no further."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.problems.reading import read
from rumahbersama.chain.training.models import Participation, Quota
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.ground.people.models import Person, Post
from tests.problems.conftest import DESA, DESA_B, SIBLING, A, B, as_, house, made, text_of
from tests.results.test_thread import SHOWN, promise, thread
from tests.training.taking_part.conftest import make_event

__all__ = ["as_", "house", "made"]
HERE, THERE = "Melatih kader sekecamatan", "Janji rahasia kecamatan lain"


def rtl(house, what: str = HERE, *, code: str = A, indicator: str = "posyandu", event=None) -> Commitment:
    """Let somebody of a place plan in a training, so that it is promised by a post there."""
    region, event = house.country[code], event or house.event
    part = Participation.objects.create(
        event=event,
        person=Person.objects.create(name=f"Peserta {what}"),
        name=f"Peserta {what}",
        region=region,
        agency_kind="kecamatan",
        state="confirmed",
        entered_at=house.at,
    )
    day = house.at.date() - timedelta(days=30)
    promised = Commitment.objects.create(
        what=what,
        post=Post.objects.get_or_create(title="Kasi Pelatihan", region=region)[0],
        region=region,
        promised_on=day,
        due_on=day + timedelta(days=90),
        indicator=indicator,
        measure="Posyandu" if indicator else "",
        source_kind="rtl",
        source_url=event.get_absolute_url(),
        snapshot={"event": event.title},
        entered_at=house.at,
    )
    written = {"activity": what, "state": "sent", "sent_on": day, "changed_at": house.at}
    Rtl.objects.create(participation=part, commitment=promised, **written)
    return promised


@pytest.fixture
def trained(house):
    """One training, after which both kecamatan promised something for the posyandu; camat A sees its page."""
    house.event = make_event(house.country["71"], title="Pelatihan uji", state="finished")
    Quota.objects.create(event=house.event, region=house.country["71.01"], seats=30)
    house.above = rtl(house)
    rtl(house, THERE, code=B)
    rtl(house, "Janji tentang hal lain", indicator="sd")
    rtl(house, "Janji tanpa angka", indicator="")
    rtl(house, "Janji desa sebelah", code=SIBLING)
    return house


def told(found) -> list[tuple[str, bool]]:
    return [(row.promise.what, row.event is not None) for row in found.above]


def test_a_village_is_led_to_what_its_own_kecamatan_promised_of_this_figure(trained):
    promise(trained)
    found = thread(trained)

    assert told(found) == [(HERE, True)]
    assert (found.promises.states.total, found.events, [row.source_kind for row in found.rows]) == (1, [], ["own"])
    assert told(thread(trained, "camat_b", DESA_B)) == [(THERE, True)]


def test_what_the_village_itself_promised_in_a_training_stays_its_own(trained):
    own = rtl(trained, "Janji desa ini", code=DESA)
    found = thread(trained)

    assert (found.events, found.rows, told(found)) == ([trained.event], [own], [(HERE, True)])


def test_the_village_as_a_whole_is_led_by_the_figures_promised_here(trained):
    assert told(thread(trained, indicator="")) == []
    promise(trained)

    assert told(thread(trained, indicator="")) == [(HERE, True)]


def test_a_promise_that_a_problem_here_cites_belongs_to_its_thread_whatever_it_names(trained):
    cited = rtl(trained, "Janji yang dibawa ke masalah", indicator="")
    snapshot = read(f"komitmen:{cited.pk}", user=trained.cast["camat"])
    assert snapshot is not None
    trained.write("Posyandu Hilir tutup.", snapshots=(snapshot,))

    assert told(thread(trained, indicator="")) == [("Janji yang dibawa ke masalah", True)]
    assert told(thread(trained, code=SIBLING, indicator="sd")) == [("Janji tentang hal lain", True)]


@pytest.mark.parametrize(
    ("role", "rows", "hides"),
    [
        ("operator", [], True),
        ("kasi", [(HERE, False)], False),
        ("province", [(HERE, True)], False),
        ("camat_b", [], True),
    ],
)
def test_only_who_reads_the_rows_of_the_kecamatan_finds_them(trained, role, rows, hides):
    found = thread(trained, role)

    assert (told(found), found.hides_above) == (rows, hides)


def test_a_kecamatan_counts_them_as_its_own_and_names_none_apart(trained):
    found = thread(trained, code=A)

    assert (found.above, found.hides_above, found.events) == ([], False, [trained.event])


def test_what_is_more_than_shown_is_told(trained):
    for number in range(SHOWN):
        rtl(trained, f"Janji sekecamatan {number}")
    found = thread(trained)

    assert (len(found.above), found.more["above"]) == (SHOWN, True)


@pytest.mark.parametrize("indicator", ["posyandu", ""])
def test_however_many_it_asks_at_most_ten_queries(trained, indicator, django_assert_max_num_queries):
    promise(trained)
    for number in range(3):
        rtl(trained, f"Janji sekecamatan {number}")
    thread(trained, indicator=indicator)
    with django_assert_max_num_queries(10):
        thread(trained, indicator=indicator)


def test_the_page_says_whose_promises_they_are(trained, as_):
    address = reverse("results:thread_of", args=[DESA, "posyandu"])
    words = text_of(as_("camat").get(address))

    assert "Janji RTL Kecamatan Alas yang menyebut angka ini" in words
    assert "itu bukan janji tempat ini" in words
    assert HERE in words
    assert reverse("forward:event", args=[trained.event.pk]) in words
    assert THERE not in words
    hidden = text_of(as_("operator").get(reverse("results:thread", args=[DESA])))
    assert HERE not in hidden


def test_the_reader_of_the_village_alone_is_told_where_they_are_read(trained, as_):
    promise(trained)
    words = text_of(as_("operator").get(reverse("results:thread_of", args=[DESA, "posyandu"])))

    assert "Janji RTL kecamatan hanya dibaca di kecamatan." in words
    assert HERE not in words


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_names_them_apart(trained, as_, form):
    promise(trained)
    answer = as_("camat").get(reverse("results:download_thread_of", args=[DESA, "posyandu", form]))

    assert answer.status_code == 200
    if form == "csv":
        rows = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()[1:]]
        assert [row[0] for row in rows] == ["Janji RTL kecamatan", "Komitmen"]
        assert "Pelatihan uji" in ",".join(rows[0])

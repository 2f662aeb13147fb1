"""The personal link of a trainer: sessions, guides and class lists without an account, as long as they teach."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.training.models import Event, Teaching
from rumahbersama.chain.training.trainers.links import read, token_of
from rumahbersama.ground.people.models import Person
from tests.training.materials.conftest import AT, part, taught
from tests.training.taking_part.conftest import make_class, make_event

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def person(event, klass):
    """Who teaches class 1, and has no account."""
    made = Person.objects.create(name="Rina Pelatih")
    Teaching.objects.create(event=event, klass=klass, person=made)
    return made


@pytest.fixture
def token(event, person) -> str:
    return token_of(event.pk, person.pk)


@pytest.fixture
def address(token) -> str:
    return reverse("trainers:personal", args=[token])


def seated(event, klass, region, name):
    row = part(event, region, state="approved")
    row.name, row.klass = name, klass
    row.save()


def test_a_token_is_ours_or_nothing(token, event, person):
    assert (read(token), token_of(event.pk, person.pk)) == ((event.pk, person.pk), token)
    changed = token.replace(f"{event.pk}-", f"{event.pk}1-", 1)
    assert [read(text) for text in (changed, token[:-1], "1-2", "", "a.b")] == [None] * 5


def test_the_page_shows_the_own_sessions_and_classes_and_nothing_of_others(
    client, country, event, klass, subject, person, address
):
    other = make_class(event, 2)
    taught(event, subject, AT, klass)
    session = taught(event, subject, AT + timedelta(hours=3), other)
    session.title = "Sesi kelas lain"
    session.save()
    for group, name in ((klass, "Ani Kelas Satu"), (other, "Budi Kelas Dua")):
        seated(event, group, country["71.01.01"], name)

    page = text(client.get(address))

    assert [page.count(word) for word in ("Ani Kelas Satu", "Budi Kelas Dua", "Sesi kelas lain")] == [1, 0, 0]
    assert ("Anda mengajar 1 sesi, 2 JP." in page, "Rina Pelatih" in page, "noindex" in page) == (True, True, True)

    Teaching.objects.create(event=event, session=session, person=person)
    page = text(client.get(address))
    assert ("Budi Kelas Dua" in page, "Sesi kelas lain" in page) == (True, True)


def test_the_link_reads_the_guides_that_who_takes_part_does_not(
    client, country, event, token, address, slides, guide
):
    page = text(client.get(reverse("materials:personal", args=[token])))
    assert [word in page for word in ("Alur sesi", "Slide pembuka", f'href="{address}"', "Rina Pelatih")] == [
        True
    ] * 4
    for each in (token, part(event, country["71.01.01"]).token):
        file = client.get(reverse("materials:personal_file", args=[each, guide.pk, 1]))
        assert file.status_code == (200 if each == token else 404)
    packed = b"".join(client.get(reverse("materials:personal_archive", args=[token])).streaming_content)
    assert b"panduan-pelatih-alur-sesi" in packed


def test_the_link_opens_as_long_as_they_teach_in_an_event_that_stands(client, event, person, token, address, slides):
    materials = reverse("materials:personal", args=[token])
    seen = {}
    for state in Event.State.values:
        Event.objects.filter(pk=event.pk).update(state=state, cancelled_because="Anggaran ditarik")
        seen[state] = (client.get(address).status_code, client.get(materials).status_code)
    assert seen == {
        "draft": (404, 404),
        "open": (200, 200),
        "closed": (200, 200),
        "finished": (200, 200),
        "cancelled": (200, 404),
    }
    assert "Anggaran ditarik" in text(client.get(address))
    Event.objects.filter(pk=event.pk).update(state="open")
    Teaching.objects.filter(person=person).delete()
    assert (client.get(address).status_code, client.get(materials).status_code) == (404, 404)


def test_names_are_shown_until_the_event_is_finished(client, country, event, klass, address):
    seated(event, klass, country["71.01.01"], "Ani Kelas Satu")
    shown = []
    for state in ("closed", "finished"):
        Event.objects.filter(pk=event.pk).update(state=state)
        shown.append("Ani Kelas Satu" in text(client.get(address)))
    assert shown == [True, False]


def test_a_link_of_one_event_opens_no_other(client, country, person, curriculum):
    other = make_event(country["72"], curriculum=curriculum, title="Kegiatan lain")
    assert client.get(reverse("trainers:personal", args=[token_of(other.pk, person.pk)])).status_code == 404


def test_who_runs_the_event_finds_a_text_for_each_trainer(body, event, person, address):
    Teaching.objects.create(event=event, klass=make_class(event, 2), person=person)
    page = text(body.get(reverse("trainers:links", args=[event.pk])))
    assert (page.count("Yth. Rina Pelatih"), page.count(f"http://testserver{address}")) == (1, 1)
    assert f'href="{reverse("trainers:links", args=[event.pk])}"' in text(body.get(event.get_absolute_url()))


def test_lists_cost_the_same_however_long(client, body, country, event, klass, subject, address):
    counts = []
    for number in range(1, 4):
        seated(event, klass, country["71.01.01"], f"Orang {number}")
        taught(event, subject, AT + timedelta(hours=2 * number), klass)
        another = Person.objects.create(name=f"Pelatih {number}")
        Teaching.objects.create(event=event, klass=klass, person=another)
        if number != 2:
            for page in (address, reverse("trainers:links", args=[event.pk])):
                with CaptureQueriesContext(connection) as asked:
                    body.get(page)
                counts.append(len(asked))
    assert (counts[:2], max(counts) <= 12) == (counts[2:], True), counts

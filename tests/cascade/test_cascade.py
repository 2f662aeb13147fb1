"""The cascade of a programme and of an event by hand, whose names are shown, and how often the database is asked."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.training.cascade import coverage, queries
from rumahbersama.chain.training.cascade.permissions import names_in_sight
from rumahbersama.chain.training.cascade.rules import Covered, Held, Standing, standing
from rumahbersama.chain.training.cascade.transcripts import Promises, transcript_of
from rumahbersama.chain.training.models import Event, Participation, Session, Teaching, TrainingClass
from rumahbersama.chain.training.passing.models import Marks
from rumahbersama.chain.training.permissions import visible_participations
from rumahbersama.ground.people.models import Person, Tenure
from tests.cascade.conftest import AT, TODAY, in_post, make_event
from tests.conftest import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(country):
    return make_account("training_body", country["71"])


def cascade(story, user):
    return queries.cascade_of(queries.events_of(user, story.programme.code), today=TODAY)


def covering(story, user, code):
    found = cascade(story, user)
    return coverage.coverage_of(found, story.programme, code, coverage.quotas_of(found.events), today=TODAY)


def page(client, user, path):
    client.force_login(user)
    return client.get(path).content.decode()


def test_generations_branches_and_what_is_missing(story, body):
    found = cascade(story, body)
    assert found.people == 6
    assert [(row.number, row.people, row.taught, row.classes) for row in found.generations()] == [
        (1, 1, 1, 1),
        (2, 3, 1, 1),
        (3, 3, 0, 0),
    ]
    assert found.tree.reach == {story.Sumber.pk: 6, story.Ani.pk: 3}
    assert found.taught == {story.Ani.pk}
    assert [branch.trained.person for branch in found.dead] == [story.Cici.pk]  # Budi is to teach
    assert [(row.event.title, row.people, row.taught, row.reach, row.is_success) for row in found.rows()] == [
        ("ToT", 3, 1, 3, True)
    ]
    assert (found.heads, [row.event.title for row in found.missing()]) == (400, ["Lama"])


def test_a_moderator_a_ceremony_and_a_cancelled_event_are_no_teaching(story, body, country):
    site = story.training.sites.get()
    start = story.training.sessions.get().starts_at
    opening = Session.objects.create(
        event=story.training, site=site, kind="ceremony", title="Buka", starts_at=start, ends_at=start.replace(hour=9)
    )
    Teaching.objects.create(event=story.training, session=opening, person=story.Cici)
    lesson = story.training.sessions.exclude(pk=opening.pk).get()
    Teaching.objects.create(event=story.training, session=lesson, person=story.Cici, role="moderator")
    make_event(
        story.programme,
        country["71"],
        "Batal",
        date(2025, 2, 3),
        state="cancelled",
        cancelled_because="dana",
        trainers=[story.Cici],
    )
    assert [branch.trained.person for branch in cascade(story, body).dead] == [story.Cici.pk]
    Teaching.objects.filter(person=story.Cici, session=lesson).update(role="speaker")
    assert cascade(story, body).dead == []


def test_a_speaker_of_all_classes_of_a_site_taught_each_of_them(story, body):
    site = story.training.sites.get()
    TrainingClass.objects.create(event=story.training, number=2, site=site, size=30)
    start = story.training.sessions.get().starts_at
    joint = Session.objects.create(
        event=story.training, site=site, title="Pleno", starts_at=start, ends_at=start.replace(hour=9)
    )
    Teaching.objects.create(event=story.training, session=joint, person=story.Cici)
    trainers = {each.number: set(each.trainers) for each in cascade(story, body).classes}
    of_training = [trainers[row.pk] for row in story.training.classes.order_by("number")]
    assert of_training == [{story.Ani.pk, story.Cici.pk}, {story.Cici.pk}]


def test_classes_without_trainers_and_people_without_class_are_told(story, body, country):
    loose = Person.objects.create(name="Gani")
    Participation.objects.create(
        event=story.training, person=loose, name="Gani", region=country["71.01"], agency_kind="dpmd", entered_at=AT
    )
    Teaching.objects.filter(event=story.tot).delete()
    told = {row.event.title: row for row in cascade(story, body).missing()}
    assert told["ToT"].classes_without_trainers == 1
    assert told["Pelatihan"].people_without_class == 1


def test_standing_of_a_trained_person():
    here = Held("71.01.01", date(2020, 1, 1), None)
    gone = Held("71.01.01", date(2020, 1, 1), TODAY)  # half-open: today is no longer in it
    elsewhere = Held("71.02.01", date(2020, 1, 1), None)
    below = Held("71.01.01.2001", date(2020, 1, 1), None)
    assert standing("71.01.01", [], today=TODAY) == Standing.UNKNOWN
    assert standing("71.01.01", [gone, here], today=TODAY) == Standing.IN_POST
    assert standing("71.01.01", [gone], today=TODAY) == Standing.LEFT
    assert standing("71.01.01", [elsewhere], today=TODAY) == Standing.LEFT
    assert standing("71.01.01", [below], today=TODAY) == Standing.IN_POST


def test_coverage_is_held_against_the_quotas_and_counts_people_in_post(story, body, country):
    told = covering(story, body, "71.01")
    now = {row.region.code: row.now for row in told.rows}
    assert now["71.01.01"] == Standing.IN_POST
    assert now["71.01.02"] == Standing.UNKNOWN
    assert (told.total.meant, told.total.in_post, told.total.unknown, told.total.left) == (2, 1, 1, 0)
    top = covering(story, body, "71")
    assert {row.region.code: (row.covered.meant, row.covered.in_post) for row in top.rows} == {"71.01": (2, 1)}
    assert top.outside == 1  # 71.02.01 has no quota
    Tenure.objects.filter(person=story.Dewi).update(ends_on=date(2026, 1, 1))
    gone = covering(story, body, "71")
    assert gone.total == Covered(meant=2, unknown=1, left=1, desa=gone.total.desa)


def test_the_page_of_a_programme_says_it_in_sentences(story, body, client):
    text = page(client, body, "/pelatihan/program/uji/kaskade/")
    assert "6 orang dilatih dalam 2 kelas, sampai generasi ke-3" in text
    assert "Dari 3 orang yang dilatih untuk melatih, 1 kemudian melatih dan 1 belum pernah." in text
    assert "1 lainnya sudah dijadwalkan melatih." in text
    assert "1 kegiatan lama dengan 400 orang tanpa nama" in text
    assert "Cici" in text
    assert "Budi" not in text
    client.force_login(body)
    rows = client.get("/pelatihan/program/uji/kaskade/unduh.csv").content.decode().splitlines()
    assert len(rows) == 2
    assert ",2,1,1,0,0," in rows[1].replace(";", ",")
    assert "Cici" in client.get("/pelatihan/program/uji/kaskade/unduh.csv?isi=cabang").content.decode()
    assert client.get("/pelatihan/program/uji/kaskade/unduh.pdf").status_code == 404
    assert client.get("/pelatihan/program/uji/kaskade/?wilayah=72").status_code == 404
    assert client.get("/pelatihan/program/uji/kaskade/?wilayah=71.01").status_code == 200


def test_who_reads_rows_sees_figures_and_no_names(story, country, client):
    auditor = make_account("auditor", country["0"])
    text = page(client, auditor, "/pelatihan/program/uji/kaskade/")
    assert "6 orang dilatih" in text
    assert "Cici" not in text
    assert "1 orang hanya dihitung" in text
    text = page(client, auditor, f"/pelatihan/{story.tot.pk}/kaskade/")
    assert "1 dari 3 pesertanya kemudian melatih" in text
    assert "Ani" not in text
    assert "Nama tidak ditampilkan" in text


def test_who_sees_no_event_sees_nothing(story, country, client):
    text = page(client, make_account("camat", country["72.01.01"]), "/pelatihan/program/uji/kaskade/")
    assert "Belum ada kegiatan yang selesai" in text


@pytest.mark.parametrize(
    ("role", "place"),
    [("training_body", "71"), ("camat", "71.01.01"), ("auditor", "0"), ("ministry", "0"), ("camat", "72.01.01")],
)
def test_names_follow_the_rule_of_one_event(story, country, role, place):
    user = make_account(role, country[place])
    events = [story.tot, story.training, story.coming]
    for event in events:
        seen = set(visible_participations(user, event).values_list("pk", flat=True))
        rows = Participation.objects.filter(event=event).filter(names_in_sight(user, coverage.quotas_of(events)))
        assert set(rows.values_list("pk", flat=True)) == seen


def test_a_trainer_sees_the_names_of_their_class_in_both_ways(story, country):
    user = make_account("operator", country["72.01.01.2001"])
    user.person = story.Ani
    user.save()
    events = [story.tot, story.training]
    for event in events:
        seen = set(visible_participations(user, event).values_list("name", flat=True))
        rows = Participation.objects.filter(event=event).filter(names_in_sight(user, coverage.quotas_of(events)))
        assert set(rows.values_list("name", flat=True)) == seen
        assert seen == ({"Ani"} if event == story.tot else {"Dewi", "Eko", "Fani"})


def test_the_page_of_an_event_says_whether_it_succeeded(story, body, client):
    text = page(client, body, f"/pelatihan/{story.tot.pk}/kaskade/")
    assert "1 dari 3 pesertanya kemudian melatih: 1 kelas, 3 orang." in text
    assert "Dengan itu kegiatan ini berhasil" in text
    assert "1 orang sudah dijadwalkan melatih" in text
    assert "Ani" in text
    assert "Cici" not in text
    assert "Cici" in page(client, body, f"/pelatihan/{story.tot.pk}/kaskade/?melatih=belum")
    Teaching.objects.filter(person=story.Ani).delete()
    text = page(client, body, f"/pelatihan/{story.tot.pk}/kaskade/")
    assert "kegiatan ini belum berhasil" in text
    assert "memang tidak melatih pelatih" in page(client, body, f"/pelatihan/{story.training.pk}/kaskade/")
    assert "belum selesai" in page(client, body, f"/pelatihan/{story.coming.pk}/kaskade/")
    assert "400 peserta tanpa nama" in page(client, body, f"/pelatihan/{story.old.pk}/kaskade/")


def attended(person, percent) -> None:
    """Type the attendance of somebody in all their events."""
    for seat in Participation.objects.filter(person=person):
        told = {"attendance": percent, "attendance_reason": "daftar hadir kertas", "at": AT}
        Marks.objects.update_or_create(participation=seat, defaults=told)


def test_a_transcript_counts_jp_and_promises_of_ones_own_time_in_the_post(story, body, country):
    post = in_post(story.Ani, country["71.01"], until=date(2026, 1, 1)).post
    facts = {"post": post, "region": country["71.01"], "promised_on": date(2024, 9, 1), "due_on": date(2025, 1, 1)}
    for state, closed in (("verified", date(2025, 1, 1)), ("verified", date(2026, 2, 1)), ("promised", None)):
        Commitment.objects.create(what="Janji", state=state, closed_on=closed, entered_at=AT, **facts)
    told = transcript_of(story.Ani, user=body, is_own=False, today=TODAY)
    assert [(row.jp, row.hours.planned, row.is_unknown) for row in told.learnt] == [(None, 6, True)]
    assert (told.jp, told.unknown) == (0, 1)  # nothing is known of attendance: nothing is counted
    attended(story.Ani, 50)
    told = transcript_of(story.Ani, user=body, is_own=False, today=TODAY)
    assert [(row.seat.event.title, row.jp, row.hours.planned) for row in told.learnt] == [("ToT", 3, 6)]
    assert [(row.event.title, row.classes, row.jp) for row in told.taught] == [("Pelatihan", [1], 6)]
    assert [(row.year, row.learnt, row.planned, row.taught) for row in told.years] == [(2024, 3, 6, 6)]
    own = transcript_of(story.Ani, user=body, is_own=True, today=TODAY)
    assert own.promises == Promises(kept=1, told=0, late=0, running=0, dropped=0)  # the rest is the successor's


def test_a_transcript_is_read_by_the_person_and_by_who_runs_and_shows_only_what_is_in_sight(
    story, body, country, client
):
    elsewhere = make_event(
        None, country["72"], "Di Selatan", date(2025, 5, 5), people=[(story.Ani, country["72.01"])]
    )
    path = f"/pelatihan/orang/{story.Ani.pk}/transkrip/"
    text = page(client, body, path)
    assert "Di Selatan" not in text
    assert "1 kegiatan lain di luar yang dapat Anda lihat" in text
    user = make_account("operator", country["72.01.01.2001"])
    assert client.get(path).status_code == 200
    client.force_login(user)
    assert client.get(path).status_code == 404
    user.person = story.Ani
    user.save()
    attended(story.Ani, 100)
    text = page(client, user, path)
    assert elsewhere.title in text
    assert "12 JP" in text
    assert "Transkrip saya" in page(client, user, "/pelatihan/")
    client.force_login(make_account("auditor", country["0"]))
    assert client.get(path).status_code == 403
    assert client.get("/pelatihan/orang/999999/transkrip/").status_code == 404


def test_a_programme_of_many_events_asks_no_more_often(story, body, country, client):
    def asked(user, path="/pelatihan/program/uji/kaskade/") -> int:
        client.force_login(user)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    few, dpmd = asked(body), make_account("dpmd", country["71.01"])
    people = Person.objects.bulk_create([Person(name=f"Orang {number}") for number in range(60)])
    for month in range(1, 9):
        make_event(
            story.programme,
            country["71"],
            f"Ke-{month}",
            date(2025, month, 3),
            tier=2 + month % 2,
            trainers=people[month : month + 2],
            people=[(person, country["71.01.01"]) for person in people],
        )
    assert asked(body) == few
    assert few <= 12
    assert asked(body, "/pelatihan/program/uji/kaskade/?wilayah=71.01") <= 12
    assert asked(dpmd) <= 12
    assert asked(body, f"/pelatihan/{story.tot.pk}/kaskade/") <= 12
    assert asked(dpmd, f"/pelatihan/{story.training.pk}/kaskade/") <= 12
    assert Event.objects.filter(programme=story.programme).count() == 12

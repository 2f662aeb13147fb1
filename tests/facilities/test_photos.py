"""Photos of facilities: with it or later, without position, at most three, removed after asking, not lost."""

import io

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from rumahbersama.chain.needs.facilities import actions
from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.facilities.queries import history_of, photos_of
from rumahbersama.chain.needs.facilities.storing import by_key, reversal, write
from rumahbersama.chain.needs.photos.actions import Photo
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.files.models import StoredFile
from rumahbersama.ground.files.rules import FileRefusal
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.actions import no_progress
from rumahbersama.ground.intake.rules import IntakeRefusal, Stale
from tests.facilities.conftest import DESA, ONE, OTHER, SISTER, TWO
from tests.facilities.test_pages import FORM
from tests.files.making import PDF, picture


def photo(content: bytes = b"", **more) -> Photo:
    return Photo([content or picture(exif=True)], "IMG_1.jpg", **more)


def upload(content: bytes = b""):
    file = io.BytesIO(content or picture(exif=True))
    file.name = "IMG_1.jpg"
    return file


@pytest.fixture
def show(make, cast, now):
    """Give a facility photos, by the keeper of kecamatan A."""

    def giving(facility: Facility | None = None, *photos: Photo) -> Facility:
        found = facility or make()
        actions.add_photos(facility=found, photos=photos or [photo()], by=cast["keeper"], at=now)
        return found

    return giving


# Keeping -------------------------------------------------------------------------------
def test_photos_belong_to_their_facility_and_lose_their_position(show):
    made = show(None, photo(), photo(keep_position=True))

    kept = [each.file for each in photos_of(made)]
    assert [file.attached_to for file in kept] == [f"needs.facility:{made.pk}"] * 2
    assert [file.latitude is None for file in kept] == [True, False]
    assert [file.place_code for file in kept] == [DESA] * 2


def test_the_record_says_who_gave_and_took_a_photo(show, cast, now):
    made = show(None, photo(), photo())
    actions.remove_photo(photo=photos_of(made)[0], by=cast["operator"], at=now)

    told = [(row.record.verb, row.record.actor_name, row.before, row.after) for row in history_of(made)[:2]]
    assert told == [
        ("facilities.remove_photo", cast["operator"].name, {"photos": 2}, {"photos": 1}),
        ("facilities.add_photos", cast["keeper"].name, {"photos": 0}, {"photos": 2}),
    ]


def test_a_removed_photo_is_gone_from_the_disk(show, cast, now, own_folder, django_capture_on_commit_callbacks):
    kept = photos_of(show())[0]

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo=kept, by=cast["keeper"], at=now)

    assert [path for path in own_folder.rglob("*") if path.is_file()] == []
    with pytest.raises(FileRefusal, match="sudah dihapus"):
        actions.remove_photo(photo=kept, by=cast["keeper"], at=now)


@pytest.mark.parametrize(("content", "told"), [(b"GIF89a" + bytes(40), "hanya foto"), (PDF, "hanya foto")])
def test_a_photo_that_is_not_taken_leaves_nothing_behind(show, content, told):
    with pytest.raises(FileRefusal, match=told):
        show(None, photo(), photo(content))
    assert [FacilityPhoto.objects.count(), StoredFile.objects.count()] == [0, 0]


def test_a_facility_has_as_many_photos_as_the_setting_says(show, settings):
    settings.FILE_LIMITS = settings.FILE_LIMITS | {"photos": 2}
    made = show()

    with pytest.raises(FileRefusal, match="paling banyak 2 foto"):
        show(made, photo(), photo())
    assert [each.file.attached_to for each in photos_of(show(made))] == [f"needs.facility:{made.pk}"] * 2


def test_a_closed_facility_keeps_its_photos_and_gets_no_more(show, cast, now):
    made = show()
    actions.close_facility(facility=made, on=now.date(), reason="Digabung", by=cast["keeper"], at=now)

    with pytest.raises(NeedsRefusal, match="tercatat tutup"):
        show(made)
    actions.remove_photo(photo=photos_of(made)[0], by=cast["keeper"], at=now)
    assert photos_of(made) == []


def test_a_corrected_and_moved_facility_keeps_its_photo_and_its_belief(show, make, cast, client, now):
    made = make()
    actions.set_state(facility=made, state="verified", reason="", by=cast["camat"], at=now)
    show(made)
    made.refresh_from_db()
    assert (made.state, made.version) == ("verified", 2)

    client.force_login(cast["keeper"])
    told = {**FORM, "region": SISTER, "reason": "Pindah", "seen": "2"}
    client.post(reverse("facilities:correct", args=[made.pk]), told)

    made.refresh_from_db()
    assert (made.region.code, len(photos_of(made))) == (SISTER, 1)


# Undoing an import ---------------------------------------------------------------------
def test_undo_is_refused_where_what_it_made_has_a_photo(take, show, cast, now):
    run = take(ONE, TWO)
    made = show(Facility.objects.get(number="222"))

    with pytest.raises(IntakeRefusal, match=r"SMP Dua sudah diberi foto\. Hapus fotonya dulu\."):
        road.undo(run.pk, by=cast["keeper"], at=now, progress=no_progress)
    actions.remove_photo(photo=photos_of(made)[0], by=cast["keeper"], at=now)
    road.undo(run.pk, by=cast["keeper"], at=now, progress=no_progress)

    assert Facility.objects.count() == 0


def test_undo_puts_back_what_it_changed_and_the_photo_stays(take, show, cast, now):
    take(ONE)
    run = take(ONE.replace(",8,", ",9,"))
    made = show(Facility.objects.get())

    road.undo(run.pk, by=cast["keeper"], at=now, progress=no_progress)

    made.refresh_from_db()
    assert (made.staff, len(photos_of(made))) == (8, 1)


@pytest.mark.parametrize("meanwhile", ["photo", "version"])
def test_taking_away_what_somebody_touched_meanwhile_is_stale(meanwhile, make, show, now):
    made = make()
    comparison = reversal([Change("needs.facility", made.key, None, {})])
    if meanwhile == "photo":
        show(made)
    else:
        Facility.objects.filter(pk=made.pk).update(version=7)

    with pytest.raises(Stale):
        write(comparison, by=None, at=now)
    assert list(by_key([made.key])) == [made.key]


def test_the_database_itself_keeps_a_facility_with_a_photo(show):
    with pytest.raises(ProtectedError):
        show().delete()


# Pages ---------------------------------------------------------------------------------
def test_an_operator_enters_a_facility_with_its_photo(reference, cast, client):
    client.force_login(cast["operator"])

    client.post(reverse("facilities:add", args=[DESA]), FORM | {"photos": [upload(), upload()]})

    made = Facility.objects.get()
    assert [each.file.latitude for each in photos_of(made)] == [None, None]
    assert history_of(made)[0].after["photos"] == 2


def test_a_hostile_photo_is_told_and_no_facility_is_written(reference, cast, client):
    client.force_login(cast["operator"])
    sent = FORM | {"photos": [upload(b"<script>alert(1)</script>")]}

    response = client.post(reverse("facilities:add", args=[DESA]), sent)

    assert (response.status_code, Facility.objects.count(), StoredFile.objects.count()) == (422, 0, 0)
    assert "hanya foto yang diterima" in response.content.decode()


def test_a_photo_is_added_on_the_page_of_the_facility(make, cast, client):
    made = make(service="posyandu", name="Posyandu Mawar")
    client.force_login(cast["operator"])
    address = reverse("facilities:add_photos", args=[made.pk])

    none = client.post(address, {})
    done = client.post(address, {"photos": [upload()], "keep_position": "on"})

    assert (none.status_code, "Pilih fotonya dulu." in none.content.decode()) == (422, True)
    assert (done.status_code, done["Location"]) == (302, made.get_absolute_url())
    page = client.get(made.get_absolute_url()).content.decode()
    kept = photos_of(made)[0]
    assert f'src="/tempat/fasilitas/{made.pk}/foto/{kept.pk}/?kecil=1"' in page
    assert 'alt="Foto 1: Posyandu Mawar, Desa Anggrek"' in page
    assert ("Diambil di −7,50000, 109,26000." in page, "Foto: 0 → 1" in page) == (True, True)


def test_who_may_not_correct_it_sees_the_photo_and_no_form(show, cast, client):
    made = show()
    client.force_login(cast["camat"])

    page = client.get(made.get_absolute_url()).content.decode()

    assert ("Foto 1: SD Melati" in page, "Hapus foto" in page, "Kirim foto" in page) == (True, False, False)


def test_a_full_facility_offers_no_more(show, cast, client):
    made = show(None, photo(), photo(), photo())
    client.force_login(cast["keeper"])

    page = client.get(made.get_absolute_url()).content.decode()

    assert ("Hapus foto 3" in page, "Kirim foto" in page) == (True, False)
    late = client.post(reverse("facilities:add_photos", args=[made.pk]), {"photos": [upload()]})
    assert (late.status_code, "paling banyak 3 foto" in late.content.decode()) == (422, True)


def test_a_photo_is_removed_after_asking_by_those_who_may_correct(show, cast, client):
    made = show()
    address = reverse("facilities:remove_photo", args=[made.pk, photos_of(made)[0].pk])
    client.force_login(cast["keeper"])

    asked = client.get(address).content.decode()
    assert ("Hapus foto ini" in asked, FacilityPhoto.objects.count()) == (True, 1)

    answers = {}
    for who in ("camat_b", "outsider", "health_unit", "camat", "keeper"):
        client.force_login(cast[who])
        answers[who] = client.post(address).status_code
    assert answers == {"camat_b": 404, "outsider": 404, "health_unit": 403, "camat": 403, "keeper": 302}
    assert AuditRecord.objects.get(verb="facilities.remove_photo").place_code == DESA


def test_a_photo_is_served_from_its_own_facility_alone(show, make, cast, client):
    made, neighbour = show(), show(make("SD Tetangga", region=OTHER))
    mine, theirs = photos_of(made)[0].pk, photos_of(neighbour)[0].pk
    client.force_login(cast["camat"])

    pairs = [(made.pk, mine), (made.pk, theirs), (neighbour.pk, theirs)]
    found = [client.get(reverse("facilities:photo", args=pair)) for pair in pairs]

    assert [response.status_code for response in found] == [200, 404, 404]
    assert [found[0][name] for name in ("Content-Type", "Content-Security-Policy", "Cache-Control")] == [
        "image/jpeg",
        "default-src 'none'; sandbox",
        "private, max-age=600",
    ]


def test_a_photo_follows_its_place_to_a_new_code(show, cast, client):
    made = show()
    address = reverse("facilities:photo", args=[made.pk, photos_of(made)[0].pk])

    def answers() -> dict[str, int]:
        found = {}
        for who in ("camat", "camat_b"):
            client.force_login(cast[who])
            found[who] = client.get(address).status_code
        return found

    assert answers() == {"camat": 200, "camat_b": 404}
    made.region.code = "71.01.02.2009"
    made.region.save()
    assert answers() == {"camat": 404, "camat_b": 200}


@pytest.mark.parametrize("photos", [1, 3])
def test_the_page_costs_the_same_however_many_photos(photos, show, cast, client, django_assert_num_queries):
    made = show(None, *[photo() for _ in range(photos)])
    client.force_login(cast["camat"])
    client.get(made.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(made.get_absolute_url())

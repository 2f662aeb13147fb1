"""A visit that began by mistake: emptied, planned again, and begun anew by what a device sends later."""

import pytest

from rumahbersama.chain.oversight.visits import queries
from rumahbersama.chain.oversight.visits.actions import closing, planning, writing
from rumahbersama.chain.oversight.visits.actions.writing import Clocks, Signed
from rumahbersama.chain.oversight.visits.rules import VisitRefusal
from rumahbersama.ground.audit.models import AuditRecord
from tests.visits.conftest import AT, HOUR, VILLAGE, fresh, said, shot, text, url

pytestmark = pytest.mark.django_db


def test_a_visit_begun_by_mistake_is_planned_again_once_it_is_empty_and_begins_with_what_arrives_later(
    visit, scene, as_
):
    who, client = {"by": scene.cast["kasi"], "at": AT}, as_("kasi")
    button, back = 'value="belum"', {"lakukan": "belum"}
    photo = writing.add_photo(visit=visit, shot=shot(), **who)
    assert button not in text(client.get(visit.get_absolute_url()))
    answer = client.post(url("close", visit.pk), back)
    assert (answer.status_code, "sudah berisi" in text(answer), fresh(visit).state) == (422, True, "going")
    writing.remove_photo(photo=photo, **who)
    assert button in text(client.get(visit.get_absolute_url()))
    assert client.post(url("close", visit.pk), back)["Location"] == visit.get_absolute_url()
    now = fresh(visit)
    assert (now.state, now.began_at, now.visited_on, now.day) == ("planned", None, None, visit.planned_on)
    record = AuditRecord.objects.latest("pk")
    assert (record.verb, record.place_code) == ("visits.unbegin_visit", VILLAGE)
    assert url("edit", visit.pk) in text(client.get(visit.get_absolute_url()))
    assert client.post(url("close", visit.pk), back).status_code == 302
    assert AuditRecord.objects.latest("pk") == record
    late = Clocks(said_at=AT - HOUR, sent_at=AT)
    assert writing.write(visit=visit, said={"bidan": "ya"}, **who, clocks=late) == 1
    assert (fresh(visit).state, fresh(visit).began_at) == ("going", AT - HOUR)


def test_an_answer_on_the_wrong_visit_can_be_emptied(visit, scene, as_):
    who, client = {"by": scene.cast["kasi"], "at": AT}, as_("kasi")
    empty = 'name="kotak-bidan" value=""'
    assert empty not in text(client.get(url("fill", visit.pk)))
    writing.write(visit=visit, said={"bidan": "ya"}, **who)
    assert empty in text(client.get(url("fill", visit.pk)))
    client.post(url("fill", visit.pk), {"kotak-bidan": "", "initial-kotak-bidan": "ya"})
    assert said(visit) == {"bidan": ""}
    assert planning.unbegin_visit(visit=visit, **who).state == "planned"


def test_a_visit_that_is_signed_closed_called_off_or_was_sent_does_not_become_planned_again(visit, scene):
    who = {"by": scene.cast["kasi"], "at": AT}
    writing.sign(visit=visit, signed=Signed(shot().file, "desa", "layar", "Pak Kades", "Kepala Desa"), **who)
    with pytest.raises(VisitRefusal, match="sudah berisi"):
        planning.unbegin_visit(visit=visit, **who)
    closing.finish_visit(visit=visit, **who)
    with pytest.raises(VisitRefusal, match="Buka lagi"):
        planning.unbegin_visit(visit=visit, **who)
    closing.share_visit(visit=visit, **who)
    closing.reopen_visit(visit=visit, reason="Salah", **who)
    writing.remove_signature(signature=queries.signatures_of(visit)[0], reason="Salah", **who)
    with pytest.raises(VisitRefusal, match="sudah dikirim ke desa"):
        planning.unbegin_visit(visit=visit, **who)
    planning.cancel_visit(visit=scene.visit, reason="Banjir", **who, seen=scene.visit.version)
    with pytest.raises(VisitRefusal, match="dibatalkan"):
        planning.unbegin_visit(visit=scene.visit, **who)

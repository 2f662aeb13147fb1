"""A village calls on the camat under seal: nobody but camat, Kasi Trantib and the sender learns of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from rumahbersama.chain.house.mediation import queries
from rumahbersama.chain.house.mediation.actions import cases, reports
from rumahbersama.chain.house.mediation.actions.cases import Facts
from rumahbersama.chain.house.mediation.actions.files import Sent
from rumahbersama.chain.house.mediation.actions.reports import Reported, TakenUp
from rumahbersama.chain.house.mediation.models import Case, Party, Report, Telling
from rumahbersama.chain.house.mediation.permissions import get_sent_file
from rumahbersama.chain.house.mediation.rules import Concerned, MediationRefusal, concerned_of
from rumahbersama.ground.audit.models import AuditChange, AuditRecord
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.people.middleware import KEYBOARD
from rumahbersama.ground.people.models import Account, RoleAssignment
from tests.conftest import make_account
from tests.files.making import PDF, picture
from tests.mediation.conftest import AT, ONE, TITLE, TODAY, TWO, A, fresh, text, url
from tests.mediation.test_scope import OTHERS

WORDS, SPOT, WHEN, WHO, ABOUT = "Pipa dipotong malam.", "Dusun Kawung", "Sejak Agustus", "Sarpin Untung", "Pipa putus"
ADDED, ANSWER = "Tadi malam terulang.", "Sudah didamaikan kepala desa."
CALLED = "sarpin-memotong.jpg"
MARKS = (WORDS, SPOT, WHEN, WHO, ABOUT, ADDED, ANSWER, CALLED, "send_report", "Laporan kepada camat dikirim")


@pytest.fixture
def told(hall):
    """A report of the operator of village one, by an account of one person."""
    hall.cast["neighbour"] = make_account("operator", hall.country[TWO], name="Desa Sebelah")
    places = (hall.country[ONE], hall.country[TWO])
    said = Reported("mediasi", WORDS, places, SPOT, WHEN, f"{WHO}, kelompok tani\nWarga hilir")
    sent = Sent([checked(chunks=[picture(size=(320, 240))], name=CALLED)], about=ABOUT)
    return reports.send_report(
        told=said, kecamatan=hall.country[A], place=hall.country[ONE], by=hall.cast["operator"], at=AT, sent=sent
    )


def again(report: Report) -> Report:
    return Report.objects.select_related("kecamatan", "place").get(pk=report.pk)


def taken_up(hall, report: Report, **more) -> Case:
    facts = Facts("mediasi", "Air untuk dua dusun", (hall.country[ONE],))
    taken = replace(TakenUp(facts=facts), **more)
    return reports.take_up(report=report, taken=taken, by=hall.cast["camat"], at=AT, seen=again(report).version)


def addresses(report: Report) -> list[str]:
    number = report.tellings.get().files.get().pk
    names = ("report", "add_to_report", "withdraw_report", "take_up", "close_report")
    return [*(url(name, report.key) for name in names), url("report_file", report.key, number)]


@pytest.mark.parametrize("role", [*[role for role in OTHERS if role != "operator"], "neighbour", "party"])
def test_a_report_is_not_there_for_others(client, hall, told, role):
    client.force_login(hall.cast[role])
    assert {client.get(address).status_code for address in addresses(told)} <= {404}
    pages = ["/", reverse("problems:front", args=[A]), reverse("history:records"), reverse("results:place", args=[A])]
    pages += [reverse("results:place", args=[ONE]), reverse("calendar:calendar", args=[A]), url("mine")]
    shown = "".join(text(client.get(page)) for page in pages)
    found = "".join(text(client.get("/cari/", {"cari": word})) for word in (WHO, SPOT, "Pipa dipotong"))
    assert [mark for mark in (told.key, "laporan/") if mark in found] == []
    rows = client.get(reverse("history:csv"))
    shown += rows.getvalue().decode() if rows.status_code == 200 else ""
    assert [mark for mark in (*MARKS, told.key, "laporan tertutup menunggu") if mark in shown] == []
    records = AuditRecord.objects.filter(verb="mediation.send_report")
    assert {client.get(reverse("history:record", args=[row.pk])).status_code for row in records} <= {403, 404}
    row = client.get(reverse("history:rows"), {"entity": "mediation.report", "key": told.key})
    assert row.status_code in {403, 404}


@pytest.mark.parametrize("role", ["camat", "kasi_trantib"])
def test_who_handles_cases_reads_it_and_is_told_at_home(as_, told, role):
    client = as_(role)
    page, home, listed = (text(client.get(each)) for each in (told.get_absolute_url(), "/", url("list", A)))
    assert [word for word in (WORDS, SPOT, WHEN, WHO, ABOUT) if word not in page] == []
    assert ("1 laporan tertutup" in home, url("reports", A) in home) == (True, True)
    assert (told.get_absolute_url() in listed, "Laporan masuk" in listed) == (True, True)
    assert told.get_absolute_url() in text(client.get(url("reports", A)))
    closed = [url(name, told.key) for name in ("add_to_report", "withdraw_report")]
    assert [client.get(address).status_code for address in closed] == [404, 404]


def test_its_sender_reads_it_adds_and_does_not_answer(as_, told):
    client = as_("operator")
    said = {"text": ADDED, "seen": "1", "attached": _photo()}
    assert client.post(url("add_to_report", told.key), said).status_code == 302
    page = text(client.get(told.get_absolute_url()))
    assert [word for word in (WORDS, ADDED, WHO, "Menunggu dibaca") if word not in page] == []
    assert told.get_absolute_url() in text(client.get(url("mine")))
    assert [client.get(url(name, told.key)).status_code for name in ("take_up", "close_report")] == [404, 404]
    assert client.get(url("reports", A)).status_code == 404
    assert client.get(addresses_of_files(told)[1]).status_code == 200


def addresses_of_files(report: Report) -> list[str]:
    told = Telling.objects.filter(report=report)
    return [url("report_file", report.key, each.files.get().pk) for each in told]


def _photo():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(CALLED, picture(size=(320, 240)), "image/jpeg")


def test_an_office_s_account_sends_and_never_shows_the_words_again(as_, hall, told):
    Account.objects.filter(pk=hall.cast["operator"].pk).update(is_shared=True)
    client = as_("operator")
    session = client.session
    session[KEYBOARD] = "Siti Aminah"
    session.save()
    page = text(client.get(told.get_absolute_url()))
    assert [mark for mark in (WORDS, SPOT, WHEN, WHO, ABOUT) if mark in page] == []
    assert "Menunggu dibaca" in page
    assert client.get(addresses_of_files(told)[0]).status_code == 404


def test_it_is_sent_from_the_form_once_and_kept_on_no_device(as_, hall):
    client, address = as_("operator"), url("new_report", A)
    page = client.get(address)
    assert ("no-store" in page["Cache-Control"], "data-outbox" in text(page), "X-Luring" in page) == (
        True,
        False,
        False,
    )
    data = {"kind": "trantib", "text": WORDS, "places": [TWO], "kunci": "a" * 32, "attached": _photo()}
    first, second = (client.post(address, data | {"attached": _photo()}) for _time in range(2))
    made = Report.objects.get()
    assert (made.kind, made.place.code, [place.code for place in made.places.all()]) == ("trantib", ONE, [TWO])
    assert (first.url, second.url) == (made.get_absolute_url(), made.get_absolute_url())


def test_a_report_without_words_or_place_is_refused_at_its_box(as_):
    page = text(as_("operator").post(url("new_report", A), {"kind": "mediasi", "text": "", "kunci": "b" * 32}))
    assert "Pilih sedikitnya satu tempat." in page
    assert Report.objects.count() == 0


def test_who_handles_cases_writes_the_case_itself(as_, hall):
    answer = as_("kasi_trantib").get(url("new_report", A))
    assert (answer.status_code, answer.url) == (302, url("new", A))


def test_taken_up_it_is_a_case_with_its_parties_and_the_sender_reads_that(as_, hall, told):
    who = concerned_of(told.concerned)[:1]
    case = taken_up(hall, told, parties=who, sender_is_party=True, answer="Kami undang kedua pihak.")
    operator = hall.cast["operator"]
    parties = list(Party.objects.filter(case=case).order_by("pk").values_list("name", "stands_for", "account"))
    assert parties == [(operator.name, "", operator.pk), (WHO, "kelompok tani", None)]
    page = text(as_("operator").get(told.get_absolute_url()))
    assert ("Ditangani sebagai perkara" in page, "Kami undang kedua pihak." in page) == (True, True)
    assert case.key not in page
    assert "Laporan Anda kepada camat dijawab" in text(as_("operator").get("/"))
    assert told.get_absolute_url() in text(as_("camat").get(case.get_absolute_url()))
    closed = [url("add_to_report", told.key), url("withdraw_report", told.key)]
    for address in closed:
        answer = as_("operator").post(address, {"text": ADDED, "reason": "Batal", "seen": "2"})
        assert "sudah dijawab atau ditarik" in text(answer)


def test_a_mere_sender_reads_no_case(as_, hall, told):
    case = taken_up(hall, told, parties=(Concerned(WHO),))
    client = as_("operator")
    assert client.get(case.get_absolute_url()).status_code == 404
    pages = "".join(text(client.get(page)) for page in ("/", url("mine"), told.get_absolute_url()))
    assert [word for word in (case.title, case.key, case.numbered, "sebagai pihak") if word in pages] == []


def test_who_is_a_party_reads_nothing_of_the_report(as_, hall, told):
    case = taken_up(hall, told, parties=(Concerned("Darmawan Halim"),))
    Party.objects.filter(case=case).update(account=hall.cast["party"])
    client = as_("party")
    assert client.get(told.get_absolute_url()).status_code == 404
    page = text(client.get(url("party_page", case.key, Party.objects.get(case=case).pk)))
    assert [mark for mark in (*MARKS, told.key) if mark in page] == []
    RoleAssignment.objects.create(
        account=hall.cast["party"], role="kasi_trantib", region=hall.country[A], starts_on=TODAY
    )
    hall.cast["party"].__dict__.pop("_scope", None)
    assert as_("party").get(told.get_absolute_url()).status_code == 404


def test_the_form_of_taking_up_offers_what_was_told(as_, hall, told):
    client = as_("kasi_trantib")
    page = text(client.get(url("take_up", told.key)))
    assert ("Sarpin Untung, kelompok tani" in page, "Juga satu pihak" in page) == (True, True)
    data = {"kind": "mediasi", "title": TITLE, "places": [ONE], "parties": ["0", "1"], "sender": "reports", "seen": 1}
    answer = client.post(url("take_up", told.key), data)
    case = again(told).case
    assert answer.url == case.get_absolute_url()
    assert sorted(case.parties.values_list("name", flat=True)) == [WHO, "Warga hilir"]


def test_a_title_that_names_who_is_concerned_takes_nothing_up(hall, told):
    facts = Facts("mediasi", f"Pertengkaran {WHO}", (hall.country[ONE],))
    with pytest.raises(MediationRefusal, match="memuat nama"):
        taken_up(hall, told, facts=facts, parties=(Concerned(WHO),))
    assert (again(told).state, Case.objects.count()) == ("waiting", 1)


def test_closed_it_has_an_answer_that_its_sender_reads(as_, hall, told):
    answer = as_("kasi_trantib").post(url("close_report", told.key), {"reason": ANSWER, "seen": "1"})
    assert answer.status_code == 302
    page, home = (text(as_("operator").get(each)) for each in (told.get_absolute_url(), "/"))
    assert (ANSWER in page, "ditutup dengan jawaban" in home, ANSWER in home) == (True, True, False)


def test_home_tells_of_an_answer_for_a_while(hall, told):
    reports.close_report(report=told, reason=ANSWER, by=hall.cast["camat"], at=AT, seen=1)
    found = [queries.waits_for(hall.cast["operator"], today=TODAY + timedelta(days=days)) for days in (30, 31)]
    assert [len(each) for each in found] == [1, 0]


def test_nobody_answers_what_was_added_to_unread_or_withdrawn(hall, told):
    camat, operator = hall.cast["camat"], hall.cast["operator"]
    reports.add_to_report(report=told, text=ADDED, by=operator, at=AT, seen=1)
    with pytest.raises(MediationRefusal, match="menambah keterangan"):
        reports.close_report(report=told, reason=ANSWER, by=camat, at=AT, seen=1)
    reports.withdraw_report(report=told, reason="Sudah rukun.", by=operator, at=AT, seen=2)
    with pytest.raises(MediationRefusal, match="sudah dijawab atau ditarik"):
        reports.close_report(report=told, reason=ANSWER, by=camat, at=AT, seen=3)
    assert queries.asked_of(camat, today=TODAY) == []


def test_a_file_is_taken_away_by_its_sender_while_it_waits_and_by_handlers_always(as_, hall, told):
    number = told.tellings.get().files.get().pk
    reports.close_report(report=told, reason=ANSWER, by=hall.cast["camat"], at=AT, seen=1)
    address = url("take_report_file", told.key, number)
    assert as_("operator").get(address).status_code == 404
    assert as_("camat").post(address, {"reason": "Memuat KTP", "seen": "2"}).status_code == 302
    gone = told.tellings.get().files.get()
    assert (gone.file, gone.about, gone.taken_because) == (None, "", "Memuat KTP")
    assert as_("camat").get(addresses_of_files(told)[0]).status_code == 404


def test_who_sent_a_report_and_handles_cases_since_does_not_answer_it(as_, hall, told):
    RoleAssignment.objects.create(
        account=hall.cast["operator"], role="kasi_trantib", region=hall.country[A], starts_on=TODAY
    )
    client = as_("operator")
    assert [client.get(url(name, told.key)).status_code for name in ("take_up", "close_report")] == [404, 404]
    assert client.get(told.get_absolute_url()).status_code == 200
    assert told.key not in text(client.get(url("reports", A)))
    assert queries.asked_of(hall.cast["operator"], today=TODAY) == []


def test_a_report_is_no_case_of_the_number_that_others_read(as_, hall, told):
    for number in range(3):
        facts = Facts("trantib", f"Kebisingan nomor {number}", (hall.country[A],))
        cases.open_case(facts=facts, kecamatan=hall.country[A], by=None, at=AT)
    front = reverse("problems:front", args=[A])
    assert "terlalu sedikit" in text(as_("sekcam").get(front))
    taken_up(hall, told)
    assert "5 perkara" in text(as_("sekcam").get(front))


def test_the_record_of_a_report_holds_no_words(as_, hall, told):
    reports.add_to_report(report=told, text=ADDED, by=hall.cast["operator"], at=AT, seen=1)
    taken_up(hall, told, answer=ANSWER)
    stored = str(list(AuditChange.objects.filter(entity="mediation.report").values_list("rows", flat=True)))
    page = text(as_("camat").get(reverse("history:rows"), {"entity": "mediation.report", "key": told.key}))
    assert [mark for mark in (WORDS, SPOT, WHO, ADDED, ANSWER, ABOUT) if mark in stored + page] == []
    assert "Ditangani sebagai perkara" in page
    records = AuditRecord.objects.filter(verb__in=["mediation.send_report", "mediation.take_up_report"])
    assert set(records.values_list("needs", flat=True)) == {"mediate"}


def test_the_way_is_shown_where_one_would_write_it_openly(as_, hall):
    way = url("new_report", A)
    client = as_("operator")
    pages = [text(client.get(reverse(name, args=[A]))) for name in ("problems:front", "problems:new")]
    assert [way in page for page in (*pages, text(client.get(url("mine"))))] == [True, True, True]
    assert url("mine") in text(client.get("/"))
    assert way not in text(as_("camat").get(reverse("problems:front", args=[A])))
    assert as_("camat_b").get(way).status_code == 404


def test_a_pdf_is_taken_and_read_by_the_two(hall, told):
    sent = Sent([checked(chunks=[PDF], name=CALLED)])
    reports.add_to_report(report=told, text=ADDED, by=hall.cast["operator"], at=AT, seen=1, sent=sent)
    number = Telling.objects.get(text=ADDED).files.get().pk
    for role, answers in (("camat", True), ("operator", False)):
        assert get_sent_file(hall.cast[role], told.key, number)[1] is answers


def test_who_is_concerned_is_read_from_lines():
    assert concerned_of("Karim  Latif , kelompok tani, hilir\n\nKarim Latif , kelompok tani, hilir\nPemuda") == (
        Concerned("Karim Latif", "kelompok tani, hilir"),
        Concerned("Pemuda"),
    )


def test_an_unchanged_case_is_not_touched_by_a_report(hall, told):
    before = fresh(hall.case).version
    taken_up(hall, told)
    assert fresh(hall.case).version == before

"""Pages of what goes upward: the inbox, one road, the acts, the target; and what others show of it."""

import csv
import io
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.house.meetings import proposing
from rumahbersama.chain.house.meetings.actions import planning
from rumahbersama.chain.house.meetings.actions.planning import Plan
from rumahbersama.chain.house.meetings.models import AgendaItem
from rumahbersama.chain.house.upward import escalating, hooks, queries
from rumahbersama.chain.house.upward.actions.targets import set_target
from rumahbersama.chain.house.upward.models import Referral, Target
from rumahbersama.chain.house.upward.reference import shipped_on
from rumahbersama.ground.people.models import RoleAssignment, Tenure
from tests.upward.conftest import AT, BRIDGE, DESA, KAB, A, B, fresh, on, text

REASON = "Jembatan desa, bukan ruas kabupaten."


def url(name: str, *args) -> str:
    return reverse(f"upward:{name}", args=args)


def status(as_, role: str, address: str) -> int:
    return as_(role).get(address).status_code


def test_a_problem_goes_up_and_comes_back_by_pages_alone(house, as_):
    camat = as_("camat")
    camat.post(reverse("problems:decide", args=[house.problem.pk]), {"to": "upward", "reason": "Aset kabupaten."})
    row = Referral.objects.get()
    assert f'href="{row.get_absolute_url()}">Di kabupaten: menunggu penugasan</a>' in text(
        camat.get(house.problem.get_absolute_url())
    )

    coordinator = as_("governance")
    assert BRIDGE in text(coordinator.get(url("place", KAB)))
    answer = coordinator.post(url("assign", row.pk), {"office": house.posts["pupr"].pk})
    assert answer["Location"] == row.get_absolute_url()
    page = text(coordinator.get(row.get_absolute_url()))
    assert "Sekarang dipegang Kepala Dinas, Dinas PUPR, ditunggu sampai 17 Mar 2026." in page

    office = as_("agency")
    assert BRIDGE in text(office.get(url("mine")))
    office.post(url("ask", row.pk), {"text": "Berapa panjangnya?"})
    assert "Pertanyaannya: Berapa panjangnya?" in text(as_("kasi").get(url("reply", row.pk)))
    as_("kasi").post(url("reply", row.pk), {"text": "32 meter."})
    refused = as_("agency").post(url("answer", row.pk), {"outcome": "rejected"})
    assert [refused.status_code, "Tulis alasan penolakan" in text(refused)] == [422, True]
    as_("agency").post(url("answer", row.pk), {"outcome": "rejected", "text": REASON})

    page = text(as_("camat").get(row.get_absolute_url()))
    assert f"Kepala Dinas, Dinas PUPR menolak pada 2 Mar 2026: {REASON}" in page
    places = [page.index(word) for word in ("Diteruskan ke kabupaten</b>", "Ditugaskan:", "Ditanyakan", "Dibalas")]
    assert places == sorted(places)
    assert f"menolak: {REASON}" in text(as_("camat").get(house.problem.get_absolute_url()))


def test_a_village_reads_what_became_of_its_problem_without_the_page(house, as_):
    row = house.answer(house.passed_and_assigned(), "rejected", REASON)

    page = text(as_("operator").get(house.problem.get_absolute_url()))

    assert f"menolak: {REASON}" in page
    assert "Di kabupaten: ditolak" in page
    assert "Diteruskan, 2 Mar 2026: Kepala Dinas, Dinas PUPR, 2 Mar 2026" in page
    assert row.get_absolute_url() not in page
    assert status(as_, "operator", row.get_absolute_url()) == 404


def test_who_may_do_what(house, as_):
    row = house.passed_and_assigned()
    answers = {
        role: [
            status(as_, role, url(act, row.pk))
            for act in ("referral", "assign", "answer", "ask", "reply", "withdraw")
        ]
        for role in ("bappeda", "agency", "dpmd", "camat", "kasi", "camat_b", "outsider", "province")
    }

    assert answers == {
        "bappeda": [200, 200, 200, 200, 403, 403],
        "agency": [200, 403, 200, 200, 403, 403],
        "dpmd": [200, 403, 403, 403, 403, 403],
        "camat": [200, 403, 403, 403, 200, 200],
        "kasi": [200, 403, 403, 403, 200, 403],
        "camat_b": [404] * 6,
        "outsider": [404] * 6,
        "province": [200, 403, 403, 403, 403, 403],
    }


def test_the_inbox_is_narrowed_searched_and_given_as_a_file(house, as_):
    first, other = house.passed_and_assigned(), house.pass_up(house.other)
    client = as_("bappeda")

    def shown(query: str) -> list[int]:
        return [row.pk for row in client.get(url("place", KAB) + query).context["listing"].page]

    assert shown("") == [other.pk, first.pk]  # what is due first stands first
    assert shown("?keadaan=menugaskan") == [other.pk]
    assert shown(f"?kantor={house.posts['pupr'].pk}") == [first.pk]
    assert shown("?cari=jembatan+alas") == [first.pk]
    assert shown("?keadaan=terlambat") == shown("?keadaan=dijawab") == []
    assert shown("?urut=-masalah") == [other.pk, first.pk]
    assert shown("?urut=keadaan") == [other.pk, first.pk]  # to be assigned, then to be answered
    rows = list(csv.reader(io.StringIO(client.get(url("download", KAB, "csv")).content.decode("utf-8-sig"))))
    assert [len(rows), rows[2][1], rows[2][6]] == [3, BRIDGE, "Kepala Dinas, Dinas PUPR"]
    assert client.get(url("download", KAB, "pdf")).status_code == 404
    assert [row.pk for row in as_("camat_b").get(url("place", B)).context["listing"].page] == [other.pk]


def test_lists_of_places_out_of_reach(house, as_):
    assert [status(as_, "operator", url("place", A)), status(as_, "operator", url("place", DESA))] == [403, 404]
    assert [status(as_, "camat", url("place", KAB)), status(as_, "camat_b", url("place", A))] == [404, 404]


@pytest.mark.parametrize("role", ["bappeda", "camat", "agency"])
def test_pages_ask_little(house, as_, role):
    row, other = house.passed_and_assigned(), house.pass_up(house.other)
    client, counts = as_(role), {}
    addresses = {"referral": row.get_absolute_url(), "mine": url("mine"), "targets": url("targets", KAB)}
    if role != "agency":
        addresses["place"] = url("place", KAB if role == "bappeda" else A)
    addresses["problem"] = house.problem.get_absolute_url()
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts[name] = len(asked)

    assert max(counts.values()) <= 12, counts
    assert other.is_open


# The target -------------------------------------------------------------------------------
SENT = {
    "valid_from_0": "9",
    "valid_from_1": "3",
    "valid_from_2": "2026",
    "assign_days": "2",
    "answer_days": "7",
    "reply_days": "3",
    "after_asisten": "2",
    "after_sekda": "4",
    "post_asisten": "",
    "post_sekda": "",
    "legal_basis": "Kepbup 100/1/2026",
}


def test_the_target_is_read_by_all_and_set_by_the_coordinator(house, as_):
    page = text(as_("operator").get(url("targets", KAB)))
    assert "Itu bawaan program, bukan ketentuan" in page
    assert "Simpan target" not in page
    assert as_("dpmd").post(url("targets", KAB), SENT).status_code == 403

    client = as_("bappeda")
    assert '<section class="card noprint" aria-labelledby="h-baru">' in text(client.get(url("targets", KAB)))
    assert client.post(url("targets", KAB), SENT)["Location"] == url("targets", KAB)

    page = text(client.get(url("targets", KAB)))
    assert "Kepbup 100/1/2026" in page
    assert "belum berlaku" in page
    assert Target.objects.get().levels.count() == 2


def test_a_target_that_cannot_be_keeps_what_was_typed(house, as_):
    answer = as_("bappeda").post(url("targets", KAB), SENT | {"after_sekda": "2"})

    assert [answer.status_code, "beri hari lebih banyak" in text(answer)] == [422, True]
    assert 'value="Kepbup 100/1/2026"' in text(answer)


def test_no_target_of_a_kecamatan(house, as_):
    assert status(as_, "bappeda", url("targets", A)) == 404


# What others show -------------------------------------------------------------------------
def meeting(house, day: date):
    hours = {"begins": time(9), "ends": time(11)}
    plan = Plan(kind="rumah_bersama", title="Rapat", day=day, venue="Aula", chair=house.posts["camat"], **hours)
    return planning.make_meeting(region=house.country[A], plan=plan, by=None, at=AT)


def proposed(house, of) -> list[str]:
    items = AgendaItem.objects.filter(meeting=of)
    return [f"{each.title}: {each.sentence}" for each in proposing.proposals_for(of, items, user=house.cast["kasi"])]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("rejected", REASON), "Kabupaten menjawab 2 Mar 2026: ditolak"),
        (("accepted", "Perbaikan.", 2027), "Kabupaten menjawab 2 Mar 2026: diterima"),
    ],
)
def test_an_answer_is_proposed_to_the_next_meeting_once(house, answer, words):
    house.answer(house.passed_and_assigned(), *answer)
    march = meeting(house, date(2026, 3, 9))

    [first] = [each for each in proposed(house, march) if each.startswith(BRIDGE)]
    assert words in first
    source = proposing.source_of_problem(house.problem.pk)
    AgendaItem.objects.create(
        meeting=march, order=5, kind="problem", title=BRIDGE, minutes=5, source=source, problem=house.problem
    )

    assert [each for each in proposed(house, march) if each.startswith(BRIDGE)] == []
    april = meeting(house, date(2026, 4, 9))
    assert [each for each in proposed(house, april) if "menjawab" in each] == []


def test_what_waits_is_handed_over_and_found(house):
    row = house.passed_and_assigned()

    assert [item.text for item in hooks.handover_items(post=house.posts["pupr"])] == [
        f"Jawaban kepada kecamatan: {BRIDGE}"
    ]
    assert list(hooks.handover_items(post=house.posts["sekda"])) == []
    assert [hit.url for hit in hooks.search(user=house.cast["camat"], text="PUPR")] == [row.get_absolute_url()]
    assert list(hooks.search(user=house.cast["camat_b"], text="PUPR")) == []


def test_the_front_of_the_house_tells_what_waits_above(house, as_):
    house.pass_up()

    page = text(as_("camat").get(reverse("problems:front", args=[A])))
    assert '?keadaan=upward">1 diteruskan ke atas</a>' in page
    assert f'href="{url("place", A)}"' in page
    assert url("place", A) not in text(as_("operator").get(reverse("problems:front", args=[A])))
    assert f'href="{url("place", KAB)}"' in text(as_("bappeda").get(reverse("problems:front", args=[KAB])))


def test_a_late_one_says_how_late(house, as_, monkeypatch):
    row = house.pass_up(at=on(date(2026, 2, 2)))  # due on Thursday 5 February

    page = text(as_("camat").get(row.get_absolute_url()))

    assert "<b>Terlambat 17 hari kerja.</b>" in page  # 6 February, three weeks of five, and Monday 2 March
    assert queries.counts_of(Referral.objects.all(), today=date(2026, 3, 2)).late == 1
    assert fresh(house.problem).state == "upward"


def test_who_holds_a_post_that_was_named_or_told_reads_it_without_a_role(house, as_, monkeypatch):
    row = house.passed_and_assigned()
    for who in ("agency", "asisten"):
        RoleAssignment.objects.filter(account=house.cast[who]).delete()
    assert [status(as_, who, row.get_absolute_url()) for who in ("agency", "asisten")] == [200, 404]
    escalating.escalate(at=on(date(2026, 3, 18)))
    monkeypatch.setattr(timezone, "localdate", lambda at=None: at.date() if at else date(2026, 3, 18))
    page = text(as_("asisten").get(row.get_absolute_url()))
    assert (BRIDGE in page, house.problem.get_absolute_url() in page) == (True, False)
    assert BRIDGE in text(as_("asisten").get(url("mine") + "?keadaan=terlambat"))
    assert BRIDGE not in text(as_("asisten").get(url("mine") + "?keadaan=kantor"))


def test_who_spoke_is_told_by_the_tenure_of_the_day(house):
    row = house.passed_and_assigned()
    Tenure.objects.filter(post=house.posts["pupr"]).update(ends_on=date(2026, 3, 1))
    step = house.answer(row, "rejected", REASON).steps.last()
    assert (step.kind, house.cast["agency"].name in step.as_post) == ("rejected", False)


def test_who_wrote_a_target_down_is_named_to_its_own_kabupaten(house, as_):
    target = shipped_on(AT.date()).target
    set_target(kabupaten=house.country[KAB], target=target, by=house.cast["governance"], at=AT)
    name = house.cast["governance"].name
    assert [name in text(as_(who).get(url("targets", KAB))) for who in ("bappeda", "outsider")] == [True, False]

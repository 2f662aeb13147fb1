"""The history of a village: what every room tells of it, as far as the reader may see, in time order."""

import csv
import io
from datetime import timedelta

from django.urls import reverse

from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.problems.actions import Facts, raise_problem
from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.ground.core.tables import PAGE_SIZE
from tests.recommendations.conftest import DESA, DESA_B, SIBLING, WHAT, A, text_of


def page_of(as_, who: str, code: str = DESA, query: str = ""):
    return as_(who).get(reverse("results:history", args=[code]) + query)


def told(page) -> list[str]:
    return [row.event.text for row in page.context["found"].rows]


def fill(room) -> None:
    raise_problem(
        facts=Facts(statement="Posyandu Dusun Hilir tidak buka.", places=(room.country[DESA],)),
        kecamatan=room.country[DESA].parent,
        raised_at=room.country[DESA],
        by=room.cast["operator"],
        at=room.at - timedelta(days=2),
    )
    make_commitment(
        promise=Promise(
            what="Melatih kader",
            post=room.kasi_post,
            region=room.country[DESA],
            promised_on=room.today - timedelta(days=1),
            due_on=room.today + timedelta(days=9),
        ),
        by=None,
        at=room.at,
    )
    room.confirm(room.reply(room.sent(), rules.AGREE, "Akan ditutup."))
    room.sent("Papan informasi APBDes belum dipasang.", code=SIBLING)


def test_all_rooms_tell_it_newest_first(room, as_):
    fill(room)
    rows = told(page_of(as_, "camat"))
    assert [each.partition(":")[0] for each in rows] == [
        "Dikonfirmasi camat",
        "Desa menyetujui",
        "Dikirim ke desa",
        "Dijanjikan",
        "Baru",
    ]
    oldest = told(page_of(as_, "camat", query="?urut=lama"))
    assert oldest[0].startswith("Baru")
    assert not any("Papan informasi" in each for each in rows)


def test_each_reader_sees_what_they_may(room, as_):
    fill(room)
    kinds = {
        who: {row.event.kind for row in page_of(as_, who).context["found"].rows}
        for who in ("operator", "inspectorate", "bappeda", "health_unit")
    }
    assert kinds == {
        "operator": {"problem", "commitment", "recommendation"},
        "inspectorate": {"recommendation"},
        "bappeda": {"problem", "commitment"},
        "health_unit": {"problem", "commitment"},
    }
    assert [page_of(as_, "operator", code).status_code for code in (SIBLING, DESA_B)] == [403, 404]


def test_an_unconfirmed_one_is_no_history_above(room, as_):
    room.reply(room.sent(), rules.AGREE)
    assert told(page_of(as_, "dpmd")) == []
    assert len(told(page_of(as_, "operator"))) == 2


def test_it_is_narrowed_by_kind_and_year_and_given_as_a_file(room, as_):
    fill(room)
    year = (room.today - timedelta(days=1)).year
    assert told(page_of(as_, "camat", query=f"?jenis=commitment&tahun={year}")) == [
        row for row in told(page_of(as_, "camat")) if row.startswith("Dijanjikan")
    ]
    assert told(page_of(as_, "camat", query="?tahun=2001")) == []
    assert "Pilih tahun atau jenis lain." in text_of(page_of(as_, "camat", query="?tahun=2001"))
    answer = as_("camat").get(reverse("results:download_history", args=[DESA, "csv"]))
    assert WHAT in answer.content.decode("utf-8-sig")
    addresses = [row["Alamat"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]
    assert {address.startswith("http://testserver/") for address in addresses} == {True}


def test_thousands_of_events_are_paged_and_the_file_holds_them_all(room, as_, django_assert_max_num_queries):
    fill(room)
    promise = Commitment.objects.get(what="Melatih kader")
    fields = {each.name: getattr(promise, each.name) for each in Commitment._meta.concrete_fields}
    rest = fields.keys() - {"id", "key", "what"}
    Commitment.objects.bulk_create(
        Commitment(what=f"Janji {number}", **{name: fields[name] for name in rest}) for number in range(2_000)
    )
    camat = as_("camat")
    address = reverse("results:history", args=[DESA])
    camat.get(address)
    with django_assert_max_num_queries(15):
        page = camat.get(address, {"jenis": "commitment", "urut": "lama", "hal": "2"})

    assert (len(page.context["page"].object_list), len(page.context["found"].rows)) == (PAGE_SIZE, 2_001)
    assert "?jenis=commitment&amp;urut=lama&amp;hal=3" in text_of(page)
    assert "51–100 dari 2.001" in text_of(page)
    sheet = camat.get(reverse("results:download_history", args=[DESA, "csv"]), {"jenis": "commitment"})
    assert sheet.content.decode().count("\r\n") == 1 + 2_001


def visited(room) -> Visit:
    return Visit.objects.create(
        region=room.country[DESA],
        planned_on=room.today - timedelta(days=4),
        visited_on=room.today - timedelta(days=3),
        purpose="Memeriksa buku kas",
        state="done",
        entered_at=room.at,
    )


def test_a_note_of_a_visit_is_told_on_its_page_and_in_the_history(room, as_):
    visit = visited(room)
    page = text_of(as_("kasi").get(visit.get_absolute_url()))
    address = f"{reverse('recommendations:new', args=[A])}?kunjungan={visit.pk}"
    assert address in page
    sent = {"village": DESA, "kind": "note", "what": WHAT, "legal_basis": "Permendagri 20/2018"}
    sent |= {"remedy": "Tutup tiap bulan.", "severity": "light"}
    refused = as_("kasi").post(address, sent | {"village": SIBLING})
    assert "Kunjungan itu ke desa lain" in text_of(refused)
    made = as_("kasi").post(address, sent)["Location"]
    assert WHAT in text_of(as_("kasi").get(visit.get_absolute_url()))
    assert visit.get_absolute_url() in text_of(as_("kasi").get(made))
    assert WHAT not in text_of(as_("operator").get(visit.get_absolute_url()))
    assert "Selesai: Pembinaan" in told(page_of(as_, "operator"))

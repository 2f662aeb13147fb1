"""The page of minimum services: of a kabupaten and above it, its downloads, its costs, the ways to it."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from rumahbersama.chain.needs.models import Indicator, Observation, Threshold
from rumahbersama.chain.needs.spm.evidence import evidence
from rumahbersama.chain.needs.spm.hooks import home_tasks
from rumahbersama.chain.needs.spm.models import SpmService
from rumahbersama.ground.people.permissions import scope_of

KAB, NEXT = "71.01", "71.02"


def text_of(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.fixture
def sent(send) -> None:
    """Education of 71.01: 87, 60, and one measure of the third; nobody burnt. 71.02 sends one service only."""
    send(KAB, {"spm-paud-penerima": (90, 100), "spm-paud-mutu": (3, 4)}, state="verified")
    send(KAB, {"spm-dikdas-penerima": (500, 1000), "spm-dikdas-mutu": (5, 5)})
    send(KAB, {"spm-kesetaraan-penerima": (3, 9), "spm-kebakaran-penerima": (0, 0)})
    send(NEXT, {"spm-air-minum-penerima": (70, 100), "spm-air-minum-mutu": (2, 2)})


def test_the_page_of_a_kabupaten_leads_with_its_index_and_names_what_is_lowest_and_lacks(sent, client, cast):
    client.force_login(cast["agency"])
    page = text_of(client.get(reverse("results:spm", args=[KAB])))

    assert (
        "Indeks sementara SPM Kabupaten Sungai pada Semester 1 2026: 73,5 dari 100, baru 2 dari 29 layanan. "
        "Yang paling rendah: Pendidikan dasar (60); Pendidikan anak usia dini (87). "
        "25 layanan belum ada angka sama sekali, 1 baru satu ukurannya; keduanya tidak dianggap nol. "
        "4 angka belum diverifikasi."
    ) in page
    assert "Pendidikan: 73,5" in page
    assert "90% 90 dari 100 anak" in page
    assert "belum ada: mutu minimal" in page
    assert "0 dari 0 – – tidak ada sasaran" in page
    assert "Dasar hukumnya (PP 2/2018, Permendagri 59/2021) belum diperiksa." in page
    assert "Bobot 80: penerima layanan; bobot 20: mutu minimal. Tuntas paripurna mulai 100;" in page


def test_a_field_says_in_a_sentence_what_is_folded_away_and_all_open_at_once(sent, client, cast):
    client.force_login(cast["agency"])
    address = reverse("results:spm", args=[KAB])
    folded, whole = (client.get(address, {"rinci": how}).content.decode() for how in ("", "semua"))

    assert (
        "2 dari 3 layanan lengkap angkanya. Yang paling rendah: Pendidikan dasar (60). 3 angka belum diverifikasi."
    ) in folded
    assert "0 dari 4 layanan lengkap angkanya." in folded  # of five, nobody had a claim to one
    assert (folded.count("<details>"), whole.count("<details open>")) == (6, 6)
    assert 'href="?rinci=semua"' in folded
    assert "Tutup semua bidang" in whole


def test_a_complete_kabupaten_has_its_category(send, reference, client, cast):
    send(KAB, {code: (8, 10) for code in reference if code.startswith("spm-")})
    client.force_login(cast["camat"])
    page = text_of(client.get(reverse("results:spm", args=[KAB])))

    assert "Indeks SPM Kabupaten Sungai pada Semester 1 2026: 80 dari 100, tuntas madya." in page
    assert "layanan belum" not in page


def test_what_nobody_has_sent_says_so_and_leads_to_the_form(reference, client, cast):
    client.force_login(cast["agency"])
    answer = client.get(reverse("results:spm", args=[KAB]))

    assert "Belum ada angka standar pelayanan minimal dari Kabupaten Sungai." in text_of(answer)
    assert f'href="{reverse("needs:tasks", args=[KAB])}"' in answer.content.decode()
    assert client.get(reverse("results:download_spm", args=[KAB, "csv"])).status_code == 404


def test_before_there_were_weights_nothing_is_computed(send, client, cast):
    send(KAB, {"spm-paud-penerima": (90, 100), "spm-paud-mutu": (3, 4)}, when="2018")
    client.force_login(cast["bappeda"])
    page = text_of(client.get(reverse("results:spm", args=[KAB])))

    assert "Bobot SPM untuk 2018 belum ada, jadi indeksnya tidak dihitung." in page
    assert "Cara menghitung" not in page


def test_a_law_that_somebody_has_seen_is_not_called_unseen(sent, client, cast):
    measures = Indicator.objects.filter(code__startswith="spm-")
    last = measures.latest("code")
    measures.exclude(pk=last.pk).update(legal_basis_verified=True)
    client.force_login(cast["administrator"])
    assert "belum diperiksa" in text_of(client.get(reverse("results:spm", args=[KAB])))

    edit = reverse("needs:edit_indicator", args=[last.code])
    form = client.get(edit).context["form"]
    given = {name: value for name, value in form.initial.items() if value not in (None, False)}
    answer = client.post(edit, given | {"legal_basis_verified": "on", "reason": "dibaca"})

    assert answer.status_code == 302
    assert "belum diperiksa" not in text_of(client.get(reverse("results:spm", args=[KAB])))


@pytest.mark.parametrize(("code", "who"), [("71", "province"), ("0", "ministry")])
def test_above_the_kabupaten_the_lowest_comes_first_and_who_has_not_sent_is_named(sent, client, cast, code, who):
    send_is_fair = reverse("results:spm", args=[code])
    client.force_login(cast[who])
    page = text_of(client.get(send_is_fair))

    assert "Terendah Kabupaten Sungai, 73,5 dari 100; tertinggi Kabupaten Danau, 76." in page
    assert ("1 kabupaten/kota belum mengirim Kabupaten Pantai" in page) == (code == "0")
    assert page.index("Kabupaten Sungai") < page.index("Kabupaten Danau")


def test_the_download_of_a_kabupaten_says_what_lacks_and_by_which_law(sent, client, cast):
    client.force_login(cast["agency"])
    answer = client.get(reverse("results:download_spm", args=[KAB, "csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [len(row) for row in rows] == [18] * 30
    assert rows[1][3:] == [
        *("Pendidikan", "Pendidikan anak usia dini", "90", "100", "Diverifikasi", "laporan", "3", "4"),
        *("Diverifikasi", "laporan", "87.00", "Tuntas madya", "", "PP 2/2018; Permendagri 59/2021", "belum"),
    ]
    assert rows[3][4:] == [
        *("Pendidikan kesetaraan", "3", "9", "Dimasukkan", "laporan", "", "", "", ""),
        *("", "", "mutu minimal", "PP 2/2018; Permendagri 59/2021", "belum"),
    ]


def test_the_download_of_a_province_lists_its_kabupaten(sent, client, cast):
    client.force_login(cast["province"])
    answer = client.get(reverse("results:download_spm", args=["71", "csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [row[1:] for row in rows[1:]] == [
        ["Kabupaten Sungai", "Provinsi Utara", "Semester 1 2026", "73.50", "", "2", "26", "4"],
        ["Kabupaten Danau", "Provinsi Utara", "Semester 1 2026", "76.00", "", "1", "28", "2"],
    ]
    assert client.get(reverse("results:download_spm", args=["71", "pdf"])).status_code == 404
    assert client.get(reverse("results:download_spm", args=["71", "xlsx"])).status_code == 200


@pytest.mark.parametrize(("code", "who", "cost"), [(KAB, "agency", 9), ("71", "province", 11), ("0", "ministry", 11)])
def test_the_page_costs_the_same_with_one_kabupaten_and_with_all(
    send, reference, client, cast, code, who, cost, django_assert_num_queries
):
    send(KAB, {"spm-paud-penerima": (90, 100), "spm-paud-mutu": (3, 4)})
    client.force_login(cast[who])
    address = reverse("results:spm", args=[code])
    client.get(address)
    with django_assert_num_queries(cost):
        client.get(address)
    everything = {what: (8, 10) for what in reference if what.startswith("spm-")}
    for place in (KAB, NEXT, "72.01"):
        send(place, everything)
    with django_assert_num_queries(cost):
        client.get(address)


@pytest.mark.parametrize("who", ["agency", "bappeda", "kasi"])
def test_home_names_the_lowest_service_of_ones_kabupaten(sent, cast, now, who):
    told = [(task.text, task.url) for task in home_tasks(user=cast[who], today=now.date())]
    assert told[0] == (
        "SPM Pendidikan dasar baru 60 dari 100 di Kabupaten Sungai (Semester 1 2026)",
        "/tempat/71.01/spm/?periode=2026-S1",
    )


@pytest.mark.parametrize(
    ("who", "more"),
    [
        ("kasi", []),
        ("agency", [("52 angka SPM Semester 1 2026 belum diisi", 52)]),
        (
            "bappeda",
            [
                ("52 angka SPM Semester 1 2026 belum diisi", 52),
                ("1 angka Semester 1 2026 disanggah", 1),
                ("4 angka Semester 1 2026 belum diverifikasi", 4),
            ],
        ),
    ],
)
def test_home_tells_a_kabupaten_what_is_empty_and_what_waits(sent, cast, who, more, django_assert_num_queries):
    Observation.objects.filter(indicator__code="spm-kesetaraan-penerima").update(state="contested")
    scope_of(cast[who])
    with django_assert_num_queries(2 if who == "kasi" else 3):
        told = list(home_tasks(user=cast[who], today=date(2026, 3, 1)))

    assert [(task.text, task.count) for task in told[1:]] == more


@pytest.mark.parametrize("who", ["operator", "ministry", "nobody"])
def test_home_leaves_others_alone(sent, cast, now, who):
    assert list(home_tasks(user=cast[who], today=now.date())) == []


@pytest.mark.parametrize(("who", "code"), [("bappeda", KAB), ("province", "71"), ("ministry", "0")])
def test_the_page_of_a_place_leads_to_it(sent, client, cast, who, code):
    client.force_login(cast[who])
    assert reverse("results:spm", args=[code]) in client.get(reverse("results:place", args=[code])).content.decode()


def test_its_weights_stand_on_the_page_of_standards(reference, client, cast):
    client.force_login(cast["ministry"])
    page = text_of(client.get(reverse("needs:index")))
    assert "SPM: bobot penerima layanan: 80 Permendagri 59/2021 (belum diperiksa)" in page
    assert Threshold.objects.filter(code__startswith="spm-").count() == 7


def test_the_upload_that_the_page_leads_to_is_that_of_the_kabupaten(sent, client, cast):
    client.force_login(cast["agency"])
    page = client.get(reverse("results:spm", args=[KAB])).content.decode()
    address = f"{reverse('uploads:new')}?tempat={KAB}&jenis=needs.kabupaten"
    form = client.get(address).context["form"]

    assert address.replace("&", "&amp;") in page
    assert (form["jenis"].value(), form["tempat"].value()) == ("needs.kabupaten", KAB)


def test_a_line_comes_to_the_house_of_ones_kecamatan(sent, client, cast):
    client.force_login(cast["kasi"])
    page = client.get(reverse("results:spm", args=[KAB]), {"rinci": "semua"}).content.decode()
    address = f"{reverse('problems:new', args=['71.01.01'])}?bukti=spm%3A"
    assert page.count(address) == 3  # not of the service to which nobody had a claim
    client.force_login(cast["agency"])
    assert address not in client.get(reverse("results:spm", args=[KAB])).content.decode()


def test_a_line_says_what_it_is_to_who_sees_the_figures(sent, cast):
    def said(code: str, place: str = KAB) -> list[tuple[str, str, str]]:
        found = evidence(user=cast["kasi"], reference=f"spm:{code}:{place}:2026-S1")
        return [(each.sentence, each.value, each.unit) for each in found]

    services = dict(SpmService.objects.values_list("receivers__code", "code"))
    whole, part = services["spm-dikdas-penerima"], services["spm-kesetaraan-penerima"]
    assert said(whole)[0][1:] == ("60", "")
    assert "indeks 60 dari 100; 500 dari 1.000" in said(whole)[0][0]
    assert said(part)[0][1:] == ("33.3333", "%")
    assert said(services["spm-kebakaran-penerima"]) == said(whole, NEXT) == said("tidak-ada") == []

"""The data dictionary: searched, filtered, as page and file; and which other form each figure replaces."""

import csv
import io
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from rumahbersama.chain.needs.models import Indicator


def names(client, **asked) -> list[str]:
    page = client.get(reverse("needs:dictionary"), asked)
    assert page.status_code == 200
    return [each.code for each in page.context["listing"].page]


def lines(client, **asked) -> list[dict[str, str]]:
    text = client.get(reverse("needs:dictionary_file"), asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def reader(cast, reference, client):
    client.force_login(cast["nobody"])
    return client


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"cari": "posyandu"}, ["posyandu"]),
        ({"cari": "permendesa 35"}, ["idm-iks"]),  # the law in one field, the formula in another
        ({"bidang": "pendidikan", "tingkat": "4"}, ["sd", "sltp", "slta", "perguruan-tinggi"]),
        ({"bidang": "tidak-ada"}, []),
    ],
)
def test_page_and_file_hold_what_is_asked_for(asked, found, reader):
    assert names(reader, **asked) == found
    assert [line["Kode"] for line in lines(reader, **asked)] == found


def test_the_whole_file_holds_every_indicator_and_the_page_a_part(reader):
    assert (len(lines(reader)), len(names(reader))) == (Indicator.objects.count(), 20)
    assert names(reader, tingkat="x") == names(reader)


def test_a_page_costs_five_queries_whatever_it_holds(reader, django_assert_max_num_queries):
    for asked in ({"cari": "posyandu"}, {}):
        with django_assert_max_num_queries(8):
            names(reader, **asked)


def test_an_entry_tells_formula_law_upward_rule_and_the_other_form(reader):
    page = reader.get(reverse("needs:dictionary"), {"cari": "spm-paud-penerima"}).content.decode()

    for words in (
        "Anak usia 5–6 tahun yang menerima layanan ÷ Anak usia 5–6 tahun yang berhak",
        "Jumlah dibagi jumlah",
        "PP 2/2018; Permendagri 59/2021",
        "Laporan penerapan SPM kabupaten/kota: capaian penerima layanan dan mutu minimal",
        reverse("needs:indicator", args=["spm-paud-penerima"]),
    ):
        assert words in page


def test_the_ask_once_page_tells_how_many_other_forms_are_known_and_from_where(reader):
    page = reader.get(reverse("needs:ask_once"))
    known = Indicator.objects.exclude(replaces="").count()

    assert (page.context["known"], known > 60) == (known, True)
    assert not Indicator.objects.exclude(replaces="").filter(replaces_origin="").exists()
    text = page.content.decode()
    assert ("Penilaian IDM di desaganra.id" in text, "belum diketahui" in text) == (True, True)


def test_who_manages_reference_data_writes_the_other_form_with_its_origin(cast, reference, client):
    client.force_login(cast["ministry"])
    url = reverse("needs:edit_indicator", args=["penduduk"])
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value is not None and value is not False}
    told = {"replaces": "Prodeskel: data pokok", "replaces_origin": "Formulir Prodeskel 2026", "reason": "dibaca"}
    response = client.post(url, sent | told)

    assert response.status_code == 302, response.context["form"].errors
    assert "Formulir Prodeskel 2026" in client.get(reverse("needs:ask_once")).content.decode()


def test_the_migration_fills_what_is_empty_and_leaves_what_an_office_wrote(reference):
    Indicator.objects.update(replaces="", replaces_origin="")
    Indicator.objects.filter(code="sd").update(replaces="Formulir dinas")
    import_module("rumahbersama.chain.needs.migrations.0012_what_indicators_replace").fill(apps, None)
    told = dict(Indicator.objects.values_list("code", "replaces"))

    assert (told["sd"], told["penduduk"]) == ("Formulir dinas", "")
    assert told["sltp"] == "Dapodik: daftar sekolah; kuesioner IDM sampai 2024: jarak ke SMP"
    assert told["spm-paud-mutu"].startswith("Laporan penerapan SPM")

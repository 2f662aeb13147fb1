"""Entering, uploading and verifying figures of a kabupaten."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.needs import hooks as needs
from rumahbersama.chain.needs.entry.actions import Typed, enter_values
from rumahbersama.chain.needs.entry.queries import sections_of
from rumahbersama.chain.needs.models import Observation, Period
from rumahbersama.chain.needs.rules import NeedsRefusal
from rumahbersama.chain.needs.spm import hooks
from rumahbersama.chain.needs.storing import NewValue, store
from rumahbersama.ground.core import jobs
from rumahbersama.ground.intake.models import ImportRun

KAB, PERIOD = "71.01", "2026-S1"


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    """Uploads go into the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "berkas"


@pytest.fixture
def as_(client, cast):
    """Sign in as one of the cast."""

    def signed_in(name):
        client.force_login(cast[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def rows() -> list[tuple[str, str, Decimal, Decimal, str]]:
    found = Observation.objects.order_by("indicator__code")
    return list(found.values_list("region__code", "indicator__code", "numerator", "denominator", "state"))


def test_the_dinas_fills_in_a_section_with_both_numbers_of_each_measure(reference, as_):
    address = reverse("needs:section", args=[KAB, "bidang-spm-pendidikan-1"]) + f"?periode={PERIOD}"
    client = as_("agency")
    page = client.get(address).content.decode()
    names = {"n": "n-spm-paud-{}-71_01", "d": "d-spm-paud-{}-71_01"}
    sent = client.post(
        address,
        {
            names["n"].format("penerima"): "1.090",
            names["d"].format("penerima"): "1.200",
            names["n"].format("mutu"): "0",
            names["d"].format("mutu"): "0",
            "source": "Laporan triwulan",
        },
    )

    assert "SPM Pendidikan, Kabupaten Sungai" in page
    assert sent.url.endswith("/bidang-spm-kesehatan-1/?periode=2026-S1")
    assert rows() == [
        (KAB, "spm-paud-mutu", 0, 0, "entered"),
        (KAB, "spm-paud-penerima", 1090, 1200, "entered"),
    ]


def test_a_section_that_cannot_be_true_is_refused_with_what_to_do(reference, as_):
    address = reverse("needs:section", args=[KAB, "bidang-spm-pendidikan-1"]) + f"?periode={PERIOD}"
    boxes = {"n-spm-paud-penerima-71_01": "5", "d-spm-paud-penerima-71_01": "0", "source": "x"}
    refused = as_("agency").post(address, boxes)

    assert refused.status_code == 422
    assert "5 dari 0 tidak mungkin. Kalau memang tidak ada, isi 0 dari 0." in refused.content.decode()
    assert rows() == []


@pytest.mark.parametrize(("who", "count"), [("agency", 10), ("bappeda", 10), ("governance", 0), ("kasi", 0)])
def test_the_minimum_services_are_filled_in_at_the_kabupaten(reference, cast, country, who, count):
    period = Period.objects.get(code=PERIOD)
    found = sections_of(user=cast[who], region=country[KAB], period=period)
    assert len([each for each in found if "spm" in each.code]) == count


def test_a_period_before_the_law_asks_for_none_of_them(reference, cast, country):
    period = Period.objects.get(code="2017")
    assert sections_of(user=cast["agency"], region=country[KAB], period=period) == []


def test_a_denominator_that_somebody_else_changed_is_not_overwritten(send, reference, cast, country, now):
    send(KAB, {"spm-paud-penerima": (50, 120)})
    what, region = reference["spm-paud-penerima"], country[KAB]
    late = Typed(region, what, Decimal(55), Decimal(100), seen=Decimal(50), seen_denominator=Decimal(100))
    with pytest.raises(NeedsRefusal, match="baru saja diubah orang lain"):
        enter_values(
            region=region,
            period=Period.objects.get(code=PERIOD),
            values=[late],
            source="x",
            reason="",
            by=cast["agency"],
            at=now,
        )


# Verifying ------------------------------------------------------------------
def test_bappeda_verifies_the_figures_of_the_kabupaten_and_not_those_of_villages(send, put_desa, as_):
    send(KAB, {"spm-paud-penerima": (50, 120), "spm-paud-mutu": (1, 2)})
    address = reverse("needs:verify_place", args=[KAB]) + f"?periode={PERIOD}"
    client = as_("bappeda")
    page = client.get(address).content.decode()
    done = client.post(address, {"looked": "on"})

    assert ("penerima layanan" in page, "Anggrek" in page, done.status_code) == (True, False, 302)
    assert [(row[1], row[4]) for row in rows()] == [
        ("penduduk", "entered"),
        ("spm-paud-mutu", "verified"),
        ("spm-paud-penerima", "verified"),
    ]


@pytest.fixture
def put_desa(reference, now):
    """One unverified figure of a village."""
    value = NewValue("71.01.01.2001", "penduduk", PERIOD, Decimal(900), None, "laporan")
    store([value], by=None, at=now, verb="needs.enter", summary="uji", place_code=KAB)


def test_bappeda_cannot_close_a_period_over_the_villages(reference, as_):
    client = as_("bappeda")
    page = client.get(reverse("needs:tasks", args=[KAB]) + f"?periode={PERIOD}").content.decode()

    assert client.get(reverse("needs:closing", args=[KAB])).status_code == 403
    assert ("Periksa dan verifikasi" in page, "Tutup periode" in page) == (True, False)


def test_home_tells_bappeda_of_the_kabupatens_own_figures_only(send, put_desa, cast, now):
    send(KAB, {"spm-paud-penerima": (50, 120)})
    told = [each.text for each in hooks.home_tasks(user=cast["bappeda"], today=now.date())]
    assert told == ["58 angka SPM Semester 2 2026 belum diisi", "1 angka Semester 1 2026 belum diverifikasi"]
    assert list(needs.home_tasks(user=cast["bappeda"], today=now.date())) == []


# Upload ------------------------------------------------------------------
MEASURE = "SPM Pendidikan anak usia dini: penerima layanan"
HEAD = f"Kode wilayah,{MEASURE},{MEASURE}: penyebut\n"


def uploaded(client, text: str) -> ImportRun:
    file = SimpleUploadedFile("spm.csv", text.encode())
    form = {"berkas": file, "jenis": "needs.kabupaten", "tempat": KAB, "periode": PERIOD, "sumber": "Dinas"}
    client.post(reverse("uploads:new"), form)
    run = ImportRun.objects.latest("pk")
    work(run)
    mapping = {f"arti_{at}": meaning[0] for at, meaning in enumerate(run.mapping) if meaning}
    client.post(reverse("uploads:mapping", args=[run.pk]), mapping)
    work(run)
    return run


def work(run: ImportRun) -> None:
    run.refresh_from_db()
    assert jobs.run(str(run.job_id), at=timezone.now())
    run.refresh_from_db()


def test_a_sheet_of_the_dinas_goes_the_whole_road_and_back(reference, as_):
    client = as_("agency")
    run = uploaded(client, HEAD + "71.01,90,120\n")
    assert (run.state, run.summary["created"], run.summary["findings"]) == ("previewed", 1, 0)
    client.post(reverse("uploads:commit", args=[run.pk]))
    work(run)
    assert rows() == [(KAB, "spm-paud-penerima", 90, 120, "entered")]

    template = client.get(
        reverse("uploads:template", args=["csv"]), {"jenis": "needs.kabupaten", "tempat": KAB, "periode": PERIOD}
    )
    head, row = template.content.decode("utf-8-sig").splitlines()[:2]
    assert (head.split(",")[1:3], row.split(",")[:5]) == (
        ["Nama provinsi", "Nama wilayah"],
        ["71.01", "Utara", "Sungai", "90", "120"],
    )

    client.post(reverse("uploads:undo", args=[run.pk]))
    work(run)
    assert rows() == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("71.01,9,0", "9 dari 0 tidak mungkin"),
        ("71.01,9,", "perlu pembilang dan penyebut"),
        ("71.02,9,10", "Hapus barisnya, atau unggah di wilayahnya."),
        ("71.01.01,9,10", "Pakai kode dari daftar wilayah"),
    ],
)
def test_a_sheet_that_cannot_be_true_is_told_and_not_stored(reference, as_, line, rule):
    client = as_("agency")
    run = uploaded(client, HEAD + line + "\n")
    told = client.get(reverse("uploads:run", args=[run.pk])).content.decode()
    client.post(reverse("uploads:commit", args=[run.pk]))
    run.refresh_from_db()

    assert (run.state, rule in told, rows()) == ("previewed", True, [])


def test_the_table_of_villages_does_not_offer_what_is_observed_of_a_kabupaten(reference):
    [villages, kabupaten] = needs.datasets()
    keys = {column.key for column in villages.columns()}

    assert not {key for key in keys if key.startswith("spm-")}
    assert {column.key.partition("|")[0] for column in kabupaten.columns()[4:]} - {"penjelasan"} == {
        code for code in reference if code.startswith("spm-")
    }

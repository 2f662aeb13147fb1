"""The pages of an upload, from the file to the undo, and who sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rumahbersama.ground.core import jobs
from rumahbersama.ground.intake.models import ImportRun, SavedMatch

CSV = "kode,nama,kecamatan,Jumlah penduduk\n71.01.01.2001,Anggrek,Alas,1200\n,Akasya,Alas,800\n"


@pytest.fixture
def as_(client, cast):
    def signed_in(name):
        client.force_login(cast[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def send(client, content=CSV, *, name="data.csv", place="71.01", period="2020"):
    return client.post(
        "/unggahan/baru/",
        {
            "berkas": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content),
            "jenis": "toy",
            "tempat": place,
            "periode": period,
        },
    )


def work(run):
    run.refresh_from_db()
    assert jobs.run(str(run.job_id), at=timezone.now())
    run.refresh_from_db()


@pytest.fixture
def read_run(toy, as_):
    """An upload of the bappeda that has been read."""
    send(as_("bappeda"))
    run = ImportRun.objects.get()
    work(run)
    return run


def test_the_whole_road_on_pages(toy, as_, read_run):
    client, run = as_("bappeda"), read_run
    home = f"/unggahan/{run.pk}/"
    assert run.state == "checked"
    page = client.get(home + "kolom/").content.decode()
    assert ["Jumlah penduduk" in page, "71.01.01.2001" in page] == [True, True]

    mapping = {"arti_0": "code", "arti_1": "name", "arti_2": "parent", "arti_3": "people", "periode_3": "2020"}
    assert client.post(home + "kolom/", mapping).url == home
    work(run)
    assert (run.state, len(run.summary["questions"])) == ("previewed", 1)
    assert "belum dicocokkan" in client.get(home).content.decode()

    assert client.get(home + "padanan/").status_code == 200
    assert client.post(home + "padanan/", {"padanan_0": "71.01.01.2002"}).url == home
    work(run)
    assert (run.summary["findings"], run.summary["created"]) == (0, 2)
    assert SavedMatch.objects.get().matched_code == "71.01.01.2002"
    assert "2 angka baru, 0 berubah, 0 sama" in client.get(home).content.decode()

    assert client.post(home + "simpan/").url == home
    work(run)
    assert toy.stored == {("71.01.01.2001", "people", "2020"): "1200", ("71.01.01.2002", "people", "2020"): "800"}
    assert "Tersimpan: 2 angka baru, 0 berubah, 0 tetap." in client.get(home).content.decode()

    assert "2 angka yang baru akan dihapus" in client.get(home + "batalkan/").content.decode()
    assert client.post(home + "batalkan/").url == home
    work(run)
    assert (run.state, toy.stored) == ("undone", {})
    assert "Isinya kembali seperti sebelum impor." in client.get(home).content.decode()


def test_an_upload_with_errors_is_not_stored(toy, as_, read_run):
    client, run = as_("bappeda"), read_run
    client.post(f"/unggahan/{run.pk}/kolom/", {"arti_0": "code", "arti_3": "people"})
    work(run)
    ImportRun.objects.filter(pk=run.pk).update(summary=run.summary | {"findings": 1})
    refused = client.post(f"/unggahan/{run.pk}/simpan/")
    assert (refused.status_code, "Masih ada kesalahan" in refused.content.decode()) == (422, True)


def test_a_killed_commit_is_taken_up_and_happens_once(toy, as_, now):
    from rumahbersama.ground.audit.models import AuditRecord

    client = as_("bappeda")
    send(client, CSV.replace(",Akasya", "71.01.01.2002,Akasya"))
    run = ImportRun.objects.get()
    work(run)
    client.post(f"/unggahan/{run.pk}/kolom/", {"arti_0": "code", "arti_3": "people"})
    work(run)
    client.post(f"/unggahan/{run.pk}/simpan/")
    run.refresh_from_db()
    job = run.job
    work(run)
    job.state, job.leased_until = "running", now - timezone.timedelta(minutes=5)
    job.save()

    assert jobs.run(str(job.pk), at=timezone.now())

    run.refresh_from_db()
    assert (run.state, AuditRecord.objects.filter(verb="intake.commit").count(), len(toy.stored)) == (
        "committed",
        1,
        2,
    )


def test_a_hostile_file_is_refused_with_a_sentence(toy, as_):
    client = as_("bappeda")
    send(client, b"%PDF-1.7", name="tabel.xlsx")
    run = ImportRun.objects.get()
    work(run)
    page = client.get(f"/unggahan/{run.pk}/").content.decode()
    assert (run.state, "Isi berkas ini PDF, bukan tabel" in page) == ("refused", True)
    assert (run.packs.count(), run.job.state) == (0, "done")


def test_a_refused_file_is_not_kept(toy, as_, kept_files):
    send(as_("bappeda"), b"%PDF-1.7")
    work(ImportRun.objects.get())
    assert list(kept_files.iterdir()) == []


def test_errors_are_shown_and_given_as_csv_without_live_formulas(toy, as_):
    client = as_("bappeda")
    send(client, CSV.replace("1200", "=1+1"))
    run = ImportRun.objects.get()
    work(run)
    client.post(f"/unggahan/{run.pk}/kolom/", {"arti_0": "code", "arti_1": "name", "arti_3": "people"})
    work(run)
    sheet = client.get(f"/unggahan/{run.pk}/kesalahan.csv").content.decode("utf-8-sig").splitlines()
    assert (
        sheet[1]
        == '2,Jumlah penduduk,\'=1+1,Kolom ini harus berisi angka.,"Tulis angka saja, tanpa satuan atau catatan."'
    )
    assert "Kolom ini harus berisi angka." in client.get(f"/unggahan/{run.pk}/").content.decode()


def test_a_mapping_that_cannot_work_is_refused(as_, read_run):
    response = as_("bappeda").post(f"/unggahan/{read_run.pk}/kolom/", {"arti_0": "code", "arti_3": ""})
    assert (response.status_code, "Pilih sedikitnya satu kolom" in response.content.decode()) == (422, True)


def test_a_match_outside_the_place_is_refused(as_, read_run):
    client, run = as_("bappeda"), read_run
    client.post(f"/unggahan/{run.pk}/kolom/", {"arti_0": "code", "arti_1": "name", "arti_3": "people"})
    work(run)
    url = f"/unggahan/{run.pk}/padanan/"
    response = client.post(url, {"padanan_0": "lain", "kode_0": "72.01.01.2001"})
    assert (response.status_code, "Kode 72.01.01.2001 bukan wilayah di" in response.content.decode()) == (422, True)
    response = client.post(url, {"padanan_0": "lain"})
    assert (response.status_code, "Tulis kode wilayahnya" in response.content.decode()) == (422, True)


def test_the_same_file_twice_is_told(toy, as_, read_run):
    client = as_("bappeda")
    send(client)
    second = ImportRun.objects.latest("pk")
    work(second)
    assert "Berkas yang sama sudah pernah diunggah" in client.get(f"/unggahan/{second.pk}/").content.decode()


def test_an_upload_can_be_thrown_away(as_, read_run, kept_files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert as_("bappeda").post(f"/unggahan/{read_run.pk}/buang/").url == "/unggahan/"
    read_run.refresh_from_db()
    assert (read_run.state, read_run.packs.count(), list(kept_files.iterdir())) == ("discarded", 0, [])
    assert as_("bappeda").post(f"/unggahan/{read_run.pk}/buang/").status_code == 422


WHO = {
    "bappeda": (200, 200),
    "dpmd": (200, 200),
    "agency": (200, 200),
    "province": (200, 403),
    "auditor": (200, 403),
    "camat": (404, 404),
    "keeper": (404, 404),
    "operator": (404, 404),
    "outsider": (404, 404),
    "nobody": (404, 404),
}


@pytest.mark.parametrize(("who", "expected"), WHO.items(), ids=WHO.keys())
def test_who_sees_and_who_changes_an_upload(as_, read_run, who, expected):
    client, home = as_(who), f"/unggahan/{read_run.pk}/"
    assert (client.get(home).status_code, client.get(home + "kolom/").status_code) == expected
    assert client.get(home + "kesalahan.csv").status_code == expected[0]
    for part in ("simpan/", "buang/"):
        assert client.post(home + part).status_code in ({expected[1]} if expected[1] != 200 else {302, 422})


LISTED = {
    "bappeda": 1,
    "province": 1,
    "auditor": 1,
    "camat": 0,
    "keeper": 0,
    "operator": 0,
    "kasi": 403,
    "nobody": 403,
}


@pytest.mark.parametrize(("who", "expected"), LISTED.items(), ids=LISTED.keys())
def test_who_finds_an_upload_in_the_list(as_, read_run, who, expected):
    response = as_(who).get("/unggahan/?cari=data")
    found = response.content.decode().count(">data.csv</a>")
    assert (response.status_code if response.status_code != 200 else found) == expected


def test_a_place_that_is_not_ones_own_cannot_be_chosen(toy, as_):
    response = send(as_("keeper"), place="71.01.02")
    assert (response.status_code, ImportRun.objects.count()) == (422, 0)
    assert as_("kasi").get("/unggahan/baru/").status_code == 403


def test_the_list_filters_by_state(as_, read_run):
    client = as_("bappeda")
    counts = [
        client.get(f"/unggahan/?keadaan={state}").content.decode().count(">data.csv</a>")
        for state in ("checked", "committed", "", "apa-saja")
    ]
    assert counts == [1, 0, 1, 1]


def test_the_list_is_sorted_by_how_far_uploads_are(toy, as_):
    client = as_("bappeda")
    for state in ("committed", "previewed", "uploaded"):
        send(client)
        ImportRun.objects.filter(pk=ImportRun.objects.latest("pk").pk).update(state=state)

    page = client.get("/unggahan/", {"urut": "keadaan"}).context["listing"].page

    assert [entry.state for entry in page] == ["uploaded", "previewed", "committed"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three_rows(toy, as_, rows, django_assert_num_queries):
    client = as_("bappeda")
    for _ in range(rows):
        send(client)
    with django_assert_num_queries(5):
        client.get("/unggahan/")


def test_the_template_is_given_for_ones_own_place(toy, as_):
    client = as_("keeper")
    given = client.get("/unggahan/contoh.csv?tempat=71.01.01&periode=2020")
    assert given.content.decode("utf-8-sig").splitlines()[:2] == [
        "Kode wilayah,Kecamatan,Nama wilayah,Jumlah penduduk",
        "71.01.01.2001,Alas,Anggrek,",
    ]
    assert client.get("/unggahan/contoh.xlsx?tempat=71.01.01").content[:2] == b"PK"
    assert client.get("/unggahan/contoh.csv?tempat=71.01.02").status_code == 404
    assert client.get("/unggahan/contoh.pdf?tempat=71.01.01").status_code == 404


def test_htmx_gets_only_the_state(as_, read_run):
    response = as_("bappeda").get(f"/unggahan/{read_run.pk}/", headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="keadaan"')

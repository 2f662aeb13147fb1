"""The shell and its pages: language, health, jobs of one's own, what is shown when something goes wrong."""

import gzip
import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError
from django.test import Client, override_settings
from django.urls import path

from rumahbersama import urls as real
from rumahbersama.ground.core import registry
from rumahbersama.ground.core.http import refused
from rumahbersama.ground.core.models import Job
from rumahbersama.ground.core.rules import Refusal


def broken(request):
    raise RuntimeError("on purpose")


def refusing(request):
    return refused(request, Refusal("Berkas <b> ini kosong."), back_url="/bantuan/")


urlpatterns = [path("rusak/", broken), path("tolak/", refusing), *real.urlpatterns]
handler400, handler500 = real.handler400, real.handler500

PUBLIC = ["/ui/", "/bantuan/", "/aksesibilitas/"]


@pytest.mark.parametrize("url", PUBLIC)
def test_public_page_has_the_whole_shell(db, client, url):
    html = client.get(url).content.decode()

    assert [html.count(mark) for mark in ("<h1", "<main", "<header", "<footer", 'class="skip"')] == [1, 1, 1, 1, 1]
    assert [html.count(mark) for mark in (" style=", "<style", " onclick=", "javascript:")] == [0, 0, 0, 0]
    assert re.findall(r"<script(?![^>]* src=)", html) == []
    assert re.findall(r' (?:data-l|href|id|for)=""', html) == []


def test_titles_are_unique(db, client):
    pages = [client.get(url).content.decode() for url in PUBLIC]
    titles = [" ".join(re.search("<title>(.*?)</title>", html, re.DOTALL)[1].split()) for html in pages]

    assert sorted(set(titles)) == sorted(titles)


def test_ids_on_the_components_page_are_unique(db, client):
    ids = re.findall(r' id="([^"]+)"', client.get("/ui/").content.decode())

    assert sorted(set(ids)) == sorted(ids)


def test_language_changes_by_a_form_without_script(db):
    client = Client(enforce_csrf_checks=True)
    token = re.search('name="csrfmiddlewaretoken" value="(.+?)"', client.get("/bantuan/?a=1").content.decode())[1]

    answer = client.post("/bahasa/", {"language": "en", "next": "/bantuan/?a=1", "csrfmiddlewaretoken": token})

    assert [answer.status_code, answer["Location"]] == [302, "/bantuan/?a=1"]
    assert '<html lang="en">' in client.get("/bantuan/").content.decode()


def test_language_form_never_leads_elsewhere(db, client):
    assert client.post("/bahasa/", {"language": "en", "next": "https://jahat.invalid/"})["Location"] == "/"


def test_demo_says_so_on_every_page(db, client):
    said = "semua nama, angka, dan batas di sini karangan"
    with override_settings(DEMO=True):
        shown = [said in client.get(url).content.decode() for url in [*PUBLIC, "/tidak-ada/"]]
    hidden = [said in client.get(url).content.decode() for url in PUBLIC]

    assert [shown, hidden] == [[True] * 4, [False] * 3]


def test_missing_page_tells_the_next_step(db, client):
    answer = client.get("/tidak-ada/")

    assert answer.status_code == 404
    assert "<h1>Halaman ini tidak ditemukan</h1>" in answer.content.decode()


def test_expired_form_tells_the_next_step(db):
    answer = Client(enforce_csrf_checks=True).post("/bahasa/", {"language": "en"})

    assert answer.status_code == 403
    assert "<h1>Formulir ini sudah kedaluwarsa</h1>" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_broken_page_needs_no_database(client):
    client.raise_request_exception = False

    answer = client.get("/rusak/")

    assert answer.status_code == 500
    assert "<h1>Ada kesalahan di server</h1>" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_refusal_is_shown_as_a_sentence(db, client):
    answer = client.get("/tolak/")

    assert answer.status_code == 422
    assert "Berkas &lt;b&gt; ini kosong." in answer.content.decode()


@override_settings(ALLOWED_HOSTS=["rumah.invalid"])
def test_unreadable_request_gets_a_page(db, client):
    answer = client.get("/bantuan/")

    assert answer.status_code == 400
    assert "<h1>Permintaan ini tidak dapat dibaca</h1>" in answer.content.decode()


def test_healthz_asks_nothing_of_the_database(client):
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_names_what_is_bad(db, client, monkeypatch):
    good = registry.DoctorCheck(name="Tabel", state="ok", text="")
    bad = registry.DoctorCheck(name="Pemicu", state="bad", text="rahasia")
    for checks, status, body in [
        ([good], 200, {"ready": True, "bad": []}),
        ([good, bad], 503, {"ready": False, "bad": ["Pemicu"]}),
    ]:
        hook = registry.Hook("doctor_checks")
        hook.fill(lambda checks=checks: checks)
        monkeypatch.setattr(registry, "doctor_checks", hook)
        answer = client.get("/readyz")
        assert [answer.status_code, answer.json()] == [status, body]


def test_readyz_survives_a_database_that_does_not_answer(client, monkeypatch):
    def dead():
        raise DatabaseError("gone")
        yield

    hook = registry.Hook("doctor_checks")
    hook.fill(dead)
    monkeypatch.setattr(registry, "doctor_checks", hook)

    answer = client.get("/readyz")

    assert [answer.status_code, answer.json()] == [503, {"ready": False, "bad": ["database"]}]


def test_offline_page_holds_nothing_of_a_person(client, cast):
    client.force_login(cast["keeper"])

    assert str(cast["keeper"]) not in client.get("/luring/").content.decode()
    assert client.get("/sw.js")["Content-Type"] == "text/javascript; charset=utf-8"


def test_robots_and_icon(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert client.get("/favicon.ico")["Location"] == "/static/core/icon.svg"


@pytest.fixture
def job(cast, now):
    return Job.objects.create(
        kind="x",
        title="Impor posyandu",
        by=cast["keeper"],
        created_at=now,
        state="running",
        phase="Membaca",
        done=5,
        total=20,
    )


def test_job_is_seen_by_its_owner_alone(client, cast, job):
    seen = {}
    for role in ("keeper", "camat", "operator"):
        client.force_login(cast[role])
        seen[role] = client.get(job.get_absolute_url()).status_code
    client.logout()
    seen["anonymous"] = client.get(job.get_absolute_url()).status_code

    assert seen == {"keeper": 200, "camat": 404, "operator": 404, "anonymous": 302}


def test_job_page_asks_again_until_it_is_over(client, cast, job):
    client.force_login(cast["keeper"])
    asking = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    Job.objects.filter(pk=job.pk).update(state="failed", message="Berkas kosong.")
    over = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert ['hx-trigger="every 2s"' in html for html in (asking, over)] == [True, False]
    assert ["<html" in html for html in (asking, over)] == [False, False]
    assert ["5 dari 20" in asking, "Berkas kosong." in over] == [True, True]


def test_my_jobs_lists_my_own(client, cast, job):
    found = {}
    for role in ("keeper", "camat"):
        client.force_login(cast[role])
        found[role] = "Impor posyandu" in client.get("/pekerjaan/").content.decode()

    assert found == {"keeper": True, "camat": False}


def test_my_jobs_are_sorted_by_how_far_they_are(client, cast, now):
    for state in ("done", "failed", "waiting"):
        Job.objects.create(kind="x", title=state, by=cast["keeper"], state=state, created_at=now)
    client.force_login(cast["keeper"])

    page = client.get("/pekerjaan/", {"urut": "keadaan"}).context["listing"].page

    assert [job.state for job in page] == ["waiting", "done", "failed"]


def test_style_and_script_stay_within_their_budgets():
    sizes = {name: len(_static(f"core/{name}")) for name in ("app.css", "app.js")}
    css = _static("core/app.css")
    scripts = b"".join(gzip.compress(_static(name), 9) for name in ("core/app.js", "django_htmx/htmx-2.min.js"))

    assert [name for name, size in sizes.items() if size > {"app.css": 25 * 1024, "app.js": 6 * 1024}[name]] == []
    assert max(len(gzip.compress(css, 9)), len(brotli.compress(css))) <= 8 * 1024
    assert len(scripts) <= 22 * 1024


def test_breakpoints_never_touch_print():
    widths = re.findall(r"@media[^{]*width[^{]*\{", _static("core/app.css").decode())

    assert [rule for rule in widths if not rule.startswith("@media screen and ")] == []
    assert len(widths) == 3


def _static(name: str) -> bytes:
    with open(finders.find(name), "rb") as file:
        return file.read()


def test_languages_are_two():
    assert [code for code, _name in settings.LANGUAGES] == ["id", "en"]

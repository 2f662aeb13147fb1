"""Pages of commitments: who does what, the lists, the home page, and the hand-over."""

import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from rumahbersama.chain.commitments import actions, hooks
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.ground.people.actions.posts import appoint_by_name, end_tenure
from rumahbersama.ground.people.models import Post, Tenure
from rumahbersama.ground.regions.office_days import reference
from tests.commitments.conftest import AT, TODAY
from tests.files.making import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client, cast):
    def signing_in(who: str):
        client.force_login(cast[who])
        return client

    return signing_in


def url(name: str, *args) -> str:
    return reverse(f"commitments:{name}", args=args)


def form(posts, **more) -> dict[str, str]:
    plain = {
        "post": str(posts["kasi"].pk),
        "what": "Mengaktifkan Posyandu Melati",
        "place": "71.01.01.2001",
        "working_days": "20",
        "steps": "Mendata anak\nMelatih kader",
    }
    return plain | more


def test_a_kasi_promises_and_the_deadline_counts_working_days_of_the_place(as_, posts, country, monkeypatch):
    reference.load_reference(by=None, at=AT)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    client = as_("kasi")
    monkeypatch.setattr(timezone, "now", lambda: AT)

    answer = client.post(url("new"), form(posts))

    made = Commitment.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.due_on, made.region.code, made.steps.count()) == (date(2026, 4, 7), "71.01.01.2001", 2)


def test_a_promise_is_of_the_day_that_it_is_at_the_place_of_its_post(as_, posts, monkeypatch):
    client = as_("kasi")
    evening = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 23.30 in Jakarta; at 71.01.01 the next day has begun
    monkeypatch.setattr(timezone, "now", lambda: evening)

    client.post(url("new"), form(posts))

    assert Commitment.objects.get().promised_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"working_days": ""}, "salah satu saja"),
        ({"due_on_0": "1", "due_on_1": "5", "due_on_2": "2026"}, "salah satu saja"),
        ({"steps": "Mendata; 31 2 2026"}, "tidak ada di kalender"),
        ({"cost_rupiah": "banyak"}, "bukan angka"),
        ({"place": "71.01.02.2001"}, "Pilih"),
    ],
)
def test_a_promise_that_cannot_be_read_is_told_with_what_was_typed(as_, posts, wrong, told):
    answer = as_("kasi").post(url("new"), form(posts, **wrong))

    html = answer.content.decode()
    assert (answer.status_code, "Mengaktifkan Posyandu Melati" in html) == (422, True)
    assert told in html
    assert Commitment.objects.count() == 0


def test_one_cannot_promise_for_a_post_of_another_place(as_, posts):
    answer = as_("kasi").post(url("new"), form(posts, post=str(posts["camat_b"].pk)))

    assert (answer.status_code, Commitment.objects.count()) == (422, 0)


def test_done_is_told_with_a_photo_and_confirmed_by_the_camat_alone(as_, promised, posts):
    row = promised()
    photo = {"file": io.BytesIO(picture())}
    photo["file"].name = "bukti.jpg"

    as_("kasi").post(url("report", row.pk), {"text": "Posyandu buka.", "to": "done", **photo})
    assert as_("kasi").get(url("confirm", row.pk)).status_code == 403
    page = as_("camat").get(row.get_absolute_url()).content.decode()
    report = row.reports.get()
    assert as_("camat").get(url("proof", row.pk, report.pk)).headers["Content-Type"] == "image/jpeg"
    assert as_("outsider").get(url("proof", row.pk, report.pk)).status_code == 404
    answer = as_("camat").post(url("confirm", row.pk), {"verdict": "terbukti", "note": "", "seen": "2"})

    row.refresh_from_db()
    assert ("Periksa" in page, answer.status_code, row.state) == (True, 302, "verified")


def test_who_holds_a_promise_does_not_confirm_it_even_as_a_head(as_, promised):
    row = promised("camat", "71.01.01")
    actions.report_on(commitment=row, text="Sudah.", to="done", by=None, at=AT)

    assert as_("camat").get(url("confirm", row.pk)).status_code == 403
    assert as_("sekcam").get(url("confirm", row.pk)).status_code == 200


def test_confirmed_is_opened_again_by_who_confirms_only(as_, promised):
    row = promised()
    actions.report_on(commitment=row, text="Sudah.", to="done", by=None, at=AT)
    actions.confirm_commitment(commitment=row, by=None, at=AT, seen=2)

    assert as_("kasi").post(url("reopen", row.pk), {"seen": "3"}).status_code == 422
    assert as_("camat").post(url("reopen", row.pk), {"seen": "3"}).status_code == 302


def test_lists_begin_with_what_is_late_and_cost_the_same_with_more(
    as_, promised, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 4, 15))
    promised(what="Janji jauh", due_on=date(2026, 8, 1))
    promised(what="Janji lewat", due_on=date(2026, 3, 9))
    client = as_("kasi")
    page = client.get(url("mine")).content.decode()
    assert page.index("Janji lewat") < page.index("Janji jauh")
    assert "1 janji jabatan Anda sudah lewat tenggat." in page
    for name, args, cost in (("mine", (), 10), ("place", ("71.01.01",), 10)):
        client.get(url(name, *args))
        with django_assert_num_queries(cost):
            client.get(url(name, *args))
    promised("camat", what="Janji lain", due_on=date(2026, 8, 1))
    with django_assert_num_queries(10):
        client.get(url("place", "71.01.01"))


def test_a_list_is_narrowed_searched_and_downloaded(as_, promised, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 4, 15))
    promised(what="Janji jauh", due_on=date(2026, 8, 1))
    promised(what="=Janji lewat", due_on=date(2026, 3, 9))
    client = as_("camat")

    late = client.get(url("place", "71.01.01"), {"kelompok": "terlambat"}).content.decode()
    none = client.get(url("place", "71.01.01"), {"cari": "tidakada"}).content.decode()
    text = client.get(url("download", "71.01.01", "csv"), {"kelompok": "terlambat"}).content.decode("utf-8-sig")

    assert ("=Janji lewat" in late, "Janji jauh" in late) == (True, False)
    assert "Tidak ada komitmen yang cocok" in none
    assert ("'=Janji lewat" in text, "Janji jauh" in text) == (True, False)


def test_a_list_is_sorted_by_how_far_promises_are(as_, promised):
    for state in ("done", "promised", "in_progress"):
        row = promised(what=state)
        Commitment.objects.filter(pk=row.pk).update(state=state)

    page = as_("camat").get(url("place", "71.01.01"), {"urut": "keadaan"}).context["listing"].page

    assert [row.state for row in page] == ["promised", "in_progress", "done"]


def test_home_of_a_camat_who_holds_a_post_asks_each_room_once(as_, promised, django_assert_max_num_queries):
    promised("camat", "71.01.01", due_on=date(2026, 3, 3))
    actions.report_on(commitment=promised(), text="Sudah.", to="done", by=None, at=AT)
    client = as_("camat")
    client.get("/")

    with django_assert_max_num_queries(25):  # one of each room; mediation: what it handles, what it is a party of
        html = client.get("/").content.decode()

    assert "janji Anda lewat tenggat" in html
    assert "1 komitmen menunggu pemeriksaan Anda" in html


def test_home_says_what_i_owe_and_what_waits_for_me(promised, cast):
    promised(due_on=date(2026, 3, 3))
    promised(due_on=date(2026, 3, 3))
    done = promised()
    actions.report_on(commitment=done, text="Sudah.", to="done", by=None, at=AT)

    kasi = [(task.text, task.tone) for task in hooks.home_tasks(user=cast["kasi"], today=date(2026, 3, 4))]
    camat = [(task.text, task.tone) for task in hooks.home_tasks(user=cast["camat"], today=date(2026, 3, 4))]
    other = [task.text for task in hooks.home_tasks(user=cast["camat_b"], today=date(2026, 3, 4))]

    assert kasi == [("2 janji Anda lewat tenggat", "bad")]
    assert camat == [("1 komitmen menunggu pemeriksaan Anda", "warn")]
    assert other == []


def test_moving_somebody_shows_what_stays_with_the_post(as_, promised, posts, cast):
    row = promised()
    tenure = Tenure.objects.get(post=posts["kasi"])

    for name in ("transfer", "end_tenure"):
        address = reverse(f"people:{name}", args=[posts["kasi"].pk, tenure.pk])
        html = as_("camat").get(address).content.decode()
        assert (name, row.get_absolute_url() in html) == (name, True)
    end = {"last_day_0": "3", "last_day_1": "3", "last_day_2": "2026", "reason": "Pindah"}
    as_("camat").post(reverse("people:end_tenure", args=[posts["kasi"].pk, tenure.pk]), end)

    page = as_("camat").get(url("place", "71.01.01")).content.decode()
    assert "1 janji dipegang jabatan yang sedang kosong." in page
    assert "jabatan ini sedang kosong" in page


def test_a_village_sees_what_was_promised_for_it(as_, promised):
    row = promised()
    elsewhere = promised("camat", "71.01.01")

    assert as_("operator").get(row.get_absolute_url()).status_code == 200
    assert as_("operator").get(elsewhere.get_absolute_url()).status_code == 403
    assert as_("operator_b").get(row.get_absolute_url()).status_code == 404


def sent(client, account, address: str, **fields):
    """Send a form as the outbox of a device does."""
    told = {"kunci": "kunci-satu", "akun": str(account.pk), "pada": "2026-03-02T08:00:00Z"} | fields
    return client.post(address, told, headers={"X-Outbox": "1"})


def test_a_report_kept_without_signal_arrives_once_however_often_it_is_sent(as_, cast, promised):
    address = url("report", promised().pk)
    client = as_("kasi")
    report = {"text": "Kader sudah dilatih", "to": "in_progress"}
    answers = [sent(client, cast["kasi"], address, **report) for _ in range(3)]

    row = Commitment.objects.get()
    assert [(each.status_code, each.json()["tujuan"]) for each in answers] == [
        (201, row.get_absolute_url()),
        (200, row.get_absolute_url()),
        (200, row.get_absolute_url()),
    ]
    assert [report.text for report in row.reports.all()] == ["Kader sudah dilatih"]


def test_a_report_that_is_refused_says_why_and_may_be_sent_again_mended(as_, cast, promised):
    address = url("report", promised().pk)
    client = as_("kasi")
    refused = sent(client, cast["kasi"], address, text="", to="done")
    mended = sent(client, cast["kasi"], address, text="Sudah", to="done")

    assert (refused.status_code, "Apa yang sudah terjadi" in refused.json()["galat"][0]) == (422, True)
    assert (mended.status_code, Commitment.objects.get().state) == (201, "done")


def test_a_promise_written_without_signal_is_made_once(as_, cast, posts):
    client = as_("kasi")
    answers = [sent(client, cast["kasi"], url("new"), **form(posts)) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 200]
    assert Commitment.objects.count() == 1


def test_the_plain_form_taken_twice_makes_one_promise(as_, posts):
    client = as_("kasi")
    answers = [client.post(url("new"), form(posts, kunci="kunci-dua")) for _ in range(2)]

    assert ([each.status_code for each in answers], answers[0].url == answers[1].url) == ([302, 302], True)
    assert Commitment.objects.count() == 1


def test_the_plain_report_taken_twice_is_told_once(as_, promised):
    row, client = promised(), as_("kasi")
    report = {"text": "Kader sudah dilatih", "to": "in_progress", "kunci": "kunci-tiga"}
    answers = [client.post(url("report", row.pk), report) for _ in range(2)]

    assert ([each.status_code for each in answers], row.reports.count()) == ([302, 302], 1)


def test_a_promise_that_was_taken_over_names_who_held_the_post_then(as_, promised, posts):
    row, client = promised(), as_("camat")
    before = client.get(row.get_absolute_url()).content.decode()
    held = Tenure.objects.select_related("post__region", "person").get(post=posts["kasi"])
    end_tenure(tenure=held, on=date(2026, 3, 10), by=None, at=AT)
    told = {"capacity": "definitive", "starts_on": date(2026, 3, 10), "by": None, "at": AT}
    appoint_by_name(post=posts["kasi"], person=None, name="Wahyu Penerus", **told)

    after = client.get(row.get_absolute_url()).content.decode()

    words = f"Waktu dijanjikan dipegang {held.person.name}"
    assert (words in before, words in after) == (False, True)
    assert "Sekarang jabatan itu dipegang Wahyu Penerus." in after


def test_where_no_post_is_recorded_the_page_says_so_and_who_records_one(as_, country, cast):
    Post.objects.filter(region=country["71.01.01.2001"]).delete()

    answer = as_("operator").get(url("new") + "?tempat=71.01.01.2001")

    assert (answer.status_code, answer.templates[0].name) == (200, "commitments/no_post.html")
    assert "mintalah camat, sekcam, atau pengelola akun mencatat jabatannya" in answer.text
    assert reverse("people:viewers", args=["71.01.01.2001"]) in answer.text
    assert as_("operator").post(url("new"), {"what": "x"}).status_code == 422
    assert Commitment.objects.count() == 0


def test_who_promises_nowhere_is_refused_as_before(as_, cast):
    assert as_("auditor").get(url("new")).status_code == 403


def test_a_village_promises_by_its_own_post(as_, country, cast, posts):
    post = Post.objects.create(title="Kepala Desa", region=country["71.01.01.2001"])

    done = as_("operator").post(url("new"), form(posts, post=str(post.pk)))

    assert (done.status_code, Commitment.objects.get().post) == (302, post)

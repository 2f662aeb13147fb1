"""Every kind of page: its address in the scene, who opens it, and what its form refuses when it is sent empty.

A new address gets a line here, or ``test_every_page_is_a_kind`` is red.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

Scene = dict[str, Any]
HOME, OTHER, VILLAGE, PERIOD = "99.01.01", "99.01.02", "99.01.01.2001", "2026-S1"


@dataclass(frozen=True)
class Kind:
    """One kind of page. ``empty``: its form refuses to be sent with nothing filled in."""

    name: str
    role: str
    make: Callable[[Scene], dict[str, Any]] = lambda _scene: {}
    query: str = ""
    status: int = 200
    empty: bool = False
    note: str = ""

    def address(self, scene: Scene) -> str:
        return reverse(self.name, kwargs=self.make(scene)) + self.query

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.role, self.note) if part)


def place(code: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda _scene: {"code": code}


def number(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"][name]}


def link(scene: Scene) -> dict[str, Any]:
    return {"token": scene["survey_token"]}


def klass(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["event"], "klass": 1}


def decided_person(scene: Scene) -> dict[str, Any]:
    return decided_event(scene) | {"participation": scene["numbers"]["decided_person"]}


def decided_event(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["decided_event"]}


def held_class(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["held_event"], "klass": 1}


def part_of_event(name: str, argument: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"]["event"], argument: scene["numbers"][name]}


def run(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["runs"][name]}


def question(scene: Scene) -> dict[str, Any]:
    return {"pk": scene["question"]}


def tenure(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["post"], "tenure": scene["numbers"]["tenure"]}


def holiday(scene: Scene) -> dict[str, Any]:
    return {"code": "99.01", "number": scene["numbers"]["holiday"]}


def photo(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"][name], "photo": scene["numbers"][f"photo_of_{name}"]}


def people_of(scene: Scene) -> dict[str, Any]:
    return {"number": scene["people"]["event"]}


def participant(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: people_of(scene) | {"participation": scene["people"][name]}


def planning(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"]["rtl_event"], "participation": scene["numbers"][f"rtl_{name}"]}


def attending(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["roster"], "attendee": scene["numbers"]["attendee"]}


def attended(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["occasion"], "attendee": scene["numbers"]["attendee"]}


def sheets(kind: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"]["roster"], "kind": kind}


def value(_scene: Scene) -> dict[str, Any]:
    return {"code": VILLAGE, "indicator": "posyandu", "period": PERIOD}


KINDS = [
    # office
    Kind("home", "stranger"),
    Kind("home", "camat"),
    Kind("home", "operator"),
    Kind("home", "nobody"),
    Kind("home", "ministry"),
    Kind("search:search", "camat", query="?cari=sukamaju"),
    Kind("history:records", "camat"),
    Kind("history:record", "camat", number("record")),
    Kind("history:rows", "camat", query="?entity=needs.observation&key=99.01.01.2001|posyandu|2026-S1"),
    Kind("administration:overview", "administrator"),
    Kind("administration:health", "administrator"),
    Kind("administration:jobs", "administrator"),
    Kind("administration:sessions", "administrator"),
    Kind("uploads:list", "bappeda"),
    Kind("uploads:new", "bappeda", empty=True),
    Kind("uploads:run", "bappeda", run("checked"), note="checked"),
    Kind("uploads:run", "bappeda", run("faulty"), note="faulty"),
    Kind("uploads:run", "bappeda", run("questions"), note="questions"),
    Kind("uploads:run", "bappeda", run("clean"), note="clean"),
    Kind("uploads:run", "bappeda", run("committed"), note="committed"),
    Kind("uploads:run", "bappeda", run("undone"), note="undone"),
    Kind("uploads:run", "bappeda", run("refused"), note="refused"),
    Kind("uploads:mapping", "bappeda", run("checked")),
    Kind("uploads:matches", "bappeda", run("questions")),
    Kind("uploads:undo", "bappeda", run("committed")),
    Kind("uploads:undo", "bappeda", run("resting"), note="resting"),
    # core
    Kind("core:jobs", "ministry"),
    Kind("core:job", "ministry", lambda scene: {"job_id": scene["job"]}),
    # signing in
    Kind("account_login", "stranger", empty=True),
    Kind("account_logout", "camat"),
    Kind("account_inactive", "stranger"),
    Kind("account_reauthenticate", "seksi", empty=True),
    Kind("mfa_reauthenticate", "officer", empty=True),
    Kind("mfa_authenticate", "halfway", empty=True),
    Kind("account_change_password", "seksi", empty=True),
    Kind("account_set_password", "no_password", empty=True),
    Kind("account_reset_password", "stranger", empty=True),
    Kind("account_reset_password_done", "stranger"),
    Kind(
        "account_reset_password_from_key",
        "stranger",
        lambda scene: {"uidb36": scene["uidb36"], "key": scene["key"]},
        empty=True,
    ),
    Kind(
        "account_reset_password_from_key",
        "stranger",
        lambda _scene: {"uidb36": "zz", "key": "salah"},
        note="spent",
    ),
    Kind("account_reset_password_from_key_done", "stranger"),
    Kind("account_confirm_email", "stranger", lambda scene: {"key": scene["email_key"]}),
    Kind("mfa_index", "officer"),
    Kind("mfa_activate_totp", "newcomer", empty=True),
    Kind("mfa_view_recovery_codes", "officer"),
    Kind("mfa_generate_recovery_codes", "officer"),
    Kind("people:keyboard", "at_keyboard", empty=True),
    # one's own account
    Kind("people:profile", "camat"),
    Kind("people:profile", "officer"),
    Kind("people:sessions", "camat"),
    # accounts, roles, invitations
    Kind("people:accounts", "administrator"),
    Kind("people:account", "administrator", number("kasi")),
    Kind("people:grant", "administrator", number("kasi"), empty=True),
    Kind(
        "people:end_role",
        "administrator",
        lambda scene: {"number": scene["numbers"]["kasi"], "assignment": scene["numbers"]["assignment"]},
        empty=True,
    ),
    Kind("people:deactivate", "administrator", number("kasi"), empty=True),
    Kind("people:reactivate", "administrator", number("closed"), empty=True),
    Kind("people:link_person", "administrator", number("kasi")),
    Kind("people:reset_second_factor", "administrator", number("officer"), empty=True),
    Kind("people:invitations", "administrator"),
    Kind("people:invite", "administrator", empty=True),
    Kind("people:accept", "stranger", lambda scene: {"token": scene["token"]}, empty=True),
    Kind("people:resend_invitation", "administrator", number("invitation")),
    Kind("people:revoke_invitation", "administrator", number("invitation")),
    # posts and persons
    Kind("people:posts", "camat", place(HOME)),
    Kind("people:new_post", "camat", place(HOME), empty=True),
    Kind("people:post", "camat", number("post")),
    Kind("people:appoint", "camat", number("vacant"), empty=True),
    Kind("people:end_tenure", "camat", tenure, empty=True),
    Kind("people:transfer", "camat", tenure, empty=True),
    Kind("people:person", "camat", number("person")),
    Kind("people:viewers", "camat", place(HOME)),
    # regions
    Kind("regions:index", "stranger"),
    Kind("regions:search", "stranger", query="?q=tirtamulia"),
    Kind("regions:region", "stranger", place("99.01")),
    Kind("regions:history", "stranger", place("71.01.01.1005")),
    Kind("regions:words", "administrator", place("99")),
    Kind("regions:office_days", "stranger", place("99.01.01"), query="?mulai_0=2&mulai_1=3&mulai_2=2026&hari=20"),
    Kind("regions:office_days", "administrator", place("99.01"), note="may change"),
    Kind("regions:add_holiday", "administrator", place("99.01"), empty=True),
    Kind("regions:office_week", "administrator", place("99.01"), empty=True),
    Kind("regions:withdraw_holiday", "administrator", holiday, empty=True),
    Kind("regions:editions", "ministry"),
    Kind("regions:send", "ministry", empty=True),
    Kind("regions:upload", "ministry", lambda scene: {"pk": scene["upload"]}),
    Kind("regions:questions", "ministry"),
    Kind("regions:question", "ministry", question),
    Kind("regions:link", "ministry", question, query="?successor=lain&code=71.01.01.2009"),
    Kind("regions:end", "ministry", question, empty=True),
    # needs
    Kind("needs:index", "ministry"),
    Kind("needs:new_indicator", "ministry", empty=True),
    Kind("needs:indicator", "camat", place("penduduk")),
    Kind("needs:edit_indicator", "ministry", place("penduduk")),
    Kind("needs:service", "camat", place("posyandu")),
    Kind("needs:replace_standard", "ministry", place("posyandu"), empty=True),
    Kind("needs:ask_once", "ministry"),
    Kind("needs:dictionary", "ministry"),
    Kind("needs:replace_threshold", "ministry", lambda _scene: {"code": "days-to-send"}, empty=True),
    Kind("needs:tasks", "keeper", place(HOME)),
    Kind("needs:tasks", "operator", place(VILLAGE)),
    Kind("needs:section", "keeper", lambda _scene: {"code": HOME, "section": "posyandu"}, note="villages"),
    Kind("needs:section", "operator", lambda _scene: {"code": VILLAGE, "section": "bidang-kesehatan"}),
    Kind("needs:closing", "keeper", place(HOME)),
    Kind("core:outbox", "operator"),
    Kind("needs:verify_place", "keeper", place(VILLAGE)),
    Kind("needs:value", "keeper", value),
    Kind("needs:value", "operator", value),
    # facilities
    Kind("facilities:place", "keeper", place(HOME)),
    Kind("facilities:place", "operator", place(VILLAGE)),
    Kind("facilities:place", "ministry", place("71"), note="none"),
    Kind("facilities:add", "keeper", place(HOME), empty=True),
    Kind("facilities:add", "operator", place(VILLAGE), empty=True),
    Kind("facilities:facility", "keeper", number("facility")),
    Kind("facilities:facility", "operator", number("facility")),
    Kind("facilities:correct", "keeper", number("facility"), empty=True),
    Kind("facilities:close", "keeper", number("facility"), empty=True),
    Kind("facilities:restore", "keeper", number("closed_facility"), empty=True),
    Kind("facilities:remove_photo", "keeper", photo("facility")),
    Kind("facilities:reach", "bappeda", place("99.01")),
    Kind("facilities:reach", "camat", place(HOME)),
    # surveys
    Kind("surveys:rounds", "camat"),
    Kind("surveys:rounds", "nobody", note="none"),
    Kind("surveys:new_round", "kasi", empty=True),
    Kind("surveys:round", "camat", number("survey"), note="open"),
    Kind("surveys:round", "camat", number("rubric"), note="with names"),
    Kind("surveys:screen", "camat", number("survey")),
    Kind("surveys:invite", "camat", number("rubric"), empty=True),
    Kind("surveys:change_round", "camat", number("survey")),
    Kind("surveys:close_round", "camat", number("survey")),
    Kind("surveys:results", "camat", number("evaluated"), query="?menurut=kelompok"),
    Kind("surveys:results", "camat", number("rubric"), note="two raters"),
    Kind("surveys:results", "bappeda", number("survey"), note="not yet"),
    Kind("surveys:answer", "stranger", link),
    Kind("surveys:answer", "camat", link, note="whole"),
    Kind("surveys:questionnaires", "camat"),
    Kind("surveys:new_questionnaire", "kasi", empty=True),
    Kind("surveys:import", "kasi", empty=True),
    Kind("surveys:questionnaire", "camat", number("questionnaire")),
    Kind("surveys:questionnaire", "camat", number("drafted"), note="draft"),
    Kind("surveys:version", "camat", lambda scene: number("questionnaire")(scene) | {"version": 1}),
    Kind("surveys:copy", "camat", number("questionnaire")),
    Kind("surveys:edit_questionnaire", "camat", number("drafted")),
    Kind("surveys:retire", "ministry", number("questionnaire")),
    Kind("surveys:draft", "camat", number("drafted")),
    Kind("surveys:publish", "camat", number("drafted")),
    Kind("surveys:discard", "camat", number("drafted")),
    Kind("surveys:add_question", "camat", number("drafted"), empty=True),
    Kind("surveys:question", "camat", lambda scene: number("drafted")(scene) | {"order": 2}),
    # what people ask for
    Kind("presence:rosters", "kasi"),
    Kind("presence:rosters", "nobody", note="empty"),
    Kind("presence:new", "kasi", empty=True),
    Kind("presence:roster", "kasi", number("roster")),
    Kind("presence:names", "kasi", number("roster"), empty=True),
    Kind("presence:attendee", "kasi", attending),
    Kind("presence:new_occasion", "kasi", number("roster"), empty=True),
    Kind("presence:occasion", "kasi", number("occasion"), note="open"),
    Kind("presence:occasion", "kasi", number("occasion_closed"), note="closed"),
    Kind("presence:edit", "kasi", number("occasion")),
    Kind("presence:tap", "kasi", number("occasion")),
    Kind("presence:correct", "kasi", attended, empty=True),
    Kind("presence:sheet", "kasi", number("occasion")),
    *(
        Kind("presence:sheets", "kasi", sheets(kind), note=kind)
        for kind in ("hari", "tanda-terima", "biodata", "kartu")
    ),
    Kind("presence:screen", "kasi", number("occasion")),
    Kind("presence:enter", "stranger"),
    Kind("presence:mine", "stranger", lambda scene: {"token": scene["own_link"]}),
    Kind(
        "presence:scan",
        "stranger",
        lambda scene: {"key": scene["occasion_key"], "code": "SALAHH"},
        status=422,
        note="old code",
    ),
    Kind("commitments:mine", "camat"),
    Kind("commitments:mine", "nobody", note="without a post"),
    Kind("commitments:reviews", "camat"),
    Kind("commitments:calendars", "camat"),
    Kind("commitments:place", "camat", place(HOME)),
    Kind("commitments:new", "camat", empty=True),
    Kind("commitments:commitment", "camat", number("promise_done"), note="done"),
    Kind("commitments:commitment", "camat", number("promise_late"), note="late"),
    Kind("commitments:commitment", "camat", number("promise_dropped"), note="dropped"),
    Kind("commitments:edit", "camat", number("promise_late")),
    Kind("commitments:report", "camat", number("promise_late"), empty=True),
    Kind("commitments:confirm", "camat", number("promise_done"), empty=True),
    Kind("commitments:drop", "camat", number("promise_late"), empty=True),
    Kind("passing:event", "training_body", decided_event),
    Kind("passing:rule", "training_body", decided_event),
    Kind("passing:class", "training_body", lambda scene: decided_event(scene) | {"klass": 1}),
    Kind("passing:decide", "training_body", decided_event, query="?kelas=1"),
    Kind(
        "passing:person",
        "training_body",
        lambda scene: decided_event(scene) | {"participation": scene["numbers"]["decided_person"]},
    ),
    Kind("passing:certificates", "training_body", decided_event, empty=True),
    Kind("bank:list", "training_body"),
    Kind("bank:new", "training_body", empty=True),
    Kind("bank:bank", "training_body", number("bank")),
    Kind("bank:bank", "training_body", number("bank"), query="?cari=tidakada", note="nothing found"),
    Kind("bank:edit", "training_body", number("bank")),
    Kind("bank:remove", "training_body", number("bank")),
    Kind("bank:new_item", "training_body", number("bank"), empty=True),
    Kind("bank:upload", "training_body", number("bank"), empty=True),
    Kind("bank:import", "training_body", number("import_previewed"), note="preview"),
    Kind("bank:import", "training_body", number("import_committed"), note="stored"),
    Kind("bank:item", "training_body", number("question"), note="two versions"),
    Kind("bank:item", "training_body", number("question_draft"), note="draft"),
    Kind("bank:item", "training_body", number("question_retired"), note="retired"),
    Kind("bank:edit_item", "training_body", number("question")),
    Kind("bank:retire", "training_body", number("question"), empty=True),
    Kind("papers:mine", "camat"),
    Kind("papers:place", "camat", place(HOME)),
    Kind("papers:new", "camat", place(HOME)),
    Kind("papers:new", "camat", place(HOME), query="?jenis=surat_undangan", empty=True, note="a kind"),
    Kind("papers:register", "camat", place(HOME)),
    Kind("papers:letterhead", "camat", place(HOME)),
    Kind("papers:paper", "camat", number("paper_numbered"), note="numbered"),
    Kind("papers:paper", "camat", number("paper_ready"), note="to sign"),
    Kind("papers:paper", "camat", number("paper_returned"), note="sent back"),
    Kind("papers:edit", "camat", number("paper_returned")),
    Kind("papers:printed", "camat", number("paper_numbered")),
    Kind("papers:sign", "camat", number("paper_ready")),
    Kind("papers:send_back", "camat", number("paper_ready"), empty=True),
    Kind("papers:add_file", "camat", number("paper_numbered"), empty=True),
    Kind("papers:give_number", "camat", number("paper_numbered")),
    Kind("papers:send", "camat", number("paper_numbered")),
    Kind("papers:cancel", "camat", number("paper_ready"), empty=True),
    Kind("papers:check", "stranger"),
    Kind("papers:check_code", "stranger", lambda scene: {"code": scene["paper_code"]}),
    Kind("voices:list", "camat", place(HOME)),
    Kind("voices:list", "operator", place(VILLAGE)),
    Kind("voices:new", "keeper", place(HOME), empty=True),
    Kind("voices:new", "operator", place(VILLAGE), empty=True),
    Kind("voices:voice", "keeper", number("voice"), note="open"),
    Kind("voices:voice", "keeper", number("merged"), note="merged"),
    Kind("voices:voice", "keeper", number("withdrawn"), note="withdrawn"),
    Kind("voices:edit", "keeper", number("voice")),
    Kind("voices:withdraw", "keeper", number("voice"), empty=True),
    Kind("voices:join", "keeper", number("voice"), empty=True),
    Kind("voices:part", "keeper", number("merged")),
    Kind("voices:remove_photo", "keeper", photo("voice")),
    Kind("voices:unvoiced", "camat", place(HOME)),
    Kind("voices:unvoiced", "province", place("99"), note="to choose"),
    Kind("voices:unsupported", "camat", place(HOME)),
    # the cascade
    Kind("cascade:programme", "ministry", lambda _scene: {"code": "penguatan-kecamatan-contoh"}),
    Kind("cascade:programme", "kasi", lambda _scene: {"code": "penguatan-kecamatan-contoh"}, note="no names"),
    Kind("cascade:event", "ministry", number("past_event"), note="nobody taught"),
    Kind("cascade:event", "training_body", number("event"), note="not over"),
    Kind("cascade:transcript", "ministry", lambda scene: {"person": scene["people"]["person"]}),
    # who takes part in trainings
    Kind("taking_part:mine", "camat"),
    Kind("taking_part:mine", "nobody", note="nothing"),
    Kind("taking_part:list", "ministry", people_of),
    Kind("taking_part:list", "camat", people_of),
    Kind("taking_part:list", "bappeda", people_of, note="reader"),
    Kind("taking_part:quotas", "ministry", people_of),
    Kind("taking_part:quotas", "camat", people_of),
    Kind("taking_part:edit_quotas", "ministry", people_of),
    Kind("taking_part:keep", "camat", people_of, empty=True),
    Kind("taking_part:new", "camat", people_of, empty=True),
    Kind("taking_part:texts", "camat", people_of),
    Kind("taking_part:classes", "ministry", people_of),
    Kind("taking_part:person", "ministry", participant("approved"), note="approved"),
    Kind("taking_part:person", "ministry", participant("proposed"), note="proposed"),
    Kind("taking_part:person", "ministry", participant("declined"), note="declined"),
    Kind("taking_part:person", "camat", participant("waiting"), note="waiting"),
    Kind("taking_part:edit", "camat", participant("approved")),
    Kind("taking_part:replace", "camat", participant("approved"), empty=True),
    Kind("taking_part:withdraw", "camat", participant("approved"), empty=True),
    Kind("taking_part:decline", "ministry", participant("proposed"), empty=True),
    Kind("taking_part:invitation", "stranger", lambda scene: {"token": scene["people"]["token"]}),
    # follow-up plans
    Kind("rtl:personal", "stranger", lambda scene: {"token": scene["people"]["token"]}),
    Kind("rtl:event", "training_body", number("rtl_event")),
    Kind("rtl:event", "training_body", number("rtl_event"), query="?bulan=6&per=kabupaten", note="noted"),
    Kind("rtl:event", "training_body", number("rtl_event"), query="?per=tanpa-jabatan", note="without post"),
    Kind("rtl:board", "training_body", lambda scene: number("rtl_event")(scene) | {"klass": 1}),
    Kind("rtl:person", "training_body", planning("waiting"), note="without post"),
    Kind("rtl:person", "training_body", planning("draft"), query="?periksa=1", note="checked before sending"),
    Kind("rtl:person", "training_body", planning("promised"), note="a commitment"),
    # tests of trainings
    Kind("tests:tests", "ministry", people_of, note="none yet"),
    Kind("tests:plan", "ministry", people_of),
    Kind("tests:scores", "ministry", people_of, note="none yet"),
    Kind("tests:questions", "ministry", lambda scene: people_of(scene) | {"phase": "pre"}, note="none yet"),
    Kind("tests:take", "stranger", lambda scene: {"token": scene["people"]["token"]}),
    # results
    Kind("results:place", "stranger", place("99.01")),
    Kind("results:place", "ministry", place("0")),
    Kind("results:place", "ministry", place("99")),
    Kind("results:place", "bappeda", place("99.01")),
    Kind("results:place", "camat", place(HOME)),
    Kind("results:place", "camat", place(OTHER), note="neighbour"),
    Kind("results:place", "camat", place(VILLAGE)),
    Kind("results:place", "ministry", place("71"), note="no figures"),
    Kind("priorities:place", "bappeda", place("99.01")),
    Kind("priorities:place", "camat", place(HOME)),
    Kind("results:indicator", "bappeda", lambda _scene: {"code": "99.01", "indicator": "posyandu"}),
    Kind("results:indicator", "camat", lambda _scene: {"code": HOME, "indicator": "posyandu"}),
    Kind("results:monday", "camat", place(HOME)),
    Kind("results:spm", "bappeda", place("99.01")),
    Kind("results:spm", "camat", place("99.01"), note="reader"),
    Kind("results:spm", "ministry", place("99")),
    Kind("results:spm", "ministry", place("71"), note="none"),
    Kind("needs:tasks", "bappeda", place("99.01")),
    Kind("needs:section", "bappeda", lambda _scene: {"code": "99.01", "section": "bidang-spm-kesehatan-1"}),
    Kind("results:completeness", "ministry", place("0")),
    Kind("results:completeness", "bappeda", place("99.01")),
    Kind("results:completeness", "camat", place(HOME)),
    # training
    Kind("training:events", "training_body"),
    Kind("training:events", "kasi", note="reads"),
    Kind("training:new", "training_body", empty=True),
    Kind("training:curricula", "training_body"),
    Kind("training:new_curriculum", "training_body", empty=True),
    Kind("training:curriculum", "ministry", lambda _scene: {"code": "tot-p3pd"}),
    Kind("training:edit_curriculum", "ministry", lambda _scene: {"code": "tot-p3pd"}),
    Kind("training:programmes", "training_body"),
    Kind("training:new_programme", "ministry", empty=True),
    Kind("training:programme", "ministry", lambda _scene: {"code": "penguatan-kecamatan-contoh"}),
    Kind("training:edit_programme", "ministry", lambda _scene: {"code": "penguatan-kecamatan-contoh"}),
    Kind("training:ceilings", "ministry"),
    Kind("training:new_ceiling", "ministry", empty=True),
    Kind("training:event", "training_body", number("event"), note="open"),
    Kind("training:event", "camat", number("event"), note="names people"),
    Kind("training:event", "ministry", number("past_event"), note="past, 27 classes"),
    Kind("training:edit", "training_body", number("event")),
    Kind("training:move", "training_body", lambda scene: number("event")(scene) | {"to": "cancelled"}, empty=True),
    Kind("training:copy", "training_body", number("event"), empty=True),
    Kind("training:new_site", "training_body", number("event"), empty=True),
    Kind("training:edit_site", "training_body", part_of_event("site", "site")),
    Kind("training:new_classes", "training_body", number("event")),
    Kind("training:class", "training_body", klass),
    Kind("hall:attendance", "training_body", number("held_event"), note="held"),
    Kind("hall:attendance", "training_body", number("event"), note="nobody"),
    Kind("hall:presence", "training_body", held_class, note="held"),
    Kind("hall:presence", "training_body", klass, note="no list"),
    Kind("hall:evaluation", "training_body", held_class),
    Kind("hall:evaluations", "training_body", number("held_event")),
    Kind("training:edit_class", "training_body", klass),
    Kind("training:trainers", "training_body", klass, query="?cari=an"),
    Kind("training:timetable", "training_body", number("event")),
    Kind("training:timetable", "camat", number("event"), note="reads"),
    Kind("training:new_session", "training_body", number("event"), empty=True),
    Kind("training:edit_session", "training_body", part_of_event("session", "session")),
    Kind("training:fill", "training_body", number("event")),
    Kind("training:clear", "training_body", number("event")),
    Kind("training:budget", "training_body", number("event")),
    Kind("training:new_line", "training_body", number("event"), empty=True),
    Kind("training:edit_line", "training_body", part_of_event("budget_line", "line")),
]

# Addresses that show no page of their own, and pages that other tests open; each with the reason.
ELSEWHERE = {
    "core:accessibility": "test_ui_page",
    "core:components": "test_ui_page",
    "core:help": "test_ui_page",
    "core:offline": "test_ui_page",
    "core:favicon": "a file",
    "core:healthz": "for machines",
    "core:language": "a form without a page",
    "core:readyz": "for machines",
    "core:robots": "a file",
    "core:service_worker": "a file",
    "core:token": "for machines",
    "commitments:download": "a file",
    "commitments:feed": "a file",
    "commitments:download_mine": "a file",
    "commitments:proof": "a file",
    "commitments:reopen": "a form on the page of the commitment",
    "taking_part:download": "a file",
    "taking_part:download_mine": "a file",
    "taking_part:letter": "a file",
    "taking_part:approve": "a form on the list of people",
    "taking_part:place": "a form on the page of the person",
    "taking_part:restore": "a form on the page of the person",
    "hall:download": "a file",
    "bank:commit": "a form on the page of the import",
    "bank:discard": "a form on the page of the import",
    "bank:download": "a file",
    "tests:download": "a file",
    "bank:restore": "a form on the page of the question",
    "bank:undo": "a form on the page of the import",
    "bank:use": "a form on the page of the question",
    "papers:batch": "a page with the parts of the page of a job: tests/papers",
    "papers:download": "a file",
    "papers:download_mine": "a file",
    "passing:certificate": "needs certificates that were issued: tests/training/passing",
    "passing:download": "a file",
    "papers:export": "a file",
    "papers:file": "a file",
    "papers:initial": "the page of `papers:send_back` with another question: tests/papers",
    "papers:put_up": "a form on the page of the paper",
    "papers:register_file": "a file",
    "papers:replace": "a form on the page of the paper",
    "papers:seal": "a form on the page of the paper",
    "facilities:download": "a file",
    "facilities:download_reach": "a file",
    "facilities:add_photos": "a form on the page of the facility",
    "facilities:photo": "a file",
    "facilities:state": "a form on the page of the facility",
    "history:csv": "a file",
    "history:xlsx": "a file",
    "mfa_deactivate_totp": "refused where the role demands it, as it does of everybody here: tests/people",
    "mfa_download_recovery_codes": "a file",
    "needs:confirm_place": "a form on the page of what is to be filled in",
    "needs:dictionary_file": "a file",
    "needs:value_state": "a form on the page of the value",
    "people:accounts_csv": "a file",
    "people:demo_enter": "a form on the sign-in page",
    "people:posts_index": "leads to the posts of a place",
    "people:verify_email": "a form on one's own page",
    "people:viewers_index": "leads to the page of a place",
    "regions:children_csv": "a file",
    "regions:office_days_csv": "a file",
    "regions:restore_holiday": "a form on the page of office days",
    "presence:close": "a form on the page of the occasion",
    "presence:download": "a file",
    "presence:download_occasion": "a file",
    "presence:open": "a form on the page of the occasion",
    "priorities:download": "a file",
    "results:download": "a file",
    "results:download_indicator": "a file",
    "results:download_completeness": "a file",
    "results:download_spm": "a file",
    "rtl:download": "a file",
    "surveys:answered": "leads back to the questions before anything was sent: tests/surveys",
    "surveys:answers": "a file",
    "surveys:download_results": "a file",
    "surveys:export": "a file",
    "surveys:invitations": "a file",
    "surveys:move_question": "a form on the page of the draft",
    "training:calendar": "a file",
    "training:download": "a file",
    "training:download_budget": "a file",
    "training:remove_class": "a form on the page of the class",
    "training:remove_line": "a form on the page of the line",
    "training:remove_session": "a form on the page of the session",
    "training:remove_site": "a form on the page of the site",
    "training:remove_trainer": "a form on the page of the class",
    "training:retire_curriculum": "a form on the page of the curriculum",
    "cascade:download": "a file",
    "uploads:commit": "a form on the page of the upload",
    "uploads:discard": "a form on the page of the upload",
    "uploads:findings": "a file",
    "uploads:template": "a file",
    "voices:download": "a file",
    "voices:photo": "a file",
    "voices:restore": "a form on the page of the voice",
}

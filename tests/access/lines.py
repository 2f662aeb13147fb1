"""One line per address: its name, its class in the matrix, its methods, and how it is built for a place.

A new address gets a line here, or ``test_every_address_has_a_line`` is red. ``make`` turns the world and the code
of a place into the arguments of the address. ``names_people`` marks pages whose purpose is to name people of the
kecamatan; ``own_devices`` marks pages whose answer differs with every visit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.access.training import PROGRAMME
from tests.access.world import PERIOD, World

Make = Callable[[World, str], dict[str, Any]]


def nothing(_world: World, _code: str) -> dict[str, Any]:
    return {}


def place(_world: World, code: str) -> dict[str, Any]:
    return {"code": code}


def account(world: World, code: str) -> dict[str, Any]:
    return {"number": world.account(code)}


def facility(world: World, code: str) -> dict[str, Any]:
    return {"number": world.facility(code)}


def run(world: World, code: str) -> dict[str, Any]:
    return {"number": world.run(code)}


def promise(world: World, code: str) -> dict[str, Any]:
    return {"number": world.promise(code)}


def survey(world: World, code: str) -> dict[str, Any]:
    return {"number": world.survey(code)}


def questionnaire(world: World, code: str) -> dict[str, Any]:
    return {"number": world.questionnaire(code)}


def version(world: World, code: str) -> dict[str, Any]:
    return {"number": world.questionnaire(code), "version": 1}


def first_question(world: World, code: str) -> dict[str, Any]:
    return {"number": world.questionnaire(code), "order": 1}


def survey_file(world: World, code: str) -> dict[str, Any]:
    return {"number": world.survey(code), "form": "csv"}


def survey_link(world: World, _code: str) -> dict[str, Any]:
    return {"token": world.survey_token}


def paper(world: World, code: str) -> dict[str, Any]:
    return {"number": world.paper(code)}


def voice(world: World, code: str) -> dict[str, Any]:
    return {"number": world.voice(code)}


def bank(world: World, code: str) -> dict[str, Any]:
    return {"number": world.bank(code)}


def bank_file(form: str) -> Make:
    return lambda world, code: {"number": world.bank(code), "form": form}


def question(world: World, code: str) -> dict[str, Any]:
    return {"number": world.question(code)}


def question_import(world: World, code: str) -> dict[str, Any]:
    return {"number": world.question_import(code)}


def facility_photo(world: World, code: str) -> dict[str, Any]:
    return {"number": world.facility(code), "photo": world.facility_photo(code)}


def voice_photo(world: World, code: str) -> dict[str, Any]:
    return {"number": world.voice(code), "photo": world.voice_photo(code)}


def event(world: World, code: str) -> dict[str, Any]:
    return {"number": world.event(code)}


def klass(world: World, code: str) -> dict[str, Any]:
    return {"number": world.event(code), "klass": 1}


def part(name: str) -> Make:
    return lambda world, code: {"number": world.event(code), name: world.part(name, code)}


def curriculum(_world: World, _code: str) -> dict[str, Any]:
    return {"code": "tot-p3pd"}


def programme(_world: World, _code: str) -> dict[str, Any]:
    return {"code": PROGRAMME}


def listed(world: World, code: str) -> dict[str, Any]:
    return {"number": world.roster(code)}


def held(world: World, code: str) -> dict[str, Any]:
    return {"number": world.occasion(code)}


def attending(world: World, code: str) -> dict[str, Any]:
    return {"number": world.roster(code), "attendee": world.attendee(code)}


def attended(world: World, code: str) -> dict[str, Any]:
    return {"number": world.occasion(code), "attendee": world.attendee(code)}


def scanned(world: World, _code: str) -> dict[str, Any]:
    return {"key": world.occasion_key, "code": "SALAHH"}


def linked(world: World, _code: str) -> dict[str, Any]:
    return {"token": world.own_link}


@dataclass(frozen=True)
class Line:
    """One address of the table."""

    name: str
    kind: str
    make: Make = nothing
    methods: str = "GET"
    query: str = ""
    data: dict[str, str] = field(default_factory=dict)
    post_kind: str = ""
    names_people: bool = False


def _value(_world: World, code: str) -> dict[str, Any]:
    return {"code": code, "indicator": "penduduk", "period": PERIOD}


def _table(name: str, form: str) -> Make:
    return lambda world, code: {"code": code, "table": name, "form": form}


MOST_QUERIES = 12  # of a page that opens, whoever opens it


@dataclass(frozen=True)
class More:
    """How often an address may ask the database beyond the rule, who makes it ask so often, and why."""

    on_sqlite: int
    on_postgresql: int
    role: str
    why: str

    @property
    def most(self) -> int:
        """Give the number for the database of this run."""
        return self.on_sqlite if connection.vendor == "sqlite" else self.on_postgresql


MORE_QUERIES = {
    "home": More(17, 22, "administrator", "the keeper sees whether the installation is sound: every check asks"),
    "administration:overview": More(22, 25, "administrator", "every check of rumah doctor, jobs and sessions"),
    "administration:health": More(19, 22, "administrator", "every check of rumah doctor"),
    "core:readyz": More(12, 17, "dpmd", "no page: a probe that asks PostgreSQL for its settings one by one"),
    "search:search": More(20, 20, "camat", "every room looks for itself, places in five ways until enough are found"),
    "needs:value": More(14, 14, "ministry", "the value is held against earlier ones, its neighbours and its whole"),
}

LINES: list[Line] = [
    # office
    Line("home", "public"),
    Line("search:search", "public", query="cari=Rahasia"),
    Line("history:records", "reads history"),
    Line("history:csv", "reads history"),
    Line("history:xlsx", "reads history"),
    Line("history:rows", "history without a row"),
    Line("history:record", "history without a row", lambda world, code: {"number": 0}),
    Line("administration:overview", "runs the system"),
    Line("administration:health", "runs the system"),
    Line("administration:jobs", "runs the system"),
    Line("administration:sessions", "runs the system"),
    Line("uploads:list", "sees uploads"),
    Line("uploads:new", "sends tables", methods="GET POST"),
    Line("uploads:template", "imports", lambda world, code: {"kind": "csv"}, query="tempat={code}"),
    Line("uploads:run", "an upload", run),
    Line("uploads:mapping", "changes an upload", run, methods="GET POST"),
    Line("uploads:matches", "changes an upload", run, methods="GET POST"),
    Line("uploads:commit", "changes an upload", run, methods="POST"),
    Line("uploads:undo", "changes an upload", run, methods="GET POST"),
    Line("uploads:discard", "changes an upload", run, methods="POST"),
    Line("uploads:findings", "an upload", run),
    # core
    Line("core:language", "public", methods="GET POST"),
    Line("core:help", "public"),
    Line("core:accessibility", "public"),
    Line("core:jobs", "signed-in"),
    Line("core:job", "own job", lambda world, code: {"job_id": world.job}),
    Line("core:components", "public"),
    Line("core:outbox", "signed-in"),
    Line("core:token", "public"),
    Line("core:healthz", "public"),
    Line("core:readyz", "public"),
    Line("core:robots", "public"),
    Line("core:favicon", "public"),
    Line("core:offline", "public"),
    Line("core:service_worker", "public"),
    # people: signing in (allauth's pages)
    Line("account_login", "public", methods="GET POST"),
    Line("account_logout", "public", methods="GET POST"),
    Line("account_inactive", "public"),
    Line("account_reauthenticate", "signed-in", methods="GET POST"),
    Line("mfa_reauthenticate", "signed-in", methods="GET POST"),
    Line("mfa_authenticate", "signed-in", methods="GET POST"),
    Line("account_change_password", "signed-in", methods="GET POST"),
    Line("account_set_password", "signed-in", methods="GET POST"),
    Line("account_reset_password", "public", methods="GET POST"),
    Line("account_reset_password_done", "public"),
    Line("account_reset_password_from_key_done", "public"),
    Line(
        "account_reset_password_from_key",
        "public",
        lambda world, code: {"uidb36": "zz", "key": "salah"},
        methods="GET POST",
    ),
    Line("account_confirm_email", "public", lambda world, code: {"key": "salah"}),
    Line("mfa_index", "signed-in"),
    Line("mfa_activate_totp", "signed-in", methods="GET POST"),
    Line("mfa_deactivate_totp", "signed-in", methods="GET POST"),
    Line("mfa_view_recovery_codes", "signed-in"),
    Line("mfa_generate_recovery_codes", "signed-in", methods="GET POST"),
    Line("mfa_download_recovery_codes", "signed-in", methods="GET POST"),
    Line("people:demo_enter", "nowhere", methods="POST"),
    Line("people:keyboard", "signed-in", methods="GET POST"),
    # people: one's own account
    Line("people:profile", "signed-in", methods="GET POST"),
    Line("people:sessions", "signed-in", methods="GET POST"),
    Line("people:verify_email", "signed-in", methods="POST"),
    # people: accounts, roles, invitations
    Line("people:accounts", "manages people"),
    Line("people:accounts_csv", "manages people"),
    Line("people:account", "changes people", account),
    Line("people:grant", "changes people", account, methods="GET POST"),
    Line(
        "people:end_role",
        "changes people",
        lambda world, code: {"number": world.account(code), "assignment": world.assignment(code)},
        methods="GET POST",
    ),
    Line("people:deactivate", "changes people", account, methods="GET POST"),
    Line("people:reactivate", "changes people", account, methods="GET POST"),
    Line("people:link_person", "changes people", account, methods="GET POST"),
    Line("people:reset_second_factor", "changes people", account, methods="GET POST"),
    Line("people:invitations", "manages people"),
    Line("people:invite", "manages people", methods="GET POST"),
    Line("people:accept", "public", lambda world, code: {"token": world.token}, methods="GET POST"),
    Line(
        "people:resend_invitation",
        "changes people",
        lambda world, code: {"number": world.invitation(code)},
        methods="GET POST",
    ),
    Line(
        "people:revoke_invitation",
        "changes people",
        lambda world, code: {"number": world.invitation(code)},
        methods="GET POST",
    ),
    # people in their posts
    Line("people:posts_index", "some rows"),
    Line("people:posts", "posts", place, names_people=True),
    Line("people:new_post", "changes posts", place, methods="GET POST"),
    Line("people:post", "posts", lambda world, code: {"number": world.post(code)}, names_people=True),
    Line("people:appoint", "changes posts", lambda world, code: {"number": world.post(code)}, methods="GET POST"),
    Line(
        "people:end_tenure",
        "changes posts",
        lambda world, code: {"number": world.post(code), "tenure": world.tenure(code)},
        methods="GET POST",
    ),
    Line(
        "people:transfer",
        "changes posts",
        lambda world, code: {"number": world.post(code), "tenure": world.tenure(code)},
        methods="GET POST",
    ),
    Line("people:person", "changes people", lambda world, code: {"number": world.person(code)}, methods="GET POST"),
    Line("people:viewers_index", "any role", names_people=True),
    Line("people:viewers", "who sees it", place, names_people=True),
    # regions
    Line("regions:index", "public"),
    Line("regions:search", "public", query="q=Rahasia"),
    Line("regions:editions", "manages regions"),
    Line("regions:send", "manages regions", methods="GET POST"),
    Line("regions:questions", "manages regions"),
    Line("regions:region", "names", place),
    Line("regions:children_csv", "names", place),
    Line("regions:history", "names", place),
    Line("regions:words", "words of a region", place, methods="GET POST"),
    Line("regions:office_days", "names", place),
    Line("regions:office_days_csv", "names", lambda world, code: {"code": code, "year": 2026}),
    Line("regions:add_holiday", "closed days of a region", place, methods="GET POST"),
    Line("regions:office_week", "closed days of a region", place, methods="GET POST"),
    # surveys
    Line("surveys:answer", "public", survey_link, methods="GET POST"),
    Line("surveys:answered", "public", survey_link, methods="GET POST"),
    Line("surveys:rounds", "signed-in"),
    Line("surveys:new_round", "promises", methods="GET POST"),
    Line("surveys:round", "a voice", survey),
    Line("surveys:screen", "a voice", survey),
    Line("surveys:invite", "keeps a survey", survey, methods="GET POST"),
    Line("surveys:invitations", "keeps a survey", survey_file),
    Line("surveys:change_round", "keeps a survey", survey, methods="GET POST"),
    Line("surveys:close_round", "keeps a survey", survey, methods="GET POST"),
    Line("surveys:results", "a voice", survey),
    Line("surveys:download_results", "a voice", survey_file),
    Line("surveys:answers", "keeps a survey", survey_file),
    Line("surveys:questionnaires", "signed-in"),
    Line("surveys:new_questionnaire", "promises", methods="GET POST"),
    Line("surveys:import", "promises", methods="GET POST"),
    Line("surveys:questionnaire", "a voice", questionnaire),
    Line("surveys:version", "a voice", version),
    Line("surveys:export", "a voice", version),
    Line("surveys:copy", "copies a questionnaire", questionnaire, methods="GET POST"),
    Line("surveys:edit_questionnaire", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:retire", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:draft", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:publish", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:discard", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:add_question", "keeps a survey", questionnaire, methods="GET POST"),
    Line("surveys:question", "keeps a survey", first_question, methods="GET POST"),
    Line("surveys:move_question", "keeps a survey", first_question, methods="POST"),
    # papers
    Line("papers:check", "public"),
    Line("papers:mine", "signed-in"),
    Line("papers:download_mine", "signed-in", lambda world, code: {"form": "csv"}),
    Line("papers:place", "rows", place),
    Line("papers:download", "rows", lambda world, code: {"code": code, "form": "csv"}),
    Line("papers:register", "rows", place),
    Line("papers:register_file", "rows", lambda world, code: {"code": code, "form": "csv"}),
    Line("papers:letterhead", "writes papers", place, methods="GET POST"),
    Line("papers:new", "writes papers", place, methods="GET POST", query="jenis=surat_dinas"),
    Line("papers:paper", "rows", paper),
    Line("papers:printed", "rows", paper),
    Line("papers:export", "rows", lambda world, code: paper(world, code) | {"form": "docx"}),
    Line("papers:edit", "writes papers", paper, methods="GET POST"),
    Line("papers:put_up", "writes papers", paper, methods="POST"),
    Line("papers:initial", "no paraf to put", paper, methods="GET POST"),
    Line("papers:send_back", "writes papers", paper, methods="GET POST"),
    Line("papers:sign", "writes papers", paper, methods="GET POST"),
    Line("papers:give_number", "writes papers", paper, methods="GET POST"),
    Line("papers:add_file", "writes papers", paper, methods="GET POST"),
    Line("papers:seal", "writes papers", paper, methods="POST"),
    Line("papers:send", "writes papers", paper, methods="GET POST"),
    Line("papers:cancel", "writes papers", paper, methods="GET POST"),
    Line("papers:replace", "writes papers", paper, methods="POST"),
    # presence
    Line("presence:rosters", "signed-in"),
    Line("presence:new", "promises", methods="GET POST"),
    Line("presence:roster", "a voice", listed, names_people=True),
    Line("presence:names", "keeps a promise", listed, methods="GET POST"),
    Line("presence:attendee", "keeps a promise", attending, methods="GET POST", data={"lakukan": "ganti"}),
    Line("presence:new_occasion", "keeps a promise", listed, methods="GET POST"),
    Line("presence:download", "a voice", lambda world, code: listed(world, code) | {"form": "csv"}),
    Line("presence:sheets", "keeps a promise", lambda world, code: listed(world, code) | {"kind": "kartu"}),
    Line("presence:occasion", "a voice", held, names_people=True),
    Line("presence:edit", "keeps a promise", held, methods="GET POST"),
    Line("presence:open", "keeps a promise", held, methods="POST"),
    Line("presence:close", "keeps a promise", held, methods="POST"),
    Line("presence:tap", "keeps a promise", held, methods="GET POST"),
    Line("presence:correct", "keeps a promise", attended, methods="GET POST"),
    Line("presence:download_occasion", "a voice", lambda world, code: held(world, code) | {"form": "csv"}),
    Line("presence:sheet", "a voice", held),
    Line("presence:screen", "keeps a promise", held),
    Line("presence:enter", "public", methods="GET POST"),
    Line(
        "presence:scan",
        "public",
        lambda world, code: {"key": world.occasion_key, "code": "SALAHH"},
        methods="GET POST",
    ),
    Line(
        "presence:mine",
        "public",
        lambda world, code: {"token": world.own_link},
        methods="GET POST",
        names_people=True,
    ),
    # commitments
    Line("commitments:mine", "signed-in"),
    Line("commitments:reviews", "signed-in"),
    Line("commitments:download_mine", "signed-in", lambda world, code: {"form": "csv"}),
    Line("commitments:calendars", "signed-in", methods="GET POST"),
    Line("commitments:feed", "public", lambda world, code: {"token": world.calendar}),
    Line("commitments:new", "promises", methods="GET POST"),
    Line("commitments:place", "rows", place, names_people=True),
    Line("commitments:download", "rows", lambda world, code: {"code": code, "form": "csv"}, names_people=True),
    Line("commitments:commitment", "a voice", promise, names_people=True),
    Line("commitments:edit", "keeps a promise", promise, methods="GET POST"),
    Line("commitments:report", "keeps a promise", promise, methods="GET POST"),
    Line("commitments:confirm", "confirms a promise", promise, methods="GET POST"),
    Line("commitments:drop", "keeps a promise", promise, methods="GET POST"),
    Line("commitments:reopen", "keeps a promise", promise, methods="POST"),
    # who takes part in trainings
    Line("taking_part:mine", "signed-in"),
    Line("taking_part:download_mine", "signed-in", lambda world, code: {"form": "csv"}),
    Line(
        "taking_part:invitation",
        "public",
        lambda world, code: {"token": world.participant},
        methods="GET POST",
        names_people=True,
    ),
    Line("taking_part:list", "an event", event),
    Line("taking_part:download", "an event", lambda world, code: {**event(world, code), "form": "csv"}),
    Line("taking_part:quotas", "an event", event),
    Line("taking_part:edit_quotas", "runs an event", event, methods="GET POST"),
    Line("taking_part:keep", "names people", event, methods="GET POST"),
    Line("taking_part:new", "names people", event, methods="GET POST"),
    Line("taking_part:texts", "names people", event),
    Line("taking_part:approve", "runs an event", event, methods="POST"),
    Line("taking_part:classes", "runs an event", event, methods="GET POST"),
    Line("taking_part:person", "changes a participant", part("participation")),
    Line("taking_part:edit", "changes a participant", part("participation"), methods="GET POST"),
    Line("taking_part:replace", "changes a participant", part("participation"), methods="GET POST"),
    Line("taking_part:withdraw", "changes a participant", part("participation"), methods="GET POST"),
    Line("taking_part:decline", "runs an event", part("participation"), methods="GET POST"),
    Line("taking_part:restore", "changes a participant", part("participation"), methods="POST"),
    Line("taking_part:place", "runs an event", part("participation"), methods="POST"),
    # presence and evaluation of classes
    # the cascade
    Line("cascade:programme", "signed-in", programme),
    Line("cascade:download", "signed-in", lambda world, code: {**programme(world, code), "form": "csv"}),
    Line("cascade:event", "an event", event),
    Line(
        "cascade:transcript", "runs an event of a person", lambda world, code: {"person": world.part("person", code)}
    ),
    # tests of trainings
    Line("tests:tests", "runs an event", event, methods="GET POST", data={"buka": "pre:"}),
    Line("tests:plan", "runs an event", event, methods="GET POST"),
    Line("tests:scores", "runs an event", event),
    Line("tests:questions", "runs an event", lambda world, code: event(world, code) | {"phase": "pre"}),
    Line("tests:download", "runs an event", lambda world, code: event(world, code) | {"what": "nilai"}),
    Line(
        "tests:take",
        "public",
        lambda world, code: {"token": world.participant},
        methods="GET POST",
        names_people=True,
    ),
    # follow-up plans
    Line(
        "rtl:personal",
        "public",
        lambda world, code: {"token": world.participant},
        methods="GET POST",
        names_people=True,
    ),
    # who passes a training, and the certificates
    Line("passing:event", "an event", event),
    Line("passing:rule", "runs an event", event, methods="GET POST"),
    Line("passing:decide", "runs an event", event, methods="GET POST"),
    Line("passing:download", "runs an event", lambda world, code: {**event(world, code), "form": "csv"}),
    Line("passing:class", "runs an event", klass, methods="GET POST"),
    Line(
        "passing:person",
        "changes a participant",
        part("participation"),
        methods="GET POST",
        post_kind="runs an event",
    ),
    Line("passing:certificates", "runs an event", event, methods="GET POST"),
    # presence and evaluation of classes
    Line("hall:attendance", "an event", event),
    Line("hall:download", "an event", lambda world, code: {**event(world, code), "form": "csv"}),
    Line("hall:presence", "runs an event", klass, methods="GET POST"),
    Line("hall:evaluation", "runs an event", klass, methods="GET POST"),
    Line("hall:evaluations", "runs an event", event, methods="GET POST"),
    Line("rtl:event", "an event", event),
    Line("rtl:download", "an event", lambda world, code: event(world, code) | {"form": "csv"}),
    Line("rtl:board", "an event", klass),
    Line("rtl:person", "changes a participant", part("participation"), methods="GET POST"),
    # question banks
    Line("bank:list", "runs training"),
    Line("bank:new", "runs training", methods="GET POST"),
    Line("bank:bank", "questions", bank),
    Line("bank:edit", "questions", bank, methods="GET POST"),
    Line("bank:remove", "questions", bank, methods="GET POST"),
    Line("bank:download", "questions", bank_file("gift")),
    Line("bank:download", "questions", bank_file("xlsx")),
    Line("bank:upload", "questions", bank, methods="GET POST"),
    Line("bank:new_item", "questions", bank, methods="GET POST"),
    Line("bank:import", "questions", question_import),
    Line("bank:commit", "questions", question_import, methods="POST"),
    Line("bank:discard", "questions", question_import, methods="POST"),
    Line("bank:undo", "questions", question_import, methods="POST"),
    Line("bank:item", "questions", question),
    Line("bank:edit_item", "questions", question, methods="GET POST"),
    Line("bank:retire", "questions", question, methods="GET POST"),
    Line("bank:use", "questions", question, methods="POST"),
    Line("bank:restore", "questions", question, methods="POST"),
    # needs
    Line("needs:index", "signed-in", methods="GET POST", post_kind="manages reference"),
    Line("needs:dictionary", "signed-in"),
    Line("needs:dictionary_file", "signed-in"),
    Line("needs:new_indicator", "manages reference", methods="GET POST"),
    Line("needs:indicator", "signed-in", lambda world, code: {"code": "penduduk"}, methods="GET POST"),
    Line("needs:edit_indicator", "manages reference", lambda world, code: {"code": "penduduk"}, methods="GET POST"),
    Line("needs:service", "signed-in", lambda world, code: {"code": "posyandu"}, methods="GET POST"),
    Line("needs:replace_standard", "manages reference", lambda world, code: {"code": "posyandu"}, methods="GET POST"),
    Line("needs:ask_once", "signed-in", methods="GET POST"),
    Line(
        "needs:replace_threshold",
        "manages reference",
        lambda world, code: {"code": "days-to-send"},
        methods="GET POST",
    ),
    Line("needs:tasks", "enters", place, methods="GET POST"),
    Line(
        "needs:section",
        "fills in a section",
        lambda world, code: {"code": code, "section": "posyandu"},
        methods="GET POST",
    ),
    Line("needs:confirm_place", "confirms", place, methods="POST"),
    Line("needs:closing", "closes", place, methods="GET POST"),
    Line("needs:verify_place", "verifies", place, methods="GET POST", data={"looked": "on"}),
    Line("needs:value", "rows of a desa", _value, methods="GET POST", post_kind="corrects a desa"),
    Line("needs:value_state", "changes a state", _value, methods="POST"),
    # facilities one by one
    Line("facilities:place", "rows", place),
    Line("facilities:download", "rows", lambda world, code: {"code": code, "form": "csv"}),
    Line("facilities:add", "enters a facility", place, methods="GET POST"),
    Line("facilities:reach", "reach per desa", place),
    Line("facilities:download_reach", "reach per desa", lambda world, code: {"code": code, "form": "xlsx"}),
    Line("facilities:facility", "a facility", facility),
    Line("facilities:correct", "corrects a posyandu", facility, methods="GET POST"),
    Line("facilities:close", "corrects a posyandu", facility, methods="GET POST"),
    Line("facilities:restore", "corrects a posyandu", facility, methods="GET POST"),
    Line("facilities:state", "no state to set", facility, methods="POST"),
    Line("facilities:photo", "a facility", facility_photo),
    Line("facilities:add_photos", "corrects a posyandu", facility, methods="POST"),
    Line("facilities:remove_photo", "corrects a posyandu", facility_photo, methods="GET POST"),
    # what people ask for
    Line("voices:list", "rows", place),
    Line("voices:unvoiced", "rows", place),
    Line("voices:unsupported", "rows", place),
    Line("voices:download", "rows", lambda world, code: {"code": code, "table": "usulan", "form": "csv"}),
    Line("voices:new", "speaks", place, methods="GET POST"),
    Line("voices:voice", "a voice", voice),
    Line("voices:edit", "changes a voice", voice, methods="GET POST"),
    Line("voices:withdraw", "changes a voice", voice, methods="GET POST"),
    Line("voices:restore", "changes a voice", voice, methods="POST"),
    Line("voices:join", "changes a voice", voice, methods="GET POST"),
    Line("voices:part", "changes a voice", voice, methods="GET POST"),
    Line("voices:photo", "a voice", voice_photo),
    Line("voices:remove_photo", "changes a voice", voice_photo, methods="GET POST"),
    # results
    Line("results:place", "names", place, methods="GET POST"),
    Line("priorities:place", "ranks shortages", place, methods="GET POST"),
    Line(
        "priorities:download",
        "ranks shortages",
        lambda world, code: {"code": code, "form": "csv"},
        methods="GET POST",
    ),
    Line(
        "results:indicator",
        "one figure",
        lambda world, code: {"code": code, "indicator": "penduduk"},
        methods="GET POST",
    ),
    Line(
        "results:download_indicator",
        "one figure",
        lambda world, code: {"code": code, "indicator": "penduduk", "form": "csv"},
        methods="GET POST",
    ),
    Line("results:spm", "minimum services", place, methods="GET POST"),
    Line(
        "results:download_spm",
        "minimum services",
        lambda world, code: {"code": code, "form": "csv"},
        methods="GET POST",
    ),
    Line("results:monday", "ranks shortages", place, methods="GET POST"),
    Line("results:completeness", "who has not sent", place, methods="GET POST"),
    Line(
        "results:download_completeness",
        "who has not sent",
        lambda world, code: {"code": code, "form": "csv"},
        methods="GET POST",
    ),
    Line(
        "results:download",
        "figures",
        lambda world, code: {"code": code, "table": "nilai", "form": "csv"},
        methods="GET POST",
    ),
    Line(
        "results:download",
        "figures",
        lambda world, code: {"code": code, "table": "layanan", "form": "xlsx"},
        methods="GET POST",
    ),
    # training: curricula, programmes, events
    Line("training:events", "signed-in"),
    Line("training:download", "signed-in", lambda world, code: {"form": "csv"}),
    Line("training:new", "runs training somewhere", methods="GET POST"),
    Line("training:curricula", "signed-in"),
    Line("training:new_curriculum", "runs training somewhere", methods="GET POST"),
    Line("training:curriculum", "signed-in", curriculum),
    Line("training:edit_curriculum", "changes a shipped curriculum", curriculum, methods="GET POST"),
    Line("training:retire_curriculum", "changes a shipped curriculum", curriculum, methods="POST"),
    Line("training:programmes", "signed-in"),
    Line("training:new_programme", "runs training somewhere", methods="GET POST"),
    Line("training:programme", "signed-in", programme),
    Line("training:edit_programme", "changes a programme of the nation", programme, methods="GET POST"),
    Line("training:ceilings", "uses ceilings"),
    Line("training:new_ceiling", "manages reference", methods="GET POST"),
    Line("training:event", "an event", event),
    Line("training:edit", "runs an event", event, methods="GET POST"),
    Line(
        "training:move",
        "runs an event",
        lambda world, code: {"number": world.event(code), "to": "cancelled"},
        methods="GET POST",
    ),
    Line("training:copy", "runs an event", event, methods="GET POST"),
    Line("training:new_site", "runs an event", event, methods="GET POST"),
    Line("training:edit_site", "runs an event", part("site"), methods="GET POST"),
    Line("training:remove_site", "runs an event", part("site"), methods="POST"),
    Line("training:new_classes", "runs an event", event, methods="GET POST"),
    Line("training:class", "an event", klass),
    Line("training:edit_class", "runs an event", klass, methods="GET POST"),
    Line("training:remove_class", "runs an event", klass, methods="POST"),
    Line("training:trainers", "runs an event", klass, methods="GET POST"),
    Line(
        "training:remove_trainer",
        "runs an event",
        lambda world, code: klass(world, code) | {"teaching": world.part("teaching", code)},
        methods="POST",
    ),
    Line("training:timetable", "an event", event),
    Line("training:calendar", "an event", event),
    Line("training:new_session", "runs an event", event, methods="GET POST"),
    Line("training:edit_session", "runs an event", part("session"), methods="GET POST"),
    Line("training:remove_session", "runs an event", part("session"), methods="POST"),
    Line("training:fill", "runs an event", event, methods="GET POST"),
    Line("training:clear", "runs an event", event, methods="GET POST"),
    Line("training:budget", "runs an event", event),
    Line("training:download_budget", "runs an event", lambda world, code: event(world, code) | {"form": "csv"}),
    Line("training:new_line", "runs an event", event, methods="GET POST"),
    Line("training:edit_line", "runs an event", part("line"), methods="GET POST"),
    Line("training:remove_line", "runs an event", part("line"), methods="POST"),
]

# Addresses about one thing that a room's own tests must cover, each with the reason it has no line here.
ELSEWHERE: dict[str, str] = {
    "regions:upload": "needs a file sent by the account itself: tests/regions",
    "regions:question": "needs an edition with an unresolved region: tests/regions",
    "regions:link": "needs an edition with an unresolved region: tests/regions",
    "regions:end": "needs an edition with an unresolved region: tests/regions",
    "regions:restore_holiday": "needs a closed day: tests/regions",
    "regions:withdraw_holiday": "needs a closed day: tests/regions",
    "taking_part:letter": "needs somebody named with a letter: tests/training/taking_part",
    "papers:check_code": "needs a signed paper that names nobody's secret: tests/papers",
    "passing:certificate": "needs certificates that were issued: tests/training/passing",
    "papers:file": "needs a paper with a file: tests/papers",
    "papers:batch": "needs papers made at once: tests/papers",
    "commitments:proof": "needs a report with a file: tests/commitments",
}

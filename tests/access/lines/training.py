"""The addresses of trainings and all that belongs to them."""

from typing import Any

from tests.access.lines.shape import Line, Make, event, part, question
from tests.access.training import PROGRAMME
from tests.access.world import World


def bank(world: World, code: str) -> dict[str, Any]:
    return {"number": world.bank(code)}


def bank_file(form: str) -> Make:
    return lambda world, code: {"number": world.bank(code), "form": form}


def question_import(world: World, code: str) -> dict[str, Any]:
    return {"number": world.question_import(code)}


def klass(world: World, code: str) -> dict[str, Any]:
    return {"number": world.event(code), "klass": 1}


def curriculum(_world: World, _code: str) -> dict[str, Any]:
    return {"code": "tot-p3pd"}


def programme(_world: World, _code: str) -> dict[str, Any]:
    return {"code": PROGRAMME}


LINES: list[Line] = [
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
    # the golden thread of trainings
    Line("forward:programme", "signed-in", programme),
    Line("forward:download_programme", "signed-in", lambda world, code: programme(world, code) | {"form": "csv"}),
    Line("forward:event", "an event", event),
    Line("forward:download_event", "an event", lambda world, code: event(world, code) | {"form": "csv"}),
    Line("forward:class", "an event", klass),
    Line("forward:download_class", "an event", lambda world, code: klass(world, code) | {"form": "csv"}),
    Line("forward:person", "runs an event of a person", lambda world, code: {"person": world.part("person", code)}),
    Line(
        "forward:download_person",
        "runs an event of a person",
        lambda world, code: {"person": world.part("person", code), "form": "csv"},
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
    # what changed after a training
    Line(
        "after:personal",
        "public",
        lambda world, code: {"token": world.participant},
        methods="GET POST",
        names_people=True,
    ),
    Line("after:programme", "signed-in", programme),
    Line("after:event", "an event", event, methods="GET POST", post_kind="runs an event"),
    Line("after:measures", "an event", event),
    Line("after:download", "an event", lambda world, code: {**event(world, code), "form": "csv"}),
    Line("after:class", "runs an event", lambda world, code: klass(world, code) | {"months": 3}, methods="GET POST"),
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
    # letters, reminders and reports
    Line("letters:list", "an event", event),
    Line("letters:download", "an event", lambda world, code: {**event(world, code), "form": "csv"}),
    Line(
        "letters:new",
        "writes letters of an event",
        lambda world, code: {**event(world, code), "what": "laporan"},
        methods="GET POST",
    ),
    Line(
        "letters:new",
        "assigns people of an event",
        lambda world, code: {**event(world, code), "what": "tugas-peserta"},
        methods="GET POST",
    ),
    Line("letters:reminders", "runs an event", event),
    # presence and evaluation of classes
    Line("hall:attendance", "an event", event),
    Line("hall:download", "an event", lambda world, code: {**event(world, code), "form": "csv"}),
    Line("hall:presence", "runs an event", klass, methods="GET POST"),
    Line("hall:evaluation", "runs an event", klass, methods="GET POST"),
    Line("hall:evaluations", "runs an event", event, methods="GET POST"),
    Line("practice:copy", "runs an event", klass, methods="GET POST"),
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
    Line("trainers:links", "runs an event", event),
    Line(
        "trainers:personal",
        "public",
        lambda world, code: {"token": world.trainer},
        names_people=True,
    ),
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

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "after:raters": "needs an open form: tests/training/after",
    "after:links": "needs an open form: tests/training/after",
    "taking_part:letter": "needs somebody named with a letter: tests/training/taking_part",
    "passing:certificate": "needs certificates that were issued: tests/training/passing",
}

"""The pages of trainings and all that belongs to them."""

from collections.abc import Callable
from typing import Any

from tests.browser.kinds.shape import Kind, Scene, number


def klass(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["event"], "klass": 1}


def decided_person(scene: Scene) -> dict[str, Any]:
    return decided_event(scene) | {"participation": scene["numbers"]["decided_person"]}


def decided_event(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["decided_event"]}


def held_event(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["held_event"]}


def ready_class(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["practised_event"], "klass": 1}


def held_class(scene: Scene) -> dict[str, Any]:
    return {"number": scene["numbers"]["held_event"], "klass": 1}


def part_of_event(name: str, argument: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"]["event"], argument: scene["numbers"][name]}


def people_of(scene: Scene) -> dict[str, Any]:
    return {"number": scene["people"]["event"]}


def participant(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: people_of(scene) | {"participation": scene["people"][name]}


def planning(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"number": scene["numbers"]["rtl_event"], "participation": scene["numbers"][f"rtl_{name}"]}


KINDS: list[Kind] = [
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
    # the golden thread of trainings
    Kind("forward:programme", "ministry", lambda _scene: {"code": "penguatan-kecamatan-contoh"}),
    Kind(
        "forward:programme", "nobody", lambda _scene: {"code": "penguatan-kecamatan-contoh"}, note="nothing in sight"
    ),
    Kind("forward:event", "training_body", number("rtl_promised_event")),
    Kind(
        "forward:event", "training_body", number("rtl_promised_event"), query="?keadaan=dihentikan", note="narrowed"
    ),
    Kind("forward:class", "training_body", lambda scene: number("rtl_promised_event")(scene) | {"klass": 1}),
    Kind("forward:person", "ministry", lambda scene: {"person": scene["numbers"]["rtl_promised_person"]}),
    # the cascade
    Kind("cascade:programme", "ministry", lambda _scene: {"code": "penguatan-kecamatan-contoh"}),
    Kind("cascade:programme", "kasi", lambda _scene: {"code": "penguatan-kecamatan-contoh"}, note="no names"),
    Kind("cascade:event", "ministry", number("past_event"), note="trained nobody to teach"),
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
    Kind("trainers:personal", "stranger", lambda scene: {"token": scene["people"]["trainer"]}),
    Kind("trainers:links", "training_body", number("event")),
    # follow-up plans
    Kind("rtl:personal", "stranger", lambda scene: {"token": scene["people"]["token"]}),
    Kind("rtl:event", "training_body", number("rtl_event")),
    Kind("rtl:event", "training_body", number("rtl_event"), query="?bulan=6&per=kabupaten", note="noted"),
    Kind("rtl:event", "training_body", number("rtl_event"), query="?per=tanpa-jabatan", note="without post"),
    Kind("rtl:board", "training_body", lambda scene: number("rtl_event")(scene) | {"klass": 1}),
    Kind("rtl:person", "training_body", planning("waiting"), note="without post"),
    Kind("rtl:person", "training_body", planning("draft"), query="?periksa=1", note="checked before sending"),
    Kind("rtl:person", "training_body", planning("promised"), note="a commitment"),
    # what changed after a training
    Kind("after:event", "training_body", held_event, query="?bulan=3", note="told"),
    Kind("after:event", "training_body", number("event"), note="not due"),
    Kind("after:measures", "training_body", held_event, query="?bulan=6"),
    Kind("after:programme", "ministry", lambda _scene: {"code": "penguatan-kecamatan-contoh"}),
    Kind(
        "after:programme",
        "ministry",
        lambda _scene: {"code": "penguatan-kecamatan-contoh"},
        query="?bagian=layanan",
        note="service",
    ),
    Kind("after:class", "training_body", lambda scene: held_class(scene) | {"months": 6}, note="open"),
    Kind(
        "after:raters",
        "training_body",
        lambda scene: held_event(scene) | {"participation": scene["numbers"]["after_person"], "months": 6},
    ),
    Kind("after:personal", "stranger", lambda scene: {"token": scene["people"]["token"]}, note="nothing open"),
    # tests of trainings
    Kind("tests:tests", "ministry", people_of, note="none yet"),
    Kind("tests:plan", "ministry", people_of),
    Kind("tests:scores", "ministry", people_of, note="none yet"),
    Kind("tests:questions", "ministry", lambda scene: people_of(scene) | {"phase": "pre"}, note="none yet"),
    Kind("tests:tests", "training_body", number("held_event"), note="both taken"),
    Kind("tests:scores", "training_body", number("held_event"), note="both taken"),
    Kind(
        "tests:questions",
        "training_body",
        lambda scene: number("held_event")(scene) | {"phase": "post"},
        note="measured",
    ),
    Kind("tests:take", "stranger", lambda scene: {"token": scene["people"]["token"]}),
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
    Kind("letters:list", "training_body", held_event, note="writes"),
    Kind("letters:list", "training_body", held_event, query="?cari=tidakada", note="nothing found"),
    Kind("letters:list", "camat", number("event"), note="names people"),
    Kind(
        "letters:new",
        "training_body",
        lambda scene: held_event(scene) | {"what": "laporan"},
        empty=True,
    ),
    Kind("letters:reminders", "training_body", number("event")),
    Kind("letters:reminders", "training_body", decided_event, note="over"),
    Kind("hall:attendance", "training_body", number("held_event"), note="held"),
    Kind("hall:attendance", "training_body", number("event"), note="nobody"),
    # the practice copy of a class
    Kind("practice:copy", "training_body", klass, note="closed"),
    Kind("practice:copy", "training_body", held_class, note="being made"),
    Kind("practice:copy", "training_body", ready_class, note="open"),
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

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
    "taking_part:download": "a file",
    "taking_part:download_mine": "a file",
    "taking_part:letter": "a file",
    "taking_part:approve": "a form on the list of people",
    "taking_part:place": "a form on the page of the person",
    "taking_part:restore": "a form on the page of the person",
    "hall:download": "a file",
    "letters:download": "a file",
    "bank:commit": "a form on the page of the import",
    "bank:discard": "a form on the page of the import",
    "bank:download": "a file",
    "tests:download": "a file",
    "bank:restore": "a form on the page of the question",
    "bank:undo": "a form on the page of the import",
    "bank:use": "a form on the page of the question",
    "passing:certificate": "needs certificates that were issued: tests/training/passing",
    "passing:download": "a file",
    "rtl:download": "a file",
    "after:download": "a file",
    "after:links": "a file",
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
    "forward:download_programme": "a file",
    "forward:download_event": "a file",
    "forward:download_class": "a file",
    "forward:download_person": "a file",
}

"""The pages of the front desk, core and history."""

from tests.browser.kinds.shape import HOME, Kind, number, place, run

KINDS: list[Kind] = [
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
    Kind("core:outbox", "operator"),
    Kind("priorities:place", "bappeda", place("99.01")),
    Kind("priorities:place", "camat", place(HOME)),
]

# what is checked elsewhere, and where
ELSEWHERE: dict[str, str] = {
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
    "history:csv": "a file",
    "history:xlsx": "a file",
    "priorities:download": "a file",
    "uploads:commit": "a form on the page of the upload",
    "uploads:discard": "a form on the page of the upload",
    "uploads:findings": "a file",
    "uploads:template": "a file",
}

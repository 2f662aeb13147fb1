"""One page that asks with a form and acts on the answer: the acts of a case or a report look the same."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rumahbersama.chain.house.mediation.acts import Words
from rumahbersama.chain.house.mediation.models import Case, Report
from rumahbersama.ground.core.http import go_to, render_page, seen_version
from rumahbersama.ground.core.outbox import once, was_taken
from rumahbersama.ground.core.rules import Refusal


def asked(
    request: HttpRequest,
    row: Case | Report,
    form: Any,  # noqa: ANN401 - any form
    words: Words,
    act: Callable[[dict[str, Any]], object],
    *,
    look: Callable[[], object] | None = None,
    **more: Any,  # noqa: ANN401 - what the page shows beside the form
) -> HttpResponse:
    """Ask with a form; ``act`` gets by, at and seen, happens once, and what it refuses stands above the form.

    A case that ``act`` returns is where one comes afterwards, else the page of what was asked about.
    ``look`` opens the files that were sent before the database is held for writing; ``act`` has them as "looked_at".
    """
    seen = seen_version(request, row.version)

    def write(looked_at: object) -> str:
        more = {"looked_at": looked_at} if look else {}
        made = act({"by": request.user, "at": timezone.now(), "seen": seen, **more})
        messages.success(request, words.done)
        return made.get_absolute_url() if isinstance(made, Case) else row.get_absolute_url()

    if request.method == "POST" and form.is_valid():
        try:
            looked_at = look() if look and not was_taken(request) else ()
            return go_to(request, once(request, lambda: write(looked_at)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    name = "case" if isinstance(row, Case) else "report"
    context = {name: row, "row": row, "region": row.kecamatan, "form": form, "words": words, "seen": seen, **more}
    return render_page(
        request,
        f"mediation/{'act' if name == 'case' else 'report_act'}.html",
        context,
        invalid=request.method == "POST",
    )

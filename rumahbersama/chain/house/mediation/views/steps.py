"""Steps of a case, and the bodies that were asked to come."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rumahbersama.chain.house.mediation import queries
from rumahbersama.chain.house.mediation.actions import files as file_actions
from rumahbersama.chain.house.mediation.actions import steps as actions
from rumahbersama.chain.house.mediation.acts import Words, readers_of
from rumahbersama.chain.house.mediation.forms import AttachForm, BodiesForm, ReasonForm, StepForm
from rumahbersama.chain.house.mediation.permissions import get_case, get_file, get_file_to_read, get_step
from rumahbersama.chain.house.mediation.reference import frame_on
from rumahbersama.chain.house.mediation.views.asking import asked
from rumahbersama.chain.house.meetings.reference import bodies_of
from rumahbersama.ground.core.formats import day
from rumahbersama.ground.files import serving


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what was done."""
    case = get_case(request.user, key)
    form = StepForm(
        request.POST or None,
        request.FILES or None,
        most=_most_files(),
        parties=queries.parties_of(case),
        is_correction=False,
        initial={"day": timezone.localdate(), "kind": request.GET.get("jenis", "")},
    )
    words = Words(title=_("Catat langkah"), button=_("Simpan langkah"), done=_("Langkah tercatat."))

    def act(said: dict[str, Any]) -> object:
        sent = form.sent(said["looked_at"])
        return actions.add_step(case=case, told=form.told(), sent=sent, by=said["by"], at=said["at"])

    return asked(request, case, form, words, act, look=form.looked_at)


def _most_files() -> int:
    return frame_on(timezone.localdate()).most_files


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Write a step anew; the old words stay for who handles the case."""
    step = get_step(request.user, key, number)
    there = queries.files_of(step)
    first = {
        "kind": step.kind,
        "day": step.day,
        "party": str(step.party_id or ""),
        "text": step.text,
        "keeping": [str(row.pk) for row in there],
    }
    parties = queries.parties_of(step.case)
    if step.party is not None and step.party not in parties:  # it left; what it said stays its own
        parties.append(step.party)
    form = StepForm(
        request.POST or None, most=_most_files(), parties=parties, is_correction=True, there=there, initial=first
    )
    words = Words(
        title=_("Perbaiki langkah"),
        button=_("Simpan perbaikan"),
        done=_("Langkah diperbaiki."),
        lead=_("Kalimat yang lama tetap ada di linimasa bagi penangan; para pihak hanya membaca yang baru."),
    )

    def act(said: dict[str, Any]) -> object:
        more = {"reason": form.cleaned_data["reason"], "keeping": form.kept()}
        return actions.correct_step(step=step, told=form.told(), **more, by=said["by"], at=said["at"])

    return asked(request, step.case, form, words, act, shown_files=there, numbered=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Attach files to a step."""
    step = get_step(request.user, key, number)
    form = AttachForm(request.POST or None, request.FILES or None, most=_most_files())
    words = Words(
        title=_("Lampirkan berkas"),
        button=_("Lampirkan"),
        done=_("Berkas terlampir."),
        lead=_("{step}, {on}. {readers}").format(step=step, on=day(step.day), readers=readers_of(step)),
    )

    def act(said: dict[str, Any]) -> object:
        sent = form.sent(said["looked_at"])
        return file_actions.attach_files(step=step, sent=sent, by=said["by"], at=said["at"])

    return asked(request, step.case, form, words, act, look=form.looked_at)


@login_required
@require_safe
def file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give a file, or with ``?kecil=1`` its small picture, to who reads its step; no browser keeps it."""
    found = get_file_to_read(request.user, key, number)
    response = serving.respond(found, small="kecil" in request.GET)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take away a file that was attached by mistake."""
    found = get_file(request.user, key, number)
    form = ReasonForm(request.POST or None)
    words = Words(
        title=_("Cabut berkas"),
        button=_("Cabut berkas ini"),
        done=_("Berkas dicabut; alasannya ada di linimasa."),
        lead=_("Berkasnya hilang untuk seterusnya, juga bagi pihak yang membacanya. Alasannya dibaca penangan."),
        is_danger=True,
    )

    def act(said: dict[str, Any]) -> object:
        reason = form.cleaned_data["reason"]
        return file_actions.take_away(file=found, reason=reason, by=said["by"], at=said["at"])

    return asked(request, found.step.case, form, words, act, shown_files=[found])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bodies(request: HttpRequest, key: str) -> HttpResponse:
    """Note which bodies are asked to come, with a text to copy that asks and does not summon."""
    case = get_case(request.user, key)
    there = {(row.title, row.body) for row in queries.bodies_of_case(case)}
    offered = [each for each in bodies_of(case.kecamatan) if (each.title, each.body) not in there]
    form = BodiesForm(request.POST or None, offered=offered)
    words = Words(
        title=_("Ajak lembaga"),
        button=_("Catat yang diajak"),
        done=_("Tercatat. Kirim ajakannya dengan surat atau pesan."),
        lead=_("Polsek, Koramil, KUA, dan tokoh masyarakat dikoordinasikan camat, tidak diperintah."),
    )

    def act(said: dict[str, Any]) -> object:
        return actions.ask_bodies(case=case, bodies=form.chosen(), by=said["by"], at=said["at"])

    text = _(
        "Dengan hormat, Camat {kecamatan} mengajak Bapak/Ibu hadir dan memberi pertimbangan dalam sebuah musyawarah "
        "di kecamatan. Waktu dan tempatnya kami sampaikan menyusul. Kehadiran Bapak/Ibu atas kesediaan sendiri."
    ).format(kecamatan=case.kecamatan.name)
    return asked(request, case, form, words, act, text=text)

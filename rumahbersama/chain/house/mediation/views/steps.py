"""Steps of a case, and the bodies that were asked to come."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahbersama.chain.house.mediation import queries
from rumahbersama.chain.house.mediation.actions import steps as actions
from rumahbersama.chain.house.mediation.acts import Words
from rumahbersama.chain.house.mediation.forms import BodiesForm, StepForm
from rumahbersama.chain.house.mediation.permissions import get_case, get_step
from rumahbersama.chain.house.mediation.views.asking import asked
from rumahbersama.chain.house.meetings.reference import bodies_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what was done."""
    case = get_case(request.user, key)
    form = StepForm(
        request.POST or None,
        parties=queries.parties_of(case),
        is_correction=False,
        initial={"day": timezone.localdate(), "kind": request.GET.get("jenis", "")},
    )
    words = Words(title=_("Catat langkah"), button=_("Simpan langkah"), done=_("Langkah tercatat."))

    def act(said: dict[str, Any]) -> object:
        return actions.add_step(case=case, told=form.told(), by=said["by"], at=said["at"])

    return asked(request, case, form, words, act)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Write a step anew; the old words stay for who handles the case."""
    step = get_step(request.user, key, number)
    first = {"kind": step.kind, "day": step.day, "party": str(step.party_id or ""), "text": step.text}
    parties = queries.parties_of(step.case)
    if step.party is not None and step.party not in parties:  # it left; what it said stays its own
        parties.append(step.party)
    form = StepForm(request.POST or None, parties=parties, is_correction=True, initial=first)
    words = Words(
        title=_("Perbaiki langkah"),
        button=_("Simpan perbaikan"),
        done=_("Langkah diperbaiki."),
        lead=_("Kalimat yang lama tetap ada di linimasa bagi penangan; para pihak hanya membaca yang baru."),
    )

    def act(said: dict[str, Any]) -> object:
        reason = form.cleaned_data["reason"]
        return actions.correct_step(step=step, told=form.told(), reason=reason, by=said["by"], at=said["at"])

    return asked(request, step.case, form, words, act)


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

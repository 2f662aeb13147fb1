"""Pages of banks and of one question."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rumahbersama.chain.training.bank import actions, queries, recording
from rumahbersama.chain.training.bank.forms import (
    BankForm,
    QuestionForm,
    ReasonForm,
    initial_of_bank,
    initial_of_item,
)
from rumahbersama.chain.training.bank.models import Bank, Item
from rumahbersama.chain.training.bank.permissions import get_bank, get_item, require_training, visible_banks
from rumahbersama.ground.audit.telling import told
from rumahbersama.ground.core.http import go_to, refused, render_page, seen_version
from rumahbersama.ground.core.rules import Refusal
from rumahbersama.ground.core.tables import listed
from rumahbersama.ground.people.permissions import scope_of
from rumahbersama.ground.regions.models import Region

SORTS = {"nomor": "pk", "soal": "current__stem", "topik": ("topic__name", "pk"), "keadaan": ("state", "pk")}
BANK_SORTS = {"nama": "title", "milik": ("region__code", "title")}


@login_required
@require_safe
def banks(request: HttpRequest) -> HttpResponse:
    """List the banks of the places where one runs training."""
    require_training(request.user)
    rows = visible_banks(request.user)
    listing = listed(request, rows, sorts=BANK_SORTS, default="nama", search=["title", "description", "region__name"])
    return render_page(request, "bank/list.html", {"listing": listing})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_bank(request: HttpRequest) -> HttpResponse:
    """Make a bank."""
    form = BankForm(request.POST or None, places=_own_places(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.make_bank(
                title=data["title"],
                description=data["description"],
                region=form.region(),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("Bank soal dibuat. Tulis soalnya, atau impor dari berkas."))
            return go_to(request, made.get_absolute_url())
    return render_page(request, "bank/bank_form.html", {"form": form}, invalid=request.method == "POST")


def _own_places(request: HttpRequest) -> list[Region]:
    regions = scope_of(request.user).regions
    return [regions[code] for code in require_training(request.user)]


def narrowed(request: HttpRequest, bank: Bank) -> QuerySet[Item]:
    """Return the questions of a bank that the query string asks for."""
    wish = request.GET.get("topik", "")
    topic = int(wish) if wish.isdecimal() and len(wish) < 10 else None
    return queries.items_of(bank, topic=topic, state=request.GET.get("keadaan", ""))


@login_required
@require_safe
def bank(request: HttpRequest, number: int) -> HttpResponse:
    """Show the questions of a bank, searched and filtered."""
    found = get_bank(request.user, number)
    rows = narrowed(request, found)
    context = {
        "bank": found,
        "listing": listed(request, rows, sorts=SORTS, default="nomor", search=queries.SEARCHED),
        "counts": queries.counts_of(found),
        "topics": queries.topics_of(found),
        "states": Item.State.choices,
        "topic": request.GET.get("topik", ""),
        "state": request.GET.get("keadaan", ""),
        "history": told(queries.history_of_bank(found), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "bank/bank.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_bank(request: HttpRequest, number: int) -> HttpResponse:
    """Change the title or description of a bank."""
    found = get_bank(request.user, number)
    form = BankForm(request.POST or None, places=[], initial=initial_of_bank(found))
    seen = seen_version(request, found.version)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.correct_bank(
                bank=found,
                title=data["title"],
                description=data["description"],
                by=request.user,
                at=timezone.now(),
                seen=seen,
            )
        except Refusal as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return go_to(request, found.get_absolute_url())
    context = {"form": form, "bank": found, "seen": seen}
    return render_page(request, "bank/bank_form.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_bank(request: HttpRequest, number: int) -> HttpResponse:
    """Remove an empty bank, after a look."""
    found = get_bank(request.user, number)
    if request.method != "POST":
        context = {"bank": found, "counts": queries.counts_of(found)}
        return render_page(request, "bank/remove.html", context)
    try:
        actions.remove_bank(bank=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Bank soal dihapus."))
    return go_to(request, reverse("bank:list"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest, number: int) -> HttpResponse:
    """Write a question."""
    found = get_bank(request.user, number)
    form = QuestionForm(request.POST or None, is_edit=False)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_item(
                bank=found, question=form.question(), difficulty=form.wanted(), by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Soal tersimpan sebagai rancangan."))
            return go_to(request, made.get_absolute_url())
    context = {"form": form, "bank": found, "topics": queries.topics_of(found)}
    return render_page(request, "bank/item_form.html", context, invalid=request.method == "POST")


@login_required
@require_safe
def item(request: HttpRequest, number: int) -> HttpResponse:
    """Show one question with its key, its versions and its history."""
    found = get_item(request.user, number)
    context = {
        "item": found,
        "bank": found.bank,
        "versions": queries.versions_of(found),
        "history": told(queries.history_of_item(found), fields=recording.fields(), values=recording.values()),
    }
    return render_page(request, "bank/item.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: HttpRequest, number: int) -> HttpResponse:
    """Edit a question: other words make a new version."""
    found = get_item(request.user, number)
    current = queries.versions_of(found)[0]
    seen = seen_version(request, current.number)
    form = QuestionForm(request.POST or None, is_edit=True, initial=initial_of_item(found, current))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_item(
                item=found,
                question=form.question(),
                difficulty=form.wanted(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                seen=seen,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Perubahan tersimpan. Versi lama tetap ada di bawah."))
            return go_to(request, found.get_absolute_url())
    context: dict[str, Any] = {"form": form, "item": found, "bank": found.bank, "seen": seen}
    context["topics"] = queries.topics_of(found.bank)
    return render_page(request, "bank/item_form.html", context, invalid=request.method == "POST")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, number: int) -> HttpResponse:
    """Retire a question, with a reason."""
    found = get_item(request.user, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.retire_item(item=found, reason=reason, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Soal ditarik. Halamannya tetap ada dan dapat dipulihkan."))
            return go_to(request, found.get_absolute_url())
    context = {"form": form, "item": found, "bank": found.bank}
    return render_page(request, "bank/retire.html", context, invalid=request.method == "POST")


@login_required
@require_POST
def use(request: HttpRequest, number: int) -> HttpResponse:
    """Take a draft into use."""
    found = get_item(request.user, number)
    try:
        actions.use_item(item=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Soal dipakai. Tes baru boleh menanyakannya."))
    return go_to(request, found.get_absolute_url())


@login_required
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring a question back as a draft."""
    found = get_item(request.user, number)
    try:
        actions.restore_item(item=found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, back_url=found.get_absolute_url())
    messages.success(request, _("Soal kembali menjadi rancangan."))
    return go_to(request, found.get_absolute_url())

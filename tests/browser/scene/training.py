"""Numbers of what was learnt: questions, events, follow-up plans, competency."""

from django.utils import timezone

from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.bank.models import Bank, BankImport, Item
from rumahbersama.chain.training.competency.models import Judgement, Qualification
from rumahbersama.chain.training.materials.models import Material
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.practice.actions import note_ready, open_copy
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.ground.people.models import Account, Post, Tenure
from tests.browser.scene.places import HOME


def questions() -> dict[str, int]:
    """Return the demo's bank, a question in each state, and its imports."""
    bank = Bank.objects.earliest("pk")
    states = {f"question_{state}": Item.objects.filter(bank=bank, state=state).first() for state in Item.State.values}
    edited = Item.objects.filter(bank=bank, current__number=2).get()
    runs = {f"import_{run.state}": run.pk for run in BankImport.objects.filter(bank=bank)}
    return {"bank": bank.pk, "question": edited.pk, **{name: item.pk for name, item in states.items()}, **runs}


def training() -> dict[str, int]:
    """Return the numbers of the event that is open, of a past one, and of parts of the open one."""
    coming = Event.objects.get(state=Event.State.OPEN)
    decided = Decision.objects.select_related("participation").get(way=Decision.Way.OBJECTION)
    return {
        "event": coming.pk,
        "material": Material.objects.get(title="Slide pembuka").pk,
        "past_event": Event.objects.get(phase="Angkatan 2").pk,
        "decided_event": decided.participation.event_id,
        "decided_person": decided.participation_id,
        "practised_event": _practised(),
        "held_event": Event.objects.get(title="Diklat Kapasitas Camat").pk,
        "after_person": Rater.objects.filter(months=6).earliest("pk").participation_id,
        "site": coming.sites.get().pk,
        "session": coming.sessions.earliest("pk").pk,
        "budget_line": coming.budget.earliest("pk").pk,
    }


def _practised() -> int:
    """Open the practice copy of a class, and note that it answers."""
    klass = TrainingClass.objects.get(event__title="ToT aparatur kecamatan, Nusa Cendana", number=1)
    now = timezone.now()
    copy = open_copy(klass=klass, closes_on=timezone.localdate(now), by=None, at=now)
    note_ready(copy, port=8102)
    return int(klass.event_id)


def follow_up() -> dict[str, int]:
    """Return the demo's event with follow-up plans, and who wrote them: without a post, a draft, a commitment."""
    rows = Rtl.objects.select_related("participation")
    waiting = rows.filter(state="sent", commitment=None).earliest("pk")
    promised = rows.exclude(commitment=None).earliest("pk").participation
    return {
        "rtl_event": waiting.participation.event_id,
        "rtl_waiting": waiting.participation_id,
        "rtl_draft": rows.filter(state="draft").earliest("pk").participation_id,
        "rtl_promised": promised.pk,
        "rtl_promised_event": promised.event_id,
        "rtl_promised_person": promised.person_id,
    }


def competency(accounts: dict[str, Account]) -> dict[str, int]:
    """Return people of the kecamatan with what is recorded of them, and the post of a neighbouring camat."""
    return {
        "camat_person": accounts["camat"].person_id,
        "sekcam_person": Tenure.objects.get(post__region__code=HOME, post__role="sekcam").person_id,
        "judgement": Judgement.objects.filter(person__tenures__post__role="sekcam").earliest("pk").pk,
        "qualification": Qualification.objects.get(person__tenures__post__role="sekcam").pk,
        "camat_post": Post.objects.get(region__code=HOME, role="camat").pk,
    }

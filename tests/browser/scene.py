"""What the pages need beside the demo: uploads in every state, people with both factors, a list of codes in doubt.

Made inside the demo's installation by ``python -m tests.browser.make_scene``, before it is served: the session of
everybody and the number of everything, so that each kind of page has something to show.
"""

import io
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.house.mediation.models import Case
from rumahbersama.chain.house.meetings.models import Meeting
from rumahbersama.chain.house.minutes.models import Pledge
from rumahbersama.chain.house.problems import deciding
from rumahbersama.chain.house.problems import rules as problem_rules
from rumahbersama.chain.house.problems.actions import bring_evidence
from rumahbersama.chain.house.problems.models import Problem
from rumahbersama.chain.house.problems.reading import read
from rumahbersama.chain.house.programme.models import Activity, Programme
from rumahbersama.chain.house.upward.models import Referral
from rumahbersama.chain.needs.facilities.models import Facility, FacilityPhoto
from rumahbersama.chain.needs.voices.models import Voice, VoicePhoto
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report
from rumahbersama.chain.oversight.visits.actions import planning, writing
from rumahbersama.chain.oversight.visits.actions.planning import Plan
from rumahbersama.chain.oversight.visits.actions.writing import Shot, Signed
from rumahbersama.chain.oversight.visits.models import Visit
from rumahbersama.chain.training.after.models import Rater
from rumahbersama.chain.training.bank.models import Bank, BankImport, Item
from rumahbersama.chain.training.competency.models import Judgement, Qualification
from rumahbersama.chain.training.materials.models import Material
from rumahbersama.chain.training.models import Event, TrainingClass
from rumahbersama.chain.training.passing.models import Decision
from rumahbersama.chain.training.practice.actions import note_ready, open_copy
from rumahbersama.chain.training.rtl.models import Rtl
from rumahbersama.demo.mediation import PARTY
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.files import actions as files
from rumahbersama.ground.intake import actions as intake
from rumahbersama.ground.intake import road
from rumahbersama.ground.intake.models import ImportRun
from rumahbersama.ground.people import actions as people
from rumahbersama.ground.people.middleware import KEYBOARD
from rumahbersama.ground.people.models import Account, Post, Tenure
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.actions import receive_upload
from rumahbersama.ground.regions.models import UnresolvedRegion
from rumahbersama.ground.regions.office_days.actions import add_holiday
from rumahbersama.workshop.papers.models import Paper
from rumahbersama.workshop.presence.models import Attendee, Occasion
from rumahbersama.workshop.surveys.models import Questionnaire, Round, Version
from tests.browser import people_of_training
from tests.browser.words import PASSWORD, SECRET
from tests.files.making import picture
from tests.regions.making import OLD, changed, load

KABUPATEN = "99.01"
VILLAGES = ["99.01.02.2001", "99.01.02.2002", "99.01.02.2003"]
HEADING = "kode;nama desa;nama kecamatan;posyandu;sd\n"
CLEAN = HEADING + "".join(f"{code};;;{number};2\n" for number, code in enumerate(VILLAGES, start=3))
FAULTY = HEADING + f"{VILLAGES[0]};;;-4;2\n{VILLAGES[1]};;;banyak;0,5\n99.09.09.2009;Entah;Entah;3;3\n"
WHERE = {
    "province": "99",
    "training_body": "99",
    "bappeda": KABUPATEN,
    "agency": KABUPATEN,
    "inspectorate": KABUPATEN,
    "ministry": "0",
    "administrator": "0",
    "auditor": "0",
}
HOME, VILLAGE = "99.01.01", "99.01.01.2001"
A_DAY = 24 * 3600  # just signed in, however long the run takes

PAPERS: dict[str, dict[str, str]] = {"numbered": {"state": "numbered"}, "ready": {"state": "initials"}}


def build() -> dict[str, Any]:
    """Make everything and say where it is."""
    now = timezone.now()
    accounts = _accounts(now)
    return {
        "sessions": _sessions(accounts),
        "runs": _runs(accounts["bappeda"], now),
        "numbers": _numbers(accounts, now),
        "people": people_of_training.build(KABUPATEN, HOME, "99.01.02", now),
        "survey_token": Round.objects.filter(closed_at=None).exclude(token="").get().token,
        "paper_code": Paper.objects.get(region__code=HOME, state="numbered").shown_code,
        **_regions(accounts["ministry"], now),
        **_links(accounts, now),
        "own_link": Attendee.objects.all()[0].token,
        "occasion_key": Occasion.objects.get(state=Occasion.State.OPEN).key,
        "meeting_link": _meeting("invited").invitees.filter(post=None, region=None)[0].token,
    }


def _accounts(now: Any) -> dict[str, Account]:
    """Return the demo's people by role, and real ones in states that no demo account has."""
    found = {role: _demo(role, WHERE.get(role, HOME)) for role in ("camat", "keeper", "kasi", *WHERE)}
    found["party"] = Account.objects.get(email=PARTY)
    found["operator"] = _demo("operator", VILLAGE)
    for who, role, place in (
        ("officer", "governance", KABUPATEN),
        ("newcomer", "dpmd", KABUPATEN),
        ("seksi", "kasi", HOME),
        ("nobody", "", ""),
        ("closed", "kasi", HOME),
    ):
        account = people.create_account(
            email=f"{who}@contoh.invalid", name=f"Uji {who.title()}", password=PASSWORD, by=None, at=now
        )
        if role:
            region = get_region(place)
            people.assign_role(account=account, role=role, region=region, by=None, at=now, starts_on=date(2025, 1, 2))
        found[who] = account
    people.deactivate_account(account=found["closed"], by=None, at=now, reason="Pindah tugas")
    Authenticator.objects.create(user=found["officer"], type=Authenticator.Type.TOTP, data={"secret": SECRET})
    RecoveryCodes.activate(found["officer"])
    found["no_password"] = people.create_account(email="oidc@contoh.invalid", name="Uji Oidc", by=None, at=now)
    return found


def _demo(role: str, place: str) -> Account:
    return Account.objects.get(email=f"{role.replace('_', '-')}.{place}@contoh.invalid")


def _sessions(accounts: dict[str, Account]) -> dict[str, str]:
    """Sign everybody in, and one officer only halfway."""
    sessions = {}
    for who, account in accounts.items():
        if who != "closed":
            client = Client()
            client.force_login(account)
            session = client.session
            session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() + A_DAY}]
            session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(account)
            if account.is_shared:
                session[KEYBOARD] = "Siti Aminah"
            session.save()
            sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client = Client()
    client.force_login(accounts["operator"])
    sessions["at_keyboard"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client = Client()
    client.post("/masuk/", {"login": "officer@contoh.invalid", "password": PASSWORD})
    sessions["halfway"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def _runs(by: Account, now: Any) -> dict[str, int]:
    """Make an upload in every state."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        named = HEADING + ";Lembah Hijo;Mekar Jaya;4;2\n"
        runs = {
            "committed": _import(folder / "bersih.csv", CLEAN.replace(";2\n", ";3\n"), by, now),
            "clean": _import(folder / "siap.csv", CLEAN, by, now, dry_run=True),
            "faulty": _import(folder / "salah.csv", FAULTY, by, now, dry_run=True),
            "questions": _import(folder / "tanpa-kode.csv", named, by, now, dry_run=True),
            "refused": _import(folder / "bukan.xlsx", "PK bukan buku kerja", by, now),
            "resting": _import(folder / "dikoreksi.csv", HEADING + f"{VILLAGES[2]};;;9;9\n", by, now),
            "undone": _import(folder / "batal.csv", HEADING + f"{VILLAGES[2]};;;7;7\n", by, now),
        }
        road.undo(runs["undone"], by=by, at=now, progress=intake.no_progress)
        _import(folder / "koreksi.csv", HEADING + f"{VILLAGES[2]};;;8;8\n", by, now)
        content = io.BytesIO(CLEAN.encode())
        checked = intake.receive(
            dataset="needs.observations",
            place_code=KABUPATEN,
            place_name="Kabupaten Contoh",
            chunks=iter(lambda: content.read(1 << 20), b""),
            file_name="terbaca.csv",
            period="2026-S2",
            by=by,
            at=now,
        )
        road.read(checked.pk, at=now, progress=intake.no_progress)
    return runs | {"checked": checked.pk}


def _import(path: Path, text: str, by: Account, now: Any, *, dry_run: bool = False) -> int:
    path.write_text(text, encoding="utf-8")
    run: ImportRun = intake.run_import(
        path,
        dataset="needs.observations",
        place_code=KABUPATEN,
        place_name="Kabupaten Contoh",
        by=by,
        at=now,
        period="2026-S2",
        dry_run=dry_run,
    )
    return int(run.pk)


def _competency(accounts: dict[str, Account]) -> dict[str, int]:
    """Return people of the kecamatan with what is recorded of them, and the post of a neighbouring camat."""
    return {
        "camat_person": accounts["camat"].person_id,
        "sekcam_person": Tenure.objects.get(post__region__code=HOME, post__role="sekcam").person_id,
        "judgement": Judgement.objects.filter(person__tenures__post__role="sekcam").earliest("pk").pk,
        "qualification": Qualification.objects.get(person__tenures__post__role="sekcam").pk,
        "camat_post": Post.objects.get(region__code=HOME, role="camat").pk,
    }


def _meeting(state: str) -> Meeting:
    return Meeting.objects.get(region__code=HOME, state=state)


def _numbers_of_programme() -> dict[str, int]:
    """Return the programme in force and the draft of the demo, with activities in several states."""
    programme, draft = Programme.objects.get(state="in_force"), Programme.objects.get(state="draft")
    rows = Activity.objects.filter(programme=programme)
    return {
        "programme": programme.pk,
        "programme_draft": draft.pk,
        "programme_goal": draft.goals.earliest("order").pk,
        "programme_post": rows.get(state="done").post_id,
        "activity_done": rows.get(state="done").pk,
        "activity_late": rows.filter(state="going").earliest("ends_on").pk,
        "activity_handed_over": rows.exclude(handovers=None).get().pk,
        "activity_draft": draft.activities.earliest("pk").pk,
    }


def _numbers_of_minutes(meeting: Meeting) -> dict[str, int]:
    pledge = Pledge.objects.get(item__meeting=meeting)
    opening = meeting.agenda.earliest("order").pk
    return {
        "meeting_open": meeting.pk,
        "minutes_item": pledge.item_id,
        "minutes_opening": opening,
        "minutes_pledge": pledge.pk,
    }


def _visit_being_made(by: Account, now: Any) -> dict[str, int]:
    """Let a visit be made: with an answer, a photo and a signature."""
    post = Post.objects.filter(region__code=HOME, role="kasi").earliest("pk")
    version = Version.objects.get(questionnaire__code="periksa-layanan-dasar")
    plan = Plan("pembinaan", timezone.localdate(now), "Melihat kantor desa.", [post], checklist=version)
    made = planning.plan_visit(region=get_region(f"{HOME}.2005"), plan=plan, by=by, at=now)
    writing.write(visit=made, said={"bidan": "tidak", "laporan": "Bertemu sekdes."}, by=by, at=now)
    shown = files.checked(chunks=[picture(size=(400, 300))], name="a.jpg")
    photo = writing.add_photo(visit=made, shot=Shot(shown, "Posyandu Hilir"), by=by, at=now)
    signed = Signed(shown, "desa", "kertas", "Sari Dewi", "Sekretaris Desa")
    writing.sign(visit=made, signed=signed, by=by, at=now)
    return {"visit_going": made.pk, "visit_photo": photo.pk}


def _numbers(accounts: dict[str, Account], now: Any) -> dict[str, int]:
    home = get_region(HOME)
    vacant = people.create_post(title="Kasi Pelayanan Umum", region=home, role="kasi", by=None, at=now)
    invitation, _link = people.invite(
        role="kasi", region=home, by=None, at=now, name="Tamu", email="tamu@contoh.invalid"
    )
    shown = FacilityPhoto.objects.filter(facility__region__code=VILLAGE).earliest("pk")
    voice = _voice("open")
    tenure = Tenure.objects.filter(post__region=home, post__role="kasi").latest("pk")
    holiday = add_holiday(
        region=get_region(KABUPATEN),
        date=date(2026, 3, 3),
        name="Hari jadi",
        legal_basis="SE 1/2026",
        by=None,
        at=now,
    )
    return {
        "checklist": Version.objects.get(questionnaire__code="periksa-keuangan-desa").pk,
        "visit_ahead": Visit.objects.get(region__code=VILLAGE, state="planned").pk,
        "visit_done": Visit.objects.get(region__code=f"{HOME}.2004", state="done").pk,
        **_visit_being_made(accounts["kasi"], now),
        "visit_off": Visit.objects.get(region__code=f"{HOME}.2003", state="cancelled").pk,
        "meeting_ahead": _meeting("invited").pk,
        "meeting_past": _meeting("closed").pk,
        **_numbers_of_minutes(_meeting("open")),
        "meeting_off": _meeting("cancelled").pk,
        **_numbers_of_programme(),
        "meeting_guest": _meeting("invited").invitees.filter(post=None, region=None)[0].pk,
        "facility": shown.facility_id,
        "photo_of_facility": shown.pk,
        "closed_facility": Facility.objects.exclude(ended_on=None).earliest("pk").pk,
        "kasi": accounts["seksi"].pk,
        "closed": accounts["closed"].pk,
        "officer": accounts["officer"].pk,
        "assignment": accounts["seksi"].assignments.get().pk,
        "vacant": vacant.pk,
        "post": tenure.post_id,
        "holiday": holiday.pk,
        "survey": Round.objects.filter(closed_at=None, subject="").exclude(token="").get().pk,
        "evaluated": Round.objects.filter(subject="").exclude(closed_at=None).order_by("-opens_on")[0].pk,
        "rubric": Round.objects.get(token="", subject="").pk,
        "questionnaire": Questionnaire.objects.get(code="evaluasi-pelatihan").pk,
        "drafted": Questionnaire.objects.get(region__code=HOME).pk,
        **_presence(),
        "promise_late": _promise(state="promised", due_on__lt=timezone.localdate(now)),
        "promise_done": _promise(state="done"),
        "promise_dropped": _promise(state="dropped"),
        **_problems(accounts["camat"], now),
        **_cases(),
        **_referrals(),
        **_guidance(),
        "paper_returned": Paper.objects.get(region__code=HOME, returned_because__gt="").pk,
        **{f"paper_{name}": _paper(**wanted) for name, wanted in PAPERS.items()},
        "tenure": tenure.pk,
        **_questions(),
        "person": tenure.person_id,
        **_competency(accounts),
        "invitation": invitation.pk,
        **{state: _voice(state) for state in ("merged", "withdrawn")},
        "voice": voice,
        "photo_of_voice": VoicePhoto.objects.filter(voice=voice).earliest("pk").pk,
        **_training(),
        **_follow_up(),
        "record": AuditRecord.objects.filter(place_code=HOME).latest("pk").pk,
    }


def _questions() -> dict[str, int]:
    """Return the demo's bank, a question in each state, and its imports."""
    bank = Bank.objects.earliest("pk")
    states = {f"question_{state}": Item.objects.filter(bank=bank, state=state).first() for state in Item.State.values}
    edited = Item.objects.filter(bank=bank, current__number=2).get()
    runs = {f"import_{run.state}": run.pk for run in BankImport.objects.filter(bank=bank)}
    return {"bank": bank.pk, "question": edited.pk, **{name: item.pk for name, item in states.items()}, **runs}


def _paper(**wanted: Any) -> int:
    """Return a paper of the demo's kecamatan."""
    return int(Paper.objects.filter(region__code=HOME, kind="surat_undangan", **wanted).latest("pk").pk)


def _training() -> dict[str, int]:
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


def _follow_up() -> dict[str, int]:
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


def _presence() -> dict[str, int]:
    """Return the demo's attendance list, its open and its closed occasion, and one of its people."""
    now = Occasion.objects.get(state=Occasion.State.OPEN)
    past = Occasion.objects.get(state=Occasion.State.CLOSED, roster=now.roster)
    person = Attendee.objects.filter(roster=now.roster)[6]
    return {"roster": now.roster_id, "occasion": now.pk, "occasion_closed": past.pk, "attendee": person.pk}


def _promise(**wanted: Any) -> int:
    """Return a commitment of the demo's kecamatan."""
    return int(Commitment.objects.filter(post__region__code=HOME, **wanted).latest("pk").pk)


def _problems(by: Account, now: Any) -> dict[str, int]:
    """Return problems of the demo's kecamatan: one taken in hand here with its evidence, one new, one merged."""
    taken = Problem.objects.filter(kecamatan__code=HOME, state="agreed").earliest("pk")
    snapshot = read(f"kurang:posyandu:{HOME}:2025", user=by)
    assert snapshot is not None
    bring_evidence(problem=taken, snapshot=snapshot, by=by, at=now)
    taken.refresh_from_db()
    deciding.decide(problem=taken, decision=problem_rules.Decision(to="in_hand"), by=by, at=now, seen=taken.version)
    states = {"in_hand": "problem_in_hand", "new": "problem_new", "merged": "problem_merged"}
    rows = Problem.objects.filter(kecamatan__code=HOME, state__in=states).order_by("-pk")
    found = {states[row.state]: row.pk for row in rows}
    return found | {"problem_evidence": Problem.objects.get(pk=found["problem_in_hand"]).evidence.earliest("pk").pk}


def _cases() -> dict[str, Any]:
    """Return keys of the demo's cases by their state, and a party, a step and a point of the agreed one."""
    rows = Case.objects.filter(kecamatan__code=HOME)
    agreed = rows.get(state=Case.State.AGREED)
    return {
        **{f"case_{row.state}": row.key for row in rows},
        "case_party": agreed.parties.earliest("pk").pk,
        "case_step": agreed.steps.earliest("pk").pk,
        "case_point": agreed.points.get(order=1).pk,
    }


def _referrals() -> dict[str, int]:
    """Return what the demo's kecamatan passed upward: late at its office, rejected, and not assigned yet."""
    states = {"assigned": "referral_late", "rejected": "referral_rejected", "new": "referral_new"}
    return {states[row.state]: row.pk for row in Referral.objects.filter(state__in=states)}


def _guidance() -> dict[str, int]:
    """Return notes and recommendations of the demo, one of each state that a page is about, and its report."""
    states = {"objected": "guidance_objected", "closed": "guidance_closed", "asked": "guidance_silent"}
    rows = Recommendation.objects.filter(kecamatan__code=HOME, state__in=states)
    found = {states[row.state]: row.pk for row in rows}
    return found | {"guidance_report": Report.objects.latest("pk").pk}


def _voice(state: str) -> int:
    """Return the newest voice of the village in a state; the open one has a photo."""
    voices = Voice.objects.filter(region__code=VILLAGE, state=state)
    return int((voices.filter(photos__isnull=False) if state == "open" else voices).latest("pk").pk)


def _regions(by: Account, now: Any) -> dict[str, Any]:
    """Load two small invented editions that leave questions, and put a third before the worker."""
    later = changed(OLD, drop=("71.01.01.2001", "71.01.02.2001", "71.01.01.2002"))
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder), OLD)
        load(Path(folder), later | {"71.01.01.1005": "Akasia", "71.01.01.2009": "Anggrekk"}, year=2022)
    rows = "".join(f"{code},{name}\n" for code, name in OLD.items())
    job = receive_upload(
        file=SimpleUploadedFile("daftar-2024.csv", f"kode,nama\n{rows}".encode()),
        options={"number": "UJI-2024", "legal_basis": "Keputusan uji 2024", "valid_from": "2024-01-01", "source": ""},
        by=by,
        at=now,
    )
    return {
        "job": str(job.pk),
        "upload": str(job.arguments["upload"]),
        "question": UnresolvedRegion.objects.order_by("pk").values_list("pk", flat=True)[0],
    }


def _links(accounts: dict[str, Account], now: Any) -> dict[str, str]:
    """Make the links that come by mail or by hand."""
    account = accounts["seksi"]
    _invitation, link = people.invite(role="kasi", region=get_region(HOME), by=None, at=now, name="Tamu baru")
    email, _made = EmailAddress.objects.get_or_create(user=account, email=account.email, defaults={"primary": True})
    return {
        "token": link.rstrip("/").rpartition("/")[2],
        "uidb36": user_pk_to_url_str(account),
        "key": default_token_generator.make_token(account),
        "email_key": EmailConfirmationHMAC(email).key,
    }

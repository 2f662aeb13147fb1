"""A case of each kecamatan for the access table, with its word in everything that is written of it."""

from datetime import datetime, timedelta
from typing import Any

from rumahbersama.chain.house.mediation import documents
from rumahbersama.chain.house.mediation.actions import agreeing, cases, reports, steps
from rumahbersama.chain.house.mediation.actions.files import Sent
from rumahbersama.chain.house.mediation.models import Case, Party, Point, Report, Step, StepFile, TellingFile
from rumahbersama.chain.house.mediation.rules import Decision
from rumahbersama.ground.files.actions import checked
from rumahbersama.ground.people.models import Account, Post
from rumahbersama.ground.regions.models import Region
from tests.files.making import picture

MAIL = "pihak.perkara@contoh.invalid"


def make_party_account() -> Account:
    """Make the account that reads as a party of the case of kecamatan A; it has no role."""
    return Account.objects.create(email=MAIL, name="Pihak Perkara")


def add_case(region: Region, at: datetime, *, word: str) -> None:
    """Write a case from the beginning to its agreement and its paper, all of it with the word of its place."""
    said: dict[str, Any] = {"by": None, "at": at}
    facts = cases.Facts("mediasi", f"Pembagian air {word}", (region,), causes=word)
    case = cases.open_case(facts=facts, kecamatan=region, **said)
    one = steps.add_party(case=case, who=steps.Who(f"Satu {word}x", stands_for=word), **said)
    steps.add_party(case=case, who=steps.Who(f"Dua {word}x", stands_for=word), **said)
    if region.code == "71.01.01" and not word.endswith("tambahan"):
        Party.objects.filter(pk=one.pk).update(account=Account.objects.get(email=MAIL))
    for kind, party in (("dengar", one), ("bersama", None)):
        sent = Sent([checked(chunks=[picture()], name=f"{word}.jpg")], about=word)
        told = steps.Told(kind, at.date(), f"Langkah {word}", party)
        steps.add_step(case=case, told=told, sent=sent, **said)
    steps.ask_bodies(case=case, bodies=[(f"Kapolsek {word}", word)], **said)
    cases.decide(case=case, decision=Decision("mediating"), seen=fresh(case).version, **said)
    agreeing.write_points(case=case, points=[f"Air dibagi {word}"], seen=fresh(case).version, **said)
    decision = Decision("agreed", reason=word, check_on=at.date() + timedelta(days=30))
    cases.decide(case=case, decision=decision, seen=fresh(case).version, **said)
    add_report(region, at, word=word)
    Post.objects.get_or_create(title="Camat", region=region, agency="", role="camat")
    documents.make_paper(case=fresh(case), **said)


def add_report(region: Region, at: datetime, *, word: str) -> None:
    """Send a report with the word of its place in everything; of kecamatan A by the account that is a party too."""
    told = reports.Reported(
        "mediasi", f"Laporan {word}", (region,), spot=word, happened=word, concerned=f"Tiga {word}x"
    )
    sent = Sent([checked(chunks=[picture()], name=f"{word}.jpg")], about=word)
    is_own = region.code == "71.01.01" and not word.endswith("tambahan")
    by = Account.objects.get(email=MAIL) if is_own else None
    reports.send_report(told=told, kecamatan=region, place=region, by=by, at=at, sent=sent)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("kecamatan").get(pk=case.pk)


def numbers_of_cases() -> dict[str, dict[str, Any]]:
    """Return by kecamatan the key of the case and of the report, and numbers of a party, step, file and point."""
    parties = Party.objects.order_by("-pk").values_list("case__kecamatan__code", "pk")
    return {
        "key": dict(Case.objects.values_list("kecamatan__code", "key")),
        "party": dict(parties),
        "step": dict(Step.objects.values_list("case__kecamatan__code", "pk")),
        "file": dict(StepFile.objects.values_list("step__case__kecamatan__code", "pk")),
        "report": dict(Report.objects.values_list("kecamatan__code", "key")),
        "report_file": dict(TellingFile.objects.values_list("telling__report__kecamatan__code", "pk")),
        "point": dict(Point.objects.values_list("case__kecamatan__code", "pk")),
    }

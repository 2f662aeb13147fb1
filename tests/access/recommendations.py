"""A note of every desa of the world: sent to its village and not confirmed, so that nothing of it may leave."""

from datetime import datetime, timedelta

from rumahbersama.chain.oversight.recommendations.actions.writing import Told, send, write
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report
from rumahbersama.ground.regions.models import Region


def add_recommendation(region: Region, at: datetime, *, word: str) -> None:
    """Write a note about a desa and send it, everywhere the same but for the word of the place."""
    due_on = at.date() + timedelta(days=60)
    what = f"Buku kas {word} belum ditutup"
    told = Told("note", what, f"Dasar {word}", f"Tutup {word}", "light", due_on, item_text=word, evidence_text=word)
    made = write(told=told, village=region, by=None, at=at)
    send(found=made, by=None, at=at, seen=made.version)


def add_report(region: Region, at: datetime, *, word: str, mark: int) -> None:
    """Make an empty report of a kecamatan."""
    Report.objects.create(kecamatan=region, year=at.year, number=1 + mark, by_name=word, made_at=at)


def numbers_of_recommendations() -> dict[str, dict[str, int]]:
    """Return the numbers of notes by the code of their desa, and of reports by that of their kecamatan."""
    return {
        "recommendation": dict(Recommendation.objects.values_list("village__code", "pk")),
        "report": dict(Report.objects.values_list("kecamatan__code", "pk")),
    }

"""What the processes of ``test_papers`` do: prepare offices with papers, sign them, work on a batch.

``python -m tests.faults.papers prepare COUNT`` · ``sign FIRST`` · ``order COUNT`` · ``work NUMBER`` · ``count``
"""

import json
import sys
from datetime import date

import django

django.setup()

from django.utils import timezone  # noqa: E402

from rumahbersama.ground.files import storage  # noqa: E402
from rumahbersama.ground.people.actions.posts import appoint_by_name, create_post  # noqa: E402
from rumahbersama.ground.people.models import Post  # noqa: E402
from rumahbersama.ground.regions.models import Region  # noqa: E402
from rumahbersama.workshop.papers import actions, batches  # noqa: E402
from rumahbersama.workshop.papers.models import Paper, PaperFile, RegisterEntry  # noqa: E402
from rumahbersama.workshop.papers.numbering import Numbering  # noqa: E402

DAY = date(2026, 3, 2)


def say(words: object) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def prepare(count: int) -> None:
    """Make a kecamatan with a camat and so many papers that wait for the signature."""
    from tests.conftest import make_region

    for code, name in (("71", "Utara"), ("71.01", "Sungai"), ("71.01.01", "Alas")):
        if not Region.objects.filter(code="0").exists():
            make_region("0", "Indonesia")
        make_region(code, name)
    at, place = timezone.now(), Region.objects.get(code="71.01.01")
    post = create_post(title="Camat", region=place, role="camat", by=None, at=at)
    who = {"name": "Camat Uji", "capacity": "definitive", "starts_on": date(2020, 1, 1)}
    appoint_by_name(post=post, person=None, by=None, at=at, **who)
    for number in range(count):
        said = {"region": place, "signer_post": post, "by": None, "at": at}
        paper = actions.draft(kind="surat_dinas", title=f"Surat {number}", content={}, **said)
        actions.put_up(paper=paper, by=None, at=at, seen=paper.version)


def sign(first: int) -> None:
    """Sign every paper of one parity."""
    for paper in Paper.objects.filter(state="initials").order_by("pk"):
        if paper.pk % 2 == first:
            told = actions.Signing(signed_on=DAY, way="wet", numbering=Numbering("005"))
            actions.sign(paper=paper, signing=told, by=None, at=timezone.now(), seen=paper.version)


def order(count: int) -> None:
    """Order certificates for so many people; prints the number of the batch."""
    place = Region.objects.get(code="71.01.01")
    people = [batches.Item(f"p{number}", "Sertifikat", {"to": [f"Peserta {number}"]}) for number in range(count)]
    wanted = batches.Order("sertifikat", place, "uji:1", "Uji", Post.objects.get(), DAY, "800")
    say(batches.issue_many(order=wanted, items=people, by=None, at=timezone.now()).pk)


def work(number: int) -> None:
    """Do the work of a batch."""
    batches.run(lambda phase, done=0, total=0: say(f"{phase} {done}/{total}"), number=number)


def count(_nothing: int) -> None:
    """Print what there is."""
    names = list(PaperFile.objects.values_list("file__name", flat=True))
    entries = RegisterEntry.objects.values_list("classification", "sequence").order_by("classification", "sequence")
    found = {
        "papers": Paper.objects.filter(person_key__gt="").count(),
        "files": len(names),
        "there": sum(storage.path_of(name).is_file() for name in names),
        "codes": Paper.objects.values("code").distinct().count(),
        "entries": [list(entry) for entry in entries],
    }
    say(json.dumps(found))


if __name__ == "__main__":
    acts = {"prepare": prepare, "sign": sign, "order": order, "work": work, "count": count}
    acts[sys.argv[1]](int(sys.argv[2]) if len(sys.argv) > 2 else 0)

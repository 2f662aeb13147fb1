"""Invented people: posts with their holders, and one demo account for every role."""

from datetime import date, datetime

from django.conf import settings

from rumahbersama.ground.people.actions.accounts import create_demo_account
from rumahbersama.ground.people.actions.posts import appoint, appoint_by_name, create_person, create_post, transfer
from rumahbersama.ground.people.models import Account, Person, Post, Tenure
from rumahbersama.ground.people.permissions import get_region
from rumahbersama.ground.regions.models import Region

HOME = "99.01.01"
VILLAGE = "99.01.01.2001"
# role, place, name of the invented holder; the first of each role is what the demo shows
ACCOUNTS = (
    ("camat", HOME, "Ratna Wulandari"),
    ("sekcam", HOME, "Bagus Prakoso"),
    ("kasi", HOME, "Dewi Lestari"),
    ("kasi_trantib", HOME, "Surya Darma"),
    ("keeper", HOME, "Agus Salim"),
    ("operator", VILLAGE, "Siti Aminah"),
    ("education_unit", HOME, "Joko Susilo"),
    ("health_unit", HOME, "Maya Puspita"),
    ("registry_unit", HOME, "Wahyu Nugraha"),
    ("bappeda", "99.01", "Hendra Wijaya"),
    ("dpmd", "99.01", "Yuni Kartika"),
    ("governance", "99.01", "Rudi Hartono"),
    ("agency", "99.01", "Fitri Handayani"),
    ("leadership", "99.01", "Sri Rahayu"),
    ("inspectorate", "99.01", "Tri Wahyuni"),
    ("province", "99", "Andi Saputra"),
    ("training_body", "99", "Citra Maharani"),
    ("ministry", "0", "Lina Marlina"),
    ("auditor", "0", "Budi Santoso"),
    ("administrator", "0", "Eko Nugroho"),
    ("camat", "99.01.02", "Slamet Riyadi"),
    ("keeper", "99.01.02", "Nur Hidayah"),
    ("operator", "99.01.02.2001", "Tono Sumarno"),
)
# In the practice copy of a class every village of the kecamatan has its operator too.
OPERATORS = (
    *("Rina Marpaung", "Dedi Kurnia", "Sri Hartati", "Yusuf Ramli", "Wati Lestiani", "Ujang Hidayat", "Ni Made Ayu"),
    *("Anton Sihombing", "Lilis Suryani", "Markus Tandi", "Halimah Said", "Gatot Subagyo", "Nurul Fadilah"),
)
EMPOWERMENT, ORDER = "Seksi Pemberdayaan Masyarakat dan Desa", "Seksi Ketenteraman dan Ketertiban"
# title, role of its holder, section, capacity, decree
POSTS = (
    ("Camat", "camat", "", Tenure.Capacity.DEFINITIVE, "SK Bupati 821/12/2024"),
    ("Sekretaris Kecamatan", "sekcam", "", Tenure.Capacity.DEFINITIVE, "SK Bupati 821/13/2024"),
    ("Kasi Pemberdayaan Masyarakat dan Desa", "kasi", EMPOWERMENT, Tenure.Capacity.PLT, "SP Camat 800/4/2025"),
    ("Kasi Ketenteraman dan Ketertiban", "kasi_trantib", ORDER, Tenure.Capacity.DEFINITIVE, "SK Bupati 821/31/2024"),
    ("Pembina Teknis Pemerintahan Desa", "keeper", EMPOWERMENT, Tenure.Capacity.DEFINITIVE, "SK Camat 141/3/2025"),
)
# The same of the first village, which promises too: title and name of the holder.
VILLAGE_POSTS = (("Kepala Desa", "Suparman"), ("Sekretaris Desa", "Endang Lestiawati"))
# Who held it before the mutasi of the story; after it the account of the health unit does.
PUSKESMAS, BEFORE = "Kepala Puskesmas", "dr. Bayu Kurniawan"
# The same of the kabupaten, with agency and name of the holder; those with a role have an account.
KABUPATEN = "99.01"
OFFICES = (
    ("Kepala Bagian Pemerintahan", "Sekretariat Daerah", "governance", "Rudi Hartono", Tenure.Capacity.DEFINITIVE),
    ("Kepala Bidang Perencanaan", "Bappeda", "bappeda", "Hendra Wijaya", Tenure.Capacity.DEFINITIVE),
    ("Sekretaris Dinas Kesehatan", "Dinas Kesehatan", "", "", Tenure.Capacity.DEFINITIVE),  # empty till the mutasi
    ("Asisten Pemerintahan dan Kesra", "Sekretariat Daerah", "leadership", "Sri Rahayu", Tenure.Capacity.DEFINITIVE),
    ("Sekretaris Daerah", "", "", "Bambang Sutrisno", Tenure.Capacity.PJ),
    ("Kepala Dinas Pekerjaan Umum", "", "agency", "Fitri Handayani", Tenure.Capacity.DEFINITIVE),
    ("Kepala Dinas Pendidikan", "", "", "Sugeng Raharjo", Tenure.Capacity.PLT),
)


def make_people(*, at: datetime, since: date) -> dict[str, Account]:
    """Make posts, holders and demo accounts; returns the keeper's account of each kecamatan that has one."""
    keepers: dict[str, Account] = {}
    holders = _fill_posts(at=at, since=since)
    for role, place, name in _accounts():
        account = create_demo_account(
            email=f"{role.replace('_', '-')}.{place}@contoh.invalid",
            name=name,
            role=role,
            region=get_region(place),
            at=at,
            starts_on=since,
            is_shared=role == "operator" or bool(settings.PRACTICE),
            person=holders.get((role, place)),
        )
        if role == "keeper":
            keepers[place] = account
    return keepers


def _accounts() -> list[tuple[str, str, str]]:
    """Return who gets an account; in a practice copy nobody runs the system, and no village goes without operator.

    There everybody who enters says who they are, for several people of a class share a role.
    """
    if not settings.PRACTICE:
        return list(ACCOUNTS)
    first = [each for each in ACCOUNTS if each[1] == HOME]
    others = [each for each in ACCOUNTS if each[1] != HOME and each[0] != "administrator"]
    villages = Region.objects.filter(parent=get_region(HOME)).exclude(code=VILLAGE).order_by("code")
    operators = [("operator", village.code, name) for village, name in zip(villages, OPERATORS, strict=False)]
    own = [each for each in others if each[1] == VILLAGE]
    return [*first, *own, *operators, *(each for each in others if each[1] != VILLAGE)]


def _fill_posts(*, at: datetime, since: date) -> dict[tuple[str, str], Person]:
    """Make the posts of kecamatan and kabupaten and put people in them; returns the holder by role and place."""
    home = get_region(HOME)
    names = {role: name for role, place, name in ACCOUNTS if place == HOME}
    holders: dict[tuple[str, str], Person] = {}
    for title, role, section, capacity, decree in POSTS:
        post = create_post(title=title, region=home, role=role, section=section, by=None, at=at)
        tenure = appoint_by_name(
            post=post,
            person=None,
            name=names[role],
            capacity=capacity,
            decree=decree,
            starts_on=since,
            by=None,
            at=at,
        )
        holders[role, HOME] = tenure.person
    village, elected = get_region(VILLAGE), Tenure.Capacity.DEFINITIVE
    for title, name in VILLAGE_POSTS:
        post = create_post(title=title, region=village, role="", by=None, at=at)
        appoint_by_name(post=post, person=None, name=name, capacity=elected, starts_on=since, by=None, at=at)
    _fill_puskesmas(home, at=at, since=since)
    holders["health_unit", HOME] = create_person(name=names["health_unit"], region=home, by=None, at=at)
    region = get_region(KABUPATEN)
    for title, agency, role, name, capacity in OFFICES:
        post = create_post(title=title, region=region, agency=agency, role=role, by=None, at=at)
        if not name:
            continue
        tenure = appoint_by_name(
            post=post, person=None, name=name, capacity=capacity, starts_on=since, by=None, at=at
        )
        holders[role, KABUPATEN] = tenure.person
    return holders


def _fill_puskesmas(home: Region, *, at: datetime, since: date) -> None:
    """Make the post of who leads the puskesmas, held by somebody who leaves it later."""
    post = create_post(
        title=PUSKESMAS, region=home, agency=f"Puskesmas {home.name}", role="health_unit", by=None, at=at
    )
    decree, capacity = "SK Bupati 821/40/2024", Tenure.Capacity.DEFINITIVE
    appoint_by_name(
        post=post, person=None, name=BEFORE, capacity=capacity, decree=decree, starts_on=since, by=None, at=at
    )


def move_to_other_post(*, at: datetime, on: date) -> None:
    """Let the head of the puskesmas move to the kabupaten, and another take over what that post has promised."""
    held = Tenure.objects.select_related("post__region", "person").get(post__title=PUSKESMAS, post__region__code=HOME)
    other = Post.objects.select_related("region").get(region__code=KABUPATEN, title="Sekretaris Dinas Kesehatan")
    capacity, decree = Tenure.Capacity.DEFINITIVE, f"SK Bupati 821/7/{on.year}"
    transfer(tenure=held, post=other, capacity=capacity, on=on, decree=decree, by=None, at=at)
    person = Account.objects.select_related("person").get(email=f"health-unit.{HOME}@contoh.invalid").person
    if person is not None:
        appoint(post=held.post, person=person, capacity=capacity, starts_on=on, decree=decree, by=None, at=at)

"""Nobody approves or overwrites what they have not seen; all of a goal is recorded; a post finds what it holds."""

import pytest
from django.utils import timezone

from rumahbersama.chain.house.programme import hooks
from rumahbersama.chain.house.programme.actions.activities import Plan, change_activity, remove_activity
from rumahbersama.chain.house.programme.actions.goals import Wish, remove_goal, save_goal
from rumahbersama.chain.house.programme.actions.programmes import Move, begin_programme, move_programme
from rumahbersama.chain.house.programme.models import Activity, Goal, Programme
from rumahbersama.chain.house.programme.rules import ProgrammeRefusal
from rumahbersama.chain.needs.models import ServiceArea
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.people.actions.posts import appoint_by_name
from rumahbersama.ground.regions.models import Region
from tests.meetings.conftest import AT, TODAY, A, text
from tests.programme.conftest import FEBRUARY, fresh, url
from tests.typed import untouched

pytestmark = pytest.mark.django_db
OWN, OTHER = "71.01.01.2001", "71.01.01.2002"


def plan_of(row: Activity, **more):

    plain = {
        "kind": row.kind,
        "title": row.title,
        "post": row.post,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }
    return Plan(**plain | more)


@pytest.mark.parametrize("what", ["added", "changed", "removed", "goal", "goal removed"])
def test_a_camat_does_not_approve_what_came_after_he_looked(house, draft, add, goal, what):
    row = add()
    seen = Programme.objects.get(pk=draft.pk).version
    if what == "added":
        add("Rapat mendadak")
    elif what == "changed":
        change_activity(activity=fresh(row), plan=plan_of(row, budget_rupiah=900_000_000), by=None, at=AT, seen=1)
    elif what == "removed":
        add("Sisa")
        seen = Programme.objects.get(pk=draft.pk).version
        remove_activity(activity=fresh(row), by=None, at=AT, seen=1)
    elif what == "goal":
        save_goal(programme=draft, goal=goal, wish=Wish("Sasaran lain"), by=None, at=AT)
    else:
        remove_goal(goal=goal, by=None, at=AT)

    with pytest.raises(ProgrammeRefusal, match="baru saja diubah"):
        move_programme(programme=draft, move=Move("in_force"), by=house.cast["camat"], at=AT, seen=seen)


def test_a_goal_changed_by_another_meanwhile_is_not_overwritten(house, draft, goal, as_):
    client, address = as_("kasi"), url("goal", draft.pk, goal.pk)
    sent = untouched(client.get(address), "statement")
    save_goal(programme=draft, goal=goal, wish=Wish("Ditulis sekcam", unit="desa"), by=None, at=AT)

    answer = client.post(address, sent | {"statement": "Ditulis kasi"})

    assert (answer.status_code, Goal.objects.get().statement) == (422, "Ditulis sekcam")
    assert "baru saja diubah orang lain" in text(answer)
    sent = untouched(client.get(address), "statement") | {"lakukan": "hapus"}
    save_goal(programme=draft, goal=goal, wish=Wish("Ditulis sekcam lagi"), by=None, at=AT)
    client.post(address, sent)
    assert Goal.objects.count() == 1


def test_all_that_changes_of_a_goal_is_recorded(house, draft, goal):
    area = ServiceArea.objects.create(code="air", name="Air bersih")

    save_goal(
        programme=draft, goal=goal, wish=Wish(goal.statement, area=area, unit="desa", baseline=4), by=None, at=AT
    )

    [change] = AuditRecord.objects.filter(verb="programme.save_goal").first().changes.get().rows
    assert (change[1]["goal"], change[2]["goal"]) == (goal.statement, f"{goal.statement} (4 → – desa; Air bersih)")


def test_who_holds_the_post_reads_and_reports_though_it_is_for_another_village(house, as_, draft, add, approve):
    """Home counts it as late, so its list and page must be there."""
    operator = house.cast["operator"]
    facts = {"name": operator.name, "capacity": "definitive", "starts_on": TODAY}
    operator.person = appoint_by_name(post=house.posts["kades"], person=None, **facts, by=None, at=AT).person
    operator.save()
    row = add("Membantu desa tetangga", who="kades", villages=(OTHER,))
    client = as_("operator")
    assert client.get(row.get_absolute_url()).status_code == 404  # a draft is still the kecamatan's own
    approve()

    [task] = list(hooks.home_tasks(user=operator, today=timezone.localdate()))
    client = as_("operator")
    listing = client.get(url("mine")).context["listing"]
    report = client.post(url("report", row.pk), {"text": "Sudah ke sana.", "to": "going", "seen": "1"})

    assert (task.count, list(listing.page), client.get(row.get_absolute_url()).status_code) == (1, [row], 200)
    assert (report.status_code, fresh(row).state) == (302, "going")


def test_a_village_that_is_gone_stays_named_when_its_activity_is_saved(house, as_, draft, add):
    row = add(villages=(OWN,))
    Region.objects.filter(code=OWN).update(gone_on=TODAY)
    client, address = as_("kasi"), url("edit", row.pk)

    answer = client.post(address, untouched(client.get(address), "title"))

    assert (answer.status_code, [each.code for each in row.villages.all()]) == (302, [OWN])
    later = begin_programme(region=house.country[A], year=2027, like=draft, by=None, at=AT)
    assert [each.code for each in Activity.objects.get(programme=later).villages.all()] == [OWN]


def test_days_beside_months_are_not_dropped_without_a_word(house, as_, draft, add):
    row, client = add(starts_on=FEBRUARY[0], ends_on=FEBRUARY[1]), as_("kasi")
    sent = untouched(client.get(url("edit", row.pk)), "title")
    more = {"ends_on_0": "9", "ends_on_1": "5", "ends_on_2": "2026"}

    answer = client.post(url("edit", row.pk), sent | more)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ends_on"])


@pytest.mark.parametrize(
    ("to", "is_approved", "told"),
    [
        ("camat", True, "tampak di daftar kegiatan pemegang barunya"),
        ("camat", False, "sesudah program disetujui"),
        ("puskesmas", True, "Jabatan itu sedang kosong"),
    ],
)
def test_handing_over_says_where_the_new_holder_finds_it(house, as_, draft, add, approve, to, is_approved, told):
    row = add()
    if is_approved:
        approve()

    sent = {"post": str(house.posts[to].pk), "reason": "Beban dibagi", "seen": "1"}
    page = text(as_("camat").post(url("hand_over", row.pk), sent, follow=True))

    assert told in page


def test_a_list_of_one_goal_says_so_and_stays_so_when_it_is_narrowed_further(house, as_, draft, add, goal):
    row = add("Untuk sasaran", goal=goal)
    add("Lain")
    client, address = as_("kasi"), f"{draft.get_absolute_url()}?sasaran={goal.pk}"

    answer = client.get(address)
    sent = untouched(answer, "jenis")

    assert "Hanya kegiatan untuk sasaran “Buku kas tertib di semua desa”" in text(answer)
    assert list(client.get(draft.get_absolute_url(), sent).context["listing"].page) == [row]


def test_deleting_stands_apart_from_saving_and_says_what_it_does(house, as_, draft, add, goal):
    row, client = add(), as_("kasi")
    for address, box in ((url("goal", draft.pk, goal.pk), "statement"), (url("edit", row.pk), "title")):
        page = client.get(address)
        saving = text(page).split(f'name="{box}"')[1].split("</form>")[0]
        assert ("Yang dihapus tidak kembali" in text(page), 'value="hapus"' in saving) == (True, False)
        client.post(address, {"lakukan": "hapus", "seen": untouched(page, "seen")["seen"]})

    assert (Goal.objects.count(), Activity.objects.count()) == (0, 0)

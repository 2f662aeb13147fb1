"""Writing a compared edition into the tables: identities keep their row, their codes get dates."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from rumahbersama.ground.audit.rules import Change
from rumahbersama.ground.core import bulk, registry
from rumahbersama.ground.regions.matching import GONE, MOVED, NEW, RECODED, RENAMED, SPELLED, Difference
from rumahbersama.ground.regions.models import (
    Edition,
    Level,
    Region,
    RegionChange,
    RegionCode,
    UnresolvedRegion,
)
from rumahbersama.ground.regions.rules import NATION_CODE, level_of

if TYPE_CHECKING:
    from rumahbersama.ground.regions.actions.edition import EditionPreview

MANY = 500
KEPT = (SPELLED, RENAMED, RECODED, MOVED)
_REGION = [
    "id",
    "code",
    "name",
    "search_name",
    "level",
    "kind",
    "word",
    "parent",
    "invented",
    "children_count",
    "desa_count",
]
_CODE = ["region", "scheme", "code", "name", "valid_from", "edition"]


class EditionStore:
    """One commit: knows the id of every region of the edition and writes table by table."""

    def __init__(self, *, edition: Edition, preview: "EditionPreview") -> None:
        self.edition = edition
        self.preview = preview
        self.rows = preview.rows
        self.differences = preview.comparison.differences
        self.ids: dict[str, int] = {NATION_CODE: Region.objects.get(code=NATION_CODE).pk}
        self.ids |= preview.comparison.kept
        fresh = bulk.next_id(Region)
        new = [difference.code for difference in self.differences if difference.change == NEW]
        self.ids |= {code: fresh + place for place, code in enumerate(new)}
        self.parents: dict[int, int | None] = dict(Region.objects.order_by().values_list("pk", "parent_id"))

    def write(self) -> None:
        """Write regions, codes, changes and questions."""
        self._free_codes()
        self._end_gone()
        self._update_kept()
        self._insert_new()
        self._write_codes()
        if not self.preview.is_first:
            self._write_changes()
        self._write_questions()

    def tell_rooms_above(self, *, by: Any) -> None:  # noqa: ANN401
        """Name the kabupaten whose stored sums no longer stand: regions moved in, out, or ended."""
        touched = [one for one in self.differences if one.id is not None and one.change in {MOVED, GONE}]
        if not touched:
            return
        after: dict[int, int | None] = dict(Region.objects.order_by().values_list("pk", "parent_id"))
        levels = dict(Region.objects.order_by().values_list("pk", "level"))
        found = {
            kabupaten
            for one in touched
            for parents in (self.parents, after)
            if (kabupaten := _kabupaten_of(one.id, parents, levels)) is not None
        }
        tell_rooms_above(found, by=by)

    # Regions --------------------------------------------------------------------
    def _of(self, *changes: str) -> list[Difference]:
        return [difference for difference in self.differences if difference.change in changes]

    def _free_codes(self) -> None:
        """Set codes aside that another region takes, so that exchanged codes never meet."""
        leaving = self._of(MOVED, RECODED, GONE)
        bulk.update(Region, ["code"], ((f"!{one.id}", one.id) for one in leaving))
        wanted = [one.code for one in self._of(MOVED, RECODED, NEW)]
        for part in _parts(wanted):
            for region in Region.objects.filter(code__in=part).exclude(gone_on=None):
                region.code = free_code(region.code)
                region.save(update_fields=["code"])

    def _end_gone(self) -> None:
        gone = self._of(GONE)
        day = bulk.as_date(self.edition.valid_from)
        kept = [one for one in gone if one.old_code not in self.rows]
        bulk.update(Region, ["code", "gone_on"], ((one.old_code, day, one.id) for one in kept))
        for one in gone:
            if one.old_code in self.rows:
                Region.objects.filter(pk=one.id or 0).update(
                    code=free_code(one.old_code), gone_on=self.edition.valid_from
                )

    def _update_kept(self) -> None:
        words = dict(Region.objects.exclude(word="").order_by().values_list("pk", "word"))
        fields = ["code", "name", "search_name", "kind", "word", "parent"]
        bulk.update(Region, fields, (self._kept(one, words) for one in self._of(*KEPT)))

    def _kept(self, one: Difference, words: dict[int, str]) -> tuple[Any, ...]:
        row, pk = self.rows[one.code], one.id or 0
        word = row.word or words.get(pk, "")
        return row.code, row.name, row.search_name, row.kind, word, self.ids[row.parent], pk

    def _insert_new(self) -> None:
        words = self._local_words()
        new = [self.rows[one.code] for one in self._of(NEW)]
        bulk.insert(
            Region,
            _REGION,
            (
                (
                    self.ids[row.code],
                    row.code,
                    row.name,
                    row.search_name,
                    level_of(row.code),
                    row.kind,
                    row.word or words.get((row.code[:5], row.kind), ""),
                    self.ids[row.parent],
                    False,
                    0,
                    0,
                )
                for row in new
            ),
        )

    def _local_words(self) -> dict[tuple[str, str], str]:
        """Return the word that all regions of a kind in a kabupaten bear, so that new ones bear it too."""
        found: dict[tuple[str, str], Counter[str]] = {}
        for code, kind, word in (
            Region.objects.filter(gone_on=None, level__gte=Level.KECAMATAN)
            .exclude(word="")
            .order_by()
            .values_list("code", "kind", "word")
        ):
            found.setdefault((code[:5], kind), Counter())[word] += 1
        return {place: words.most_common(1)[0][0] for place, words in found.items()}

    # History ----------------------------------------------------------------------
    def _write_codes(self) -> None:
        closing = [one.id for one in self.differences if one.id is not None]
        for part in _parts(closing):
            RegionCode.objects.filter(region_id__in=part, scheme=RegionCode.Scheme.KEMENDAGRI, valid_to=None).update(
                valid_to=self.edition.valid_from
            )
        day = bulk.as_date(self.edition.valid_from)
        bulk.insert(
            RegionCode,
            _CODE,
            (
                (self.ids[one.code], "kemendagri", one.code, self.rows[one.code].printed, day, self.edition.pk)
                for one in self.differences
                if one.change != GONE
            ),
        )

    def _write_changes(self) -> None:
        day = bulk.as_date(self.edition.valid_from)
        bulk.insert(
            RegionChange,
            ["kind", "effective_on", "edition", "region", "before", "after"],
            (
                (one.change, day, self.edition.pk, one.id or self.ids[one.code], one.before, one.after)
                for one in self.differences
            ),
        )

    def _write_questions(self) -> None:
        questions = UnresolvedRegion.objects.bulk_create(
            UnresolvedRegion(edition=self.edition, region_id=question.id, reason=question.reason)
            for question in self.preview.comparison.questions
        )
        through = UnresolvedRegion.candidates.through
        through.objects.bulk_create(
            chain.from_iterable(
                (through(unresolvedregion_id=stored.pk, region_id=self.ids[code]) for code in question.candidates)
                for stored, question in zip(questions, self.preview.comparison.questions, strict=True)
            )
        )


def audit_changes(differences: list[Difference]) -> list[Change]:
    """Return one audit change per region that an edition changes."""
    return [
        Change(
            entity="regions.region",
            key=difference.code or difference.old_code,
            before={"region": difference.before} if difference.before else None,
            after={"region": difference.after, "change": difference.change} if difference.after else None,
        )
        for difference in differences
    ]


def tell_rooms_above(kabupaten: set[int], *, by: Any) -> None:  # noqa: ANN401
    """Tell the rooms above which kabupaten (ids; by their codes of today) must be summed again."""
    codes = set(Region.objects.filter(pk__in=kabupaten, gone_on=None).values_list("code", flat=True))
    list(registry.regions_changed.each(kabupaten=codes, by=by))


def free_code(code: str) -> str:
    """Return ``code`` with the first "~n" behind it that no region bears."""
    plain = code.partition("~")[0]
    used = set(Region.objects.filter(code__startswith=plain + "~").values_list("code", flat=True))
    return next(name for n in range(1, 1000) if (name := f"{plain}~{n}") not in used)


def _kabupaten_of(pk: int | None, parents: dict[int, int | None], levels: dict[int, int]) -> int | None:
    while pk is not None and levels.get(pk, 0) > Level.KABUPATEN:
        pk = parents.get(pk)
    return pk if pk is not None and levels.get(pk) == Level.KABUPATEN else None


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), MANY):
        yield values[start : start + MANY]

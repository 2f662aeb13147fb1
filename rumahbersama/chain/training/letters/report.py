"""The report of the committee (laporan panitia), filled with what the program knows of the event on that day.

Every part that knows nothing says so. Names of those who took part are not in it: they are personal data, and stand
on the signed sheets that go with the report. What an evaluation may not show is not in it either.
"""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from rumahbersama.chain.training.events.queries import budget_of
from rumahbersama.chain.training.hall.queries import attendance_of_event, evaluations_of
from rumahbersama.chain.training.hall.rules import Attended, least_percent_on, mean_share
from rumahbersama.chain.training.letters.facts import Facts, basis_of, numbered_papers
from rumahbersama.chain.training.letters.inviting import Drafted
from rumahbersama.chain.training.letters.scheduling import schedule_blocks
from rumahbersama.chain.training.models import Event, Participation, Teaching, TrainingClass
from rumahbersama.chain.training.passing import queries as passing
from rumahbersama.chain.training.taking_part.queries import names_of_places, quotas_of
from rumahbersama.chain.training.tests.queries import ClassRow, blueprint_of, class_rows
from rumahbersama.ground.core.formats import number, percent, rupiah
from rumahbersama.workshop.papers.contents import Block
from rumahbersama.workshop.papers.documents import long_day
from rumahbersama.workshop.papers.writing import (
    annex,
    entries,
    fields,
    heading,
    missing,
    numbered,
    table,
    text,
)
from rumahbersama.workshop.surveys.limits import limits_on


def report(facts: Facts, basis: tuple[str, ...], *, at: datetime, today: date) -> list[Drafted]:
    """Return the report of an event as it stands (about thirty queries, whatever the number of people)."""
    event = facts.event
    people = list(passing.taking_part(event))
    classes = list(TrainingClass.objects.filter(event=event).order_by("number"))
    parts: list[tuple[str, list[Block]]] = [
        ("Dasar", _basis(event, basis)),
        ("Waktu dan tempat", _when(facts, classes)),
        ("Peserta", _people(event, people)),
        ("Pengajar", _trainers(event)),
        ("Kehadiran", _attendance(event, people, classes)),
        ("Hasil tes", _tests(event, classes, at=at)),
        ("Kelulusan", _passing(event)),
        ("Evaluasi penyelenggaraan", _evaluation(event, today)),
        ("Anggaran", _budget(event)),
        ("Penutup", [text(missing("hambatan, saran, dan tindak lanjut")), text(CLOSING)]),
    ]
    blocks = _opening(event, today)
    for order, (title, told) in enumerate(parts, start=1):
        blocks += [heading(f"{order}. {title}"), *told]
    blocks += [annex("Surat dan berkas kegiatan"), *_files(event)]
    days = schedule_blocks(event)
    if days:
        blocks += [annex("Jadwal kegiatan"), *days]
    return [Drafted(f"Pelaksanaan {event.title}", {"blocks": blocks})]


CLOSING = "Demikian laporan ini dibuat sebagai pertanggungjawaban pelaksanaan kegiatan."


def _opening(event: Event, today: date) -> list[Block]:
    words = f"Angka dalam laporan ini menurut catatan Rumah Bersama per {long_day(today)}."
    if today <= event.ends_on:
        words += f" Kegiatan berlangsung sampai {long_day(event.ends_on)}, jadi angkanya belum lengkap."
    return [text(words)]


def _basis(event: Event, typed: tuple[str, ...]) -> list[Block]:
    lines = basis_of(event, typed)
    if not typed:
        lines.append(missing("dasar hukum dan DPA; keduanya tidak dicatat di Rumah Bersama"))
    return [entries(lines)]


def _when(facts: Facts, classes: list[TrainingClass]) -> list[Block]:
    event = facts.event
    jp = sum(jp for _title, jp in passing.curriculum_of(event))
    return [
        fields(
            ("Kegiatan", event.title),
            *([("Program", ", ".join(filter(None, (str(event.programme), event.phase))))] if event.programme else []),
            ("Penyelenggara", str(event.region)),
            ("Hari, tanggal", facts.days),
            ("Tempat", facts.places),
            ("Cara hadir", str(event.get_mode_display())),
            ("Untuk", str(event.get_tier_display())),
            ("Kurikulum", f"{event.curriculum}, {jp} JP"),
            ("Kelas", str(len(classes)) if classes else "belum ada kelas yang tercatat"),
        )
    ]


def _people(event: Event, people: list[Participation]) -> list[Block]:
    if event.head_count is not None:
        words = f"{number(event.head_count)} orang; namanya tidak tercatat, jadi tidak dapat dirinci."
        return [text(words)]
    quotas = quotas_of(event)
    if not people:
        return [text("Belum ada peserta yang disetujui dan tercatat.")]
    seats = sum(quota.seats for quota in quotas)
    kinds = Counter(str(row.get_agency_kind_display()) for row in people)
    codes = Counter(".".join(row.region.code.split(".")[:2]) for row in people)
    names = names_of_places(codes)
    told = f"{number(len(people))} orang disetujui sebagai peserta"
    told += f", dari {number(seats)} kursi kuota." if seats else "; kuota tidak dicatat."
    return [
        text(told),
        numbered(("Unsur", "Peserta"), [(kind, number(count)) for kind, count in kinds.most_common()]),
        numbered(
            ("Kabupaten, kota, atau wilayah asal", "Peserta"),
            [(names.get(code, code), number(count)) for code, count in sorted(codes.items())],
        ),
    ]


def _trainers(event: Event) -> list[Block]:
    roles: dict[str, set[str]] = {}
    for row in Teaching.objects.filter(event=event).select_related("person").order_by("person__name", "pk"):
        roles.setdefault(row.person.name, set()).add(str(row.get_role_display()))
    if not roles:
        return [text("Pengajar tidak dicatat.")]
    return [numbered(("Nama", "Sebagai"), [(name, ", ".join(sorted(told))) for name, told in roles.items()])]


def _attendance(event: Event, people: list[Participation], classes: list[TrainingClass]) -> list[Block]:
    attended = attendance_of_event(event, people) if people else {}
    rows = [(row, attended[row.pk]) for row in people]
    share = mean_share(each for _row, each in rows)
    if share is None:
        return [
            text(
                "Kehadiran tidak dicatat di Rumah Bersama, karena belum ada sesi yang berlangsung di daftar hadirnya."
            )
        ]
    least = least_percent_on(event.ends_on)
    blocks = [
        text(
            f"{_percent(share)} dari JP yang berlangsung dihadiri. Batas kehadiran {least}% dari JP yang berlangsung."
        ),
        table(
            ("Kelas", "Peserta", "JP dihadiri", "JP berlangsung", "Kehadiran", f"Di bawah {least}%"),
            [
                _attended(str(klass), [each for row, each in rows if row.klass_id == klass.pk], least)
                for klass in classes
            ]
            + [_attended("Semua kelas", [each for _row, each in rows], least)],
        ),
    ]
    unlisted = sum(not each.has_list for _row, each in rows)
    conflicts = sum(each.conflicts for _row, each in rows)
    if unlisted:
        blocks.append(
            text(f"{number(unlisted)} peserta tidak ada di daftar hadir, jadi kehadirannya tidak diketahui.")
        )
    if conflicts:
        blocks.append(text(f"{number(conflicts)} kehadiran bertentangan dan belum diputuskan, jadi belum dihitung."))
    return blocks


def _attended(name: str, rows: list[Attended], least: int) -> tuple[str, ...]:
    held = sum(each.held for each in rows)
    there = sum((min(each.attended, Decimal(each.held)) for each in rows), Decimal(0))
    below = sum(each.is_below(least) for each in rows)
    share = _percent(mean_share(rows))
    return (name, number(len(rows)), number(there), number(held), share, number(below) if held else "-")


def _percent(share: Decimal | None) -> str:
    return "-" if share is None else percent(share, 1)


def _tests(event: Event, classes: list[TrainingClass], *, at: datetime) -> list[Block]:
    blueprint = blueprint_of(event)
    if blueprint is None:
        return [text("Tes awal dan tes akhir tidak diadakan di Rumah Bersama.")]
    whole, *rows = class_rows(blueprint, event, classes, at=at)
    least = limits_on(timezone.localdate(at)).minimum_group
    if whole.gain is None:
        return [text("Belum ada peserta yang menyelesaikan tes awal dan tes akhir.")]
    return [
        text("Rata-rata nilai 0 sampai 100 dari peserta yang menyelesaikan tes awal dan tes akhir."),
        table(
            ("Kelas", "Orang", "Tes awal", "Tes akhir", "Kenaikan", "Gain ternormalisasi"),
            [_gained(str(row.klass), row, least) for row in rows] + [_gained("Semua kelas", whole, least)],
        ),
    ]


def _gained(name: str, row: ClassRow, least: int) -> tuple[str, ...]:
    """Return a class with its means; none of fewer people than may be shown together."""
    gain = row.gain
    if gain is None:
        return (name, "0", "-", "-", "-", "-")
    if gain.pairs < least:
        return (name, f"kurang dari {least}", "-", "-", "-", "-")
    means = (gain.mean_before, gain.mean_after, gain.mean_gain)
    told = (number(None if mean is None else round(mean, 1)) for mean in means)
    normalised = "-" if gain.normalised is None else number(round(gain.normalised, 2))
    return (name, number(gain.pairs), *told, normalised)


def _passing(event: Event) -> list[Block]:
    lines = passing.lines_of(event)
    total = passing.total_of(lines)
    if not total.passed and not total.failed:
        return [text("Kelulusan belum diputuskan.")]
    counts = passing.counts_of(event)
    rows = [
        (str(line.klass or "Tanpa kelas"), *map(number, (line.people, line.passed, line.failed, line.left)))
        for line in lines
    ]
    rows.append(("Jumlah", *map(number, (total.people, total.passed, total.failed, total.left))))
    return [
        table(("Kelas", "Peserta", "Lulus", "Tidak lulus", "Belum diputuskan"), rows),
        text(f"{number(counts['in_force'])} sertifikat berlaku."),
    ]


def _evaluation(event: Event, today: date) -> list[Block]:
    told = evaluations_of(event, today=today)
    if told.mean is None:
        return [
            text(
                "Belum ada hasil evaluasi yang dapat ditampilkan, karena belum ditutup, atau terlalu sedikit jawaban."
            )
        ]
    rows = [(name, number(round(mean, 2))) for name, mean in told.together.items() if mean is not None]
    return [
        text(f"{number(told.answered)} jawaban; rata-rata dari {told.shown} kelas yang hasilnya dapat ditampilkan."),
        table(("Bagian", "Rata-rata"), [*rows, ("Semua skala", number(round(told.mean, 2)))]),
    ]


def _budget(event: Event) -> list[Block]:
    lines = [row.line for row in budget_of(event)]
    realised = fields(("Realisasi", missing("realisasi menurut SPJ; tidak dicatat di Rumah Bersama")))
    if not lines:
        return [text("Rencana anggaran tidak diisi di Rumah Bersama."), realised]
    rows = [
        (line.title, f"{number(line.volume)} {line.unit}", rupiah(line.price_rupiah), rupiah(line.amount_rupiah))
        for line in lines
    ]
    total = f"Rencana seluruhnya {rupiah(sum(line.amount_rupiah for line in lines))}."
    return [numbered(("Uraian", "Volume", "Harga satuan", "Rencana"), rows), text(total), realised]


def _files(event: Event) -> list[Block]:
    rows = [
        (str(row.kind_here.label), row.number, long_day(row.signed_on), row.title)
        for row in numbered_papers(event)
        if row.signed_on
    ]
    told = (
        numbered(("Jenis", "Nomor", "Tanggal", "Hal"), rows)
        if rows
        else text("Belum ada surat bernomor untuk kegiatan ini.")
    )
    return [told, text("Daftar hadir bertanda tangan, tanda terima, dan biodata dilampirkan sebagai lembar cetak.")]

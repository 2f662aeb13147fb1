"""Needs that nobody asked for, and voices that no figure supports: neither cancels the other."""

import pytest
from django.urls import reverse

from rumahbersama.chain.needs.models import Standard
from rumahbersama.chain.needs.voices import actions, faces
from rumahbersama.chain.needs.voices.models import Voice

KABUPATEN, A, DESA, SIBLING, KELURAHAN, B = (
    "71.01",
    "71.01.01",
    "71.01.01.2001",
    "71.01.01.2002",
    "71.01.01.1003",
    "71.01.02.2001",
)
SHORT = {"penduduk": 3000, "posyandu": 1}  # 1 per 1,250: needs 3, short by 2
ENOUGH = {"penduduk": 1000, "posyandu": 4}


@pytest.fixture
def figures(put):
    """DESA and B short of posyandu, SIBLING with enough, KELURAHAN silent."""
    rows: dict[tuple[str, str], int] = {}
    for code, values in ((DESA, SHORT), (SIBLING, ENOUGH), (B, SHORT)):
        rows |= {(code, what): value for what, value in values.items()}
    put(rows)


@pytest.fixture
def unvoiced(country, period, figures):
    """Return (place, service, shortage, others) of what nobody asks for at a place."""

    def asking(code: str) -> list[tuple[str, str, int, int]]:
        rows = faces.unvoiced(faces.Gaps(country[code], period))
        return [
            (row.region.code, row.service.code, row.shortage, row.others)
            for row in rows
            if row.service.code == "posyandu"
        ]

    return asking


@pytest.fixture
def unsupported(country, period, figures):
    """Return the reason by words of each open voice at a place that no figure supports."""

    def asking(code: str) -> dict[str, str]:
        found = faces.unsupported(faces.Gaps(country[code], period))
        return {Voice.objects.get(pk=number).statement: reason for number, reason in found.items()}

    return asking


def test_the_standard_counts_posyandu_per_desa(reference):
    assert Standard.objects.get(service__code="posyandu", valid_to=None).level == 4


def test_a_shortage_that_nobody_voices_is_named_at_every_level(unvoiced):
    assert [unvoiced(code) for code in (DESA, SIBLING, A, KABUPATEN)] == [
        [(DESA, "posyandu", 2, 0)],
        [],
        [(DESA, "posyandu", 2, 0)],
        [(DESA, "posyandu", 2, 0), (B, "posyandu", 2, 0)],
    ]


def test_what_only_some_desa_have_sent_is_called_unknown_and_not_short(country, period, figures, put, say):
    """Puskesmas is asked for per kecamatan: KELURAHAN is silent, and may have it."""
    say(DESA, "Bangun puskesmas", service="puskesmas")
    put({(DESA, "puskesmas"): 0, (SIBLING, "puskesmas"): 0})
    some = faces.Gaps(country[A], period)
    put({(KELURAHAN, "puskesmas"): 0, (KELURAHAN, "penduduk"): 90})
    whole = faces.Gaps(country[A], period)

    told = [
        (
            [
                standard.service.code
                for _place, standard, _missing in gaps.short()
                if standard.service.code == "puskesmas"
            ],
            list(faces.unsupported(gaps).values()),
        )
        for gaps in (some, whole)
    ]
    assert told == [([], ["angkanya belum dikirim"]), (["puskesmas"], [])]


def test_a_voice_that_names_the_service_there_takes_it_off_the_list(unvoiced, say):
    say(SIBLING, service="posyandu")
    other_desa = unvoiced(A)
    say(DESA, service="posyandu")

    assert [other_desa, unvoiced(A), unvoiced(KABUPATEN)] == [[(DESA, "posyandu", 2, 0)], [], [(B, "posyandu", 2, 0)]]


def test_what_the_kecamatan_asks_for_is_asked_for_in_its_desa(unvoiced, say):
    say(A, service="posyandu")

    assert [unvoiced(A), unvoiced(DESA), unvoiced(KABUPATEN)] == [[], [], [(B, "posyandu", 2, 0)]]


def test_a_voice_of_the_area_alone_is_counted_beside_and_hides_nothing(unvoiced, say):
    say(DESA), say(DESA), say(SIBLING)

    assert unvoiced(A) == [(DESA, "posyandu", 2, 2)]


def test_a_withdrawn_voice_asks_no_more_and_a_joined_one_still_does(unvoiced, say, cast, now):
    act = {"by": cast["keeper"], "at": now}
    voice, main = say(DESA, service="posyandu"), say(SIBLING, service="posyandu")
    actions.join_voices(voice=voice, main=main, joint_people=None, seen=1, **act)
    joined = unvoiced(A)
    actions.part_voices(voice=voice, joint_people=None, seen=2, **act)
    actions.withdraw_voice(voice=voice, reason="Sudah ada", seen=3, **act)

    assert [joined, unvoiced(A)] == [[], [(DESA, "posyandu", 2, 0)]]


def test_a_voice_is_supported_where_its_service_is_short(unsupported, say):
    say(DESA, "Posyandu di Anggrek penuh", service="posyandu")
    say(SIBLING, "Posyandu di Akasia penuh", service="posyandu")
    say(KELURAHAN, "Posyandu di Asri penuh", service="posyandu")
    say(DESA, "Kapal sehat untuk pulau seberang", area="sosial")

    assert unsupported(A) == {
        "Posyandu di Akasia penuh": "menurut angka sudah cukup",
        "Posyandu di Asri penuh": "angkanya belum dikirim",
        "Kapal sehat untuk pulau seberang": "belum ada ukuran untuk ini",
    }


def test_a_voice_without_a_service_is_supported_by_any_service_of_its_area(unsupported, say):
    say(DESA, "Ibu hamil jauh dari bidan")
    say(DESA, "Guru PAUD belum tetap", area="pendidikan")

    assert unsupported(A) == {"Guru PAUD belum tetap": "angkanya belum dikirim"}


def test_a_voice_of_the_kecamatan_is_held_against_the_sum_of_its_desa(unsupported, say):
    say(A, "Posyandu di kecamatan ini penuh", service="posyandu")

    assert unsupported(A) == {}


def test_the_lists_of_one_kecamatan_hold_nothing_of_the_other(unsupported, unvoiced, say):
    say(B, "Guru PAUD belum tetap", area="pendidikan")

    assert [unsupported(A), unvoiced(A)] == [{}, [(DESA, "posyandu", 2, 0)]]
    assert unsupported(KABUPATEN) == {"Guru PAUD belum tetap": "angkanya belum dikirim"}


# On the pages ----------------------------------------------------------------------------
def test_the_pages_say_that_neither_cancels_the_other(client, cast, figures, say):
    say(DESA, "Guru PAUD belum tetap", area="pendidikan")
    client.force_login(cast["camat"])

    pages = {
        name: " ".join(client.get(reverse(f"voices:{name}", args=[A])).content.decode().split())
        for name in ("unvoiced", "unsupported")
    }

    assert "Kebutuhannya tetap dihitung walau tidak ada yang meminta" in pages["unvoiced"]
    assert f'href="/tempat/{DESA}/?periode=2026-S1&amp;layanan=posyandu"' in pages["unvoiced"]
    assert "Usulannya tetap sah" in pages["unsupported"]
    assert ["Guru PAUD belum tetap" in pages["unsupported"], "angkanya belum dikirim" in pages["unsupported"]] == [
        True
    ] * 2


def test_above_the_kabupaten_a_place_is_chosen_first(client, cast, figures):
    client.force_login(cast["province"])

    page = client.get(reverse("voices:unvoiced", args=["71"])).content.decode()

    assert f'href="{reverse("voices:unvoiced", args=[KABUPATEN])}"' in page


def test_without_figures_the_page_says_what_is_missing(client, cast, reference):
    client.force_login(cast["camat"])

    assert "Belum ada angka di sini" in client.get(reverse("voices:unsupported", args=[A])).content.decode()


def test_the_unvoiced_list_is_searched_by_place_and_service(client, cast, figures):
    client.force_login(cast["camat"])

    totals = [
        client.get(reverse("voices:unvoiced", args=[A]) + f"?cari={text}").context["listing"].total
        for text in ("posyandu", "anggrek+posyandu", "akasia+posyandu")
    ]

    assert totals == [1, 1, 0]

"""Pages of notes and recommendations: written, replied to without signal, confirmed, re-checked; in few questions."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.needs import risks as needs
from rumahbersama.chain.needs.models import Observation
from rumahbersama.chain.needs.queries import all_periods, standards_of
from rumahbersama.chain.oversight.recommendations import risks, rules
from rumahbersama.chain.oversight.recommendations.actions import confirming, writing
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Report, Step
from rumahbersama.ground.core import registry
from rumahbersama.ground.regions.models import Level
from tests.recommendations.conftest import BASIS, DESA, DESA_B, KAB, SIBLING, WHAT, A, B, text_of

SENT = {
    "village": DESA,
    "kind": "recommendation",
    "what": WHAT,
    "legal_basis": BASIS,
    "remedy": "Tutup tiap bulan.",
    "severity": "heavy",
}


def url(name: str, *args) -> str:
    return reverse(f"recommendations:{name}", args=args)


def test_one_is_written_sent_and_its_day_comes_from_its_severity(room, as_):
    client = as_("kasi")
    answer = client.post(url("new", A), SENT | {"item": "keu:7", "item_text": "Buku kas ditutup"})

    made = Recommendation.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.state, made.item, made.village.code) == ("draft", "keu:7", DESA)
    assert timedelta(days=14) <= made.due_on - room.today <= timedelta(days=30)
    page = text_of(client.get(made.get_absolute_url()))
    assert "Masih konsep: desa belum melihatnya." in page
    assert as_("operator").get(made.get_absolute_url()).status_code == 404

    as_("kasi").post(url("send", made.pk), {"seen": made.version})
    page = text_of(as_("operator").get(made.get_absolute_url()))
    assert "Menunggu tanggapan desa, paling lambat" in page
    assert url("reply", made.pk) in page
    assert "Bawa ke Rumah Bersama" not in page


def test_the_form_says_what_is_missing_and_keeps_nothing(room, as_):
    answer = as_("kasi").post(url("new", A), SENT | {"what": "Kas", "village": ""})
    assert answer.status_code == 422
    assert Recommendation.objects.count() == 0
    short = as_("kasi").post(url("new", A), SENT | {"what": "Kas"})
    assert "Tulis apa yang dilihat dalam satu kalimat" in text_of(short)
    asked = as_("kasi").post(url("new", A), SENT | {"what": "Apakah desa punya daftar anak yang tidak bersekolah? "})
    assert "bukan pertanyaannya" in text_of(asked)
    assert Recommendation.objects.count() == 0


def test_a_village_replies_from_a_phone_that_had_no_signal(room, as_):
    sent = room.sent()
    client = as_("operator")
    key = str(uuid.uuid4())
    body = {"reply": "object", "text": "Bukunya di bank.", "kunci": key, "akun": str(room.cast["operator"].pk)}
    for expected in (201, 200):
        answer = client.post(url("reply", sent.pk), body | {"seen": sent.version}, headers={"X-Outbox": "1"})
        assert answer.status_code == expected
    assert list(Step.objects.filter(kind="object").values_list("text", flat=True)) == ["Bukunya di bank."]


def test_after_a_confirmed_silence_only_agreeing_is_offered_and_an_objection_is_told_where_to_go(room, as_):
    confirmed = room.confirm(room.silent())
    client, address = as_("operator"), url("reply", confirmed.pk)

    page = text_of(client.get(address))

    offered = [reply for reply in (rules.AGREE, rules.OBJECT, rules.ASK) if f'value="{reply}"' in page]
    assert offered == [rules.AGREE]
    assert "keberatan disampaikan langsung ke camat" in page
    late = client.post(address, {"reply": "object", "text": "Tidak setuju.", "seen": confirmed.version})
    assert (late.status_code, "Sampaikan keberatan langsung ke camat" in text_of(late)) == (422, True)
    client.post(address, {"reply": "agree", "seen": confirmed.version})
    confirmed.refresh_from_db()
    assert confirmed.state == "agreed"


def test_the_writer_answers_and_the_camat_confirms_on_pages(room, as_):
    found = room.reply(room.sent(), rules.OBJECT, "Bukunya di bank.")
    page = text_of(as_("kasi").get(found.get_absolute_url()))
    assert "Desa keberatan; kecamatan belum menjawab" in page
    as_("kasi").post(url("answer", found.pk), {"answer": "keep", "text": "Tetap harus.", "seen": found.version})
    found.refresh_from_db()
    assert found.state == "kept"
    asked = as_("camat").get(url("confirm", found.pk))
    assert "Konfirmasi hasil ini?" in text_of(asked)
    as_("camat").post(url("confirm", found.pk), {"seen": found.version})
    found.refresh_from_db()
    page = text_of(as_("dpmd").get(found.get_absolute_url()))
    assert "Dikonfirmasi Ratna Wulandari, Camat Alas" in page
    assert "Bukunya di bank." in page


def test_what_is_changed_after_an_objection_goes_back_to_the_village(room, as_):
    found = room.reply(room.sent(), rules.OBJECT, "Sudah sampai Agustus.")
    sent = SENT | {"what": "Buku kas tidak ditutup sejak September.", "severity": "light", "reason": "Desa benar."}
    answer = as_("kasi").post(url("edit", found.pk), sent | {"seen": found.version})
    assert answer.status_code == 302
    found.refresh_from_db()
    assert (found.state, found.severity) == ("asked", "light")


def test_a_proof_is_served_to_who_sees_it_and_nobody_else(room, as_):
    found = room.agreed()
    pdf = SimpleUploadedFile("bukti.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "application/pdf")
    sent = {"verdict": "done", "way": "paper", "text": "Sudah ditutup.", "file": pdf, "seen": found.version}
    answer = as_("kasi").post(url("recheck", found.pk), sent)
    assert answer.status_code == 302, text_of(answer)
    step = Step.objects.get(kind="close")
    statuses = [as_(who).get(url("proof", found.pk, step.pk)).status_code for who in ("operator", "kasi", "dpmd")]
    assert statuses == [200, 200, 404]
    found.refresh_from_db()
    assert found.state == "closed"


def test_a_confirmed_one_becomes_a_commitment_and_comes_to_the_house(room, as_):
    unconfirmed, confirmed = room.agreed(what="Papan informasi belum dipasang."), room.confirm(room.agreed())
    read = [
        list(registry.evidence.each(user=room.cast["camat"], reference=f"rekomendasi:{found.pk}"))
        for found in (unconfirmed, confirmed)
    ]
    assert [len(each) for each in read] == [0, 1]
    assert read[1][0].kind == "recommendation"
    page = text_of(as_("camat").get(confirmed.get_absolute_url()))
    assert "Bawa ke Rumah Bersama" in page
    address = f"{reverse('commitments:new')}?tempat={DESA}&bukti=rekomendasi:{confirmed.pk}"
    assert address.replace("&", "&amp;") in page
    due = room.today + timedelta(days=20)
    sent = {"post": str(room.village_post.pk), "what": "Menutup buku kas", "place": DESA}
    sent |= {"due_on_0": str(due.day), "due_on_1": str(due.month), "due_on_2": str(due.year)}
    as_("camat").post(address, sent)
    promise = Commitment.objects.get()
    assert (promise.source_kind, promise.source_url) == ("recommendation", confirmed.get_absolute_url())
    assert "Menutup buku kas" in text_of(as_("camat").get(confirmed.get_absolute_url()))


def test_a_village_never_sees_the_words_of_a_draft(room, as_):
    draft = room.write("Buku kas hilang sejak Juni.")
    draft = writing.correct(
        found=draft,
        told=room.told("Buku kas tercecer sejak Juni."),
        by=room.cast["kasi"],
        at=room.at,
        seen=draft.version,
    )
    told = room.told("Buku kas belum ditunjukkan sejak Juni.")
    draft = writing.correct(found=draft, told=told, by=room.cast["kasi"], at=room.at, seen=draft.version)
    found = writing.send(found=draft, by=room.cast["kasi"], at=room.at, seen=draft.version)
    read = {who: text_of(as_(who).get(found.get_absolute_url())) for who in ("kasi", "operator")}
    assert "Buku kas tercecer" in read["kasi"]
    assert "Buku kas tercecer" not in read["operator"]


def test_evidence_of_another_village_is_not_taken_along(room, as_):
    confirmed = room.confirm(room.agreed())
    address = f"{reverse('recommendations:new', args=[A])}?bukti=rekomendasi:{confirmed.pk}"
    plain = {"kind": "note", "what": "Papan informasi belum dipasang.", "legal_basis": "Kesepakatan"}
    plain |= {"remedy": "Pasang.", "severity": "light"}
    for village, expected in ((SIBLING, ""), (DESA, confirmed.get_absolute_url())):
        assert as_("kasi").post(address, plain | {"village": village}).status_code == 302
        assert Recommendation.objects.latest("pk").evidence_url == expected


def test_the_list_is_narrowed_sorted_and_given_as_a_file(room, as_):
    room.sent("Papan informasi APBDes belum dipasang.", severity="light")
    room.silent(what="Buku kas tidak ditutup sejak Juni.", code=SIBLING)
    room.agreed(what="Aset desa belum didaftar seluruhnya.", severity="heavy")
    client = as_("kasi")

    def shown(query: str) -> list[str]:
        listing = client.get(url("list", A) + query).context["listing"]
        return [row.what.split()[0] for row in listing.page]

    assert shown("") == ["Papan", "Buku", "Aset"]
    assert shown("?keadaan=tanpa-tanggapan") == ["Buku"]
    assert shown("?keadaan=menunggu-konfirmasi&urut=isi") == ["Aset", "Buku"]
    assert shown("?tingkat=heavy") == ["Aset"]
    assert shown(f"?tempat={SIBLING}") == ["Buku"]
    assert shown("?cari=aset") == ["Aset"]
    assert shown("?urut=tingkat")[0] == "Aset"
    assert shown("?urut=keadaan")[-1] == "Aset"  # what was agreed stands after what still waits
    text = client.get(url("download", A, "csv") + "?tingkat=heavy").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
    assert [len(rows), rows[1][3]] == [2, "Aset desa belum didaftar seluruhnya."]
    lead = text_of(client.get(url("list", A)))
    assert "1 lewat tenggat tanggapan</a> tanpa tanggapan desa" in lead


def test_what_repeats_is_told_per_kecamatan_and_per_kabupaten(room, as_):
    for code, by in ((DESA, "kasi"), (SIBLING, "kasi"), (DESA_B, "camat_b")):
        room.agreed(code=code, by=by, item="keu:7", item_text="Buku kas ditutup tiap bulan")
    room.agreed(what="Papan informasi belum dipasang.", legal_basis="Lain")
    here = text_of(as_("kasi").get(url("repeated", A)))
    assert "1 hal yang sama ada di 2 desa atau lebih" in here
    assert "“Buku kas ditutup tiap bulan”, di 2 desa; 2 belum selesai" in here
    years = as_("kasi").get(url("repeated", A)).context["found"].years
    assert [here.count(f'data-l="{year}"') for year in years] == [1, 1, 1, 1]  # each column names its own on a phone
    above = text_of(as_("dpmd").get(url("repeated", KAB)))
    assert "Dari 0 catatan dan rekomendasi" in above
    for found in Recommendation.objects.filter(item="keu:7"):
        confirming.confirm(found=found, by=room.cast["camat"], at=room.at, seen=found.version)
    above = text_of(as_("dpmd").get(url("repeated", KAB)))
    assert "di 3 desa; 3 belum selesai" in above
    narrowed = as_("dpmd").get(url("list", KAB) + "?keadaan=&pola=butir:keu:7").context["listing"]
    assert narrowed.total == 3


def test_what_repeats_is_searched_sorted_and_paged_and_the_file_is_searched_too(room, as_):
    for item, title in (("keu:7", "Buku kas ditutup"), ("keu:8", "Aset didaftar"), ("keu:9", "Papan dipasang")):
        for code in (DESA, SIBLING):
            room.agreed(code=code, item=item, item_text=title)
    room.recheck(room.agreed(item="keu:8", item_text="Aset didaftar"))
    client, address = as_("kasi"), url("repeated", A)

    def shown(query: str) -> list[str]:
        return [each.title.split()[0] for each in client.get(address + query).context["listing"].page]

    assert shown("") == ["Aset", "Buku", "Papan"]  # as wide as the others, and more often
    assert shown("?urut=-isi") == ["Papan", "Buku", "Aset"]
    assert shown("?urut=jumlah") == ["Buku", "Papan", "Aset"]
    assert shown("?urut=sisa&cari=a") == ["Aset", "Buku", "Papan"]
    assert shown("?urut=tidakada&cari=KAS+buku") == ["Buku"]
    assert "Tidak ada yang cocok" in text_of(client.get(address + "?cari=jembatan"))
    sheet = client.get(url("download_repeated", A, "csv") + "?cari=papan").content.decode("utf-8-sig")
    assert [row[:5] for row in sheet.splitlines()[1:]] == ["Papan"]


def test_pages_of_what_repeats_and_of_reports(room, as_, monkeypatch):
    monkeypatch.setattr("rumahbersama.chain.oversight.recommendations.views.lists.PAGE_SIZE", 1)
    for item in ("keu:7", "keu:8"):
        for code in (DESA, SIBLING):
            room.agreed(code=code, item=item, item_text=f"Butir {item}")
    for number in range(51):
        Report.objects.create(kecamatan=room.country[A], year=2026, number=number + 1, by_name="x", made_at=room.at)
    client = as_("camat")

    second = client.get(url("repeated", A) + "?hal=2")
    assert ([each.title for each in second.context["listing"].page], "2–2 dari 2" in text_of(second)) == (
        ["Butir keu:8"],
        True,
    )
    assert "1–50 dari 51" in text_of(client.get(url("reports", A)))


def test_the_camat_reports_and_above_only_the_confirmed_is_read(room, as_):
    confirmed, other = room.confirm(room.agreed()), room.agreed(what="Papan informasi belum dipasang.")
    client = as_("camat")
    assert "1 hasil sudah dikonfirmasi dan belum dilaporkan" in text_of(client.get(url("reports", A)))
    answer = client.post(url("reports", A))
    report = answer["Location"]
    assert "Buka suratnya" in text_of(client.get(report))
    for who in ("dpmd", "governance", "inspectorate"):
        page = text_of(as_(who).get(report))
        assert WHAT in page, who
        assert "Papan informasi" not in page
        assert as_(who).get(confirmed.get_absolute_url()).status_code == 200
        assert as_(who).get(other.get_absolute_url()).status_code == 404
        assert "Papan informasi" not in text_of(as_(who).get(url("list", KAB)))
    for who in ("bappeda", "agency", "province", "ministry", "operator_b", "camat_b", "health_unit"):
        assert as_(who).get(confirmed.get_absolute_url()).status_code == 404, who


def test_home_says_what_waits(room, as_):
    room.sent()
    room.reply(room.sent("Papan informasi APBDes belum dipasang."), rules.OBJECT, "Sudah.")
    room.confirm(room.agreed(what="Aset desa belum didaftar seluruhnya."))
    room.agreed(what="Buku tamu tidak diisi sejak Mei.")
    told = {who: text_of(as_(who).get("/")) for who in ("operator", "kasi", "camat", "dpmd", "inspectorate")}
    assert "1 catatan atau rekomendasi kecamatan menunggu tanggapan desa" in told["operator"]
    assert "1 keberatan atau pertanyaan desa menunggu jawaban kecamatan" in told["kasi"]
    assert "1 keberatan atau pertanyaan desa menunggu jawaban: terima, atau pertahankan" in told["camat"]
    assert "<div>1 hasil pembinaan menunggu konfirmasi Anda.</div>" in told["camat"]
    for who in ("dpmd", "inspectorate"):
        assert "1 hasil pembinaan baru dikonfirmasi camat dalam dua minggu ini" in told[who]


@pytest.mark.parametrize(
    ("who", "name", "args"),
    [
        ("kasi", "recommendations:list", (A,)),
        ("operator", "recommendations:list", (DESA,)),
        ("dpmd", "recommendations:list", (KAB,)),
        ("camat", "recommendations:repeated", (A,)),
        ("camat", "recommendations:reports", (A,)),
        ("camat", "results:history", (DESA,)),
        ("operator", "results:history", (DESA,)),
        ("inspectorate", "results:history", (DESA,)),
    ],
)
def test_a_page_asks_the_same_for_one_row_and_for_three(room, as_, who, name, args):
    client = as_(who)
    counts = []
    for extra in (1, 2):
        for number in range(extra):
            room.confirm(room.agreed(what=f"Hal ke-{number} belum dibenahi."))
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, args=args)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts


def test_the_page_of_one_asks_at_most_twelve(room, as_):
    found = room.confirm(room.agreed())
    for who in ("camat", "kasi", "operator", "dpmd", "inspectorate"):
        client = as_(who)
        client.get(found.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(found.get_absolute_url())
        assert len(asked) <= 12, (who, len(asked))


def test_words_of_the_inspectorate_are_not_ours(room, as_):
    found = room.confirm(room.agreed())
    for address in (found.get_absolute_url(), url("list", A), url("new", A), url("reports", A), url("repeated", A)):
        assert "temuan" not in text_of(as_("camat").get(address)).lower()


def test_a_place_of_another_kecamatan_is_not_there(room, as_):
    assert as_("kasi").get(url("list", B)).status_code == 404
    assert as_("operator").get(url("list", SIBLING)).status_code == 403
    assert as_("inspectorate").get(url("new", A)).status_code == 403


def test_above_the_kecamatan_the_filter_offers_only_states_that_a_confirmed_one_may_have(room, as_):
    page = as_("inspectorate").get(url("list", KAB))
    offered = {code for code, _label in page.context["states"]} & set(Recommendation.State.values)
    assert offered == {"asked", "agreed", "kept", "reopened", "closed"}
    inside = {code for code, _label in as_("kasi").get(url("list", A)).context["states"]}
    assert set(Recommendation.State.values) <= inside


def test_the_path_of_what_repeats_names_no_number(room, as_):
    page = text_of(as_("kasi").get(url("repeated", A)))
    trail = page[page.index('aria-label="Jalur"') :].split("</nav>")[0]
    assert "No." not in trail
    assert "Yang berulang" in trail


def test_an_open_note_is_a_reason_to_visit_until_it_is_closed(room):
    villages = [room.country[DESA], room.country[SIBLING]]

    def reasons() -> list[tuple[str, str, int]]:
        found = risks.risk_reasons(region=room.country[A], villages=villages, today=room.today)
        return [(each.place_code, each.kind, each.size) for each in found]

    room.write()  # a draft is none
    assert reasons() == []
    made = room.confirm(room.agreed())
    room.sent("Papan APBDes belum dipasang di balai desa.")
    room.sent(code=DESA_B)  # of another kecamatan
    assert reasons() == [(DESA, "recommendations", 2)]
    room.recheck(made)
    assert reasons() == [(DESA, "recommendations", 1)]


def test_figures_not_sent_and_a_service_too_small_are_reasons_to_visit(room):
    villages = [room.country[DESA], room.country[SIBLING]]

    def sizes() -> dict[tuple[str, str], int]:
        found = needs.risk_reasons(region=room.country[A], villages=villages, today=room.today)
        return {(each.place_code, each.kind): each.size for each in found}

    before = sizes()
    late = before[DESA, "late_data"]
    assert (late > 1, set(before)) == (True, {(DESA, "late_data"), (SIBLING, "late_data")})
    period = needs.last_over(all_periods(), today=room.today)
    standard = next(each for each in standards_of(period) if each.level == Level.DESA and each.population_id)
    plain = {"region": room.country[DESA], "period": period, "source": "Buku induk", "entered_at": room.at}
    for indicator, number in ((standard.population_id, 50_000), (standard.service.supply_id, 0)):
        Observation.objects.create(indicator_id=indicator, numerator=number, **plain)
    assert sizes() == before | {(DESA, "late_data"): late - 2, (DESA, "gaps"): 1}

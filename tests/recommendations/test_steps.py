"""The road of a note or recommendation: village first, then the camat, then above; a re-check alone closes it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from rumahbersama.chain.commitments import actions as commitments
from rumahbersama.chain.commitments.actions import Promise, make_commitment
from rumahbersama.chain.commitments.models import Commitment
from rumahbersama.chain.oversight.recommendations import rules
from rumahbersama.chain.oversight.recommendations.actions import confirming, rechecking, writing
from rumahbersama.chain.oversight.recommendations.documents import papers_of
from rumahbersama.chain.oversight.recommendations.models import Recommendation, Step
from rumahbersama.chain.oversight.recommendations.reference import rule_on
from rumahbersama.chain.oversight.recommendations.rules import RecommendationRefusal
from rumahbersama.ground.audit.models import AuditRecord
from rumahbersama.ground.audit.queries import rows_of
from rumahbersama.ground.people.models import Post
from rumahbersama.workshop.papers import actions as papers
from tests.recommendations.conftest import DESA, SIBLING, WHAT, A, text_of


def kinds(found: Recommendation) -> list[str]:
    return list(Step.objects.filter(recommendation=found).order_by("pk").values_list("kind", flat=True))


def test_a_draft_waits_then_the_village_agrees_then_the_camat_confirms(room):
    made = room.write()
    assert (made.numbered, made.state, made.as_post) == (
        f"1/{room.today.year}",
        "draft",
        "Dewi Lestari, Plt. Kasi PMD Alas",
    )
    sent = writing.send(found=made, by=room.cast["kasi"], at=room.at, seen=made.version)
    assert sent.state == "asked"
    assert sent.reply_due_on > room.today

    agreed = room.reply(sent, rules.AGREE)
    confirmed = room.confirm(agreed)

    assert (confirmed.state, confirmed.confirmed_reply) == ("agreed", "agreed")
    assert confirmed.confirmed_as == "Ratna Wulandari, Camat Alas"
    assert kinds(confirmed) == ["written", "sent", "agree", "confirm"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": "Kas"}, "Tulis apa yang dilihat"),
        ({"remedy": " "}, "Tulis cara membenahinya"),
        ({"legal_basis": ""}, "Tulis dasar hukumnya"),
        ({"due_on": date(2020, 1, 1)}, "Tenggatnya harus sesudah hari ini"),
        ({"severity": "terrible"}, "Pilih tingkatnya"),
    ],
)
def test_what_a_village_could_not_act_on_is_refused(room, change, said):
    with pytest.raises(RecommendationRefusal, match=said):
        writing.write(
            told=replace(room.told(), **change), village=room.country[DESA], by=room.cast["kasi"], at=room.at
        )
    assert Recommendation.objects.count() == 0


def test_nothing_leaves_before_the_village_was_heard(room):
    asked = room.sent()
    with pytest.raises(RecommendationRefusal, match="Desa masih punya waktu"):
        room.confirm(asked)
    questioned = room.reply(asked, rules.ASK, "Buku yang mana?")
    with pytest.raises(RecommendationRefusal, match="Desa bertanya"):
        room.confirm(questioned)
    objected = room.reply(room.answer(questioned, rules.EXPLAIN), rules.OBJECT, "Bukunya ada di bank.")
    with pytest.raises(RecommendationRefusal, match="Desa keberatan"):
        room.confirm(objected)
    kept = room.answer(objected, rules.KEEP, "Buku tetap harus ditutup tiap bulan.")
    assert room.confirm(kept).confirmed_reply == "kept"
    assert kinds(kept) == ["written", "sent", "ask", "explain", "object", "keep", "confirm"]


def test_a_reply_that_never_came_is_said_and_stops_nothing(room):
    silent = room.silent()

    confirmed = room.confirm(silent)

    step = Step.objects.get(recommendation=silent, kind="confirm")
    assert step.text == "Desa tidak menanggapi sampai tenggatnya."
    assert confirmed.confirmed_reply == "asked"
    late = room.reply(confirmed, rules.AGREE)
    assert (late.state, late.is_confirmed) == ("agreed", True)


def test_how_the_village_was_heard_outlasts_a_recheck(room):
    assert room.confirm(room.recheck(room.agreed())).confirmed_reply == "agreed"
    assert room.confirm(room.recheck(room.silent(code=SIBLING))).confirmed_reply == "asked"


def test_an_objection_after_the_camat_confirmed_goes_to_the_camat(room):
    confirmed = room.confirm(room.silent())
    with pytest.raises(RecommendationRefusal, match="Camat sudah mengonfirmasi"):
        room.reply(confirmed, rules.OBJECT, "Tidak setuju.")


def test_a_change_asks_the_village_anew_and_keeps_the_old_words(room):
    objected = room.reply(room.sent(), rules.OBJECT, "Sudah ditutup sampai Agustus.")
    told = room.told("Buku kas umum tidak ditutup sejak September.")

    changed = writing.change(
        found=objected, told=told, reason="Desa benar.", by=room.cast["kasi"], at=room.at, seen=objected.version
    )

    assert (changed.state, changed.what) == ("asked", "Buku kas umum tidak ditutup sejak September.")
    assert Step.objects.get(recommendation=changed, kind="change").text == f"Desa benar. (semula: {WHAT})"


def test_an_objection_needs_its_reason_and_so_does_the_answer(room):
    asked = room.sent()
    with pytest.raises(RecommendationRefusal, match="Tulis alasan keberatan"):
        room.reply(asked, rules.OBJECT)
    objected = room.reply(asked, rules.OBJECT, "Tidak benar.")
    with pytest.raises(RecommendationRefusal, match="Tulis alasannya"):
        room.answer(objected, rules.KEEP, " ")
    withdrawn = room.answer(objected, rules.WITHDRAW, "Desa benar.")
    assert (withdrawn.state, kinds(withdrawn)[-1]) == ("withdrawn", "withdraw")


def test_what_somebody_changed_meanwhile_is_not_overwritten(room):
    asked = room.sent()
    room.reply(asked, rules.AGREE)
    with pytest.raises(RecommendationRefusal, match="baru saja diubah"):
        writing.withdraw(found=asked, reason="x", by=room.cast["kasi"], at=room.at, seen=asked.version)


def test_a_recheck_needs_proof_and_closes(room):
    agreed = room.agreed()
    with pytest.raises(RecommendationRefusal, match="Beri buktinya"):
        room.recheck(agreed, link="")
    later = room.today + timedelta(days=90)
    not_yet = room.recheck(agreed, rules.NOT_YET, until=later)
    assert (not_yet.state, not_yet.due_on) == ("agreed", later)
    closed = room.recheck(not_yet)
    assert (closed.state, closed.closed_on) == ("closed", room.today)
    reopened = rechecking.reopen(
        found=closed, reason="Kosong lagi.", by=room.cast["kasi"], at=room.at, seen=closed.version
    )
    assert (reopened.state, reopened.closed_on) == ("reopened", None)
    with pytest.raises(RecommendationRefusal, match="sudah berubah"):
        rechecking.reopen(found=reopened, reason="Lagi.", by=room.cast["kasi"], at=room.at, seen=reopened.version)


def promised(room, found: Recommendation) -> Commitment:
    return make_commitment(
        promise=Promise(
            what="Menutup buku kas",
            post=room.village_post,
            region=found.village,
            promised_on=room.today,
            due_on=room.today + timedelta(days=20),
            source_kind=Commitment.Source.RECOMMENDATION,
            source_url=found.get_absolute_url(),
        ),
        by=None,
        at=room.at,
    )


def test_the_recheck_leads_and_the_promise_follows(room):
    confirmed = room.confirm(room.agreed())
    promise = promised(room, confirmed)

    closed = room.recheck(confirmed)
    promise.refresh_from_db()
    assert promise.state == "verified"

    rechecking.reopen(found=closed, reason="Kosong lagi.", by=room.cast["kasi"], at=room.at, seen=closed.version)
    promise.refresh_from_db()
    assert promise.state == "in_progress"


def test_a_promise_of_who_rechecks_waits_for_somebody_else(room):
    confirmed = room.confirm(room.agreed())
    promise = promised(room, confirmed)
    Commitment.objects.filter(pk=promise.pk).update(post=room.kasi_post)
    room.recheck(confirmed)
    promise.refresh_from_db()
    assert promise.state == "promised"


def test_a_kept_promise_alone_closes_nothing(room):
    confirmed = room.confirm(room.agreed())
    promise = promised(room, confirmed)
    commitments.report_on(commitment=promise, text="Sudah.", to="done", by=None, at=room.at)
    promise.refresh_from_db()
    commitments.confirm_commitment(commitment=promise, by=room.cast["camat"], at=room.at, seen=promise.version)
    confirmed.refresh_from_db()
    assert confirmed.state == "agreed"


def test_a_report_holds_only_what_is_confirmed(room):
    first, silent = room.confirm(room.agreed()), room.confirm(room.silent(code=SIBLING))
    room.agreed(what="Papan informasi APBDes belum dipasang.")

    report = confirming.make_report(kecamatan=room.country[A], by=room.cast["camat"], at=room.at)

    assert set(report.items.values_list("pk", flat=True)) == {first.pk, silent.pk}
    paper = papers_of(report).get()
    told = str(paper.content)
    assert WHAT in told
    assert "Papan informasi" not in told
    assert "Desa tidak menanggapi sampai tenggatnya" in told
    assert paper.content["copies"] == ["Inspektur Kabupaten Sungai (APIP)"]
    assert paper.content["to"][0] == "Bupati Sungai"
    with pytest.raises(RecommendationRefusal, match="Belum ada hasil baru"):
        confirming.make_report(kecamatan=room.country[A], by=room.cast["camat"], at=room.at)


def test_who_answers_and_who_confirms_read_what_the_village_said(room, as_):
    found = room.reply(room.sent(), rules.OBJECT, "Bukunya di bank.")
    page = text_of(as_("kasi").get(reverse("recommendations:answer", args=[found.pk])))
    assert ("Desa keberatan" in page, "Bukunya di bank." in page) == (True, True)
    kept = room.answer(found, rules.KEEP, "Tetap harus ditutup.")
    page = text_of(as_("camat").get(reverse("recommendations:confirm", args=[kept.pk])))
    assert ("Bukunya di bank." in page, "Tetap harus ditutup." in page) == (True, True)
    assert page.index("Bukunya di bank.") < page.index("Tetap harus ditutup.")
    silent = text_of(as_("camat").get(reverse("recommendations:confirm", args=[room.silent(code=SIBLING).pk])))
    assert "Tenggat tanggapan lewat tanpa tanggapan desa" in silent


def test_a_report_gives_the_words_of_the_village_and_the_answer_to_them(room):
    objection = "Bukunya di bank. " + "a" * 482
    kept = room.answer(room.reply(room.sent(), rules.OBJECT, objection), rules.KEEP, "Tetap harus ditutup.")
    agreed = room.reply(room.sent(code=SIBLING), rules.AGREE, "Akan ditutup bulan ini.")
    for found in (kept, agreed, room.silent(what="Papan informasi belum dipasang.")):
        room.confirm(found)

    report = confirming.make_report(kecamatan=room.country[A], by=room.cast["camat"], at=room.at)

    tables = [block["rows"] for block in papers_of(report).get().content["blocks"] if block["kind"] == "table"]
    assert len(tables) == 2
    assert tables[1] == [
        ["1", str(kept.village), f"no. {kept.numbered}", f"Desa keberatan: {objection}", "Tetap harus ditutup."],
        ["2", str(agreed.village), f"no. {agreed.numbered}", "Desa menyetujui: Akan ditutup bulan ini.", "–"],
    ]


def test_a_report_is_signed_by_who_has_the_title_of_camat_where_no_role_is_recorded(room):
    room.confirm(room.agreed())
    Post.objects.filter(pk=room.camat_post.pk).update(role="")

    report = confirming.make_report(kecamatan=room.country[A], by=room.cast["camat"], at=room.at)

    assert papers_of(report).get().signer_post == room.camat_post


def test_a_confirmation_is_taken_back_until_it_is_reported(room):
    confirmed = room.confirm(room.agreed())
    open_again = confirming.unconfirm(
        found=confirmed, reason="Salah desa.", by=room.cast["camat"], at=room.at, seen=confirmed.version
    )
    assert not open_again.is_confirmed
    confirmed = room.confirm(open_again)
    report = confirming.make_report(kecamatan=room.country[A], by=room.cast["camat"], at=room.at)
    confirmed.refresh_from_db()
    with pytest.raises(RecommendationRefusal, match="sudah masuk laporan"):
        confirming.unconfirm(
            found=confirmed, reason="Salah.", by=room.cast["camat"], at=room.at, seen=confirmed.version
        )
    with pytest.raises(RecommendationRefusal, match="Suratnya masih berlaku"):
        confirming.take_back_report(report=report, by=room.cast["camat"], at=room.at)
    paper = papers_of(report).get()
    papers.cancel(paper=paper, reason="Salah.", by=room.cast["camat"], at=room.at, seen=paper.version)
    confirming.take_back_report(report=report, by=room.cast["camat"], at=room.at)
    confirmed.refresh_from_db()
    assert (confirmed.report, confirmed.is_confirmed) == (None, True)


def test_the_record_names_numbers_and_never_the_words(room):
    found = room.confirm(room.reply(room.sent(), rules.AGREE, "Akan ditutup."))

    told = " ".join(AuditRecord.objects.values_list("summary", flat=True))
    changes = rows_of(entity="recommendations.recommendation", key=found.key, codes=None)
    assert len(changes) == 4
    assert f"Rekomendasi no. {found.numbered}, Desa Anggrek" in told
    assert WHAT not in told + str(changes)
    assert "medium" not in str(changes)


def test_the_rule_of_a_day_comes_from_its_data():
    rule = rule_on(date(2026, 6, 1))
    assert [each.code for each in rule.severities] == ["light", "medium", "heavy"]
    assert rule.reply_working_days > 0
    assert rule.rank("heavy") > rule.rank("light") > rule.rank("gone")
    assert rule_on(date(2020, 1, 1)) == rule

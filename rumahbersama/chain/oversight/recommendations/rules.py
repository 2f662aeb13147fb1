"""The states of a note or recommendation, what leads to what, and what each step must say.

A village replies before anything leaves the kecamatan; only the camat lets it leave; a re-check alone closes it.

Source: project decision, docs/adr/0040-recommendations.md; Permendagri 73/2020 (the result goes to the bupati with a
copy to APIP: FACTS section 2.7).
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from rumahbersama.ground.core.rules import Refusal

DRAFT, ASKED, QUESTIONED, OBJECTED = "draft", "asked", "questioned", "objected"
AGREED, KEPT, REOPENED, CLOSED, WITHDRAWN = "agreed", "kept", "reopened", "closed", "withdrawn"
AGREE, OBJECT, ASK = "agree", "object", "ask"  # what a village may reply
KEEP, CHANGE, WITHDRAW, EXPLAIN = "keep", "change", "withdraw", "explain"  # what the writer may answer
DONE, NOT_YET = "done", "not_yet"  # what a re-check may say
BY_VISIT, BY_PAPER = "visit", "paper"

REPLIED_AS = {AGREE: AGREED, OBJECT: OBJECTED, ASK: QUESTIONED}
OPEN_STATES = (ASKED, QUESTIONED, OBJECTED, AGREED, KEPT, REOPENED)
ENDED_STATES = (CLOSED, WITHDRAWN)
# The village was heard: it agreed, or its objection was answered and stays beside the recommendation.
HEARD_STATES = (AGREED, KEPT, REOPENED, CLOSED)
# What the camat confirms stands in one of these: a village that let its time pass has not replied.
CONFIRMED_STATES = (ASKED, *HEARD_STATES)
TO_ANSWER = (QUESTIONED, OBJECTED)
SHORTEST, LONGEST, LONGEST_REASON = 15, 500, 500
LONGEST_DUE = timedelta(days=2 * 366)


class RecommendationRefusal(Refusal):
    """A sentence for the user: why this cannot be done with a recommendation, and how to mend it."""


def moved() -> RecommendationRefusal:
    """Return the refusal for a step that the state no longer allows."""
    return RecommendationRefusal(_("Keadaannya sudah berubah. Muat ulang halamannya, lalu periksa."))


def is_unanswered(*, state: str, reply_due_on: date | None, today: date) -> bool:
    """Tell whether the village let its time to reply pass: said on every page, and no bar to going on.

    Source: project decision, docs/adr/0040-recommendations.md.
    """
    return state == ASKED and reply_due_on is not None and reply_due_on < today


def was_heard(*, state: str, reply_due_on: date | None, today: date) -> bool:
    """Tell whether the village has been heard: its reply is dealt with, or its time to reply has passed.

    Source: project decision, docs/adr/0040-recommendations.md.
    """
    return state in HEARD_STATES or is_unanswered(state=state, reply_due_on=reply_due_on, today=today)


def check_told(*, what: str, remedy: str, basis: str, due_on: date | None, today: date) -> None:
    """Refuse a note or recommendation that a village could not act on.

    Raises:
        RecommendationRefusal: which part is missing or cannot be, and how to mend it.
    """
    if len(what.strip()) < SHORTEST:
        raise RecommendationRefusal(
            _("Tulis apa yang dilihat dalam satu kalimat, misalnya: Buku kas umum tidak ditutup sejak Juni.")
        )
    if what.rstrip(' ."”').endswith("?"):
        raise RecommendationRefusal(
            _("Tulis apa yang dilihat, bukan pertanyaannya, misalnya: Buku kas umum belum terisi sampai bulan lalu.")
        )
    if not remedy.strip():
        raise RecommendationRefusal(_("Tulis cara membenahinya: desa harus tahu apa yang dikerjakan."))
    if not basis.strip():
        raise RecommendationRefusal(_("Tulis dasar hukumnya, atau “kesepakatan” kalau bukan kewajiban."))
    if due_on is None or not today < due_on <= today + LONGEST_DUE:
        raise RecommendationRefusal(_("Tenggatnya harus sesudah hari ini dan paling lama dua tahun lagi."))


def check_reason(reason: str) -> None:
    """Refuse a step that must say why and does not.

    Raises:
        RecommendationRefusal: no reason.
    """
    if not reason.strip():
        raise RecommendationRefusal(_("Tulis alasannya dalam satu kalimat."))


def check_send(state: str) -> None:
    """Refuse to send what is no draft.

    Raises:
        RecommendationRefusal: it was sent already, or has ended.
    """
    if state != DRAFT:
        raise moved()


def replies_to(*, is_confirmed: bool) -> tuple[str, ...]:
    """Return what a village may reply: once the camat confirmed its silence, only that it agrees.

    Source: project decision, docs/adr/0040-recommendations.md.
    """
    return (AGREE,) if is_confirmed else (AGREE, OBJECT, ASK)


def too_late_to_object() -> RecommendationRefusal:
    """Return the refusal of a reply that came after the camat confirmed the silence."""
    return RecommendationRefusal(
        _("Camat sudah mengonfirmasi ini karena tenggat tanggapan lewat. Sampaikan keberatan langsung ke camat.")
    )


def check_reply(*, state: str, reply: str, text: str) -> None:
    """Refuse a reply that says too little, or to what does not wait for one.

    Raises:
        RecommendationRefusal: which, and how to mend it.
    """
    if state != ASKED or reply not in REPLIED_AS:
        raise moved()
    if reply == OBJECT and not text.strip():
        raise RecommendationRefusal(_("Tulis alasan keberatan, supaya penulisnya dapat menimbangnya."))
    if reply == ASK and not text.strip():
        raise RecommendationRefusal(_("Tulis apa yang ditanyakan."))


def check_answer(*, state: str, answer: str, text: str) -> None:
    """Refuse an answer that does not fit what the village said; every answer says why.

    Raises:
        RecommendationRefusal: which, and how to mend it.
    """
    fitting = {QUESTIONED: (EXPLAIN, CHANGE, WITHDRAW), OBJECTED: (KEEP, CHANGE, WITHDRAW)}.get(state, ())
    if answer not in fitting:
        raise moved()
    check_reason(text)


def check_withdraw(*, state: str, is_confirmed: bool, reason: str) -> None:
    """Refuse to withdraw what has left the kecamatan, or has ended.

    Raises:
        RecommendationRefusal: which.
    """
    if is_confirmed:
        raise RecommendationRefusal(
            _("Yang sudah dikonfirmasi camat tidak ditarik. Batalkan dulu konfirmasinya, selama belum dilaporkan.")
        )
    if state in ENDED_STATES:
        raise moved()
    check_reason(reason)


def check_confirm(*, state: str, reply_due_on: date | None, is_confirmed: bool, today: date) -> None:
    """Refuse to let leave the kecamatan what the village was not heard about.

    Raises:
        RecommendationRefusal: confirmed already, or what must happen first.
    """
    if is_confirmed:
        raise RecommendationRefusal(_("Ini sudah dikonfirmasi."))
    if was_heard(state=state, reply_due_on=reply_due_on, today=today):
        return
    sentences = {
        ASKED: _("Desa masih punya waktu menanggapi. Tunggu tanggapannya, atau sampai tenggatnya lewat."),
        QUESTIONED: _("Desa bertanya dan belum dijawab. Jawab dulu."),
        OBJECTED: _("Desa keberatan dan belum dijawab. Pertahankan, ubah, atau tarik dulu dengan alasan."),
    }
    raise RecommendationRefusal(sentences.get(state) or _("Yang dikonfirmasi hanya yang sudah ditanggapi desa."))


def check_recheck(*, state: str, reply_due_on: date | None, today: date, text: str, has_proof: bool) -> None:
    """Refuse a re-check that proves nothing, or of what is not to be mended.

    Raises:
        RecommendationRefusal: which, and how to mend it.
    """
    if state == CLOSED or not was_heard(state=state, reply_due_on=reply_due_on, today=today):
        raise moved()
    if not text.strip():
        raise RecommendationRefusal(_("Tulis apa yang dilihat waktu memeriksa ulang."))
    if not has_proof:
        raise RecommendationRefusal(_("Beri buktinya: foto atau dokumen, tautan, atau nomor surat yang diperiksa."))


def check_reopen(*, state: str, reason: str) -> None:
    """Refuse to open what is not closed, or without a reason.

    Raises:
        RecommendationRefusal: which.
    """
    if state != CLOSED:
        raise moved()
    check_reason(reason)

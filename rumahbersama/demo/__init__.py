"""The invented country of the demo: three provinces, five kabupaten and kota, their people and figures.

Everything is made by the same actions that people use; nothing here is real, and every page says so.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from rumahbersama.demo.after import ask_afterwards
from rumahbersama.demo.commitments import make_promises
from rumahbersama.demo.competency import judge_people
from rumahbersama.demo.country import make_country
from rumahbersama.demo.facilities import enter_facilities
from rumahbersama.demo.figures import enter_figures
from rumahbersama.demo.hall import hold_class
from rumahbersama.demo.letters import write_letters
from rumahbersama.demo.materials import write_materials
from rumahbersama.demo.mediation import mediate
from rumahbersama.demo.meetings import plan_meetings
from rumahbersama.demo.minutes import keep_promises
from rumahbersama.demo.papers import write_papers
from rumahbersama.demo.passing import decide_trainings, pass_trainers
from rumahbersama.demo.people import make_people, move_to_other_post
from rumahbersama.demo.practice import open_practice
from rumahbersama.demo.presence import hold_meetings
from rumahbersama.demo.problems import raise_problems, settle_problem
from rumahbersama.demo.programme import write_programme
from rumahbersama.demo.questions import make_questions
from rumahbersama.demo.recommendations import recommend
from rumahbersama.demo.rtl import plan_follow_up, promise_in_class, prove_in_class
from rumahbersama.demo.rtl_of_tot import promise_in_tot
from rumahbersama.demo.spm import enter_minimum_services
from rumahbersama.demo.story import RAISED, TRANSFERRED
from rumahbersama.demo.surveys import make_surveys
from rumahbersama.demo.testing import take_tests
from rumahbersama.demo.training import hold_trainings
from rumahbersama.demo.upward import answer_from_above
from rumahbersama.demo.visits import plan_visits
from rumahbersama.demo.voices import raise_voices
from rumahbersama.demo.weighing import enter_weighing


def build(*, report: Callable[[str], None]) -> None:
    """Fill an empty demo database: regions with borders, posts and accounts, figures of three periods."""
    now = timezone.now()
    report("  Wilayah rekaan ...")
    villages = make_country(at=now)
    report("  Orang, jabatan, dan akun ...")
    keepers = make_people(at=now, since=date(2025, 1, 2))
    report("  Komitmen ...")
    make_promises(at=now, today=timezone.localdate(now))
    report("  Bank soal ...")
    make_questions(at=now)
    report("  Survei ...")
    make_surveys(at=now, today=timezone.localdate(now))
    report("  Surat ...")
    write_papers(at=now, today=timezone.localdate(now))
    report("  Daftar hadir ...")
    hold_meetings(at=now, today=timezone.localdate(now))
    report("  Usulan warga ...")
    raise_voices(villages=villages, keepers=keepers, at=now)
    report("  Angka kebutuhan dan layanan ...")
    enter_figures(villages=villages, keepers=keepers, at=now)
    enter_minimum_services(villages=villages, at=now)
    report("  Fasilitas satu per satu ...")
    enter_facilities(villages=villages, keepers=keepers, at=now - RAISED - timedelta(days=3))
    enter_weighing(at=now, today=timezone.localdate(now))
    report("  Masalah di Rumah Bersama ...")
    raise_problems(at=now, today=timezone.localdate(now))
    report("  Pelatihan ...")
    hold_trainings(at=now, today=timezone.localdate(now))
    write_materials(at=now)
    take_tests()
    decide_trainings(at=now, today=timezone.localdate(now))
    pass_trainers(at=now, today=timezone.localdate(now))
    write_letters(at=now)
    hold_class()
    plan_follow_up(at=now, today=timezone.localdate(now))
    promise_in_class(at=now, today=timezone.localdate(now))
    promise_in_tot(today=timezone.localdate(now))
    open_practice(at=now, today=timezone.localdate(now))
    judge_people(at=now, today=timezone.localdate(now))
    ask_afterwards(now=now)
    report("  Rapat ...")
    plan_meetings(at=now, today=timezone.localdate(now))
    move_to_other_post(at=now - TRANSFERRED, on=timezone.localdate(now) - TRANSFERRED)
    report("  Mediasi ...")
    mediate(at=now, today=timezone.localdate(now))
    report("  Program kerja ...")
    write_programme(at=now, today=timezone.localdate(now))
    answer_from_above(at=now)
    report("  Kunjungan ...")
    plan_visits(at=now, today=timezone.localdate(now))
    prove_in_class(at=now)
    keep_promises(at=now)
    settle_problem(at=now)
    report("  Catatan pembinaan dan rekomendasi ...")
    recommend(at=now, today=timezone.localdate(now))

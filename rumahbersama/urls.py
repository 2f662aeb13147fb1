"""All addresses: one include per room. URLs are Indonesian nouns."""

from django.urls import include, path

urlpatterns = [
    # First what a whole hall asks in the same minute: every pattern before it is tried for each of them.
    path("", include("rumahbersama.workshop.presence.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.tests.urls")),
    path("", include("rumahbersama.office.urls")),
    path("", include("rumahbersama.ground.core.urls")),
    path("", include("rumahbersama.ground.people.urls")),
    path("wilayah/", include("rumahbersama.ground.regions.urls")),
    path("", include("rumahbersama.workshop.surveys.urls")),
    path("", include("rumahbersama.workshop.papers.urls")),
    path("komitmen/", include("rumahbersama.chain.commitments.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.taking_part.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.hall.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.rtl.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.practice.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.after.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.cascade.urls")),
    path("kompetensi/", include("rumahbersama.chain.training.competency.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.materials.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.trainers.urls")),
    path("bank-soal/", include("rumahbersama.chain.training.bank.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.passing.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.letters.urls")),
    path("kebutuhan/", include("rumahbersama.chain.needs.urls")),
    path("pelatihan/", include("rumahbersama.results.forward.urls")),
    path("pelatihan/", include("rumahbersama.chain.training.urls")),
    path("rumah-bersama/", include("rumahbersama.chain.house.minutes.urls")),
    path("rumah-bersama/", include("rumahbersama.chain.house.mediation.urls")),
    path("rumah-bersama/", include("rumahbersama.chain.house.upward.urls")),
    path("rumah-bersama/", include("rumahbersama.chain.house.meetings.urls")),
    path("rumah-bersama/", include("rumahbersama.chain.house.calendar.urls")),
    path("rumah-bersama/", include("rumahbersama.chain.house.programme.urls")),
    path("rumah-bersama/", include("rumahbersama.chain.house.problems.urls")),
    path("pembinaan/catatan/", include("rumahbersama.chain.oversight.recommendations.urls")),
    path("pembinaan/", include("rumahbersama.chain.oversight.checklists.urls")),
    path("pembinaan/", include("rumahbersama.chain.oversight.visits.urls")),
    path("", include("rumahbersama.chain.needs.facilities.urls")),
    path("usulan/", include("rumahbersama.chain.needs.voices.urls")),
    path("tempat/", include("rumahbersama.chain.needs.priorities.urls")),
    path("tempat/", include("rumahbersama.results.urls")),
]

# 404 and 403 come from their templates; these two must work without database and menu.
handler400 = "rumahbersama.ground.core.views.bad_request"
handler500 = "rumahbersama.ground.core.views.server_error"

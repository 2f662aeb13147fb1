"""Addresses of voiced needs."""

from django.urls import path

from rumahbersama.chain.needs.voices import lists, views

app_name = "voices"
urlpatterns = [
    path("tempat/<str:code>/", lists.voices, name="list"),
    path("tempat/<str:code>/baru/", views.new, name="new"),
    path("tempat/<str:code>/belum-disuarakan/", lists.unvoiced, name="unvoiced"),
    path("tempat/<str:code>/belum-didukung-angka/", lists.unsupported, name="unsupported"),
    path("tempat/<str:code>/<slug:table>.<slug:form>", lists.download, name="download"),
    path("<int:number>/", views.voice, name="voice"),
    path("<int:number>/ubah/", views.edit, name="edit"),
    path("<int:number>/tarik/", views.withdraw, name="withdraw"),
    path("<int:number>/buka/", views.restore, name="restore"),
    path("<int:number>/gabung/", views.join, name="join"),
    path("<int:number>/lepas/", views.part, name="part"),
    path("<int:number>/foto/<int:photo>/", views.photo, name="photo"),
    path("<int:number>/foto/<int:photo>/hapus/", views.remove_photo, name="remove_photo"),
]

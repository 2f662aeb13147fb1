"""Addresses of office days, below a region."""

from django.urls import path

from rumahbersama.ground.regions.office_days import views

urlpatterns = [
    path("<str:code>/hari-kerja/", views.page, name="office_days"),
    path("<str:code>/hari-kerja/tambah/", views.add, name="add_holiday"),
    path("<str:code>/hari-kerja/pekan/", views.week, name="office_week"),
    path("<str:code>/hari-kerja/<int:year>.csv", views.download, name="office_days_csv"),
    path("<str:code>/hari-kerja/<int:number>/tarik/", views.withdraw, name="withdraw_holiday"),
    path("<str:code>/hari-kerja/<int:number>/pulihkan/", views.restore, name="restore_holiday"),
]

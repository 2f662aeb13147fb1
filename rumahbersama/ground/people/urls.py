"""Addresses of this room. allauth's pages keep their url names and get Indonesian addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache

from rumahbersama.ground.people.views import accounts, invitations, persons, posts, profile, signing_in, two_step

signing_in_patterns: list[URLPattern | URLResolver] = [
    path("masuk/", signing_in.sign_in, name="account_login"),
    path("masuk/ulang/", never_cache(account.reauthenticate), name="account_reauthenticate"),
    path("masuk/ulang/dua-langkah/", never_cache(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("masuk/dua-langkah/", never_cache(mfa.authenticate), name="mfa_authenticate"),
    path("masuk/nonaktif/", account.account_inactive, name="account_inactive"),
    path("keluar/", account.logout, name="account_logout"),
    path("akun/sandi/", never_cache(account.password_change), name="account_change_password"),
    path("akun/sandi/baru/", never_cache(account.password_set), name="account_set_password"),
    path("akun/sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("akun/sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "akun/sandi/lupa/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^akun/sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    re_path(r"^akun/email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("akun/dua-langkah/", mfa.index, name="mfa_index"),
    path("akun/dua-langkah/pasang/", two_step.activate, name="mfa_activate_totp"),
    path("akun/dua-langkah/lepas/", two_step.deactivate, name="mfa_deactivate_totp"),
    path("akun/dua-langkah/kode/", never_cache(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "akun/dua-langkah/kode/baru/", never_cache(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("akun/dua-langkah/kode/unduh/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
people_patterns: list[URLPattern | URLResolver] = [
    path("masuk/contoh/", signing_in.enter_demo, name="demo_enter"),
    path("masuk/siapa/", signing_in.keyboard, name="keyboard"),
    path("akun/", profile.profile, name="profile"),
    path("akun/perangkat/", profile.sessions, name="sessions"),
    path("akun/email/", profile.verify_email, name="verify_email"),
    path("orang/", accounts.account_list, name="accounts"),
    path("orang/unduh.csv", accounts.account_csv, name="accounts_csv"),
    path("orang/<int:number>/", accounts.account, name="account"),
    path("orang/<int:number>/peran/", accounts.grant, name="grant"),
    path("orang/<int:number>/peran/<int:assignment>/akhiri/", accounts.end_role, name="end_role"),
    path("orang/<int:number>/nonaktif/", accounts.deactivate, name="deactivate"),
    path("orang/<int:number>/aktif/", accounts.reactivate, name="reactivate"),
    path("orang/<int:number>/pegawai/", accounts.link, name="link_person"),
    path("orang/<int:number>/dua-langkah/", accounts.reset_second_factor, name="reset_second_factor"),
    path("undangan/", invitations.invitation_list, name="invitations"),
    path("undangan/baru/", invitations.new, name="invite"),
    path("undangan/terima/<str:token>/", invitations.accept, name="accept"),
    path("undangan/<int:number>/kirim-ulang/", invitations.resend, name="resend_invitation"),
    path("undangan/<int:number>/cabut/", invitations.revoke, name="revoke_invitation"),
    path("jabatan/", posts.index, name="posts_index"),
    path("jabatan/di/<str:code>/", posts.post_list, name="posts"),
    path("jabatan/di/<str:code>/baru/", posts.new, name="new_post"),
    path("jabatan/<int:number>/", posts.post, name="post"),
    path("jabatan/<int:number>/seksi/", posts.section, name="section"),
    path("jabatan/<int:number>/pejabat/", posts.appoint, name="appoint"),
    path("jabatan/<int:number>/pejabat/<int:tenure>/akhiri/", posts.end, name="end_tenure"),
    path("jabatan/<int:number>/pejabat/<int:tenure>/mutasi/", posts.transfer, name="transfer"),
    path("pegawai/<int:number>/", persons.person, name="person"),
    path("siapa-melihat/", persons.viewers_index, name="viewers_index"),
    path("siapa-melihat/<str:code>/", persons.viewers, name="viewers"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *signing_in_patterns,
    *([path("", include("rumahbersama.ground.people.oidc_urls"))] if settings.OIDC_NAME else []),
    path("", include((people_patterns, "people"), namespace="people")),
]

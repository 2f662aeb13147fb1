"""Addresses of signing in through an OpenID Connect provider; they exist only with ``RUMAH_OIDC_NAME``.

Imported only there: what speaks to a provider is a twelfth of every start of the program.
"""

from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = [
    path("masuk/oidc/", oidc.login, {"provider_id": "oidc"}, name="openid_connect_login"),
    path("masuk/oidc/kembali/", oidc.callback, {"provider_id": "oidc"}, name="openid_connect_callback"),
    path("masuk/oidc/batal/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("masuk/oidc/gagal/", social.login_error, name="socialaccount_login_error"),
]

"""Settings of the test run: SQLite, or the PostgreSQL server named by TEST_DATABASE_URL."""

import os
import tempfile

os.environ["RUMAH_DATA"] = tempfile.mkdtemp(prefix="rumah-test-")
os.environ["RUMAH_SECRET_KEY"] = "only-for-tests-" + "x" * 40
os.environ["RUMAH_LOG"] = "ERROR"
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
else:
    os.environ.pop("DATABASE_URL", None)

from rumahbersama.settings import *  # noqa: F403

INSTALLED_APPS += ["allauth.socialaccount.providers.openid_connect"]  # noqa: F405 - as with RUMAH_OIDC_NAME
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns where its folder is missing

"""Settings. Each RUMAH_* variable is described in docs/reference/settings.md (tested)."""

import os
import sqlite3
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from rumahbersama.ground.core.secrets import secret_key_in

PACKAGE = Path(__file__).resolve().parent


def _flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "ya"}


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# Where data lives -------------------------------------------------------------
DATA_DIR = Path(os.environ.get("RUMAH_DATA", Path.home() / ".local/share/rumahbersama"))
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = os.environ.get("RUMAH_SECRET_KEY") or secret_key_in(DATA_DIR)
DEBUG = False

# How it runs: loopback (demo), lan (plain http in a hall), tls (behind TLS) ----
MODE = os.environ.get("RUMAH_MODE", "loopback")
DEMO = _flag("RUMAH_DEMO")
# Of the process that is the practice copy of a class, set by the worker that started it (ADR 0029): which of the few
# copies of this server it is, "" for all that is no copy, and the code with which the class enters.
PRACTICE = os.environ.get("RUMAH_PRACTICE", "")
PRACTICE_CODE = os.environ.get("RUMAH_PRACTICE_CODE", "")
# Of the installation that holds copies: how many at once, after which port they listen, and their addresses.
PRACTICE_COPIES = int(os.environ.get("RUMAH_PRACTICE_COPIES") or 3)
PRACTICE_PORT = int(os.environ.get("RUMAH_PRACTICE_PORT") or 8100)
PRACTICE_URL = os.environ.get("RUMAH_PRACTICE_URL", "")
ALLOWED_HOSTS = _words("RUMAH_HOSTS", "*" if MODE == "lan" else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = _words("RUMAH_ORIGINS")
SITE_URL = os.environ.get("RUMAH_URL", "http://127.0.0.1:8000")

_behind_tls = MODE == "tls"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _behind_tls
SECURE_HSTS_SECONDS = 31_536_000 if _behind_tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _behind_tls
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _behind_tls else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_cookies = f"rumah_latihan{PRACTICE}" if PRACTICE else "rumah"  # browsers do not tell ports of a host apart
SESSION_COOKIE_NAME = f"{_cookies}_sesi"
CSRF_COOKIE_NAME = f"{_cookies}_csrf"
LANGUAGE_COOKIE_NAME = "rumah_bahasa"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# How many processes answer requests: Python computes with one processor each. SQLite has one writer, so one is enough
# there until somebody has measured that two are better.
_ON_A_SERVER = os.environ.get("DATABASE_URL", "").startswith("postgres") and os.name != "nt" and not DEMO
PROCESSES = int(os.environ.get("RUMAH_PROCESSES") or (min(2, os.cpu_count() or 1) if _ON_A_SERVER else 1))

# Rooms, from the ground up ----------------------------------------------------
ROOMS = [
    "rumahbersama.ground.core",
    "rumahbersama.ground.audit",
    "rumahbersama.ground.files",
    "rumahbersama.ground.intake",
    "rumahbersama.ground.regions",
    "rumahbersama.ground.people",
    "rumahbersama.workshop.surveys",
    "rumahbersama.workshop.papers",
    "rumahbersama.workshop.presence",
    "rumahbersama.chain.commitments",
    "rumahbersama.chain.needs",
    "rumahbersama.chain.training",
    "rumahbersama.chain.training.materials",
    "rumahbersama.chain.training.bank",
    "rumahbersama.chain.training.tests",
    "rumahbersama.chain.training.hall",
    "rumahbersama.chain.training.passing",
    "rumahbersama.chain.training.competency",
    "rumahbersama.chain.training.rtl",
    "rumahbersama.chain.training.practice",
    "rumahbersama.chain.training.after",
    "rumahbersama.chain.house.problems",
    "rumahbersama.chain.house.meetings",
    "rumahbersama.chain.house.minutes",
    "rumahbersama.chain.house.mediation",
    "rumahbersama.chain.house.upward",
    "rumahbersama.chain.house.calendar",
    "rumahbersama.chain.house.programme",
    "rumahbersama.chain.oversight.checklists",
    "rumahbersama.chain.oversight.visits",
    "rumahbersama.chain.oversight.recommendations",
    "rumahbersama.results",
    "rumahbersama.office",
]
OIDC_NAME = os.environ.get("RUMAH_OIDC_NAME", "")
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if OIDC_NAME else []),  # brings requests: slower starts
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random, so lengths tell nothing (BREACH)
    "csp.middleware.CSPMiddleware",
    "rumahbersama.ground.core.maintenance.pages_wait",  # 503 while a restored database takes the old one's place
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rumahbersama.ground.people.middleware.SignInSteps",
    "rumahbersama.ground.core.middleware.private_pages",
]
ROOT_URLCONF = "rumahbersama.urls"
WSGI_APPLICATION = "rumahbersama.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rumahbersama.ground.core.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "rumahbersama.ground.core.templatetags.ui"],
        },
    }
]

# Database ---------------------------------------------------------------------
_sqlite = f"sqlite:///{DATA_DIR / ('demo.sqlite3' if DEMO else 'rumah.sqlite3')}"
DATABASE_ADDRESS = os.environ.get("DATABASE_URL") or _sqlite
# Connections persist; before a request uses one it is tried (PostgreSQL alone), for a restore or a restart ends it.
DATABASES = {"default": dj_database_url.parse(DATABASE_ADDRESS, conn_max_age=None, conn_health_checks=True)}
# WAL is safe only where SQLite's WAL-reset race is mended (ADR 0005, PERFORMANCE "Safety").
SQLITE_WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3) or (
    sqlite3.sqlite_version_info[:2] in {(3, 44), (3, 50)}
    and sqlite3.sqlite_version_info >= ({44: (3, 44, 6), 50: (3, 50, 7)}[sqlite3.sqlite_version_info[1]])
)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "rumahbersama.ground.core.sqlite"  # a fair wait for the one writer's place
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            f"PRAGMA journal_mode={'WAL' if SQLITE_WAL_IS_SAFE else 'TRUNCATE'};"
            "PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA mmap_size=0;PRAGMA cache_size=-32000;"
        ),
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Compiling a statement takes longer here than running it (ADR 0043); an address may say otherwise (?options=...).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# People -----------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "rumahbersama.ground.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "rumahbersama.ground.people.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "accept_invitation": "20/m/ip",
    "demo_enter": "600/m/ip" if PRACTICE else "60/m/ip",  # a class behind one address that changes its roles
    "check_paper": "60/m/ip",  # codes of no paper alone: a hall that checks its certificates is one address
    "presence_code": "3000/m/ip",  # wrong codes alone, likewise
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Rumah Bersama: "
_people_forms = "rumahbersama.ground.people.forms.signing_in"
ACCOUNT_FORMS = {
    "login": f"{_people_forms}.LoginForm",
    "reset_password": f"{_people_forms}.ResetPasswordForm",
    "reset_password_from_key": f"{_people_forms}.ResetPasswordKeyForm",
    "change_password": f"{_people_forms}.ChangePasswordForm",
    "set_password": f"{_people_forms}.SetPasswordForm",
    "reauthenticate": f"{_people_forms}.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _behind_tls else 0
MFA_ADAPTER = "rumahbersama.ground.people.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": f"{_people_forms}.AuthenticateForm",
    "reauthenticate": f"{_people_forms}.ReauthenticateByCodeForm",
    "activate_totp": f"{_people_forms}.ActivateTotpForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come by invitation: nobody can sign up with another's address
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago or ahead is taken: clocks of phones differ (RFC 6238, 5.2)
MFA_TOTP_ISSUER = "Rumah Bersama"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link, for form-action 'self' stops a form that is redirected to the provider
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": os.environ.get("RUMAH_OIDC_CLIENT", ""),
                "secret": os.environ.get("RUMAH_OIDC_SECRET", ""),
                "settings": {"server_url": os.environ.get("RUMAH_OIDC_URL", "")},
            }
        ]
        if OIDC_NAME
        else [],
    }
}

# Language and time --------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = os.environ.get("RUMAH_TIMEZONE", "Asia/Jakarta")

# Static files -------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = DATA_DIR / "berkas"
BACKUPS_DIR = DATA_DIR / "cadangan"
BACKUP_KEY = Path(os.environ.get("RUMAH_BACKUP_KEY") or DATA_DIR / "kunci-cadangan")
SEAL_KEY = DATA_DIR / "kunci-segel"  # of papers; outside the database, made on first use
BACKUP_DAYS = int(os.environ.get("RUMAH_BACKUP_DAYS", "7"))
# Photos and documents (ground/files): the file as sent, an image as sent, an image as kept, its small picture.
FILE_LIMITS = {
    "max_bytes": 12_000_000,
    "max_pixels": 60_000_000,
    "longest_side": 1_600,
    "thumbnail_side": 240,
    "photos": 3,
    "archive_bytes": 300_000_000,
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# What a page may load: its own files and nothing else -----------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# Mail and log ---------------------------------------------------------------------
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("RUMAH_MAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
if PRACTICE:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing leaves a practice copy
EMAIL_HOST = os.environ.get("RUMAH_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("RUMAH_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("RUMAH_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("RUMAH_MAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("RUMAH_MAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = os.environ.get("RUMAH_MAIL_FROM", "rumah-bersama@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "secrets": {"()": "rumahbersama.ground.core.logs.WithoutSecrets"},
        "refusals": {"()": "rumahbersama.ground.core.logs.RefusalsInOneLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets", "refusals"]}
    },
    "root": {"handlers": ["console"], "level": os.environ.get("RUMAH_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

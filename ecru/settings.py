"""The one settings file of the portal.

Everything that differs between machines comes from the environment and is read here, strictly and typed.
Production refuses to start on a missing or unsafe value and names it. Two modes relax that, on a laptop only:
``DEBUG=1`` (autoreload, tracebacks) and ``DEMO=1`` (as production, with demonstration accounts).
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ecru.file_settings import private_root, scanner
from ecru.host_settings import LOOPBACK, bare, check_home, check_senders, parts_of
from ecru.link_settings import link_check
from ecru.money_settings import payer
from ecru.people_settings import *  # noqa: F403 - settings too, in a file of their own
from ecru.people_settings import openid_connect, origin_of

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
SHORTEST_SECRET, FEWEST_LETTERS = 50, 8

env = environ.Env()
problems: list[str] = []


def read(name: str, kind: str, local: object) -> object:
    """The value of environment variable ``name`` as ``kind`` (an ``environ.Env`` method).

    On a laptop a missing value becomes ``local``; in production it is noted as a problem.
    A value that cannot be read is always a problem.
    """
    if not env.str(name, default=""):
        if not LOCAL:
            problems.append(f"{name} is missing")
        return local
    try:
        return getattr(env, kind)(name)
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        problems.append(f"{name} cannot be read: {error}")
        return local


def flag(name: str) -> bool:
    """Environment variable ``name`` as yes or no; only words that clearly mean one of them are accepted."""
    word = env.str(name, default="").strip().lower()
    if word not in {"", "0", "false", "no", "off", "1", "true", "yes", "on"}:
        problems.append(f"{name} must be 0 or 1, not {word!r}")
    return word in {"1", "true", "yes", "on"}


def between(name: str, lowest: int, highest: int, usual: int) -> int:
    """Environment variable ``name`` as a whole number from ``lowest`` to ``highest``; ``usual`` when it is not there."""
    word = env.str(name, default="").strip() or str(usual)
    if not (word.isascii() and word.isdigit() and lowest <= int(word[:9]) <= highest):
        problems.append(f"{name} must be a whole number from {lowest} to {highest}")
        return usual
    return int(word)


def local_secret() -> str:
    """A secret of this laptop alone: made once, kept under ``var/`` for its owner's eyes."""
    path = VAR_DIR / "secret-key"
    VAR_DIR.mkdir(exist_ok=True)
    if not path.exists():
        fresh = VAR_DIR / f"secret-key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64), encoding="ascii")
        fresh.replace(path)
    return path.read_text(encoding="ascii")


# --- Mode -----------------------------------------------------------------------------------------------------

DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
LOCAL = DEBUG or DEMO

# --- What differs between machines ----------------------------------------------------------------------------

SECRET_KEY = str(read("SECRET_KEY", "str", "")) or (local_secret() if LOCAL else "")
ALLOWED_HOSTS = bare(list(read("ALLOWED_HOSTS", "list", sorted(LOOPBACK))))  # type: ignore[call-overload]
BASE_URL = str(read("BASE_URL", "str", "http://localhost:8000")).rstrip("/")
MEDIA_ROOT = Path(str(read("MEDIA_ROOT", "str", VAR_DIR / "media")))
PRIVATE_ROOT = private_root(env, MEDIA_ROOT, problems)
CLAMD_URL = scanner(env, problems)
DATABASE = dict(read("DATABASE_URL", "db_url", env.db_url_config(f"sqlite:///{VAR_DIR}/ecru.sqlite3")))  # type: ignore[call-overload]
EMAIL = dict(read("EMAIL_URL", "email_url", env.email_url_config("consolemail://")))  # type: ignore[call-overload]

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="ECRU <info@ecru.be>")
EDITORS_EMAIL = env.str("EDITORS_EMAIL", default="") or DEFAULT_FROM_EMAIL
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:info@ecru.be")
SOURCE_URL = env.str("SOURCE_URL", default="")

# The map: pictures of the official Flemish base map (GRB), asked by a visitor's browser after a click; empty: none.
GRB = (
    "https://geo.api.vlaanderen.be/GRB/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=grb_bsk_grijs&STYLE="
    "&FORMAT=image/png&tileMatrixSet=GoogleMapsVL&tileMatrix={z}&tileRow={y}&tileCol={x}"
)
REFGEM = "https://geo.api.vlaanderen.be/VRBG/ogc/features/v1/collections/Refgem/items?limit=1000&bbox=5.0,50.8,5.9,51.3"
MAP_TILES_URL = env.str("MAP_TILES_URL", default=GRB).strip()
MAP_TILES_ATTRIBUTION = env.str(
    "MAP_TILES_ATTRIBUTION", default="Bron: Grootschalig Referentie Bestand Vlaanderen, Digitaal Vlaanderen"
)
MAP_TILES_OWNER = env.str("MAP_TILES_OWNER", default="Digitaal Vlaanderen")
MAP_TILES_MAX_ZOOM = between("MAP_TILES_MAX_ZOOM", 1, 22, 18)
BORDERS_URL = env.str("BORDERS_URL", default=REFGEM).strip()
BORDERS_ATTRIBUTION = env.str(
    "BORDERS_ATTRIBUTION",
    default="Gemeentegrenzen: Digitaal Vlaanderen, Gratis Open Data Licentie Vlaanderen",
)
LINK_CHECK, PAYER = link_check(env, problems), payer(env, problems, demo=DEMO)
SECOND_FACTOR = (
    flag("SECOND_FACTOR") if LOCAL else env.str("SECOND_FACTOR", default="") == "" or flag("SECOND_FACTOR")
)
OIDC = openid_connect(env, local=LOCAL, problems=problems)


def is_easy_to_guess(secret: str) -> bool:
    """Whether ``secret`` is short, monotonous or Django's own example (the measure of ``check --deploy``)."""
    return (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < FEWEST_LETTERS
        or secret.startswith("django-insecure")
    )


def check_production() -> None:
    """Notes every value that is unsafe on a public machine."""
    if SECRET_KEY and is_easy_to_guess(SECRET_KEY):
        problems.append("SECRET_KEY is too easy to guess: use at least 50 random characters")
    check_home(env, ALLOWED_HOSTS, BASE_URL, DATABASE, EMAIL, MEDIA_ROOT, problems)
    if not SECOND_FACTOR:
        problems.append("SECOND_FACTOR=0 lets staff in with one proof; that is for a laptop only")


def check_demo() -> None:
    """Notes every value that shows that a demonstration would be open to the world."""
    if {host.lower() for host in ALLOWED_HOSTS} - LOOPBACK:
        problems.append("ALLOWED_HOSTS names a public host, and DEMO=1 makes accounts with known passwords")
    if (parts_of(BASE_URL).hostname or "") not in LOOPBACK:
        problems.append("BASE_URL is public, and DEMO=1 makes accounts with known passwords")
    if str(DATABASE.get("HOST") or "localhost") not in LOOPBACK and not str(DATABASE["HOST"]).startswith("/"):
        problems.append("DATABASE_URL is on another machine, and DEMO=1 makes accounts with known passwords")


def check_map() -> None:
    """Notes addresses that cannot be those of map tiles or borders. Plain HTTP is for this machine only."""
    for name, address in (("MAP_TILES_URL", MAP_TILES_URL), ("BORDERS_URL", BORDERS_URL)):
        try:
            parts = urlsplit(address)
            local = parts.scheme == "http" and parts.hostname in LOOPBACK
            sound = (
                parts.scheme == "https" and bool(parts.hostname) and not set(parts.netloc) & set("{}*;, '\"@")
            )
        except ValueError:
            local = sound = False
        if address and not (local or sound):
            problems.append(f"{name} must be an address that starts with https://, with a fixed host")
    if MAP_TILES_URL and not all(part in MAP_TILES_URL for part in ("{x}", "{y}", "{z}")):
        problems.append("MAP_TILES_URL must hold {x}, {y} and {z}")
    if MAP_TILES_URL and not (MAP_TILES_ATTRIBUTION.strip() and MAP_TILES_OWNER.strip()):
        problems.append("MAP_TILES_OWNER and MAP_TILES_ATTRIBUTION must say whose map it is")


check_map()
check_senders(DEFAULT_FROM_EMAIL, EDITORS_EMAIL, problems)
if DATABASE.get("ENGINE") not in ENGINES:
    problems.append("DATABASE_URL must start with sqlite:/// or postgres://")
if DEMO:
    check_demo()
elif not DEBUG:
    check_production()
if DEBUG and parts_of(BASE_URL).scheme == "https":
    problems.append("DEBUG=1 shows secrets in its error pages: never together with an https BASE_URL")
if problems:
    _told = "\n  - ".join(["The portal does not start.", *problems])
    raise ImproperlyConfigured(f"{_told}\nSee docs/operations.md.")

# --- Database -------------------------------------------------------------------------------------------------

if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # recursive_triggers: what may not be removed is not removed by REPLACE either.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    DATABASE["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    Path(DATABASE["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASE["OPTIONS"] = {
        # Compiling a question with many conditions takes PostgreSQL a second; answering it, a twentieth of one.
        "options": "-c jit=off",
        **DATABASE.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    }
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Application ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django_tasks",
    "django_tasks_db",  # before actors, whose admin shows mails instead of bare tasks
    "allauth",
    "allauth.account",  # before actors, whose admin shows people instead of bare addresses and keys
    "allauth.mfa",
    "ecru.portal",
    "subsidies",
    "projects",
    "actors",
    "ecru.base.apps.BaseConfig",
    "ecru.base.apps.FieldAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "ecru.base.middleware.RequestLog",
    "ecru.base.middleware.BareHeads",
    "ecru.base.middleware.ReadsToTheEnd",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "ecru.base.edition.OneEdition",
    "ecru.base.kept.KeptPages",
    "csp.middleware.CSPMiddleware",
    "ecru.base.middleware.CleanAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "actors.accounts.middleware.UnsentForms",
    "actors.accounts.middleware.LastSeen",
    "actors.accounts.middleware.SecondStepRequired",
    "actors.moved.MovedAddresses",
    "ecru.portal.errors.NotThisWay",
]
ROOT_URLCONF = "ecru.urls"
WSGI_APPLICATION = "ecru.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ecru.portal.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                *(f"ecru.base.templatetags.{name}" for name in ("ecru", "frame", "lists", "tongues")),
            ],
        },
    }
]

# --- Language and time ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FACTS_DIR = BASE_DIR / "data"

# --- Mail -----------------------------------------------------------------------------------------------------

EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(EMAIL.get("EMAIL_USE_TLS", False))
EMAIL_USE_SSL = bool(EMAIL.get("EMAIL_USE_SSL", False))
EMAIL_TIMEOUT = 10
SERVER_EMAIL = DEFAULT_FROM_EMAIL
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Security -------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *([origin_of(OIDC["issuer"])] if OIDC else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "ecru_session"
CSRF_COOKIE_NAME = "ecru_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "ecru.portal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own

# --- Logs -----------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
        "plain": {"format": "{levelname} {name}: {message}", "style": "{"},
    },
    "filters": {"request": {"()": "ecru.base.middleware.RequestContext"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEBUG else "json",
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "django_tasks": {"handlers": [], "level": "WARNING", "propagate": True},  # its INFO: all went well
        "fido2": {"handlers": [], "level": "WARNING", "propagate": True},  # its INFO names passkeys
    },
}

"""Settings, all in one file and read from the environment.

What each variable does, its default and an example: docs/operations.md.
"""

import sys
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from bootstrap_wrapper import get_bootstrap_dir
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

# Everything the application writes is under this one folder.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
for folder in ("broker/messages", "broker/control", "broker/processed", "beat", "files", "mail", "static", "tmp"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)

# --- What kind of installation -----------------------------------------------------------------
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="" if not TESTING else "only-for-tests-" + "x" * 50)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])]
CSRF_TRUSTED_ORIGINS = [SITE_URL, *env.list("CSRF_TRUSTED_ORIGINS", default=[])]

# --- Apps --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",  # first: its words for an empty field hold for every form that is imported later
    "accounts",
    "catalog",
    "workflows",
    "contracts",
    "assets",
    "requests_app",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.BusyDatabaseMiddleware",
    "config.middleware.SettingsReadOnceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.ChosenLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.frame.frame",
            ],
        },
    },
]
# Form widgets are looked up in our templates too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database ----------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
# Under IMMEDIATE each read of an atomic request would take the write lock.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c lock_timeout=5s -c default_transaction_isolation=read\\ committed"
    )

# --- Broker, worker, beat ----------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
# Seconds between two sweeps of clocks, wakes and notices.
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=60)
# A sender keeps a notice to itself for this many seconds; then another may take it.
NOTICE_CLAIM_SECONDS = env.float("NOTICE_CLAIM_SECONDS", default=300)
# A worker or beat that has not written for this many seconds counts as stopped.
HEARTBEAT_MAX_AGE = 120

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 2}
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker/messages"),
        "data_folder_out": str(VAR_DIR / "broker/messages"),
        "control_folder": str(VAR_DIR / "broker/control"),
        "processed_folder": str(VAR_DIR / "broker/processed"),
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
# Its work is waiting for mail servers. And a pool of processes hangs at exit when all of it is told to stop at once.
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY = env.int("WORKERS", default=2)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULER = "config.beat:HeartbeatScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat/schedule")
CELERY_BEAT_MAX_LOOP_INTERVAL = 15
CELERY_TIMEZONE = env.str("TIME_ZONE", default="America/Chicago")


def _every(task: str, seconds: float) -> dict:
    """A beat entry that expires before its next turn, so that an outage leaves no queue behind."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds * 0.9}}


def _daily(task: str, hour: int) -> dict:
    return {"task": task, "schedule": crontab(hour=hour, minute=0), "options": {"expires": 12 * 3600}}


def _hourly(task: str, hour: int) -> dict:
    """From an hour of the day on: what could not be done at once has not to wait for the next day."""
    return {"task": task, "schedule": crontab(hour=f"{hour}-23", minute=0), "options": {"expires": 3000}}


CELERY_BEAT_SCHEDULE = {
    "clocks": _every("workflows.tasks.sweep_clocks", SWEEP_SECONDS),
    "wakes": _every("workflows.tasks.sweep_wakes", SWEEP_SECONDS),
    "notices": _every("workflows.tasks.send_notices", SWEEP_SECONDS),
    "tls-checks": _every("contracts.tasks.sweep_tls_checks", SWEEP_SECONDS),
    "links": _every("workflows.tasks.expire_links", 10 * SWEEP_SECONDS),
    "equipment": _daily("requests_app.tasks.close_equipment", 5),
    "digests": _daily("workflows.tasks.send_digests", 6),
    "cycles": _hourly("contracts.tasks.open_cycles", 5),
    "confirmation": _daily("contracts.tasks.open_confirmation", 5),
    "vettings": _daily("requests_app.tasks.sweep_vettings", 6),
    "owners": _daily("requests_app.tasks.remind_owners", 6),
    "check-ins": _hourly("requests_app.tasks.open_check_ins", 5),
    "orphan-files": _daily("accounts.tasks.sweep_orphan_files", 3),
}

# --- Cache -------------------------------------------------------------------------------------
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "config.cache.QuickRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "technology-requests",
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Mail --------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="filemail://" if DEMO else "smtp://localhost:25"))
# The demo keeps its mails as files, and shows them on a page.
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Technology Requests <requests@district.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- People ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Words and times ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = CELERY_TIMEZONE

# --- Files -------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", get_bootstrap_dir())]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploaded files have no address: a view streams them to whoever may read their owner.
MEDIA_ROOT = VAR_DIR / "files"
MEDIA_URL = None
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "tmp"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Keys that licences are encrypted with: the first encrypts, all decrypt (docs/operations.md, "Licence keys").
LICENCE_KEYS = [text.strip() for text in env.list("LICENCE_KEYS", default=[]) if text.strip()]

# --- Security ----------------------------------------------------------------------------------
SECURE_COOKIES = not (DEMO or DEBUG)
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0)
X_FRAME_OPTIONS = "DENY"
# Networks that a TLS scan may connect to though they are not public; for tests and for hosts of one's own.
TLS_ALLOW_NETWORKS = [ip_network(text.strip()) for text in env.list("TLS_ALLOW_NETWORKS", default=[])]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Logs go to stderr: whoever runs the processes keeps them -------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}

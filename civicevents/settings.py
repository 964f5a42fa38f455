"""Settings of the portal, read from the environment (see .env.example).

With DATABASE_URL this is production: safety.py then refuses to start with anything unsafe. Without it the embedded
database is used and everything has a default that suits trying out.
"""

import datetime as dt
import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

from civicevents import RELEASED, environment, safety

BASE_DIR = Path(__file__).resolve().parent.parent
load_dotenv(os.environ.get("ENV_FILE") or BASE_DIR / ".env", interpolate=False)

DATABASE_URL = environment.text("DATABASE_URL")
PRODUCTION = bool(DATABASE_URL)
DEBUG = environment.flag("DEBUG")
DATA_DIR = Path(os.path.abspath(environment.text("DATA_DIR", str(BASE_DIR / "var"))))
BIND = environment.text("BIND", "127.0.0.1")
PORT = environment.number("PORT", 8000)
SITE_NAME = environment.text("SITE_NAME", "Kurzer Dienstweg")
SOURCE_URL = environment.text("SOURCE_URL")  # where the source of this very version can be had (footer)
SOFTWARE_LICENCE = "EUPL-1.2"
ACCESSIBILITY_CONTACT = environment.text("ACCESSIBILITY_CONTACT")  # whom to tell about barriers: an e-mail address
AUTOMATICALLY_TESTED_ON = dt.date.fromisoformat(RELEASED)
SECURITY_CONTACT = environment.text("SECURITY_CONTACT")  # mailto: or https: address for security.txt
HEALTH_KEY = environment.text("HEALTH_KEY")  # shows the details of /health/ and opens /metrics

# Addresses ----------------------------------------------------------------------------------------------------------

BASE_URL = environment.text("BASE_URL", "" if PRODUCTION else f"http://localhost:{PORT}").rstrip("/")
SECURE = BASE_URL.startswith("https://")
_host = urlsplit(BASE_URL).hostname
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [_host] * bool(_host)
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
# Forwarding headers are believed from that many proxies, counted from the right: none unless told.
PROXY_COUNT = environment.number("PROXY_COUNT", 0)

# Apps ---------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "civicevents",
    "participation",
    "registrations",
    "events",
    "speakers",
    "accounts",
    "pictures",
    "outbox",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "civicevents.apps.WorkplaceConfig",  # django.contrib.admin with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]
MIDDLEWARE = [
    "civicevents.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "civicevents.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "civicevents.middleware.language_from_path",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "civicevents.urls"
WSGI_APPLICATION = "civicevents.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "civicevents.context_processors.shell",
            ]
        },
    }
]
FORM_RENDERER = "civicevents.form_renderer.PortalFormRenderer"
CSRF_FAILURE_VIEW = "civicevents.errors.csrf_failure"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "portal"
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself
# A form of forty agenda items with their people posts about 900 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FETCHED_IN_TESTS = frozenset()  # pairs of address and port that tests serve calendars from; never set outside of them

# Database and files -------------------------------------------------------------------------------------------------

if PRODUCTION:
    DATABASES = {"default": environment.database(DATABASE_URL)}
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
else:
    DATABASES = {
        "default": {
            "ENGINE": "civicevents.database",
            "EMBEDDED": {"place": DATA_DIR / "postgres"},
            "NAME": "portal",
            "USER": "portal",
        }
    }
# A pooler that changes connections between transactions (PgBouncer): nothing may live as long as a connection.
DATABASE_POOLED = environment.flag("DATABASE_POOLED")
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLED
# Kept for an hour: a new one knows no table yet, and costs its first visitor some 40 ms.
DATABASES["default"] |= {"CONN_MAX_AGE": 3600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes; used by limits on sign-in only. Pages are never kept in it (see docs/decisions.md).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        # Django's default of 300 would let anybody wash away the count of wrong passwords with 300 made-up addresses.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "civicevents.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = DATA_DIR / "media"  # served by views that check whether a file may be seen, see files.py
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Language and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "civicevents.formats"
USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "Europe/Berlin")

# Mail ---------------------------------------------------------------------------------------------------------------

EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_USE_SSL = environment.flag("EMAIL_USE_SSL")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", not EMAIL_USE_SSL)
EMAIL_PORT = environment.number("EMAIL_PORT", 465 if EMAIL_USE_SSL else 587)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "" if PRODUCTION else "portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "outbox.eml.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"  # where mails go without EMAIL_HOST while trying out
MISSING_MAIL_SETTINGS = [
    name for name in ("EMAIL_HOST", "DEFAULT_FROM_EMAIL") if PRODUCTION and not environment.text(name)
]

# Sign-in ------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
SECRET_KEY = environment.text("SECRET_KEY") or ("" if PRODUCTION else environment.kept_secret(DATA_DIR / "secret-key"))
# Links that are capabilities (accounts/capabilities.py) have a key of their own: either may be changed alone.
CAPABILITY_KEY = environment.text("CAPABILITY_KEY") or (
    "" if PRODUCTION else environment.kept_secret(DATA_DIR / "capability-key")
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ["email", "name"]}),
    ]
]
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"  # mails through the outbox, no open sign-up
ACCOUNT_FORMS = {
    name: f"accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "add_email": "AddEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # invitations and the command line verify an address; a change asks
ACCOUNT_CHANGE_EMAIL = True  # one address per account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever's password or second factor changes is told
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key"}  # the others are allauth's, see docs/security.md
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail because somebody typed their address
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a new address is a way to take an account over
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Only who has a second factor enters the workplace, where participants are seen (accounts/second_factor.py).
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR")
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    name: f"accounts.forms.{form}"
    for name, form in {
        "authenticate": "CodeForm",
        "reauthenticate": "ReauthenticateCodeForm",
        "activate_totp": "ActivateTOTPForm",
        "add_webauthn": "AddWebAuthnForm",
        "edit_webauthn": "EditWebAuthnForm",
    }.items()
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # browsers allow passkeys on localhost without TLS

# Headers ------------------------------------------------------------------------------------------------------------

SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE and environment.flag("HSTS_SUBDOMAINS")
SECURE_SSL_REDIRECT = SECURE  # wsgi.py knows the scheme from BASE_URL; the redirect itself is the proxy's
SECURE_REFERRER_POLICY = "strict-origin"  # with no-referrer browsers send "Origin: null" and break our own forms
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    # Other names below our domain are not ours to decide about: HSTS_SUBDOMAINS turns these on.
    "security.W005",
    "security.W021",
]

LOG_FORMAT = environment.choice("LOG_FORMAT", ["json", "line"] if PRODUCTION else ["line", "json"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "civicevents.logs.Discreet",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(request_id)s: %(message)s",
        },
        "json": {"()": "civicevents.logs.Structured"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # pages that are not there are no news
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners, all day long
        "_granian": {"level": "WARNING"},
    },
}

if PRODUCTION and (problems := safety.problems(globals())):
    raise ImproperlyConfigured("The portal does not start like this:\n- " + "\n- ".join(problems))

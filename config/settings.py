"""One settings file, driven by the environment.

The README's table lists every variable that is read here; a test compares the two.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF

from chat.limits import for_allauth
from config import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name) or default


def env_flag(name: str, *, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


DATA_DIR = Path(env("DATA_DIR", str(BASE_DIR / "data"))).resolve()
DEBUG = env_flag("DEBUG")
# Every fragment in every state, at /gallery/.
SHOW_GALLERY = env_flag("SHOW_GALLERY", default=DEBUG)
SECRET_KEY = secret_key.read_or_create(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
REDIS_URL = env("REDIS_URL")
# What they are is in chat/limits.py. Those who measure switch them off.
RATE_LIMITS = env_flag("RATE_LIMITS", default=True)

# Behind a proxy that ends TLS: its X-Forwarded-Proto is believed, cookies travel over TLS only.
TLS_PROXY = env_flag("TLS_PROXY")
if TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    # What else is served under the domain is not ours to decide: no subdomains, no preload list.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    # Browsers take a cookie of that name only over TLS and from this very host: no neighbour under the domain sets it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS_PROXY
SESSION_COOKIE_AGE = 60 * 24 * 60 * 60  # seconds: two months
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "chat.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    # Before our own, which takes some of their tables out of the administration (chat/admin.py).
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "chat",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Below WhiteNoise, whose files are compressed already. What a stranger could learn from the length of an answer
    # (BREACH) is blurred: Django masks the tokens of forms anew each time, and all is made longer at random. The
    # session's cookie does not travel with what another site embeds or fetches.
    "config.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chat.middleware.keep_nothing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "chat.middleware.TokenMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chat.accounts.middleware.remember_use",
    "chat.accounts.middleware.ErrorsAre422",
    "django_htmx.middleware.HtmxMiddleware",
    "chat.middleware.vary_on_htmx",
    "chat.middleware.SignInRequiredMiddleware",
    "chat.middleware.TooManyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

if DEBUG:
    # daphne brings the runserver that watches the files, and must come before staticfiles, which has one too.
    INSTALLED_APPS = ["daphne", *INSTALLED_APPS, "django_browser_reload"]
    MIDDLEWARE.append("config.live_reload.LiveReloadMiddleware")

# What no directive names is refused: objects, media, manifests, prefetches.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],  # htmx, and the socket
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],  # the samples of the gallery
        "img-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
    },
}
# What a chat does not use, no script of it gets either: not ours, and not one that found a way in.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
        *("encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts"),
        *(
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "picture-in-picture",
            "screen-wake-lock",
        ),
        *("serial", "usb", "window-management", "xr-spatial-tracking"),
    )
)

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

_TEMPLATE_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chat.views.shell.shell",
            ],
            "builtins": ["chat.templatetags.constant_includes"],
            # A saved template shows at the next reload when DEBUG is on.
            "loaders": (
                _TEMPLATE_LOADERS
                if DEBUG
                else [("django.template.loaders.cached.Loader", _TEMPLATE_LOADERS)]
            ),
        },
    },
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'roomful.sqlite3'}"),
        conn_max_age=None,  # the HTTP threads live as long as the process, and so do their connections
        conn_health_checks=True,
    )
}
# Seconds that a change waits for another to end. After that the person is told to try again, which browsers do by
# themselves; whoever waited longer would hold up those who only read, too.
LOCK_TIMEOUT = 5
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "config.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock when a transaction begins: a read that later writes could not wait for it.
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_TIMEOUT,
        # FULL: what was acknowledged is on the disk, even when the power fails. Half a millisecond for each post.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # Threads and live servers share a test database only when it is a file.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = f"-c lock_timeout={LOCK_TIMEOUT}s"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS: dict[str, Any] = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
        if REDIS_URL
        else {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {
                # A process has one channel for all its sockets (chat/live/fanout.py).
                "capacity": 100_000,
                # Seconds. The layer forgets a membership of that age; ours last as long as the process.
                "group_expiry": 100 * 365 * 24 * 60 * 60,
            },
        }
    )
}
DJANGO_CHANNELS_REST_API = {
    "DEFAULT_PERMISSION_CLASSES": ["chat.consumers.sign_in.IsSignedIn"],
}

AUTH_USER_MODEL = "chat.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "room-index"
LOGOUT_REDIRECT_URL = "sign-in"
# It knows people by name or e-mail address, and takes as long for a name that nobody has.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds: an hour

# Mail, such as smtp://user:password@host:587/?tls=True&_default_from_email=chat@example.org. Without it nothing is
# sent, and what needs it is not offered.
CAN_MAIL = bool(env("EMAIL_URL"))
if CAN_MAIL:
    vars().update(dj_email_url.parse(env("EMAIL_URL")))

ACCOUNT_ADAPTER = "chat.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "chat.accounts.forms.SignInForm",
    "signup": "chat.accounts.forms.SignUpForm",
    "add_email": "chat.accounts.forms.AddEmailForm",
    "change_password": "chat.accounts.forms.ChangePasswordForm",
    "reauthenticate": "chat.accounts.forms.ReauthenticateForm",
    "reset_password": "chat.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "chat.accounts.forms.ResetPasswordKeyForm",
    "set_password": "chat.accounts.forms.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", *(["email*"] if CAN_MAIL else []), "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if CAN_MAIL else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_MIN_LENGTH = 1

MFA_ADAPTER = "chat.accounts.adapter.TwoFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "chat.accounts.forms.ActivateTotpForm",
    "add_webauthn": "chat.accounts.forms.AddPasskeyForm",
    "authenticate": "chat.accounts.forms.AuthenticateForm",
    "reauthenticate": "chat.accounts.forms.ReauthenticateByCodeForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # who has no verified address signs in all the same

# That would be a query for each request; ours writes now and then (chat/accounts/middleware.py).
USERSESSIONS_TRACK_ACTIVITY = False

# Single sign-on: any OpenID Connect providers. OIDC_PROVIDERS=company reads OIDC_COMPANY_URL and so on.
SOCIALACCOUNT_ADAPTER = "chat.accounts.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": name.lower(),
                "name": env(f"OIDC_{name.upper()}_NAME", name.capitalize()),
                "client_id": env(f"OIDC_{name.upper()}_CLIENT_ID"),
                "secret": env(f"OIDC_{name.upper()}_SECRET"),
                "settings": {"server_url": env(f"OIDC_{name.upper()}_URL")},
            }
            for name in env_list("OIDC_PROVIDERS")
        ],
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = (
    True  # by addresses that both sides have verified (the adapter)
)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # the adapter keeps only what the provider has verified
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""

# How often is in chat/limits.py; allauth counts by itself, in the cache.
ACCOUNT_RATE_LIMITS: Any = for_allauth() if RATE_LIMITS else False
MFA_RATE_LIMITS: Any = {} if RATE_LIMITS else False
CACHES: dict[str, Any] = {
    "default": (
        {
            "BACKEND": "config.cache.SharedCache",
            "LOCATION": env("REDIS_URL"),
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
        if env("REDIS_URL")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "config.static.StaticStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's pages need our files; a header less on each
if DEBUG:
    # Seconds. The many frames of the gallery share what they load, and nobody saves faster than that.
    WHITENOISE_MAX_AGE = 1
MEDIA_ROOT = DATA_DIR / "uploads"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}

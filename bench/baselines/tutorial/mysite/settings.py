"""As ``startproject`` and the two tutorials leave them, but for DEBUG, which would make it slower.

The database and the layer can be set from outside, for the measurement of two processes.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url

DATA_DIR = Path(os.environ["DATA_DIR"])
SECRET_KEY = "of no use to anybody"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]

INSTALLED_APPS = [
    "daphne",
    "chat",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "mysite.urls"
ASGI_APPLICATION = "mysite.asgi.application"

DATABASES: dict[str, Any] = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "db.sqlite3"}
}
if url := os.environ.get("DATABASE_URL"):
    DATABASES["default"] = dj_database_url.parse(url)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "chat.User"

CHANNEL_LAYERS: dict[str, Any] = {
    "default": {
        "BACKEND": "channels.layers.InMemoryChannelLayer",
        # The one thing that is not stock: past 100 waiting messages it would drop without a word.
        "CONFIG": {"capacity": int(os.environ.get("LAYER_CAPACITY", "100000"))},
    }
}
if url := os.environ.get("REDIS_URL"):
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [url]},
    }

USE_TZ = True

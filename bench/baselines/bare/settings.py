"""Roomful's own settings, with one more page: the least that a page of somebody who is signed in can be."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.baselines.bare.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "baselines" / "bare" / "templates")

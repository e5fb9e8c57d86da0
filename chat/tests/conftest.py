"""Alice owns the Lobby, Bob belongs to it, Carol does not. Dana is an administrator."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from channels.layers import channel_layers
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import cache
from django.db.models.signals import post_migrate
from django.test import Client

from chat import limits
from chat.live import fragments
from chat.models import Message, Room, User, Workspace
from chat.templatetags import kept_blocks
from chat.tests.servers import Daphne, Server, Uvicorn


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(autouse=True)
def _settings(settings: Any, empty_folder: Path) -> None:
    """Quick passwords, unhashed static files, plain HTTP, no limits: what a unit test is not about."""
    settings.RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    settings.STATIC_ROOT = empty_folder  # WhiteNoise warns of a folder that is missing
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """A test that commits empties the tables after it, and Django would fill in its permissions and content types
    again each time. Nothing here asks for them."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True)
def _no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine the slow check would tell again of what is on its way. Its own tests call it."""
    monkeypatch.setattr("chat.live.healing.CHECK_EVERY", 3_600.0)


@pytest.fixture(autouse=True)
def _fresh_layer() -> Iterator[None]:
    """A channel layer of its own for each test, made on the test's loop."""
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    """What allauth remembers of the tests before: how often one tried, which codes are used."""
    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test's database gives out the same keys again."""
    fragments.forget()
    kept_blocks.forget()


@pytest.fixture(autouse=True)
def _known_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that has just asked, for as long as nobody saves it: no test counts that question by chance."""
    monkeypatch.setattr(Workspace, "_kept", (Workspace(pk=1), math.inf))


@pytest.fixture
def limits_on(settings: Any) -> Iterator[None]:
    """How often one may do what counts, from nought."""
    settings.RATE_LIMITS = True
    settings.ACCOUNT_RATE_LIMITS = limits.for_allauth()
    limits.forget()
    cache.clear()
    yield
    limits.forget()


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(username: str, **values: Any) -> User:
        return User.objects.create_user(username, password="correct horse", **values)

    return make


@pytest.fixture
def alice(make_user: Callable[..., User]) -> User:
    return make_user("alice")


@pytest.fixture
def bob(make_user: Callable[..., User]) -> User:
    return make_user("bob")


@pytest.fixture
def carol(make_user: Callable[..., User]) -> User:
    return make_user("carol")


@pytest.fixture
def dana(make_user: Callable[..., User]) -> User:
    return make_user("dana", role="administrator")


@pytest.fixture
def lobby(alice: User, bob: User) -> Room:
    room = Room.objects.start("Lobby", alice)
    room.join(bob)
    return room


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def fill() -> Callable[..., None]:
    """Many messages in a room, as if they had been posted, in little time."""

    def fill(room: Room, user: User, count: int) -> None:
        room.refresh_from_db()
        Message.objects.bulk_create(
            Message(
                room=room,
                user=user,
                text=f"number {room.last_seq + number}.",
                seq=room.last_seq + number,
                version=room.version + number,
            )
            for number in range(1, count + 1)
        )
        room.last_seq += count
        room.version += count
        Room.objects.filter(pk=room.pk).update(last_seq=room.last_seq, version=room.version)

    return fill


@pytest.fixture(params=[Daphne, Uvicorn])
def server(
    request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path
) -> Iterator[Server]:
    """Each of the servers that Roomful runs on, on the test's database."""
    server: Server = request.param(tmp_path)
    server.start()
    yield server.wait()
    server.stop()

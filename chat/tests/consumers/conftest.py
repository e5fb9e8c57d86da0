"""Sockets of Alice, Bob and Carol, closed when the test is over."""

from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from chat.models import Room, User
from chat.tests.sockets import Bot, Connections, Page


@pytest.fixture(autouse=True)
async def closed_thread() -> AsyncIterator[None]:
    """The thread of ``sync_to_async`` keeps its connection; the database cannot go while it is open."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def connect(transactional_db: None) -> AsyncIterator[Connections]:
    """Opens sockets. What they write is committed, so that it is published."""
    from config.asgi import application  # with the settings of a test: it looks for static files

    opened = Connections(application)
    yield opened
    await opened.close()


@pytest.fixture
async def alice_bot(connect: Connections, alice: User) -> Bot:
    return await connect.bot(alice)


@pytest.fixture
async def bob_bot(connect: Connections, lobby: Room, bob: User) -> Bot:
    return await connect.bot(bob)


@pytest.fixture
async def carol_bot(connect: Connections, carol: User) -> Bot:
    """Carol belongs to no room."""
    return await connect.bot(carol)


@pytest.fixture
async def bob_page(connect: Connections, lobby: Room, bob: User) -> Page:
    return await connect.page(bob)

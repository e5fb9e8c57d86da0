"""Somebody else's change takes long: who posts meanwhile is told so, and loses nothing."""

from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from chat.models import Message, Room, User
from chat.tests.threads import WITHIN

pytestmark = pytest.mark.django_db(transaction=True)

SHORTLY = {
    "sqlite": "PRAGMA busy_timeout = 50",
    "postgresql": "SET lock_timeout = 50",
}  # milliseconds


@pytest.fixture
def bobs(signed_in: Callable[[User], Client], bob: User) -> Client:
    return signed_in(bob)


@pytest.fixture
def busy(lobby: Room, bobs: Client) -> Iterator[None]:
    """Another connection holds the Lobby, and ours does not wait for long."""
    held, over = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=lobby.pk)
            held.set()
            over.wait(WITHIN)
        connections.close_all()

    holder = Thread(target=hold)
    holder.start()
    assert held.wait(WITHIN)
    with connection.cursor() as cursor:
        cursor.execute(SHORTLY[connection.vendor])
    yield
    over.set()
    holder.join(WITHIN)
    connection.close()


@pytest.mark.usefixtures("busy")
def test_a_page_is_told_to_try_again(bobs: Client, lobby: Room) -> None:
    response = bobs.post(
        reverse("message-create", args=[lobby.pk]),
        {"message": "Soup at noon"},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "The server is busy. Try again" in response.content.decode()
    assert 'id="composer-error"' in response.content.decode()
    assert not Message.objects.exists()


@pytest.mark.usefixtures("busy")
def test_without_scripts_the_text_is_still_there(bobs: Client, lobby: Room) -> None:
    response = bobs.post(reverse("message-create", args=[lobby.pk]), {"message": "Soup at noon"})
    assert response.status_code == 503
    page = response.content.decode()
    assert "The server is busy. Try again" in page
    assert ">Soup at noon</textarea>" in page

"""What pages and changes of messages ask the database: as much in a large room as in a small one, and of many rooms as
of one (docs/performance.md)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db.models import Model
from django.db.models.signals import post_init
from django.test import Client
from django.urls import reverse

import chat.consumers.room  # noqa: F401  what it tells the readers of a message is a part of a change's cost
from chat.models import Membership, Message, Room, User
from chat.models.message import PAGE_SIZE
from chat.tests.queries import recorded_queries
from chat.tests.views.test_rooms import BOOSTED, HTMX, INDEX, show_url

# A column: session, person; the rooms that are open. A whole page has the frame too.
INDEX_COLUMN_QUERIES = 3
# A column: session, person; the room and who one is in it, a page of messages; what one has begun to write, and what
# one has saved.
ROOM_COLUMN_QUERIES = 6
FRAME_QUERIES = 2  # the person's rooms, blocks

#: What is posted to a message, with what, and how many questions that takes; session and person included.
CHANGES: dict[str, tuple[str, dict[str, str], int]] = {
    "edit": ("message-edit", {"message": "said better", "edited_at": ""}, 16),
    "delete": ("message-delete", {}, 16),
    "react": ("reaction-create", {"emoji": "👍"}, 17),
    "pin": ("message-pin", {}, 15),
    "save": ("message-save", {}, 8),
}
# Session, person; room; its row, membership, earlier post, message before, counters, message, draft.
POST_QUERIES = 10
ANSWER_QUERIES = 16


@pytest.fixture
def many(
    lobby: Room, alice: User, make_user: Callable[..., User], fill: Callable[..., None]
) -> None:
    """Ten rooms, ten people, more than a page of messages."""
    for number in range(10):
        person = make_user(f"person-{number}")
        room = Room.objects.start(f"Room {number}", person)
        room.join(alice)
        fill(room, person, 2)
        lobby.join(person)
        fill(lobby, person, PAGE_SIZE // 5)


# Pages


def count_queries(client: Client, url: str, **headers: str) -> int:
    """Of a page that was seen before: what it shows of messages, rooms and people is kept."""
    client.get(url, headers=headers)
    with recorded_queries() as queries:
        assert client.get(url, headers=headers).status_code == 200
    return len(queries)


def test_column_of_the_directory_takes_few_queries(lobby: Room, alices: Client) -> None:
    assert count_queries(alices, INDEX, **BOOSTED) == INDEX_COLUMN_QUERIES


def test_index_of_one_room_takes_few_queries(lobby: Room, alices: Client) -> None:
    assert count_queries(alices, INDEX) == INDEX_COLUMN_QUERIES + FRAME_QUERIES


def test_index_of_many_rooms_takes_as_many_queries(
    many: None, alices: Client, carols: Client
) -> None:
    assert count_queries(alices, INDEX) == INDEX_COLUMN_QUERIES + FRAME_QUERIES
    assert count_queries(carols, INDEX, **BOOSTED) == INDEX_COLUMN_QUERIES


def test_column_of_a_small_room_takes_few_queries(lobby: Room, alice: User, alices: Client) -> None:
    lobby.post(alice, "hello")
    assert count_queries(alices, show_url(lobby), **BOOSTED) == ROOM_COLUMN_QUERIES


def test_small_room_takes_few_queries(lobby: Room, alice: User, alices: Client) -> None:
    lobby.post(alice, "hello")
    assert count_queries(alices, show_url(lobby)) == ROOM_COLUMN_QUERIES + FRAME_QUERIES


def test_large_room_takes_as_many_queries(many: None, lobby: Room, alices: Client) -> None:
    for query in ({}, {"before": PAGE_SIZE}, {"after": 1}, {"at": PAGE_SIZE}):
        url = show_url(lobby, **query)
        assert count_queries(alices, url, **BOOSTED) == ROOM_COLUMN_QUERIES
        assert count_queries(alices, url) == ROOM_COLUMN_QUERIES + FRAME_QUERIES


def test_page_within_the_page_takes_fewer_queries(many: None, lobby: Room, alices: Client) -> None:
    for query in ({"before": PAGE_SIZE}, {"after": 1}):
        url = show_url(lobby, **query)
        assert count_queries(alices, url, **HTMX) == ROOM_COLUMN_QUERIES - 2


def test_page_that_was_seen_makes_no_message_and_no_room_but_its_own(
    many: None, lobby: Room, alices: Client, bobs: Client
) -> None:
    made: list[Model] = []

    def note(instance: Model, **kwargs: object) -> None:
        made.append(instance)

    alices.get(show_url(lobby))
    bobs.get(show_url(lobby))
    models = (Message, Room, Membership)
    for model in models:
        post_init.connect(note, sender=model)
    try:
        for url in (show_url(lobby), show_url(lobby, at=20), show_url(lobby)):
            alices.get(url)
        assert [type(each) for each in made if each != lobby and isinstance(each, Room)] == []
        made.clear()
        alices.get(show_url(lobby))
        bobs.get(show_url(lobby))
        assert made == [lobby, lobby]
    finally:
        for model in models:
            post_init.disconnect(note, sender=model)


# Changes


@pytest.fixture
def asked(django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[..., int]:
    """How many questions a post takes, with what is told of it afterwards."""

    def count(client: Client, url: str, fields: dict[str, str]) -> int:
        with recorded_queries() as queries, django_capture_on_commit_callbacks(execute=True):
            response = client.post(url, fields, headers=HTMX)
        assert response.status_code < 300, response.content.decode()
        return len(queries)

    return count


@pytest.fixture
def change(
    request: pytest.FixtureRequest,
    lobby: Room,
    alice: User,
    alices: Client,
    asked: Callable[..., int],
) -> int:
    """What the second change of that kind takes: after the first, what is kept is kept."""
    name, fields, _ = CHANGES[request.param]
    messages = [lobby.post(alice, text) for text in ("before", "now")]
    return [asked(alices, reverse(name, args=[each.pk]), fields) for each in messages][-1]


every_change = pytest.mark.parametrize(
    ("change", "queries"), [(name, CHANGES[name][2]) for name in CHANGES], indirect=["change"]
)


@every_change
def test_change_in_a_small_room(change: int, queries: int) -> None:
    assert change == queries


@every_change
def test_change_in_a_large_room_takes_as_many_queries(
    many: None, change: int, queries: int
) -> None:
    assert change == queries


@pytest.fixture
def post(lobby: Room, alices: Client, asked: Callable[..., int]) -> Callable[..., int]:
    def post(**fields: str) -> int:
        url = reverse("message-create", args=[lobby.pk])
        return asked(alices, url, {"message": "hello", "client_id": str(uuid4()), **fields})

    return post


def test_post_into_a_small_room_takes_few_queries(post: Callable[..., int]) -> None:
    assert post() == POST_QUERIES


def test_post_into_a_large_room_takes_as_many_queries(many: None, post: Callable[..., int]) -> None:
    assert post() == POST_QUERIES


def test_answer_in_a_small_room(lobby: Room, bob: User, post: Callable[..., int]) -> None:
    quoted = str(lobby.post(bob, "is it so?").pk)
    assert [post(quotes=quoted) for _ in range(2)][-1] == ANSWER_QUERIES


def test_answer_in_a_large_room_takes_as_many_queries(
    many: None, lobby: Room, bob: User, post: Callable[..., int]
) -> None:
    quoted = str(lobby.post(bob, "is it so?").pk)
    assert [post(quotes=quoted) for _ in range(2)][-1] == ANSWER_QUERIES

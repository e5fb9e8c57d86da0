from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.models.message import PAGE_SIZE
from chat.tests.queries import recorded_queries
from chat.views.rooms import MAX_SEQ

# The README cites these: the queries of a page, whatever the number of rooms, people and messages.
INDEX_QUERIES = 5  # session, person; rooms, their people, their last messages
ROOM_QUERIES = 6  # session, person; room, its people, a page of messages, who may rename it

HTMX = {"HX-Request": "true"}
INDEX = reverse("room-index")
CREATE = reverse("room-create")
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def show_url(room: Room, before: object = None) -> str:
    url = reverse("room-show", args=[room.pk])
    return url if before is None else f"{url}?before={before}"


def edit_url(room: Room) -> str:
    return reverse("room-edit", args=[room.pk])


# The list of rooms


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_index_lists_every_room_by_name(
    lobby: Room, alice: User, bobs: Client, headers: dict[str, str]
) -> None:
    Room.objects.start("annex", alice)
    response = bobs.get(INDEX, headers=headers)
    assertTemplateUsed(response, "chat/rooms/index.html")
    assertContains(response, f'href="{show_url(lobby)}"')
    assert [room.name for room in response.context["rooms"]] == ["annex", "Lobby"]


def test_index_of_nothing_has_a_form(carols: Client) -> None:
    response = carols.get(INDEX)
    assertContains(response, f'action="{CREATE}"')
    assertContains(response, 'name="name"')
    assertNotContains(response, "room-row")


def test_index_shows_the_last_message_of_my_rooms(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "said before")
    lobby.post(alice, "said last")
    response = bobs.get(INDEX)
    assertContains(response, "said last")
    assertContains(response, "alice")
    assertNotContains(response, "said before")


def test_index_says_that_my_room_is_silent(lobby: Room, bobs: Client) -> None:
    assertContains(bobs.get(INDEX), "No messages yet")


def test_index_shows_outsiders_only_that_a_room_is_there(
    lobby: Room, alice: User, carols: Client
) -> None:
    lobby.post(alice, "not for Carol")
    response = carols.get(INDEX)
    assertContains(response, "Lobby")
    assertContains(response, "Open to everyone")
    assertNotContains(response, "not for Carol")
    assertNotContains(response, "alice")
    assertNotContains(response, "bob")


def test_index_does_not_show_what_was_deleted(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "regretted").erase(alice)
    response = bobs.get(INDEX)
    assertContains(response, "deleted a message")
    assertNotContains(response, "regretted")


def test_index_escapes_what_people_write(alice: User, alices: Client) -> None:
    alice.first_name = MARKUP
    alice.save()
    Room.objects.start(MARKUP, alice).post(alice, MARKUP)
    response = alices.get(INDEX)
    # The room's data-name and its link; the author's name, in the row and above the page; the text.
    assertContains(response, ESCAPED, count=5)
    assertNotContains(response, MARKUP)


def test_index_is_only_read(alices: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(alices, method)(INDEX).status_code == 405


# Making or entering a room


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_new_name_makes_a_room_and_leads_there(
    alice: User, alices: Client, headers: dict[str, str]
) -> None:
    response = alices.post(CREATE, {"name": " The  Kitchen "}, headers=headers)
    room = Room.objects.get()
    assert room.name == "The Kitchen"
    assert room.has_member(alice)
    assertRedirects(response, show_url(room))


def test_taken_name_leads_into_that_room(lobby: Room, carol: User, carols: Client) -> None:
    assertRedirects(carols.post(CREATE, {"name": "lobby"}), show_url(lobby))
    assert lobby.has_member(carol)
    assert Room.objects.count() == 1


def test_submitting_twice_makes_one_room(alices: Client) -> None:
    alices.post(CREATE, {"name": "Kitchen"})
    assertRedirects(alices.post(CREATE, {"name": "Kitchen"}), show_url(Room.objects.get()))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "This field is required."),
        ("   ", "This field is required."),
        ("\u202e", "A room needs a name."),
        ("x" * 256, "Ensure this value has at most 255 characters (it has 256)."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_bad_name_gets_an_explanation(alices: Client, name: str, sentence: str) -> None:
    for headers in ({}, HTMX):
        response = alices.post(CREATE, {"name": name}, headers=headers)
        assertTemplateUsed(response, "chat/rooms/index.html")
        assertContains(response, sentence, count=1, status_code=422)
    assert not Room.objects.exists()


def test_bad_name_stays_in_the_form(lobby: Room, alices: Client) -> None:
    response = alices.post(CREATE, {"name": f"{MARKUP}{'x' * 250}"})
    assertContains(response, f'value="{ESCAPED}xxx', status_code=422)
    assertContains(response, "Lobby", status_code=422)


def test_room_is_made_by_post_only(alices: Client) -> None:
    for method in ("get", "put", "delete"):
        assert getattr(alices, method)(CREATE).status_code == 405


# A room's page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_member_sees_the_messages_oldest_first(
    lobby: Room, alice: User, bob: User, bobs: Client, headers: dict[str, str]
) -> None:
    first, second = lobby.post(alice, "first words"), lobby.post(bob, "second words")
    response = bobs.get(show_url(lobby), headers=headers)
    assertTemplateUsed(response, "chat/rooms/show.html")
    html = response.content.decode()
    assert html.index(f'id="{first.dom_id}"') < html.index("first words")
    assert html.index("first words") < html.index(f'id="{second.dom_id}"')
    assert html.index(f'id="{second.dom_id}"') < html.index("second words")


def test_member_sees_the_other_members(lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(lobby))
    assertContains(response, "2 members")
    assertContains(response, "<li><bdi>alice</bdi></li>")


def test_room_page_tells_the_socket_what_it_has(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "hello").edit(alice, "hello!")
    response = bobs.get(show_url(lobby))
    assertContains(response, 'name="since" value="2"')
    assertContains(response, f'name="room" value="{lobby.pk}"')


def test_each_room_page_has_a_client_id_of_its_own(lobby: Room, bobs: Client) -> None:
    ids = {bobs.get(show_url(lobby)).context["form"]["client_id"].value() for _ in range(2)}
    assert len(ids) == 2


def test_room_page_is_not_kept_by_the_browser(lobby: Room, bobs: Client) -> None:
    cache_control = bobs.get(show_url(lobby)).headers["Cache-Control"]
    assert "no-store" in cache_control
    assert "private" in cache_control


def test_deleted_message_leaves_a_trace(lobby: Room, alice: User, bobs: Client) -> None:
    message = lobby.post(alice, "regretted")
    message.edit(alice, "still regretted")
    message.erase(alice)
    response = bobs.get(show_url(lobby))
    assertContains(response, "This message was deleted.")
    assertContains(response, "message--deleted")
    assertNotContains(response, "regretted")
    assertNotContains(response, "edited")


def test_edited_message_says_so(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "helo").edit(alice, "hello")
    assertContains(bobs.get(show_url(lobby)), '<span class="message__edited">edited</span>')


def test_room_page_escapes_what_people_write(alice: User, alices: Client) -> None:
    alice.first_name = MARKUP
    alice.save()
    room = Room.objects.start(MARKUP, alice)
    room.post(alice, MARKUP)
    response = alices.get(show_url(room))
    assertContains(response, ESCAPED)
    assertNotContains(response, MARKUP)


def test_outsider_gets_a_way_in_instead_of_messages(
    lobby: Room, alice: User, carols: Client
) -> None:
    lobby.post(alice, "not for Carol")
    response = carols.get(show_url(lobby))
    assertTemplateUsed(response, "chat/rooms/join.html")
    assertContains(response, f'action="{reverse("membership-create", args=[lobby.pk])}"')
    assertContains(response, "It has 2 members")
    assertNotContains(response, "not for Carol")
    assertNotContains(response, "alice")


def test_outsider_gets_no_older_messages_either(lobby: Room, alice: User, carols: Client) -> None:
    lobby.post(alice, "not for Carol")
    for headers in ({}, HTMX):
        html = carols.get(show_url(lobby, before=2), headers=headers).content.decode()
        assert "not for Carol" not in html
        assert "alice" not in html


def test_who_left_is_an_outsider(lobby: Room, bob: User, bobs: Client) -> None:
    lobby.leave(bob)
    assertTemplateUsed(bobs.get(show_url(lobby)), "chat/rooms/join.html")


def test_who_left_does_not_get_a_page_within_the_page(lobby: Room, bob: User, bobs: Client) -> None:
    """The answer takes the place of the link to older messages."""
    lobby.leave(bob)
    response = bobs.get(show_url(lobby, before=2), headers=HTMX)
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_no_room_is_not_found(bobs: Client, lobby: Room, headers: dict[str, str]) -> None:
    for pk in ("0", "999999", "9" * 19, "9" * 30, "9" * 5000):
        assert bobs.get(f"/rooms/{pk}/", headers=headers).status_code == 404


def test_room_page_is_only_read(lobby: Room, bobs: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(bobs, method)(show_url(lobby)).status_code == 405


# Older pages


@pytest.fixture
def long_lobby(lobby: Room, alice: User, fill: Callable[..., None]) -> Room:
    """Two pages and two messages."""
    fill(lobby, alice, 2 * PAGE_SIZE + 2)
    return lobby


def seqs(response: object) -> list[int]:
    return [message.seq for message in response.context["messages"]]  # type: ignore[attr-defined]


def test_newest_page_links_to_the_one_before(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby))
    assert seqs(response) == list(range(PAGE_SIZE + 3, 2 * PAGE_SIZE + 3))
    assertContains(response, f'href="{show_url(long_lobby, before=PAGE_SIZE + 3)}"')
    assertContains(response, f'hx-get="{show_url(long_lobby, before=PAGE_SIZE + 3)}"')


def test_links_lead_back_to_the_beginning(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, before=PAGE_SIZE + 3))
    assert seqs(response) == list(range(3, PAGE_SIZE + 3))
    assertContains(response, f'href="{show_url(long_lobby, before=3)}"')
    response = bobs.get(show_url(long_lobby, before=3))
    assert seqs(response) == [1, 2]
    assertContains(response, "This is the beginning of")
    assertNotContains(response, "Older messages")


def test_short_room_begins_on_its_first_page(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "hello")
    response = bobs.get(show_url(lobby))
    assertContains(response, "This is the beginning of")
    assertNotContains(response, "Older messages")


def test_page_before_the_first_message_is_empty(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "hello")
    response = bobs.get(show_url(lobby, before=1))
    assert seqs(response) == []
    assertContains(response, "This is the beginning of")


def test_older_page_is_not_live_and_leads_to_the_newest(long_lobby: Room, bobs: Client) -> None:
    newest, older = bobs.get(show_url(long_lobby)), bobs.get(show_url(long_lobby, before=9))
    for live in ("ws-connect", "hx-post"):
        assertContains(newest, live)
        assertNotContains(older, live)
    assertContains(older, f'<a href="{show_url(long_lobby)}">To the newest messages</a>')
    assertNotContains(newest, "To the newest messages")


def test_htmx_gets_an_older_page_as_a_fragment(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, before=9), headers=HTMX)
    assertTemplateUsed(response, "chat/messages/_page.html")
    assertTemplateNotUsed(response, "base.html")
    assert seqs(response) == list(range(1, 9))
    assert response.content.decode().strip().startswith('<p id="older"')


def test_any_number_of_a_message_is_a_page(long_lobby: Room, bobs: Client) -> None:
    for before in (MAX_SEQ, 10_000):
        assert seqs(bobs.get(show_url(long_lobby, before=before)))[-1] == 2 * PAGE_SIZE + 2


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_numbers_no_message_is_not_found(
    lobby: Room, bobs: Client, headers: dict[str, str]
) -> None:
    for before in ("abc", "", "-1", "0", "1.5", "1e3", "²", "+1", MAX_SEQ + 1, "9" * 30):
        response = bobs.get(show_url(lobby, before=before), headers=headers)
        assert response.status_code == 404, before


def test_number_that_python_does_not_read_is_not_found(lobby: Room, bobs: Client) -> None:
    assert bobs.get(show_url(lobby, before="9" * 5000)).status_code == 404


# Renaming


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_form_has_the_present_name(lobby: Room, alices: Client, headers: dict[str, str]) -> None:
    response = alices.get(edit_url(lobby), headers=headers)
    assertTemplateUsed(response, "chat/rooms/edit.html")
    assertContains(response, 'value="Lobby"')


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_owner_renames(lobby: Room, alices: Client, headers: dict[str, str]) -> None:
    response = alices.post(edit_url(lobby), {"name": " The  Hall "}, headers=headers)
    assertRedirects(response, show_url(lobby))
    lobby.refresh_from_db()
    assert lobby.name == "The Hall"


def test_administrator_renames(
    lobby: Room, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    dana = make_user("dana", is_staff=True)
    signed_in(dana).post(edit_url(lobby), {"name": "Hall"})
    lobby.refresh_from_db()
    assert lobby.name == "Hall"


def test_room_page_leads_to_the_form_whoever_may_rename(
    lobby: Room, alices: Client, bobs: Client
) -> None:
    assertContains(alices.get(show_url(lobby)), f'href="{edit_url(lobby)}"')
    assertNotContains(bobs.get(show_url(lobby)), edit_url(lobby))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_others_do_not_rename(
    lobby: Room, bobs: Client, carols: Client, headers: dict[str, str]
) -> None:
    for client in (bobs, carols):
        assert client.get(edit_url(lobby), headers=headers).status_code == 403
        assert client.post(edit_url(lobby), {"name": "Mine"}, headers=headers).status_code == 403
    lobby.refresh_from_db()
    assert lobby.name == "Lobby"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Kitchen", "There is a room of that name already."),
        ("kitchen", "There is a room of that name already."),
        ("", "This field is required."),
        ("\u202e", "A room needs a name."),
    ],
)
def test_bad_new_name_gets_an_explanation(
    lobby: Room, alice: User, alices: Client, name: str, sentence: str
) -> None:
    Room.objects.start("Kitchen", alice)
    response = alices.post(edit_url(lobby), {"name": name})
    assertContains(response, sentence, count=1, status_code=422)
    lobby.refresh_from_db()
    assert lobby.name == "Lobby"


def test_heading_keeps_the_name_that_the_room_has(lobby: Room, alice: User, alices: Client) -> None:
    Room.objects.start("Kitchen", alice)
    response = alices.post(edit_url(lobby), {"name": "Kitchen"})
    assertContains(response, "<h1>Rename <bdi>Lobby</bdi></h1>", status_code=422)


def test_rename_page_escapes_the_name(alice: User, alices: Client) -> None:
    room = Room.objects.start(MARKUP, alice)
    response = alices.get(edit_url(room))
    assertContains(response, ESCAPED, count=3)  # the title, the heading and the form
    assertNotContains(response, MARKUP)


def test_no_room_is_not_renamed(alices: Client) -> None:
    url = reverse("room-edit", args=[999999])
    assert alices.get(url).status_code == 404
    assert alices.post(url, {"name": "Hall"}).status_code == 404


def test_rename_page_is_got_and_posted(lobby: Room, alices: Client) -> None:
    for method in ("put", "patch", "delete"):
        assert getattr(alices, method)(edit_url(lobby)).status_code == 405


# What it costs


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


def count_queries(client: Client, url: str) -> int:
    with recorded_queries() as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_index_of_one_room_takes_few_queries(lobby: Room, alices: Client) -> None:
    assert count_queries(alices, INDEX) == INDEX_QUERIES


def test_index_of_many_rooms_takes_as_many_queries(many: None, alices: Client) -> None:
    assert count_queries(alices, INDEX) == INDEX_QUERIES


def test_small_room_takes_few_queries(lobby: Room, alice: User, alices: Client) -> None:
    lobby.post(alice, "hello")
    assert count_queries(alices, show_url(lobby)) == ROOM_QUERIES


def test_large_room_takes_as_many_queries(many: None, lobby: Room, alices: Client) -> None:
    assert count_queries(alices, show_url(lobby)) == ROOM_QUERIES
    assert count_queries(alices, show_url(lobby, before=PAGE_SIZE)) == ROOM_QUERIES

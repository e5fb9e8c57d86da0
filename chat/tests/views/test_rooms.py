import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.models.message import PAGE_SIZE
from chat.views.rooms import MAX_SEQ

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
PLAIN_AND_BOOSTED = pytest.mark.parametrize("headers", [{}, BOOSTED], ids=["plain", "boosted"])
#: What a list of messages says over the socket when it has its end.
LIVE = 'name="action" value="catch_up"'
INDEX = reverse("room-index")
CREATE = reverse("room-create")
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def show_url(room: Room, **query: object) -> str:
    url = reverse("room-show", args=[room.pk])
    return f"{url}?{urlencode(query)}" if query else url


def edit_url(room: Room) -> str:
    return reverse("room-edit", args=[room.pk])


# The directory of rooms


@PLAIN_AND_BOOSTED
def test_index_lists_the_rooms_that_one_may_join_by_name(
    lobby: Room, alice: User, bobs: Client, headers: dict[str, str]
) -> None:
    kitchen, annex = (Room.objects.start(name, alice) for name in ("Kitchen", "annex"))
    response = bobs.get(INDEX, headers=headers)
    assertTemplateUsed(response, "chat/rooms/index.html")
    assert list(response.context["rooms"]) == [annex, kitchen]
    html = response.content.decode()
    assert re.findall(r'<li id="(open-room-\d+)"', html) == [
        f"open-room-{annex.pk}",
        f"open-room-{kitchen.pk}",
    ]
    assertContains(response, f'href="{show_url(annex)}"', count=1)


def test_index_does_not_offer_the_rooms_that_one_is_in(lobby: Room, bobs: Client) -> None:
    assertNotContains(bobs.get(INDEX), f"open-room-{lobby.pk}")


def test_index_offers_a_room_again_to_who_left(lobby: Room, bob: User, bobs: Client) -> None:
    lobby.leave(bob)
    response = bobs.get(INDEX)
    assertContains(response, f'<li id="open-room-{lobby.pk}"')
    assertNotContains(response, f'<li id="room-{lobby.pk}"')


def test_index_of_nothing_has_a_form(carols: Client) -> None:
    response = carols.get(INDEX)
    assertContains(response, f'action="{CREATE}"')
    assertContains(response, 'name="name"')
    assertNotContains(response, "room-row")
    assertNotContains(response, "open-row")


def test_index_shows_outsiders_only_that_a_room_is_there(
    lobby: Room, alice: User, carols: Client
) -> None:
    lobby.post(alice, "not for Carol")
    response = carols.get(INDEX)
    assertContains(response, "Lobby")
    assertContains(response, "2 members")
    assertNotContains(response, "not for Carol")
    assert not re.search(r"\b(alice|bob)\b", response.content.decode())


def test_index_escapes_the_names_of_rooms(alice: User, carols: Client) -> None:
    Room.objects.start(MARKUP, alice)
    response = carols.get(INDEX)
    assertContains(response, ESCAPED, count=2)  # the row's data-name and its link
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


def test_bad_name_stays_in_the_form(lobby: Room, carols: Client) -> None:
    response = carols.post(CREATE, {"name": f"{MARKUP}{'x' * 250}"})
    assertContains(response, f'value="{ESCAPED}xxx', status_code=422)
    assertContains(response, f'<li id="open-room-{lobby.pk}"', status_code=422)


def test_room_is_made_by_post_only(alices: Client) -> None:
    for method in ("get", "put", "delete"):
        assert getattr(alices, method)(CREATE).status_code == 405


# A room's page


@PLAIN_AND_BOOSTED
def test_member_sees_the_messages_oldest_first(
    lobby: Room, alice: User, bob: User, bobs: Client, headers: dict[str, str]
) -> None:
    first, second = lobby.post(alice, "first words"), lobby.post(bob, "second words")
    response = bobs.get(show_url(lobby), headers=headers)
    assertTemplateUsed(response, "chat/rooms/show.html")
    html = response.content.decode().partition('<ol id="messages"')[2]
    assert html.index(f'id="{first.dom_id}"') < html.index("first words")
    assert html.index("first words") < html.index(f'id="{second.dom_id}"')
    assert html.index(f'id="{second.dom_id}"') < html.index("second words")


def test_member_sees_the_members(lobby: Room, alice: User, bob: User, bobs: Client) -> None:
    response = bobs.get(show_url(lobby))
    assertContains(response, "2 members")
    members = response.content.decode().partition(f'id="room-{lobby.pk}-members"')[2]
    members = members.partition("</ul>")[0]
    names = re.findall(
        r'<a class="member__name" href="([^"]+)" data-card>\s*<bdi class="person-name"[^>]*>(\w+)</bdi>',
        members,
    )
    assert names == [
        (reverse("person-show", args=[person.pk]), person.name) for person in (alice, bob)
    ]


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
    assertNotContains(response, 'class="message__edited"')


def test_edited_message_says_so(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "helo").edit(alice, "hello")
    assertContains(bobs.get(show_url(lobby)), 'class="message__edited"', count=1)


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


def test_htmx_gets_an_older_page_as_a_fragment(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, before=9), headers=HTMX)
    assertTemplateUsed(response, "chat/messages/_page.html")
    assertTemplateNotUsed(response, "base.html")
    assert seqs(response) == list(range(1, 9))
    assert response.content.decode().strip().startswith('<div id="older"')
    for elsewhere in ('id="newer"', 'id="messages"', LIVE, "show_nothing"):
        assertNotContains(response, elsewhere)


def test_any_number_of_a_message_is_a_page(long_lobby: Room, bobs: Client) -> None:
    for before in (MAX_SEQ, 10_000):
        assert seqs(bobs.get(show_url(long_lobby, before=before)))[-1] == 2 * PAGE_SIZE + 2


def test_page_of_a_number_is_read_whatever_its_digits(long_lobby: Room, bobs: Client) -> None:
    """What counts as a decimal digit in other scripts, Python reads too."""
    assert seqs(bobs.get(show_url(long_lobby, before="٣"))) == [1, 2]


# Newer pages, and the page around a message


def ways_on(response: object) -> list[str]:
    """Where the links at the end of the list lead."""
    html = response.content.decode()  # type: ignore[attr-defined]
    end = html.partition('<div id="newer"')[2].partition("</div>")[0]
    return re.findall(r'<a [^>]*?href="([^"]+)"', end)


def test_page_after_a_message_leads_on(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, after=2))
    assert seqs(response) == list(range(3, PAGE_SIZE + 3))
    assert ways_on(response) == [show_url(long_lobby, after=PAGE_SIZE + 2), show_url(long_lobby)]
    assertContains(response, f'href="{show_url(long_lobby, before=3)}"')


def test_links_lead_on_to_the_end(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, after=PAGE_SIZE + 2))
    assert seqs(response) == list(range(PAGE_SIZE + 3, 2 * PAGE_SIZE + 3))
    assert ways_on(response) == []


def test_htmx_gets_a_newer_page_as_a_fragment(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, after=2), headers=HTMX)
    assertTemplateUsed(response, "chat/messages/_page.html")
    assertTemplateNotUsed(response, "base.html")
    assert seqs(response) == list(range(3, PAGE_SIZE + 3))
    assert response.content.decode().strip().startswith('<div id="newer"')
    assert ways_on(response) == [show_url(long_lobby, after=PAGE_SIZE + 2), show_url(long_lobby)]
    assertNotContains(response, 'id="older"')


def test_newer_page_with_the_end_follows_the_room(long_lobby: Room, bobs: Client) -> None:
    """So a page that was opened in the past becomes live where its reader arrives in the present."""
    response = bobs.get(show_url(long_lobby, after=2 * PAGE_SIZE), headers=HTMX)
    assert seqs(response) == [2 * PAGE_SIZE + 1, 2 * PAGE_SIZE + 2]
    assertContains(response, LIVE, count=1)
    assertContains(response, f'hx-include="#room-{long_lobby.pk}-since"', count=1)
    assertNotContains(response, f'id="room-{long_lobby.pk}-since"')  # that of the page holds


def test_page_after_the_last_message_is_the_newest(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "hello")
    for after in (1, 2, MAX_SEQ):
        response = bobs.get(show_url(lobby, after=after))
        assert seqs(response) == [1]
        assert ways_on(response) == []


def test_page_around_a_message_has_it_in_its_middle(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, at=50))
    assert seqs(response) == list(range(26, 76))
    assertContains(response, 'id="at-50"', count=1)
    assertContains(response, f'href="{show_url(long_lobby, before=26)}"')
    assert ways_on(response) == [show_url(long_lobby, after=75), show_url(long_lobby)]
    assertNotContains(response, LIVE)


def test_page_around_the_first_message_begins_with_it(long_lobby: Room, bobs: Client) -> None:
    response = bobs.get(show_url(long_lobby, at=1))
    assert seqs(response) == list(range(1, 27))
    assertContains(response, "This is the beginning of")
    assert ways_on(response) == [show_url(long_lobby, after=26), show_url(long_lobby)]


def test_page_around_a_recent_message_is_the_newest(long_lobby: Room, bobs: Client) -> None:
    last = 2 * PAGE_SIZE + 2
    for at in (last - 25, last, last + 1, last + 10_000, MAX_SEQ):
        response = bobs.get(show_url(long_lobby, at=at))
        assert seqs(response)[-1] == last, at
        assertContains(response, LIVE, count=1)


def test_page_around_a_message_that_is_far_beyond_the_end_is_the_newest(
    lobby: Room, alice: User, bobs: Client
) -> None:
    lobby.post(alice, "hello")
    response = bobs.get(show_url(lobby, at=MAX_SEQ))
    assert seqs(response) == [1]
    assertContains(response, LIVE, count=1)


def test_message_has_a_link_to_the_page_around_it(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "hello")
    response = bobs.get(show_url(lobby))
    assertContains(response, f'href="{show_url(lobby, at=1)}#at-1"')
    assertContains(response, 'id="at-1"', count=1)


@pytest.mark.parametrize("headers", [{}, HTMX, BOOSTED], ids=["plain", "htmx", "boosted"])
@pytest.mark.parametrize("name", ["before", "after", "at"])
def test_what_numbers_no_message_is_not_found(
    lobby: Room, bobs: Client, name: str, headers: dict[str, str]
) -> None:
    bad = ("abc", "", "-1", "0", "1.5", "1e3", "²", "+1", " 1", MAX_SEQ + 1, "9" * 30, "9" * 5000)
    for value in bad:
        response = bobs.get(show_url(lobby, **{name: value}), headers=headers)
        assert response.status_code == 404, value


def test_outsider_gets_no_page_by_number(lobby: Room, alice: User, carols: Client) -> None:
    lobby.post(alice, "not for Carol")
    for query in ({"after": 1}, {"at": 1}, {"before": 2}):
        html = carols.get(show_url(lobby, **query)).content.decode()
        assert "not for Carol" not in html
        assert carols.get(show_url(lobby, **query), headers=HTMX).status_code == 403


# Which page follows the room


def is_live(response: object) -> bool:
    """Whether a page follows the room; a page that does not says so to the server, and has a way on."""
    html = response.content.decode()  # type: ignore[attr-defined]
    follows = html.count(LIVE)
    assert follows + html.count('name="action" value="show_nothing"') == 1
    assert bool(follows) != bool(ways_on(response))
    return bool(follows)


@PLAIN_AND_BOOSTED
def test_page_with_the_newest_message_is_live(
    long_lobby: Room, bobs: Client, headers: dict[str, str]
) -> None:
    last = 2 * PAGE_SIZE + 2
    for query in ({}, {"before": last + 1}, {"after": last - 1}, {"after": last}, {"at": last}):
        assert is_live(bobs.get(show_url(long_lobby, **query), headers=headers)), query


@PLAIN_AND_BOOSTED
def test_page_without_the_newest_message_is_not_live(
    long_lobby: Room, bobs: Client, headers: dict[str, str]
) -> None:
    last = 2 * PAGE_SIZE + 2
    for query in ({"before": last}, {"before": 1}, {"after": 2}, {"at": 1}):
        assert not is_live(bobs.get(show_url(long_lobby, **query), headers=headers)), query


@pytest.mark.parametrize("query", [{}, {"before": 1}, {"after": 1}, {"at": 1}])
def test_page_of_a_silent_room_is_live(lobby: Room, bobs: Client, query: dict[str, int]) -> None:
    assert is_live(bobs.get(show_url(lobby, **query)))


def test_page_says_which_changes_it_has_seen(long_lobby: Room, alice: User, bobs: Client) -> None:
    """An older page too: what it shows is as new as the room, and it may become live."""
    long_lobby.messages.page()[-1].edit(alice, "changed")
    for query in ({}, {"at": 1}):
        response = bobs.get(show_url(long_lobby, **query))
        since = f'id="room-{long_lobby.pk}-since" name="since" value="{2 * PAGE_SIZE + 3}"'
        assertContains(response, since, count=1)


# Renaming


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_form_has_the_present_name(lobby: Room, alices: Client, headers: dict[str, str]) -> None:
    response = alices.get(edit_url(lobby), headers=headers)
    assertTemplateUsed(response, "chat/rooms/edit.html")
    assertContains(response, 'value="Lobby"')


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_owner_renames(lobby: Room, alices: Client, headers: dict[str, str]) -> None:
    response = alices.post(
        edit_url(lobby), {"name": " The  Hall ", "kind": "open"}, headers=headers
    )
    assertRedirects(response, show_url(lobby))
    lobby.refresh_from_db()
    assert lobby.name == "The Hall"


def test_administrator_renames(
    lobby: Room, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    dana = make_user("dana", role="administrator")
    signed_in(dana).post(edit_url(lobby), {"name": "Hall", "kind": "open"})
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
    response = alices.post(edit_url(lobby), {"name": name, "kind": "open"})
    assertContains(response, sentence, count=1, status_code=422)
    lobby.refresh_from_db()
    assert lobby.name == "Lobby"


def test_heading_keeps_the_name_that_the_room_has(lobby: Room, alice: User, alices: Client) -> None:
    Room.objects.start("Kitchen", alice)
    response = alices.post(edit_url(lobby), {"name": "Kitchen", "kind": "open"})
    html = response.content.decode()
    heading = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert response.status_code == 422
    assert heading
    assert re.sub(r"<[^>]*>", "", heading[1]).split() == ["Edit", "Lobby"]


def test_rename_page_escapes_the_name(alice: User, alices: Client) -> None:
    room = Room.objects.start(MARKUP, alice)
    response = alices.get(edit_url(room), headers=BOOSTED)
    assertContains(response, ESCAPED, count=3)  # the title, the heading and the form
    assertNotContains(response, MARKUP)


def test_no_room_is_not_renamed(alices: Client) -> None:
    url = reverse("room-edit", args=[999999])
    assert alices.get(url).status_code == 404
    assert alices.post(url, {"name": "Hall"}).status_code == 404


def test_rename_page_is_got_and_posted(lobby: Room, alices: Client) -> None:
    for method in ("put", "patch", "delete"):
        assert getattr(alices, method)(edit_url(lobby)).status_code == 405

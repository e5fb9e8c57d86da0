"""A page is whole for a browser that comes in, and a column for one that is here already."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Room, User
from chat.tests.queries import recorded_queries

HTMX = {"HX-Request": "true"}
BOOSTED = {**HTMX, "HX-Boosted": "true"}
RESTORED = {**HTMX, "HX-History-Restore-Request": "true"}
COLUMN = pytest.mark.parametrize("headers", [BOOSTED, RESTORED], ids=["boosted", "restored"])

INDEX = reverse("room-index")
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def pages(lobby: Room, alice: User) -> dict[str, str]:
    """The pages that stand in the frame, and their titles."""
    lobby.post(alice, "hello")
    lobby.post(alice, "hello again")
    show = reverse("room-show", args=[lobby.pk])
    return {
        INDEX: "Rooms",
        show: "Lobby",
        f"{show}?before=2": "Lobby",
        f"{show}?at=1": "Lobby",
        reverse("room-edit", args=[lobby.pk]): "Edit Lobby",
        reverse("room-jump"): "Jump to a room or person",
        reverse("person-index"): "People",
        reverse("person-show", args=[alice.pk]): "alice",
        reverse("preferences"): "Preferences",
    }


class _Outline(HTMLParser):
    """The elements that stand at the top of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.outermost: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._open:
            self.outermost.append(tag)
        if tag not in {"input", "meta", "link", "br", "hr", "img"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


# Whole or in part


def test_browser_that_comes_in_gets_a_whole_page(alices: Client, pages: dict[str, str]) -> None:
    for url, title in pages.items():
        response = alices.get(url)
        assertTemplateUsed(response, "app.html")
        for part in (
            '<nav id="sidebar"',
            '<main id="main"',
            "ws-connect=",
            "<html",
            "hx-history-elt",
        ):
            assertContains(response, part, count=1)
        assertContains(response, f"<title>{title} · Roomful</title>", count=1)


@COLUMN
def test_page_that_is_open_gets_a_column(
    alices: Client, pages: dict[str, str], headers: dict[str, str]
) -> None:
    for url, title in pages.items():
        response = alices.get(url, headers=headers)
        assertTemplateUsed(response, "column.html")
        for frame in ("base.html", "app.html", "_head.html"):
            assertTemplateNotUsed(response, frame)
        for part in ('id="sidebar"', 'id="rooms"', "ws-connect=", "<html", 'id="column"'):
            assertNotContains(response, part)
        assertContains(response, '<main id="main"', count=1)
        assertContains(response, f"<title>{title} · Roomful</title>", count=1)


@COLUMN
def test_column_is_well_formed(
    alices: Client, pages: dict[str, str], headers: dict[str, str]
) -> None:
    """What tells the server, if it is not in the list of messages; then the content."""
    for url in pages:
        outline = _Outline(alices.get(url, headers=headers).content.decode())
        assert [tag for tag in outline.outermost if tag != "form"] == ["title", "main"], url


def test_column_is_what_the_whole_page_has_in_its_place(
    alices: Client, pages: dict[str, str]
) -> None:
    def main(headers: dict[str, str], url: str) -> str:
        html = alices.get(url, headers=headers).content.decode()
        own = re.sub(r'(name="(?:csrfmiddlewaretoken|client_id)" value=")[^"]+', r"\1", html)
        return own.partition('<main id="main"')[2].partition("</main>")[0]

    for url in pages:
        assert main({}, url) == main(BOOSTED, url) == main(RESTORED, url)


@pytest.mark.parametrize("headers", [{}, BOOSTED], ids=["whole", "column"])
def test_each_page_says_once_what_it_follows(
    alices: Client, pages: dict[str, str], headers: dict[str, str]
) -> None:
    """A whole page that follows nothing need not say so: its socket is new."""
    for url in pages:
        html = alices.get(url, headers=headers).content.decode()
        said = re.findall(r'name="action" value="(\w+)"', html)
        assert said.count("show_rooms") == (not headers), url
        columns = [action for action in said if action != "show_rooms"]
        if url == INDEX:
            assert columns == ["show_directory"]
        elif "/rooms/" in url and "edit" not in url:
            assert columns == (["show_nothing"] if "before" in url else ["catch_up"])
        else:
            assert columns == (["show_nothing"] if headers else []), url


@COLUMN
def test_outsider_gets_the_way_in_as_a_column(
    lobby: Room, carols: Client, headers: dict[str, str]
) -> None:
    response = carols.get(reverse("room-show", args=[lobby.pk]), headers=headers)
    assertTemplateUsed(response, "chat/rooms/join.html")
    assertTemplateNotUsed(response, "app.html")
    assertContains(response, 'name="action" value="show_nothing"', count=1)


def test_page_that_is_no_persons_own_has_no_frame(alice: User, visitor: Client) -> None:
    for name in ("sign-in", "sign-up", "offline"):
        for headers in ({}, BOOSTED):
            response = visitor.get(reverse(name), headers=headers)
            assertTemplateUsed(response, "base.html")
            assertNotContains(response, 'id="sidebar"')


# The list of rooms beside every page


def listed(response: object) -> list[str]:
    html = response.content.decode()  # type: ignore[attr-defined]
    return re.findall(r'<li id="(room-\d+)" class="room-row"', html)


def test_frame_lists_the_own_rooms_by_name(
    alice: User, bob: User, bobs: Client, pages: dict[str, str], lobby: Room
) -> None:
    annex = Room.objects.start("annex", bob)
    Room.objects.start("Kitchen", alice)
    for url in pages:
        if "edit" not in url:
            assert listed(bobs.get(url)) == [f"room-{annex.pk}", f"room-{lobby.pk}"], url


def test_frame_marks_the_room_that_is_open(alice: User, alices: Client, lobby: Room) -> None:
    Room.objects.start("Kitchen", alice)
    show = reverse("room-show", args=[lobby.pk])
    marked = f'href="{show}" aria-current="page"'
    assertContains(alices.get(show), marked, count=1)
    assertContains(alices.get(show), "aria-current", count=1)
    assertNotContains(alices.get(INDEX), "aria-current")


def test_frame_shows_the_last_message_of_the_own_rooms(
    lobby: Room, alice: User, bobs: Client
) -> None:
    lobby.post(alice, "said before")
    lobby.post(alice, "said last")
    response = bobs.get(INDEX)
    assertContains(response, "said last")
    assertContains(response, ">alice</bdi>: <bdi>said last</bdi>")
    assertNotContains(response, "said before")


def test_frame_says_that_a_room_is_silent(lobby: Room, bobs: Client) -> None:
    assertContains(bobs.get(INDEX), "No messages yet")


def test_frame_does_not_show_what_was_deleted(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "regretted").erase(alice)
    response = bobs.get(INDEX)
    assertContains(response, "deleted a message")
    assertNotContains(response, "regretted")


def test_frame_forgets_a_room_that_was_left(
    lobby: Room, alice: User, bob: User, bobs: Client
) -> None:
    lobby.post(alice, "not for Bob")
    lobby.leave(bob)
    response = bobs.get(INDEX)
    assert listed(response) == []
    assertNotContains(response, "not for Bob")


def test_frame_escapes_what_people_write(alice: User, alices: Client) -> None:
    alice.first_name = MARKUP
    alice.save()
    Room.objects.start(MARKUP, alice).post(alice, MARKUP)
    response = alices.get(INDEX)
    # The row's data-name and its link; the author and the text of the last message; the person's own name.
    assertContains(response, ESCAPED, count=5)
    assertNotContains(response, MARKUP)


@pytest.mark.parametrize(("role", "count"), [("administrator", 1), ("member", 0)])
def test_frame_leads_administrators_to_the_administration(
    make_user: Callable[..., User],
    signed_in: Callable[[User], Client],
    *,
    role: str,
    count: int,
) -> None:
    dana = make_user("dana", role=role)
    link = f'href="{reverse("administration")}"'
    assertContains(signed_in(dana).get(INDEX), link, count=count)


# What a browser may keep


def vary(response: object) -> set[str]:
    header = response.headers.get("Vary", "")  # type: ignore[attr-defined]
    return {name.strip().lower() for name in header.split(",")}


@pytest.mark.parametrize(
    "headers", [{}, HTMX, BOOSTED, RESTORED], ids=["plain", "htmx", "boosted", "restored"]
)
def test_answer_varies_with_what_htmx_asks_for(
    alices: Client, pages: dict[str, str], headers: dict[str, str]
) -> None:
    for url in [*pages, "/nowhere/", reverse("offline"), reverse("sign-in")]:
        varies = vary(alices.get(url, headers=headers))
        assert {"hx-request", "hx-boosted", "hx-history-restore-request"} <= varies, url


def test_answer_to_a_person_varies_with_the_session(
    alices: Client, visitor: Client, pages: dict[str, str]
) -> None:
    for url in pages:
        for client in (alices, visitor):
            for headers in ({}, BOOSTED):
                assert "cookie" in vary(client.get(url, headers=headers)), url


# What it costs


def test_column_does_not_ask_for_the_frame(alices: Client, pages: dict[str, str]) -> None:
    """The frame costs two queries: the person's rooms and blocks. What is kept costs none."""
    for url in pages:
        counts = []
        alices.get(url)
        for headers in ({}, BOOSTED, RESTORED):
            with recorded_queries() as queries:
                alices.get(url, headers=headers)
            counts.append(len(queries))
        assert counts == [counts[1] + 2, counts[1], counts[1]], url


def test_frame_takes_as_many_queries_however_many_rooms_there_are(
    alice: User, alices: Client, make_user: Callable[..., User], fill: Callable[..., None]
) -> None:
    def count() -> int:
        alices.get(reverse("preferences"))
        with recorded_queries() as queries:
            alices.get(reverse("preferences"))
        return len(queries)

    Room.objects.start("First", alice).post(alice, "hello")
    before = count()
    for number in range(10):
        person = make_user(f"person-{number}")
        room = Room.objects.start(f"Room {number}", person)
        room.join(alice)
        fill(room, person, 3)
    # Session, person; rooms; blocks.
    assert count() == before == 4

"""What one has written is shown at once, sent when that is possible, and never lost."""

import signal
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from e2e.bot import Bot
from e2e.pages.index import IndexPage
from e2e.pages.people import FirstRunPage, SignInPage, SignUpPage, sign_out
from e2e.pages.room import RoomPage
from e2e.server import Server
from e2e.test_announcements import spoken
from e2e.test_history import fill

InRoom = Callable[[Page], RoomPage]
FIVE = ["One", "Two", "Three", "Four", "Five"]


class Post:
    """The way of a window's messages to the server, which one can close."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answer: dict[str, Any] | None = {"abort": True}
        self.tried: list[str] = []
        page.context.route("**/messages/", self._pass)

    def _pass(self, route: Route) -> None:
        self.tried.append(route.request.post_data or "")
        if self.answer is None:
            route.continue_()
        elif "abort" in self.answer:
            route.abort()
        else:
            route.fulfill(**self.answer)

    def open(self) -> None:
        self.answer = None


@pytest.fixture
def post(alice: Page) -> Post:
    """Alice's, closed."""
    return Post(alice)


def refusal(status: int, sentence: str) -> dict[str, Any]:
    body = f'<div id="composer-error" hx-swap-oob="true"><p>{sentence}</p></div>'
    return {"status": status, "body": body, "content_type": "text/html"}


def network_returns(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


def stored(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('outbox-'))")


def arrive(room: RoomPage, texts: list[str]) -> None:
    """They are there, in this order, each once, and the browser keeps none of them any more."""
    expect(room.all_unsent).to_have_count(0)
    expect(room.messages).to_have_count(len(texts))
    assert room.texts() == texts
    assert stored(room.page) == []
    room.page.reload()
    assert room.texts() == texts


# On its way


def test_a_message_shows_before_the_server_has_answered(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.send("Before it")
    held: list[Route] = []
    alice.route("**/messages/", lambda route: held.append(route))
    with alice.expect_request("**/messages/"):
        room.write("Here already")
    expect(room.unsent("Here already")).to_contain_text("Sending…", use_inner_text=True)
    expect(room.unsent("Here already")).to_be_in_viewport(ratio=1)
    expect(room.composer).to_be_focused()
    before = room.unsent("Here already").locator(".message__body").bounding_box()
    held[0].continue_()
    expect(room.row(2)).to_contain_text("Here already")
    expect(room.all_unsent).to_have_count(0)
    after = room.row(2).locator(".message__body").bounding_box()
    assert before == after  # nothing moves when it has come


def test_what_others_say_meanwhile_stands_above_it(
    alice: Page, bot: Bot, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    bot.call("join_room", pk=room.pk)
    room.write("My own")
    bot.call("create_message", room=room.pk, message="Meanwhile")
    expect(room.messages).to_have_count(2)
    assert room.texts() == ["Meanwhile", "My own"]
    expect(spoken(alice)).to_have_text(["Echo: Meanwhile"])
    post.open()
    network_returns(alice)
    arrive(room, ["Meanwhile", "My own"])


def test_writing_leads_to_the_end_and_sending_later_moves_nothing(
    alice: Page, bot: Bot, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 60)
    alice.reload()
    expect(room.row(60)).to_be_in_viewport()
    room.row(30).evaluate("row => row.scrollIntoView({ block: 'start' })")
    room.write("At the end")
    expect(room.unsent("At the end")).to_be_in_viewport(ratio=1)
    expect(room.unsent("At the end")).to_contain_text("Not sent yet.", use_inner_text=True)
    room.row(30).evaluate("row => row.scrollIntoView({ block: 'start' })")
    top = "row => row.getBoundingClientRect().top"
    before = room.row(30).evaluate(top)
    post.open()
    network_returns(alice)
    expect(room.row(61)).to_contain_text("At the end")
    expect(room.all_unsent).to_have_count(0)
    assert abs(room.row(30).evaluate(top) - before) < 1
    expect(alice.get_by_role("button", name="new message")).to_be_hidden()


def test_own_messages_are_not_announced_as_new(alice: Page, bot: Bot, in_room: InRoom) -> None:
    room = in_room(alice)
    bot.call("join_room", pk=room.pk)
    for text in FIVE:
        room.send(text)
    bot.call("create_message", room=room.pk, message="The end")
    expect(spoken(alice)).to_have_text(["Echo: The end"])


# No connection


def test_what_cannot_be_sent_says_so_and_is_sent_again(
    alice: Page, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    room.write("Keep me")
    expect(room.unsent("Keep me")).to_contain_text("Not sent yet.", use_inner_text=True)
    expect(alice.get_by_role("status").filter(has_text="Not sent yet.")).to_have_count(1)
    expect(alice.get_by_text("The connection is lost.")).to_be_visible()
    # It is tried again by itself as well: after this answer not before the button is clicked.
    post.answer = {"status": 503, "headers": {"Retry-After": "60"}}
    with alice.expect_response(lambda response: response.status == 503):
        pass
    post.open()
    room.unsent("Keep me").get_by_role("button", name="Try again").click()
    expect(room.row(1)).to_contain_text("Keep me")
    expect(room.row(1)).to_be_focused()  # as the button was
    expect(alice.get_by_text("The connection is lost.")).to_be_hidden()
    arrive(room, ["Keep me"])


def test_five_messages_written_without_a_network_arrive_in_their_order(
    alice: Page, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    alice.context.set_offline(True)
    for text in FIVE:
        room.write(text)
    assert room.texts() == FIVE
    expect(room.unsent("Five")).to_contain_text("Not sent yet.", use_inner_text=True)
    post.open()
    alice.context.set_offline(False)
    arrive(room, FIVE)


def test_a_reload_sends_what_is_pending(alice: Page, post: Post, in_room: InRoom) -> None:
    room = in_room(alice)
    for text in FIVE:
        room.write(text)
    alice.reload()
    expect(room.all_unsent).to_have_count(5)
    assert room.texts() == FIVE
    post.open()
    alice.reload()
    arrive(room, FIVE)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_what_is_written_while_the_server_is_down_is_sent_when_it_is_back(
    open_browser: Callable[..., Page], empty_server: Server, how: signal.Signals
) -> None:
    page = open_browser(base_url=empty_server.url)
    FirstRunPage(page).open().fill("alice", room="Lobby")
    room = RoomPage(page)
    room.send("Before")
    empty_server.stop(how)
    for text in FIVE:
        room.write(text)
    expect(room.unsent("Five")).to_contain_text("Not sent yet.", use_inner_text=True)
    empty_server.start()
    expect(room.all_unsent).to_have_count(0, timeout=20_000)
    arrive(room, ["Before", *FIVE])


def test_sending_works_while_only_the_socket_is_down(
    open_browser: Callable[..., Page], states: dict[str, Any], in_room: InRoom
) -> None:
    page = open_browser(storage_state=states["alice"])
    page.route_web_socket("**/ws/**", lambda socket: socket.close(code=1013))
    room = in_room(page)
    room.send("By post")
    assert room.texts() == ["By post"]
    expect(page.get_by_text("The connection is lost.")).to_be_visible()


def test_an_answer_that_was_lost_does_not_post_twice(alice: Page, in_room: InRoom) -> None:
    """The server stores the message, the browser never hears of it, nor of the message, and sends it again."""
    room = in_room(alice)
    lost: list[Request] = []

    def lose_first_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.request)
        route.fetch()
        return route.abort()

    alice.route("**/messages/", lose_first_answer)
    room.write("Once")
    room.write("After it")
    arrive(room, ["Once", "After it"])


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(
    alice: Page, post: Post, in_room: InRoom, status: int
) -> None:
    room = in_room(alice)
    post.answer = refusal(status, "The server is busy. Try again.")
    room.write("Patience")
    expect(room.unsent("Patience")).to_contain_text(
        "Not sent yet. The server is busy. Try again.", use_inner_text=True
    )
    post.open()
    arrive(room, ["Patience"])
    assert len(post.tried) >= 2


def test_a_page_of_the_network_is_no_acknowledgement(
    alice: Page, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    post.answer = {"status": 200, "body": "<h1>Sign in to this Wi-Fi</h1>"}
    room.write("Not lost")
    expect(room.unsent("Not lost")).to_contain_text("Not sent yet.", use_inner_text=True)
    post.open()
    arrive(room, ["Not lost"])


# Refused


@pytest.mark.parametrize("status", [404, 409, 422, 500])
def test_a_refusal_shows_its_reason_and_later_messages_go_on(
    alice: Page, post: Post, in_room: InRoom, status: int
) -> None:
    room = in_room(alice)
    post.answer = refusal(status, "It was refused.")
    room.write("First")
    first = room.unsent("First")
    expect(first).to_contain_text("Not sent. It was refused.", use_inner_text=True)
    expect(alice.get_by_role("status").filter(has_text="It was refused.")).to_have_count(1)
    post.open()
    room.write("Second")
    expect(room.row(1)).to_contain_text("Second")
    first.get_by_role("button", name="Try again").click()
    arrive(room, ["Second", "First"])


def test_a_conflict_is_tried_again_as_another_message(
    alice: Page, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    post.answer = refusal(409, "It was used.")
    room.write("Another")
    room.unsent("Another").get_by_role("button", name="Try again").click()
    expect(room.unsent("Another")).to_contain_text("It was used.", use_inner_text=True)
    assert len(post.tried) == len(set(post.tried)) == 2
    post.open()
    room.unsent("Another").get_by_role("button", name="Try again").click()
    arrive(room, ["Another"])


def test_a_refused_message_goes_back_to_the_composer(
    alice: Page, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    post.answer = refusal(422, "It was refused.")
    room.write("Refused")
    room.composer.press_sequentially("Half a sentence")
    room.unsent("Refused").get_by_role("button", name="Edit").click()
    expect(room.composer).to_have_value("Refused\nHalf a sentence")
    expect(room.composer).to_be_focused()
    expect(room.all_unsent).to_have_count(0)
    alice.reload()
    expect(room.composer).to_have_value("Refused\nHalf a sentence")
    expect(room.all_unsent).to_have_count(0)


def test_a_refused_message_is_discarded(alice: Page, post: Post, in_room: InRoom) -> None:
    room = in_room(alice)
    post.answer = refusal(422, "It was refused.")
    room.write("Refused")
    room.unsent("Refused").get_by_role("button", name="Discard").press("Enter")
    expect(room.all_unsent).to_have_count(0)
    expect(room.composer).to_be_focused()
    post.open()
    alice.reload()
    expect(room.composer).to_be_visible()
    arrive(room, [])


def test_who_was_signed_out_keeps_the_message(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    cookies = alice.context.cookies()
    alice.context.clear_cookies(name="sessionid")
    room.write("Keep me too")
    expect(room.unsent("Keep me too")).to_contain_text("You are signed out.", use_inner_text=True)
    alice.context.add_cookies(cookies)
    alice.reload()
    arrive(room, ["Keep me too"])


def test_a_token_that_is_too_old_keeps_the_message(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    alice.context.clear_cookies(name="csrftoken")
    room.write("Keep me as well")
    expect(room.unsent("Keep me as well")).to_contain_text(
        "This page was open for too long.", use_inner_text=True
    )
    alice.reload()
    arrive(room, ["Keep me as well"])


# Rooms, windows, people


def test_what_waits_for_one_room_is_sent_from_another(
    alice: Page, post: Post, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    room.write("To the first")
    expect(room.unsent("To the first")).to_contain_text("Not sent yet.", use_inner_text=True)
    index = IndexPage(alice)
    index.row("Lobby").click()
    expect(room.title).to_have_text("Lobby")
    expect(room.all_unsent).to_have_count(0)
    index.row(room_name).click()
    expect(room.unsent("To the first")).to_be_visible()
    alice.go_back()
    expect(room.title).to_have_text("Lobby")
    post.open()
    network_returns(alice)
    expect(index.row(room_name)).to_contain_text("To the first")
    assert stored(alice) == []
    alice.go_back()
    expect(room.title).to_have_text(room_name)
    arrive(room, ["To the first"])


def test_going_back_to_a_page_sends_nothing_twice(
    alice: Page, in_room: InRoom, room_name: str
) -> None:
    room = in_room(alice)
    room.send("Once")
    alice.goto("/preferences/")
    alice.go_back()
    expect(room.title).to_have_text(room_name)
    room.send("Once more")
    arrive(room, ["Once", "Once more"])


def test_two_windows_show_and_send_one_queue(alice: Page, post: Post, in_room: InRoom) -> None:
    room = in_room(alice)
    other = RoomPage(alice.context.new_page())
    other.page.goto(alice.url)
    room.write("From one")
    expect(other.unsent("From one")).to_be_visible()
    other.write("From the other")
    expect(room.unsent("From the other")).to_be_visible()
    post.open()
    network_returns(other.page)
    for each in (room, other):
        arrive(each, ["From one", "From the other"])


def test_a_window_that_is_closed_leaves_its_messages_to_the_other(
    alice: Page, post: Post, in_room: InRoom
) -> None:
    room = in_room(alice)
    other = RoomPage(alice.context.new_page())
    other.page.goto(alice.url)
    other.write("Left behind")
    expect(room.unsent("Left behind")).to_be_visible()
    other.page.close()
    post.open()
    network_returns(alice)
    arrive(room, ["Left behind"])


def test_who_signs_in_next_neither_sees_nor_sends_it(
    open_browser: Callable[..., Page], empty_server: Server
) -> None:
    page = open_browser(base_url=empty_server.url)
    FirstRunPage(page).open().fill("alice", room="Lobby")
    room = RoomPage(page)
    expect(room.composer).to_be_visible()
    post = Post(page)
    room.write("Alice's own")
    expect(room.unsent("Alice's own")).to_contain_text("Not sent yet.", use_inner_text=True)
    # In another window. Alice's is led out, and keeps what she wrote.
    other = page.context.new_page()
    other.goto("/")
    sign_out(other)
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    SignUpPage(other).open().fill("bob")
    theirs = RoomPage.enter(other, "Lobby")
    expect(theirs.all_unsent).to_have_count(0)
    post.open()
    page.goto("/")
    IndexPage(page).row("Lobby").click()
    expect(room.composer).to_be_visible()
    expect(room.all_unsent).to_have_count(0)
    theirs.send("Bob's own")
    sign_out(other)
    SignInPage(other).open().fill("alice")
    IndexPage(other).row("Lobby").click()
    arrive(theirs, ["Bob's own", "Alice's own"])


# Storage


REFUSE_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("Refused", "SecurityError") } })
"""
REFUSE_TO_KEEP = """
Storage.prototype.setItem = () => { throw new DOMException("Full", "QuotaExceededError") }
"""


@pytest.mark.parametrize("script", [REFUSE_STORAGE, REFUSE_TO_KEEP], ids=["refused", "full"])
def test_without_storage_messages_wait_in_memory(
    alice: Page, post: Post, in_room: InRoom, script: str
) -> None:
    alice.add_init_script(script)
    room = in_room(alice)
    for text in FIVE:
        room.write(text)
    expect(room.unsent("Five")).to_contain_text("Not sent yet.", use_inner_text=True)
    post.open()
    network_returns(alice)
    expect(room.all_unsent).to_have_count(0)
    assert room.texts() == FIVE


HUNDRED = """
([user, room]) => {
  for (let number = 1; number <= 100; number++) {
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
    const item = { room, id, text: `Number ${number}`, url: `/rooms/${room}/messages/`, number };
    localStorage.setItem(`outbox-${user}-${id}`, JSON.stringify(item));
  }
}
"""


MANY_ROOMS = """
from chat.models import Room, User
alice = User.objects.get(username="alice")
for number in range(40):
    Room.objects.start(f"{name} {number}", alice)
"""
COUNT_TELLING = "window.told = 0; document.addEventListener('queue', () => window.told++);"


def test_a_list_of_many_rooms_does_not_tell_of_what_waits_for_each(
    alice: Page, post: Post, in_room: InRoom, server: Server, room_name: str
) -> None:
    """With a hundred messages that wait, it stopped the page for seconds."""
    server.manage("shell", "-c", f"name = {room_name!r}\n{MANY_ROOMS}")
    room = in_room(alice)
    user = alice.locator("message-outbox").get_attribute("data-user")
    alice.evaluate(HUNDRED, [user, str(room.pk)])
    alice.add_init_script(COUNT_TELLING)
    alice.reload()
    expect(
        alice.get_by_role("navigation", name="Rooms").get_by_role("link", name="39")
    ).to_be_visible()
    expect(room.all_unsent).to_have_count(100)
    assert 0 < alice.evaluate("window.told") < 20


def test_more_than_a_hundred_stay_in_the_composer(alice: Page, post: Post, in_room: InRoom) -> None:
    room = in_room(alice)
    user = alice.locator("message-outbox").get_attribute("data-user")
    alice.evaluate(HUNDRED, [user, str(room.pk)])
    alice.reload()
    expect(room.all_unsent).to_have_count(100)
    room.composer.fill("One more")
    room.composer.press("Enter")
    expect(alice.get_by_text("A hundred of your messages wait")).to_be_visible()
    expect(room.composer).to_have_value("One more")
    expect(room.all_unsent).to_have_count(100)
    post.open()
    network_returns(alice)
    expect(room.all_unsent).to_have_count(0, timeout=20_000)
    room.composer.press("Enter")
    expect(room.message("One more")).to_be_visible()
    expect(alice.get_by_text("A hundred of your messages wait")).to_be_hidden()
    assert room.texts() == [*(f"Number {number}" for number in range(1, 101)), "One more"]

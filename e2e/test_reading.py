"""Reading: what comes in moves nothing, and one's place is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from e2e.bot import Bot
from e2e.pages.room import RoomPage
from e2e.server import Server
from e2e.test_history import fill

InRoom = Callable[[Page], RoomPage]

#: Notes how far the swaps of a page move each message that is in view, in pixels.
WATCH = """
() => {
  const log = document.querySelector("message-log");
  const edge = log.querySelector(".log__scroller").getBoundingClientRect();
  const rows = () => [...log.querySelectorAll(".message__row")];
  const tops = () => new Map(rows().map((row) => [row.id, row.getBoundingClientRect()]));
  window.moves = [];
  let before = null;
  const note = () => {
    if (before) return;
    before = tops();
    requestAnimationFrame(() => {
      const after = tops();
      for (const [id, { top, bottom }] of before) {
        const isInView = bottom > edge.top && top < edge.bottom;
        if (isInView && after.has(id)) window.moves.push(Math.abs(after.get(id).top - top));
      }
      before = null;
    });
  };
  document.addEventListener("htmx:beforeSwap", note, true);
  document.addEventListener("htmx:oobBeforeSwap", note, true);
}
"""


class Movements:
    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate(WATCH)

    def largest(self) -> float:
        """Of all that was seen so far; at least one message was in view during a swap."""
        moves: list[float] = self.page.evaluate("window.moves")
        assert moves
        return max(moves)


class Wire:
    """The socket of a page, on whose line one can hold back what the server says, and say something else."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.holds: Callable[[str], bool] = lambda text: False
        self.held: list[str] = []
        page.route_web_socket("**/ws/**", self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        self.send = socket.send
        socket.connect_to_server().on_message(self._pass)

    def _pass(self, text: str | bytes) -> None:
        if isinstance(text, str) and self.holds(text):
            self.held.append(text)
        else:
            self.send(text)


@pytest.fixture
def wire(open_browser: Callable[..., Page], states: dict[str, Any]) -> Wire:
    """In Bob's browser."""
    return Wire(open_browser(storage_state=states["bob"]))


def wheel(room: RoomPage, by: int) -> None:
    room.log.hover()
    room.page.mouse.wheel(0, by)


def is_at_end(room: RoomPage) -> bool:
    return room.log.evaluate("log => Math.abs(log.scrollTop) < 2")


@pytest.fixture
def long_room(alice: Page, bot: Bot, in_room: InRoom) -> RoomPage:
    """With 130 messages, at its newest."""
    room = in_room(alice)
    fill(bot, room.pk, 130)
    alice.reload()
    expect(room.row(130)).to_be_in_viewport()
    return room


def test_older_messages_come_by_themselves_and_move_nothing(
    alice: Page, long_room: RoomPage
) -> None:
    movements = Movements(alice)
    long_room.move_until(1, lambda: wheel(long_room, -400))
    assert movements.largest() < 1
    expect(long_room.messages).to_have_count(130)


def test_older_messages_that_cannot_be_fetched_are_asked_for_again(
    alice: Page, long_room: RoomPage
) -> None:
    alice.route(
        "**/rooms/*/?before=*", lambda route: route.fulfill(status=502, body="<h1>Proxy</h1>")
    )
    wheel(long_room, -5_000)
    expect(alice.get_by_text("That could not be opened.")).to_be_visible()
    expect(long_room.older).to_be_visible()
    alice.unroute("**/rooms/*/?before=*")
    wheel(long_room, 3_000)
    wheel(long_room, -9_000)
    expect(long_room.row(31)).to_have_count(1)


def test_newer_messages_come_by_themselves_until_the_list_is_live(
    alice: Page, bot: Bot, long_room: RoomPage
) -> None:
    alice.goto(f"/rooms/{long_room.pk}/?at=30")
    expect(long_room.row(30)).to_be_in_viewport()
    expect(long_room.row(130)).to_have_count(0)
    movements = Movements(alice)
    long_room.move_until(130, lambda: wheel(long_room, 400))
    assert movements.largest() < 1
    bot.call("create_message", room=long_room.pk, message="Live now")
    expect(long_room.message("Live now")).to_have_count(1)
    texts = long_room.texts()
    assert texts == sorted(set(texts), key=texts.index)
    assert texts[-2:] == ["Message number 130", "Live now"]


def test_at_the_end_one_stays_at_the_end(alice: Page, bot: Bot, long_room: RoomPage) -> None:
    bot.call("create_message", room=long_room.pk, message="One\n" * 12)
    bot.call("create_message", room=long_room.pk, message="The newest")
    expect(long_room.message("The newest")).to_be_in_viewport()
    assert is_at_end(long_room)
    expect(alice.get_by_role("button", name="new message")).to_be_hidden()


def test_away_from_the_end_a_button_says_how_many_came(
    alice: Page, bot: Bot, long_room: RoomPage
) -> None:
    wheel(long_room, -900)
    expect(alice).to_have_url(re.compile(r"\?at=\d+$"))
    movements = Movements(alice)
    bot.call("create_message", room=long_room.pk, message="While away")
    expect(alice.get_by_role("button", name="1 new message")).to_be_visible()
    bot.call("create_message", room=long_room.pk, message="Another")
    button = alice.get_by_role("button", name="2 new messages")
    expect(button).to_be_visible()
    assert movements.largest() < 1
    button.click()
    expect(long_room.message("Another")).to_be_in_viewport()
    expect(button).to_be_hidden()
    assert is_at_end(long_room)
    expect(alice).to_have_url(re.compile(r"/rooms/\d+/$"))


EDITED = """
(item) => {
  const fragment = item.cloneNode(true);
  fragment.dataset.version = Number(item.dataset.version) + 1000;
  fragment.setAttribute("hx-swap-oob", "upsert:#messages");
  fragment.querySelector(".message__body").textContent = "Longer\\n".repeat(9);
  return fragment.outerHTML;
}
"""


def test_an_edit_above_what_is_read_moves_nothing(wire: Wire, bot: Bot, in_room: InRoom) -> None:
    room = in_room(wire.page)
    fill(bot, room.pk, 130)
    expect(room.row(130)).to_be_in_viewport()
    room.read_at(100)
    movements = Movements(wire.page)
    wire.send(wire.page.locator(".message", has=room.row(97)).evaluate(EDITED))
    expect(room.row(97)).to_contain_text("Longer")
    assert movements.largest() < 1


def test_a_change_above_the_part_that_is_shown_waits_for_its_page(
    alice: Page, bot: Bot, in_room: InRoom
) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 1)
    first = bot.call("create_message", room=room.pk, message="Long ago")["data"]["pk"]
    fill(bot, room.pk, 130)
    alice.reload()
    expect(room.row(132)).to_be_in_viewport()
    bot.call("edit_message", pk=first, message="Said otherwise")
    bot.call("create_message", room=room.pk, message="After that")
    expect(room.message("After that")).to_be_visible()
    expect(room.message("Said otherwise")).to_have_count(0)
    room.read_at(2)
    expect(room.row(2)).to_contain_text("Said otherwise")


def test_one_keeps_ones_place_through_a_reload(alice: Page, long_room: RoomPage) -> None:
    long_room.read_at(60)
    before = long_room.row(60).bounding_box()
    alice.reload()
    expect(long_room.row(60)).to_be_in_viewport()
    after = long_room.row(60).bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    alice.reload()
    expect(alice).to_have_url(re.compile(r"\?at=60$"))


def test_who_writes_while_reading_the_past_is_taken_to_the_newest(
    alice: Page, long_room: RoomPage
) -> None:
    alice.goto(f"/rooms/{long_room.pk}/?at=40")
    expect(long_room.row(40)).to_be_in_viewport()
    long_room.send("From the past")
    expect(long_room.message("From the past")).to_be_in_viewport()
    expect(long_room.row(130)).to_be_in_viewport()
    assert long_room.texts()[-2:] == ["Message number 130", "From the past"]
    expect(alice).to_have_url(re.compile(r"/rooms/\d+/$"))


def test_a_link_to_a_message_opens_at_it_and_shows_which(alice: Page, long_room: RoomPage) -> None:
    alice.goto(f"/rooms/{long_room.pk}/?at=20#at-20")
    expect(long_room.row(20)).to_be_in_viewport()
    plain = long_room.row(21).evaluate("row => getComputedStyle(row).backgroundColor")
    shown = long_room.row(20).evaluate("row => getComputedStyle(row).backgroundColor")
    assert plain != shown


def test_a_message_that_comes_moves_neither_focus_nor_caret_nor_selection(
    alice: Page, bot: Bot, long_room: RoomPage
) -> None:
    long_room.composer.fill("Half a sentence")
    long_room.composer.evaluate("text => text.setSelectionRange(2, 6)")
    bot.call("create_message", room=long_room.pk, message="Meanwhile")
    expect(long_room.message("Meanwhile")).to_be_visible()
    expect(long_room.composer).to_be_focused()
    selected = "text => [text.selectionStart, text.selectionEnd]"
    assert long_room.composer.evaluate(selected) == [2, 6]
    body = long_room.row(130).locator(".message__body")
    body.evaluate("body => getSelection().selectAllChildren(body)")
    bot.call("create_message", room=long_room.pk, message="And again")
    expect(long_room.message("And again")).to_be_visible()
    assert alice.evaluate("getSelection().toString()") == "Message number 130"


def header(row: Locator) -> Locator:
    return row.locator(".avatar")


def test_messages_of_one_person_in_five_minutes_stand_together(
    alice: Page, bob: Page, in_room: InRoom
) -> None:
    one, other = in_room(alice), in_room(bob)
    one.send("First")
    one.send("Second")
    other.send("Third")
    one.send("Fourth")
    for room in (one, other):
        expect(room.messages).to_have_count(4)
        shown = [header(room.row(seq)).is_visible() for seq in (1, 2, 3, 4)]
        assert shown == [True, False, True, True]


def test_a_message_whose_predecessor_is_late_has_its_name_until_that_comes(
    wire: Wire, bot: Bot, in_room: InRoom
) -> None:
    wire.holds = lambda text: ">Late<" in text and "message__row" in text
    room = in_room(wire.page)
    fill(bot, room.pk, 1)
    expect(room.row(1)).to_be_visible()
    for text in ("Early", "Late", "Last"):
        bot.call("create_message", room=room.pk, message=text)
    expect(room.message("Last")).to_be_visible()
    expect(room.message("Late")).to_have_count(0)
    expect(header(room.row(4))).to_be_visible()
    (late,) = wire.held
    wire.send(late)
    expect(room.message("Late")).to_be_visible()
    assert room.texts()[1:] == ["Early", "Late", "Last"]
    expect(header(room.row(3))).to_be_hidden()
    expect(header(room.row(4))).to_be_hidden()


SPREAD = """
from datetime import UTC, datetime
from chat.models import Message, Room, User
room, alice = Room.objects.get(pk={pk}), User.objects.get(username="alice")
for day, hour in ((1, 20), (1, 23), (2, 1)):
    moment = datetime(2026, 3, day, hour, tzinfo=UTC)
    message = room.post(alice, f"At {{moment:%H}}")
    message.created_at = moment
    message.place_after(room.messages.filter(seq=message.seq - 1).first())
    Message.objects.filter(pk=message.pk).update(created_at=moment, starts_day=message.starts_day)
"""


@pytest.mark.parametrize(
    ("zone", "scripts", "days"),
    [
        ("UTC", True, [1, 3]),
        ("Pacific/Auckland", True, [1]),  # 9:00, 12:00 and 14:00 of one day
        ("Europe/Helsinki", True, [1, 2]),  # 22:00, 1:00 and 3:00
        ("Europe/Helsinki", False, [1, 3]),  # the server's days
    ],
)
def test_days_are_the_readers_own(
    open_browser: Callable[..., Page],
    states: dict[str, Any],
    server: Server,
    room_name: str,
    zone: str,
    scripts: bool,  # noqa: FBT001
    days: list[int],
) -> None:
    page = open_browser(
        storage_state=states["alice"], timezone_id=zone, java_script_enabled=scripts
    )
    room = RoomPage.enter(page, room_name)
    server.manage("shell", "-c", SPREAD.format(pk=room.pk))
    page.reload()
    expect(room.messages).to_have_count(3)
    labels = page.locator(".message").locator("h2")
    assert [seq for seq in (1, 2, 3) if labels.nth(seq - 1).is_visible()] == days


def test_messages_are_there_before_any_script_has_come(alice: Page, long_room: RoomPage) -> None:
    alice.route("**/*.js", lambda route: route.abort())
    alice.goto(f"/rooms/{long_room.pk}/")
    expect(long_room.row(130)).to_be_in_viewport()
    expect(long_room.row(130).locator(".message__body")).to_be_visible()

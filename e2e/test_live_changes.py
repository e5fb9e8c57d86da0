"""What others change in a message takes nothing from who reads it: not the focus, not the place, not the selection."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.bot import Bot
from e2e.pages.index import IndexPage
from e2e.pages.message import MessageRow
from e2e.pages.room import RoomPage
from e2e.test_connection import Line
from e2e.test_reading import Movements

InRoom = Callable[[Page], RoomPage]

LONG = "A long story.\n" * 120
LAST = 60  # the newest message of the room


class Writer:
    """A program that has written all messages of a room, and changes them."""

    def __init__(self, bot: Bot, room: int) -> None:
        self.bot, self.room = bot, room
        self.keys: list[int] = []
        bot.call("join_room", pk=room)

    def posts(self, *texts: str) -> None:
        calls = [{"room": self.room, "message": text} for text in texts]
        self.keys += [each["data"]["pk"] for each in self.bot.call_all("create_message", calls)]

    def does(self, action: str, seq: int, **fields: Any) -> dict[str, Any]:
        reply = self.bot.call(action, pk=self.keys[seq - 1], **fields)
        assert reply["response_status"] == 200, reply
        return reply

    def edits(self, seq: int) -> None:
        self.does("edit_message", seq, message=f"Message number {seq}, said otherwise")

    def deletes(self, seq: int) -> None:
        self.does("delete_message", seq)


Change = Callable[[Writer, int], object]

#: What happens to a message, and that one sees it.
CHANGES: dict[str, tuple[Change, str]] = {
    "edited": (Writer.edits, "said otherwise"),
}


@pytest.fixture
def room(alice: Page, in_room: InRoom) -> RoomPage:
    return in_room(alice)


@pytest.fixture
def writer(bot: Bot, room: RoomPage) -> Writer:
    writer = Writer(bot, room.pk)
    writer.posts(*(f"Message number {number}" for number in range(1, LAST + 1)))
    expect(room.row(LAST)).to_be_in_viewport()
    return writer


@pytest.fixture(params=CHANGES)
def change(request: pytest.FixtureRequest, writer: Writer, room: RoomPage) -> Callable[[int], None]:
    """Change the message of that number, and wait until its reader sees that."""
    make, shows = CHANGES[request.param]

    def happen(seq: int) -> None:
        make(writer, seq)
        expect(room.row(seq)).to_contain_text(shows)

    return happen


def test_what_is_above_moves_nothing(
    alice: Page, room: RoomPage, change: Callable[[int], None]
) -> None:
    room.read_at(LAST - 20)
    movements = Movements(alice)
    change(LAST - 22)
    assert movements.largest() < 1


def test_what_is_in_view_stays_where_it_begins(
    alice: Page, room: RoomPage, change: Callable[[int], None]
) -> None:
    room.read_at(LAST - 20)
    read = [MessageRow(room, seq) for seq in range(LAST - 20, LAST - 16)]
    before = [row.top() for row in read]
    change(LAST - 17)
    assert [row.top() for row in read] == pytest.approx(before, abs=1)


def test_the_part_of_a_long_message_that_is_read_stays(
    alice: Page, writer: Writer, room: RoomPage
) -> None:
    """It fills the window; what comes below it, or above, may not move it."""
    writer.posts(LONG, "After it")
    row = MessageRow(room, LAST + 1)
    row.row.evaluate("row => row.scrollIntoView({ block: 'center' })")
    before = row.top()
    writer.edits(LAST - 1)
    expect(room.row(LAST - 1)).to_contain_text("said otherwise")
    writer.does("edit_message", LAST + 1, message=f"{LONG}And an end.")
    expect(row.body).to_contain_text("And an end.")
    assert row.top() == pytest.approx(before, abs=1)


def test_who_has_the_focus_on_it_keeps_it(room: RoomPage, change: Callable[[int], None]) -> None:
    row = MessageRow(room, LAST - 1)
    row.row.focus()
    change(LAST - 1)
    expect(row.row).to_be_focused()


def test_its_actions_stay_open(alice: Page, room: RoomPage, change: Callable[[int], None]) -> None:
    row = MessageRow(room, LAST - 1)
    row.open_actions()
    alice.keyboard.press("ArrowRight")
    link = row.actions.get_by_role("button", name="Copy a link")
    expect(link).to_be_focused()
    change(LAST - 1)
    expect(link).to_be_focused()


def test_who_writes_writes_on(room: RoomPage, change: Callable[[int], None]) -> None:
    room.composer.fill("Half a sentence")
    room.composer.evaluate("text => text.setSelectionRange(2, 6)")
    change(LAST - 1)
    expect(room.composer).to_be_focused()
    expect(room.composer).to_have_value("Half a sentence")
    selected = "text => [text.selectionStart, text.selectionEnd]"
    assert room.composer.evaluate(selected) == [2, 6]


def test_what_is_selected_in_another_message_stays_selected(
    room: RoomPage, change: Callable[[int], None]
) -> None:
    row = MessageRow(room, LAST - 1)
    selected = row.text_selected()
    change(LAST)
    assert row.selection() == selected == f"Message number {LAST - 1}"


def test_a_card_that_is_open_stays_open(
    alice: Page, room: RoomPage, change: Callable[[int], None]
) -> None:
    row = MessageRow(room, LAST - 1)
    row.act("Who is this?")
    card = alice.get_by_role("dialog", name="Person")
    expect(card).to_contain_text("@echo")
    change(LAST - 1)
    expect(card).to_be_visible()


def test_a_change_of_the_last_message_is_nothing_new(
    bob: Page, writer: Writer, room_name: str, in_room: InRoom
) -> None:
    """In the list of rooms: only what is said is."""
    line = Line(bob)
    in_room(bob)
    RoomPage.enter(bob, "Lobby")
    row = IndexPage(bob).row(room_name)
    writer.edits(LAST)
    expect(row).to_contain_text("said otherwise")
    expect(row.get_by_text("new", exact=True)).to_be_hidden()
    writer.posts("One more")
    expect(row.get_by_text("new", exact=True)).to_be_visible()
    line.sockets[-1].close(code=1012)
    writer.edits(LAST + 1)
    expect(row).to_contain_text("said otherwise")
    expect(row.get_by_text("new", exact=True)).to_be_visible()

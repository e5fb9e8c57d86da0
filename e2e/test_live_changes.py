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
        assert reply["response_status"] < 300, reply
        return reply

    def edits(self, seq: int) -> None:
        text = f"Message number {seq}, said otherwise\n\nand at length\n\nfor once"
        self.does("edit_message", seq, message=text)

    def deletes(self, seq: int) -> None:
        self.does("delete_message", seq)

    def reacts(self, seq: int) -> None:
        self.does("react", seq, emoji="🎉", on=True)

    def pins(self, seq: int) -> None:
        self.does("pin", seq)


Change = Callable[[Writer, int], object]
Happen = Callable[[str, int], None]

#: What happens to a message, and that one sees it.
CHANGES: dict[str, tuple[Change, str]] = {
    "edited": (Writer.edits, "said otherwise"),
    "reacted": (Writer.reacts, "🎉"),
    "pinned": (Writer.pins, "Pinned by"),
}
#: And what ends it, so that nothing is left to select or to act on.
ENDS = {"deleted": (Writer.deletes, "This message was deleted.")}


@pytest.fixture
def room(alice: Page, in_room: InRoom) -> RoomPage:
    return in_room(alice)


@pytest.fixture
def writer(bot: Bot, room: RoomPage) -> Writer:
    writer = Writer(bot, room.pk)
    writer.posts(*(f"Message number {number}" for number in range(1, LAST + 1)))
    expect(room.row(LAST)).to_be_in_viewport()
    return writer


@pytest.fixture
def happen(writer: Writer, room: RoomPage) -> Callable[[str, int], None]:
    """Change the message of that number in that way, and wait until its reader sees it."""

    def happen(kind: str, seq: int) -> None:
        make, shows = {**CHANGES, **ENDS}[kind]
        make(writer, seq)
        expect(room.row(seq)).to_contain_text(shows)

    return happen


every_change = pytest.mark.parametrize("kind", [*CHANGES, *ENDS])
living_change = pytest.mark.parametrize("kind", CHANGES)


@every_change
def test_what_is_above_moves_nothing(
    alice: Page, room: RoomPage, happen: Happen, kind: str
) -> None:
    room.read_at(LAST - 20)
    movements = Movements(alice)
    happen(kind, LAST - 25)
    assert movements.largest() < 1


@every_change
def test_what_is_in_view_stays_where_it_begins(
    alice: Page, room: RoomPage, happen: Happen, kind: str
) -> None:
    room.read_at(LAST - 20)
    read = [MessageRow(room, seq) for seq in range(LAST - 20, LAST - 16)]
    before = [row.top() for row in read]
    happen(kind, LAST - 17)
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


@every_change
def test_who_has_the_focus_on_it_keeps_it(room: RoomPage, happen: Happen, kind: str) -> None:
    row = MessageRow(room, LAST - 1)
    row.row.focus()
    happen(kind, LAST - 1)
    expect(row.row).to_be_focused()


@living_change
def test_its_actions_stay_open(alice: Page, room: RoomPage, happen: Happen, kind: str) -> None:
    row = MessageRow(room, LAST - 1)
    row.open_actions()
    link = row.actions.get_by_role("button", name="Copy a link")
    link.focus()
    happen(kind, LAST - 1)
    expect(link).to_be_focused()


@every_change
def test_who_writes_writes_on(room: RoomPage, happen: Happen, kind: str) -> None:
    room.composer.fill("Half a sentence")
    room.composer.evaluate("text => text.setSelectionRange(2, 6)")
    happen(kind, LAST - 1)
    expect(room.composer).to_be_focused()
    expect(room.composer).to_have_value("Half a sentence")
    selected = "text => [text.selectionStart, text.selectionEnd]"
    assert room.composer.evaluate(selected) == [2, 6]


@every_change
def test_what_is_selected_in_another_message_stays_selected(
    room: RoomPage, happen: Happen, kind: str
) -> None:
    row = MessageRow(room, LAST - 1)
    selected = row.text_selected()
    happen(kind, LAST)
    assert row.selection() == selected == f"Message number {LAST - 1}"


@every_change
def test_a_card_that_is_open_stays_open(
    alice: Page, room: RoomPage, happen: Happen, kind: str
) -> None:
    row = MessageRow(room, LAST - 1)
    row.act("Who is this?")
    card = alice.get_by_role("dialog", name="Person")
    expect(card).to_contain_text("@echo")
    happen(kind, LAST - 1)
    expect(card).to_be_visible()


def test_what_is_selected_in_a_message_to_which_others_react_stays_selected(
    room: RoomPage, happen: Happen
) -> None:
    row = MessageRow(room, LAST - 1)
    selected = row.text_selected()
    happen("reacted", LAST - 1)
    assert row.selection() == selected == f"Message number {LAST - 1}"


def test_who_is_at_a_reaction_stays_there(room: RoomPage, happen: Happen) -> None:
    row = MessageRow(room, LAST - 1)
    happen("reacted", LAST - 1)
    row.chip("🎉").focus()
    happen("edited", LAST - 1)
    expect(row.chip("🎉")).to_be_focused()


@living_change
def test_a_picker_that_is_open_stays_open(
    alice: Page, room: RoomPage, happen: Happen, kind: str
) -> None:
    """And what is chosen in it then goes under the message for which it was opened."""
    row = MessageRow(room, LAST - 1)
    row.act("React")
    search = alice.get_by_role("dialog", name="Emoji").get_by_label("Search emoji")
    expect(search).to_be_focused()
    happen(kind, LAST - 1)
    expect(search).to_be_focused()
    search.fill("rocket")
    found = alice.get_by_role("dialog", name="Emoji").get_by_role("group", name="Found")
    found.get_by_role("button").first.click()
    expect(row.chip("🚀")).to_be_visible()


def test_who_edits_a_message_goes_on_while_others_react_to_it(
    alice: Page, room: RoomPage, writer: Writer, bot: Bot
) -> None:
    room.send("Mine")
    row = MessageRow(room, LAST + 1)
    row.act("Edit")
    expect(room.composer).to_have_value("Mine")
    room.composer.fill("Mine, and half an addition")
    bot.call("react", pk=row.pk, emoji="🎉", on=True)
    expect(row.chip("🎉")).to_be_visible()
    expect(room.composer).to_be_focused()
    expect(room.composer).to_have_value("Mine, and half an addition")
    room.composer.press("Enter")
    expect(row.body).to_have_text("Mine, and half an addition")
    expect(row.chip("🎉")).to_be_visible()
    assert room.texts()[-1] == "Mine, and half an addition"


def test_whoever_was_away_sees_all_that_was_changed(
    bob: Page, writer: Writer, in_room: InRoom
) -> None:
    line = Line(bob)
    room = in_room(bob)
    expect(room.row(LAST)).to_be_visible()
    writer.reacts(LAST - 4)
    expect(room.row(LAST - 4)).to_contain_text("🎉")
    line.refuses = True
    line.sockets[-1].close(code=1012)
    writer.edits(LAST - 1)
    writer.deletes(LAST - 2)
    writer.reacts(LAST - 3)
    writer.does("react", LAST - 4, emoji="🎉", on=False)
    expect(room.row(LAST - 3)).not_to_contain_text("🎉")
    line.refuses = False
    bob.evaluate("dispatchEvent(new Event('online'))")
    expect(room.row(LAST - 1)).to_contain_text("said otherwise")
    expect(room.row(LAST - 2)).to_contain_text("This message was deleted.")
    expect(room.row(LAST - 3)).to_contain_text("🎉")
    expect(room.row(LAST - 4)).not_to_contain_text("🎉")


def test_two_windows_of_one_person_show_the_same(
    alice: Page, room: RoomPage, writer: Writer
) -> None:
    other = RoomPage(alice.context.new_page())
    other.page.goto(alice.url)
    writer.reacts(LAST)
    for window in (room, other):
        expect(MessageRow(window, LAST).chip("🎉")).to_have_attribute("aria-pressed", "false")
    MessageRow(room, LAST).chip("🎉").click()
    for window in (room, other):
        expect(MessageRow(window, LAST).chip("🎉")).to_have_attribute("aria-pressed", "true")
        expect(MessageRow(window, LAST).chip("🎉")).to_contain_text("2")


def test_a_double_click_is_shown_as_what_is_stored(
    alice: Page, room: RoomPage, writer: Writer, bot: Bot
) -> None:
    writer.reacts(LAST)
    chip = MessageRow(room, LAST).chip("🎉")
    chip.dblclick()
    writer.edits(LAST)  # comes after whatever the clicks have done
    expect(room.row(LAST)).to_contain_text("said otherwise")
    kinds = writer.does("edit_message", LAST, message="And again")["data"]["reactions"]
    expect(room.row(LAST)).to_contain_text("And again")
    expect(chip).to_contain_text(str(kinds[0]["count"]))
    mine = len(kinds[0]["users"]) > 1
    expect(chip).to_have_attribute("aria-pressed", str(mine).lower())


def test_a_clock_that_is_wrong_changes_nothing(
    open_browser: Callable[..., Page], states: dict[str, Any], writer: Writer, in_room: InRoom
) -> None:
    page = open_browser(storage_state=states["bob"])
    page.clock.install(time="2020-02-29T23:59:58Z")
    room = in_room(page)
    expect(room.row(LAST)).to_be_visible()
    for seq, (make, shows) in enumerate({**CHANGES, **ENDS}.values(), LAST - 3):
        make(writer, seq)
        expect(room.row(seq)).to_contain_text(shows)
    assert room.texts()[-5] == f"Message number {LAST - 4}"


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

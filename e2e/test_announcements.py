"""What a screen reader is told of: new messages of others, and nothing else."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from e2e.bot import Bot
from e2e.pages.room import RoomPage
from e2e.test_history import fill
from e2e.test_reading import Wire, wire

__all__ = ["wire"]
InRoom = Callable[[Page], RoomPage]


def spoken(page: Page) -> Locator:
    return page.get_by_role("log", name="New messages").locator("p")


def test_messages_of_others_are_announced_with_their_author(
    alice: Page, bob: Page, in_room: InRoom
) -> None:
    room, theirs = in_room(alice), in_room(bob)
    room.send("My own")
    theirs.send("Hello Alice")
    expect(spoken(alice)).to_have_text(["bob: Hello Alice"])
    expect(spoken(bob)).to_have_text(["alice: My own"])


def test_the_past_is_not_announced(alice: Page, bot: Bot, in_room: InRoom) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 70)
    alice.reload()
    expect(room.row(70)).to_be_in_viewport()
    room.read_at(3)
    bot.call("create_message", room=room.pk, message="The only new one")
    expect(spoken(alice)).to_have_text(["Echo: The only new one"])


def test_many_at_once_are_counted(wire: Wire, bot: Bot, in_room: InRoom) -> None:
    room = in_room(wire.page)
    fill(bot, room.pk, 1)
    expect(spoken(wire.page)).to_have_count(1)
    wire.holds = lambda text: "message__row" in text
    for number in range(37):
        bot.call("create_message", room=room.pk, message=f"While away {number}")
    bot.call("leave_room", pk=room.pk)
    expect(wire.page.locator(".member")).to_have_text([re.compile("bob")])
    assert len(wire.held) == 37
    wire.send("".join(wire.held))
    expect(spoken(wire.page).last).to_have_text("37 new messages")


def test_an_edit_is_not_announced(wire: Wire, bot: Bot, in_room: InRoom) -> None:
    room = in_room(wire.page)
    fill(bot, room.pk, 1)
    expect(spoken(wire.page)).to_have_count(1)
    edited = (
        room.row(1)
        .locator("xpath=..")
        .evaluate(
            """item => {
          const fragment = item.cloneNode(true);
          fragment.dataset.version = 99;
          fragment.setAttribute("hx-swap-oob", "upsert:#messages");
          fragment.querySelector(".message__body").textContent = "Edited";
          return fragment.outerHTML;
        }"""
        )
    )
    wire.send(edited)
    expect(room.row(1)).to_contain_text("Edited")
    bot.call("create_message", room=room.pk, message="After it")
    expect(spoken(wire.page)).to_have_text(["Echo: Message number 1", "Echo: After it"])

"""What people write, in a real browser: it shows, can be copied and means somebody; nothing of it runs."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Request, expect

from chat.tests.markup.hostile import HOSTILE
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


def test_hostile_markup_runs_nothing(alice: Page, in_room: InRoom) -> None:
    """A breach of the Content-Security-Policy fails the test too (``open_browser``)."""
    events: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((alice.url.split("/rooms")[0], "data:")):
            events.append(request.url)

    alice.on("dialog", lambda dialog: (events.append(dialog.message), dialog.dismiss()))
    room = in_room(alice)
    alice.on("request", note)
    # Few enough in one message that all of them are understood (chat/markup/tokens.py).
    parts = ["\n\n".join(HOSTILE[start : start + 30]) for start in range(0, len(HOSTILE), 30)]
    for count, part in enumerate(parts, 1):
        room.send(part)
        expect(room.messages).to_have_count(count)
    alice.reload()
    expect(room.messages).to_have_count(len(parts))
    bodies = alice.locator(".message__body")
    harmful = "script, style, svg:not(.icon), math, iframe, img, form, button:not([data-copy-code]), [id], [style]"
    expect(bodies.locator(harmful)).to_have_count(0)
    links = bodies.locator("a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}
    assert links
    assert events == []


def test_code_is_copied_by_its_button(alice: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.send("```py\ndef f():\n    return '<b>'\n```")
    code = room.messages.first.locator(".code")
    expect(code.locator(".k").first).to_have_text("def")
    code.get_by_role("button", name="Copy the code").press("Enter")
    expect(code.get_by_role("status")).to_have_text("Copied")
    room.composer.focus()
    alice.keyboard.press("ControlOrMeta+v")
    expect(room.composer).to_have_value(re.compile(r"^def f\(\):\n    return '<b>'\s*$"))


def test_who_is_named_sees_it_at_once(alice: Page, bob: Page, in_room: InRoom) -> None:
    hers, his = in_room(alice), in_room(bob)
    hers.send("@bob, *come*")
    named = his.message("come")
    expect(named.get_by_role("link", name="@")).to_have_attribute("href", re.compile("/people/"))
    expect(bob.locator("li[data-mentioned]")).to_have_count(1)
    expect(alice.locator("li[data-mentioned]")).to_have_count(0)

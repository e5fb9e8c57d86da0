"""Emoji under a message: by people at the same moment, by keys alone, on a phone, without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.bot import Bot
from e2e.pages.index import IndexPage
from e2e.pages.message import MessageRow
from e2e.pages.people import PASSWORD
from e2e.pages.room import RoomPage
from e2e.server import Server
from e2e.test_announcements import spoken
from e2e.test_history import fill
from e2e.test_reading import Movements

InRoom = Callable[[Page], RoomPage]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TOUCH = 44  # pixels

#: In a server's shell: ten people who are in a room, each with a session.
CROWD = """
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from chat.models import Room, User
for number in range(10):
    person = User.objects.create_user(f"crowd-{{number}}", password="{password}")
    Room.objects.get(name="{room}").join(person)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    print(session.session_key)
"""


def picker(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Emoji")


def chip(room: RoomPage, emoji: str, seq: int = 1) -> Locator:
    return MessageRow(room, seq).chip(emoji)


def pk_of(room: RoomPage, seq: int) -> int:
    return MessageRow(room, seq).pk


@pytest.fixture
def said(alice: Page, in_room: InRoom) -> RoomPage:
    """Alice's room, where she has said something."""
    room = in_room(alice)
    room.send("Shall we?")
    return room


def found(page: Page, name: str) -> Locator:
    """What the search has found, of that name."""
    group = picker(page).get_by_role("group", name="Found")
    return group.get_by_role("button", name=name, exact=True)


def react(room: RoomPage, emoji_name: str, seq: int = 1) -> None:
    """With the mouse, by the message's actions."""
    room.row(seq).hover()
    room.row(seq).get_by_role("toolbar").get_by_role("button", name="React").click()
    picker(room.page).get_by_label("Search emoji").fill(emoji_name)
    picker(room.page).get_by_role("group", name="Found").get_by_role("button").first.click()


def test_two_people_react_and_each_sees_it(
    alice: Page, bob: Page, said: RoomPage, in_room: InRoom
) -> None:
    theirs = in_room(bob)
    react(theirs, "tada")
    for room, pressed in ((theirs, "true"), (said, "false")):
        expect(chip(room, "🎉")).to_have_accessible_name("🎉 1: bob")
        expect(chip(room, "🎉")).to_have_attribute("aria-pressed", pressed)
    chip(said, "🎉").click()
    for room in (theirs, said):
        expect(chip(room, "🎉")).to_have_accessible_name("🎉 2: bob and alice")
        expect(chip(room, "🎉")).to_have_attribute("aria-pressed", "true")
    chip(theirs, "🎉").click()
    expect(chip(said, "🎉")).to_have_accessible_name("🎉 1: alice")
    chip(said, "🎉").click()
    expect(chip(theirs, "🎉")).to_have_count(0)
    expect(theirs.row(1)).not_to_contain_text("edited")


def test_ten_people_at_once_end_with_the_right_count_everywhere(
    said: RoomPage, open_browser: Callable[..., Page], server: Server, room_name: str, bot: Bot
) -> None:
    bot.call("join_room", pk=said.pk)
    bot.call("react", pk=pk_of(said, 1), emoji="👍")
    keys = server.manage("shell", "-c", CROWD.format(password=PASSWORD, room=room_name)).split()
    rooms = []
    for key in keys[-10:]:
        page = open_browser(java_script_enabled=True)
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": server.url}])
        page.goto(said.page.url)
        rooms.append(RoomPage(page))
        expect(chip(rooms[-1], "👍")).to_be_visible()
    at = said.page.evaluate("Date.now() + 1500")
    for room in rooms:
        chip(room, "👍").evaluate(
            "(chip, at) => setTimeout(() => chip.click(), at - Date.now())", at
        )
    for room in (said, *rooms):
        expect(chip(room, "👍").locator(".chip__count")).to_have_text("11")
        mine = "false" if room is said else "true"
        expect(chip(room, "👍")).to_have_attribute("aria-pressed", mine)


def test_a_reaction_is_nothing_new(
    alice: Page, bob: Page, said: RoomPage, in_room: InRoom, room_name: str
) -> None:
    """No “new” in the list of rooms, nothing announced, nothing counted."""
    theirs = in_room(bob)
    IndexPage(alice).open()
    row = IndexPage(alice).row(room_name)
    expect(row).to_contain_text("Shall we?")
    latest = row.locator(".room-row__latest")
    before = latest.get_attribute("data-version")
    react(theirs, "tada")
    expect(latest).not_to_have_attribute("data-version", str(before))
    expect(row.get_by_text("new", exact=True)).to_be_hidden()
    row.get_by_role("link").click()
    expect(chip(said, "🎉")).to_be_visible()
    chip(theirs, "🎉").click()
    expect(chip(said, "🎉")).to_have_count(0)
    theirs.send("And now?")
    expect(spoken(alice)).to_have_text(["bob: And now?"])


def test_reactions_above_move_nothing(alice: Page, bot: Bot, in_room: InRoom) -> None:
    room = in_room(alice)
    fill(bot, room.pk, 60)
    alice.reload()
    room.read_at(40)
    moves, top = Movements(alice), MessageRow(room, 42).top()
    for emoji in ("👍", "🎉", "👍"):
        for seq in (20, 30, 35):
            bot.call("react", pk=pk_of(room, seq), emoji=emoji)
    expect(chip(room, "🎉", 35)).to_have_count(1)
    expect(chip(room, "👍", 35)).to_have_count(0)
    assert moves.largest() < 1
    assert abs(MessageRow(room, 42).top() - top) < 1


def test_reacting_by_keys_alone(alice: Page, said: RoomPage) -> None:
    row = MessageRow(said, 1)
    row.row.focus()
    alice.keyboard.press("Enter")
    react_button = row.actions.get_by_role("button", name="React")
    for _ in range(12):
        if react_button.evaluate("button => button === document.activeElement"):
            break
        alice.keyboard.press("ArrowRight")
    alice.keyboard.press("Enter")
    search = picker(alice).get_by_label("Search emoji")
    expect(search).to_be_focused()
    smileys = picker(alice).get_by_role("group", name="Smileys & Emotion").get_by_role("button")
    expect(smileys.first).to_be_visible()
    alice.keyboard.press("ArrowDown")
    expect(smileys.first).to_be_focused()
    alice.keyboard.press("ArrowRight")
    expect(smileys.nth(1)).to_be_focused()
    alice.keyboard.press("ArrowDown")
    box, first = alice.locator(":focus").bounding_box(), smileys.nth(1).bounding_box()
    assert box
    assert first
    assert (abs(box["x"] - first["x"]), box["y"] > first["y"]) == (0, True)
    alice.keyboard.press("End")
    expect(alice.locator(":focus")).to_have_accessible_name("Wales Flag")
    alice.keyboard.press("Home")
    expect(smileys.first).to_be_focused()
    alice.keyboard.type("rocket")
    expect(search).to_have_value("rocket")
    expect(found(alice, "rocket")).to_be_visible()
    alice.keyboard.press("Enter")
    expect(picker(alice)).to_be_hidden()
    expect(chip(said, "🚀")).to_have_attribute("aria-pressed", "true")
    assert row.has_focus()

    alice.keyboard.press("+")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    alice.keyboard.type("cat")
    alice.keyboard.press("Escape")
    expect(picker(alice)).to_be_hidden()
    assert row.has_focus()


def test_recent_ones_and_the_tone_are_kept(alice: Page, said: RoomPage) -> None:
    react(said, "tada")
    said.row(1).hover()
    chip(said, "🎉").wait_for()
    said.row(1).get_by_role("link", name="React").click()
    recent = picker(alice).get_by_role("group", name="Recent").get_by_role("button")
    expect(recent).to_have_count(1)
    expect(recent).to_have_text("🎉")
    picker(alice).get_by_title("Medium", exact=True).click()
    wave = picker(alice).get_by_role("button", name="waving hand sign")
    expect(wave.first).to_have_text("👋🏽")
    wave.first.click()
    expect(chip(said, "👋🏽")).to_be_visible()
    alice.reload()
    said.row(1).get_by_role("link", name="React").click()
    expect(recent).to_have_text(["👋🏽", "🎉"])
    expect(picker(alice).get_by_label("Medium", exact=True)).to_be_checked()
    expect(picker(alice).get_by_role("button", name="waving hand sign").last).to_have_text("👋🏽")


def test_nothing_that_comes_in_closes_the_picker(
    alice: Page, bob: Page, said: RoomPage, in_room: InRoom
) -> None:
    theirs = in_room(bob)
    said.row(1).hover()
    said.row(1).get_by_role("toolbar").get_by_role("button", name="React").click()
    search = picker(alice).get_by_label("Search emoji")
    search.fill("ta")
    react(theirs, "tada")
    theirs.send("Hello")
    expect(said.message("Hello")).to_have_count(1)
    expect(chip(said, "🎉")).to_have_count(1)
    expect(search).to_be_focused()
    expect(search).to_have_value("ta")
    found(alice, "party popper").click()
    expect(chip(said, "🎉")).to_have_accessible_name("🎉 2: bob and alice")


def test_message_deleted_meanwhile_says_so(alice: Page, said: RoomPage, bot: Bot) -> None:
    bot.call("join_room", pk=said.pk)
    bot.call("create_message", room=said.pk, message="I take this back")
    said.row(2).hover()
    said.row(2).get_by_role("toolbar").get_by_role("button", name="React").click()
    picker(alice).get_by_label("Search emoji").fill("tada")
    expect(found(alice, "party popper")).to_be_visible()
    bot.call("delete_message", pk=pk_of(said, 2))
    expect(said.row(2)).to_contain_text("This message was deleted.")
    found(alice, "party popper").click()
    notice = alice.get_by_role("alert").filter(has_text="This message was deleted.")
    expect(notice).to_be_visible()


def test_a_click_while_offline_says_so(alice: Page, said: RoomPage) -> None:
    react(said, "tada")
    expect(chip(said, "🎉")).to_have_attribute("aria-pressed", "true")
    alice.context.set_offline(True)
    chip(said, "🎉").click()
    expect(alice.get_by_text("The connection is lost.")).to_be_visible(timeout=10_000)
    expect(chip(said, "🎉")).to_have_attribute("aria-pressed", "true")
    alice.context.set_offline(False)
    expect(alice.get_by_text("The connection is lost.")).to_be_hidden(timeout=20_000)
    chip(said, "🎉").click()
    expect(chip(said, "🎉")).to_have_count(0)


def test_emoji_goes_into_what_one_writes_and_can_be_undone(alice: Page, said: RoomPage) -> None:
    said.composer.fill("Hello world")
    said.composer.evaluate("text => text.setSelectionRange(5, 5)")
    alice.get_by_role("link", name="Emoji", exact=True).click()
    picker(alice).get_by_label("Search emoji").fill("tada")
    found(alice, "party popper").click()
    expect(said.composer).to_have_value("Hello🎉 world")
    expect(said.composer).to_be_focused()
    alice.keyboard.press("Control+z")
    expect(said.composer).to_have_value("Hello world")


def test_without_a_script_the_names_of_emoji_are_beside_what_one_writes(
    open_browser: Callable[..., Page], states: dict[str, Any], said: RoomPage
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    plain.goto(said.page.url)
    RoomPage(plain).composer.fill("Not sent yet")
    with plain.expect_popup() as opened:
        plain.get_by_role("link", name="Emoji", exact=True).click()
    expect(opened.value.get_by_text(":tada:")).to_be_visible()
    expect(RoomPage(plain).composer).to_have_value("Not sent yet")


def test_on_a_phone_it_is_a_sheet_for_fingers(
    open_browser: Callable[..., Page], states: dict[str, Any], said: RoomPage, in_room: InRoom
) -> None:
    phone = open_browser(storage_state=states["bob"], **PHONE)
    react(said, "tada")
    room = in_room(phone)
    expect(chip(room, "🎉")).to_be_visible()
    room.row(1).get_by_role("link", name="React").tap()
    smileys = picker(phone).get_by_role("group", name="Smileys & Emotion").get_by_role("button")
    expect(smileys.first).to_be_visible()
    sheet = picker(phone).bounding_box()
    assert sheet
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    for target in (smileys.first, chip(room, "🎉"), room.row(1).get_by_role("link", name="React")):
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= TOUCH
    smileys.first.tap()
    expect(chip(room, "😀")).to_have_attribute("aria-pressed", "true")

    box = chip(room, "🎉").bounding_box()
    assert box
    touch = phone.context.new_cdp_session(phone)
    at = {"x": box["x"] + 20, "y": box["y"] + 20}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    reactors = phone.get_by_role("dialog", name="Who reacted")
    expect(reactors).to_contain_text("alice")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(reactors).to_be_visible()
    expect(chip(room, "🎉")).to_have_attribute("aria-pressed", "false")


def test_without_a_script(
    open_browser: Callable[..., Page], states: dict[str, Any], said: RoomPage
) -> None:
    react(said, "tada")
    expect(chip(said, "🎉")).to_be_visible()
    plain = open_browser(java_script_enabled=False, storage_state=states["bob"])
    plain.goto("/")
    IndexPage(plain).enter(said.title.inner_text())
    room = RoomPage(plain)
    chip(room, "🎉").click()
    expect(chip(room, "🎉")).to_have_accessible_name("🎉 2: alice and bob")
    chip(room, "🎉").click()
    expect(chip(room, "🎉")).to_have_accessible_name("🎉 1: alice")
    room.row(1).get_by_role("link", name="React").click()
    expect(plain.get_by_role("heading", name="Reactions")).to_be_visible()
    expect(plain.get_by_role("main")).to_contain_text("alice")
    plain.get_by_role("main").get_by_label("Search emoji").fill("rocket")
    plain.get_by_role("button", name="Search", exact=True).click()
    plain.get_by_role("button", name="rocket", exact=True).click()
    expect(chip(room, "🚀")).to_have_accessible_name("🚀 1: bob")

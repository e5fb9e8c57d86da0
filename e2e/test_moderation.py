"""What becomes of people who do harm, and of whom one does not want to read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.pages.index import IndexPage
from e2e.pages.people import PASSWORD, SignInPage
from e2e.pages.room import RoomPage
from e2e.server import Server

InRoom = Callable[[Page], RoomPage]
SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(
    open_browser: Callable[..., Page],
    server: Server,
    states: dict[str, Any],
    request: pytest.FixtureRequest,
) -> SignIn:
    """Bring in somebody whom no other test needs, by the name that is given."""

    def sign_in(name: str, role: str = "member", room: str = "", **options: Any) -> Page:
        code = f"""
from chat.models import Room, User
person = User.objects.create_user({name!r}, password={PASSWORD!r}, role={role!r})
for room in Room.objects.filter(name={room!r}).exclude(kind="direct"):
    room.admit(person)
"""
        server.manage("shell", "-c", code)
        page = open_browser(**options)
        SignInPage(page).open().fill(name)
        expect(page.locator(".account__name")).to_have_text(name)
        return page

    return sign_in


def administer(page: Page, tab: str) -> None:
    """Go to one of the administration's pages, as a person does."""
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Administration").click()
    tabs = page.get_by_role("navigation", name="Administration")
    tabs.get_by_role("link", name=re.compile(f"^{tab}")).click()
    expect(tabs.get_by_role("link", name=re.compile(f"^{tab}"))).to_have_attribute(
        "aria-current", "page"
    )


def test_ban_while_typing(alice: Page, bob: Page, sign_in: SignIn, in_room: InRoom) -> None:
    """Alice bans Mallory, who is writing; Bob reads the room meanwhile."""
    mallory = sign_in("mallory")
    reading, writing = in_room(bob), in_room(mallory)
    writing.send("Buy my coins")
    writing.composer.type("Buy more of m")
    expect(reading.message("Buy my coins")).to_be_visible()

    alice.goto("/")
    administer(alice, "People")
    alice.get_by_label("Name").fill("mallo")
    alice.get_by_role("main").get_by_role("link", name="mallory", exact=True).click()
    alice.get_by_label("Also remove all that they wrote (1 message)").check()
    alice.get_by_role("button", name="Ban").click()
    expect(alice.get_by_text("This person is banned.")).to_be_visible()

    expect(mallory.get_by_role("heading", name="Banned")).to_be_visible()
    expect(reading.row(1)).to_contain_text("This message was deleted.")
    expect(reading.row(1)).to_contain_text("has left")
    SignInPage(mallory).open().fill("mallory")
    expect(mallory.get_by_label("Message to")).to_have_count(0)

    administer(alice, "Audit")
    expect(alice.get_by_role("main").get_by_role("listitem").first).to_contain_text(
        "alice banned mallory, and removed 1 of their messages"
    )


def test_guest_knows_only_their_rooms_and_people(
    alice: Page, bob: Page, sign_in: SignIn, in_room: InRoom, room_name: str
) -> None:
    shared = in_room(alice)
    shared.send("Welcome")
    guest = sign_in("gustav", role="guest", room=room_name)
    expect(guest.get_by_role("list").get_by_text("Lobby")).to_have_count(0)
    room = RoomPage(guest)
    guest.get_by_role("link", name=room_name).first.click()
    expect(room.message("Welcome")).to_be_visible()
    room.send("Thank you")
    expect(shared.message("Thank you")).to_be_visible()
    missing = []
    expect_404 = re.compile("404|Not found|gone|nothing", re.IGNORECASE)
    for path in ("/rooms/1/", "/people/2/"):
        response = guest.request.get(path)
        missing.append(response.status)
        assert expect_404.search(response.text())
    assert missing == [404, 404]
    assert guest.request.get("/people/1/").status == 200


def test_report_is_looked_at(
    alice: Page, bob: Page, sign_in: SignIn, in_room: InRoom, room_name: str
) -> None:
    theirs = in_room(bob)
    theirs.send("You are all fools")
    nina = sign_in("nina")
    room = in_room(nina)
    room.row(1).focus()
    nina.keyboard.press("Enter")
    nina.get_by_role("toolbar", name="Actions of this message").get_by_role(
        "button", name="Report"
    ).click()
    nina.get_by_label("What is wrong with it?").fill("That is rude.")
    nina.get_by_role("button", name="Report").click()
    expect(nina.get_by_role("heading", name="You have reported this message")).to_be_visible()

    alice.goto("/")
    administer(alice, r"Reports \d+ open")
    report = alice.get_by_role("main").get_by_role("listitem").filter(has_text=room_name)
    expect(report).to_contain_text("That is rude.")
    expect(report).to_contain_text("Reported by nina")
    report.get_by_role("button", name="Delete the message").click()
    expect(report).to_contain_text("the message was deleted")
    expect(theirs.row(1)).to_contain_text("This message was deleted.")
    report.get_by_role("button", name="Resolve").click()
    expect(report).to_have_count(0)


def test_own_message_is_not_reported(bob: Page, in_room: InRoom) -> None:
    room = in_room(bob)
    room.send("Hello")
    room.row(1).focus()
    bob.keyboard.press("Enter")
    actions = bob.get_by_role("toolbar", name="Actions of this message")
    expect(actions.get_by_role("button", name="Reply")).to_be_focused()
    expect(actions.get_by_role("button", name="Report")).to_be_hidden()
    bob.keyboard.press("ArrowLeft")
    expect(actions.get_by_role("button", name="Delete")).to_be_focused()


def test_blocked_person_is_folded(
    bob: Page, sign_in: SignIn, in_room: InRoom, room_name: str
) -> None:
    theirs = in_room(bob)
    theirs.send("Something to fold")
    olga = sign_in("olga")
    room = in_room(olga)
    row = room.row(1)
    expect(row).to_contain_text("Something to fold")
    row.get_by_role("link", name="bob").click()
    olga.get_by_role("dialog", name="Person").get_by_role("button", name="Block").click()
    expect(olga.get_by_text("Blocked: what they write is folded for you.")).to_be_visible()

    row_of_room = IndexPage(olga).row(room_name)
    row_of_room.get_by_role("link").click()
    expect(row.get_by_text("Blocked person.")).to_be_visible()
    expect(row.get_by_text("Something to fold")).to_be_hidden()
    theirs.send("More to fold")
    expect(room.row(2).get_by_text("Blocked person.")).to_be_visible()
    expect(row_of_room).not_to_contain_text("More to fold", use_inner_text=True)
    theirs.send("Even more")
    expect(room.row(3).get_by_text("Blocked person.")).to_be_visible()
    expect(olga.get_by_role("log", name="New messages").locator("p")).to_have_count(0)

    row.get_by_role("button", name="Show").focus()
    olga.keyboard.press("Enter")
    expect(row.get_by_text("Something to fold")).to_be_visible()
    expect(row).to_be_focused()
    expect(room.row(2).get_by_text("Blocked person.")).to_be_visible()


def test_all_of_it_works_without_scripts(
    alice: Page, bob: Page, sign_in: SignIn, in_room: InRoom, room_name: str
) -> None:
    theirs = in_room(bob)
    theirs.send("You are all fools")
    plain = sign_in("petra", room=room_name, java_script_enabled=False)
    plain.goto(bob.url)
    main = plain.get_by_role("main")
    main.get_by_role("link", name="More", exact=True).click()
    main.get_by_role("link", name="Report").click()
    plain.get_by_role("button", name="Report").click()
    expect(plain.get_by_role("heading", name="You have reported this message")).to_be_visible()
    plain.get_by_role("link", name="block them").click()
    plain.get_by_role("button", name="Block").click()
    expect(plain.get_by_role("button", name="Unblock")).to_be_visible()

"""The main thing: people and a program in one room, each seeing the others' messages at once."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.bot import Bot
from e2e.pages.room import RoomPage
from e2e.server import Server

InRoom = Callable[[Page], RoomPage]


def test_two_people_chat_both_ways(alice: Page, bob: Page, in_room: InRoom) -> None:
    one, other = in_room(alice), in_room(bob)
    one.send("Hello Bob")
    expect(other.message("Hello Bob")).to_be_visible()
    other.send("Hello Alice")
    expect(one.message("Hello Alice")).to_be_visible()
    assert one.texts() == other.texts() == ["Hello Bob", "Hello Alice"]


def test_a_bot_and_two_browsers_share_a_room(
    alice: Page, bob: Page, bot: Bot, in_room: InRoom
) -> None:
    one, other = in_room(alice), in_room(bob)
    assert bot.call("join_room", pk=one.pk)["response_status"] == 200
    bot.call("create_message", room=one.pk, message="The build is green")
    expect(one.message("The build is green")).to_be_visible()
    expect(other.message("The build is green")).to_be_visible()
    assert bot.next_message() == "The build is green"
    one.send("Thanks, bot")
    assert bot.next_message() == "Thanks, bot"
    other.send("🎉")
    assert bot.next_message() == "🎉"
    expect(one.messages).to_have_count(3)
    assert one.texts() == other.texts()


def test_who_joins_appears_among_the_members(alice: Page, bob: Page, in_room: InRoom) -> None:
    room = in_room(alice)
    room.about()
    expect(alice.get_by_role("heading", name="1 member")).to_be_visible()
    in_room(bob)
    expect(alice.get_by_role("heading", name="2 members")).to_be_visible()


def test_someone_in_another_room_sees_nothing(
    alice: Page, bob: Page, bot: Bot, in_room: InRoom
) -> None:
    room = in_room(alice)
    elsewhere = RoomPage.enter(bob, "Somewhere else")
    bot.call("join_room", pk=elsewhere.pk)
    room.send("Not for Bob")
    # What comes after it has come: what was sent before it would be there by now.
    bot.call("create_message", room=elsewhere.pk, message="For Bob")
    expect(elsewhere.message("For Bob")).to_be_visible()
    assert "Not for Bob" not in elsewhere.page.content()
    assert bot.next_message() == "For Bob"


def test_who_leaves_hears_no_more_in_any_window(alice: Page, bob: Page, in_room: InRoom) -> None:
    stays, leaves = in_room(alice), in_room(bob)
    window = RoomPage(bob.context.new_page())
    window.page.goto(bob.url)
    leaves.leave()
    expect(window.page.get_by_text("You are not a member of this room any more")).to_be_visible()
    stays.send("Bob is gone")
    expect(window.composer).to_be_hidden()
    expect(window.message("Bob is gone")).to_have_count(0)


def test_markup_shows_as_text(alice: Page, bob: Page, bot: Bot) -> None:
    script = "<script>document.title = 'broken'</script>"
    room = RoomPage.enter(alice, f"{script} room")
    window = RoomPage.enter(bob, f"{script} room")
    room.send(f"{script}<img src=x onerror=alert(1)>")
    expect(window.message(f"{script}<img src=x onerror=alert(1)>")).to_be_visible()
    assert window.page.title() != "broken"
    assert window.page.locator("li script, li img, h1 script").count() == 0


def test_markup_in_a_persons_name_shows_as_text(
    alice: Page, bob: Page, server: Server, in_room: InRoom
) -> None:
    name = "<b onclick=alert(1)>Bob</b> & عمر"
    change = (
        "from chat.models import User; User.objects.filter(username='bob').update(first_name={!r})"
    )
    try:
        server.manage("shell", "-c", change.format(name))
        room, window = in_room(alice), in_room(bob)
        window.send("Who am I?")
        expect(room.message("Who am I?").get_by_text(name, exact=True)).to_be_visible()
    finally:
        server.manage("shell", "-c", change.format(""))

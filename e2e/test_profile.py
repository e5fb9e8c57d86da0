"""Who people say they are: name, picture, status."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from chat.models.picture import MAX_BYTES, TOO_LARGE, UNREADABLE
from chat.models.profile import TOO_ALIKE
from chat.tests.pictures import LONDON, drawn, with_place
from e2e.pages.people import ProfilePage
from e2e.pages.room import RoomPage

InRoom = Callable[[Page], RoomPage]


def file(content: bytes, name: str = "me.jpg") -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.fixture
def profile(bob: Page) -> Any:
    """Bob's profile, which is as it was when the test ends."""
    page = ProfilePage(bob)
    yield page
    page.open()
    if page.remove.is_visible():
        page.remove.click()
    page.fill(name="", emoji="", status="")


def picture_of(places: Locator) -> Locator:
    return places.locator("img")


def row_of_latest(page: Page, room_name: str) -> Locator:
    return (
        page.get_by_role("navigation", name="Rooms")
        .get_by_role("listitem")
        .filter(has_text=room_name)
    )


def test_new_name_shows_on_open_pages_without_a_reload(
    alice: Page, bob: Page, in_room: InRoom, room_name: str, profile: ProfilePage
) -> None:
    in_room(bob).send("hello")
    room = in_room(alice)
    room.about()
    members = alice.get_by_role("complementary", name="About this room")
    row = row_of_latest(alice, room_name)
    for place in (room.row(1), members, row):
        expect(place.get_by_text("bob", exact=True)).to_be_visible()
    profile.open().fill(name="ليلى الحسن", emoji="🌴", status="On holiday")
    for place in (room.row(1), members, row):
        expect(place.get_by_text("ليلى الحسن", exact=True)).to_be_visible()
        expect(place.get_by_text("bob", exact=True)).to_have_count(0)
    expect(members).to_contain_text("On holiday")
    name = room.row(1).get_by_text("ليلى الحسن", exact=True)
    assert name.evaluate("name => getComputedStyle(name).direction") == "rtl"


def test_new_picture_shows_on_open_pages_and_tells_no_place(
    alice: Page, bob: Page, in_room: InRoom, profile: ProfilePage
) -> None:
    in_room(bob).send("hello")
    room = in_room(alice)
    expect(picture_of(room.row(1))).to_have_count(0)
    original = with_place(drawn("JPEG", size=(800, 600)), "JPEG")
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825) == LONDON
    profile.open().upload(file(original))
    expect(profile.page.get_by_text("This is your picture now.")).to_be_visible()
    picture = picture_of(room.row(1))
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)  # noqa: FBT003
    assert picture.evaluate("image => image.naturalWidth") > 0
    served = alice.request.get(picture.get_attribute("src") or "")
    assert served.ok
    assert served.headers["content-type"] == "image/webp"
    image = Image.open(BytesIO(served.body()))
    assert image.size == (48, 48)
    assert not image.getexif()
    profile.remove.click()
    expect(picture).to_have_count(0)
    expect(room.row(1).get_by_text("B", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (drawn("JPEG") + bytes(MAX_BYTES), TOO_LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", UNREADABLE),
    ],
    ids=["too large", "script"],
)
def test_bad_picture_is_refused_with_a_reason(
    profile: ProfilePage, content: bytes, sentence: str
) -> None:
    profile.open().upload(file(content))
    expect(profile.page.get_by_role("alert")).to_have_text(sentence)
    expect(profile.page.get_by_label("Picture", exact=True)).to_be_visible()


def test_look_of_an_administrator_is_refused(profile: ProfilePage) -> None:
    """Alice set this server up."""
    profile.open().fill(name="Аlісе", emoji="", status="")
    expect(profile.page.get_by_role("alert")).to_have_text(TOO_ALIKE)
    expect(profile.name).to_have_value("Аlісе")


def test_card_shows_the_status_and_the_time(
    alice: Page, bob: Page, in_room: InRoom, profile: ProfilePage
) -> None:
    in_room(bob).send("hello")
    profile.open().fill(name="", emoji="🚲", status="<b>Back</b> at noon", zone="Asia/Kolkata")
    room = in_room(alice)
    room.row(1).get_by_role("link", name="bob", exact=True).click()
    card = alice.get_by_role("dialog", name="Person")
    expect(card).to_contain_text("🚲 <b>Back</b> at noon")
    expect(card).to_contain_text("for them")


def test_device_suggests_its_time_zone(
    open_browser: Callable[..., Page], states: dict[str, Any]
) -> None:
    page = open_browser(storage_state=states["carol"], timezone_id="Europe/Lisbon")
    profile = ProfilePage(page).open()
    expect(page.get_by_text("This device is in Lisbon.")).to_be_visible()
    page.get_by_role("button", name="Use that").click()
    expect(profile.zone).to_have_value("Europe/Lisbon")
    expect(profile.zone).to_be_focused()
    expect(page.get_by_text("This device is in Lisbon.")).to_be_hidden()


def test_profile_works_without_scripts(
    open_browser: Callable[..., Page], states: dict[str, Any]
) -> None:
    page = open_browser(java_script_enabled=False, storage_state=states["carol"])
    profile = ProfilePage(page).open()
    profile.fill(name="Carol Danvers", emoji="☕", status="")
    expect(page.get_by_text("Saved.")).to_be_visible()
    profile.upload(file(drawn("PNG")))
    expect(page.get_by_text("This is your picture now.")).to_be_visible()
    profile.remove.click()
    expect(page.get_by_text("Your picture is gone.")).to_be_visible()
    profile.fill(name="", emoji="", status="")
    expect(page.get_by_text("Saved.")).to_be_visible()

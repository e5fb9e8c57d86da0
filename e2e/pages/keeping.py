"""What those who manage a room do with it."""

from typing import Self

from playwright.sync_api import Locator, Page, expect

from e2e.pages.room import RoomPage


def make_room(page: Page, name: str, *, closed: bool = False, topic: str = "") -> RoomPage:
    page.goto("/rooms/new/")
    page.get_by_label("Name of the room").fill(name)
    page.get_by_label("Topic").fill(topic)
    page.get_by_role("radio", name="Closed" if closed else "Open").check()
    page.get_by_role("button", name="Make the room").click()
    room = RoomPage(page)
    expect(room.title).to_have_text(name)
    return room


class MembersPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def of(cls, room: RoomPage) -> Self:
        room.about()
        room.page.get_by_role("link", name="Members", exact=True).click()
        expect(room.title).to_contain_text("Members of")
        return cls(room.page)

    def add(self, name: str) -> None:
        self.page.get_by_label("Search for people").fill(name)
        self.box(name).check()
        self.page.get_by_role("button", name="Add").click()
        expect(self.member(name)).to_be_visible()

    def box(self, name: str) -> Locator:
        """Where one ticks somebody to add."""
        return self.page.get_by_role("checkbox", name=f"{name} @{name}", exact=True)

    def member(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("listitem").filter(has_text=name)

    def remove(self, name: str) -> None:
        member = self.member(name)
        member.get_by_role("button", name="Remove").click()
        expect(member).to_have_count(0)


class EditPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def of(cls, room: RoomPage) -> Self:
        room.about()
        room.page.get_by_role("link", name="Edit", exact=True).click()
        expect(room.title).to_contain_text("Edit")
        return cls(room.page)

    def archive(self) -> None:
        self.page.get_by_role("button", name="Archive").click()
        expect(self.page.get_by_role("button", name="About this room")).to_be_visible()

    def restore(self) -> None:
        self.page.get_by_role("button", name="Restore").click()
        expect(self.page.get_by_role("button", name="About this room")).to_be_visible()

    def only_announcements(self) -> None:
        self.page.get_by_label("Only those who manage the room").check()
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_role("button", name="About this room")).to_be_visible()

    def delete(self, typed: str) -> None:
        self.page.get_by_role("link", name="Delete the room").click()
        self.confirm(typed)

    def confirm(self, typed: str) -> None:
        self.page.get_by_label("Type the name of the room").fill(typed)
        self.page.get_by_role("button", name="Delete the room").click()

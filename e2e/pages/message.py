"""A message, and what a person does with it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from e2e.pages.room import RoomPage


class MessageRow:
    def __init__(self, room: RoomPage, seq: int) -> None:
        self.room = room
        self.page = room.page
        self.seq = seq
        self.row = room.row(seq)

    @property
    def body(self) -> Locator:
        return self.row.locator(".message__body")

    @property
    def version(self) -> int:
        return int(self.page.locator(".message", has=self.row).get_attribute("data-version") or 0)

    @property
    def pk(self) -> int:
        return int(self.page.locator(".message", has=self.row).get_attribute("data-pk") or 0)

    # By its actions

    @property
    def actions(self) -> Locator:
        return self.row.get_by_role("toolbar")

    def open_actions(self) -> Locator:
        """By keys, as whoever has no mouse does: the first of them has the focus then."""
        self.row.focus()
        self.page.keyboard.press("Enter")
        expect(self.actions).to_be_visible()
        return self.actions

    def act(self, name: str) -> None:
        self.open_actions().get_by_role("button", name=name, exact=True).click()

    # Reactions

    def chip(self, emoji: str) -> Locator:
        return self.row.get_by_role("button").filter(has_text=emoji)

    # What moves

    def top(self) -> float:
        """Where it begins, in pixels from the window's upper edge."""
        box = self.row.bounding_box()
        assert box is not None
        return box["y"]

    def text_selected(self) -> str:
        self.body.evaluate("body => getSelection().selectAllChildren(body)")
        return self.selection()

    def selection(self) -> str:
        text: str = self.page.evaluate("getSelection().toString()")
        return text

    def has_focus(self) -> bool:
        within: bool = self.row.evaluate("row => row.contains(document.activeElement)")
        return within

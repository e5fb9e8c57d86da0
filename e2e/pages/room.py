"""A room, as a person sees it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Self

from playwright.sync_api import Locator, Page, expect

from e2e.pages.index import IndexPage

COMES_WITHIN = 30.0  # seconds


class RoomPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def enter(cls, page: Page, name: str) -> Self:
        """Through the list of rooms, as a person does."""
        IndexPage(page).open().enter(name)
        room = cls(page)
        expect(room.title).to_have_text(name)
        return room

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("region", name="Messages")

    @property
    def messages(self) -> Locator:
        return self.log.get_by_role("article")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_label("Message to")

    @property
    def send_button(self) -> Locator:
        return self.page.get_by_role("button", name="Send")

    @property
    def older(self) -> Locator:
        return self.page.get_by_role("link", name="Older messages", exact=True)

    def message(self, text: str) -> Locator:
        return self.messages.filter(has_text=text)

    @property
    def all_unsent(self) -> Locator:
        """The messages that the server does not have, below the others."""
        return self.log.get_by_role("list", name="Not sent yet").get_by_role("article")

    def unsent(self, text: str) -> Locator:
        return self.all_unsent.filter(has_text=text)

    def row(self, seq: int) -> Locator:
        """The message of that number, as far as it is loaded."""
        return self.page.locator(f"#at-{seq}")

    def read_at(self, seq: int) -> None:
        """Page back until the message of that number is there, and put it below the label of its day."""
        while not self.row(seq).count():
            first = self.messages.first.get_attribute("id")  # an older page may come at any moment
            self.messages.first.scroll_into_view_if_needed()
            expect(self.messages.first).not_to_have_id(str(first))
        self.row(seq).evaluate("row => row.scrollIntoView({ block: 'start' })")
        expect(self.page).to_have_url(re.compile(rf"\?at={seq}$"))

    def move_until(self, seq: int, move: Callable[[], None]) -> None:
        """Move, by wheel or by keys, until the message of that number has come."""
        end = time.monotonic() + COMES_WITHIN
        while not self.row(seq).count():
            assert time.monotonic() < end, f"message {seq} did not come"
            move()
            self.page.evaluate("new Promise(requestAnimationFrame)")

    def write(self, text: str) -> None:
        # Before the scripts have come Enter breaks the line.
        expect(self.page.locator("message-composer:defined")).to_be_attached()
        self.composer.fill(text)
        self.composer.press("Enter")
        expect(self.composer).to_have_value("")

    def send(self, text: str) -> None:
        """Until the server has it."""
        self.write(text)
        expect(self.all_unsent).to_have_count(0)

    def texts(self) -> list[str]:
        """What was said, oldest first."""
        return self.messages.locator(".message__body").all_inner_texts()

    def about(self) -> None:
        self.page.get_by_role("button", name="About this room").click()

    def leave(self) -> None:
        self.about()
        self.page.get_by_role("button", name="Leave").click()

    @property
    def pk(self) -> int:
        return int(self.page.url.split("/rooms/")[1].split("/")[0])

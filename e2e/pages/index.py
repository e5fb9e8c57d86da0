"""The directory of rooms, and the list of one's own beside it."""

from typing import Self

from playwright.sync_api import Locator, Page


class IndexPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> Self:
        self.page.goto("/")
        return self

    def enter(self, name: str) -> None:
        self.page.get_by_label("Name of the room").fill(name)
        self.page.get_by_role("button", name="Join or create").click()

    @property
    def rows(self) -> Locator:
        """One's own rooms, which every page lists."""
        return self.page.get_by_role("navigation", name="Rooms").get_by_role("listitem")

    def section(self, title: str) -> Locator:
        """A part of that list, such as “Favourites”."""
        return self.page.get_by_role("navigation", name="Rooms").get_by_role("group", name=title)

    def row(self, name: str) -> Locator:
        return self._named(self.rows, name)

    @property
    def open_rows(self) -> Locator:
        """The rooms that one may join."""
        return self.page.get_by_role("main").get_by_role("listitem")

    def open_row(self, name: str) -> Locator:
        return self._named(self.open_rows, name)

    def _named(self, rows: Locator, name: str) -> Locator:
        return rows.filter(has=self.page.get_by_role("link", name=name, exact=True))

"""The list of rooms."""

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
        return self.page.get_by_role("main").get_by_role("listitem")

    def row(self, name: str) -> Locator:
        link = self.page.get_by_role("link", name=name, exact=True)
        return self.rows.filter(has=link)

"""Who there is."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect


def people(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("listitem")


def test_people_are_found_as_one_types(alice: Page) -> None:
    alice.goto("/")
    alice.get_by_role("navigation", name="Rooms").get_by_role(
        "link", name="People", exact=True
    ).click()
    expect(alice.get_by_role("heading", name="People", level=1)).to_be_visible()
    expect(people(alice).filter(has_text="@bob")).to_be_visible()
    expect(people(alice).filter(has_text="@alice")).to_contain_text("Administrator")
    search = alice.get_by_role("searchbox", name="Search")
    search.press_sequentially("BO")
    expect(people(alice)).to_have_count(1)
    expect(search).to_be_focused()
    expect(alice).to_have_url("/people/?q=BO")
    alice.reload()
    expect(people(alice)).to_have_count(1)
    people(alice).get_by_role("link", name="bob").click()
    expect(alice.get_by_role("heading", name="bob", level=1)).to_be_visible()
    alice.go_back()
    expect(people(alice)).to_have_count(1)


def test_people_are_found_without_a_script(
    open_browser: Callable[..., Page], states: dict[str, Any]
) -> None:
    plain = open_browser(java_script_enabled=False, storage_state=states["alice"])
    plain.goto("/people/")
    plain.get_by_role("main").get_by_label("Search").fill("bob")
    plain.get_by_role("button", name="Search").click()
    expect(people(plain)).to_have_count(1)

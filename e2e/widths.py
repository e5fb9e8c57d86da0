"""Whether something is wider than its place: people would have to scroll sideways."""

from playwright.sync_api import Page

WIDER = """
() => [...document.querySelectorAll("html, body, .column, .log__scroller, :popover-open")]
  .filter((element) => element.scrollWidth > element.clientWidth)
  .map((element) => [element.localName, ...element.classList].join("."))
"""


def too_wide(page: Page) -> list[str]:
    """What holds more than its width, by names as of CSS."""
    wider: list[str] = page.evaluate(WIDER)
    return wider

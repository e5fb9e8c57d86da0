"""Shows the exhibits so that they are the same in every run: fixed letters, a fixed time, nothing that moves."""

from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.console import watch
from e2e.exhibits import Exhibit, Size, Theme
from e2e.fonts import WEAR_STYLE
from e2e.pages.people import SignInPage
from e2e.scene import NOW
from e2e.server import Server

#: The letters have come, htmx waits for no answer, and what that set off has been drawn.
SETTLE = """
async () => {
  const drawn = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  const end = performance.now() + 10_000;
  await document.fonts.ready;
  do {
    if (performance.now() > end) throw new Error("htmx still waits for an answer");
    await drawn();
  } while (document.querySelector(".htmx-request"));
}
"""


class Exhibition:
    """One window for each viewer, used again and again: a new one costs more than a picture."""

    def __init__(self, browser: Browser, server: Server, unvisited: Server) -> None:
        self.browser = browser
        self.servers = {False: server, True: unvisited}
        self.windows: dict[tuple[str | None, bool, bool], Page] = {}
        self.complaints: dict[Page, list[str]] = {}

    def views(self, exhibit: Exhibit) -> Iterator[tuple[Page, Size, Theme]]:
        """The exhibit in each of its sizes and themes, one after the other in the same window."""
        for number, (size, themes) in enumerate(exhibit.views):
            # A sample is a fragment, and does nothing when its window grows: it is not loaded again.
            page = (
                self._window(exhibit) if exhibit.is_sample and number else self._open(exhibit, size)
            )
            for theme in themes:
                self._dress(page, exhibit, size, theme)
                yield page, size, theme

    def _open(self, exhibit: Exhibit, size: Size) -> Page:
        page = self._window(exhibit)
        page.set_viewport_size({"width": size.width, "height": size.height})
        page.goto(exhibit.path)
        if not exhibit.scripts:
            page.evaluate(WEAR_STYLE)  # what is evaluated runs, what is of the page does not
        if exhibit.then:
            exhibit.then(page)
        assert self.complaints[page] == []
        return page

    def _dress(self, page: Page, exhibit: Exhibit, size: Size, theme: Theme) -> None:
        """Give an open page this size and theme, without loading it anew."""
        page.set_viewport_size({"width": size.width, "height": size.height})
        page.emulate_media(color_scheme=theme)
        if exhibit.is_sample:
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        page.evaluate(SETTLE if exhibit.scripts else "document.fonts.ready")

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()

    def _window(self, exhibit: Exhibit) -> Page:
        key = (exhibit.viewer, exhibit.unvisited, exhibit.scripts)
        if key not in self.windows:
            page = self._context(self.servers[exhibit.unvisited], exhibit.scripts).new_page()
            self.complaints[page] = watch(page)
            if exhibit.viewer:
                SignInPage(page).open().fill(exhibit.viewer)
                expect(page).not_to_have_url("**/sign-in/**")
            self.windows[key] = page
        return self.windows[key]

    def _context(self, server: Server, scripts: bool) -> BrowserContext:  # noqa: FBT001
        context = self.browser.new_context(
            base_url=server.url,
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.clock.set_fixed_time(NOW)
        context.add_init_script(WEAR_STYLE)
        return context

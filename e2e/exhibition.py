"""Shows the exhibits so that they are the same in every run: fixed letters, a fixed time, nothing that moves."""

import shutil
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.console import watch
from e2e.exhibits import Exhibit, Size, Theme
from e2e.pages.people import SignInPage
from e2e.scene import NOW
from e2e.server import Server

FONTS = "test-fonts"
ARABIC = "U+600-6FF, U+750-77F, U+8A0-8FF, U+FB50-FDFF, U+FE70-FEFE"
HEBREW = "U+590-5FF, U+FB1D-FB4F"
SYMBOLS = "U+2190-21FF, U+2300-27BF, U+2900-2BFF"
EMOJI = (
    "U+200D, U+203C, U+2049, U+20E3, U+2122, U+2139, U+2194-21AA, U+231A-23FF, U+25AA-25FE, U+2600-27BF, "
    "U+2934-2935, U+2B05-2B55, U+3030, U+303D, U+3297, U+3299, U+FE0F, U+1F000-1FAFF"
)


def face(name: str, letters: str = "U+0-10FFFF", style: str = "normal") -> str:
    return (
        f'@font-face {{ font-family: "Test"; src: url("/static/{FONTS}/{name}[wght].ttf");'
        f" font-weight: 100 900; font-style: {style}; unicode-range: {letters}; }}"
    )


#: Said of every element, not through a token: a rule that forgets the token would draw another machine's letters.
STYLE = "\n".join(
    [
        face("NotoSans"),
        face("NotoSans-Italic", style="italic"),
        face("NotoSansArabic", ARABIC),
        face("NotoSansHebrew", HEBREW),
        face("NotoSansSymbols", SYMBOLS),
        face("NotoEmoji", EMOJI),
        """
        *, *::before, *::after, *::backdrop, *::placeholder, *::file-selector-button {
          font-family: "Test" !important;
          animation: none !important;
          transition: none !important;
          scroll-behavior: auto !important;
          caret-color: transparent !important;
        }
        """,
    ]
)

#: A constructed style sheet is the one kind that the Content-Security-Policy lets us add: it stays in force.
WEAR_STYLE = f"""
{{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync({STYLE!r});
  document.adoptedStyleSheets.push(sheet);
}}
"""

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


def add_fonts(data_dir: Path) -> None:
    """Put the test's letters among the collected static files, for a server that starts afterwards."""
    with as_file(files("manimgx_fonts")) as fonts:
        shutil.copytree(fonts, data_dir / "static" / FONTS, ignore=shutil.ignore_patterns("*.py*"))


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

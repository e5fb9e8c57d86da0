"""What may not stand in our HTML: the Content-Security-Policy would refuse it in the browser."""

from html.parser import HTMLParser


class _Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            is_code = name.startswith(("on", "hx-on", "hx-vars")) or name == "style"
            if is_code or value.strip().lower().startswith(("javascript:", "js:")):
                self.found.append(f"<{tag} {name}>")


def inline_code(html: str) -> list[str]:
    """The tags that carry code or style of their own instead of naming a file of it."""
    parser = _Inline()
    parser.feed(html)
    parser.close()
    return parser.found

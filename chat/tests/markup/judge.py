"""Reads HTML as a browser does and says what in it is not what rendered text may be."""

import re
from html.parser import HTMLParser

from chat.markup.code import CLASSES

_SPANS = set(CLASSES.values())
#: Tags, and what each attribute of them may be.
ALLOWED: dict[str, dict[str, str]] = {
    **{tag: {} for tag in ("br", "hr", "strong", "em", "s", "blockquote", "ul", "code", "pre")},
    **{tag: {} for tag in ("table", "thead", "tbody", "tr")},
    "a": {
        "href": r"(https?://|mailto:[^?]*$).*",
        "target": "_blank",
        "rel": "noopener noreferrer nofollow",
    },
    "p": {"class": "only-emoji"},
    "h3": {"class": "|level-[12]"},
    "ol": {"start": r"\d+"},
    "li": {"class": "task"},
    "th": {"class": "left|center|right"},
    "td": {"class": "left|center|right"},
    "input": {"type": "checkbox", "disabled": "", "checked": "", "aria-label": "Done|To do"},
    "span": {"class": "|".join(_SPANS), "data-person": r"\d+", "data-room": r"\d+"},
    "div": {
        "class": "table",
        "tabindex": "0",
        "role": "region",
        "aria-label": "Table",
        "data-code": r"[\w+# ]*",
    },
}
_VOID = {"br", "hr", "input"}


class _Judge(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.complaints: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.names: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.complaints.append(f"<{tag}>")
        for name, value in attrs:
            pattern = ALLOWED.get(tag, {}).get(name)
            if pattern is None or not re.fullmatch(pattern, value or "", re.IGNORECASE | re.DOTALL):
                self.complaints.append(f"<{tag} {name}={value!r}>")
            if name in {"data-person", "data-room"}:
                self.names.append((name, value or ""))
        if tag == "a" and "a" in self.open:
            self.complaints.append("a link in a link")
        if tag == "a" and dict(attrs).get("rel") is None:
            self.complaints.append("a link without rel")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.complaints.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.complaints.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.complaints.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.complaints.append("an instruction")


def judged(html: str) -> _Judge:
    judge = _Judge()
    judge.feed(html)
    judge.close()
    if judge.open:
        judge.complaints.append(f"open: {judge.open}")
    return judge

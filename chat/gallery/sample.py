"""What a sample is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify

Context = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """A fragment, or a whole page, in one of its states. Nothing in it comes from the database, and it looks the same
    every day."""

    template: str  # such as "chat/messages/_message.html"
    state: str  # in a person's words, such as "very long word"
    css: str  # where its look is written, such as "static/css/components/message.css"
    context: Callable[[], Context] = dict  # made anew each time, as a view makes it
    before: Callable[[], Sequence[Context]] = tuple  # those of the same fragment that stand above
    wrapper: str = (
        "plain"  # of templates/gallery/wrappers/: what a fragment stands in that cannot stand alone
    )
    reveals: str = ""  # of static/css/gallery.css: what is hidden in it until a script shows it
    density: str = "comfortable"  # or "compact"

    def __str__(self) -> str:
        return f"{self.template}: {self.state}"

    @property
    def is_page(self) -> bool:
        """Whether it is a page, which is shown without a wrapper."""
        return not PurePath(self.template).name.startswith("_")

    @property
    def contexts(self) -> list[Context]:
        """Of the fragment each time that it stands there."""
        return [*self.before(), self.context()]

    @property
    def slug(self) -> str:
        """The sample's address, unique among all."""
        path = self.template.removesuffix(".html").replace("/_", "/").replace("/", " ")
        return slugify(f"{path} {self.state}")

    @property
    def wrapper_template(self) -> str:
        return f"gallery/wrappers/{self.wrapper}.html"

    @property
    def words(self) -> str:
        """What a search looks in; static/js/gallery.js does the same."""
        return f"{self.template} {self.state} {self.css}".lower()

    def matches(self, query: str) -> bool:
        return all(word in self.words for word in query.lower().split())

"""What a sample is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify


@dataclass(frozen=True)
class Sample:
    """A fragment in one of its states. Nothing in it comes from the database, and it looks the same every day."""

    template: str  # such as "chat/messages/_message.html"
    state: str  # in a person's words, such as "very long word"
    css: str  # where its look is written, such as "static/css/components/message.css"
    context: Callable[[], dict[str, Any]] = dict  # made anew each time, as a view makes it
    wrapper: str = (
        "plain"  # of templates/gallery/wrappers/: what a fragment stands in that cannot stand alone
    )

    def __str__(self) -> str:
        return f"{self.template}: {self.state}"

    @property
    def is_page(self) -> bool:
        """Whether it is a page, which is shown as it is."""
        return not self.template.rpartition("/")[2].startswith("_")

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

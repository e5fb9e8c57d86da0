"""Parts of pages that are kept."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, engines
from django.test import Client
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from chat.models import Room, User
from chat.templatetags import kept_blocks

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Page:
    """A template that is made once, as the loader keeps it."""

    def __init__(self, source: str) -> None:
        made: Any = engines["django"].from_string("{% load kept_blocks %}" + source)
        self.template = made.template

    def show(self, **context: Any) -> str:
        html: str = self.template.render(Context(context))
        return html


def test_part_is_rendered_once_for_what_it_names() -> None:
    page = Page("{% keep name %}{{ name }}{% now 'u' %}{% endkeep %}")
    first, second = page.show(name="a"), page.show(name="a")
    assert first == second
    assert page.show(name="b") != first


def test_part_sees_nothing_that_it_does_not_name() -> None:
    page = Page("{% keep name %}{{ name }} {{ other }}{% endkeep %} {{ other }}")
    assert page.show(name="a", other="b") == "a  b"


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", 1), (mark_safe("<b>"), "<b>"), (None, ""), (["a"], ["a", "b"])],
    ids=["word and number", "safe and not", "nothing and empty", "lists"],
)
def test_what_shows_differently_is_kept_apart(one: Any, other: Any) -> None:
    page = Page(
        "{% keep value %}{{ value }}{% if value is None %}none{% endif %}{% now 'u' %}{% endkeep %}"
    )
    assert page.show(value=one) != page.show(value=other)


def test_two_parts_of_the_same_names_are_two() -> None:
    page = Page("{% keep name %}first{% endkeep %} {% keep name %}second{% endkeep %}")
    assert page.show(name="a") == page.show(name="a") == "first second"


def test_change_of_a_person_makes_it_anew(alice: User) -> None:
    page = Page("{% keep user %}{{ user.name }} {{ user.theme }}{% endkeep %}")
    lazy = SimpleLazyObject(lambda: User.objects.get(pk=alice.pk))
    assert page.show(user=lazy) == page.show(user=alice) == "alice auto"
    alice.display_name, alice.theme = "Alice", "dark"
    assert page.show(user=alice) == "Alice dark"


def test_message_in_a_room_does_not_make_its_part_anew(lobby: Room, alice: User) -> None:
    page = Page("{% keep room %}{{ room.name }}{% now 'u' %}{% endkeep %}")
    before = page.show(room=Room.objects.page_of(alice, lobby.pk))
    lobby.post(alice, "hello")
    assert page.show(room=Room.objects.page_of(alice, lobby.pk)) == before
    lobby.rename(alice, "Hall")
    assert page.show(room=Room.objects.page_of(alice, lobby.pk)).startswith("Hall")


def test_token_is_never_kept() -> None:
    page = Page("{% keep name %}{% csrf_token %}{% endkeep %}")
    for token in ("one", "two"):
        assert TOKEN.findall(page.show(name="a", csrf_token=token)) == [token]
    assert not any("one" in piece or "two" in piece for piece in kept_blocks._kept._pieces.values())


def test_edited_template_shows_with_debug(tmp_path: Path, settings: Any) -> None:
    settings.DEBUG = True
    loaders = ["django.template.loaders.filesystem.Loader"]
    options = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "OPTIONS": options}]
    path = tmp_path / "page.html"
    texts = []
    for text in ("first", "other"):
        path.write_text("{% load kept_blocks %}{% keep name %}" + text + "{% endkeep %}")
        texts.append(engines["django"].get_template("page.html").render({"name": "a"}))
    assert texts == ["first", "other"]


# On our pages


@pytest.fixture
def alices(alice: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(alice)


@pytest.fixture
def bobs(bob: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(bob)


def test_every_form_of_a_page_has_the_token_of_its_reader(
    lobby: Room, alices: Client, bobs: Client
) -> None:
    url = reverse("room-show", args=[lobby.pk])
    seen = []
    for client in (alices, bobs, alices):
        html = client.get(url).content.decode()
        tokens = TOKEN.findall(html)
        assert len(tokens) > 3
        assert len(set(tokens)) == 1
        assert len(tokens[0]) == 64
        seen.append(tokens[0])
    assert len(set(seen)) == 3  # masked anew each time


def test_page_of_somebody_shows_nothing_of_another(
    lobby: Room, alices: Client, bobs: Client, alice: User, bob: User
) -> None:
    url = reverse("room-show", args=[lobby.pk])
    for _ in range(2):
        for client, own in ((alices, alice), (bobs, bob)):
            html = client.get(url).content.decode()
            assert set(re.findall(r'data-reader="(\d+)"', html)) == {str(own.pk)}
            assert set(re.findall(r'data-user="(\d+)"', html)) == {str(own.pk)}
            account = html.partition('<span class="account__name">')[2].partition("</span>")[0]
            assert f">{own.name}<" in account

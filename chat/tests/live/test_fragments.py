"""Fragments that are kept once they were rendered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.db.models.signals import post_init

from chat.live import fragments
from chat.models import Mention, Message, MessageKey, Reaction, Room, User
from chat.tests.threads import at_once


def shown(room: Room) -> str:
    """The newest page as another request shows it."""
    return fragments.messages(room.page_keys())


@contextmanager
def loaded_messages() -> Iterator[list[Message]]:
    """The instances of messages that are made in the block."""
    made: list[Message] = []

    def note(instance: Message, **kwargs: Any) -> None:
        made.append(instance)

    post_init.connect(note, sender=Message)
    try:
        yield made
    finally:
        post_init.disconnect(note, sender=Message)


def test_message_is_rendered_once_for_all_requests(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    (first,) = lobby.messages.page()
    (second,) = lobby.messages.page()
    assert fragments.message(first) is fragments.message(second)
    assert shown(lobby) == fragments.message(first)


def test_messages_that_are_kept_are_not_loaded(
    lobby: Room, alice: User, fill: Callable[..., None]
) -> None:
    fill(lobby, alice, 10)
    with loaded_messages() as made:
        first = shown(lobby)
    assert len(made) == 10
    with loaded_messages() as made:
        assert shown(lobby) == first
    assert made == []
    lobby.post(alice, "one more")
    with loaded_messages() as made:
        assert "one more" in shown(lobby)
    assert [message.text for message in made] in ([], ["one more"])


def test_messages_come_in_the_order_that_was_asked_for(lobby: Room, alice: User) -> None:
    for text in ("first", "second", "third"):
        lobby.post(alice, text)
    fragments.message(lobby.messages.get(seq=2))
    html = shown(lobby)
    assert html.index("first") < html.index("second") < html.index("third")
    backwards = fragments.messages(lobby.page_keys()[::-1])
    assert backwards.index("third") < backwards.index("first")


def test_message_that_has_gone_meanwhile_is_left_out(lobby: Room, alice: User) -> None:
    lobby.post(alice, "first")
    lobby.post(alice, "second")
    keys = lobby.page_keys()
    lobby.messages.filter(seq=1).delete()
    fragments.forget()
    assert "second" in fragments.messages(keys)
    assert "first" not in fragments.messages(keys)


def test_key_of_a_message_is_the_one_that_a_page_reads(
    lobby: Room, alice: User, bob: User, carol: User
) -> None:
    """With something of each part, since a difference would have it loaded each time."""
    first = lobby.post(carol if lobby.has_member(carol) else bob, "what is quoted")
    message = lobby.post(alice, "hello")
    Mention.objects.create(message=message, typed="@bob", person=bob)
    Mention.objects.create(message=message, typed="#lobby", room=lobby)
    for person, emoji in ((bob, "👍"), (carol, "👍"), (bob, "🎉")):
        Reaction.objects.create(message=message, user=person, emoji=emoji)
    Message.objects.filter(pk=message.pk).update(quotes=first, pinned_by=bob, rules=3)
    for person in (alice, bob, carol):
        person.display_name = "Another name"
        person.save()
    (key,) = lobby.messages.filter(pk=message.pk).keys()
    assert None not in key
    assert key == MessageKey.of(lobby.messages.whole().get(pk=message.pk))


# What makes it another


def test_edited_message_is_rendered_anew(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "hello")
    assert "hello" in shown(lobby)
    message.edit(alice, "good morning")
    assert "good morning" in shown(lobby)
    message.erase(alice)
    assert "good morning" not in shown(lobby)


def test_renamed_author_shows_on_what_they_said_before(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    assert ">alice<" in shown(lobby)
    alice.first_name, alice.last_name = "Alice", "Liddell"
    alice.save()
    assert ">Alice Liddell<" in shown(lobby)


def test_author_who_has_left_is_marked_on_what_they_said(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    assert "has left" not in shown(lobby)
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert "has left" in shown(lobby)


Act = Callable[[Message, User, Room], object]


def rename(person: User) -> None:
    person.display_name = f"{person.name} again"
    person.save()


@pytest.mark.parametrize(
    "act",
    [
        lambda message, carol, kitchen: message.mentions.create(typed="@carol", person=carol),
        lambda message, carol, kitchen: message.mentions.create(typed="#kitchen", room=kitchen),
        lambda message, carol, kitchen: message.reactions.create(user=carol, emoji="👍"),
        lambda message, carol, kitchen: Message.objects.filter(pk=message.pk).update(
            pinned_by=carol
        ),
        lambda message, carol, kitchen: Message.objects.filter(pk=message.pk).update(
            quotes=kitchen.messages.get()
        ),
    ],
    ids=["mentioned person", "mentioned room", "who reacted", "who pinned", "quoted"],
)
def test_what_a_message_shows_of_others_makes_it_another(
    lobby: Room, alice: User, carol: User, act: Act
) -> None:
    """Whatever is renamed, it shows in no other way than by the key."""
    kitchen = Room.objects.start("Kitchen", carol)
    quoted = kitchen.post(carol, "soup")
    act(lobby.post(alice, "hello"), carol, kitchen)
    seen = {lobby.page_keys()[0]}
    rename(carol)
    seen.add(lobby.page_keys()[0])
    kitchen.rename(carol, "Scullery")
    seen.add(lobby.page_keys()[0])
    quoted.edit(carol, "stew")
    seen.add(lobby.page_keys()[0])
    assert len(seen) in {2, 3}
    Message.objects.filter(pk=quoted.pk).delete()
    Reaction.objects.filter(user=carol).delete()
    Mention.objects.all().delete()
    Message.objects.update(pinned_by=None)
    assert lobby.page_keys()[0] not in seen


def test_message_rendered_by_newer_rules_is_another(lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    before = lobby.page_keys()
    lobby.messages.update(rules=before[0].rules + 1)
    assert lobby.page_keys() != before


def test_edited_template_shows_in_a_running_server(
    lobby: Room, alice: User, settings: Any, tmp_path: Path
) -> None:
    settings.DEBUG = True
    folder = tmp_path / "templates"
    copytree(settings.TEMPLATES[0]["DIRS"][0], folder)
    loaders = [
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    options = {**settings.TEMPLATES[0]["OPTIONS"], "loaders": loaders}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder], "OPTIONS": options}]
    lobby.post(alice, "hello")
    first = shown(lobby)
    with loaded_messages() as made:
        assert shown(lobby) == first
    assert made == []
    for name in ("chat/messages/_message.html", "components/_avatar.html"):
        path = folder / name
        path.write_text(path.read_text() + f"<!-- edited {name} -->")
        assert f"<!-- edited {name} -->" in shown(lobby)


# At the same moment


def test_change_while_a_page_is_made_is_not_kept_under_the_old_key(
    lobby: Room, alice: User
) -> None:
    """A page has read its keys; then somebody edits and the author is renamed; then it loads what it lacks."""
    message = lobby.post(alice, "hello")
    fragments.forget()
    old = lobby.page_keys()
    message.edit(alice, "good morning")
    rename(alice)
    assert "good morning" in fragments.messages(old)
    with loaded_messages() as made:
        assert "alice again" in shown(lobby)
    assert made == []
    with loaded_messages() as made:
        fragments.messages(old)
    assert len(made) == 1


@pytest.mark.django_db(transaction=True)
def test_pages_read_while_somebody_edits_end_with_the_last_text(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "number 0")

    def read() -> None:
        for _ in range(20):
            shown(lobby)

    def write() -> None:
        for number in range(1, 11):
            message.edit(alice, f"number {number}")

    assert at_once([read, write, read]) == [None] * 3
    assert "number 10" in shown(lobby)

"""What a text becomes when it is written, whom and what it names, and how older messages follow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from chat import markup
from chat.live.written import body
from chat.models import Mention, Message, Room, User, rerender_messages
from chat.tests.queries import recorded_queries


def shown(message: Message) -> str:
    """As a page has it that reads it from the database."""
    stored = Message.objects.whole().get(pk=message.pk)
    return body(stored.html, stored.named)


def named(message: Message) -> list[tuple[str, int | None, int | None]]:
    rows = Mention.objects.filter(message=message).order_by("typed")
    return [(each.typed, each.person_id, each.room_id) for each in rows]


@pytest.fixture
def cellar(alice: User) -> Room:
    return Room.objects.start("The wine cellar", alice)


# What is stored


def test_text_is_stored_with_its_html(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "Take *the stairs*")
    stored = Message.objects.get(pk=message.pk)
    assert (stored.text, stored.html) == ("Take *the stairs*", "<p>Take <em>the stairs</em></p>\n")
    assert stored.rules == markup.RULES_VERSION


def test_edit_renders_anew(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "*one*")
    message.edit(alice, "**two**")
    assert Message.objects.get().html == "<p><strong>two</strong></p>\n"


def test_who_is_named_is_stored(lobby: Room, alice: User, bob: User, cellar: Room) -> None:
    message = lobby.post(alice, "@bob, come to #The wine cellar, not to #Nowhere or @nobody")
    assert named(message) == [("#The wine cellar", None, cellar.pk), ("@bob", bob.pk, None)]
    assert message.people_named == [bob.pk]


@pytest.mark.parametrize("typed", ["@Bob", "@BOB", "@bob"])
def test_names_are_compared_as_people_do(lobby: Room, alice: User, bob: User, typed: str) -> None:
    assert named(lobby.post(alice, f"{typed}!")) == [(typed, bob.pk, None)]


def test_name_as_it_is_written_comes_first(lobby: Room, alice: User, bob: User) -> None:
    other = User.objects.create_user("Bob")
    assert named(lobby.post(alice, "@Bob and @bob")) == [
        ("@Bob", other.pk, None),
        ("@bob", bob.pk, None),
    ]


def test_longest_name_of_a_room_is_meant(lobby: Room, alice: User) -> None:
    Room.objects.start("Design", alice)
    team = Room.objects.start("Design Team", alice)
    message = lobby.post(alice, "ask in #design team. Or #designers")
    assert named(message) == [("#design team", None, team.pk)]


@pytest.mark.parametrize(
    "text", ["`@bob`", "    @bob", "[@bob](https://a.org)", "me@bob", "a/@bob"]
)
def test_nobody_is_named_in_code_links_and_words(
    lobby: Room, alice: User, bob: User, text: str
) -> None:
    assert named(lobby.post(alice, f"x\n\n{text}")) == []


@pytest.mark.parametrize("values", [{"kind": "closed"}, {"archived": True}])
def test_room_that_is_not_listed_is_not_named(
    lobby: Room, alice: User, values: dict[str, Any]
) -> None:
    room = Room.objects.start("Secret", alice, kind=values.get("kind", "open"))
    if "archived" in values:
        room.archive(alice)
    message = lobby.post(alice, "#Secret")
    assert named(message) == []
    assert shown(message) == "<p>#Secret</p>\n"


def test_guest_names_only_whom_they_know(lobby: Room, alice: User, bob: User, carol: User) -> None:
    User.objects.filter(pk=bob.pk).update(role="guest")
    guest = User.objects.get(pk=bob.pk)
    assert named(lobby.post(guest, "@alice @carol #Lobby #Kitchen")) == [
        ("#Lobby", None, lobby.pk),
        ("@alice", alice.pk, None),
    ]


def test_deleted_message_names_nobody(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "@bob")
    message.withdraw()
    assert message.people_named == []


# What is shown


def test_renamed_person_is_shown_by_the_new_name(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "@bob, come")
    bob.display_name = "Robert"
    bob.save()
    assert f'data-person="{bob.pk}"' in shown(message)
    assert ">Robert</bdi></a>, come" in shown(message)


def test_edit_means_the_same_person_after_a_rename(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "@bob")
    User.objects.filter(pk=bob.pk).update(username="robert")
    User.objects.create_user("bob")
    message.edit(alice, "@bob, come")
    assert named(message) == [("@bob", bob.pk, None)]


def test_renamed_room_is_shown_by_the_new_name_while_it_is_listed(
    lobby: Room, alice: User, cellar: Room
) -> None:
    message = lobby.post(alice, "see #the wine cellar")
    cellar.edit(alice, name="Cellar of wine")
    assert ">Cellar of wine</bdi></a>" in shown(message)
    cellar.edit(alice, name="Private matters", kind="closed")
    assert shown(message) == "<p>see #the wine cellar</p>\n"


def test_room_that_is_gone_is_shown_as_it_was_typed(lobby: Room, alice: User, cellar: Room) -> None:
    message = lobby.post(alice, "see #the wine cellar")
    Room.objects.filter(pk=cellar.pk).delete()
    assert shown(message) == "<p>see #the wine cellar</p>\n"


def test_excerpt_has_no_markup(lobby: Room, alice: User, bob: User) -> None:
    message = lobby.post(alice, "# Hello\n**@bob** & `<b>`\n\n- one\n- two " + "x" * 200)
    assert message.excerpt.startswith("Hello @bob & <b> one two xxx")
    assert len(message.excerpt) == 140


# What it costs


def test_names_take_a_query_for_people_one_for_rooms_and_one_to_store(
    lobby: Room, alice: User, bob: User, cellar: Room
) -> None:
    with recorded_queries() as plain:
        lobby.post(alice, "hello")
    with recorded_queries() as naming:
        lobby.post(alice, "@bob @alice #The wine cellar #Lobby @x #y")
    assert len(naming) - len(plain) == 3


def test_page_of_names_takes_as_many_queries_as_one(
    lobby: Room, alice: User, bob: User, cellar: Room
) -> None:
    counts = []
    for more in (1, 20):
        for _ in range(more):
            lobby.post(alice, "@bob and #the wine cellar")
        with recorded_queries() as queries:
            for message in lobby.messages.page():
                body(message.html, message.named)
                _ = message.people_named
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Rendering anew


def test_older_messages_are_rendered_and_nobody_is_told(
    lobby: Room, alice: User, bob: User, fill: Callable[..., None]
) -> None:
    message = lobby.post(alice, "*hello* @bob")
    version = message.version
    Message.objects.update(html="", rules=0)
    Mention.objects.all().delete()
    call_command("rerender_messages", verbosity=0, stdout=_Nowhere())
    stored = Message.objects.get()
    assert shown(stored).startswith("<p><em>hello</em> <a")
    assert (stored.version, stored.rules) == (version, markup.RULES_VERSION)
    assert named(stored) == [("@bob", bob.pk, None)]
    assert rerender_messages() is None


def test_rendering_anew_goes_batch_by_batch(
    lobby: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.models.rerendering.BATCH", 2)
    for number in range(5):
        lobby.post(alice, f"*{number}*")
    Message.objects.update(html="", rules=0)
    counts, key = [], 0
    while batch := rerender_messages(key):
        key, count = batch
        counts.append(count)
    assert counts == [2, 2, 1]
    assert not Message.objects.filter(html="").exists()


def test_who_came_later_is_not_named_by_what_was_rendered_before(
    lobby: Room, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = lobby.post(alice, "@newcomer")
    User.objects.create_user("newcomer")
    for name in ("chat.models.rerendering", "chat.markup"):
        monkeypatch.setattr(f"{name}.RULES_VERSION", markup.RULES_VERSION + 1)
    rerender_messages()
    assert named(message) == []
    assert Message.objects.get().rules == markup.RULES_VERSION


def test_edit_meanwhile_is_not_undone(lobby: Room, alice: User) -> None:
    message = lobby.post(alice, "*one*")
    Message.objects.update(html="", rules=0)
    message.refresh_from_db()
    written = message.written(message.text)
    lobby.messages.get().edit(alice, "two")
    assert not message.adopt(written)
    assert Message.objects.get().html == "<p>two</p>\n"


class _Nowhere:
    def write(self, text: str) -> None: ...

"""What one does by writing it in the composer."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from chat import commands
from chat.commands import COMMANDS, SHRUG, find, run
from chat.models import Draft, Message, Room, Token, User
from chat.tests.views.conftest import alices, bobs, carols, danas

__all__ = ["alices", "bobs", "carols", "danas"]

HTMX = {"HX-Request": "true"}
PLAIN_AND_HTMX = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


def create_url(room: Room) -> str:
    return reverse("message-create", args=[room.pk])


# The registry


def test_registry_lists_itself() -> None:
    assert list(COMMANDS) == ["me", "shrug", "topic", "invite", "leave", "help"]
    assert all(each.sentence.endswith(".") for each in COMMANDS.values())
    assert str(COMMANDS["invite"]) == "/invite @handle …"
    assert commands.spoken() == "me shrug"


@pytest.mark.parametrize(
    ("prefix", "names"),
    [("", list(COMMANDS)), ("T", ["topic"]), ("me", ["me"]), ("x", []), ("topics", [])],
)
def test_commands_are_found_by_how_they_begin(prefix: str, names: list[str]) -> None:
    assert [each.name for each in find(prefix)] == names


@pytest.mark.parametrize(
    "text",
    ["/", "/ me", "//me", "/etc/passwd", "/2", "/me2", "/me-too", " /me waves", "a /me", "/🎂"],
)
def test_what_is_no_word_of_letters_is_text(lobby: Room, bob: User, text: str) -> None:
    assert run(bob, lobby, text) is None
    assert not commands.is_command(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("//topic", "/topic"),
        ("//foo bar", "/foo bar"),
        ("///foo", "//foo"),
        ("// TODO", "// TODO"),
        ("//foo/bar", "//foo/bar"),
        ("//", "//"),
        ("/etc/passwd", "/etc/passwd"),
    ],
)
def test_one_slash_more_says_it(text: str, says: str) -> None:
    assert commands.unescaped(text) == says


@pytest.mark.parametrize("text", ["/dance", "/Dance with me", "/usr\nbin"])
def test_unknown_command_is_explained(lobby: Room, bob: User, text: str) -> None:
    name = text[1:].split()[0]
    with pytest.raises(ValidationError) as refused:
        run(bob, lobby, text)
    sentence = f"There is no command /{name}. Write /help for the list, or //{name} to say it."
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize("text", ["/dance", *(f"/{name} x" for name in COMMANDS)])
def test_outsider_commands_nothing(lobby: Room, carol: User, text: str) -> None:
    with pytest.raises(PermissionDenied) as refused:
        run(carol, lobby, text)
    assert str(refused.value) == "You are not a member of this room."
    assert not Message.objects.exists()


# /me and /shrug


def test_me_is_an_action(lobby: Room, bob: User) -> None:
    client_id = uuid4()
    outcome = run(bob, lobby, "/Me waves\nto all", client_id)
    again = run(bob, lobby, "/Me waves\nto all", client_id)
    assert outcome is not None
    assert again is not None
    message = Message.objects.get()
    assert outcome.message == again.message == message
    assert (message.text, message.is_action) == ("waves\nto all", True)


@pytest.mark.parametrize("text", ["/me", "/me  \n "])
def test_me_wants_something_done(lobby: Room, bob: User, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        run(bob, lobby, text)
    assert refused.value.messages == ["Write what you are doing after it, such as /me waves."]


@pytest.mark.parametrize(
    ("text", "says"), [("/shrug", SHRUG), ("/shrug Who knows?", f"Who knows? {SHRUG}")]
)
def test_shrug_shrugs(lobby: Room, bob: User, text: str, says: str) -> None:
    run(bob, lobby, text)
    message = Message.objects.get()
    assert (message.text, message.is_action) == (says, False)


@pytest.mark.parametrize("text", ["/me waves", "/shrug"])
def test_nobody_speaks_where_they_may_not_post(lobby: Room, bob: User, text: str) -> None:
    Room.objects.filter(pk=lobby.pk).update(is_announcement=True)
    with pytest.raises(PermissionDenied) as refused:
        run(bob, lobby, text)
    assert str(refused.value) == "Only those who manage this room post in it."
    assert not Message.objects.exists()


# /topic


def test_topic_changes_the_topic(lobby: Room, alice: User) -> None:
    outcome = run(alice, lobby, "/topic Lunch on Friday")
    assert outcome is not None
    assert outcome.sentence == "The topic is now “Lunch on Friday”."
    lobby.refresh_from_db()
    assert lobby.topic == "Lunch on Friday"


@pytest.mark.parametrize("rest", ["", " Mine"])
def test_topic_is_for_those_who_manage_the_room(lobby: Room, bob: User, rest: str) -> None:
    with pytest.raises(PermissionDenied) as refused:
        run(bob, lobby, f"/topic{rest}")
    assert str(refused.value) == "Only the owner of a room or an administrator does that."
    lobby.refresh_from_db()
    assert lobby.topic == ""


@pytest.mark.parametrize("rest", ["", f" {'x' * 256}"])
def test_topic_wants_one_that_can_be_had(lobby: Room, alice: User, rest: str) -> None:
    with pytest.raises(ValidationError) as refused:
        run(alice, lobby, f"/topic{rest}")
    assert refused.value.messages
    lobby.refresh_from_db()
    assert lobby.topic == ""


# /invite


def test_invite_adds_people(lobby: Room, alice: User, carol: User, dana: User) -> None:
    outcome = run(alice, lobby, "/invite @carol, Dana  @carol")
    assert outcome is not None
    assert outcome.sentence == "carol and dana belong to this room now."
    assert lobby.has_member(carol)
    assert lobby.has_member(dana)
    again = run(alice, lobby, "/invite @carol")
    assert again is not None
    assert again.sentence == "carol belongs to this room now."


@pytest.mark.parametrize("text", ["/invite @carol", "/invite @nobody", "/invite"])
def test_invite_tells_members_nothing_but_that_they_may_not(
    lobby: Room, bob: User, carol: User, text: str
) -> None:
    with pytest.raises(PermissionDenied) as refused:
        run(bob, lobby, text)
    assert str(refused.value) == "Only the owner of a room or an administrator does that."
    assert not lobby.has_member(carol)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("/invite", "Write whom after it, such as /invite @carol."),
        ("/invite @", "Write whom after it, such as /invite @carol."),
        ("/invite @carol @nobody", "There is nobody here called @nobody."),
    ],
)
def test_invite_adds_all_or_none(
    lobby: Room, alice: User, carol: User, text: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        run(alice, lobby, text)
    assert refused.value.messages == [sentence]
    assert not lobby.has_member(carol)


def test_who_is_not_here_any_more_is_not_invited(lobby: Room, alice: User, carol: User) -> None:
    carol.is_active = False
    carol.save()
    with pytest.raises(ValidationError):
        run(alice, lobby, "/invite @carol")
    assert not lobby.has_member(carol)


def test_guest_invites_nobody_whom_they_do_not_know(
    lobby: Room, bob: User, alice: User, carol: User
) -> None:
    alice.role = "guest"
    alice.save()
    with pytest.raises(ValidationError) as refused:
        run(alice, lobby, "/invite @carol")
    assert refused.value.messages == ["There is nobody here called @carol."]


# /leave and /help


def test_leave_leaves(lobby: Room, bob: User) -> None:
    outcome = run(bob, lobby, "/leave")
    assert outcome is not None
    assert outcome.has_left
    assert not lobby.has_member(bob)


def test_conversation_is_not_left(alice: User, bob: User) -> None:
    room = Room.objects.converse(alice, [bob])
    with pytest.raises(PermissionDenied) as refused:
        run(bob, room, "/leave")
    assert str(refused.value) == "A direct conversation cannot be left."
    assert room.has_member(bob)


def test_command_that_was_done_is_no_draft(lobby: Room, bob: User) -> None:
    Draft.objects.keep(bob, lobby, "/he")
    run(bob, lobby, "/help", draft=1)
    assert Draft.objects.get().text == ""


def test_command_that_was_refused_stays_a_draft(lobby: Room, bob: User) -> None:
    Draft.objects.keep(bob, lobby, "/topic Mine")
    with pytest.raises(PermissionDenied):
        run(bob, lobby, "/topic Mine", draft=1)
    assert Draft.objects.get().text == "/topic Mine"


# In the composer


def test_action_is_answered_like_any_message(lobby: Room, bobs: Client) -> None:
    response = bobs.post(create_url(lobby), {"message": "/me waves"}, headers=HTMX)
    assertContains(response, "waves", status_code=201)
    assertTemplateUsed(response, "chat/messages/_message.html")


def test_escaped_command_is_said(lobby: Room, bobs: Client) -> None:
    bobs.post(create_url(lobby), {"message": "//me waves"})
    message = Message.objects.get()
    assert (message.text, message.is_action) == ("/me waves", False)


@PLAIN_AND_HTMX
@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("/dance", 422, "There is no command /dance."),
        ("/me", 422, "Write what you are doing after it"),
        ("/topic Mine", 403, "Only the owner of a room or an administrator does that."),
        ("/invite @carol", 403, "Only the owner of a room or an administrator does that."),
    ],
)
def test_refused_command_says_why_and_is_kept(
    lobby: Room, bobs: Client, text: str, status: int, sentence: str, headers: dict[str, str]
) -> None:
    response = bobs.post(create_url(lobby), {"message": text}, headers=headers)
    assertContains(response, sentence, count=1, status_code=status)
    assertContains(response, 'id="composer-error"', status_code=status)
    if not headers:
        assertContains(response, f">{text}</textarea>", status_code=status)
    assert not Message.objects.exists()


def test_status_is_shown_beside_the_composer(lobby: Room, alices: Client) -> None:
    response = alices.post(create_url(lobby), {"message": "/topic Lunch"}, headers=HTMX)
    assertContains(response, "<p>The topic is now “Lunch”.</p>", count=1)
    assertContains(response, 'id="composer-status"')
    assert not Message.objects.exists()


def test_without_a_script_the_room_says_what_was_done(lobby: Room, alices: Client) -> None:
    response = alices.post(create_url(lobby), {"message": "/topic Lunch"}, follow=True)
    assertRedirects(response, reverse("room-show", args=[lobby.pk]))
    assertContains(response, '<p class="notice" role="status">The topic is now “Lunch”.</p>')


@PLAIN_AND_HTMX
def test_help_lists_every_command(lobby: Room, bobs: Client, headers: dict[str, str]) -> None:
    response = bobs.post(create_url(lobby), {"message": "/help"}, headers=headers)
    for each in COMMANDS.values():
        assertContains(response, f"<dt><code>{each}</code></dt><dd>{each.sentence}</dd>", count=1)
    template = "chat/commands/_status.html" if headers else "chat/commands/index.html"
    assertTemplateUsed(response, template)


@PLAIN_AND_HTMX
def test_leave_leads_to_the_rooms(
    lobby: Room, bob: User, bobs: Client, headers: dict[str, str]
) -> None:
    response = bobs.post(create_url(lobby), {"message": "/leave"}, headers=headers)
    if headers:
        assert response.headers["HX-Redirect"] == "/"
    else:
        assertRedirects(response, "/")
    assert not lobby.has_member(bob)


@PLAIN_AND_HTMX
def test_outsider_learns_of_no_command(
    lobby: Room, carols: Client, headers: dict[str, str]
) -> None:
    response = carols.post(create_url(lobby), {"message": "/help"}, headers=headers)
    assertContains(response, "You are not a member of this room.", status_code=403)
    assert "/shrug" not in response.content.decode()


def test_bot_says_what_it_says(lobby: Room, dana: User) -> None:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    lobby.join(bot)
    _, token = Token.objects.issue(dana, bot, "token")
    for text in ("/topic Mine", "//foo"):
        response = Client().post(
            create_url(lobby), {"message": text}, headers={"Authorization": f"Bearer {token}"}
        )
        assert response.status_code == 201
        assert response.json()["is_action"] is False
    assert [each.text for each in Message.objects.order_by("seq")] == ["/topic Mine", "//foo"]

"""What becomes of accounts, by whom, and what the audit log says of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client

from chat.models import AuditEntry, Invitation, Message, Room, Token, User
from chat.tests.queries import recorded_queries
from chat.tests.threads import overlapping

MakeUser = Callable[..., User]
Act = Callable[[User, User], None]


@pytest.fixture
def dana(make_user: MakeUser) -> User:
    return make_user("dana", role="administrator")


ACTS: dict[str, Act] = {
    "person.change_role": lambda person, by: person.change_role(by, "guest"),
    "person.deactivate": lambda person, by: person.deactivate(by),
    "person.ban": lambda person, by: person.ban(by),
}
UNDOING: dict[str, Act] = {
    "person.reactivate": lambda person, by: person.reactivate(by),
    "person.unban": lambda person, by: person.unban(by),
}
EACH_ACT = pytest.mark.parametrize("verb", [*ACTS, *UNDOING])


def prepare(person: User, verb: str, by: User) -> Act:
    """Bring a person to where the verb changes something."""
    if verb == "person.reactivate":
        person.deactivate(by)
    elif verb == "person.unban":
        person.ban(by)
    return {**ACTS, **UNDOING}[verb]


def state(person: User) -> tuple[Any, ...]:
    stored = User.objects.get(pk=person.pk)
    return stored.role, stored.is_active, stored.banned_at is None


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# Who may


@EACH_ACT
@pytest.mark.parametrize("role", ["member", "guest", "bot"])
def test_others_than_administrators_are_refused(
    make_user: MakeUser, dana: User, bob: User, verb: str, role: str
) -> None:
    act = prepare(bob, verb, dana)
    before, entries = state(bob), verbs()
    with pytest.raises(PermissionDenied, match="Only an administrator does that"):
        act(bob, make_user("eve", role=role))
    assert state(bob) == before
    assert verbs() == entries


@EACH_ACT
def test_nobody_does_it_to_themselves(dana: User, verb: str) -> None:
    with pytest.raises(PermissionDenied, match="You cannot do that to yourself"):
        {**ACTS, **UNDOING}[verb](dana, dana)
    assert state(dana) == ("administrator", True, True)


@EACH_ACT
def test_administrator_who_is_none_any_more_is_refused(
    make_user: MakeUser, dana: User, bob: User, verb: str
) -> None:
    """What the request holds of them is old."""
    act = prepare(bob, verb, dana)
    stale = User.objects.get(pk=dana.pk)
    dana.change_role(make_user("root", role="administrator"), "member")
    with pytest.raises(PermissionDenied):
        act(bob, stale)


@EACH_ACT
def test_act_and_audit_are_one_transaction(dana: User, bob: User, verb: str) -> None:
    act = prepare(bob, verb, dana)
    before, entries = state(bob), verbs()
    with transaction.atomic():
        act(bob, dana)
        assert state(bob) != before
        assert verbs() == [*entries, verb]
        transaction.set_rollback(True)
    assert state(bob) == before
    assert verbs() == entries


@EACH_ACT
def test_act_that_changes_nothing_is_not_recorded(dana: User, bob: User, verb: str) -> None:
    act = prepare(bob, verb, dana)
    act(bob, dana)
    entries = verbs()
    act(bob, dana)
    assert verbs() == entries


@EACH_ACT
def test_deleted_account_stays_as_it_is(dana: User, bob: User, verb: str) -> None:
    bob.delete_account()
    with pytest.raises(PermissionDenied, match="deleted by its person"):
        {**ACTS, **UNDOING}[verb](bob, dana)


def test_entry_names_who_did_what_to_whom(dana: User, bob: User) -> None:
    bob.change_role(dana, "guest")
    entry = AuditEntry.objects.get()
    assert entry.actor == dana
    assert entry.target == f"user {bob.pk}: bob"
    assert entry.details == {"before": "member", "after": "guest"}


# Roles


@pytest.mark.parametrize("role", ["administrator", "guest"])
def test_role_is_changed(dana: User, bob: User, role: str) -> None:
    bob.change_role(dana, role)
    bob.refresh_from_db()
    assert bob.role == role
    assert bob.is_superuser == (role == "administrator")


@pytest.mark.parametrize("role", ["bot", "king", ""])
def test_what_is_no_role_of_a_person_is_refused(dana: User, bob: User, role: str) -> None:
    with pytest.raises(ValidationError):
        bob.change_role(dana, role)
    assert state(bob)[0] == "member"


def test_bot_stays_a_bot(dana: User) -> None:
    bot = User.objects.create_bot(dana, "robot", "")
    with pytest.raises(PermissionDenied, match="A bot stays a bot"):
        bot.change_role(dana, "member")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ACTS)
def test_two_administrators_who_lower_each_other_at_once_leave_one(
    make_user: MakeUser, verb: str
) -> None:
    dana, erin = (make_user(name, role="administrator") for name in ("dana", "erin"))

    def lower(person: User, by: User) -> None:
        ACTS[verb](User.objects.get(pk=person.pk), User.objects.get(pk=by.pk))

    first, second = overlapping(lambda: lower(erin, dana), lambda: lower(dana, erin))
    assert first is None
    assert isinstance(second, PermissionDenied)
    assert User.objects.filter(role="administrator", is_active=True).get() == dana


# Ways in


def sign_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("verb", ["person.deactivate", "person.ban"])
def test_all_sessions_end_and_those_of_others_do_not(
    dana: User, bob: User, carol: User, verb: str
) -> None:
    bobs, at_work, carols = sign_in(bob), sign_in(bob), sign_in(carol)
    ACTS[verb](bob, dana)
    assert Session.objects.get().session_key == carols.session.session_key
    for browser in (bobs, at_work):
        assert browser.get("/").status_code == 302
    assert carols.get("/").status_code == 200


@pytest.mark.parametrize("verb", ["person.deactivate", "person.ban"])
def test_account_that_was_shut_signs_in_no_more_until_it_is_opened(
    dana: User, bob: User, verb: str
) -> None:
    ACTS[verb](bob, dana)
    assert not Client().login(username="bob", password="correct horse")
    UNDOING["person.unban" if verb == "person.ban" else "person.reactivate"](bob, dana)
    assert Client().login(username="bob", password="correct horse")


def test_ban_is_lifted_as_such(dana: User, bob: User) -> None:
    bob.ban(dana)
    with pytest.raises(PermissionDenied, match="lift the ban"):
        bob.reactivate(dana)
    assert state(bob) == ("member", False, False)


@pytest.mark.parametrize("verb", ACTS)
def test_powers_of_an_administrator_end(make_user: MakeUser, dana: User, verb: str) -> None:
    """The links that they gave out, and what they know the tokens of."""
    erin = make_user("erin", role="administrator")
    bot = User.objects.create_bot(erin, "robot", "")
    _, token = Token.objects.issue(erin, bot, "at work")
    invitation = Invitation.objects.create(digest="x", created_by=erin)
    ACTS[verb](erin, dana)
    invitation.refresh_from_db()
    bot.refresh_from_db()
    assert invitation.revoked_at
    assert Token.objects.find(token) is None
    assert bot.owner == dana


def test_tokens_of_a_banned_bot_are_revoked(dana: User) -> None:
    bot = User.objects.create_bot(dana, "robot", "")
    _, token = Token.objects.issue(dana, bot, "at work")
    bot.ban(dana)
    assert Token.objects.find(token) is None
    bot.unban(dana)
    assert Token.objects.find(token) is None


# Their messages


def test_ban_leaves_messages_when_not_asked(lobby: Room, dana: User, bob: User) -> None:
    lobby.post(bob, "hello")
    bob.ban(dana)
    assert Message.objects.get().text == "hello"


def test_ban_makes_tombstones_of_all_messages_and_of_no_others(
    lobby: Room, dana: User, alice: User, bob: User
) -> None:
    annex = Room.objects.start("Annex", bob)
    for room in (lobby, annex):
        for number in range(3):
            room.post(bob, f"spam {number}")
            if room == lobby:
                room.post(alice, f"talk {number}")
    before = {room.pk: Room.objects.get(pk=room.pk).version for room in (lobby, annex)}
    bob.ban(dana, remove_messages=True)
    assert not bob.messages.exclude(text="").exists()
    assert not bob.messages.filter(deleted_at=None).exists()
    assert alice.messages.filter(text__startswith="talk", deleted_at=None).count() == 3
    for room in (lobby, annex):
        room.refresh_from_db()
        versions = [message.version for message in bob.messages.filter(room=room).order_by("seq")]
        first = before[room.pk] + 1
        assert versions == list(range(first, first + 3))
        assert room.version == versions[-1]
    assert AuditEntry.objects.get().details == {"removed_messages": 6}


def test_messages_of_somebody_banned_before_can_still_be_removed(
    lobby: Room, dana: User, bob: User
) -> None:
    lobby.post(bob, "spam")
    bob.ban(dana)
    bob.ban(dana, remove_messages=True)
    assert Message.objects.get().is_deleted
    assert [entry.details["removed_messages"] for entry in AuditEntry.objects.order_by("pk")] == [
        0,
        1,
    ]


def test_what_was_deleted_before_is_no_change(lobby: Room, dana: User, bob: User) -> None:
    lobby.post(bob, "a mistake").erase(bob)
    version = Message.objects.get().version
    bob.ban(dana, remove_messages=True)
    assert Message.objects.get().version == version


def test_ten_thousand_messages_are_removed_by_a_few_statements(
    lobby: Room, dana: User, bob: User, fill: Callable[..., None]
) -> None:
    fill(lobby, bob, 10_000)
    with recorded_queries() as queries:
        bob.ban(dana, remove_messages=True)
    assert len(queries) < 250
    lobby.refresh_from_db()
    assert lobby.version == 20_000
    assert not Message.objects.filter(deleted_at=None).exists()
    assert not Message.objects.exclude(text="").exists()


# A person's own end


def test_person_deletes_their_account_and_what_they_said_stays(lobby: Room, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(
        first_name="Bob", last_name="Bell", display_name="Bobby", email="bob@example.org",
        avatar="x", status_emoji="x", status_text="x", time_zone="Europe/Paris",
    )  # fmt: skip
    lobby.post(bob, "hello")
    browser = sign_in(bob)
    bob.delete_account()
    gone = User.objects.get(pk=bob.pk)
    assert gone.name == gone.username == f"deleted-{bob.pk}"
    assert not any(
        getattr(gone, field)
        for field in (
            *("first_name", "last_name", "display_name", "email", "avatar"),
            *("status_emoji", "status_text", "time_zone", "is_active"),
        )
    )
    assert not gone.has_usable_password()
    assert "bob" not in gone.folded_name
    assert gone.deleted_at
    assert Message.objects.get().text == "hello"
    assert not lobby.has_member(gone)
    assert not Session.objects.exists()
    assert browser.get("/").status_code == 302


def test_deletion_is_in_the_audit_log_without_the_name(bob: User) -> None:
    bob.delete_account()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == (bob, "person.delete")
    assert entry.target == f"user {bob.pk}: deleted-{bob.pk}"


def test_deletion_is_one_transaction(lobby: Room, bob: User) -> None:
    with transaction.atomic():
        bob.delete_account()
        transaction.set_rollback(True)
    assert User.objects.get(pk=bob.pk).is_active
    assert lobby.has_member(bob)
    assert not AuditEntry.objects.exists()


def test_last_administrator_cannot_delete_their_account(make_user: MakeUser, dana: User) -> None:
    make_user("erin", role="administrator", is_active=False)
    with pytest.raises(PermissionDenied, match="last administrator"):
        dana.delete_account()
    make_user("root", role="administrator")
    dana.delete_account()
    assert not User.objects.get(pk=dana.pk).is_active


def test_powers_of_an_administrator_end_with_their_account(make_user: MakeUser, dana: User) -> None:
    erin = make_user("erin", role="administrator")
    bot = User.objects.create_bot(erin, "robot", "")
    _, token = Token.objects.issue(erin, bot, "at work")
    erin.delete_account()
    bot.refresh_from_db()
    assert bot.owner == dana
    assert Token.objects.find(token) is None
    assert User.objects.get(pk=erin.pk).role == "member"


def test_bot_does_not_delete_itself(dana: User) -> None:
    with pytest.raises(PermissionDenied, match="A bot"):
        User.objects.create_bot(dana, "robot", "").delete_account()


def test_name_that_somebody_took_ahead_is_no_hindrance(make_user: MakeUser, bob: User) -> None:
    make_user(f"Deleted-{bob.pk}")
    bob.delete_account()
    assert User.objects.get(pk=bob.pk).username.startswith(f"deleted-{bob.pk}-")


def test_direct_conversation_keeps_its_people(alice: User, bob: User) -> None:
    """It is called by them."""
    room = Room.objects.converse(alice, [bob])
    bob.delete_account()
    assert room.has_member(bob)


@pytest.mark.parametrize("verb", ["person.deactivate", "person.ban"])
def test_others_see_that_somebody_has_left(dana: User, bob: User, verb: str) -> None:
    ACTS[verb](bob, dana)
    assert User.objects.get(pk=bob.pk).revision == 1


# Names in the log


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x00", "\x1b[2K", "\u2028", "\x85", "\u202e"])
def test_name_cannot_forge_a_line_of_the_audit_log(dana: User, bob: User, end: str) -> None:
    """Such names are cleaned when they are given; the log does not count on it."""
    bob.display_name = f"Bob{end}dana: person.ban user 1"
    bob.deactivate(dana)
    target = AuditEntry.objects.get().target
    assert len(target.splitlines()) == 1
    assert target.isprintable()


def test_long_name_fits(dana: User, alice: User) -> None:
    AuditEntry.record(dana, "room.delete", "x" * 1_000)
    assert len(AuditEntry.objects.get().target) == 300

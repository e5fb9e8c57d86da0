"""What the exhibits show: the same people, rooms and messages at the same moments in every run.

Played inside the server's own data: ``Server.manage("shell", "-c", "from e2e.scene import play; play()")``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from unittest.mock import patch

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.files.base import ContentFile
from django.db import transaction

from chat.gallery.pictures import drawn
from chat.models import Invitation, Report, Room, Token, User, Workspace, found
from chat.tests.accounts.passkeys import a_passkey
from e2e.pages.people import PASSWORD

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
#: What the browsers take for now: the day after, so that no page depends on the day of the test.
NOW = BEGIN + timedelta(days=1, hours=5)

# The rooms' keys, in the order of their making.
LOBBY, ARCHIVE, EMPTY, GARDEN, BOARD, PUT_AWAY, CONVERSATION = 1, 2, 3, 4, 5, 6, 7

BOT, EVE, EVELYN = 4, 5, 6  # the people's keys: alice, bob, carol and these
REPORTABLE, REPORTED = 2, 6  # messages' keys
ALICES, EDITED = 1, 8
INVITATION, USED_UP = "the-one-for-everybody", "the-one-that-is-used-up"  # tokens

TALK = (
    ("alice", "Good morning! The plan for this week: https://example.org/plan"),
    ("bob", "Morning, Alice. I read it on the train."),
    ("bob", "One question about Thursday:\nis the demo before or after lunch?"),
    ("alice", "After lunch. I will bring the cake 🎂"),
    ("carol", "مرحبا بالجميع، سأنضم إليكم بعد قليل"),
    ("bob", "שלום לכולם"),
    ("alice", "Averylongwordthatnobodywouldeverwritebutthatapageoughttoberatherpreparedforanyway"),
)


def open_to_all() -> None:
    """Anyone may sign up."""
    Workspace.objects.update_or_create(pk=1, defaults={"sign_up": Workspace.SignUp.OPEN})


def play() -> None:
    with transaction.atomic(), a_message_a_minute():
        alice, lobby = found(username="alice", password=PASSWORD, room_name="Lobby")
        bob, carol = (
            User.objects.create_user(name, password=PASSWORD) for name in ("bob", "carol")
        )
        carol.change_picture(ContentFile(drawn(96), "carol.webp"))
        carol.change_profile(
            display_name="",
            status_emoji="🚲",
            status_text="سأعود ظهرا",
            time_zone="",
        )
        people = {"alice": alice, "bob": bob, "carol": carol}
        archive, empty, _ = (
            Room.objects.start(name, alice) for name in ("Archive", "Empty", "Garden")
        )
        for room in (lobby, archive, empty):
            room.join(bob)
        lobby.join(carol)
        for name, text in TALK:
            lobby.post(people[name], text)
        lobby.post(bob, "See you at tenn").edit(bob, "See you at ten")
        lobby.post(bob, "A mistake").erase(bob)
        empty.favour(alice, on=True)
        for number in range(1, 121):
            archive.post(bob if number % 3 else alice, f"Message number {number}")
        keep(people)
        bot = User.objects.create_bot(alice, "echo", "Echo")
        token, _ = Token.objects.issue(alice, bot, "laptop")
        Token.objects.issue(alice, bot, "server in the cellar")[0].note_use()
        token.revoke(alice)
        invite(alice, carol, lobby)
        moderate(alice, people, lobby)
        react(people, lobby)
        archive.messages.get(seq=20).pin(bob)
        archive.messages.get(seq=30).bookmark(alice, on=True)
    User.objects.update(date_joined=BEGIN)


def keep(people: dict[str, User]) -> None:
    """Rooms of other kinds than open: announcements for a few, one that is put away, a conversation."""
    alice, bob, carol = people["alice"], people["bob"], people["carol"]
    board = Room.objects.start(
        *("Board", alice),
        kind="closed",
        topic="What is decided, and when",
        description="Minutes of every meeting.\n\nThe list: https://example.org/list",
        is_announcement=True,
    )
    board.add(alice, [bob])
    board.post(alice, "We meet on Thursday at ten.")
    old = Room.objects.start("Old plans", alice)
    old.post(alice, "All of this is done.")
    old.archive(alice)
    conversation = Room.objects.converse(alice, [bob, carol])
    conversation.post(bob, "Shall we take the train?")


def invite(alice: User, carol: User, lobby: Room) -> None:
    """One invitation of each kind. Whether one has expired is a matter of the server's own time."""
    issue = Invitation.objects.issue
    made, _ = issue(alice, rooms=[lobby], max_uses=10, expires_at=BEGIN.replace(year=2099))
    made.accept(carol, is_new=True)
    Invitation.objects.filter(pk=made.pk).update(digest=sha256(INVITATION.encode()).hexdigest())
    used, _ = issue(alice, max_uses=1)
    Invitation.objects.filter(pk=used.pk).update(
        uses=1, digest=sha256(USED_UP.encode()).hexdigest()
    )
    issue(alice, role=User.Role.GUEST, rooms=[lobby], expires_at=BEGIN.replace(year=2020))
    issue(alice)[0].revoke(alice)


def moderate(alice: User, people: dict[str, User], lobby: Room) -> None:
    """Somebody who was banned, and others; reports, and whom Carol does not read."""
    eve = User.objects.create_user("eve", password=PASSWORD)
    evelyn = User.objects.create_user("evelyn", password=PASSWORD, email="evelyn@example.org")
    User.objects.create_bot(alice, "evebot", "Eve's bot")
    eve.ban(alice)
    evelyn.change_role(alice, "guest")
    Report.objects.file(lobby.messages.get(pk=REPORTED), people["carol"], "I cannot read this.")
    Report.objects.file(lobby.messages.get(pk=REPORTED + 1), people["bob"])
    people["carol"].block(people["bob"])


def make_person(name: str) -> int:
    return User.objects.create_user(name, password=PASSWORD).pk


def react(people: dict[str, User], lobby: Room) -> None:
    """At the end: what others make of a message is nobody's turn to speak."""
    for text, names in (("👍", ("alice", "bob", "carol")), ("🚀", ("bob",))):
        for name in names:
            lobby.messages.get(pk=REPORTABLE).react(people[name], text)
    lobby.messages.get(text="See you at ten").react(people["carol"], "🚲")


def play_accounts() -> None:
    """People of e2e/test_accounts.py: one for each test, with no address but where it is about that."""
    found(username="ada", password=PASSWORD, room_name="Lobby")
    for name in ("tom", "pat", "sam", "kim", "ria", "ned", "dana", "max"):
        make_person(name)
    User.objects.filter(username="dana").update(display_name="Dana of old")
    for name in ("ria", "dana", "max"):
        user = User.objects.get(username=name)
        EmailAddress.objects.create(
            user=user, email=f"{name}@example.org", primary=True, verified=True
        )
    EmailAddress.objects.create(user=user, email="max.with.a.longer.name@example.com")
    RecoveryCodes.activate(user)
    a_passkey(user)


def recovery_code_of(name: str) -> str:
    """The last that is unused."""
    codes = RecoveryCodes.activate(User.objects.get(username=name)).get_unused_codes()
    return codes[-1]


@contextmanager
def a_message_a_minute() -> Iterator[None]:
    """Let the server's clock begin at ``BEGIN`` and go on by twenty seconds whenever it is read."""
    readings = count()
    with patch("django.utils.timezone.now", lambda: BEGIN + timedelta(seconds=20 * next(readings))):
        yield

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chat.models import AuditEntry, Invitation, InvitationEnded, Room, User
from chat.tests.threads import at_once, overlapping

State = Invitation.State


@pytest.fixture
def garden(dana: User) -> Room:
    return Room.objects.start("Garden", dana)


def issue(by: User, *rooms: Room, **values: Any) -> Invitation:
    return Invitation.objects.issue(by, rooms=rooms, **values)[0]


def ended(call: Callable[[], Any]) -> State:
    with pytest.raises(InvitationEnded) as caught:
        call()
    return caught.value.state


def test_token_is_stored_as_a_digest_only(dana: User) -> None:
    invitation, token = Invitation.objects.issue(dana)
    assert len(token) >= 43  # 256 bits
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(AuditEntry.objects.values().get())
    assert Invitation.objects.usable(token) == invitation
    assert Invitation.objects.usable(invitation.digest) is None


def test_no_two_tokens_are_alike(dana: User) -> None:
    assert len({Invitation.objects.issue(dana)[1] for _ in range(20)}) == 20


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "a", "\x00", "é" * 10_000])
def test_wrong_token_finds_nothing(token: str) -> None:
    assert Invitation.objects.with_token(token) is None


@pytest.mark.parametrize("role", ["member", "guest"])
def test_only_administrators_invite(make_user: Callable[..., User], role: str) -> None:
    somebody = make_user("somebody", role=role)
    with pytest.raises(PermissionDenied):
        Invitation.objects.issue(somebody)
    assert not Invitation.objects.exists()


def test_only_administrators_revoke(dana: User, bob: User) -> None:
    invitation = issue(dana)
    with pytest.raises(PermissionDenied):
        invitation.revoke(bob)
    assert invitation.is_usable


def test_inviting_and_revoking_are_in_the_audit_log(dana: User, garden: Room) -> None:
    invitation = issue(dana, garden, max_uses=3)
    invitation.revoke(dana)
    invitation.revoke(dana)
    issued, revoked = AuditEntry.objects.order_by("pk")
    assert (issued.actor, issued.details["rooms"], issued.details["max_uses"]) == (
        dana,
        ["Garden"],
        3,
    )
    assert revoked.details == {"act": "revoke"}


@pytest.mark.parametrize(
    "values", [{"role": "administrator"}, {"role": "bot"}, {"role": "guest"}, {"max_uses": 0}]
)
def test_impossible_invitation_is_refused(dana: User, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        issue(dana, **values)
    assert not Invitation.objects.exists()


def test_archived_rooms_and_conversations_are_refused(dana: User, garden: Room) -> None:
    Room.objects.filter(pk=garden.pk).update(archived_at=timezone.now())
    conversation = Room.objects.create(kind=Room.Kind.DIRECT, direct_key="1,2")
    garden.refresh_from_db()
    for room in (garden, conversation):
        with pytest.raises(PermissionDenied):
            issue(dana, room)


def test_new_person_gets_the_role_and_the_rooms(dana: User, garden: Room, carol: User) -> None:
    invitation = issue(dana, garden, role="guest")
    assert invitation.accept(carol, is_new=True) == [garden]
    carol.refresh_from_db()
    assert (carol.role, carol.invitation) == ("guest", invitation)
    assert garden.has_member(carol)
    invitation.refresh_from_db()
    assert invitation.uses == 1


@pytest.mark.parametrize(
    ("role", "offered"),
    [("member", "guest"), ("guest", "member"), ("administrator", "guest")],
)
def test_who_is_here_stays_what_they_are(
    dana: User, garden: Room, make_user: Callable[..., User], role: str, offered: str
) -> None:
    somebody = make_user("somebody", role=role)
    issue(dana, garden, role=offered).accept(somebody, is_new=False)
    somebody.refresh_from_db()
    assert (somebody.role, somebody.invitation) == (role, None)
    assert garden.has_member(somebody)


def test_accepting_twice_is_one_use(dana: User, garden: Room, carol: User) -> None:
    invitation = issue(dana, garden, max_uses=1)
    assert invitation.accept(carol, is_new=False) == [garden]
    assert invitation.accept(carol, is_new=False) == [garden]
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_used_up_lets_nobody_in(dana: User, garden: Room, bob: User, carol: User) -> None:
    invitation = issue(dana, garden, max_uses=1)
    invitation.accept(bob, is_new=False)
    assert ended(lambda: invitation.accept(carol, is_new=False)) == State.USED_UP
    assert not garden.has_member(carol)


def test_expired_lets_nobody_in(dana: User, garden: Room, carol: User) -> None:
    invitation = issue(dana, garden, expires_at=timezone.now() - timedelta(seconds=1))
    assert invitation.state == State.EXPIRED
    assert ended(lambda: invitation.accept(carol, is_new=True)) == State.EXPIRED
    assert not garden.has_member(carol)
    carol.refresh_from_db()
    assert carol.invitation is None


def test_revoked_lets_nobody_in_and_keeps_who_came(
    dana: User, garden: Room, bob: User, carol: User
) -> None:
    invitation, token = Invitation.objects.issue(dana, rooms=[garden])
    invitation.accept(bob, is_new=False)
    Invitation.objects.get().revoke(dana)
    assert Invitation.objects.usable(token) is None
    assert ended(lambda: invitation.accept(carol, is_new=False)) == State.REVOKED
    assert garden.has_member(bob)
    assert not garden.has_member(carol)


@pytest.mark.parametrize("values", [{"role": "member"}, {"is_active": False}])
def test_invitation_ends_with_the_power_of_its_maker(
    dana: User, garden: Room, carol: User, values: dict[str, Any]
) -> None:
    invitation, token = Invitation.objects.issue(dana, rooms=[garden])
    User.objects.filter(pk=dana.pk).update(**values)
    assert Invitation.objects.usable(token) is None
    assert ended(lambda: invitation.accept(carol, is_new=False)) == State.REVOKED


def test_room_archived_meanwhile_is_left_out(dana: User, garden: Room, carol: User) -> None:
    invitation = issue(dana, garden)
    Room.objects.filter(pk=garden.pk).update(archived_at=timezone.now())
    assert invitation.accept(carol, is_new=True) == []
    assert not garden.has_member(carol)


@pytest.mark.django_db(transaction=True)
def test_last_use_has_one_winner(dana: User, garden: Room, make_user: Callable[..., User]) -> None:
    invitation = issue(dana, garden, max_uses=1)
    people = [make_user(f"person{number}") for number in range(6)]
    results = at_once(
        [lambda person=person: invitation.accept(person, is_new=True) for person in people]
    )
    assert results.count([garden]) == 1, results
    assert sum(isinstance(result, InvitationEnded) for result in results) == 5, results
    invitation.refresh_from_db()
    assert invitation.uses == 1
    assert User.objects.filter(invitation=invitation).count() == 1
    assert garden.memberships.exclude(user=dana).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_overtaken_at_the_last_use_is_told(
    dana: User, garden: Room, bob: User, carol: User
) -> None:
    invitation = issue(dana, garden, max_uses=1)
    won, lost = overlapping(
        lambda: invitation.accept(bob, is_new=False),
        lambda: invitation.accept(carol, is_new=False),
    )
    assert won == [garden]
    assert isinstance(lost, InvitationEnded)
    assert lost.state == State.USED_UP
    assert not garden.has_member(carol)


@pytest.mark.django_db(transaction=True)
def test_one_person_in_two_tabs_is_one_use(dana: User, garden: Room, carol: User) -> None:
    invitation = issue(dana, garden, max_uses=5)
    results = at_once([lambda: invitation.accept(carol, is_new=False)] * 2)
    assert results == [[garden], [garden]]
    invitation.refresh_from_db()
    assert invitation.uses == 1

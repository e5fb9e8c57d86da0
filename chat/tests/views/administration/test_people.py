"""The administration's pages of people."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import AuditEntry, Room, User
from chat.tests.queries import recorded_queries

INDEX = reverse("administration-people")
HTMX = {"HX-Request": "true"}
ACTS = ["person-role", "person-deactivate", "person-reactivate", "person-ban", "person-unban"]
MARKUP = "<script>alert(1)</script>"


def url(person: User, name: str = "administration-person") -> str:
    return reverse(name, args=[person.pk])


def found(client: Client, **query: str) -> list[str]:
    response = client.get(INDEX, query)
    assert response.status_code == 200
    return [person.username for person in response.context["page"]]


# Who may


@pytest.mark.parametrize("role", ["member", "guest", "bot"])
def test_others_may_not(
    make_user: Callable[..., User], signed_in: Callable[[User], Client], alice: User, role: str
) -> None:
    client = signed_in(make_user("eve", role=role))
    assert client.get(INDEX).status_code == 403
    assert client.get(INDEX, headers=HTMX).status_code == 403
    assert client.get(url(alice)).status_code == 403
    for name in ACTS:
        assert client.post(url(alice, name), {"role": "guest"}).status_code == 403
    alice.refresh_from_db()
    assert (alice.role, alice.is_active) == ("member", True)


def test_visitor_signs_in_first(visitor: Client, alice: User) -> None:
    for address in (INDEX, url(alice)):
        assert visitor.get(address).status_code == 302


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_posted_from_our_pages_only(
    danas: Client, dana: User, alice: User, name: str
) -> None:
    for method in ("get", "put", "patch", "delete"):
        assert getattr(danas, method)(url(alice, name)).status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(dana)
    assert careful.post(url(alice, name), {"role": "guest"}).status_code == 403
    alice.refresh_from_db()
    assert (alice.role, alice.is_active) == ("member", True)


@pytest.mark.parametrize("name", ["administration-person", *ACTS])
def test_unknown_person_is_not_found(danas: Client, name: str) -> None:
    address = reverse(name, args=[999_999])
    response = danas.post(address) if name in ACTS else danas.get(address)
    assert response.status_code == 404


# The list


def test_people_are_found_by_name_role_and_state(
    danas: Client, dana: User, make_user: Callable[..., User], alice: User, bob: User, carol: User
) -> None:
    make_user("gus", role="guest", display_name="Gustav Mahler")
    bob.deactivate(dana)
    carol.ban(dana)
    alice.delete_account()
    assert found(danas) == ["bob", "carol", "dana", f"deleted-{alice.pk}", "gus"]
    assert found(danas, q="MAHL") == ["gus"]
    assert found(danas, q="gus") == ["gus"]
    assert found(danas, role="administrator") == ["dana"]
    assert found(danas, state="active") == ["dana", "gus"]
    assert found(danas, state="deactivated") == ["bob"]
    assert found(danas, state="banned") == ["carol"]
    assert found(danas, state="deleted") == [f"deleted-{alice.pk}"]
    assert found(danas, state="active", role="guest", q="u") == ["gus"]
    assert found(danas, q="nobody") == []


@pytest.mark.parametrize(
    "query", [{"role": "king"}, {"state": "x"}, {"q": "\x00"}, {"page": "x"}, {"page": "99"}]
)
def test_search_that_makes_no_sense_is_none(
    danas: Client, alice: User, query: dict[str, str]
) -> None:
    assert found(danas, **query) == ["alice", "dana"]


def test_htmx_gets_the_list_alone(danas: Client) -> None:
    response = danas.get(INDEX, headers=HTMX)
    assertTemplateUsed(response, "chat/administration/people/_found.html")
    assertTemplateNotUsed(response, "chat/administration/people/index.html")


def test_pages_keep_the_search(danas: Client, make_user: Callable[..., User]) -> None:
    for number in range(51):
        make_user(f"guest-{number:02}", role="guest")
    response = danas.get(INDEX, {"role": "guest", "q": "guest"})
    assertContains(response, "51 people")
    assertContains(response, 'href="?role=guest&amp;q=guest&amp;page=2"')
    assert found(danas, role="guest", page="2") == ["guest-50"]


def test_list_takes_as_many_queries_however_many_people_there_are(
    danas: Client, make_user: Callable[..., User]
) -> None:
    counts = []
    for number in range(12):
        make_user(f"person-{number}", last_login=timezone.now())
        with recorded_queries() as queries:
            danas.get(INDEX, headers=HTMX)
        counts.append(len(queries))
    assert set(counts) == {4}  # session, person; how many, the people


def test_names_are_escaped(danas: Client, make_user: Callable[..., User]) -> None:
    person = make_user("eve", display_name=MARKUP, email="eve@example.org")
    for address in (INDEX, url(person)):
        assertNotContains(danas.get(address), MARKUP)


# A person


def test_person_has_what_administrators_know(danas: Client, lobby: Room, alice: User) -> None:
    lobby.post(alice, "hello")
    User.objects.filter(pk=alice.pk).update(email="alice@example.org")
    response = danas.get(url(alice))
    for part in ("alice@example.org", "Member", "Active", "1 message)"):
        assertContains(response, part)
    assertNotContains(response, alice.password)


def test_administrator_cannot_act_on_themselves(danas: Client, dana: User) -> None:
    assertNotContains(danas.get(url(dana)), 'method="post" action="/administration')
    for name in ACTS:
        response = danas.post(url(dana, name), {"role": "member"})
        assertContains(response, "You cannot do that to yourself", status_code=403)


def test_role_is_changed(danas: Client, alice: User) -> None:
    assertRedirects(danas.post(url(alice, "person-role"), {"role": "guest"}), url(alice))
    alice.refresh_from_db()
    assert alice.is_guest
    assertContains(danas.get(url(alice)), 'value="guest" id="id_role_2" required checked')


@pytest.mark.parametrize("role", ["", "bot", "king"])
def test_what_is_no_role_is_refused_where_it_was_chosen(
    danas: Client, alice: User, role: str
) -> None:
    response = danas.post(url(alice, "person-role"), {"role": role})
    assertContains(response, "Choose a role.", status_code=422)


def test_account_is_shut_and_opened(danas: Client, alice: User) -> None:
    for name, state, offers in (
        ("person-deactivate", "deactivated", "person-reactivate"),
        ("person-reactivate", "active", "person-deactivate"),
        ("person-ban", "banned", "person-unban"),
        ("person-unban", "active", "person-ban"),
    ):
        assertRedirects(danas.post(url(alice, name)), url(alice))
        assert User.objects.get(pk=alice.pk).state == state
        assertContains(danas.get(url(alice)), f'action="{url(alice, offers)}"')
    assert AuditEntry.objects.count() == 4


def test_ban_removes_messages_when_asked(
    danas: Client, lobby: Room, alice: User, bob: User
) -> None:
    for person, asked in ((alice, {}), (bob, {"remove_messages": "on"})):
        message = lobby.post(person, "hello")
        danas.post(url(person, "person-ban"), asked)
        message.refresh_from_db()
        assert message.is_deleted == bool(asked)


def test_messages_of_somebody_banned_can_be_removed_later(
    danas: Client, lobby: Room, alice: User
) -> None:
    lobby.post(alice, "hello")
    danas.post(url(alice, "person-ban"))
    assertContains(danas.get(url(alice)), "Remove their messages")
    danas.post(url(alice, "person-ban"), {"remove_messages": "on"})
    assertNotContains(danas.get(url(alice)), "Remove their messages")


def test_refused_act_says_why(danas: Client, dana: User, alice: User) -> None:
    alice.ban(dana)
    response = danas.post(url(alice, "person-reactivate"))
    assertContains(response, "lift the ban", status_code=403)


def test_account_that_its_person_deleted_is_only_shown(danas: Client, alice: User) -> None:
    alice.delete_account()
    assertNotContains(danas.get(url(alice)), 'method="post" action="/administration')


def test_bot_has_no_role_to_change(danas: Client, dana: User) -> None:
    bot = User.objects.create_bot(dana, "robot", "")
    response = danas.get(url(bot))
    assertNotContains(response, url(bot, "person-role"))
    assertContains(response, "Bot of <bdi>dana</bdi>")

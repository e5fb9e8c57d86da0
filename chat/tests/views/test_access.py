"""Where a page goes whose person is not let stay."""

from collections.abc import Callable

import pytest
from django.test import Client

from chat.live.standing import Reason
from chat.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason.SIGNED_OUT, "You have signed out in another tab, or your session was ended."),
        (Reason.PASSWORD_CHANGED, "The password of your account was changed."),
        (Reason.DEACTIVATED, "This account was deactivated"),
        (Reason.BANNED, "This account was banned"),
        ("<b>invented</b>", "You have signed out in another tab, or your session was ended."),
    ],
)
def test_it_says_why(client: Client, bob: User, reason: str, sentence: str) -> None:
    page = client.get("/signed-out/", {"reason": reason}).content.decode()
    assert sentence in page
    assert "invented" not in page


def test_it_leads_back(client: Client, bob: User) -> None:
    page = client.get("/signed-out/", {"reason": "signed-out", "next": "/rooms/5/?at=3"})
    assert 'href="/sign-in/?next=%2Frooms%2F5%2F%3Fat%3D3"' in page.content.decode()


def test_who_is_signed_in_by_now_goes_on(bob: User, signed_in: Callable[[User], Client]) -> None:
    answer = signed_in(bob).get("/signed-out/", {"reason": "role-changed", "next": "/rooms/5/"})
    assert answer["Location"] == "/rooms/5/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_it_leads_nowhere_else(
    bob: User, signed_in: Callable[[User], Client], client: Client, target: str
) -> None:
    assert signed_in(bob).get("/signed-out/", {"next": target})["Location"] == "/"
    assert "evil" not in client.get("/signed-out/", {"next": target}).content.decode()

"""What a provider calls somebody is no way around the rules of names."""

from collections.abc import Callable

import pytest
from allauth.core import context
from allauth.socialaccount.models import SocialLogin
from django.test import RequestFactory

from chat.accounts.adapter import SingleSignOnAdapter
from chat.models import User


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Carol Danvers", "Carol Danvers"),
        ("\u202eCarol", "Carol"),
        ("Аlісе", ""),
        ("alice", ""),
    ],
)
def test_name_of_a_provider_is_checked(
    make_user: Callable[..., User], rf: RequestFactory, name: str, shown: str
) -> None:
    make_user("root", role="administrator", display_name="Alice")
    request = rf.get("/")
    login = SocialLogin(user=User())
    with context.request_context(request):
        person = SingleSignOnAdapter(request).populate_user(
            request, login, {"name": name, "username": "carol"}
        )
    assert person.display_name == shown
    assert person.name == (shown or "carol")

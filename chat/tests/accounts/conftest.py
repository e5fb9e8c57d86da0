from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from chat.models import User, Workspace
from chat.tests.accounts.pages import PROVIDER, providers
from chat.tests.accounts.provider import Provider

MakeUser = Callable[..., User]


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


@pytest.fixture
def ada(make_user: MakeUser) -> User:
    return make_user("ada", role="administrator")


@pytest.fixture
def sign_up_is(ada: User) -> Callable[..., None]:
    """Sets whom Roomful is open to."""

    def set_mode(mode: str, domains: str = "") -> None:
        values = {"sign_up": mode, "sign_up_domains": domains}
        Workspace.objects.update_or_create(pk=1, defaults=values)

    return set_mode


@pytest.fixture
def with_mail(settings: Any) -> None:
    """As EMAIL_URL sets it; what is sent is in ``mailoutbox``."""
    settings.CAN_MAIL = True
    settings.ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider = Provider()
    try:
        yield provider.start()
    finally:
        provider.stop()


@pytest.fixture
def company(settings: Any, provider: Provider) -> Provider:
    """Single sign-on by that provider."""
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        {**PROVIDER, "settings": {"server_url": provider.url}}
    )
    return provider

"""A browser for each person, and one in which nobody is signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from chat.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def visitor(db: None) -> Client:
    return Client()


@pytest.fixture
def alices(alice: User, signed_in: SignIn) -> Client:
    return signed_in(alice)


@pytest.fixture
def bobs(bob: User, signed_in: SignIn) -> Client:
    return signed_in(bob)


@pytest.fixture
def danas(dana: User, signed_in: SignIn) -> Client:
    return signed_in(dana)


@pytest.fixture
def carols(carol: User, signed_in: SignIn) -> Client:
    return signed_in(carol)

"""Sessions without signing in, for what seeds a database: after ``django.setup()``."""

from django.test import Client

from chat.models import User


def cookie_of(user: User) -> str:
    """The cookie of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"

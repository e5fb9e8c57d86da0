"""The first run: who sets Roomful up, and the first room."""

from django.db import IntegrityError, transaction

from chat.models.room import Room
from chat.models.user import User


class AlreadyFounded(Exception):
    """Somebody was first."""


def found(*, username: str, password: str, room_name: str) -> tuple[User, Room]:
    """Make the administrator and a first room, both or neither.

    When two try at once the database lets one win: the other gets ``AlreadyFounded``. Raises
    ``ValidationError`` for a bad room name.
    """
    try:
        with transaction.atomic():
            if User.objects.exists():
                raise AlreadyFounded
            user = User.objects.create_superuser(username, password=password, founder=True)
            return user, Room.objects.start(room_name, user)
    except IntegrityError as error:
        raise AlreadyFounded from error

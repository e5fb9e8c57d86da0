"""What a person shows of themselves: name, picture, status, where they live."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from chat.models import picture
from chat.models.lookalikes import looks
from chat.models.text import clean_name, validate_storable

if TYPE_CHECKING:
    from chat.models.user import User

TOO_ALIKE = "This name looks like that of an administrator. Choose another one."
NO_EMOJI = "Choose one emoji."

#: Of the time zone database: what is no place, and other names of places that it has elsewhere.
_NO_AREAS = {"Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico", "posix", "right"}
ZERO_WIDTH_JOINER = "\u200d"
KEYCAP = "\u20e3"


class Profile:
    """Verbs and facts of ``User``."""

    def change_profile(
        self, *, display_name: str, status_emoji: str, status_text: str, time_zone: str
    ) -> None:
        """Raises ``ValidationError`` with the sentences of each field; nothing is changed then."""
        person = cast("User", self)
        given = {
            "display_name": clean_name(display_name),
            "status_emoji": status_emoji.strip(),
            "status_text": clean_name(status_text),
            "time_zone": time_zone,
        }
        changed = {name: new for name, new in given.items() if new != getattr(person, name)}
        if errors := dict(_errors(person, changed)):
            raise ValidationError(errors)
        for name, new in changed.items():
            setattr(person, name, new)
        if changed:
            person.save(update_fields=changed.keys())

    def change_picture(self, upload: File[bytes]) -> None:
        """Raises ``ValidationError`` for what is no picture, or one that is too large."""
        key = picture.store(upload)
        try:
            self._show(key)
        except BaseException:
            picture.remove(key)
            raise

    def remove_picture(self) -> None:
        self._show("")

    def _show(self, key: str) -> None:
        """The files of the picture before go when nobody can be told of them any more."""
        person = cast("User", self)
        with transaction.atomic():
            before = type(person).objects.select_for_update().get(pk=person.pk).avatar
            if before == key:
                return
            person.avatar = key
            person.save(update_fields=["avatar"])
            if before:
                transaction.on_commit(partial(picture.remove, before), robust=True)

    @property
    def local_time(self) -> datetime | None:
        """What time it is for the person, when they have said where they live."""
        name = cast("User", self).time_zone
        return timezone.now().astimezone(ZoneInfo(name)) if name in time_zones() else None


def validate_person_name(name: str, person: User | None = None) -> None:
    """Refuse what looks like the name or the user name of an administrator.

    For a name before it is stored, ``person`` being whose it will be. Administrators may call themselves what they
    like: one who is called as another is another matter. Raises ``ValidationError``.
    """
    from chat.models.user import User

    validate_storable(name)
    if person is not None and person.is_administrator:
        return
    looking = looks(name)
    for administrator in User.objects.filter(role=User.Role.ADMINISTRATOR):
        if looking & (looks(administrator.name) | looks(administrator.username)):
            raise ValidationError(TOO_ALIKE, code="lookalike")


def validate_emoji(text: str) -> None:
    """Refuse what is not one emoji, however many characters it is made of."""
    shown = [each for each in text if unicodedata.category(each) not in {"Cf", "Mn", "Me", "Sk"}]
    joined = text.count(ZERO_WIDTH_JOINER)
    is_flag = len(shown) == 2 and all("\U0001f1e6" <= each <= "\U0001f1ff" for each in shown)
    is_key = len(shown) == 1 and text.endswith(KEYCAP) and shown[0] in "0123456789#*"
    is_one = len(shown) == joined + 1 and all(unicodedata.category(each) == "So" for each in shown)
    if text and not (is_flag or is_key or is_one):
        raise ValidationError(NO_EMOJI, code="emoji")


def validate_time_zone(name: str) -> None:
    if name and name not in time_zones():
        raise ValidationError("Choose a time zone.", code="time_zone")


@cache
def time_zones() -> frozenset[str]:
    """By the names of their largest cities, such as "Europe/Berlin"; UTC; and no abbreviations."""
    return frozenset(name for name in available_timezones() if _names_a_place(name)) | {"UTC"}


def _names_a_place(name: str) -> bool:
    area, _, place = name.partition("/")
    return bool(place) and area not in _NO_AREAS


def _errors(person: User, given: dict[str, str]) -> Iterator[tuple[str, ValidationError]]:
    """What is wrong with each field."""
    for name, value in given.items():
        try:
            validate_storable(value)
            field: Any = person._meta.get_field(name)
            field.clean(value, person)
            if name == "display_name":
                validate_person_name(value, person)
            elif name == "status_emoji":
                validate_emoji(value)
            elif name == "time_zone":
                validate_time_zone(value)
        except ValidationError as error:
            yield name, error

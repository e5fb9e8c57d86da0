"""Who somebody is."""

from typing import Any

from chat.gallery.people import ALICE, LOBBY, WORD, person, room
from chat.gallery.sample import Sample
from chat.models import Room, User

KITCHEN, GARDEN = room("Kitchen", pk=2), room("Garden", pk=3)


def card(state: str, somebody: User, *rooms: Room) -> Sample:
    return Sample(
        template="chat/people/_card.html",
        state=state,
        css="static/css/components/person.css",
        wrapper="card",
        context=lambda: {"person": somebody, "rooms": rooms},
    )


def named(username: str, first: str, last: str, **values: Any) -> User:
    return person(username, 6, first_name=first, last_name=last, **values)


PEOPLE = (
    card("plain", named("ines", "Inês", "Carvalho"), LOBBY, KITCHEN),
    card("administrator", person("alice", 1, is_superuser=True), LOBBY),
    card("has left", person("dana", 8, is_active=False)),
    card(
        "many shared rooms",
        ALICE,
        LOBBY,
        KITCHEN,
        GARDEN,
        *(room(f"Room {n}", pk=n) for n in range(4, 9)),
    ),
    card("long name", named("hasina", "Hasina Fanomezantsoa Nomenjanahary", WORD), LOBBY),
    card("right to left", named("layla", "ليلى", "حداد"), room("غرفة الاستراحة", pk=4)),
    Sample(
        template="chat/people/_signed_out.html",
        state="signed out",
        css="static/css/components/notice.css",
    ),
)

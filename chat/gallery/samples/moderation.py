"""What administrators see of people, rooms, reports and of what was done."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator

from chat.gallery.people import (
    ALICE,
    ARABIC,
    BOB,
    CAROL,
    LAILA,
    MINUTE,
    MOMENT,
    PHRASE,
    WOLFE,
    WORD,
    message,
    person,
    room,
)
from chat.gallery.sample import Sample
from chat.models import AuditEntry, Report, Room, User

CSS = "static/css/components/administration.css"
FOLDER = "chat/administration"
DANA = person("dana", 9, role="administrator", last_login=MOMENT)
BANNED = person("eve", 10, is_active=False, banned_at=MOMENT)
DELETED = person("deleted-11", 11, is_active=False, deleted_at=MOMENT)
LEFT = person("gus", 12, is_active=False, role="guest")
ROBOT = person("robot", 13, role="bot", owner=DANA)
PEOPLE = (ALICE, BOB, DANA, LAILA, WOLFE, BANNED, DELETED, LEFT, ROBOT)


def sample(name: str, state: str, wrapper: str = "sheet", **context: Any) -> Sample:
    return Sample(
        template=f"{FOLDER}/{name}.html",
        state=state,
        css=CSS,
        wrapper=wrapper,
        context=lambda: dict(context),
    )


def page(things: Sequence[Any], number: int = 1, size: int = 50) -> Any:
    return Paginator(things, size).page(number)


def listed(state: str, person: User) -> Sample:
    return sample("people/_person", state, "records", person=person)


def facts(state: str, person: User, count: int = 12) -> Sample:
    return sample("people/_facts", state, person=person, message_count=count)


def administered(name: str = "Lobby", pk: int = 1, **values: Any) -> Room:
    described = {"member_count": 12, "said_at": MOMENT, "is_member": False}
    shown = room(name, pk=pk, **{k: v for k, v in values.items() if k not in described})
    for field, value in {**described, **values}.items():
        setattr(shown, field, value)
    return shown


def listed_room(state: str, **values: Any) -> Sample:
    return sample("rooms/_room", state, "records", room=administered(**values))


def report(
    state: str, text: str = "You fool!", author: User = BOB, *, said: bool = True, **values: Any
) -> Sample:
    about = message(text, by=author) if said else None
    values = {"reporter": CAROL, "created_at": MOMENT + timedelta(hours=1), **values}
    filed = Report(pk=1, message=about, text=text, author=author, **values)
    return sample("reports/_report", state, "records", report=filed)


def entry(state: str, before: str, target: str, after: str = "", actor: User = DANA) -> Sample:
    done = AuditEntry(pk=1, actor=actor, created_at=MOMENT)
    sentence = {"before": before, "target": target, "after": after}
    return sample("audit/_entry", state, "records", entry=done, sentence=sentence)


def line(number: int) -> dict[str, Any]:
    done = AuditEntry(pk=number, actor=DANA, created_at=MOMENT - number * MINUTE)
    return {
        "entry": done,
        "sentence": {"before": "deleted the room ", "target": f"Room {number}", "after": ""},
    }


SAMPLES = (
    listed("member", BOB),
    listed("administrator", DANA),
    listed("bot", ROBOT),
    listed("banned", BANNED),
    listed("deactivated guest", LEFT),
    listed("deleted by their person", DELETED),
    listed("very long word", person(WORD, 14)),
    listed("right to left", LAILA),
    sample("people/_found", "several", page=page(PEOPLE), query=""),
    sample("people/_found", "none", page=page([]), query="q=nobody"),
    facts("administrator", DANA),
    facts("bot", ROBOT),
    facts("banned", BANNED),
    facts("deleted by their person", DELETED),
    facts("very long word", person(WORD, 14, email=f"{WORD.lower()}@example.org")),
    sample("_pages", "first of three", page=page(PEOPLE, 1, 3), query=""),
    sample("_pages", "second of three", page=page(PEOPLE, 2, 3), query="role=guest"),
    sample("_pages", "last of three", page=page(PEOPLE, 3, 3), query=""),
    sample("_pages", "only one, where nothing shows", page=page(PEOPLE), query=""),
    listed_room("open"),
    listed_room("one's own", is_member=True),
    listed_room("closed, nothing said", kind="closed", member_count=1, said_at=None),
    listed_room("archived", archived_at=MOMENT),
    listed_room("very long word", name=WORD),
    listed_room("right to left", name="غرفة المعيشة"),
    sample(
        "rooms/_found",
        "several",
        page=page([administered(), administered(PHRASE, 2), administered("Choir", 3)]),
        query="",
    ),
    report("open", reason="He is rude."),
    report("without a reason"),
    report("message was deleted before", said=False),
    report("much to say", PHRASE * 20, WOLFE, reason=PHRASE * 5),
    report("right to left", ARABIC, LAILA, reason=ARABIC),
    report("author has left", "Spam", BANNED),
    report("resolved", resolved_at=MOMENT + timedelta(hours=2), resolved_by=DANA),
    entry("plain", "banned ", "eve", ", and removed 3 of their messages"),
    entry("very long word", "deleted the room ", WORD),
    entry("right to left", "deactivated ", "ليلى الحسن", actor=LAILA),
    sample(
        "audit/_found", "several, and older ones", lines=[line(n) for n in range(1, 6)], before=5
    ),
    sample("audit/_found", "none", lines=[], before=None),
)

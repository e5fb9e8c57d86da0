"""The pieces that are everywhere."""

from typing import Any

from chat.forms import RoomForm
from chat.gallery.people import ALICE, MOMENT, WORD, person
from chat.gallery.sample import Sample
from chat.models import User


def component(
    name: str, state: str, /, css: str = "", wrapper: str = "plain", **context: Any
) -> Sample:
    return Sample(
        template=f"components/_{name}.html",
        state=state,
        css=f"static/css/components/{css or name}.css",
        wrapper=wrapper,
        context=lambda: context,
    )


def notice(state: str, *texts: str) -> Sample:
    return component("notice", state, texts=texts)


def form(state: str, data: dict[str, str] | None = None, error: str | None = None) -> Sample:
    def context() -> dict[str, Any]:
        form = RoomForm(data)
        if error:
            form.add_error(None, error)
        return {"form": form}

    return Sample(
        template="components/_form.html",
        state=state,
        css="static/css/components/field.css",
        context=context,
    )


def avatar(state: str, somebody: User) -> Sample:
    return component("avatar", state, person=somebody)


COMPONENTS = (
    component("brand", "everywhere"),
    component("mark", "alone", css="brand"),
    component("icon", "all of them", wrapper="icons", name="chat"),
    avatar("two letters", person("Ines Carvalho", 5)),
    avatar("one letter", ALICE),
    avatar("right to left", person("ليلى حداد", 7)),
    avatar("emoji", person("🦊 fox", 9)),
    avatar("nothing that shows", person("...", 11)),
    component("time", "what fits", css="message", moment=MOMENT),
    component("time", "clock", css="message", moment=MOMENT, format="clock"),
    component("time", "day", css="day", moment=MOMENT, format="day"),
    component("time", "date", css="person", moment=MOMENT, format="date"),
    component(
        "link",
        "leads away",
        css="message",
        href="https://example.org/",
        text="example.org",
        leads_away=True,
    ),
    component("link", "e-mail", css="message", href="mailto:a@example.org", text="a@example.org"),
    component("connection", "lost", shown="lost"),
    component("connection", "a link led nowhere", shown="failed"),
    component("connection", "back", shown="back"),
    component("messages", "saved", css="notice", messages=["Saved."]),
    component("keys", "open", wrapper="opened"),
    notice("one sentence", "You are not a member of this room."),
    notice(
        "several sentences", "Write something first.", "A message has at most 10000 characters."
    ),
    notice("very long word", f"There is no room that is called {WORD}."),
    form("empty"),
    form("filled in", {"name": "Lobby"}),
    form("mistake in a field", {"name": ""}),
    form(
        "mistake in the whole", {"name": "Lobby"}, "You have made ten rooms today: that is enough."
    ),
)

PAGES = tuple(
    Sample(template=f"{name}.html", state="page", css="static/css/layout.css")
    for name in ("400", "403", "403_csrf", "404", "429", "500", "offline")
)

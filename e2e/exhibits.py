"""Every page, and every sample of the gallery, that the pictures and the accessibility tests look at.

A new page is one line in ``PAGES``. Pages are shown in any order, so a page that changes what others show (that marks
messages as read, say) gets a viewer of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from playwright.sync_api import Page, expect

from chat.gallery.samples import SAMPLES
from e2e.pages.room import RoomPage
from e2e.scene import (
    ALICES,
    ARCHIVE,
    BOARD,
    BOT,
    CONVERSATION,
    EDITED,
    EMPTY,
    EVE,
    EVELYN,
    GARDEN,
    INVITATION,
    LOBBY,
    PUT_AWAY,
    REPORTABLE,
    REPORTED,
    USED_UP,
)

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


class Size(NamedTuple):
    name: str
    width: int
    height: int


PHONE = Size("phone", 390, 844)
DESK = Size("desk", 1100, 800)


@dataclass(frozen=True)
class Exhibit:
    """A page at ``path``, as the person of that name sees it once they have done ``then``."""

    name: str
    path: str
    viewer: str | None = "alice"  # of e2e/scene.py; None: nobody is signed in
    then: Callable[[Page], None] | None = None
    unvisited: bool = False  # on a server that nobody has set up
    scripts: bool = True
    is_sample: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def views(self) -> tuple[tuple[Size, tuple[Theme, ...]], ...]:
        """How it is looked at. A sample in each size and each theme once: there are many."""
        if self.is_sample:
            return (PHONE, ("dark",)), (DESK, ("light",))
        return (PHONE, THEMES), (DESK, THEMES)


def jump(page: Page) -> None:
    """As if one had been there and nowhere else, whatever other exhibits were shown before."""
    been = f"room-{LOBBY},person-2,room-{ARCHIVE}"
    page.locator("jump-box").evaluate(
        "(box, been) => localStorage.setItem(box.storage, been)", been
    )
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()


def show_keys(page: Page) -> None:
    RoomPage(page).log.focus()
    page.keyboard.type("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def show_card(page: Page) -> None:
    RoomPage(page).message("I read it on the train").get_by_role("link", name="bob").click()
    expect(page.get_by_role("dialog", name="Person")).to_contain_text("@bob")


def open_actions(page: Page) -> None:
    RoomPage(page).messages.last.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("toolbar", name="Actions of this message").locator("button:focus")
    ).to_be_visible()


def open_picker(page: Page) -> None:
    """Found, since what some emoji are drawn with differs (docs/CONTRIBUTING.md)."""
    RoomPage(page).row(REPORTABLE).get_by_role("link", name="React").click()
    page.get_by_role("dialog", name="Emoji").get_by_label("Search emoji").fill("moon")
    expect(page.get_by_role("group", name="Found").get_by_role("button").first).to_be_visible()


def show_reactors(page: Page) -> None:
    RoomPage(page).row(REPORTABLE).get_by_role("button", name="👍").click(button="right")
    expect(page.get_by_role("dialog", name="Who reacted")).to_contain_text("carol")


def open_menu(page: Page) -> None:
    if not page.get_by_role("navigation", name="Rooms").is_visible():
        page.get_by_role("button", name="Rooms").click()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def forget(page: Page) -> None:
    """Opening an invitation is remembered; other pages of this visitor are as before."""
    page.context.clear_cookies()


PAGES = [
    Exhibit("first-run", "/", viewer=None, unvisited=True),
    Exhibit("sign-in", "/sign-in/", viewer=None),
    Exhibit("sign-up", "/sign-up/", viewer=None),
    Exhibit("bots", "/administration/bots/"),
    Exhibit("bot-new", "/administration/bots/new/"),
    Exhibit("token-new", f"/administration/bots/{BOT}/tokens/new/"),
    Exhibit("signed-out", "/signed-out/?reason=password-changed", viewer=None),
    Exhibit("banned", "/signed-out/?reason=banned", viewer=None),
    Exhibit("index", "/", viewer="carol"),
    Exhibit("room", f"/rooms/{LOBBY}/"),
    Exhibit("room-about", f"/rooms/{LOBBY}/", then=lambda page: RoomPage(page).about()),
    Exhibit("room-empty", f"/rooms/{EMPTY}/"),
    Exhibit("room-older", f"/rooms/{ARCHIVE}/?before=60"),
    Exhibit("room-join", f"/rooms/{GARDEN}/", viewer="bob"),
    Exhibit("room-edit", f"/rooms/{LOBBY}/edit/"),
    Exhibit("room-new", "/rooms/new/"),
    Exhibit("room-delete", f"/rooms/{LOBBY}/delete/"),
    Exhibit("room-members", f"/rooms/{BOARD}/members/?q=c"),
    Exhibit("room-announcements", f"/rooms/{BOARD}/", viewer="bob"),
    Exhibit("room-closed-about", f"/rooms/{BOARD}/", then=lambda page: RoomPage(page).about()),
    Exhibit("room-archived", f"/rooms/{PUT_AWAY}/"),
    Exhibit("room-archived-edit", f"/rooms/{PUT_AWAY}/edit/"),
    Exhibit("conversation", f"/rooms/{CONVERSATION}/"),
    Exhibit("conversation-new", "/conversations/new/?people=2"),
    Exhibit("room-at-a-message", f"/rooms/{ARCHIVE}/?at=60#at-60"),
    Exhibit("room-jump", f"/rooms/{LOBBY}/", then=jump),
    Exhibit("room-keys", f"/rooms/{LOBBY}/", then=show_keys),
    Exhibit("room-card", f"/rooms/{LOBBY}/", then=show_card),
    Exhibit("room-actions", f"/rooms/{LOBBY}/", then=open_actions),
    Exhibit("room-picker", f"/rooms/{LOBBY}/", then=open_picker),
    Exhibit("room-reactors", f"/rooms/{LOBBY}/", then=show_reactors),
    Exhibit("room-reply", f"/rooms/{LOBBY}/?quote={REPORTABLE}"),
    Exhibit("room-pins", f"/rooms/{ARCHIVE}/pins/"),
    Exhibit("saved", "/saved/"),
    Exhibit("message", f"/messages/{REPORTABLE}/"),
    Exhibit("message-edit", f"/messages/{ALICES}/edit/"),
    Exhibit("message-delete", f"/messages/{ALICES}/delete/"),
    Exhibit("message-edits", f"/messages/{EDITED}/edits/"),
    Exhibit("reactions", f"/messages/{REPORTABLE}/reactions/?q=moon"),
    Exhibit("emoji", "/emoji/?q=moon"),
    Exhibit("room-menu", f"/rooms/{LOBBY}/", then=open_menu),
    Exhibit("jump", "/jump/"),
    Exhibit("jump-none-found", "/jump/?q=library"),
    Exhibit("index-search", "/?q=gard", viewer="carol"),
    Exhibit("people", "/people/"),
    Exhibit("person", "/people/2/"),
    Exhibit("person-with-a-picture", "/people/3/", viewer="bob"),
    Exhibit("profile", "/profile/"),
    Exhibit("profile-with-a-picture", "/profile/", viewer="carol"),
    Exhibit("preferences", "/preferences/"),
    # What depends on mail, providers or the day is in e2e/test_accounts.py.
    Exhibit("account", "/account/"),
    Exhibit("account-password", "/account/password/"),
    Exhibit("account-two-factors", "/account/two-factors/"),
    Exhibit("account-passkeys", "/account/two-factors/webauthn/"),
    Exhibit("account-again", "/account/two-factors/totp/activate/"),
    Exhibit("account-inactive", "/account/inactive/", viewer=None),
    Exhibit("password-forgotten", "/account/password/reset/", viewer=None),
    Exhibit("password-link-used", "/account/password/reset/key/1-x/", viewer=None),
    Exhibit("administration-invitations", "/administration/invitations/"),
    Exhibit("administration-invitation", "/administration/invitations/new/"),
    Exhibit("administration-settings", "/administration/settings/"),
    Exhibit("join", f"/join/{INVITATION}/", viewer=None, then=forget),
    Exhibit("join-signed-in", f"/join/{INVITATION}/", viewer="bob"),
    Exhibit("join-used-up", f"/join/{USED_UP}/", viewer=None),
    Exhibit("join-unknown", "/join/nothing/", viewer=None),
    Exhibit("room-blocked", f"/rooms/{LOBBY}/", viewer="carol"),
    Exhibit("report", f"/messages/{REPORTABLE}/report/", viewer="alice"),
    Exhibit("reported", f"/messages/{REPORTED}/report/", viewer="carol"),
    Exhibit("person-blocked", "/people/2/", viewer="carol"),
    Exhibit("departure", "/account/delete/", viewer="bob"),
    Exhibit("administration-people", "/administration/people/?q=eve"),
    Exhibit("administration-person", f"/administration/people/{EVELYN}/"),
    Exhibit("administration-person-banned", f"/administration/people/{EVE}/"),
    Exhibit("administration-rooms", "/administration/rooms/"),
    Exhibit("administration-reports", "/administration/reports/"),
    Exhibit("administration-reports-resolved", "/administration/reports/?resolved"),
    Exhibit("administration-audit", "/administration/audit/"),
    Exhibit("offline", "/offline/", viewer=None),
    Exhibit("room-without-scripts", f"/rooms/{LOBBY}/", scripts=False),
    Exhibit("index-without-scripts", "/", viewer="carol", scripts=False),
    Exhibit("forbidden", f"/rooms/{LOBBY}/edit/", viewer="bob"),
    Exhibit("not-found", "/nowhere/"),
]
EXHIBITS = PAGES + [
    Exhibit(f"samples/{sample.slug}", f"/gallery/{sample.slug}/", is_sample=True)
    for sample in SAMPLES
]

"""Accounts: second factors, passkeys, sessions, new passwords, single sign-on."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chat.tests.accounts.codes import code_of
from chat.tests.accounts.mailbox import Mailbox
from chat.tests.accounts.provider import Provider
from e2e.axe import findings
from e2e.exhibits import DESK, PHONE, THEMES, Theme
from e2e.pages.people import PASSWORD, SignInPage, sign_out
from e2e.server import Server

NEW_PASSWORD = "another horse battery"
SCENE = "from e2e.scene import play_accounts; play_accounts()"


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider = Provider()
    try:
        yield provider.start()
    finally:
        provider.stop()


@pytest.fixture(scope="module")
def company(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox, provider: Provider
) -> Iterator[Server]:
    """A server with mail and single sign-on, on which each test has a person of its own."""
    data_dir = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("company") / "data"))
    server = Server(
        data_dir,
        EMAIL_URL=mailbox.setting,
        OIDC_PROVIDERS="company",
        OIDC_COMPANY_URL=provider.url,
        OIDC_COMPANY_CLIENT_ID="roomful",
        OIDC_COMPANY_SECRET="secret",
        RATE_LIMITS="0",
    )
    server.manage("shell", "-c", SCENE)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def window(open_browser: Callable[..., Page], company: Server) -> Callable[..., Page]:
    """By name, not by number: passkeys belong to a name."""
    return lambda: open_browser(base_url=f"http://localhost:{company.port}")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    SignInPage(page).open().fill(name, password)


def is_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="Rooms", exact=True)).to_be_visible()


def confirm(page: Page) -> None:
    """What is important asks for the password again."""
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def account(page: Page, link: str) -> None:
    page.goto("/account/")
    page.get_by_role("navigation", name="Account").get_by_role(
        "link", name=re.compile(f"^{link}")
    ).click()


def virtual_device(page: Page) -> None:
    """A device that keeps passkeys, and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_app_and_recovery_codes_are_a_second_factor(window: Callable[..., Page]) -> None:
    page = window()
    sign_in(page, "tom")
    is_in(page)
    account(page, "Two factors")
    page.get_by_role("link", name="Set it up").click()
    confirm(page)
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    recovery = page.locator(".codes .secret").all_inner_texts()
    assert len(recovery) == 10

    # Each code works once, so the sign-in takes a recovery code, and that one no second time.
    sign_out(page)
    sign_in(page, "tom")
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    is_in(page)
    sign_out(page)
    sign_in(page, "tom")
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.get_by_role("button", name="Sign in as somebody else").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_passkey_signs_in_and_is_a_second_factor(window: Callable[..., Page]) -> None:
    page = window()
    virtual_device(page)
    sign_in(page, "pat")
    is_in(page)
    account(page, "Passkeys")
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    account(page, "Passkeys")
    expect(page.get_by_role("heading", name="My laptop")).to_be_visible()
    expect(page.get_by_text("Signs you in by itself")).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    is_in(page)

    sign_out(page)
    sign_in(page, "pat")
    page.get_by_role("button", name="Use a passkey").click()
    is_in(page)


def is_signed_out(page: Page) -> None:
    """The page says so by itself, and no other is to be had."""
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_ending_a_session_signs_the_other_browser_out(window: Callable[..., Page]) -> None:
    here, there = window(), window()
    for page in (here, there):
        sign_in(page, "sam")
        is_in(page)
    account(here, "Sessions")
    expect(here.get_by_text("This browser")).to_be_visible()
    here.get_by_role("button", name="End the session").click()
    expect(here.get_by_text("that browser is signed out")).to_be_visible()
    is_signed_out(there)
    here.goto("/account/")
    expect(here.get_by_role("heading", name="Account")).to_be_visible()


def test_changing_the_password_ends_other_sessions(window: Callable[..., Page]) -> None:
    here, there = window(), window()
    for page in (here, there):
        sign_in(page, "kim")
        is_in(page)
    account(here, "Password")
    here.get_by_label("Password now").fill(PASSWORD)
    here.get_by_label("New password").fill(NEW_PASSWORD)
    here.get_by_label("Password confirmation").fill(NEW_PASSWORD)
    here.get_by_role("button", name="Change it").click()
    expect(here.get_by_role("heading", name="Account")).to_be_visible()
    is_signed_out(there)
    sign_in(there, "kim", NEW_PASSWORD)
    is_in(there)


def set_password(page: Page) -> None:
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_label("Password confirmation").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()


def test_new_password_by_mail(window: Callable[..., Page], mailbox: Mailbox) -> None:
    page = window()
    page.goto("/sign-in/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill("ria@example.org")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    letter = mailbox.letter_to("ria@example.org")
    link = re.search(r"http://\S+", letter.get_content())
    assert letter["From"] == "chat@example.org"
    assert link
    page.goto(link[0])
    set_password(page)
    sign_in(page, "ria@example.org", NEW_PASSWORD)
    is_in(page)
    sign_out(page)
    page.goto(link[0])
    expect(page.get_by_role("heading", name="This link does not work any more")).to_be_visible()


def test_address_is_proved_before_one_is_in(window: Callable[..., Page], mailbox: Mailbox) -> None:
    page = window()
    page.goto("/sign-up/")
    page.get_by_label("Username").fill("nina")
    page.get_by_label("E-mail address").fill("nina@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    link = re.search(r"http://\S+", mailbox.letter_to("nina@example.org").get_content())
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Yes, it is mine").click()
    is_in(page)


def test_new_password_without_mail(
    alice: Page, open_browser: Callable[..., Page], server: Server
) -> None:
    """An administrator makes a link, which works once."""
    make = "from e2e.scene import make_person; print(make_person('fred'))"
    pk = server.manage("shell", "-v", "0", "-c", make).strip()
    alice.goto("/account/")
    alice.evaluate(
        """pk => {
            const form = document.querySelector('form[action="/sign-out/"]').cloneNode(true);
            form.action = `/people/${pk}/reset-link/`;
            document.body.append(form);
            form.submit();
        }""",
        pk,
    )
    expect(alice.get_by_role("heading", name="A new password for fred")).to_be_visible()
    link = alice.locator(".secret").inner_text()

    fred = open_browser()
    fred.goto("/sign-in/")
    fred.get_by_role("link", name="Forgot your password?").click()
    expect(fred.get_by_text("Ask an administrator")).to_be_visible()
    fred.goto(link)
    set_password(fred)
    sign_in(fred, "fred", NEW_PASSWORD)
    is_in(fred)
    sign_out(fred)
    fred.goto(link)
    expect(fred.get_by_role("heading", name="This link does not work any more")).to_be_visible()


def by_company(page: Page, provider: Provider, who: str) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with Company").click()
    page.get_by_role("button", name=who, exact=True).first.click()


def test_single_sign_on(window: Callable[..., Page], provider: Provider) -> None:
    """Somebody new comes in; somebody who is here already, by an address that both sides know, is the same person."""
    new = window()
    quieten(new, provider)
    by_company(new, provider, "erin")
    is_in(new)
    expect(new.locator(".account__name")).to_have_text("erin")

    known = window()
    quieten(known, provider)
    by_company(known, provider, "dana")
    is_in(known)
    expect(known.locator(".account__name")).to_have_text("Dana of old")


def test_unverified_address_takes_no_account(
    window: Callable[..., Page], provider: Provider
) -> None:
    page = window()
    quieten(page, provider)
    by_company(page, provider, "mallory")
    is_in(page)
    account(page, "Connected accounts")
    expect(page.locator(".account__name")).not_to_have_text("Dana of old")


PAGES = {
    "": (
        "/sign-in/",
        "/sign-up/",
        "/account/password/reset/",
        "/account/password/reset/sent/",
        "/account/email/sent/",
        "/account/email/confirm/nonsense/",
        "/account/sso/company/",
        "/account/sso-cancelled/",
    ),
    "max": (
        "/account/",
        "/account/email/",
        "/account/sessions/",
        "/account/connections/",
        "/account/two-factors/",
        "/account/two-factors/webauthn/",
        "/account/two-factors/webauthn/add/",
        "/account/two-factors/webauthn/reauthenticate/",
        "/account/two-factors/reauthenticate/",
        "/account/two-factors/totp/activate/",
        "/account/two-factors/recovery-codes/",
        "/account/two-factors/recovery-codes/generate/",
    ),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing(
    open_browser: Callable[..., Page], company: Server, who: str, theme: Theme
) -> None:
    """On the pages that need mail or a provider, or look different each day; the others are exhibits."""
    page = open_browser(base_url=f"http://localhost:{company.port}", color_scheme=theme)
    if who:
        come_in_with_a_code(page, company, who)
    found = []
    for path in PAGES[who]:
        page.goto(path)
        for size in (DESK, PHONE):
            page.set_viewport_size({"width": size.width, "height": size.height})
            found += [f"{path} {size.name}: {finding}" for finding in findings(page)]
    assert found == []


def come_in_with_a_code(page: Page, company: Server, who: str) -> None:
    sign_in(page, who)
    assert findings(page) == []
    give = f"from e2e.scene import recovery_code_of; print(recovery_code_of('{who}'))"
    page.get_by_label("Code").fill(company.manage("shell", "-v", "0", "-c", give).strip())
    page.get_by_role("button", name="Sign in", exact=True).click()
    is_in(page)
    page.goto("/account/again/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    is_in(page)


def quieten(page: Page, provider: Provider) -> None:
    """The provider's pages want a style sheet of elsewhere."""
    page.context.route(
        lambda url: not url.startswith((provider.url, "http://localhost")),
        lambda route: route.fulfill(body="", content_type="text/css"),
    )


def test_everything_works_without_javascript(
    open_browser: Callable[..., Page], company: Server, provider: Provider
) -> None:
    page: Any = open_browser(base_url=f"http://localhost:{company.port}", java_script_enabled=False)
    quieten(page, provider)
    sign_in(page, "ned")
    is_in(page)
    for link in ("E-mail addresses", "Password", "Two factors", "Sessions", "Connected accounts"):
        account(page, link)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.context.clear_cookies()
    by_company(page, provider, "erin")
    is_in(page)

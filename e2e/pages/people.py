"""Signing up, in and out."""

from typing import Self

from playwright.sync_api import FilePayload, Page

PASSWORD = "correct horse battery"


class SignUpPage:
    path = "/sign-up/"
    button = "Sign up"

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> Self:
        self.page.goto(self.path)
        return self

    def fill(self, username: str, password: str = PASSWORD) -> Self:
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_label("Password confirmation").fill(password)
        self.send()
        return self

    def send(self) -> None:
        self.page.get_by_role("button", name=self.button, exact=True).click()


class FirstRunPage(SignUpPage):
    path = "/"
    button = "Begin"

    def fill(self, username: str, password: str = PASSWORD, room: str = "Lobby") -> Self:
        self.page.get_by_label("Your first room").fill(room)
        return super().fill(username, password)


class SignInPage(SignUpPage):
    path = "/sign-in/"
    button = "Sign in"

    def fill(self, username: str, password: str = PASSWORD) -> Self:
        self.page.get_by_label("Username or e-mail address").fill(username)
        self.page.get_by_label("Password").fill(password)
        self.send()
        return self


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()


class ProfilePage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.name = page.get_by_label("Name", exact=True)
        self.zone = page.get_by_label("Time zone", exact=True)
        self.remove = page.get_by_role("button", name="Remove the picture")

    def open(self) -> Self:
        self.page.goto("/profile/")
        return self

    def fill(self, *, name: str, emoji: str, status: str, zone: str = "") -> Self:
        self.name.fill(name)
        self.page.get_by_label("Emoji of your status").fill(emoji)
        self.page.get_by_label("Status", exact=True).fill(status)
        self.zone.select_option(zone)
        self.page.get_by_role("button", name="Save").click()
        return self

    def upload(self, file: FilePayload) -> Self:
        self.page.get_by_label("Picture", exact=True).set_input_files(file)
        self.page.get_by_role("button", name="Use this picture").click()
        return self

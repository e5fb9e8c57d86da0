"""The page on which people say who they are, and their pictures."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Room, User
from chat.models.picture import MAX_BYTES, TOO_LARGE, UNREADABLE
from chat.models.profile import NO_EMOJI, TOO_ALIKE
from chat.tests.pictures import drawn
from chat.tests.queries import recorded_queries

PROFILE = "/profile/"
PICTURE = "/profile/picture/"
REMOVE = "/profile/picture/remove/"
SAID = {
    "display_name": "Alice Liddell",
    "status_emoji": "🌴",
    "status_text": "On holiday",
    "time_zone": "Asia/Kolkata",
}
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(client: Client, content: bytes, name: str = "me.png") -> HttpResponse:
    file = SimpleUploadedFile(name, content, content_type="image/png")
    response: Any = client.post(PICTURE, {"picture": file})
    return response


@pytest.fixture
def address(alice: User, alices: Client) -> str:
    """Where Alice's picture is."""
    upload(alices, drawn("PNG"))
    alice.refresh_from_db()
    return reverse("picture", args=[alice.avatar, 96])


# The page


def test_profile_is_saved(alice: User, alices: Client) -> None:
    response = alices.post(PROFILE, SAID, follow=True)
    assertRedirects(response, PROFILE)
    assertContains(response, "Saved.")
    assertContains(response, 'value="On holiday"')
    assertContains(response, '<option value="Asia/Kolkata" selected>Kolkata</option>')
    alice.refresh_from_db()
    assert alice.name == "Alice Liddell"


def test_menu_leads_to_the_profile(alices: Client) -> None:
    assertContains(alices.get("/"), f'href="{PROFILE}"')


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"display_name": "x" * 81}, "at most 80 characters"),
        ({"status_text": "x" * 101}, "at most 100 characters"),
        ({"status_emoji": "ok"}, NO_EMOJI),
        ({"time_zone": "Mars/Base"}, "Select a valid choice."),
        ({"display_name": "rооt"}, TOO_ALIKE),
    ],
)
def test_mistake_is_said_at_its_field_and_nothing_is_lost(
    make_user: Callable[..., User],
    alice: User,
    alices: Client,
    wrong: dict[str, str],
    sentence: str,
) -> None:
    make_user("root", role="administrator")
    response = alices.post(PROFILE, {**SAID, **wrong})
    assert response.status_code == 422
    assertContains(response, sentence, status_code=422)
    (field,) = wrong
    assert response.context["form"].errors.keys() == {field}
    assert response.context["form"]["display_name"].value() == {**SAID, **wrong}["display_name"]
    alice.refresh_from_db()
    assert alice.name == "alice"


def test_nobody_changes_another_s_profile_or_more_than_that(
    alices: Client, alice: User, bob: User
) -> None:
    more = {"pk": bob.pk, "id": bob.pk, "username": "root", "role": "administrator"}
    alices.post(PROFILE, {**SAID, **more, "is_superuser": "on", "revision": "9", "avatar": "x"})
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert bob.name == "bob"
    assert (alice.username, alice.role, alice.revision, alice.avatar) == ("alice", "member", 1, "")


def test_what_people_say_is_escaped(lobby: Room, alices: Client, bobs: Client) -> None:
    alices.post(PROFILE, {**SAID, "display_name": MARKUP, "status_text": MARKUP})
    lobby.post(User.objects.get(username="alice"), "hello")
    for address in ("/", f"/rooms/{lobby.pk}/", f"/people/{lobby.current_users.first().pk}/"):  # type: ignore[union-attr]
        response = bobs.get(address)
        assertContains(response, ESCAPED)
        assertNotContains(response, MARKUP)
    assertNotContains(alices.get(PROFILE), MARKUP)


@pytest.mark.parametrize("address", [PROFILE, PICTURE, REMOVE])
def test_stranger_signs_in_first(client: Client, alice: User, address: str) -> None:
    assert client.post(address).headers["Location"] == "/sign-in/"


def test_forged_request_changes_nothing(alice: User) -> None:
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(alice)
    for address in (PROFILE, PICTURE, REMOVE):
        assert forger.post(address, SAID).status_code == 403


# The card


def test_card_says_what_time_it_is_for_them(alice: User, alices: Client, bobs: Client) -> None:
    alices.post(PROFILE, SAID)
    alice.refresh_from_db()
    response = bobs.get(f"/people/{alice.pk}/")
    time = re.search(
        r'datetime="([^"]+\+05:30)">(\d\d:\d\d)</time> for them', response.content.decode()
    )
    assert time
    assert datetime.fromisoformat(time[1]).strftime("%H:%M") == time[2]
    assertContains(response, "<bdi>On holiday</bdi>")
    assertContains(response, "🌴")


def test_own_card_leads_to_the_profile(alice: User, alices: Client, bobs: Client) -> None:
    assertContains(alices.get(f"/people/{alice.pk}/"), "Edit your profile")
    assertNotContains(bobs.get(f"/people/{alice.pk}/"), "Edit your profile")


def test_card_says_what_somebody_is(make_user: Callable[..., User], bobs: Client) -> None:
    root = make_user("root", role="administrator", display_name="Root")
    guest = make_user("gus", role="guest")
    bot = make_user("beep", role="bot", owner=root)
    assertContains(bobs.get(f"/people/{root.pk}/"), "· administrator")
    assertContains(bobs.get(f"/people/{guest.pk}/"), "· guest")
    assertContains(bobs.get(f"/people/{bot.pk}/"), "· bot of")
    assertContains(bobs.get(f"/people/{bot.pk}/"), ">Root</bdi>")


def test_guest_learns_no_name_of_those_they_share_no_room_with(
    lobby: Room, alice: User, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    root = make_user("root", role="administrator", display_name="Somebody else")
    guest, bot = make_user("gus", role="guest"), make_user("beep", role="bot", owner=root)
    lobby.add(alice, [guest, bot])
    response = signed_in(guest).get(f"/people/{bot.pk}/")
    assertContains(response, "· bot")
    assertNotContains(response, "Somebody else")


# Pictures


def test_picture_shows_wherever_the_person_stands(
    lobby: Room, alice: User, bobs: Client, address: str
) -> None:
    lobby.post(alice, "hello")
    html = bobs.get(f"/rooms/{lobby.pk}/").content.decode()
    assert html.count(f'srcset="{address} 2x"') >= 2  # the message, the member
    assertContains(bobs.get(f"/people/{alice.pk}/"), address)


def test_picture_is_for_those_who_are_signed_in(client: Client, bobs: Client, address: str) -> None:
    response = bobs.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content[8:12] == b"WEBP"
    assert client.get(address).status_code == 404


def test_picture_comes_as_it_is_to_who_takes_gzip(bobs: Client, address: str) -> None:
    plain = bobs.get(address)
    response = bobs.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.content == plain.content
    assert "Content-Encoding" not in response.headers


def test_what_is_no_picture_is_not_found(bobs: Client, address: str) -> None:
    key = address.split("/")[2]
    for path in (
        f"/avatars/{key}/97.webp",
        f"/avatars/{key}/96.png",
        f"/avatars/{'0' * 32}/96.webp",
        "/avatars/../../secret_key/96.webp",
        "/avatars/..%2f..%2fsecret_key/96.webp",
        f"/avatars/{key[:-1]}/96.webp",
    ):
        assert bobs.get(path).status_code == 404


def test_old_picture_is_not_found(
    bobs: Client, alices: Client, address: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = alices.post(REMOVE, follow=True)
    assertContains(response, "Your picture is gone.")
    assert bobs.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", UNREADABLE),
        (b"<!DOCTYPE html><script>alert(1)</script>", UNREADABLE),
        (drawn("PNG") + bytes(MAX_BYTES), TOO_LARGE),
        (b"", "The submitted file is empty."),
    ],
)
def test_bad_picture_is_refused_at_its_field(
    alice: User, alices: Client, content: bytes, sentence: str
) -> None:
    response = upload(alices, content)
    assertContains(response, sentence, status_code=422)
    alice.refresh_from_db()
    assert alice.avatar == ""


def test_no_picture_is_refused(alices: Client) -> None:
    assertContains(alices.post(PICTURE), "Choose a picture first.", status_code=422)


def test_name_of_the_file_is_nobody_s_business(alice: User, alices: Client, media: Path) -> None:
    upload(alices, drawn("PNG"), name="../../my <b>secret</b>.png")
    alice.refresh_from_db()
    assert {path.name for path in media.rglob("*.webp")} == {
        f"{alice.avatar}-{size}.webp" for size in (48, 96, 256)
    }


def test_picture_takes_two_queries(bobs: Client, address: str) -> None:
    """Session and person."""
    with recorded_queries() as queries:
        bobs.get(address)
    assert len(queries) == 2

import re
from uuid import uuid4

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import (
    assertContains,
    assertNotContains,
    assertRedirects,
    assertTemplateNotUsed,
    assertTemplateUsed,
)

from chat.models import Message, Room, User

HTMX = {"HX-Request": "true"}
MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
TOO_LONG = "x" * 10_001
PLAIN_AND_HTMX = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


def create_url(room: Room) -> str:
    return reverse("message-create", args=[room.pk])


def show_url(room: Room) -> str:
    return reverse("room-show", args=[room.pk])


# A message that is accepted


def test_post_leads_back_to_the_message(lobby: Room, bob: User, bobs: Client) -> None:
    client_id = uuid4()
    response = bobs.post(create_url(lobby), {"message": "hello", "client_id": client_id})
    message = Message.objects.get()
    assert (message.room, message.user, message.text) == (lobby, bob, "hello")
    assert message.client_id == client_id
    assertRedirects(response, f"{show_url(lobby)}#{message.dom_id}")
    assertContains(bobs.get(show_url(lobby)), f'id="{message.dom_id}"')


def test_htmx_gets_the_message_as_a_fragment(lobby: Room, bobs: Client) -> None:
    response = bobs.post(
        create_url(lobby), {"message": "hello", "client_id": uuid4()}, headers=HTMX
    )
    message = Message.objects.get()
    assertContains(response, f'<li id="{message.dom_id}"', status_code=201)
    assertTemplateUsed(response, "chat/messages/_message.html")
    assertTemplateNotUsed(response, "base.html")


def test_fragment_is_the_one_in_the_page(lobby: Room, bobs: Client) -> None:
    response = bobs.post(create_url(lobby), {"message": "hello"}, headers=HTMX)
    assertContains(bobs.get(show_url(lobby)), response.content.decode().strip())


@PLAIN_AND_HTMX
def test_form_without_a_client_id_posts_each_time(
    lobby: Room, bobs: Client, headers: dict[str, str]
) -> None:
    for _ in range(2):
        response = bobs.post(create_url(lobby), {"message": "hello"}, headers=headers)
        assert response.status_code in {201, 302}
    assert Message.objects.count() == 2


def test_message_keeps_its_indentation(lobby: Room, bobs: Client) -> None:
    bobs.post(create_url(lobby), {"message": "    indented\r\n\tmore\r\n"})
    assert Message.objects.get().text == "    indented\n\tmore"


def test_longest_message_is_accepted(lobby: Room, bobs: Client) -> None:
    response = bobs.post(create_url(lobby), {"message": "😀" * 10_000}, headers=HTMX)
    assert response.status_code == 201
    assert Message.objects.get().text == "😀" * 10_000


@PLAIN_AND_HTMX
def test_form_sent_twice_posts_once(lobby: Room, bobs: Client, headers: dict[str, str]) -> None:
    form = {"message": "hello", "client_id": uuid4()}
    first = bobs.post(create_url(lobby), form, headers=headers)
    again = bobs.post(create_url(lobby), form, headers=headers)
    assert Message.objects.count() == 1
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers.get("Location") == first.headers.get("Location")


def test_same_client_id_from_two_people_is_two_messages(
    lobby: Room, alices: Client, bobs: Client
) -> None:
    form = {"message": "hello", "client_id": uuid4()}
    assert alices.post(create_url(lobby), form, headers=HTMX).status_code == 201
    assert bobs.post(create_url(lobby), form, headers=HTMX).status_code == 201
    assert Message.objects.count() == 2


def test_fragment_escapes_what_people_write(lobby: Room, bob: User, bobs: Client) -> None:
    bob.first_name = MARKUP
    bob.save()
    response = bobs.post(create_url(lobby), {"message": MARKUP}, headers=HTMX)
    assertContains(response, ESCAPED, count=2, status_code=201)
    assertNotContains(response, MARKUP, status_code=201)


def test_address_becomes_a_link(lobby: Room, bobs: Client) -> None:
    response = bobs.post(create_url(lobby), {"message": "see https://example.org/a."}, headers=HTMX)
    link = (
        '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer nofollow">'
        "https://example.org/a</a>."
    )
    assertContains(response, link, status_code=201)


@pytest.mark.parametrize(
    "text",
    [
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/'><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
    ],
)
def test_address_cannot_break_out_of_its_link(lobby: Room, bobs: Client, text: str) -> None:
    response = bobs.post(create_url(lobby), {"message": text}, headers=HTMX)
    body = response.content.decode().partition('class="message__body"')[2]
    tags = re.findall(r"<[^>]*>", body)
    assert not [tag for tag in tags if re.search(r"\son|img|script|javascript:|data:", tag)], tags


# A message that is refused


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (TOO_LONG, "A message has at most 10000 characters; this one has 10001."),
        ("", "Write something first."),
        (" \r\n ", "Write something first."),
    ],
)
def test_refused_message_gets_an_explanation(
    lobby: Room, bobs: Client, text: str, sentence: str
) -> None:
    form = {"message": text, "client_id": uuid4()}
    response = bobs.post(create_url(lobby), form)
    assertContains(response, sentence, count=1, status_code=422)
    assertTemplateUsed(response, "chat/rooms/show.html")
    response = bobs.post(create_url(lobby), form, headers=HTMX)
    assertContains(response, sentence, count=1, status_code=422)
    assertContains(response, 'id="composer-error"', status_code=422)
    assertTemplateNotUsed(response, "base.html")
    assert not Message.objects.exists()


def test_refused_message_stays_in_the_form(lobby: Room, alice: User, bobs: Client) -> None:
    lobby.post(alice, "said before")
    response = bobs.post(create_url(lobby), {"message": f"</textarea>{TOO_LONG}"})
    assertContains(response, f">&lt;/textarea&gt;{TOO_LONG}</textarea>", status_code=422)
    assertContains(response, "said before", status_code=422)


@PLAIN_AND_HTMX
def test_message_that_cannot_be_stored_is_refused(
    lobby: Room, bobs: Client, headers: dict[str, str]
) -> None:
    response = bobs.post(create_url(lobby), {"message": "a\x00b"}, headers=headers)
    assert response.status_code == 422
    assertContains(response, 'id="composer-error"', status_code=422)
    assert not Message.objects.exists()


@PLAIN_AND_HTMX
def test_broken_client_id_is_refused(lobby: Room, bobs: Client, headers: dict[str, str]) -> None:
    form = {"message": "hello", "client_id": "not-a-uuid"}
    response = bobs.post(create_url(lobby), form, headers=headers)
    assertContains(response, "The page is broken. Reload it.", status_code=422)
    assert not Message.objects.exists()


def test_page_after_a_broken_client_id_works(lobby: Room, bobs: Client) -> None:
    response = bobs.post(create_url(lobby), {"message": "hello", "client_id": "not-a-uuid"})
    form = response.context["form"]
    again = {name: form[name].value() for name in ("message", "client_id")}
    assert bobs.post(create_url(lobby), again, headers=HTMX).status_code == 201


@pytest.fixture
def conflicting(lobby: Room, bob: User) -> dict[str, object]:
    """A form whose client_id was used up by another text."""
    message = lobby.post(bob, "the first text")
    return {"message": "the second text", "client_id": message.client_id}


def test_conflict_keeps_the_text_and_gives_a_fresh_client_id(
    lobby: Room, bobs: Client, conflicting: dict[str, object]
) -> None:
    response = bobs.post(create_url(lobby), conflicting)
    assertContains(response, "You sent something else from this form", status_code=409)
    assertContains(response, ">the second text</textarea>", status_code=409)
    fresh = response.context["form"]["client_id"].value()
    assert fresh != conflicting["client_id"]
    assertContains(response, f'name="client_id" value="{fresh}"', status_code=409)
    assert Message.objects.get().text == "the first text"


def test_conflict_can_be_sent_again(
    lobby: Room, bobs: Client, conflicting: dict[str, object]
) -> None:
    form = bobs.post(create_url(lobby), conflicting).context["form"]
    bobs.post(create_url(lobby), {name: form[name].value() for name in ("message", "client_id")})
    assert [message.text for message in Message.objects.order_by("seq")] == [
        "the first text",
        "the second text",
    ]


def test_htmx_hears_of_a_conflict_at_the_composer(
    lobby: Room, bobs: Client, conflicting: dict[str, object]
) -> None:
    response = bobs.post(create_url(lobby), conflicting, headers=HTMX)
    assertContains(response, 'id="composer-error"', status_code=409)
    assertTemplateNotUsed(response, "base.html")


def test_outsider_is_refused(lobby: Room, carols: Client) -> None:
    response = carols.post(create_url(lobby), {"message": "let me in"})
    assertContains(response, "You are not a member of this room.", status_code=403)
    assertTemplateUsed(response, "chat/messages/refused.html")
    assert not Message.objects.exists()


def test_htmx_hears_at_the_composer_that_an_outsider_is_refused(
    lobby: Room, carols: Client
) -> None:
    response = carols.post(create_url(lobby), {"message": "let me in"}, headers=HTMX)
    assertContains(response, "You are not a member of this room.", status_code=403)
    assertContains(response, 'id="composer-error"', status_code=403)


@PLAIN_AND_HTMX
@pytest.mark.parametrize(
    "form",
    [
        {},
        {"message": ""},
        {"message": TOO_LONG},
        {"message": "hello", "client_id": "not-a-uuid"},
    ],
    ids=["empty", "blank", "too long", "broken"],
)
def test_outsider_learns_nothing_from_a_bad_form(
    lobby: Room, alice: User, carols: Client, form: dict[str, str], headers: dict[str, str]
) -> None:
    lobby.post(alice, "not for Carol")
    response = carols.post(create_url(lobby), form, headers=headers)
    html = response.content.decode()
    assert "not for Carol" not in html
    assert "alice" not in html


def test_no_room_takes_no_message(bobs: Client, lobby: Room) -> None:
    url = reverse("message-create", args=[999999])
    response = bobs.post(url, {"message": "hello"})
    assertContains(response, "This room is not here any more.", status_code=404)
    assertTemplateUsed(response, "chat/messages/refused.html")
    response = bobs.post(url, {"message": "hello"}, headers=HTMX)
    assertContains(response, 'id="composer-error"', status_code=404)
    assertTemplateNotUsed(response, "base.html")


@PLAIN_AND_HTMX
def test_message_is_made_by_post_only(lobby: Room, bobs: Client, headers: dict[str, str]) -> None:
    for method in ("get", "put", "patch", "delete"):
        assert getattr(bobs, method)(create_url(lobby), headers=headers).status_code == 405


# Forgery


@pytest.fixture
def careful(bob: User) -> Client:
    """Bob's browser, with the protection that tests usually do without."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    return client


def token_in(response: object) -> str:
    html = response.content.decode()  # type: ignore[attr-defined]
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert found
    return found[1]


@PLAIN_AND_HTMX
def test_form_of_another_site_is_refused(
    lobby: Room, careful: Client, headers: dict[str, str]
) -> None:
    careful.get(show_url(lobby))
    for token in ("", "x" * 64):
        form = {"message": "hello", "csrfmiddlewaretoken": token}
        assert careful.post(create_url(lobby), form, headers=headers).status_code == 403
    assert not Message.objects.exists()


def test_form_of_the_room_page_is_accepted(lobby: Room, careful: Client) -> None:
    token = token_in(careful.get(show_url(lobby)))
    form = {"message": "hello", "csrfmiddlewaretoken": token}
    assert careful.post(create_url(lobby), form, headers=HTMX).status_code == 201


def test_page_says_so_when_its_token_is_too_old(lobby: Room, bob: User, careful: Client) -> None:
    """Signing in again, in another tab, makes the token of this one worthless."""
    token = token_in(careful.get(show_url(lobby)))
    careful.post(reverse("sign-out"), {"csrfmiddlewaretoken": token})
    assert SESSION_KEY not in careful.session
    signed_out = token_in(careful.get(reverse("sign-in")))
    credentials = {"login": "bob", "password": "correct horse"}
    careful.post(reverse("sign-in"), {**credentials, "csrfmiddlewaretoken": signed_out})
    assert careful.session[SESSION_KEY] == str(bob.pk)

    form = {"message": "hello", "csrfmiddlewaretoken": token}
    response = careful.post(create_url(lobby), form, headers=HTMX)
    html = response.content.decode()
    assert "<html" not in html
    assert re.search(r'id="(message-|composer-error"|notice")', html)

"""A message's own page, and what is done there and by htmx: edit, delete, bring back, look what it said before."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Message, Room, User

HTMX: Any = {"HX-Request": "true"}
MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def message(lobby: Room, bob: User) -> Message:
    return lobby.post(bob, "Ten.")


def at(name: str, message: Message) -> str:
    return reverse(f"message-{name}", args=[message.pk])


def place(message: Message) -> str:
    return f"/rooms/{message.room_id}/?at={message.seq}#at-{message.seq}"


# Its page


def test_message_leads_to_its_page(message: Message, bobs: Client) -> None:
    response = bobs.get(reverse("room-show", args=[message.room_id]))
    assertContains(response, f'href="{at("show", message)}"')


def test_page_offers_its_author_what_they_may(message: Message, bobs: Client) -> None:
    response = bobs.get(at("show", message))
    for name in ("edit", "delete"):
        assertContains(response, f'href="{at(name, message)}"')
    assertNotContains(response, reverse("report-create", args=[message.pk]))


def test_page_offers_who_manages_the_room_what_they_may(message: Message, alices: Client) -> None:
    response = alices.get(at("show", message))
    assertContains(response, f'href="{at("delete", message)}"')
    assertContains(response, reverse("report-create", args=[message.pk]))
    assertNotContains(response, at("edit", message) + '"')


@pytest.mark.parametrize("name", ["show", "edit", "delete", "edits"])
def test_outsider_gets_404(name: str, message: Message, carols: Client) -> None:
    assert carols.get(at(name, message)).status_code == 404


# Editing


def test_edit_leads_back_to_the_message(message: Message, bobs: Client) -> None:
    assertContains(bobs.get(at("edit", message)), "Ten.</textarea>")
    response = bobs.post(at("edit", message), {"message": "Eleven.", "edited_at": ""})
    assertRedirects(response, place(message), fetch_redirect_response=False)
    assert Message.objects.get().text == "Eleven."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "Write something first."), ("x" * 10_001, "at most 10000 characters")],
)
def test_what_is_refused_stays_beside_its_error(
    text: str, sentence: str, message: Message, bobs: Client
) -> None:
    response = bobs.post(at("edit", message), {"message": text})
    assertContains(response, sentence, status_code=422)
    assertContains(response, f"{text}</textarea>", status_code=422)
    assert Message.objects.get().text == "Ten."


def test_composer_gets_the_text_and_where_it_goes(message: Message, bobs: Client) -> None:
    message.edit(message.user, 'Ten, "please".')
    response = bobs.get(at("edit", message), headers=HTMX)
    assertContains(response, 'data-text="Ten, &quot;please&quot;."')
    assertContains(response, f'data-path="{at("edit", message)}"')
    assert message.edited_at is not None
    assertContains(response, f'value="{timezone.localtime(message.edited_at).isoformat()}"')
    assertNotContains(response, "<html")


def test_composer_gets_the_message_that_everybody_gets(message: Message, bobs: Client) -> None:
    response = bobs.post(at("edit", message), {"message": "Eleven."}, headers=HTMX)
    assertContains(response, f'id="{message.dom_id}"')
    assertContains(response, "Eleven.")
    assertContains(response, "edited")


def test_composer_is_told_what_is_wrong(message: Message, bobs: Client) -> None:
    response = bobs.post(at("edit", message), {"message": ""}, headers=HTMX)
    assertContains(response, "Write something first.", status_code=422)
    assertContains(response, 'id="composer-error"', status_code=422)
    assertNotContains(response, "<html", status_code=422)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_not_seen_is_not_overwritten(headers: Any, message: Message, bobs: Client) -> None:
    message.edit(message.user, "Eleven.")
    fields = {"message": "Twelve.", "edited_at": ""}
    response = bobs.post(at("edit", message), fields, headers=headers)
    assertContains(response, "edited elsewhere meanwhile", status_code=409)
    assert Message.objects.get().text == "Eleven."
    # With the answer comes the version that the person has before them now.
    assert message.edited_at is not None
    seen = timezone.localtime(message.edited_at).isoformat()
    assertContains(response, f'value="{seen}"', status_code=409)
    bobs.post(at("edit", message), {**fields, "edited_at": seen}, headers=headers)
    assert Message.objects.get().text == "Twelve."


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_deleted_meanwhile_is_said_where_one_writes(
    headers: Any, message: Message, bobs: Client
) -> None:
    message.erase(message.user)
    response = bobs.post(at("edit", message), {"message": "Eleven."}, headers=headers)
    assertContains(response, "This message was deleted.", status_code=403)


def test_gone_meanwhile_is_said_where_one_writes(message: Message, bobs: Client) -> None:
    url = at("edit", message)
    message.delete()
    response = bobs.post(url, {"message": "Eleven."}, headers=HTMX)
    assertContains(response, 'id="composer-error"', status_code=404)
    assertContains(response, "not here any more", status_code=404)
    assertContains(bobs.post(url, {"message": "Eleven."}), "Eleven.</textarea>", status_code=404)


def test_busy_database_is_said_where_one_writes(
    message: Message, bobs: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: Any, **kwargs: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(Message, "edit", busy)
    response = bobs.post(at("edit", message), {"message": "Eleven."}, headers=HTMX)
    assertContains(response, "busy", status_code=503)
    assert response["Retry-After"] == "2"


def test_nonsense_for_a_version_is_no_error_of_ours(message: Message, bobs: Client) -> None:
    response = bobs.post(at("edit", message), {"message": "Eleven.", "edited_at": "<b>"})
    assertContains(response, "Reload", status_code=422)
    assert Message.objects.get().text == "Ten."


# Deleting


def test_page_asks_before_it_deletes(message: Message, bobs: Client) -> None:
    assertContains(bobs.get(at("delete", message)), "Delete this message?")
    assert not Message.objects.get().is_deleted
    response = bobs.post(at("delete", message), follow=True)
    assertContains(response, "Deleted. For 10 seconds you may bring it back.")
    assertContains(response, f'formaction="{at("restore", message)}"')
    assertRedirects(
        bobs.post(at("restore", message)), place(message), fetch_redirect_response=False
    )
    assert Message.objects.get().text == "Ten."


def test_htmx_gets_what_is_left_and_the_way_back(message: Message, bobs: Client) -> None:
    response = bobs.post(at("delete", message), headers=HTMX)
    assertContains(response, "This message was deleted.")
    assertContains(response, 'hx-swap-oob="innerHTML:#undo"')
    assertContains(response, f'formaction="{at("restore", message)}"')
    response = bobs.post(at("restore", message), headers=HTMX)
    assertContains(response, "Ten.")
    assertContains(response, f'id="{message.dom_id}"')


@pytest.mark.parametrize("name", ["delete", "restore"])
def test_what_one_may_not_is_said_where_one_looks(
    name: str, message: Message, alices: Client, bobs: Client
) -> None:
    bobs.post(at("delete", message))
    response = alices.post(at(name, message), headers=HTMX)
    assertContains(response, 'id="notice"', status_code=403)
    assert alices.post(at(name, message)).status_code == 403


def test_too_late_is_said(message: Message, bobs: Client) -> None:
    bobs.post(at("delete", message))
    Message.objects.update(deleted_at=timezone.now() - timedelta(minutes=1))
    response = bobs.post(at("restore", message), headers=HTMX)
    assertContains(response, "only at once", status_code=403)
    assertNotContains(bobs.get(at("show", message)), at("restore", message))


# What it said before


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_versions_are_shown_newest_first_and_escaped(
    headers: Any, message: Message, alices: Client
) -> None:
    message.edit(message.user, MARKUP)
    message.edit(message.user, "Now this.")
    response = alices.get(at("edits", message), headers=headers)
    assertNotContains(response, MARKUP)
    shown = response.content.decode()
    assert shown.index("&lt;script&gt;") < shown.index("Ten.")


def test_versions_of_what_was_deleted_are_not_shown(message: Message, bobs: Client) -> None:
    message.edit(message.user, "Eleven.")
    message.erase(message.user)
    assert bobs.get(at("edits", message)).status_code == 403

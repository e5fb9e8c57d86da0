import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Draft, Room, User

JSON = {"Accept": "application/json"}
MARK = '<span class="room-row__draft">draft</span>'


def draft_url(room: Room) -> str:
    return reverse("draft-update", args=[room.pk])


def show_url(room: Room) -> str:
    return reverse("room-show", args=[room.pk])


def test_what_was_begun_elsewhere_is_in_the_composer(lobby: Room, bob: User, bobs: Client) -> None:
    Draft.objects.keep(bob, lobby, "Half a <sentence>")
    response = bobs.get(show_url(lobby))
    assertContains(response, ">Half a &lt;sentence&gt;</textarea>")
    assertContains(response, 'name="draft" value="1"')


def test_nobody_else_sees_it(lobby: Room, bob: User, alices: Client, danas: Client) -> None:
    Draft.objects.keep(bob, lobby, "Half a sentence")
    assertNotContains(alices.get(show_url(lobby)), "Half a sentence")
    assert alices.get(draft_url(lobby), headers=JSON).json()["text"] == ""
    assert danas.get(draft_url(lobby), headers=JSON).status_code == 403


def test_composer_keeps_and_asks(lobby: Room, bobs: Client) -> None:
    kept = bobs.post(draft_url(lobby), {"text": "Half", "version": 0}, headers=JSON)
    assert kept.json() == {"room": lobby.pk, "text": "Half", "quotes": None, "version": 1}
    assert bobs.get(draft_url(lobby), headers=JSON).json() == kept.json()


def test_older_text_gets_the_newer_one(lobby: Room, bob: User, bobs: Client) -> None:
    Draft.objects.keep(bob, lobby, "From the phone")
    response = bobs.post(draft_url(lobby), {"text": "From here", "version": 0}, headers=JSON)
    assert response.status_code == 409
    assert response.json()["text"] == "From the phone"
    assert Draft.objects.get().text == "From the phone"


def test_it_answers_a_message_of_the_room(lobby: Room, alice: User, bobs: Client) -> None:
    message = lobby.post(alice, "Shall we?")
    elsewhere = Room.objects.start("Kitchen", alice).post(alice, "hello")
    form = {"text": "Yes", "quotes": message.pk, "version": 0}
    assert bobs.post(draft_url(lobby), form, headers=JSON).json()["quotes"] == message.pk
    form = {"text": "No", "quotes": elsewhere.pk, "version": 1}
    assert bobs.post(draft_url(lobby), form, headers=JSON).json()["quotes"] is None


def test_without_a_script_one_comes_back_to_the_room(lobby: Room, bobs: Client) -> None:
    response = bobs.post(draft_url(lobby), {"text": "Half", "version": 0})
    assertRedirects(response, show_url(lobby))
    assertRedirects(bobs.get(draft_url(lobby)), show_url(lobby))
    assert Draft.objects.get().text == "Half"


@pytest.mark.parametrize(
    "form", [{"version": "x"}, {"version": -1}, {"version": 2**63}, {"text": "a\x00b"}]
)
def test_what_is_broken_is_refused(lobby: Room, bobs: Client, form: dict[str, str]) -> None:
    response = bobs.post(draft_url(lobby), {"text": "Half", **form}, headers=JSON)
    assert response.status_code == 422
    assert response.json()["errors"]
    assert not Draft.objects.exists()


def test_what_is_sent_is_no_draft(lobby: Room, bob: User, bobs: Client) -> None:
    Draft.objects.keep(bob, lobby, "Hello")
    form = {"message": "Hello, all", "draft": 1}
    bobs.post(reverse("message-create", args=[lobby.pk]), form)
    assert Draft.objects.get().text == ""
    assertContains(bobs.get(show_url(lobby)), 'name="draft" value="2"')


def test_refused_text_is_kept_in_the_form_beside_the_draft(
    lobby: Room, bob: User, bobs: Client
) -> None:
    Draft.objects.keep(bob, lobby, "Hello")
    response = bobs.post(
        reverse("message-create", args=[lobby.pk]), {"message": "x" * 10_001, "draft": 1}
    )
    assertContains(response, "xx</textarea>", status_code=422)
    assertContains(response, "data-refused", status_code=422)
    assert Draft.objects.get().text == "Hello"


def test_list_of_rooms_marks_it(lobby: Room, bob: User, bobs: Client, alices: Client) -> None:
    assertNotContains(bobs.get("/"), MARK)
    Draft.objects.keep(bob, lobby, "Half a sentence")
    assertContains(bobs.get("/"), MARK, count=1)
    assertNotContains(alices.get("/"), MARK)


def test_limits_say_when(lobby: Room, bobs: Client, limits_on: None) -> None:
    url = draft_url(lobby)
    answers = [bobs.post(url, {"text": f"{n}", "version": n}, headers=JSON) for n in range(31)]
    assert [each.status_code for each in answers] == [200] * 30 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert Draft.objects.get().text == "29"

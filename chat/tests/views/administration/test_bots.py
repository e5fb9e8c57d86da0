from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Room, Token, User

INDEX, CREATE = reverse("administration-bots"), reverse("bot-create")


def test_others_may_not(bobs: Client, dana: User) -> None:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    token, _ = Token.objects.issue(dana, bot, "laptop")
    assert bobs.get(INDEX).status_code == 403
    assert bobs.post(CREATE, {"username": "mine", "name": "Mine"}).status_code == 403
    tokens = reverse("token-create", args=[bot.pk])
    assert bobs.post(tokens, {"name": "mine"}).status_code == 403
    assert bobs.post(reverse("token-revoke", args=[token.pk])).status_code == 403
    assert Token.objects.get().revoked_at is None


def test_a_bot_is_made_and_gets_its_first_token(danas: Client, dana: User, lobby: Room) -> None:
    answer = danas.post(CREATE, {"username": "echo", "name": "Echo"})
    bot = User.objects.get(username="echo")
    assert (bot.owner, bot.name) == (dana, "Echo")
    assertRedirects(answer, reverse("token-create", args=[bot.pk]))

    answer = danas.post(reverse("token-create", args=[bot.pk]), {"name": "laptop"})
    assert answer.status_code == 201
    text = answer.context["text"]
    assertContains(answer, f'value="{text}"', status_code=201)
    assert Token.objects.find(text) is not None
    listed = danas.get(INDEX)
    assertContains(listed, "laptop")
    assertNotContains(listed, text)


def test_what_is_wrong_with_a_bot_is_said(danas: Client, dana: User) -> None:
    User.objects.create_bot(dana, "echo", "Echo")
    answer = danas.post(CREATE, {"username": "echo", "name": "Echo"})
    assertContains(answer, "A user with that username already exists.", status_code=422)
    assert set(answer.context["form"].errors) == {"username"}
    answer = danas.post(CREATE, {"username": "helper", "name": "D A N A"})
    assertContains(answer, "looks like that of an administrator", status_code=422)
    assert set(answer.context["form"].errors) == {"name"}


def test_a_token_needs_a_name(danas: Client, dana: User) -> None:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    assert danas.post(reverse("token-create", args=[bot.pk]), {"name": ""}).status_code == 422
    assert not Token.objects.exists()


def test_a_person_gets_no_token(danas: Client, bob: User) -> None:
    assert danas.post(reverse("token-create", args=[bob.pk]), {"name": "x"}).status_code == 404


def test_the_list_says_when_a_token_was_used(danas: Client, dana: User) -> None:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    _, text = Token.objects.issue(dana, bot, "laptop")
    assertContains(danas.get(INDEX), "never used")
    Token.objects.find(text)
    assertContains(danas.get(INDEX), "last used")


def test_a_token_is_revoked(danas: Client, dana: User) -> None:
    bot = User.objects.create_bot(dana, "echo", "Echo")
    token, text = Token.objects.issue(dana, bot, "laptop")
    answer = danas.post(reverse("token-revoke", args=[token.pk]), follow=True)
    assertContains(answer, "Revoked")
    assertNotContains(answer, reverse("token-revoke", args=[token.pk]))
    assert Token.objects.find(text) is None


def test_a_bot_that_has_stopped_is_shown_so(danas: Client, dana: User, alice: User) -> None:
    alice.role = User.Role.ADMINISTRATOR
    alice.save()
    User.objects.create_bot(alice, "echo", "Echo")
    assertNotContains(danas.get(INDEX), "stopped with")
    alice.role = User.Role.MEMBER
    alice.save()
    assertContains(danas.get(INDEX), "stopped with")

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import Invitation, Room, User

INDEX, CREATE = reverse("administration-invitations"), reverse("invitation-create")
ANSWERS = {"role": "member", "days": "7", "max_uses": "10"}


def test_administration_begins_somewhere(danas: Client) -> None:
    response = danas.get(reverse("administration"), follow=True)
    assertContains(response, 'aria-current="page"', count=1)


@pytest.mark.parametrize("role", ["member", "guest"])
def test_others_may_not(role: str, bob: User, bobs: Client, dana: User) -> None:
    User.objects.filter(pk=bob.pk).update(role=role)
    invitation, _ = Invitation.objects.issue(dana)
    assert bobs.get(INDEX).status_code == 403
    assert bobs.get(CREATE).status_code == 403
    assert bobs.post(CREATE, ANSWERS).status_code == 403
    assert bobs.post(reverse("invitation-revoke", args=[invitation.pk])).status_code == 403
    assert Invitation.objects.get().is_usable


def test_list_says_what_has_become_of_each(
    danas: Client, dana: User, lobby: Room, carol: User
) -> None:
    invitation, token = Invitation.objects.issue(dana, rooms=[lobby], max_uses=5)
    invitation.accept(carol, is_new=True)
    response = danas.get(INDEX)
    for part in ("Usable", "1 of 5 used", "Lobby", "carol", "no end"):
        assertContains(response, part)
    assertNotContains(response, token)


def test_link_is_shown_once_and_works(danas: Client, visitor: Client, lobby: Room) -> None:
    response = danas.post(CREATE, {**ANSWERS, "rooms": [lobby.pk]})
    assert response.status_code == 201
    assert "no-store" in response.headers["Cache-Control"]
    link = response.context["link"]
    assertContains(response, f'value="{link}"', status_code=201)
    assertContains(response, 'class="qr"', status_code=201)
    address = urlsplit(link)
    assert address.netloc == "testserver"
    assert visitor.get(address.path).status_code == 200
    invitation = Invitation.objects.get()
    assert (list(invitation.rooms.all()), invitation.max_uses, invitation.role) == (
        [lobby],
        10,
        "member",
    )
    lasts = invitation.expires_at - invitation.created_at
    assert lasts.total_seconds() == pytest.approx(7 * 24 * 3_600, abs=60)
    for page in (INDEX, CREATE):
        assertNotContains(danas.get(page), address.path)


def test_it_may_last_for_ever_and_for_everybody(danas: Client) -> None:
    danas.post(CREATE, {"role": "member", "days": "", "max_uses": ""})
    invitation = Invitation.objects.get()
    assert (invitation.expires_at, invitation.max_uses) == (None, None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": "guest"}, "A guest needs a room to be in."),
        ({"role": "administrator"}, "Select a valid choice."),
        ({"rooms": ["999"]}, "Select a valid choice."),
        ({"days": "1000"}, "Select a valid choice."),
        ({"max_uses": "0"}, "Select a valid choice."),
    ],
)
def test_bad_answers_make_no_link(danas: Client, change: dict[str, Any], sentence: str) -> None:
    response = danas.post(CREATE, {**ANSWERS, **change})
    assertContains(response, sentence, status_code=422)
    assert not Invitation.objects.exists()


def test_conversations_and_archived_rooms_are_not_offered(danas: Client, lobby: Room) -> None:
    Room.objects.create(kind=Room.Kind.DIRECT, direct_key="1,2", name="")
    closed = Room.objects.create(name="Vault", folded_name="vault", kind=Room.Kind.CLOSED)
    Room.objects.create(name="Attic", folded_name="attic", archived_at=lobby.created_at)
    rooms = danas.get(CREATE).context["form"].fields["rooms"].queryset
    assert set(rooms) == {lobby, closed}


def test_revoking_ends_it(danas: Client, dana: User) -> None:
    invitation, token = Invitation.objects.issue(dana)
    response = danas.post(reverse("invitation-revoke", args=[invitation.pk]), follow=True)
    assertRedirects(response, INDEX)
    assertContains(response, "Revoked")
    assert Invitation.objects.usable(token) is None
    assert danas.get(reverse("invitation-revoke", args=[invitation.pk])).status_code == 405
    assert danas.post(reverse("invitation-revoke", args=[999])).status_code == 404


# Mail


def test_without_a_mail_server_nothing_is_mailed(danas: Client) -> None:
    assertNotContains(danas.get(CREATE), "Mail it to")
    danas.post(CREATE, {**ANSWERS, "email": "laila@example.org"})
    assert mail.outbox == []
    assert Invitation.objects.get().email == ""


def test_invitation_is_mailed(danas: Client, settings: Any) -> None:
    settings.CAN_MAIL = True
    response = danas.post(CREATE, {**ANSWERS, "email": "laila@example.org"})
    assertContains(response, "It was mailed to", status_code=201)
    [sent] = mail.outbox
    assert sent.to == ["laila@example.org"]
    assert sent.subject == "dana invites you to Roomful"
    assert f"\n{response.context['link']}\n" in sent.body
    assert Invitation.objects.get().email == "laila@example.org"


def test_names_do_not_break_the_mail(danas: Client, dana: User, settings: Any) -> None:
    settings.CAN_MAIL = True
    User.objects.filter(pk=dana.pk).update(display_name="Dana\r\nBcc: all@example.org <&>")
    danas.post(CREATE, {**ANSWERS, "email": "laila@example.org"})
    [sent] = mail.outbox
    assert sent.subject == "Dana Bcc: all@example.org <&> invites you to Roomful"
    assert sent.recipients() == ["laila@example.org"]


def test_mail_server_that_is_away_leaves_the_link(danas: Client, settings: Any) -> None:
    settings.CAN_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    response = danas.post(CREATE, {**ANSWERS, "email": "laila@example.org"})
    assertContains(response, "did not take it", status_code=201)
    assertContains(response, response.context["link"], status_code=201)

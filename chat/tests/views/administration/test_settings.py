from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import User, Workspace

SETTINGS = reverse("administration-settings")
AS_IT_IS = {"name": "Roomful", "accent": "", "sign_up": "invitation", "retention_days": ""}


@pytest.mark.parametrize("role", ["member", "guest"])
def test_others_may_not(role: str, bob: User, bobs: Client) -> None:
    User.objects.filter(pk=bob.pk).update(role=role)
    assert bobs.get(SETTINGS).status_code == 403
    assert bobs.post(SETTINGS, {**AS_IT_IS, "name": "Mine"}).status_code == 403
    assert not Workspace.objects.exists()


def test_name_is_on_every_page(danas: Client, visitor: Client) -> None:
    response = danas.post(SETTINGS, {**AS_IT_IS, "name": "Acme <&>"}, follow=True)
    assertRedirects(response, SETTINGS)
    assertContains(response, "Saved.")
    for page in (danas.get(reverse("room-index")), visitor.get(reverse("sign-in"))):
        assertContains(page, "· Acme &lt;&amp;&gt;</title>")
        assertContains(page, " Acme &lt;&amp;&gt;</a>")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "\u202e"}, "A workspace needs a name."),
        ({"accent": "red"}, "Write a colour as #rrggbb."),
        ({"sign_up": "domain"}, "Name a domain, such as example.org."),
        ({"sign_up_domains": "example"}, "example is not a domain."),
        ({"retention_days": "0"}, "A number of days from 1"),
        ({"retention_days": "-1"}, "greater than or equal to 0"),
    ],
)
def test_bad_answers_change_nothing(danas: Client, change: dict[str, Any], sentence: str) -> None:
    response = danas.post(SETTINGS, {**AS_IT_IS, **change})
    assertContains(response, sentence, status_code=422)
    assert not Workspace.objects.exists()


def test_accent_is_a_style_sheet_that_never_changes(danas: Client, visitor: Client) -> None:
    assertNotContains(visitor.get(reverse("sign-in")), "/accent/")
    danas.post(SETTINGS, {**AS_IT_IS, "accent": "#C2410C"})
    for page in (danas.get(SETTINGS), visitor.get(reverse("sign-in"))):
        assertContains(page, '<link rel="stylesheet" href="/accent/c2410c.css">', count=1)
    response = visitor.get("/accent/c2410c.css")
    assert response.headers["Content-Type"] == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.content == b":root { --brand: #c2410c; }\n"


@pytest.mark.parametrize("accent", ["red", "C2410C", "c2410c;}", "c2410", "c2410c%0a"])
def test_nothing_else_becomes_a_style_sheet(visitor: Client, accent: str, dana: User) -> None:
    assert visitor.get(f"/accent/{accent}.css").status_code == 404


def test_tables_are_linked(danas: Client) -> None:
    assertContains(danas.get(SETTINGS), f'href="{reverse("admin:index")}"')

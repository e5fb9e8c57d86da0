from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from chat.models import AuditEntry, User, Workspace
from chat.tests.pictures import drawn

SETTINGS = reverse("administration-settings")
CHANGE, REMOVE = reverse("workspace-change-logo"), reverse("workspace-remove-logo")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(client: Client, content: bytes | None = None) -> Any:
    file = SimpleUploadedFile("logo.png", content or drawn("PNG"))
    return client.post(CHANGE, {"picture": file})


def address(key: str, size: int = 48) -> str:
    return reverse("workspace-logo", args=[key, size])


def test_everybody_sees_it(danas: Client, visitor: Client) -> None:
    assertRedirects(upload(danas), SETTINGS)
    key = Workspace.stored().logo
    for page in (danas.get(SETTINGS), visitor.get(reverse("sign-in"))):
        assertContains(page, f'src="{address(key)}"')
    response = visitor.get(address(key))
    assert response.headers["Content-Type"] == "image/webp"
    assert {"public", "immutable"} <= set(response.headers["Cache-Control"].split(", "))
    assert Image.open(BytesIO(response.content)).size == (48, 48)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.details) == ("workspace.edit", {"logo": key})


def test_server_that_has_not_heard_of_it_shows_it(danas: Client, visitor: Client) -> None:
    upload(danas)
    key = Workspace.stored().logo
    Workspace._kept = Workspace(pk=1), float("inf")
    assert visitor.get(address(key)).status_code == 200


def test_only_the_logo_is_shown_to_strangers(danas: Client, visitor: Client, dana: User) -> None:
    dana.change_picture(SimpleUploadedFile("dana.png", drawn("PNG")))
    upload(danas)
    assert visitor.get(address(dana.avatar)).status_code == 404
    assert visitor.get(address(Workspace.stored().logo, 47)).status_code == 404


def test_another_one_takes_its_place(
    danas: Client,
    visitor: Client,
    folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    upload(danas)
    first = Workspace.stored().logo
    with django_capture_on_commit_callbacks(execute=True):
        upload(danas)
    assert visitor.get(address(first)).status_code == 404
    assert not list(folder.rglob(f"{first}*"))
    assert len(list(folder.rglob("*.webp"))) == 3


def test_it_may_go(danas: Client, folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    upload(danas)
    with django_capture_on_commit_callbacks(execute=True):
        assertRedirects(danas.post(REMOVE), SETTINGS)
    assert Workspace.stored().logo == ""
    assertNotContains(danas.get(SETTINGS), "workspace/logo/")
    assert not list(folder.rglob("*.webp"))


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"GIF89a", b"\x00" * 100])
def test_what_is_no_picture_is_refused(danas: Client, folder: Path, content: bytes) -> None:
    assertContains(upload(danas, content), "This is no picture", status_code=422)
    assert Workspace.stored().logo == ""
    assert not list(folder.rglob("*.webp"))


def test_without_a_file_it_says_so(danas: Client) -> None:
    assertContains(danas.post(CHANGE), "Choose a picture first.", status_code=422)


def test_others_may_not(bobs: Client, folder: Path) -> None:
    assert upload(bobs).status_code == 403
    assert bobs.post(REMOVE).status_code == 403
    assert not list(folder.rglob("*.webp"))

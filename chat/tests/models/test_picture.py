"""What people upload as their picture, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Any
from zlib import compress, crc32

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from chat.models import User, picture
from chat.models.picture import MAX_BYTES, SIZES, TOO_LARGE, TOO_MANY_PIXELS, UNREADABLE
from chat.tests.pictures import LONDON, drawn, with_place

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def upload(content: bytes) -> ContentFile[bytes]:
    return ContentFile(content, "picture.png")


def opened(key: str, size: int = 256) -> Image.Image:
    content = picture.read(key, size)
    assert content
    return Image.open(BytesIO(content))


def files(media: Path) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


# What is kept


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_picture_is_made_anew_in_three_sizes(form: str, media: Path) -> None:
    key = picture.store(upload(drawn(form, size=(300, 200))))
    assert files(media) == sorted(f"{key}-{size}.webp" for size in SIZES)
    for size in SIZES:
        image = opened(key, size)
        assert (image.format, image.size) == ("WEBP", (size, size))


def test_middle_is_kept() -> None:
    """Red, white and blue beside each other: white stays."""
    wide = Image.new("RGB", (300, 100), "white")
    wide.paste("red", (0, 0, 100, 100))
    wide.paste("blue", (200, 0, 300, 100))
    file = BytesIO()
    wide.save(file, "PNG")
    image = opened(picture.store(upload(file.getvalue()))).convert("RGB")
    for at in ((5, 128), (128, 128), (250, 128)):
        pixel: Any = image.getpixel(at)
        assert min(pixel) > 240


def test_small_picture_is_made_larger() -> None:
    assert opened(picture.store(upload(drawn("PNG", size=(1, 1))))).size == (256, 256)


def test_what_is_transparent_stays_so() -> None:
    file = BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(file, "PNG")
    image = opened(picture.store(upload(file.getvalue())))
    assert image.mode == "RGBA"
    assert image.getpixel((128, 128))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_tells_where_it_was_taken(form: str, media: Path) -> None:
    original = with_place(drawn(form), form)
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825) == LONDON
    key = picture.store(upload(original))
    for size in SIZES:
        image = opened(key, size)
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & image.info.keys()
    for path in media.rglob("*.webp"):
        assert b"EXIF" not in path.read_bytes()
        assert b"Camera of Alice" not in path.read_bytes()


def test_picture_stands_upright() -> None:
    """A phone stores it lying on its side, and says so in what is removed."""
    lying = Image.new("RGB", (100, 100), "white")
    lying.paste("black", (0, 0, 50, 100))  # the left half
    exif = lying.getexif()
    exif[0x0112] = 6  # to be turned to the right: the left is the top
    file = BytesIO()
    lying.save(file, "JPEG", exif=exif)
    image = opened(picture.store(upload(file.getvalue()))).convert("L")
    assert image.getpixel((128, 40)) < 60  # type: ignore[operator]
    assert image.getpixel((128, 216)) > 200  # type: ignore[operator]


def test_first_picture_of_several_is_kept() -> None:
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("white", "black", "black")]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    image = opened(picture.store(upload(file.getvalue())))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("L").getpixel((128, 128)) > 240  # type: ignore[operator]


def test_names_are_never_the_same() -> None:
    one, other = (picture.store(upload(drawn("PNG"))) for _ in range(2))
    assert one != other
    assert len(one) == 32


# What is refused


def png_that_says(width: int, height: int) -> bytes:
    """A file of a few bytes that claims a size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))

    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = compress(bytes(1_000))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SVG,
        HTML,
        b"GIF89a" + HTML,
        b"\x89PNG\r\n\x1a\n" + SVG,
        b"%PDF-1.4",
        drawn("BMP"),
        drawn("TIFF"),
        drawn("ICO"),
        drawn("PNG")[:-30],
        drawn("JPEG", size=(400, 400))[:-400],
        drawn("WEBP", size=(400, 400))[:-200],
        png_that_says(0, 0),
        png_that_says(100, 100),  # and has less
    ],
    ids=range(14),
)
def test_what_is_no_picture_is_refused(content: bytes, media: Path) -> None:
    with pytest.raises(ValidationError) as error:
        picture.store(upload(content))
    assert error.value.messages == [UNREADABLE]
    assert files(media) == []


@pytest.mark.parametrize("side", [5_001, 10_000, 30_000, 2**31 - 1])
def test_bomb_is_refused_before_it_is_read(side: int, media: Path) -> None:
    with pytest.raises(ValidationError) as error:
        picture.store(upload(png_that_says(side, side)))
    assert error.value.messages == [TOO_MANY_PIXELS]
    assert files(media) == []


def test_picture_of_many_bytes_is_refused() -> None:
    with pytest.raises(ValidationError) as error:
        picture.store(upload(drawn("PNG") + bytes(MAX_BYTES)))
    assert error.value.messages == [TOO_LARGE]


def test_what_hides_behind_a_picture_is_gone(media: Path) -> None:
    """A file that is a picture at its beginning and a page at its end."""
    picture.store(upload(drawn("PNG") + HTML))
    assert all(b"<script>" not in path.read_bytes() for path in media.rglob("*.webp"))


@pytest.mark.parametrize("key", ["", "..", "x" * 32, "../" * 3 + "secret_key"])
def test_what_is_not_there_is_not_read(key: str) -> None:
    assert picture.read("0" * 32, 48) is None
    assert picture.read("0" * 32, 1_000_000) is None


# Whose it is


@pytest.fixture
def committed(db: None, django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    def run(change: Callable[..., None], *arguments: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            change(*arguments)

    return run


def test_new_picture_takes_the_place_of_the_old_one(
    alice: User, media: Path, committed: Callable[..., None]
) -> None:
    committed(alice.change_picture, upload(drawn("PNG")))
    first = alice.avatar
    committed(alice.change_picture, upload(drawn("JPEG")))
    assert alice.avatar != first
    assert files(media) == sorted(f"{alice.avatar}-{size}.webp" for size in SIZES)
    alice.refresh_from_db()
    assert alice.revision == 2


def test_two_windows_leave_one_picture(
    alice: User, media: Path, committed: Callable[..., None]
) -> None:
    other = User.objects.get(pk=alice.pk)
    committed(alice.change_picture, upload(drawn("PNG")))
    committed(other.change_picture, upload(drawn("PNG")))
    assert len(files(media)) == len(SIZES)
    alice.refresh_from_db()
    assert picture.read(alice.avatar, 48)


def test_removed_picture_leaves_no_file(
    alice: User, media: Path, committed: Callable[..., None]
) -> None:
    committed(alice.change_picture, upload(drawn("PNG")))
    committed(alice.remove_picture)
    committed(alice.remove_picture)
    assert files(media) == []
    alice.refresh_from_db()
    assert (alice.avatar, alice.revision) == ("", 2)


def test_deleted_account_leaves_no_picture(
    alice: User, media: Path, committed: Callable[..., None]
) -> None:
    committed(alice.change_picture, upload(drawn("PNG")))
    committed(alice.delete_account)
    assert files(media) == []
    assert User.objects.get().avatar == ""


@pytest.mark.django_db(transaction=True)
def test_change_that_is_undone_keeps_the_old_files(alice: User, media: Path) -> None:
    alice.change_picture(upload(drawn("PNG")))
    before = alice.avatar

    def undone() -> Iterator[None]:
        with transaction.atomic():
            alice.change_picture(upload(drawn("PNG")))
            raise RuntimeError
        yield

    with pytest.raises(RuntimeError):
        next(undone())
    alice.refresh_from_db()
    assert alice.avatar == before
    assert picture.read(before, 48)

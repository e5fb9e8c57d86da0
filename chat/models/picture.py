"""Pictures that people upload: looked at, made anew in three sizes, and kept under a name that nobody guesses."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

#: Pixels of a side, from a small one in a list to a large one on a dense screen.
SIZES = (48, 96, 256)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MAX_BYTES = 5 * 1024 * 1024
#: A file of a few kilobytes can say that it has a billion of them.
MAX_PIXELS = 25_000_000
QUALITY = 82
#: A picture takes up to a hundred megabytes while it is read: one at a time.
_reading = Lock()

TOO_LARGE = "This picture is larger than 5 MB. Choose a smaller one."
TOO_MANY_PIXELS = "This picture has more than 25 megapixels. Choose a smaller one."
UNREADABLE = "This is no picture that can be read. Choose a PNG, JPEG, WebP or GIF file."


def store(upload: File[bytes]) -> str:
    """Keep the middle of the picture as a square; the name under which it is kept.

    Nothing of the file itself is: no place where it was taken, and no second meaning that a browser might find in it.
    Of several pictures in one file it is the first. Raises ``ValidationError`` with a sentence.
    """
    square = _square(upload)
    key = secrets.token_hex(16)
    try:
        for size in SIZES:
            default_storage.save(_path(key, size), ContentFile(_encoded(square, size)))
    except OSError:
        remove(key)
        raise
    return key


def read(key: str, size: int) -> bytes | None:
    """A stored picture as a WebP file; None when there is none."""
    if size not in SIZES or not default_storage.exists(_path(key, size)):
        return None
    with default_storage.open(_path(key, size)) as file:
        content: bytes = file.read()
    return content


def remove(key: str) -> None:
    for size in SIZES:
        default_storage.delete(_path(key, size))


def _path(key: str, size: int) -> str:
    return f"pictures/{key}-{size}.webp"


def _square(upload: File[bytes]) -> Image.Image:
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")
    with _reading, _readable():
        Image.open(upload, formats=FORMATS).verify()
        upload.seek(0)
        image = Image.open(upload, formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels")
        largest = max(SIZES)
        image.draft("RGB", (largest, largest))  # a JPEG is read no larger than it has to be
        upright = ImageOps.exif_transpose(image)
        whole = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    square = ImageOps.fit(whole, (largest, largest), method=Image.Resampling.LANCZOS)
    square.info = {}
    return square


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever a decoder makes of a broken file is a sentence for the person."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # MAX_PIXELS is less
            yield
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels") from error
    except Exception as error:
        raise ValidationError(UNREADABLE, code="unreadable") from error


def _encoded(square: Image.Image, size: int) -> bytes:
    image = (
        square if square.width == size else square.resize((size, size), Image.Resampling.LANCZOS)
    )
    file = BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()

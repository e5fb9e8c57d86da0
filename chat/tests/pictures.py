"""Pictures for tests, drawn where they are needed."""

from io import BytesIO

from PIL import Image

#: Of EXIF: where it was taken, to the second.
LONDON = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)}


def drawn(form: str, size: tuple[int, int] = (120, 80), colour: str = "teal") -> bytes:
    """A file of that format: a colour that runs into white."""
    image = Image.linear_gradient("L").resize(size)
    file = BytesIO()
    Image.composite(Image.new("RGB", size, colour), Image.new("RGB", size, "white"), image).save(
        file, form
    )
    return file.getvalue()


def with_place(content: bytes, form: str) -> bytes:
    """The picture as a camera leaves it: with where it was taken, and by whose camera."""
    image = Image.open(BytesIO(content))
    exif = image.getexif()
    exif[0x010F] = "Camera of Alice"
    exif.get_ifd(0x8825).update(LONDON)
    exif[0x8825] = exif.get_ifd(0x8825)
    file = BytesIO()
    image.save(file, form, exif=exif)
    return file.getvalue()

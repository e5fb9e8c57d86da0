"""The picture that people of the samples have: drawn, and the same every day."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

#: In place of the name under which a picture is kept.
KEY = "sample"


@cache
def drawn(size: int) -> bytes:
    """A face before a meadow, as a WebP file."""
    side = 256
    image = Image.new("RGB", (side, side), "#8fb8de")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 170, side, side), fill="#5f8f4e")
    draw.ellipse((48, 176, 208, 336), fill="#b5453a")
    draw.ellipse((78, 60, 178, 180), fill="#e8b48c")
    draw.pieslice((70, 44, 186, 160), 180, 360, fill="#4a3226")
    for x in (108, 148):
        draw.ellipse((x - 6, 114, x + 6, 126), fill="#33261d")
    draw.arc((108, 118, 148, 158), 20, 160, fill="#33261d", width=5)
    file = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(file, "WEBP", quality=82)
    return file.getvalue()

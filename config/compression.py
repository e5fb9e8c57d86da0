"""Compression of what views answer."""

import gzip
import re
from collections.abc import Callable
from secrets import randbelow
from typing import Any

import brotli
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

#: Of 11. A page of a hundred kilobytes becomes smaller than by gzip's level 6, in a quarter of the time.
BROTLI_QUALITY = 2
#: Of 9. Such a page takes half the time of level 6, which Django has, and becomes a twentieth larger.
GZIP_LEVEL = 5
SHORT = 200  # bytes, which nothing makes shorter
NAME = 3  # where a gzip header says that a name follows

#: Browsers take it from those that they can trust not to change it on the way: over TLS, and on their own machine.
re_accepts_brotli = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class CompressionMiddleware(GZipMiddleware):
    """Django's, for pages that are made anew for each reader, and with Brotli."""

    def process_response(self, request: Any, response: Any) -> Any:
        if (
            response.streaming
            or response.has_header("Content-Encoding")
            or response.has_header("ETag")
            or len(response.content) < SHORT
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding, pack = _best(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        content = pack(response.content, randbelow(self.max_random_bytes))
        if len(content) < len(response.content):
            response.content = content
            response.headers["Content-Length"] = str(len(content))
            response.headers["Content-Encoding"] = encoding
        return response


def _best(accepted: str) -> tuple[str, Callable[[bytes, int], bytes]]:
    if re_accepts_brotli.search(accepted):
        return "br", brotlied
    if re_accepts_gzip.search(accepted):
        return "gzip", gzipped
    return "", lambda content, _: content


# Both have as many more bytes in them as they are told, which say nothing. With a random number of them nobody learns
# from the length of a page what is inside (BREACH).


def gzipped(content: bytes, more: int) -> bytes:
    """The bytes are the name of a file, as Django does it."""
    data = gzip.compress(content, compresslevel=GZIP_LEVEL, mtime=0)
    header = bytearray(data[:10])
    header[NAME] |= gzip.FNAME
    return bytes(header) + b"a" * more + b"\0" + data[10:]


def brotlied(content: bytes, more: int) -> bytes:
    """The bytes are a block of metadata (RFC 7932, section 9.2) between what is compressed and the end."""
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    data: bytes = compressor.process(content) + compressor.flush()  # up to a whole byte
    # From the lowest bit: not the last block (0), metadata (11), reserved (0), its length less one in one byte (01).
    metadata = (0b01_0_11_0 | (more - 1) << 6).to_bytes(2, "little") + b"a" * more if more else b""
    last = b"\x03"  # and empty
    return data + metadata + last

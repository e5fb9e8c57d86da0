"""Compression of what views answer."""

import gzip
from secrets import randbelow
from typing import Any

from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

#: Of 9. A page of a hundred kilobytes takes half the time of level 6, which Django has, and becomes a twentieth larger.
LEVEL = 5
SHORT = 200  # bytes, which nothing makes shorter
NAME = 3  # where a gzip header says that a name follows


class CompressionMiddleware(GZipMiddleware):
    """Django's, for pages that are made anew for each reader."""

    def process_response(self, request: Any, response: Any) -> Any:
        takes_it = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        is_whole = not response.streaming and not response.has_header("Content-Encoding")
        if (
            not takes_it
            or not is_whole
            or len(response.content) < SHORT
            or response.has_header("ETag")
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        content = packed(response.content, self.max_random_bytes)
        if len(content) >= len(response.content):
            return response
        response.content = content
        response.headers["Content-Length"] = str(len(content))
        response.headers["Content-Encoding"] = "gzip"
        return response


def packed(content: bytes, most: int) -> bytes:
    """With a name of random length in it, as Django does it: nobody learns from the length what is inside (BREACH)."""
    data = gzip.compress(content, compresslevel=LEVEL, mtime=0)
    header = bytearray(data[:10])
    header[NAME] |= gzip.FNAME
    return bytes(header) + b"a" * randbelow(most) + b"\0" + data[10:]

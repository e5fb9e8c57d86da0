"""A QR code as what a template draws: one path over a square of that many modules (``components/_qr.html``)."""

from typing import NamedTuple

import segno

QUIET = 4  # modules that stay light around a code


class QRCode(NamedTuple):
    path: str
    size: int  # in modules, with the quiet ones


def qr_code(text: str) -> QRCode:
    code = segno.make_qr(text, error="m")
    dark = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix, start=QUIET)
        for x, is_dark in enumerate(row, start=QUIET)
        if is_dark
    )
    return QRCode("".join(dark), len(code.matrix) + 2 * QUIET)

"""Static files as people get them: hashed, compressed, and each style sheet in one piece."""

import posixpath
import re
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The one form in which a style sheet may take in another.
_IMPORT = re.compile(
    r'^@import url\("(?P<url>[^":]+)"\) layer\((?P<layer>[\w.-]+)\);$', re.MULTILINE
)
_ANY_IMPORT = re.compile(r"^\s*@import\b.*", re.MULTILINE)
_RELATIVE_URL = re.compile(r"""url\((?P<quote>["']?)(?P<url>(?![/#]|\w+:)[^"')]+)(?P=quote)\)""")
_COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|"[^"\n]*"|'[^'\n]*'""", re.DOTALL)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """What ``collectstatic`` makes of ``static/``, which stays as it is, and is served as it is with DEBUG.

    A browser that paints waits for its style sheets, and learns of an ``@import`` only when it has read the sheet
    around it: one more round trip, and a request for each component. So the sheets that a sheet imports are put
    in its place, each in its layer.
    """

    def post_process(self, paths: dict[str, Any], **options: Any) -> Any:
        bundles = InMemoryStorage()
        served = dict(paths)
        for name in paths:
            if name.endswith(".css") and _IMPORT.search(source := _read(paths, name)):
                bundles.save(name, ContentFile(_bundle(paths, name, source)))
                served[name] = bundles, name
        return super().post_process(served, **options)


def _read(paths: dict[str, Any], name: str) -> str:
    """A file as it was before it was collected."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text


def _bundle(paths: dict[str, Any], name: str, source: str) -> str:
    """A style sheet with those that it imports in the places of their imports."""
    folder = posixpath.dirname(name)

    def layer(match: re.Match[str]) -> str:
        imported = posixpath.normpath(posixpath.join(folder, match["url"]))
        if imported not in paths:
            raise ValueError(f"{name} imports {match['url']}, which does not exist.")
        rules = _read(paths, imported)
        if not _is_whole(rules):
            raise ValueError(f"{imported} has a brace or a comment too many or too few.")
        rules = _moved(rules, posixpath.dirname(imported), folder)
        return f"@layer {match['layer']} {{\n{rules}}}"

    bundle = _IMPORT.sub(layer, source)
    # Below a rule a browser ignores it without a word.
    if left := _ANY_IMPORT.search(bundle):
        raise ValueError(
            f'{name} has {left[0].strip()!r}: write @import url("file.css") layer(name); and '
            "import nothing in a sheet that is imported."
        )
    return bundle


def _is_whole(source: str) -> bool:
    """Whether all that it opens is closed: in one piece, what is not would take in the sheets after it."""
    code = _COMMENT_OR_STRING.sub("", source)
    return code.count("{") == code.count("}") and "/*" not in code


def _moved(source: str, old: str, new: str) -> str:
    """Rules with their relative addresses as seen from another folder."""

    def address(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(old, match["url"]))
        return f'url("{posixpath.relpath(target, new or ".")}")'

    return _RELATIVE_URL.sub(address, source)

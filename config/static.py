"""Static files as people get them: hashed, compressed, the style sheets in one piece and the scripts in another."""

import posixpath
import re
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The one form in which a style sheet may take in another.
_IMPORT = re.compile(
    r'^@import url\("(?P<url>[^":]+)"\) layer\((?P<layer>[\w.-]+)\);$', re.MULTILINE
)
_ANY_IMPORT = re.compile(r"^\s*@import\b.*", re.MULTILINE)
_RELATIVE_URL = re.compile(r"""url\((?P<quote>["']?)(?P<url>(?![/#]|\w+:)[^"')]+)(?P=quote)\)""")
# The one form in which a script may take in another.
_SCRIPT = re.compile(r'^import "(?P<path>\.{1,2}/[^"]+)";$', re.MULTILINE)
_ANY_EXCHANGE = re.compile(r"^\s*(?:import|export)\b.*|^.*\bimport\b\s*[(.].*", re.MULTILINE)
# Where rjsmin takes the inner template for code.
_TEMPLATE_IN_TEMPLATE = re.compile(r"\$\{[^}`]*`")
_COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|"[^"\n]*"|'[^'\n]*'""", re.DOTALL)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """What ``collectstatic`` makes of ``static/``, which stays as it is, and is served as it is with DEBUG.

    A browser that paints waits for its style sheets, and learns of an ``@import`` only when it has read the sheet
    around it: one more round trip, and a request for each component. So the sheets that a sheet imports are put
    in its place, each in its layer. And the scripts that a script imports in its place, each in a block: that is
    one request, and together they are compressed to less.
    """

    def post_process(self, paths: dict[str, Any], **options: Any) -> Any:
        bundles = InMemoryStorage()
        served = dict(paths)
        for name in paths:
            if bundle := _bundle(paths, name):
                bundles.save(name, ContentFile(bundle))
                served[name] = bundles, name
        return super().post_process(served, **options)


def _read(paths: dict[str, Any], name: str) -> str:
    """A file as it was before it was collected."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text


def _bundle(paths: dict[str, Any], name: str) -> str | None:
    """What a file is served as, when it imports others."""
    if name.endswith(".css") and _IMPORT.search(source := _read(paths, name)):
        return _sheet(paths, name, source)
    if name.endswith(".js") and _SCRIPT.search(source := _read(paths, name)):
        return _script(paths, name, source)
    return None


def _find(paths: dict[str, Any], name: str, address: str) -> str:
    """The name of what a file imports from an address as seen from its folder."""
    imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
    if imported not in paths:
        raise ValueError(f"{name} imports {address}, which does not exist.")
    return imported


def _script(paths: dict[str, Any], name: str, source: str) -> str:
    """A script with those that it imports in the places of their imports, in that order.

    Each is in a block of its own, so that its names are its own; and when it throws, that is reported as
    it always is, and those after it run. What is there for their readers stays behind.
    """

    def block(match: re.Match[str]) -> str:
        imported = _find(paths, name, match["path"])
        code = _read(paths, imported)
        # Its names would not be hashed, and in a block it is no module any more.
        if exchange := _ANY_EXCHANGE.search(code):
            raise ValueError(f"{imported} has {exchange[0].strip()!r}: a module here works alone.")
        if _TEMPLATE_IN_TEMPLATE.search(code):
            raise ValueError(f"{imported} has a template in a template: give it a name before.")
        return f"try {{\n{jsmin(code)}\n}} catch (error) {{\n  reportError(error);\n}}"

    bundle = _SCRIPT.sub(block, source)
    if left := re.search(r"^(?:import|export)\b.*", _SCRIPT.sub("", source), re.MULTILINE):
        raise ValueError(f'{name} has {left[0]!r}: write import "./file.js"; and nothing else.')
    return bundle


def _sheet(paths: dict[str, Any], name: str, source: str) -> str:
    """A style sheet with those that it imports in the places of their imports."""
    folder = posixpath.dirname(name)

    def layer(match: re.Match[str]) -> str:
        imported = _find(paths, name, match["url"])
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

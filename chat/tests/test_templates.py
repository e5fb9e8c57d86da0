"""What holds for every template, and that HTML is made by templates only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from chat.tests.markup import inline_code

ROOT: Path = settings.BASE_DIR
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FRAGMENTS = [path for path in TEMPLATES if path.name.startswith("_")]
#: A form needs the token of its page, so the composer is sent with the page only.
SHARED = [path for path in FRAGMENTS if path.name != "_composer.html"]
PYTHON = sorted(
    path
    for folder in ("chat", "config")
    for path in (ROOT / folder).rglob("*.py")
    if "tests" not in path.parts
    # What people write becomes HTML there, whatever they write (docs/adr/0018-what-is-written-is-rendered-once.md).
    and not path.is_relative_to(ROOT / "chat" / "markup")
)
JAVASCRIPT = sorted((ROOT / "static" / "js").rglob("*.js"))

_TEMPLATE_SYNTAX = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_TAG = re.compile(r"(?<!\(\?P)</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])|<!DOCTYPE|<!--")
_JAVASCRIPT_PARTS = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""",
    re.DOTALL,
)
_JAVASCRIPT_HTML = re.compile(
    r"\.(innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write|DOMParser"
    r"|createContextualFragment|setHTMLUnsafe"
)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def strings_of_python(source: str) -> Iterator[str]:
    """The texts in a module, without docstrings and other strings that nobody uses."""
    tree = ast.parse(source)
    unused = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        if is_text and node not in unused:
            yield node.value if isinstance(node.value, str) else node.value.decode("latin1")


def strings_of_javascript(source: str) -> list[str]:
    parts = _JAVASCRIPT_PARTS.finditer(source)
    return [part["string"] for part in parts if part["string"]]


# The templates


def test_there_are_templates_and_scripts_to_look_at() -> None:
    assert len(TEMPLATES) > len(FRAGMENTS) > 10
    assert JAVASCRIPT
    assert PYTHON


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_template_has_no_code_or_style_inline(path: Path) -> None:
    assert inline_code(_TEMPLATE_SYNTAX.sub("", path.read_text())) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_template_trusts_nothing_that_people_write(path: Path) -> None:
    """``safe`` is for Django's own help texts only."""
    source = path.read_text().replace("{{ field.help_text|safe }}", "")
    assert not re.search(r"\|\s*safe|autoescape\s+off", source)


@pytest.mark.parametrize("path", FRAGMENTS, ids=relative)
def test_fragment_begins_with_what_it_is_and_who_sends_it(path: Path) -> None:
    comment = re.match(r"{% comment %}\n(.+?)\n{% endcomment %}\n", path.read_text(), re.DOTALL)
    assert comment, "begins with {% comment %}"
    what, context, sender = re.split(r"Context:|Sent by:", comment[1])
    assert what.strip()
    assert context.strip()
    assert sender.strip()


@pytest.mark.parametrize("path", SHARED, ids=relative)
def test_fragment_is_the_same_for_every_viewer(path: Path) -> None:
    assert not re.search(
        r"{{\s*(request|user|perms|csrf_token)\b|csrf_token\s*%}", path.read_text()
    )


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        '<script type="module">import "x"</script>',
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        '<button onclick="go()">',
        '<p hx-on:click="go()">',
        '<a href=" javascript:go()">',
        "<div hx-vals='js:{a: go()}'>",
    ],
)
def test_code_and_style_inline_are_recognised(bad: str) -> None:
    assert len(inline_code(f"<p>before</p>{bad}")) == 1


# The other files


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_python_builds_no_html(path: Path) -> None:
    assert [text for text in strings_of_python(path.read_text()) if _TAG.search(text)] == []


@pytest.mark.parametrize("path", JAVASCRIPT, ids=relative)
def test_javascript_builds_no_html(path: Path) -> None:
    source = path.read_text()
    assert [text for text in strings_of_javascript(source) if _TAG.search(text)] == []
    assert not _JAVASCRIPT_HTML.search(source)


@pytest.mark.parametrize(
    "source", ["a = '<p>'", "b = f'<li id={1}>'", "c = ('x' '</p>')", "d(b'<!DOCTYPE html>')"]
)
def test_html_in_python_is_recognised(source: str) -> None:
    assert any(_TAG.search(text) for text in strings_of_python(source))


def test_docstrings_and_comments_may_name_tags() -> None:
    source = '"""<p>"""\n# <p>\ndef f():\n    """<li class="x">"""\n    return "rooms/<int:pk>/"'
    assert not any(_TAG.search(text) for text in strings_of_python(source))


@pytest.mark.parametrize("source", ["a = '<p>'", 'b = "</li>"', "c = `${d}<br/>`", "'a\\'<p>'"])
def test_html_in_javascript_is_recognised(source: str) -> None:
    assert any(_TAG.search(text) for text in strings_of_javascript(source))


def test_javascript_may_compare_and_comment() -> None:
    source = "// <p> it's\nif (a <b && c > d) { /* '<li>' */ e = 'a < b'; }"
    assert not any(_TAG.search(text) for text in strings_of_javascript(source))

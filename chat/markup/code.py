"""Code in colours: by a few classes, whatever the language, within bounds."""

from functools import lru_cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

MOST = 2_000  # characters of a message that are coloured; what is longer is shown plain
MOST_BLOCKS = 20

#: Names that people write behind the fence, and what we show. Only these: each has been tried with what hostile people
#: write (chat/tests/markup/), since a bad expression in one of Pygments' five hundred would stop the server.
LANGUAGES = {
    "bash": "Shell",
    "c": "C",
    "console": "Terminal",
    "cpp": "C++",
    "css": "CSS",
    "diff": "Diff",
    "docker": "Dockerfile",
    "elixir": "Elixir",
    "go": "Go",
    "html": "HTML",
    "http": "HTTP",
    "ini": "INI",
    "java": "Java",
    "javascript": "JavaScript",
    "json": "JSON",
    "kotlin": "Kotlin",
    "lua": "Lua",
    "php": "PHP",
    "powershell": "PowerShell",
    "pycon": "Python",
    "pytb": "Traceback",
    "python": "Python",
    "ruby": "Ruby",
    "rust": "Rust",
    "sql": "SQL",
    "swift": "Swift",
    "toml": "TOML",
    "typescript": "TypeScript",
    "xml": "XML",
    "yaml": "YAML",
}
ALIASES = {
    "c++": "cpp",
    "dockerfile": "docker",
    "golang": "go",
    "js": "javascript",
    "jsx": "javascript",
    "kt": "kotlin",
    "patch": "diff",
    "postgres": "sql",
    "ps1": "powershell",
    "py": "python",
    "python3": "python",
    "rb": "ruby",
    "rs": "rust",
    "sh": "bash",
    "shell": "bash",
    "svg": "xml",
    "traceback": "pytb",
    "ts": "typescript",
    "tsx": "typescript",
    "yml": "yaml",
    "zsh": "bash",
}

#: Classes by what a piece of code is, the narrower first where one is part of another.
CLASSES = {
    Token.Comment: "c",
    Token.Keyword: "k",
    Token.Operator.Word: "k",
    Token.Literal.String: "s",
    Token.Literal.Number: "m",
    Token.Literal.Date: "m",
    Token.Name.Function: "n",
    Token.Name.Class: "n",
    Token.Name.Tag: "n",
    Token.Name.Builtin: "b",
    Token.Name.Decorator: "b",
    Token.Name.Exception: "b",
    Token.Name.Attribute: "a",
    Token.Name.Variable: "a",
    Token.Generic.Inserted: "i",
    Token.Generic.Deleted: "d",
    Token.Generic.Heading: "c",
    Token.Generic.Subheading: "c",
    Token.Generic.Output: "c",
    Token.Generic.Prompt: "b",
    Token.Generic.Traceback: "d",
}


def language_of(info: str) -> str | None:
    """What a fence says of its code ("py", "js title=x"), as one of ``LANGUAGES``."""
    name = (info.split(maxsplit=1) or [""])[0].lower()
    name = ALIASES.get(name, name)
    return name if name in LANGUAGES else None


def coloured(code: str, language: str) -> str:
    """Escaped, in spans of ``CLASSES``. Nothing is added to the code or taken from it."""
    shown: list[str] = []
    last, run = None, ""
    for _, kind, text in _lexer(language).get_tokens_unprocessed(code):
        css = _class_of(kind)
        if css != last:
            shown.append(_piece(last, run))
            last, run = css, ""
        run += text
    shown.append(_piece(last, run))
    return "".join(shown)


def _piece(css: str | None, text: str) -> str:
    return f'<span class="{css}">{escape(text)}</span>' if css and text.strip() else escape(text)


@lru_cache(maxsize=len(LANGUAGES))
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language)


@lru_cache(maxsize=256)
def _class_of(kind: _TokenType) -> str | None:
    while kind is not None:
        if kind in CLASSES:
            return CLASSES[kind]
        kind = kind.parent
    return None

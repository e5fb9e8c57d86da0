"""The same letters on every machine: a package's fonts, for pages whose pictures are compared or shown."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

FONTS = "test-fonts"
ARABIC = "U+600-6FF, U+750-77F, U+8A0-8FF, U+FB50-FDFF, U+FE70-FEFE"
HEBREW = "U+590-5FF, U+FB1D-FB4F"
SYMBOLS = "U+2190-21FF, U+2300-27BF, U+2900-2BFF"
EMOJI = (
    "U+200D, U+203C, U+2049, U+20E3, U+2122, U+2139, U+2194-21AA, U+231A-23FF, U+25AA-25FE, U+2600-27BF, "
    "U+2934-2935, U+2B05-2B55, U+3030, U+303D, U+3297, U+3299, U+FE0F, U+1F000-1FAFF"
)


def face(name: str, letters: str = "U+0-10FFFF", style: str = "normal") -> str:
    return (
        f'@font-face {{ font-family: "Test"; src: url("/static/{FONTS}/{name}[wght].ttf");'
        f" font-weight: 100 900; font-style: {style}; unicode-range: {letters}; }}"
    )


#: Said of every element, not through a token: a rule that forgets the token would draw another machine's letters.
STYLE = "\n".join(
    [
        face("NotoSans"),
        face("NotoSans-Italic", style="italic"),
        face("NotoSansArabic", ARABIC),
        face("NotoSansHebrew", HEBREW),
        face("NotoSansSymbols", SYMBOLS),
        face("NotoEmoji", EMOJI),
        """
        *, *::before, *::after, *::backdrop, *::placeholder, *::file-selector-button {
          font-family: "Test" !important;
          animation: none !important;
          transition: none !important;
          scroll-behavior: auto !important;
          caret-color: transparent !important;
        }
        """,
    ]
)

#: A constructed style sheet is the one kind that the Content-Security-Policy lets us add: it stays in force.
WEAR_STYLE = f"""
{{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync({STYLE!r});
  document.adoptedStyleSheets.push(sheet);
}}
"""


def add_fonts(data_dir: Path) -> None:
    """Put the test's letters among the collected static files, for a server that starts afterwards."""
    with as_file(files("manimgx_fonts")) as fonts:
        shutil.copytree(fonts, data_dir / "static" / FONTS, ignore=shutil.ignore_patterns("*.py*"))

"""What takes parsers long: texts of as many characters as a message has, made of little."""

LENGTH = 10_000


def _filled(unit: str, before: str = "", after: str = "") -> str:
    count = (LENGTH - len(before) - len(after)) // len(unit)
    return before + unit * count + after


#: Repeated until the message is full.
UNITS = (
    *("[", "]", "![", "[](", "[a](", "[a](b", "[]()", "](", "[[]", "[a][b]", "[a]: b\n", "![a](b)", "(", ")", "()"),
    *("[a](<b", "[a](<b>)", '[a](b "', "[a](b 'c", "[a](b (c", "[\\]", "[`", "[*", "[<", "[![", "[a](http://b.c)"),
    *("*", "**", "***", "_", "__", "~", "~~", "* ", "*a ", "**a ", "_a", "a_", "*a_", "*_", "**a*", "a**b", "*a**"),
    *("~~a ", "*~~", "**x* ", "a*b_c~~", "***a**", "_*_*a", "*a* ", "**a** ", "x*x_x"),
    *("`", "``", "`a", "``a`", "` ``", "`` ` ", "\\`", "```", "```\n", "```a\n", "~~~\n", "`\n", "````py\n", "```py\na\n```\n"),
    *(">", "> ", ">\n", "> a\n", ">>a\n", "> - ", "> > - ", "> 1. ", ">\n\n", "a\n>", "> ```\n", "> |a|\n> |-|\n"),
    *("- ", "- a\n", "-\n", "* * ", "+ a\n", "1. ", "1. a\n", "1) ", "1.\n", "- - a\n", "- 1. ", "-\n\n", "- [ ] a\n"),
    *("- a\n\n  b\n", "- a\n  - b\n", "* a\n - b\n  - c\n", "   - a\n", "- ```\n", "- # a\n", "1. > ", "999999999. a\n"),
    *("|", "|-", "|a|\n", "a|b\n-|-\n", "|a|\n|-|\n", "|-|-|\n", "|\n|-\n", "a|\n-|\n\n", "\\|", "|`", "-|-\n", ":-:|"),
    *("<", "<a", "<!--", "<?", "<![CDATA[", "</", "<a ", "<a b='", '<a b="', "<http://", "<a@b", "<a:b>", "<a@b.c>"),
    *("<http://a>", "<!A ", "<x/>", "<script>", "&lt;", "<><", "<a href=", "<<a>>"),
    *("&", "&#", "&#x", "&amp;", "&#0;", "&#1114112;", "&a", "&copy;", "&#x41;", "&amp"),
    *("\\", "\\\\", "\\*", "\\\n", "  \n", "\n", " \n", "\t", " ", "\n\n", "a\n", "a  \n", "\u00a0", "\t\n", "    a\n"),
    *("#", "# ", "# a\n", "#\n", "# #", "a\n=\n", "a\n-\n", "---\n", "***\n", "- - -\n", "=\n", "_ _ _\n", "###### "),
    *("@", "@a", "@a ", "@bob ", "@bob, ", "@bob@", "@.", "@a.", "@a+", "@bob.", "@_bob_ ", "(@bob)", "@bob\n", "\n@"),
    *("#a", "#a ", "#Lobby ", "#Lobby, ", "#a b c d e f ", "#!", "#! ", "#.a ", "#Lobby\n", "(#", "#Design team ", "#\u00e4 "),
    *(":", "::", ":a", ":a:", ":tada:", ":tada: ", ":+1::skin-tone-2:", ":a:b", ":tada", ": ", "10:", ":_", ":tada:\n"),
    *("a.com ", "www.a", "www.a.com ", "www.", "http://", "https://a", "http://a.b ", "http://a.b/(", "mailto:", "a@"),
    *("a@b.com ", "a@b", "a@b.c ", ".com", "a.", "a.b", "http://[", "http://a:", "http://a.b?", "https://a.b/[", "//a.b"),
    *("http://a.b/)", "http://a.b/'", 'http://a.b/"', "www.a.b,", "a.com/", "(a.com)", "-a.com", "a-", "a-.", "xn--", "1.1.1.1 "),
    *("http://a@", "http://a:b@c.d ", "http://\u00e4.com ", "a.com:1 ", "http://a.b/.", "http://a.b/-", "ftp://", "javascript:"),
    *("a", "\u00e4", "\U0001f389", "\U0001f389 ", "\u200d", "\ufe0f", "\U0001f468\u200d", "\u202e", "\u0301", "a\u0301", "\ufeff"),
    *("\U0001f3fb", "\u2028", "\r", "\x0b", "\x0c", "\x7f", "\u3000", "\ufffd", "\U0010ffff", "{", "}", "$", "%", "=", '"', "'"),
)
#: Deep, or one thing that answers another far away.
SHAPES = {
    "brackets that close": "[" * 5_000 + "]" * 5_000,
    "brackets that lead": "[" * 4_000 + "](a)" * 1_500,
    "pictures that lead": "![" * 3_000 + "](a)" * 1_000,
    "links in links": "[a" * 2_500 + "](http://b)"[:10] * 500,
    "parentheses in a link": "[a](" + "(" * 4_998 + ")" * 4_998,
    "stars that close": "*" * 5_000 + "a" + "*" * 4_999,
    "stars in words": "*a " * 2_000 + "b* " * 1_300,
    "strong in strong": "**a " * 1_250 + "a** " * 1_250,
    "strikes in strikes": "~~a " * 1_250 + "a~~ " * 1_250,
    "under and stars": "*a _b " * 800 + "c_ d* " * 800,
    "ticks of every length": "".join("`" * length + " " for length in range(1, 140)),
    "ticks of every length, twice": " ".join("`" * length for length in (*range(1, 98), *range(97, 0, -1))),
    "quotes, ever deeper": "".join(">" * depth + "a\n" for depth in range(1, 140)),
    "lists, ever deeper": "".join("  " * depth + "- a\n" for depth in range(98)),
    "lists, deeper and back": "".join("  " * (depth % 9) + "- a\n" for depth in range(800)),
    "numbers, ever deeper": "".join("   " * depth + "1. a\n" for depth in range(78)),
    "quotes and lists": _filled("> - a\n>\n>   b\n"),
    "quote of a long line": "> " * 19 + "a" * 9_900,
    "quotes of many lines": ("> " * 19 + "a\n") * 250,
    "lists of many lines": "- " * 9 + "a\n" + ("                  a\n" * 500),
    "square table": "|" + "a|" * 49 + "\n|" + "-|" * 49 + "\n" + ("|" * 50 + "\n") * 190,
    "long table": "a|b\n-|-\n" + "1|2\n" * 2_480,
    "broad table": "|" + "a|" * 2_400 + "\n|" + "-|" * 2_400,
    "table of few cells": "|" + "a|" * 99 + "\n|" + "-|" * 99 + "\n" + "a\n" * 4_700,
    "table of ticks": "a|b\n-|-\n" + "`|`|`\n" * 1_600,
    "tables one after another": "a|b\n-|-\n1|2\n\n" * 700,
    "broken tables": "a|b|c\n-|-|-\n1|2|3|4\n" * 480,
    "table of names": "a|b\n-|-\n" + "@bob|#Lobby\n" * 800,
    "references": "".join(f"[{number}]: /a\n" for number in range(800)) + "[1]" * 200,
    "reference that grows": "[a]: /" + "b" * 5_000 + "\n\n" + "[a]" * 1_600,
    "title without end": '[a](b "' + "c\n" * 4_900,
    "entity without end": "&#" + "1" * 9_990,
    "number without end": "1" * 9_990 + ". a",
    "scheme without end": "<" + "a" * 9_990,
    "address without end": "http://a.b/" + "c" * 9_980,
    "host without end": "http://" + "a." * 4_990,
    "mail without end": "a." * 4_900 + "@" + "b." * 90 + "com",
    "address of brackets": "http://a.b/" + "(" * 4_990 + ")" * 4_990,
    "address of signs": "http://a.b/" + "?=&#" * 2_490,
    "spaces in code": "`" + " " * 9_990 + "`",
    "spaces in a line": "a" + " " * 9_990 + "b",
    "spaces at ends": ("a" + " " * 98 + "\n") * 100,
    "tabs": "\t" * 4_999 + "a" + "\t" * 4_999,
    "fence without end": "```py\n" + "a = 1\n" * 1_660,
    "fences": "```py\nx = 1\n```\n" * 580,
    "fences of tildes in quotes": "> ~~~\n> a\n> ~~~\n" * 580,
    "rooms of many words": "#a" + " b" * 4_990,
    "rooms of points": "#a" + "." * 9_990,
    "person of points": "@a" + "." * 9_990,
    "people": "".join(f"@p{number} " for number in range(1_400)),
    "rooms": "".join(f"#r{number} " for number in range(1_400)),
    "emoji": "\U0001f389" * LENGTH,
    "joined emoji": "\U0001f468\u200d\U0001f469\u200d" * 2_500,
    "task lists": "- [x] " * 1_660,
    "headings in quotes": "> # a\n" * 1_660,
    "html": "<div>\n" * 800 + "</div>\n" * 700,
    "comments": "<!-- " * 1_000 + "--> " * 1_200,
    "escapes in a link": "[a](" + "\\(" * 4_990,
    "everything": _filled("**a** _b_ `c` [d](http://e.f) @bob #Lobby :tada: ~~g~~ http://h.i\n> - # j\n"),
}
#: Inside of code, for the expressions of each language.
CODE_UNITS = (
    *("a", " ", "\n", "\t", "(", ")", "((", "[", "{", "}", "{{", "<", ">", "<a", "</", "<!--", "<?", "&", "'", '"', "'''", '"""'),
    *("\\", "\\\\", "\\'", "/", "//", "/*", "*/", "#", "--", "`", "``", "$", "${", "$(", "@", ":", "::", ";", ",", ".", "..", "..."),
    *("0", "0x", "1e", "1.", "1_", "_", "-", "+", "=", "==", "=>", "%", "%{", "!", "?", "|", "||", "^", "~", "<<", "<<a\n", "<<'A'\n"),
    *("a.", "a b", "a(", "a:", "a: ", "- ", "- a: ", "a=", "a\n", " a", "  a:\n", "def a", "class a", "a::", "a<", "a<b", "a,"),
    *("if ", "r\"", "b'", "f'{", "/a", "/a/", "a/", "x = /", "<a b=", "<a b='", "@@ ", "+++ ", "--- ", "$ ", ">>> ", "... "),
    *("\u00e4", "\U0001f389", "\x00"[:0] or "%s", "#{", "#{'", "%w", "*", "**", "&&", "a-b", "--a ", "[[", "]]", "[a]\n", "a=b\n"),
    *("GET / HTTP/1.1\n", "A: b\n", "function ", "select ", "from a ", "import a.", "use a::", "fn a<", "template<", "-a ", "@a("),
)
#: What such code may begin with, so that it does not end.
OPENINGS = ("", '"', "/", "<a ", "a = ")
FLOODS = {**{repr(unit): _filled(unit) for unit in UNITS}, **SHAPES}


def code_floods(length: int) -> list[str]:
    """Code of that many characters, made of little."""
    return [(opening + unit * length)[:length] for unit in CODE_UNITS for opening in OPENINGS]

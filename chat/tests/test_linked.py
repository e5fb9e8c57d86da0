"""Addresses in what people write become links; nothing else of it becomes anything."""

import re
from time import perf_counter
from urllib.parse import unquote

import pytest
from django.utils.safestring import SafeString

from chat.templatetags.chat import linked

AWAY = ' target="_blank" rel="noopener noreferrer nofollow"'


def link(href: str, text: str | None = None) -> str:
    return f'<a href="{href}"{AWAY}>{href if text is None else text}</a>'


def hrefs(html: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', html)


def test_text_without_an_address_stays_as_it_is() -> None:
    assert linked("Soup at noon, or at 12.30.") == "Soup at noon, or at 12.30."
    assert linked("") == ""
    assert linked("  two  spaces\n\tand lines\n") == "  two  spaces\n\tand lines\n"


def test_result_may_stand_in_a_template() -> None:
    assert isinstance(linked("<b>"), SafeString)


@pytest.mark.parametrize("address", ["https://example.org", "http://example.org/a/b?c=d#e"])
def test_address_becomes_a_link_that_tells_nothing_of_us(address: str) -> None:
    assert linked(f"see {address} now") == f"see {link(address)} now"


def test_each_address_becomes_a_link() -> None:
    one, two = "https://one.example/", "https://two.example/"
    assert linked(f"{one}\n{two} {one}") == f"{link(one)}\n{link(two)} {link(one)}"


def test_address_without_a_scheme_becomes_a_link() -> None:
    assert linked("www.example.org") == link("http://www.example.org", "www.example.org")
    assert linked("example.org/soup") == link("http://example.org/soup", "example.org/soup")
    assert linked("example.de") == "example.de"  # could be the end of a sentence


# Escaping


def test_text_is_escaped() -> None:
    assert linked("<b>\"a\" & 'b'</b>") == "&lt;b&gt;&quot;a&quot; &amp; &#x27;b&#x27;&lt;/b&gt;"


def test_text_that_somebody_escaped_is_escaped_again() -> None:
    assert linked("&lt;b&gt; &amp;") == "&amp;lt;b&amp;gt; &amp;amp;"


def test_text_around_an_address_is_escaped() -> None:
    html = linked("<i> https://example.org/ <script>alert(1)</script>")
    assert html == (
        f"&lt;i&gt; {link('https://example.org/')} &lt;script&gt;alert(1)&lt;/script&gt;"
    )


def test_address_is_escaped_in_the_link_and_in_its_text() -> None:
    html = linked("https://example.org/?a=1&b=2")
    assert html == link("https://example.org/?a=1&amp;b=2")


@pytest.mark.parametrize(
    "text",
    [
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/'onmouseover='alert(1)",
        'https://example.org/"><script>alert(1)</script>',
        "https://example.org/'><img src=x onerror=alert(1)>",
        'https://exa"mple.org/',
        "https://example.org/`onload=x`",
        '"https://example.org/" <a href="javascript:alert(1)">',
        'me"onclick="alert(1)@example.org',
        "&quot;https://example.org/&quot;onclick=alert(1)",
        "https://example.org/&quot;onclick=alert(1)&quot;",
    ],
)
def test_quote_does_not_end_the_link(text: str) -> None:
    html = linked(text)
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(rf'</a>|<a href="[^"<>]*"(?:{AWAY})?>', tag), tag


# What is not followed


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JavaScript:alert('www.example.org')",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/path",
    ],
)
def test_only_web_addresses_are_linked(text: str) -> None:
    for href in hrefs(linked(text)):
        assert re.match(r"https?://", href), href
    if "example" not in text:
        assert "<a" not in linked(text)


def test_script_is_never_linked() -> None:
    assert "<a" not in linked("see javascript:alert(1) and JAVASCRIPT:alert(1).")
    # What has the look of a web address is taken for one, and leads nowhere.
    assert hrefs(linked("javascript:alert(1)//example.org")) == [
        "http://javascript:alert(1)//example.org"
    ]


# Punctuation


@pytest.mark.parametrize("end", [".", ",", ":", ";", "!", "...", ")", ").", ");"])
def test_punctuation_at_the_end_is_no_part_of_the_address(end: str) -> None:
    assert linked(f"https://example.org/a{end}") == f"{link('https://example.org/a')}{end}"


@pytest.mark.parametrize(
    ("left", "right"), [("(", ")"), ("[", "]"), ("(", ")."), ("((", ")),"), ("([", "]).")]
)
def test_brackets_around_are_no_part_of_the_address(left: str, right: str) -> None:
    html = linked(f"{left}https://example.org/a{right}")
    assert html == f"{left}{link('https://example.org/a')}{right}"


def test_brackets_within_are_part_of_the_address() -> None:
    address = "https://example.org/wiki/Soup_(dish)"
    assert linked(address) == link(address)
    assert linked(f"({address})") == f"({link(address)})"


def test_quotes_around_are_no_part_of_the_address() -> None:
    quoted = f"&quot;{link('https://example.org/a')}&quot;"
    assert linked('"https://example.org/a"') == quoted


@pytest.mark.parametrize(
    "text", ["(https://example.org/a).", "[www.example.org];!", "a@b.org).", "(c.org)!)"]
)
def test_nothing_that_was_written_is_lost(text: str) -> None:
    assert re.sub(r"<[^>]*>", "", linked(text)) == text


# Mail


def test_mail_address_opens_no_tab() -> None:
    mail = '<a href="mailto:dana@example.org">dana@example.org</a>'
    assert linked("write to dana@example.org.") == f"write to {mail}."


def test_mail_address_cannot_write_the_mail() -> None:
    for text in ("dana@example.org?bcc=all@example.org", "mailto:dana@example.org?body=x"):
        for href in hrefs(linked(text)):
            assert "?" not in href


# Other scripts


def test_domain_of_any_script_is_linked() -> None:
    html = linked("https://пример.рф/страница?q=суп")
    (href,) = hrefs(html)
    assert href.isascii()
    assert unquote(href) == "https://пример.рф/страница?q=суп"
    assert html == link(href, "https://пример.рф/страница?q=суп")


def test_path_of_any_script_is_quoted_once() -> None:
    (href,) = hrefs(linked("https://example.org/café"))
    assert href == "https://example.org/caf%C3%A9"
    (href,) = hrefs(linked("https://example.org/caf%C3%A9"))
    assert href == "https://example.org/caf%C3%A9"


def test_text_of_any_script_is_left_alone() -> None:
    for text in ("غرفة القهوة", "休憩室", "👩\u200d👩\u200d👧", "\u202eturned"):
        assert linked(text) == text


# However long


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/" + "a" * 9_900,
        "www." * 2_500,
        "(" * 10_000,
        "https://example.org" + ")" * 9_900,
        "&" * 10_000,
        "&lt;" * 2_500,
        "a@" * 5_000,
        "." * 10_000,
        "https://" * 1_250,
        "https://[" * 1_000,
        "http://example.org/" + ";" * 9_900,
    ],
)
def test_longest_message_is_quick(text: str) -> None:
    began = perf_counter()
    linked(text[:10_000])
    assert perf_counter() - began < 1  # seconds

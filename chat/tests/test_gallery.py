"""The designers' gallery. No test here has a database: a sample that asks for it fails."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chat.gallery.sample import Sample
from chat.gallery.samples import SAMPLES
from chat.gallery.views import described
from chat.tests.addresses import with_gallery
from chat.tests.markup import inline_code

ROOT: Path = settings.BASE_DIR
TEMPLATES = ROOT / "templates"
FRAGMENTS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("_*.html"))

#: Fragments without a look of their own, and why.
EXEMPT = {
    "_head.html": "what a page loads",
    "chat/messages/_since.html": "a hidden field",
    "chat/rooms/_follow_nothing.html": "a hidden form",
    "chat/rooms/_only.html": "takes rows away",
    "chat/rooms/_open_row_gone.html": "takes a row away",
    "chat/rooms/_row_gone.html": "takes a row away",
    "chat/saved/_gone.html": "takes a row away",
}

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)


@pytest.fixture
def shown(settings: Any) -> Client:
    """A visitor of a Roomful that shows its gallery."""
    settings.SHOW_GALLERY = True
    settings.ROOT_URLCONF = with_gallery()
    return Client()


def address(sample: Sample, theme: str = "light") -> str:
    return f"{reverse('gallery-show', args=[sample.slug])}?theme={theme}"


def found(client: Client, query: str) -> set[str]:
    """The states that the search leaves on the page."""
    response = client.get(reverse("gallery-index"), {"q": query})
    entries = response.context["entries"]
    hidden = response.content.decode().split('class="specimen" ')[1:]
    assert [" hidden>" in part.partition("\n")[0] for part in hidden] == [
        not entry["is_found"] for entry in entries
    ]
    return {entry["sample"].state for entry in entries if entry["is_found"]}


# The samples


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_fragment_has_a_sample(fragment: str) -> None:
    has_sample = fragment in {sample.template for sample in SAMPLES}
    assert has_sample != (fragment in EXEMPT), "either a sample or a reason for none"


def test_what_is_exempt_is_there() -> None:
    assert EXEMPT.keys() - set(FRAGMENTS) == set()


def test_each_sample_has_an_address_of_its_own() -> None:
    slugs = [sample.slug for sample in SAMPLES]
    assert sorted(slugs) == sorted(set(slugs))


@every_sample
def test_sample_names_files_that_exist(sample: Sample) -> None:
    assert (TEMPLATES / sample.template).is_file()
    assert (TEMPLATES / sample.wrapper_template).is_file()
    assert (ROOT / sample.css).is_file()


@every_sample
def test_sample_is_shown_alone(shown: Client, sample: Sample) -> None:
    response = shown.get(address(sample, "dark"))
    html = response.content.decode()
    assert response.status_code == 200
    assert sample.template in [template.name for template in response.templates]
    assert 'data-theme="dark"' in html
    assert inline_code(html) == []


@every_sample
def test_sample_is_the_same_every_time(shown: Client, sample: Sample) -> None:
    first, second = (shown.get(address(sample)).content for _ in range(2))
    assert first == second


# The pages


def test_index_shows_every_sample_with_its_files_and_context(shown: Client) -> None:
    html = shown.get(reverse("gallery-index")).content.decode()
    assert inline_code(html) == []
    for sample in SAMPLES:
        assert sample.template in html
        assert sample.css in html
        assert address(sample, "light") in html
        assert address(sample, "dark") in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("MESSAGES/_message own, DELETED", {"own, deleted"}),
        ("field.css empty", {"empty"}),
        ("no such thing", set()),
        ("  ", {sample.state for sample in SAMPLES}),
    ],
)
def test_search_finds_samples_with_all_its_words(
    shown: Client, query: str, expected: set[str]
) -> None:
    assert found(shown, query) == expected


def test_what_was_searched_stays_in_the_field(shown: Client) -> None:
    response = shown.get(reverse("gallery-index"), {"q": '"><b>'})
    assert b'value="&quot;&gt;&lt;b&gt;"' in response.content


@pytest.mark.parametrize("theme", ["", "?theme=purple"])
def test_sample_follows_the_device_when_no_theme_is_asked_for(shown: Client, theme: str) -> None:
    response = shown.get(reverse("gallery-show", args=[SAMPLES[0].slug]) + theme)
    assert b'data-theme="auto"' in response.content


def test_sample_that_does_not_exist_is_not_found(shown: Client) -> None:
    assert shown.get(reverse("gallery-show", args=["no-such-sample"])).status_code == 404


def test_sample_may_be_framed_by_the_gallery_alone(shown: Client) -> None:
    headers = shown.get(address(SAMPLES[0])).headers
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    index = shown.get(reverse("gallery-index")).headers
    assert index["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in index["Content-Security-Policy"]


def test_sample_opens_no_socket_and_sends_no_form(shown: Client) -> None:
    response = shown.get(address(SAMPLES[0]))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert '<body class="sample" hx-disable>' in response.content.decode()


def test_pages_are_only_read(shown: Client) -> None:
    assert shown.post(reverse("gallery-index")).status_code == 405
    assert shown.post(address(SAMPLES[0])).status_code == 405


@pytest.mark.parametrize("path", ["/gallery/", f"/gallery/{SAMPLES[0].slug}/"])
def test_gallery_is_not_there_unless_the_setting_says_so(path: str) -> None:
    assert not settings.SHOW_GALLERY
    assert Client().get(path).status_code == 404


# What a template gets, in words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, ("bool", "True")),
        ("a" * 200, ("str", "'" + "a" * 78 + "…")),
        (["one", 2], ("list", "'one', 2")),
    ],
)
def test_value_is_described_in_short(value: Any, expected: tuple[str, str]) -> None:
    assert described(value) == expected


@pytest.mark.parametrize("state", ["plain", "empty"])
def test_model_or_form_is_described_without_markup(state: str) -> None:
    (sample, *_) = [sample for sample in SAMPLES if sample.state == state]
    for value in sample.context().values():
        assert "<" not in "".join(described(value))
